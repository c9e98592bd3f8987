"""The schema as a whole: its tables, its migrations, and whether a database is up to date."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

import notifications.models
import web.auth.models
import workflow.audit.models
import workflow.awards.models
import workflow.calendars.models
import workflow.councils.models
import workflow.decisions.models
import workflow.eligibility.models
import workflow.lifecycle.models
import workflow.movements.models
import workflow.nominations.models
import workflow.nominations.points.models
import workflow.people.models
import workflow.register.models
from workflow.kernel.db import Base

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def metadata() -> MetaData:
    """Every table of the product."""
    return Base.metadata


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision, all of it in one transaction."""
    with engine.execution_options(writing=True).begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    with engine.execution_options(writing=True).begin() as connection:
        command.downgrade(_config(connection), revision)


def draft_revision(engine: Engine, message: str) -> None:
    """Write a migration from the difference between the tables in code and those in the database."""
    with engine.execution_options(writing=True).begin() as connection:
        command.revision(_config(connection), message, autogenerate=True)


def head_revision() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def current_revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def differences(connection: Connection) -> list[object]:
    """What the tables in code and in the database do not agree on; empty when they match."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata()))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config

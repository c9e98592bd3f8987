"""Looking into the database beside a command that also works without one."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from workflow.kernel.db import make_engine
from workflow.kernel.settings import Settings

T = TypeVar("T")


def of_database(read: Callable[[Connection], T], shipped: T, *, otherwise: str) -> T:
    """What the database says where there is one that answers, else what ships; `otherwise` then says so."""
    try:
        url = make_url(Settings.from_env().database_address)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            return shipped
        engine = make_engine(url.render_as_string(hide_password=False))
        try:
            with engine.connect() as connection:
                return read(connection)
        finally:
            engine.dispose()
    except (DBAPIError, ValueError):  # away, not upgraded yet, or settings that name none
        click.echo(f"the database does not answer: {otherwise}", err=True)
        return shipped

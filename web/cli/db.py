"""Commands about the schema."""

import click
from flask.cli import with_appcontext

from web import schema
from web.context import services
from workflow.lifecycle.publish import publish_definitions


@click.group()
def db() -> None:
    """Bring the database up to date, or check that it is."""


@db.command()
@with_appcontext
def upgrade() -> None:
    """Apply all migrations and publish the definitions."""
    prepare()
    click.echo(f"schema at {schema.head_revision()}")


@db.command()
@with_appcontext
def check() -> None:
    """Compare the tables in code with those in the database."""
    with services().store.engine.connect() as connection:
        found = schema.differences(connection)
    for difference in found:
        click.echo(str(difference))
    click.echo("the schema matches" if not found else f"{len(found)} differences")
    raise SystemExit(1 if found else 0)


def prepare() -> None:
    """The schema at its newest, and every shipped definition published."""
    store = services().store
    schema.upgrade(store.engine)
    with store.transaction() as tx:
        publish_definitions(tx, [engine.definition for engine in services().office.registry.all()])

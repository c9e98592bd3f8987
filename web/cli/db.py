"""Commands about the schema."""

import click

from web import schema
from web.cli.printing import as_json, say_json
from web.cli.station import open_parts
from web.context import services
from workflow.bootstrap import Services
from workflow.lifecycle.publish import publish_definitions


@click.group()
def db() -> None:
    """Bring the database up to date, or check that it is."""


@db.command()
@as_json
def upgrade(as_json: bool) -> None:
    """Apply all migrations and publish the definitions."""
    parts = open_parts(new=True)
    prepare_store(parts.services)
    definitions = [engine.definition for engine in parts.services.office.registry.all()]
    if as_json:
        published = [{"key": one.key, "version": one.version} for one in definitions]
        say_json({"schema": schema.head_revision(), "definitions": published})
        return
    click.echo(f"schema at {schema.head_revision()}, {len(definitions)} definitions published")


@db.command()
@as_json
def check(as_json: bool) -> None:
    """Compare the tables in code with those in the database."""
    with open_parts().services.store.engine.connect() as connection:
        found = [str(difference) for difference in schema.differences(connection)]
        revision = schema.current_revision(connection)
    if as_json:
        say_json({"schema": revision, "head": schema.head_revision(), "differences": found})
    else:
        for difference in found:
            click.echo(difference)
        click.echo("the schema matches" if not found else f"{len(found)} differences")
    raise SystemExit(1 if found else 0)


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write a migration from what the tables in code have beyond those in the database."""
    schema.draft_revision(open_parts().services.store.engine, message)


def prepare() -> None:
    """The store of the current application, brought up to date."""
    prepare_store(services())


def prepare_store(own: Services) -> None:
    """The schema at its newest, and every shipped definition published."""
    schema.upgrade(own.store.engine)
    with own.store.transaction() as tx:
        publish_definitions(tx, [engine.definition for engine in own.office.registry.all()])

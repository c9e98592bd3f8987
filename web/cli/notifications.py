"""Commands about the kinds of letter."""

import click

from notifications.table import as_json as table_json
from notifications.table import as_text, kind_table
from web.cli.printing import as_json


@click.group()
def notifications() -> None:
    """Which letter goes to whom, and when."""


@notifications.command()
@as_json
def table(as_json: bool) -> None:
    """Every kind of letter: on which event, to whom, with which subject."""
    rows = kind_table()
    click.echo(table_json(rows) if as_json else as_text(rows))

"""Commands about roles."""

import click

from states import shipped
from web.cli.printing import as_json, say_json
from workflow.nominations.matrix import as_text
from workflow.nominations.matrix import matrix as matrix_of


@click.group()
def roles() -> None:
    """Who may do what."""


@roles.command()
@as_json
def matrix(as_json: bool) -> None:
    """Every role against every trigger, for the own unit, another unit, the own case and earlier hands."""
    definition = shipped().latest("nomination").definition
    rows = matrix_of(definition)
    if as_json:
        say_json(rows)
        return
    click.echo(as_text(definition, rows))
    click.echo("\nEverything that is not listed is refused: not_your_role.")

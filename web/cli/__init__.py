"""The command line: `thidua …`. A command is imported when it is called: a wrong call answers at once."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final

import click

COMMANDS: Final[Mapping[str, str]] = {
    "serve": "web.cli.run:serve",
    "worker": "web.cli.run:worker",
    "demo": "web.cli.run:demo",
    "db": "web.cli.db:db",
    "doctor": "web.cli.doctor:doctor",
    "people": "web.cli.people:people",
    "nominations": "web.cli.nominations:nominations",
    "register": "web.cli.register:register",
    "outbox": "web.cli.outbox:outbox",
    "audit": "web.cli.audit:audit",
    "definitions": "web.cli.definitions:definitions",
    "notifications": "web.cli.notifications:notifications",
    "roles": "web.cli.roles:roles",
    "rules": "web.cli.rules:rules",
    "docs": "web.cli.docs:docs",
}


class Commands(click.Group):
    """The commands by name, in the order in which an operator meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        found = getattr(import_module(module), name)
        return found if isinstance(found, click.Command) else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def thidua() -> None:
    """Award nominations of a district or commune, from the unit's draft to the signed decision.

    Settings come from the environment: THIDUA_DATA_DIR, THIDUA_DATABASE_URL and others.
    Exit codes: 0 good, 1 found a fault, 2 wrong call.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of `thidua`. What can go wrong outside the program is told in a sentence."""
    try:
        thidua.main(args=list(arguments) if arguments is not None else None, prog_name="thidua")
    except Exception as error:
        sentence, code = import_module("web.cli.faults").told(error)
        if sentence is None:
            raise
        click.echo(f"Error: {sentence}", err=True)
        sys.exit(code)

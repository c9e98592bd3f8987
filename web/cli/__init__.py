"""The command line: `thidua …`, the same commands that Flask runs."""

from collections.abc import Sequence
from typing import Final

from flask import Flask
from flask.cli import FlaskGroup

from web.cli.db import db
from web.cli.run import demo, serve, worker

COMMANDS: Final = (db, serve, worker, demo)


def register_commands(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of `thidua`. Exit codes: 0 good, 1 found a fault, 2 wrong call."""
    group = FlaskGroup(name="thidua", create_app=_create_app, add_default_commands=False, load_dotenv=False)
    for command in COMMANDS:
        group.add_command(command)
    group.main(args=list(arguments) if arguments is not None else None, prog_name="thidua")


def _create_app() -> Flask:
    from web.app import create_app  # noqa: PLC0415 (slow import: a wrong call should answer at once)

    return create_app()

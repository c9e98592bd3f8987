"""Two ways of printing: for people in columns, for programs as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Any

import click

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
in_locale = click.option(
    "--locale", type=click.Choice(("vi", "en")), default="vi", show_default=True, help="Language of the words."
)


def say_json(value: Any) -> None:
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def say_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns aligned for a terminal; the last one is as long as it likes."""
    cells = [tuple(head), *(tuple("–" if cell in (None, "") else str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head) - 1)]
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        click.echo("  ".join((*padded, row[-1])).rstrip())


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value

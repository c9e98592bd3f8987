"""Commands on the register of honours: taking in decisions of the past."""

from pathlib import Path
from typing import Any

import click

from web.cli.printing import as_json, say_json, say_table
from web.cli.station import CONSOLE, open_parts
from web.wording import problem_text
from workflow.kernel.clock import office_date
from workflow.register.honours import enter_past_awards
from workflow.register.past_lists import PastList, read_past_list


@click.group()
def register() -> None:
    """Who was honoured, for what, by which decision."""


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", help="Code of the unit of all rows that name none.")
@click.option("--dry-run", is_flag=True, help="Read and check only; write nothing.")
@click.option("--skip-bad", is_flag=True, help="Enter the good rows although others are wrong.")
@as_json
def import_(file: Path, unit: str | None, dry_run: bool, skip_bad: bool, as_json: bool) -> None:
    """Enter past decisions from the first sheet of FILE (.xlsx).

    Columns: name, birth year, kind (person, collective, household), unit code, award code, year, decision number,
    date, authority; optional award kind (yearly, thematic, sudden). Nothing is written unless every row is good.
    The same list read twice is entered once.
    """
    store = open_parts().services.store
    with store.reading() as session:
        found = read_past_list(session, file.read_bytes(), unit=unit, today=office_date(store.clock.now()))
    writes = not dry_run and bool(found.awards) and (skip_bad or not found.faults)
    told: dict[str, Any] = {"rows": found.rows, "good": len(found.awards), "written": writes, "entered": 0, "known": 0}
    if writes:
        with store.transaction() as tx:
            entered = enter_past_awards(tx, CONSOLE, found.awards)
        told |= {"entered": entered.entered, "known": entered.known}
    _say(found, told, as_json=as_json)
    raise SystemExit(1 if found.faults and not skip_bad else 0)


def _say(found: PastList, told: dict[str, Any], *, as_json: bool) -> None:
    faults = [
        {"row": fault.row, "column": fault.column, "code": fault.problem.code, "reason": problem_text(fault.problem)}
        for fault in found.faults
    ]
    if as_json:
        say_json({**told, "faults": faults})
        return
    if faults:
        say_table(("ROW", "COLUMN", "REASON"), [(fault["row"], fault["column"], fault["reason"]) for fault in faults])
    click.echo(
        f"{told['rows']} rows, {told['good']} good, {told['entered']} entered, {told['known']} there already"
        + ("" if told["written"] else "; nothing written")
    )

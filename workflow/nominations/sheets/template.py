"""The list as it goes out: a sheet to fill in, and a hidden one that says what it is and which values are valid."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from states import Text
from workflow.kernel.sheet_reading import MOST_ROWS
from workflow.kernel.sheets import Book, Cell, Cells, Column, place
from workflow.nominations.content import MOST_PEOPLE, OLDEST
from workflow.nominations.sheets.columns import AWARD, CODE, COLUMNS, ListColumn
from workflow.nominations.sheets.labels import Labels
from workflow.nominations.sheets.standing import Letter, Standing

VERSION: Final = 1
SHEET: Final = "Danh sách"
VALUES: Final = "Giá trị"
MOST_CHARACTERS: Final = 2_000
REASONS: Final = Text("Lý do chưa nạp được", "Why it was not taken")
# What stands for a text that is too long for a cell; coming back, it leaves the text as it is.
KEPT: Final = Text("[Giữ nguyên văn bản trên trang]", "[Keep the text as it is on the page]")
FACTS: Final = ("template", "proposal")


def letter_workbook(letter: Letter, labels: Labels, at: datetime, today: date) -> bytes:
    """The template with the letter's nominations in it."""
    rows = [_row(line, labels) for line in letter.listed]
    known = {line.code: line.content_version for line in letter.listed}
    return _workbook(letter, labels, rows, known, at, today)


def faulty_workbook(letter: Letter, labels: Labels, faulty: Sequence[tuple[Mapping[str, str], str]],
                    known: Mapping[str, int], at: datetime, today: date) -> bytes:  # fmt: skip
    """The rows that could not be taken, as they were typed, each with its reasons; mended, it comes back as it is."""
    rows = [[*(cells.get(column.name, "") for column in COLUMNS), reasons] for cells, reasons in faulty]
    named = {cells.get(CODE, "") for cells, _reasons in faulty}
    return _workbook(letter, labels, rows, {code: seen for code, seen in known.items() if code in named}, at, today,
                     reasons=True)  # fmt: skip


def _workbook(letter: Letter, labels: Labels, rows: Sequence[Cells], known: Mapping[str, int], at: datetime,
              today: date, *, reasons: bool = False) -> bytes:  # fmt: skip
    book = Book(at)
    lists = _lists(labels)
    columns = [_column(column, lists, today, typed=reasons) for column in COLUMNS]
    example = [_example(column, labels) for column in COLUMNS]
    notes: list[list[Cell]] = [[column.help.vi for column in COLUMNS], [*example]]
    if reasons:
        columns.append(Column(head=REASONS.vi, width=50, wrap=True, muted=True))
    book.sheet(SHEET, columns, rows, notes=notes, room=MOST_ROWS)
    facts = {"template": VERSION, "proposal": letter.proposal_id}
    columns = [Column(head="#"), Column(head="="), Column(head=CODE), Column(head="version", kind="integer")]
    columns += [Column(head=name) for name in lists]
    sides: list[list[Cell]] = [[*facts], [str(value) for value in facts.values()], [*known], [*known.values()]]
    sides += [[*values] for values in lists.values()]
    length = max(len(side) for side in sides)
    book.sheet(VALUES, columns, [[side[at] if at < len(side) else None for side in sides] for at in range(length)],
               hidden=True)  # fmt: skip
    return book.done()


def _lists(labels: Labels) -> dict[str, list[str]]:
    """The valid values of each column that has some, as they are offered."""
    lists = {column.name: [text.vi for text in column.choices.values()] for column in COLUMNS if column.choices}
    return lists | {AWARD: [award.label.vi for award in labels.awards]}


def _column(column: ListColumn, lists: Mapping[str, Sequence[str]], today: date, *, typed: bool) -> Column:
    """`typed`: the cells hold what somebody typed, whatever the column is for."""
    values = lists.get(column.name, ())
    between = {"birth_year": (OLDEST, today.year - 5)}.get(column.name, (0, MOST_PEOPLE))
    integer = column.kind == "integer" and not typed
    return Column(
        head=column.head.vi, kind="integer" if integer else "text", width=column.width,
        wrap=column.kind in ("long", "text", "tie"), muted=column.kind == "code",
        choices=place(VALUES, len(FACTS) + 2 + list(lists).index(column.name), len(values)) if values else "",
        between=between if integer else None,
    )  # fmt: skip


def _example(column: ListColumn, labels: Labels) -> str:
    """What stands in the row that shows how it is done."""
    if column.name == AWARD:
        return labels.awards[0].label.vi if labels.awards else ""
    return column.example.vi if column.example is not None else ""


def _row(line: Standing, labels: Labels) -> list[Cell]:
    awards = {award.code: award.label for award in labels.awards}
    return [line.code if column.name == CODE else _cell(column, line.values[column.name], awards) for column in COLUMNS]


def _cell(column: ListColumn, value: Any, awards: Mapping[str, Text]) -> Cell:
    if value is None or value == "":
        return None
    if column.kind == "flag":
        return column.choices["1" if value else "0"].vi
    if column.kind in ("choice", "award"):
        labels = awards if column.kind == "award" else column.choices
        return labels[value].vi if value in labels else str(value)
    if column.kind == "integer":
        return int(value)
    return KEPT.vi if len(str(value)) > MOST_CHARACTERS else str(value)

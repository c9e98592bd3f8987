"""The list as it comes back: whose it is, and each row as text, column by column."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import clean, fold
from workflow.kernel.sheet_reading import Grid, read_sheets
from workflow.nominations.file_types import XLSX, checked_media_type
from workflow.nominations.sheets.columns import BY_NAME, CODE, COLUMNS
from workflow.nominations.sheets.template import FACTS, KEPT, MOST_CHARACTERS, REASONS, SHEET, VALUES, VERSION

NOTES: Final = 3  # rows of ours: heads, help, example
NEEDED: Final = ("subject", "name", "award_code")
_OURS: Final = tuple(fold(text.vi) for text in (COLUMNS[0].help, COLUMNS[0].example) if text is not None)
_KEPT: Final = (KEPT.vi, KEPT.en)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: its number in the file, its code if it has one, its cells, and cells that cannot be taken at all."""

    number: int
    code: str
    cells: Mapping[str, str]
    problems: Mapping[str, Problem] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as it was read. `known`: the codes that went out with it, with the version of their content then."""

    template: int
    known: Mapping[str, int]
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: tuple[ListRow, ...]

    def dumped(self) -> str:
        """As text to be kept; `loaded` is its inverse."""
        return json.dumps({
            "template": self.template, "known": dict(self.known), "columns": self.columns, "ignored": self.ignored,
            "rows": [[row.number, row.code, dict(row.cells), sorted(row.kept),
                      {name: [one.code, dict(one.params)] for name, one in row.problems.items()}] for row in self.rows],
        }, ensure_ascii=False, separators=(",", ":"))  # fmt: skip


def loaded(text: str) -> ListFile:
    """A list that was kept."""
    found = json.loads(text)
    rows = (
        ListRow(number, code, cells, {name: Problem(*one) for name, one in problems.items()}, frozenset(kept))
        for number, code, cells, kept, problems in found["rows"]
    )
    return ListFile(found["template"], found["known"], tuple(found["columns"]), tuple(found["ignored"]), tuple(rows))


def read_list(file_name: str, content: bytes, proposal_id: int) -> ListFile:
    """Read an upload for this letter. Raises `Invalid` on the field `file`, with what to do."""
    if checked_media_type(file_name, content) != XLSX:
        raise _refused("list_not_a_workbook")
    grids = read_sheets(content, (SHEET, VALUES), beside=NOTES)
    if SHEET not in grids or VALUES not in grids:
        raise _refused("list_not_ours")
    facts, known = _facts(grids[VALUES])
    if facts.get("template") != VERSION:
        raise _refused("list_template_old", found=facts.get("template", 0), wanted=VERSION)
    if facts.get("proposal") != proposal_id:
        raise _refused("list_of_another_letter")
    columns, ignored = _heads(grids[SHEET])
    missing = [name for name in NEEDED if name not in columns.values()]
    if missing:
        raise _refused("list_column_missing", name=BY_NAME[missing[0]].head)
    rows = tuple(_rows(grids[SHEET], columns))
    if not rows:
        raise _refused("list_empty")
    return ListFile(VERSION, known, tuple(columns.values()), ignored, rows)


def _facts(grid: Grid) -> tuple[dict[str, int], dict[str, int]]:
    """What the hidden sheet says: the facts by name, the codes with their versions."""
    facts: dict[str, int] = {}
    known: dict[str, int] = {}
    for row in grid.rows[1:]:
        name, value, code, version = (*row, "", "", "", "")[:4]
        if name in FACTS and _is_number(value):
            facts[name] = int(value)
        if code and _is_number(version):
            known[code] = int(version)
    return facts, known


def _heads(grid: Grid) -> tuple[dict[int, str], tuple[str, ...]]:
    """The place of each column, wherever it was moved to; and the heads that are not of the template."""
    names = {fold(head): one.name for one in COLUMNS for head in (one.head.vi, one.head.en, one.name)}
    places: dict[int, str] = {}
    ignored = []
    for at, head in enumerate(grid.rows[0] if grid.rows else ()):
        name = names.get(fold(clean(head)))
        if name is not None and name not in places.values():
            places[at] = name
        elif clean(head) and fold(clean(head)) != fold(REASONS.vi):
            ignored.append(clean(head)[:60])
    return places, tuple(ignored)


def _rows(grid: Grid, columns: Mapping[int, str]) -> Iterator[ListRow]:
    for at, row in enumerate(grid.rows[1:], start=1):
        cells = {name: row[place] for place, name in columns.items() if place < len(row)}
        if fold(clean(cells.get(CODE, ""))) in _OURS:
            continue
        formulas = [name for place, name in columns.items() if (at, place) in grid.formulas]
        if any(clean(value) for value in cells.values()) or formulas:
            yield _row(at + 1, cells, formulas)


def _row(number: int, cells: Mapping[str, str], formulas: Sequence[str]) -> ListRow:
    problems = {name: Problem("cell_is_formula") for name in formulas}
    for name, value in cells.items():
        if len(value) > MOST_CHARACTERS:
            problems.setdefault(name, Problem("too_long", {"most": MOST_CHARACTERS}))
    kept = frozenset(name for name, value in cells.items() if clean(value) in _KEPT)
    shown = {name: value[:MOST_CHARACTERS] for name, value in cells.items() if value}
    return ListRow(number, clean(cells.get(CODE, "")), shown, problems, kept)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _refused(code: str, **params: Any) -> Invalid:
    return Invalid({"file": Problem(code, params)})

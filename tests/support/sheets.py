"""Filling in a list as a person does with a spreadsheet program: read what is there, change cells, save."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from workflow.nominations.sheets.columns import BY_NAME, COLUMNS
from workflow.nominations.sheets.template import SHEET, VALUES

NOTES = 3  # heads, help, example
PERSON: Mapping[str, Any] = {
    "subject": "Cá nhân", "name": "Trần Văn Thóc Mẩy", "birth_year": 1971, "gender": "Nam", "post": "Nông dân",
    "award_code": "Giấy khen (cá nhân)", "achievement": "Hiến 620 m² đất làm đường thôn", "report": "Báo cáo.",
}  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A cell that computes."""

    text: str


class Filled:
    """The template while somebody works on it: rows of cells by the name of their column."""

    def __init__(self, content: bytes) -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
        self.heads: list[Any] = rows[0]
        self.notes: list[list[Any]] = rows[1:NOTES]
        self.rows: list[dict[str, Any]] = [
            dict(zip((column.name for column in COLUMNS), row, strict=False)) for row in rows[NOTES:]
        ]
        self.values: list[list[Any]] = book.get_sheet_by_name(VALUES).to_python(skip_empty_area=False)

    def add(self, **cells: Any) -> Filled:
        self.rows.append({**PERSON, **cells})
        return self

    def fact(self, name: str, value: object) -> Filled:
        """Change what the hidden sheet says of itself."""
        for row in self.values:
            if row[0] == name:
                row[1] = str(value)
        return self

    def saved(self, columns: Sequence[str] = tuple(BY_NAME), beside: Sequence[str] = ()) -> bytes:
        """The file, with these columns in this order and some of the person's own."""
        places = [list(BY_NAME).index(name) for name in columns]
        lines: list[Sequence[Any]] = [[*(self.heads[at] for at in places), *beside]]
        lines += [[note[at] for at in places] for note in self.notes]
        lines += [[*(row.get(name, "") for name in columns), *beside] for row in self.rows]
        return book_of({SHEET: lines, VALUES: self.values})


def book_of(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook with these cells, written without our own writer."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    _write(sheet, row, column, cell)
    return made.getvalue()


def cells_of(content: bytes, name: str = SHEET) -> list[list[Any]]:
    """All cells of a sheet as a reader sees them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def _write(sheet: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, None, 7)
    elif isinstance(cell, str):
        if cell:
            sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell)

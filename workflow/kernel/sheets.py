"""The one writer of spreadsheets: every cell by the type of its column, no text ever a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from xlsxwriter import Workbook

Cell: TypeAlias = str | int | date | None
Cells: TypeAlias = Sequence[Cell]
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST: Final = 32_767  # what a cell can hold
# A name that starts with "=" stays a name, one that looks like an address or a number too.
AS_TYPED: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what it holds (text | integer | date), and how it is offered to who fills it in."""

    head: str
    kind: str = "text"
    width: int = 14
    wrap: bool = False
    muted: bool = False  # looks locked: written by us, not to be changed
    choices: str = ""  # the place of the valid values, as `Book.place` gives it
    between: tuple[int, int] | None = None


class Book:
    """A workbook while it is written."""

    def __init__(self, at: datetime) -> None:
        self._bytes = io.BytesIO()
        self._book: Any = Workbook(self._bytes, {"in_memory": True, **AS_TYPED})
        self._book.set_properties({"created": at.replace(tzinfo=None)})
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def sheet(self, name: str, columns: Sequence[Column], rows: Sequence[Cells], *, notes: Sequence[Cells] = (),
              hidden: bool = False, room: int = 0) -> None:  # fmt: skip
        """A sheet with its heads; `notes` stand above the rows, `room` is for how many rows it will be filled in."""
        sheet = self._book.add_worksheet(name)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width, self._look(column))
            sheet.write_string(0, at, column.head, self._format(bold=True, text_wrap=True, valign="top", bottom=1))
            if room:
                _offer(sheet, at, column, len(notes) + 1, len(notes) + room)
        for number, note in enumerate(notes, start=1):
            for at, cell in enumerate(note):
                _write(sheet, number, at, cell, self._format(italic=True, font_color="#5b5b5b", text_wrap=True,
                                                             valign="top", bg_color="#f3f1ea"))  # fmt: skip
        looks = [self._look(column) for column in columns]
        for number, row in enumerate(rows, start=len(notes) + 1):
            for at, (cell, look) in enumerate(zip(row, looks, strict=True)):
                _write(sheet, number, at, cell, look)
        sheet.freeze_panes(1, 0)
        if hidden:
            sheet.hide()
        else:
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)

    def done(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._bytes.getvalue()

    def _look(self, column: Column) -> Any:
        # The text format keeps what is typed later as text too: "=1+1" and "0123" stay what they are.
        shape = {"text": "@", "integer": "0", "date": "dd/mm/yyyy"}[column.kind]
        muted = {"bg_color": "#ececec", "font_color": "#5b5b5b"} if column.muted else {}
        return self._format(num_format=shape, valign="top", text_wrap=column.wrap, **muted)

    def _format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(properties)
        return self._looks[key]


def place(sheet: str, column: int, count: int) -> str:
    """Where the valid values of a drop-down list stand: `count` cells under the head of a column."""
    letter = chr(ord("A") + column)
    return f"='{sheet}'!${letter}$2:${letter}${count + 1}"


def _offer(sheet: Any, at: int, column: Column, first: int, last: int) -> None:
    if column.choices:
        sheet.data_validation(first, at, last, at, {
            "validate": "list", "source": column.choices, "error_type": "warning", "ignore_blank": True,
        })  # fmt: skip
    elif column.between is not None:
        least, most = column.between
        sheet.data_validation(first, at, last, at, {
            "validate": "integer", "criteria": "between", "minimum": least, "maximum": most, "error_type": "warning",
        })  # fmt: skip


def _write(sheet: Any, row: int, at: int, cell: Cell, look: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        if len(cell) > LONGEST:
            raise ValueError(f"a cell holds at most {LONGEST} characters")
        sheet.write_string(row, at, cell, look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, cell, look)
    else:
        sheet.write_number(row, at, cell, look)

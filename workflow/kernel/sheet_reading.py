"""Reading a spreadsheet from outside: bounded before it is read, values as text, formulas only pointed at."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse, parse
from python_calamine import CalamineWorkbook

from workflow.kernel.errors import Invalid, Problem

MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 60
MOST_CELLS: Final = 400_000  # those without a value included: a sheet of borders is no list
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet as text, row by row from the first; and which of them hold a formula."""

    rows: Sequence[Sequence[str]]
    formulas: frozenset[tuple[int, int]]


def read_sheets(content: bytes, names: Sequence[str], *, beside: int = 0) -> dict[str, Grid]:
    """The named sheets that are there. `beside`: rows of ours (heads, help) that do not count.

    The bytes have passed `checked_media_type`. Raises `Invalid` on the field `file`.
    """
    try:
        return _read(content, names, MOST_ROWS + beside)
    except Invalid:
        raise
    except Exception as error:
        # A reader of foreign bytes may stumble in any way; each of them says that the file is not whole.
        raise _refused("file_damaged") from error


def _read(content: bytes, names: Sequence[str], most_rows: int) -> dict[str, Grid]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [entry.filename.lower() for entry in archive.infolist()]
        if len(parts) != len(set(parts)):
            raise _refused("file_damaged")  # two parts of one name: the two readers could read different ones
        places = _places(archive)
        formulas = {
            name: _scanned(archive, places[name], most_rows) for name in names if name in places
        }  # fmt: skip
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    grids = {}
    for name, found in formulas.items():
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=most_rows + 1)
        grids[name] = Grid([[_text(value) for value in row] for row in values], found)
    return grids


def _places(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part in which each sheet lies, by the name of the sheet."""
    with archive.open("xl/_rels/workbook.xml.rels") as part:
        links = [link for link in parse(part).iter() if _local(link) == "Relationship"]
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    places: dict[str, str] = {}
    with archive.open("xl/workbook.xml") as part:
        for sheet in (one for one in parse(part).iter() if _local(one) == "sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            name = sheet.get("name", "")
            if name in places:
                raise _refused("file_damaged")
            places[name] = posixpath.normpath(posixpath.join("/xl", targets[link])).lstrip("/")
    return places


def _scanned(archive: zipfile.ZipFile, place: str, most_rows: int) -> frozenset[tuple[int, int]]:
    """Where the formulas are. A cell beyond the bounds ends it before anything is laid out in memory."""
    formulas = set()
    with archive.open(place) as part:
        for row, column, is_formula in _cells(part):
            if row >= most_rows:
                raise _refused("sheet_too_long", most=MOST_ROWS)
            if column >= MOST_COLUMNS:
                raise _refused("sheet_too_wide", most=MOST_COLUMNS)
            if is_formula:
                formulas.add((row, column))
    return frozenset(formulas)


def _cells(part: IO[bytes]) -> Iterator[tuple[int, int, bool]]:
    """Row and column, from 0, of each cell that holds something."""
    row = column = count = -1
    for event, element in iterparse(part, events=("start", "end")):
        name = _local(element)
        if event == "start" and name == "row":
            row = int(element.get("r") or row + 2) - 1
            column = -1
        elif event == "end" and name == "c":
            count += 1
            if count > MOST_CELLS:
                raise _refused("sheet_too_long", most=MOST_ROWS)
            found = _PLACE.match(element.get("r", ""))
            row, column = (int(found[2]) - 1, _number(found[1])) if found else (row, column + 1)
            inside = {_local(child) for child in element}
            if inside:
                yield row, column, "f" in inside
            element.clear()
        elif event == "end" and name == "row":
            element.clear()


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(value: Any) -> str:
    """A value as a person would have typed it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _refused(code: str, **params: Any) -> Invalid:
    return Invalid({"file": Problem(code, params)})

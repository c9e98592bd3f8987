"""Lists of past decisions as they come in a spreadsheet: each row an award, or what is wrong with it."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.awards.models import Award
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import clean, fold
from workflow.kernel.sheet_reading import read_sheets
from workflow.people.models import Unit
from workflow.register.commands import Wanted
from workflow.register.honours import PastAward

# Heads of the columns, folded: in the words of an office, or in English.
HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("ho ten", "ho va ten", "ten", "name"),
    "birth_year": ("nam sinh", "birth year"),
    "kind": ("loai doi tuong", "doi tuong", "kind"),
    "unit_code": ("ma don vi", "don vi", "unit code", "unit"),
    "award_code": ("ma hinh thuc", "hinh thuc", "award code", "award"),
    "year": ("nam", "nam khen", "year"),
    "decision_number": ("so quyet dinh", "decision number"),
    "date": ("ngay quyet dinh", "ngay", "date"),
    "authority": ("co quan quyet dinh", "cap quyet dinh", "authority"),
    "award_kind": ("loai khen thuong", "award kind"),
}
NEEDED: Final = ("name", "kind", "award_code", "year", "decision_number", "authority")
KINDS: Final[Mapping[str, str]] = {
    "person": "person", "ca nhan": "person", "collective": "collective", "tap the": "collective",
    "household": "household", "ho gia dinh": "household", "ho": "household",
}  # fmt: skip
AWARD_KINDS: Final[Mapping[str, str]] = {
    "": "yearly", "yearly": "yearly", "hang nam": "yearly", "thuong xuyen": "yearly",
    "thematic": "thematic", "chuyen de": "thematic", "sudden": "sudden", "dot xuat": "sudden",
}  # fmt: skip
OLDEST: Final = 1945
OLDEST_BIRTH: Final = 1880
LINE: Final = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell."""

    row: int
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class PastList:
    """The awards that can be entered, and every fault; `rows` counts what the file holds."""

    awards: tuple[PastAward, ...]
    faults: tuple[Fault, ...]
    rows: int


def read_past_list(session: Session, content: bytes, *, unit: str | None, today: date) -> PastList:
    """Read the first sheet. Rows that name no unit are those of `unit`. Raises `Invalid` for what is no such list."""
    rows = list(_cells(content))
    units = {code: key for code, key in session.execute(select(Unit.code, Unit.id))}
    if unit is not None and unit not in units:
        raise Invalid({"unit": Problem("unknown_unit", {"code": unit})})
    awards = {code: subject for code, subject in session.execute(select(Award.code, Award.subject))}
    good: list[PastAward] = []
    faults: list[Fault] = []
    for number, cells in rows:
        reader = _Row(number, cells, today)
        award = reader.award(units, awards, unit)
        faults += reader.faults
        if award is not None:
            good.append(award)
    return PastList(tuple(good), tuple(faults), len(rows))


def _cells(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        first = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names[0]
    except Exception as error:  # whatever a reader of foreign bytes stumbles over, the file is not whole
        raise Invalid({"file": Problem("file_damaged")}) from error
    rows = read_sheets(content, (first,), beside=1)[first].rows
    columns = _columns(rows[0]) if rows else {}
    for name in NEEDED:
        if name not in columns:
            raise Invalid({"file": Problem("column_missing", {"name": HEADS[name][0]})})
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: clean(row[place]) for name, place in columns.items() if place < len(row)}
        if any(cells.values()):
            yield number, cells


def _columns(head: Sequence[str]) -> dict[str, int]:
    known = {word: name for name, words in HEADS.items() for word in words}
    return {known[fold(text)]: place for place, text in enumerate(head) if fold(text) in known}


class _Row:
    """One row, read cell by cell; every fault is kept."""

    def __init__(self, number: int, cells: Mapping[str, str], today: date) -> None:
        self.number = number
        self.cells = cells
        self.today = today
        self.faults: list[Fault] = []

    def award(self, units: Mapping[str, int], awards: Mapping[str, str], unit: str | None) -> PastAward | None:
        kind = self._one_of("kind", KINDS)
        code = self._award_code(awards, kind)
        laureate = Wanted(
            kind=kind, name=self._text("name"), birth_year=self._number("birth_year", OLDEST_BIRTH, required=False),
            unit_id=self._unit(units, unit),
        )  # fmt: skip
        award = PastAward(
            laureate=laureate, award_code=code, kind=self._one_of("award_kind", AWARD_KINDS),
            year=self._number("year", OLDEST) or 0, decision_number=self._text("decision_number"),
            decision_date=self._date(), authority=self._text("authority"),
        )  # fmt: skip
        return None if self.faults else award

    def _fault(self, column: str, problem: str, /, **params: object) -> None:
        self.faults.append(Fault(self.number, column, Problem(problem, params)))

    def _text(self, column: str) -> str:
        text = self.cells.get(column, "")
        if not text:
            self._fault(column, "missing_text")
        elif len(text) > LINE:
            self._fault(column, "too_long", most=LINE)
        return text

    def _number(self, column: str, least: int, *, required: bool = True) -> int | None:
        text = self.cells.get(column, "")
        if not text and not required:
            return None
        if text.isascii() and text.isdigit() and len(text) == 4 and least <= int(text) <= self.today.year:
            return int(text)
        self._fault(column, "number_out_of_range", least=least, most=self.today.year)
        return None

    def _one_of(self, column: str, words: Mapping[str, str]) -> str:
        found = words.get(fold(self.cells.get(column, "")))
        if found is None:
            self._fault(column, "not_a_choice")
        return found or ""

    def _award_code(self, awards: Mapping[str, str], kind: str) -> str:
        code = self.cells.get("award_code", "").upper()
        subject = awards.get(code)
        if subject is None:
            self._fault("award_code", "unknown_award", code=code)
        elif kind and subject not in (kind, "any"):
            self._fault("award_code", "award_not_for_subject")
        return code

    def _unit(self, units: Mapping[str, int], unit: str | None) -> int | None:
        code = self.cells.get("unit_code", "") or unit or ""
        if code not in units:
            self._fault("unit_code", "unknown_unit", code=code)
        return units.get(code)

    def _date(self) -> date | None:
        text = self.cells.get("date", "")
        if not text:
            return None
        day = _day(text)
        if day is None:
            self._fault("date", "not_a_date")
        elif day > self.today:
            self._fault("date", "date_after_today", today=self.today)
        return day


def _day(text: str) -> date | None:
    parts = text.replace(".", "/").replace("-", "/").split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
    try:
        return date(year, month, day) if year >= OLDEST else None
    except ValueError:
        return None

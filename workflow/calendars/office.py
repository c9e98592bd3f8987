"""The calendar of an office: what ships, with the office's own corrections above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from states import Text
from workflow.calendars.models import CalendarDay
from workflow.calendars.working_days import Calendar, Override
from workflow.kernel.db import AnySelect
from workflow.kernel.prepared import Prepared, Source, connection_of
from workflow.people.models import Person

WORKED: Final = "worked"


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as its page tells it, with who entered it and who took it back."""

    id: int
    day: date
    kind: str
    name: Text
    document: str
    entered_by: str
    entered_at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None

    @property
    def works(self) -> bool:
        return self.kind == WORKED


_IN_FORCE: Final = Prepared(
    select(CalendarDay.day, CalendarDay.kind, CalendarDay.name_vi, CalendarDay.name_en)
    .where(CalendarDay.withdrawn_at.is_(None))
    .order_by(CalendarDay.day)
)


def calendar_of(source: Source) -> Calendar:
    """The calendar as this database has it now, in one small query."""
    return _calendar(tuple(tuple(row) for row in _IN_FORCE.rows(connection_of(source), {})))


@lru_cache(maxsize=64)
def _calendar(rows: tuple[tuple[Any, ...], ...]) -> Calendar:
    """Made from the rows and nothing else: two databases share one only when they say the same."""
    return Calendar(Override(day, kind == WORKED, Text(vi, en)) for day, kind, vi, en in rows)


def corrections(session: Session, year: int) -> Sequence[Correction]:
    """Everything ever entered for a year, day by day, the newest of a day first."""
    c, by, back = CalendarDay, aliased(Person), aliased(Person)
    query: AnySelect = (
        select(c.id, c.day, c.kind, c.name_vi, c.name_en, c.document, by.full_name, c.entered_at, back.full_name,
               c.withdrawn_at)
        .join(by, by.id == c.entered_by_id)
        .outerjoin(back, back.id == c.withdrawn_by_id)
        .where(c.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(c.day, c.id.desc())
    )  # fmt: skip
    return [Correction(row[0], row[1], row[2], Text(row[3], row[4]), *row[5:]) for row in session.execute(query)]

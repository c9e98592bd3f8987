"""Working days of a Vietnamese office: counted, and the days that were skipped, by name. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from states import Text
from workflow.calendars.vietnam import culture_day_from, year_of

_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
WEEKEND: Final = {5: Text("Thứ Bảy", "Saturday"), 6: Text("Chủ Nhật", "Sunday")}


@dataclass(frozen=True, slots=True)
class Override:
    """What an administrator settled for one day: a day off, or a day worked, with its name."""

    day: date
    works: bool
    name: Text


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that does not count, and why."""

    day: date
    name: Text


class Calendar:
    """The week, the days off of each year, and the office's own corrections above them."""

    __slots__ = ("_culture_from", "_overrides")

    def __init__(self, overrides: Iterable[Override] = (), *, culture_from: int | None = None) -> None:
        self._overrides = {each.day: each for each in overrides}
        self._culture_from = culture_day_from() if culture_from is None else culture_from

    def is_working_day(self, day: date) -> bool:
        return self.reason_off(day) is None

    def reason_off(self, day: date) -> Text | None:
        """Why the office is closed: an override, a worked Saturday, a holiday, the weekend, in this order."""
        override = self._overrides.get(day)
        if override is not None:
            return None if override.works else override.name
        year = year_of(day.year, self._culture_from)
        if day in year.worked:
            return None
        return year.off.get(day) or WEEKEND.get(day.weekday())

    def add(self, start: date, days: int) -> date:
        """The n-th working day after `start`; the day of receipt itself is not counted (n ≥ 0)."""
        day = start
        while days > 0:
            day += _ONE_DAY
            days -= self.is_working_day(day)
        return day

    def shift(self, day: date, days: int) -> date:
        """So many working days on, or back to a working day; zero stays, whatever day it is."""
        if days >= 0:
            return self.add(day, days)
        while days < 0 or not self.is_working_day(day):
            days += self.is_working_day(day)
            day -= _ONE_DAY
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def skipped(self, start: date, days: int) -> tuple[date, tuple[Skipped, ...]]:
        """The n-th working day after `start`, and every day on the way that did not count."""
        end = self.add(start, days)
        way = (start + timedelta(days=n) for n in range(1, (end - start).days))
        return end, tuple(Skipped(day, name) for day in way if (name := self.reason_off(day)) is not None)

    def worked(self, start: date, end: date) -> tuple[Skipped, ...]:
        """Weekend days after `start`, up to and with `end`, that count because they are worked."""
        way = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        weekend = (day for day in way if day.weekday() >= _SATURDAY)
        return tuple(Skipped(day, self._why_worked(day)) for day in weekend if self.is_working_day(day))

    def _why_worked(self, day: date) -> Text:
        if day in self._overrides:
            return self._overrides[day].name
        return year_of(day.year, self._culture_from).worked[day]


SHIPPED: Final = Calendar()


def is_working_day(day: date) -> bool:
    """Whether the office works: decided days off and worked Saturdays first, then the week."""
    return SHIPPED.is_working_day(day)

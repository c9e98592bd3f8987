"""Working days of a Vietnamese office. Pure, but for one data file read at import."""

import tomllib
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

import holidays

_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


def _read() -> tuple[frozenset[int], frozenset[date], frozenset[date]]:
    data = tomllib.loads(Path(__file__).with_name("vietnam.toml").read_text(encoding="utf-8"))
    off, worked = set(), set()
    for year in data.values():
        for first, last in year["off"]:
            day, end = date.fromisoformat(first), date.fromisoformat(last)
            while day <= end:
                off.add(day)
                day += _ONE_DAY
        worked |= {date.fromisoformat(text) for text in year["worked"]}
    return frozenset(int(year) for year in data), frozenset(off), frozenset(worked)


_YEARS, _OFF, _WORKED = _read()


@lru_cache(maxsize=64)
def _computed(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("VN", years=year)


def is_working_day(day: date) -> bool:
    """Whether the office works: decided days off and worked Saturdays first, then the week."""
    if day in _WORKED:
        return True
    if day.weekday() >= _SATURDAY:
        return False
    return day not in (_OFF if day.year in _YEARS else _computed(day.year))


def add_working_days(start: date, days: int) -> date:
    """The n-th working day after `start`; the day of receipt itself is not counted (n ≥ 0)."""
    day = start
    while days > 0:
        day += _ONE_DAY
        days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

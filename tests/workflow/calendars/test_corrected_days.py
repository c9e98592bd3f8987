"""Working days with the office's own corrections, against a count that goes day by day and knows nothing of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays
from hypothesis import example, given, settings
from hypothesis import strategies as st

from states import Text
from workflow.calendars.vietnam import FILE
from workflow.calendars.working_days import Calendar, Override

FIRST, LAST = date(2017, 1, 1), date(2030, 12, 31)
WORKED_BEFORE = {date(2019, 1, 5), date(2019, 5, 4)}
NAME = Text("sửa", "corrected")
DAYS = st.dates(FIRST, LAST)
CORRECTIONS = st.dictionaries(DAYS, st.booleans(), max_size=60)
# Many corrections close together, where a limit of a few days meets them.
CLOSE = st.tuples(
    st.dates(FIRST, date(2029, 12, 31)), st.dictionaries(st.integers(-20, 60), st.booleans(), min_size=1, max_size=40)
).map(lambda drawn: {drawn[0] + timedelta(days=n): works for n, works in drawn[1].items() if drawn[0] > FIRST})


@cache
def shipped_says() -> Mapping[date, bool]:
    """Whether each day is worked, from the data file and the rules of the Labour Code, one day after the other."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    years = {int(name): table for name, table in read.items() if name.isdigit()}
    found = {}
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if day.year in years:
            table = years[day.year]
            off = any(row["from"] <= day <= row.get("to", row["from"]) for row in table["off"])
            found[day] = day in table["worked"] or (not off and day.isoweekday() < 6)
        else:
            off = day in holidays.country_holidays("VN", years=day.year)
            found[day] = day in WORKED_BEFORE or (not off and day.isoweekday() < 6)
    return found


def slowly(corrections: Mapping[date, bool], start: date, days: int) -> date:
    """The n-th working day after the start, counted on the fingers."""
    day, left = start, days
    while left:
        day = day + timedelta(days=1)
        if corrections.get(day, shipped_says()[day]):
            left = left - 1
    return day


def corrected(corrections: Mapping[date, bool]) -> Calendar:
    return Calendar(Override(day, works, NAME) for day, works in corrections.items())


@given(corrections=CORRECTIONS | CLOSE)
@settings(max_examples=60, deadline=None)
@example(corrections={date(2026, 11, 24): False, date(2024, 5, 4): False, date(2026, 2, 16): True})
def test_every_day_of_fourteen_years_is_what_the_office_says(corrections: dict[date, bool]) -> None:
    calendar = corrected(corrections)
    meant = {day: corrections.get(day, works) for day, works in shipped_says().items()}
    assert [day for day, works in meant.items() if calendar.is_working_day(day) != works] == []


@given(corrections=CORRECTIONS | CLOSE, start=st.dates(FIRST, date(2028, 12, 31)), days=st.integers(0, 120))
@settings(max_examples=300, deadline=None)
def test_a_limit_is_counted_day_by_day(corrections: dict[date, bool], start: date, days: int) -> None:
    assert corrected(corrections).add(start, days) == slowly(corrections, start, days)


@given(corrections=CLOSE, ahead=st.integers(-30, 30), days=st.integers(1, 40))
@settings(max_examples=300, deadline=None)
def test_corrections_near_a_limit_count(corrections: dict[date, bool], ahead: int, days: int) -> None:
    start = max(FIRST, min(corrections, default=date(2020, 1, 1)) + timedelta(days=ahead))
    assert corrected(corrections).add(start, days) == slowly(corrections, start, days)


@given(corrections=CORRECTIONS | CLOSE, one=DAYS, other=DAYS)
@settings(max_examples=200, deadline=None)
def test_between_counts_the_same_days(corrections: dict[date, bool], one: date, other: date) -> None:
    low, high = min(one, other), max(one, other)
    count = sum(corrections.get(day, works) for day, works in shipped_says().items() if low < day <= high)
    assert corrected(corrections).between(one, other) == (count if one <= other else -count)


@given(corrections=CORRECTIONS | CLOSE, day=st.dates(date(2018, 1, 1), date(2029, 12, 31)), days=st.integers(-60, 60))
@settings(max_examples=300, deadline=None)
def test_so_many_days_on_or_back(corrections: dict[date, bool], day: date, days: int) -> None:
    calendar = corrected(corrections)
    there = calendar.shift(day, days)
    assert calendar.between(day, there) == days
    assert days >= 0 or calendar.is_working_day(there)


@given(corrections=CORRECTIONS | CLOSE, start=st.dates(FIRST, date(2028, 12, 31)), days=st.integers(1, 60))
@settings(max_examples=150, deadline=None)
def test_every_day_on_the_way_is_counted_or_named(corrections: dict[date, bool], start: date, days: int) -> None:
    calendar = corrected(corrections)
    end, skipped = calendar.skipped(start, days)
    assert len(skipped) + days == (end - start).days
    assert all(one.name.complete for one in (*skipped, *calendar.worked(start, end)))
    assert {one.name for one in skipped if one.day in corrections} <= {NAME}

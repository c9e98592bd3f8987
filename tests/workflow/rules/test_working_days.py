"""Working days against an independent slow reference, and the names of the days that are skipped."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states import Text
from workflow.calendars.vietnam import FILE
from workflow.calendars.working_days import (
    SHIPPED,
    Calendar,
    Override,
    Skipped,
    is_working_day,
)

FIRST, LAST = date(2017, 1, 1), date(2030, 12, 31)
# Swaps that the government decided for years which the data file does not list.
WORKED_BEFORE = {date(2019, 1, 5), date(2019, 5, 4)}


def reference() -> list[date]:
    """All working days, one by one, from the sources and by nothing that the product counts with."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    years = {int(name): table for name, table in read.items() if name.isdigit()}
    found, day = [], FIRST
    while day <= LAST:
        if day.year in years:
            table = years[day.year]
            off = any(row["from"] <= day <= row.get("to", row["from"]) for row in table["off"])
            works = day in table["worked"] or (not off and day.isoweekday() < 6)
        else:
            off = day in holidays.country_holidays("VN", years=day.year)
            works = day in WORKED_BEFORE or (not off and day.isoweekday() < 6)
        if works:
            found.append(day)
        day = date.fromordinal(day.toordinal() + 1)
    return found


WORKING = reference()
SET = frozenset(WORKING)
# Far enough from the end for the longest limit to be counted.
STARTS = st.dates(FIRST, date(2028, 12, 31))


def test_every_day_of_fourteen_years() -> None:
    every = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    assert [day for day in every if is_working_day(day) != (day in SET)] == []


@given(start=STARTS, days=st.integers(0, 250))
@settings(max_examples=400, deadline=None)
def test_adding_is_counting_one_by_one(start: date, days: int) -> None:
    later = [day for day in WORKING if day > start]
    assert SHIPPED.add(start, days) == (later[days - 1] if days else start)


@given(start=STARTS, end=STARTS)
@settings(max_examples=400, deadline=None)
def test_between_is_counting_one_by_one(start: date, end: date) -> None:
    low, high = min(start, end), max(start, end)
    count = sum(low < day <= high for day in WORKING)
    assert SHIPPED.between(start, end) == (count if start <= end else -count)


@given(start=STARTS, days=st.integers(1, 120))
@settings(max_examples=200, deadline=None)
def test_what_is_skipped_and_what_counts_is_every_day(start: date, days: int) -> None:
    end, skipped = SHIPPED.skipped(start, days)
    assert end == SHIPPED.add(start, days)
    assert SHIPPED.between(start, end) == days
    assert len(skipped) + days == (end - start).days
    assert all(each.day not in SET and each.name.complete for each in skipped)


def test_the_skipped_days_have_their_names() -> None:
    end, skipped = SHIPPED.skipped(date(2024, 4, 24), 8)
    assert end == date(2024, 5, 8)
    assert [(each.day.isoformat(), each.name.vi) for each in skipped] == [
        ("2024-04-27", "Thứ Bảy"),
        ("2024-04-28", "Chủ Nhật"),
        ("2024-04-29", "nghỉ hoán đổi với ngày làm bù"),
        ("2024-04-30", "Ngày Chiến thắng 30/4"),
        ("2024-05-01", "Ngày Quốc tế Lao động 1/5"),
        ("2024-05-05", "Chủ Nhật"),
    ]
    assert [each.day for each in SHIPPED.worked(date(2024, 4, 24), end)] == [date(2024, 5, 4)]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [("2023-01-19", 1, "2023-01-27"), ("2023-08-31", 1, "2023-09-05"), ("2023-11-20", 10, "2023-12-04"),
     ("2026-08-21", 1, "2026-08-22"), ("2026-01-09", 1, "2026-01-10"), ("2023-11-18", 0, "2023-11-18")],
)  # fmt: skip
def test_days_of_note(start: str, days: int, end: str) -> None:
    assert SHIPPED.add(date.fromisoformat(start), days).isoformat() == end


def test_the_office_corrects_single_days() -> None:
    flood = Text("nghỉ do bão lũ", "closed by the flood")
    extra = Text("làm bù", "worked in exchange")
    own = Calendar([Override(date(2023, 11, 21), False, flood), Override(date(2023, 11, 25), True, extra)])
    end, skipped = own.skipped(date(2023, 11, 20), 4)
    assert end == date(2023, 11, 25) and skipped == (Skipped(date(2023, 11, 21), flood),)
    assert own.worked(date(2023, 11, 20), end) == (Skipped(date(2023, 11, 25), extra),)
    assert own.between(date(2023, 11, 20), end) == 4
    assert is_working_day(date(2023, 11, 21)) and not is_working_day(date(2023, 11, 25))
    # A correction also goes above a holiday and above a worked Saturday.
    above = Calendar([Override(date(2024, 4, 30), True, extra), Override(date(2024, 5, 4), False, flood)])
    assert above.is_working_day(date(2024, 4, 30)) and not above.is_working_day(date(2024, 5, 4))


def test_the_culture_day_is_a_setting() -> None:
    day = date(2026, 11, 24)
    assert SHIPPED.is_working_day(day) and not SHIPPED.is_working_day(day.replace(year=2027))
    early, never = Calendar(culture_from=2026), Calendar(culture_from=9999)
    assert early.reason_off(day) == Text("Ngày Văn hóa Việt Nam", "Vietnam Culture Day")
    assert all(never.is_working_day(day.replace(year=year)) for year in (2026, 2027, 2028))
    assert never.is_working_day(date(2029, 11, 26))  # nor is the day off instead of it

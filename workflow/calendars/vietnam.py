"""The days off of each year with their names: as decided where the data file lists the year, else computed."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import holidays

from states import Text

FILE: Final = Path(__file__).with_name("vietnam.toml")
CULTURE_DAY: Final = Text("Ngày Văn hóa Việt Nam", "Vietnam Culture Day")
_CULTURE_ON: Final = (11, 24)


@dataclass(frozen=True, slots=True)
class Year:
    """One year: what is off, which weekend days are worked, what that rests on, and which days nobody has read."""

    off: Mapping[date, Text]
    worked: Mapping[date, Text]
    source: Text
    unread: frozenset[date] = frozenset()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def culture_day_from() -> int:
    """The default of the setting: from which year 24 November is a day off."""
    return int(_data()["settings"]["culture_day_from"]["default"])


@lru_cache(maxsize=256)
def year_of(year: int, culture_from: int) -> Year:
    """`culture_from`: the first year in which 24 November is off."""
    listed = _data().get(str(year))
    found = _decided(listed) if listed else _computed(year)
    off = {day: name for day, name in found.off.items() if not _culture(day) or year >= culture_from}
    day = date(year, *_CULTURE_ON)
    unread = found.unread | ({day} if year >= culture_from - 1 else set())
    if year >= culture_from:
        off.setdefault(day, CULTURE_DAY)
    return replace(found, off=off, unread=unread)


def _culture(day: date) -> bool:
    """24 November, and the day off for it when it falls on a weekend."""
    return (day.month, day.day) in (_CULTURE_ON, (11, 25), (11, 26))


def _decided(listed: Mapping[str, Any]) -> Year:
    names = {code: Text(**words) for code, words in _data()["names"].items()}
    off = {day: names[row["name"]] for row in listed["off"] for day in _days(row["from"], row.get("to"))}
    worked = dict.fromkeys(listed["worked"], names["made_up"])
    return Year(off, worked, Text(**_data()["sources"]["decided"]), frozenset(listed.get("unread", ())))


def _days(first: date, last: date | None) -> Iterator[date]:
    for ahead in range(((last or first) - first).days + 1):
        yield first + timedelta(days=ahead)


def _computed(year: int) -> Year:
    vi, en = (holidays.country_holidays("VN", years=year, language=language) for language in ("vi", "en_US"))
    made_up = Text(**_data()["names"]["made_up"])
    worked = {day: made_up for day in vi.weekend_workdays if day.year == year}
    off = {day: Text(str(vi[day]), str(en[day])) for day in sorted(vi)}
    return Year(off, worked, Text(**_data()["sources"]["computed"]))

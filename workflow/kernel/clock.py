"""The only place that reads the time; everything else is handed a clock."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware, in UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """Runs at the speed of the real clock, a fixed distance away from it."""

    shift: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift


@dataclass(slots=True)
class ManualClock:
    """Stands still until it is told to move: for tests and for telling a story day by day."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def advance(self, **delta: float) -> None:
        self.instant += timedelta(**delta)

    def move_to(self, instant: datetime) -> None:
        self.instant = instant


def office_date(instant: datetime) -> date:
    """The calendar day at the office."""
    return instant.astimezone(OFFICE_ZONE).date()


def clock_for(start: datetime | None, data_dir: Path) -> Clock:
    """The real clock, or one that was started at `start` when this data folder was first used.

    The first start is remembered in the folder: a second start must go on from where the first
    one stood, or its events would be older than those already written.
    """
    if start is None:
        return SystemClock()
    aware = start if start.tzinfo else start.replace(tzinfo=OFFICE_ZONE)
    path = data_dir / "clock.json"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"shift_seconds": (aware - datetime.now(UTC)).total_seconds()}))
    return ShiftedClock(timedelta(seconds=json.loads(path.read_text())["shift_seconds"]))

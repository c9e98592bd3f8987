"""When a file is likely to be answered: what files like it took lately, never what somebody hopes.

Only files with an answer count, each with the days its clock ran; one that is stuck has no answer yet and
can make nothing look slower or faster, and one that was stuck is a single one among many, for a median.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from states import Definition
from workflow.awards.law import Service
from workflow.awards.models import Award
from workflow.calendars.working_days import Calendar
from workflow.kernel.clock import office_date
from workflow.kernel.db import AnySelect, table_of
from workflow.kernel.prepared import Prepared, connection_of
from workflow.nominations.clocks import answer_by
from workflow.nominations.models import Nomination

LIKE_IT: Final = 50
ENOUGH: Final = 5
WITHIN: Final = timedelta(days=731)  # 24 months
DECIDING: Final = frozenset({"chair", "council", "superior"})
"""Lanes in which a file that is not awarded has gone the whole way; one that was returned or withdrawn has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known about the file that is asked about."""

    family: str
    kind: str
    complete_on: date | None
    paused_days: int
    limit: Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """Days from the complete file to the answer: the median of `files` like it, or with too few the legal limit."""

    days: int
    files: int
    calendar_days: bool
    by: date | None
    """None as long as the file is not complete: there is no day to count from."""
    passed: bool

    @property
    def usual(self) -> bool:
        return self.files >= ENOUGH


def expectation_of(
    session: Session, calendar: Calendar, definitions: Iterable[Definition], asked: Asked, now: datetime
) -> Expectation:
    """One query over the newest answers, whatever is asked; the same for every file of the family and kind."""
    found = _FINISHED.rows(connection_of(session), {
        "kind": asked.kind, "family": asked.family, "since": now - WITHIN, "states": finished_states(definitions),
    })  # fmt: skip
    return _expected(calendar, asked, _took(calendar, found), office_date(now))


def _expected(calendar: Calendar, asked: Asked, took: Sequence[int], today: date) -> Expectation:
    limit = asked.limit
    if len(took) >= ENOUGH:
        limit = limit.model_copy(update={"days": math.ceil(median(took)), "calendar": False})
    by = None
    if asked.complete_on is not None:
        by = calendar.add(answer_by(calendar, limit, asked.complete_on), asked.paused_days)
    return Expectation(
        days=limit.days, files=len(took), calendar_days=limit.calendar, by=by, passed=by is not None and by < today
    )


def _took(calendar: Calendar, found: Iterable[tuple[Any, ...]]) -> list[int]:
    """Working days from complete to answered, without those on which the clock stood still."""
    return [max(0, calendar.between(complete, office_date(told)) - paused) for complete, told, paused in found]


def finished_states(definitions: Iterable[Definition]) -> list[str]:
    """States in which a nomination has been decided one way or the other, or passed on to who decides."""
    return sorted({
        state.code
        for definition in definitions if definition.subject == "nomination"
        for state in definition.states
        if state.release is not None and (state.outcome == "awarded" or state.lane in DECIDING)
    })  # fmt: skip


def _select() -> AnySelect:
    n = table_of(Nomination).c
    of_family = select(Award.code).where(Award.family == bindparam("family"))
    return (
        select(n.complete_on, n.released_at, n.paused_days)
        .where(
            n.kind == bindparam("kind"), n.released_at >= bindparam("since", type_=n.released_at.type),
            n.released_at.is_not(None), n.complete_on.is_not(None),  # word for word the condition of the index
            n.state.in_(bindparam("states", expanding=True)), n.award_code.in_(of_family),
        )
        .order_by(n.released_at.desc(), n.id.desc())
        .limit(LIKE_IT)
    )  # fmt: skip


_FINISHED: Final = Prepared(_select())

"""The two clocks of a file: the answer that was promised to the nominee, and the step that somebody has to do.

*The answer* starts on the day the file is complete, which is the day the desk receives it after going through
the checklist: the day itself is not counted, the limit is the most exact one of the rule set of that day, and
both stay pinned. The receipt given at submission names a day as well, counted as if the file were complete
then; it is a first word, and the complete day replaces it once. From then on the promise only moves when the
clock has stood still, in a supplement, a consultation, a notice or a hold (if the rule set lets it stand
still), and by exactly as many days. Coming back, from the unit or from the chairman, never starts it again.

*The step* has the limit of its state. A file that comes back to a state it was in before finds what was left
of that limit when it went away, also when nothing or less than nothing was left: sending a file round does
not buy time. Only a re-appraisal has as long as the chairman's return gave for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import bindparam, func, select

from states import Definition
from workflow.awards.law import Service
from workflow.calendars.working_days import Calendar
from workflow.kernel.clock import office_date
from workflow.kernel.db import NO_DUE_DATE
from workflow.kernel.prepared import CHUNK, Prepared
from workflow.kernel.transaction import Tx
from workflow.lifecycle.events import Moved
from workflow.nominations.models import Task

KEEPS_ITS_TIME: Final = "reappraise"
"""The limit of the state that this trigger leaves is the time for the work that follows it."""


@dataclass(frozen=True, slots=True)
class Left:
    """A step that was left before it was over: on which day, and when it would have been due."""

    on: date
    due_on: date


Lefts = Mapping[tuple[int, str], Left]


def answer_by(calendar: Calendar, limit: Service, complete: date) -> date:
    """The last day for the answer; limits in days count every day of the week."""
    return complete + timedelta(days=limit.days) if limit.calendar else calendar.add(complete, limit.days)


def later_by(calendar: Calendar, limit: Service, promised: date, since: date, today: date) -> date:
    """The promise, moved by the days that the clock stood still, counted as the limit counts them."""
    if limit.calendar:
        return promised + (today - since)
    return calendar.add(promised, calendar.between(since, today))


def step_due(calendar: Calendar, today: date, days: int, left: Left | None) -> date:
    """The day by which the step is to be done: its limit, or what is left of it."""
    if left is None:
        return calendar.add(today, days)
    return calendar.shift(today, calendar.between(left.on, left.due_on))


def steps_left(tx: Tx, pinned: Sequence[tuple[Definition, Moved]]) -> Lefts:
    """What the files had left in the states they come back to; asked only if some of them can have been there.

    The review of a hold is a task of the same state, but open until the hold ends: it is not among what was left.
    """
    ways = {(fact.source, fact.target, definition.version): definition for definition, fact in pinned}
    targets = {target for (source, target, _), definition in ways.items() if _comes_back(definition, source, target)}
    if not targets:
        return {}
    found: dict[tuple[int, str], Left] = {}
    ids = [fact.subject_id for _, fact in pinned]
    for start in range(0, len(ids), CHUNK):
        values = {"ids": ids[start : start + CHUNK], "states": sorted(targets)}
        for nomination_id, state, due_on, closed_at in _LEFT.rows(tx.connection, values):
            found[nomination_id, state] = Left(office_date(closed_at), due_on)
    return found


# The last time in each state: a file that was sent round a hundred times is read no slower than one that was once.
_ENDED: Final = (
    select(func.max(Task.id))
    .where(
        Task.nomination_id.in_(bindparam("ids", expanding=True)),
        Task.state.in_(bindparam("states", expanding=True)),
        Task.closed_at.is_not(None), Task.due_on != NO_DUE_DATE,
    )
    .group_by(Task.nomination_id, Task.state)
)  # fmt: skip
_LEFT: Final = Prepared(select(Task.nomination_id, Task.state, Task.due_on, Task.closed_at).where(Task.id.in_(_ENDED)))


def _comes_back(definition: Definition, source: str, target: str) -> bool:
    """Whether some way leads from the target to the source: otherwise this is the first time."""
    return not definition.state(target).ends and definition.leads(target, source)

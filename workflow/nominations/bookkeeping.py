"""What every move brings with it: whose turn it is, until when, and the tasks closed and opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Update, bindparam, func, insert, update

from states import StateDef
from workflow.awards.rules import RuleSet
from workflow.calendars.office import calendar_of
from workflow.calendars.working_days import Calendar
from workflow.kernel.db import NO_DUE_DATE, table_of
from workflow.kernel.prepared import CHUNK, Prepared
from workflow.kernel.transaction import Tx
from workflow.lifecycle.events import Moved
from workflow.nominations.clocks import KEEPS_ITS_TIME, Left, answer_by, later_by, step_due, steps_left
from workflow.nominations.events import NominationAdvanced
from workflow.nominations.judging import Judge
from workflow.nominations.models import Nomination, Task
from workflow.nominations.rows import Row

# These triggers name the day by which the state they lead to must end.
DUE_INPUT: Final = {
    "request_supplement": "due_on",
    "consult": "due_on",
    "open_notice": "notice_until",
    "suspend": "review_on",
}
OFFICE_LANE: Final = "office"


@dataclass(frozen=True, slots=True)
class Books:
    """The columns that say where a nomination stands; equal ones are written in one statement."""

    waits_for: str | None
    assignee_id: int | None
    due_on: date
    promised_on: date | None
    paused_on: date | None
    paused_days: int
    rule_set: str | None
    complete_on: date | None
    ended: bool
    released: bool


def keep_books(tx: Tx, judge: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> tuple[NominationAdvanced, ...]:
    """Write the consequences that all moves share, in a fixed number of statements per distinct result."""
    groups: dict[Books, list[int]] = {}
    advanced = []
    tasks = []
    calendar = calendar_of(tx.connection)
    named = moved[0].trigger in DUE_INPUT
    pinned = [(judge.definition(row), fact) for row, fact in zip(rows, moved, strict=True)]
    lefts = {} if named else steps_left(tx, pinned)
    for row, fact in zip(rows, moved, strict=True):
        books = _books(judge, calendar, row, fact, lefts.get((row.id, fact.target)))
        groups.setdefault(books, []).append(row.id)
        advanced.append(NominationAdvanced(row=row, moved=fact, due_on=books.due_on, promised_on=books.promised_on))
        if books.waits_for is not None:
            tasks.append({
                "nomination_id": row.id, "queue": books.waits_for, "state": fact.target, "opened_at": tx.now,
                "due_on": books.due_on, "assignee_id": books.assignee_id,
            })  # fmt: skip
    _close_tasks(tx, moved)
    for books, ids in groups.items():
        _write(tx, books, ids, stays=moved[0].source == moved[0].target)
    if tasks:
        _OPEN_TASK.run(tx.connection, *tasks)
    return tuple(advanced)


def _books(judge: Judge, calendar: Calendar, row: Row, fact: Moved, left: Left | None) -> Books:
    today = judge.today
    target = judge.definition(row).state(fact.target)
    rules = row.rules(today)
    completed = fact.trigger == "receive" and row.complete_on is None
    stands_still = rules.paused == "paused" and (fact.trigger == "suspend" or target.clock == "paused")
    stood = calendar.between(row.paused_on, today) if row.paused_on is not None and not stands_still else 0
    return Books(
        waits_for=_waits_for(target, fact),
        assignee_id=_assignee(row, target, fact),
        due_on=_due(calendar, row, target, fact, rules, left, today),
        promised_on=_promise(calendar, row, fact, rules, stands_still=stands_still, today=today),
        paused_on=(row.paused_on or today) if stands_still and not target.ends else None,
        paused_days=row.paused_days + (stood if row.complete_on is not None else 0),
        rule_set=rules.id if completed else row.pinned_rules,
        complete_on=today if completed else row.complete_on,
        ended=target.ends,
        released=target.release == "at_once",
    )


def _promise(
    calendar: Calendar, row: Row, fact: Moved, rules: RuleSet, *, stands_still: bool, today: date
) -> date | None:
    limit = rules.answer_limit(row.award_code, row.family, row.kind)
    if fact.trigger in ("submit", "receive") and row.complete_on is None:
        return answer_by(calendar, limit, today)
    if row.promised_on is None or row.paused_on is None or stands_still:
        return row.promised_on
    return later_by(calendar, limit, row.promised_on, row.paused_on, today)


def _waits_for(target: StateDef, fact: Moved) -> str | None:
    if target.ends:
        return None
    if fact.trigger == "suspend":
        return "standing_head"  # who answers for the review of a hold
    return target.waits_for[0]


def _assignee(row: Row, target: StateDef, fact: Moved) -> int | None:
    """A file stays with its officer while it is in the office; whoever receives it takes it on."""
    if target.lane != OFFICE_LANE or fact.trigger == "suspend":
        return None
    if fact.trigger in ("receive", "reappraise") and row.assignee_id is None and fact.actor.has("appraiser"):
        return fact.actor.person_id
    return row.assignee_id


def _due(
    calendar: Calendar, row: Row, target: StateDef, fact: Moved, rules: RuleSet, left: Left | None, today: date
) -> date:
    if target.ends:
        return NO_DUE_DATE
    named = fact.inputs.get(DUE_INPUT.get(fact.trigger, ""))
    if isinstance(named, date):
        return named
    assert target.limit is not None  # every state that waits has one: the definition is proved
    due_on = step_due(calendar, today, rules.step_days(target.limit, row.award_code, row.kind), left)
    return max(due_on, row.due_on) if fact.trigger == KEEPS_ITS_TIME else due_on


_OPEN_TASK: Final = Prepared(
    insert(table_of(Task)).inline(),
    columns=("nomination_id", "queue", "state", "opened_at", "due_on", "assignee_id"),
)
_CLOSE_TASKS: Final = Prepared(
    update(table_of(Task))
    .where(Task.nomination_id.in_(bindparam("ids", expanding=True)), Task.closed_at.is_(None))
    .values(closed_at=bindparam("at"), closed_by_id=bindparam("by"), outcome=bindparam("trigger"))
)


def _close_tasks(tx: Tx, moved: Sequence[Moved]) -> None:
    first = moved[0]
    ids = [fact.subject_id for fact in moved]
    for start in range(0, len(ids), CHUNK):
        _CLOSE_TASKS.run(tx.connection, {
            "ids": ids[start : start + CHUNK],
            "at": tx.now,
            "by": first.actor.person_id,
            "trigger": first.trigger,
        })  # fmt: skip


def _write(tx: Tx, books: Books, ids: Sequence[int], *, stays: bool) -> None:
    values: dict[str, Any] = {f"to_{name}": getattr(books, name) for name in _BOOKS}
    values["to_ended_at"] = tx.now if books.ended else None
    if books.released or not stays:
        values["now"] = tx.now
    statement = _UPDATE[stays, books.released]
    for start in range(0, len(ids), CHUNK):
        statement.run(tx.connection, {**values, "ids": ids[start : start + CHUNK]})


_BOOKS: Final = (
    "waits_for", "assignee_id", "due_on", "promised_on", "paused_on", "paused_days", "rule_set", "complete_on",
)  # fmt: skip


def _update(*, stays: bool, released: bool) -> Update:
    table = table_of(Nomination)
    now = bindparam("now", type_=table.c.since.type)
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in (*_BOOKS, "ended_at")}
    if not stays:
        values["since"] = now
    if released:
        # Told once: announcing and filing later do not change since when the nominee knows.
        values["released_at"] = func.coalesce(table.c.released_at, now)
    return update(table).where(table.c.id.in_(bindparam("ids", expanding=True))).values(values)


_UPDATE: Final = {
    (stays, released): Prepared(_update(stays=stays, released=released))
    for stays in (False, True) for released in (False, True)
}  # fmt: skip

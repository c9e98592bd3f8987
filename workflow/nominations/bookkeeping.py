"""What every move brings with it: whose turn it is, until when, and the tasks closed and opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Update, bindparam, func, insert, update

from states import StateDef
from workflow.calendars.working_days import add_working_days, working_days_between
from workflow.kernel.db import NO_DUE_DATE, table_of
from workflow.kernel.prepared import Prepared
from workflow.kernel.transaction import Tx
from workflow.lifecycle.events import Moved
from workflow.nominations.events import NominationAdvanced
from workflow.nominations.judging import Judge
from workflow.nominations.models import Nomination, Task
from workflow.nominations.rows import CHUNK, Row

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
    rule_set: str | None
    complete_on: date | None
    ended: bool
    released: bool


def keep_books(tx: Tx, judge: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> tuple[NominationAdvanced, ...]:
    """Write the consequences that all moves share, in a fixed number of statements per distinct result."""
    groups: dict[Books, list[int]] = {}
    advanced = []
    tasks = []
    for row, fact in zip(rows, moved, strict=True):
        books = _books(judge, row, fact)
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


def _books(judge: Judge, row: Row, fact: Moved) -> Books:
    today = judge.today
    target = judge.definition(row).state(fact.target)
    completed = fact.trigger == "receive"
    rules = row.rules(today)
    promised = _promise(row, fact, today)
    on_hold = fact.trigger == "suspend"
    stands_still = on_hold or target.clock == "paused"
    if row.paused_on is not None and not stands_still and promised is not None and not completed:
        promised = add_working_days(promised, working_days_between(row.paused_on, today))
    return Books(
        waits_for=_waits_for(target, fact),
        assignee_id=_assignee(row, target, fact),
        due_on=_due(target, fact, today, rules.limits),
        promised_on=promised,
        paused_on=(row.paused_on or today) if stands_still and not target.ends else None,
        rule_set=rules.id if completed else row.pinned_rules,
        complete_on=today if completed else row.complete_on,
        ended=target.ends,
        released=target.release == "at_once",
    )


def _promise(row: Row, fact: Moved, today: date) -> date | None:
    """The day an answer was promised: counted from submission, then again from the complete file."""
    if fact.trigger in ("submit", "receive"):
        return add_working_days(today, row.rules(today).service_days(row.family, row.kind))
    return row.promised_on


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


def _due(target: StateDef, fact: Moved, today: date, limits: Any) -> date:
    if target.ends:
        return NO_DUE_DATE
    named = fact.inputs.get(DUE_INPUT.get(fact.trigger, ""))
    if isinstance(named, date):
        return named
    return add_working_days(today, limits[target.limit])


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
    "waits_for", "assignee_id", "due_on", "promised_on", "paused_on", "rule_set", "complete_on",
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

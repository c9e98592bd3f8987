"""The move: the only writer of a state, for one subject or a thousand, for every lifecycle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert

from states import Step
from workflow.audit.chain import canonical
from workflow.audit.record import Entry, record
from workflow.kernel.db import table_of
from workflow.kernel.prepared import Prepared
from workflow.kernel.transaction import Tx
from workflow.lifecycle.events import Moved
from workflow.lifecycle.models import Event
from workflow.people.authority import Actor, Capacity


@dataclass(frozen=True, slots=True)
class Subject:
    """What moves: a row of a lifecycle, as read under this transaction's lock."""

    kind: str
    id: int
    definition_key: str
    definition_version: int
    version: int


@dataclass(frozen=True, slots=True)
class Move:
    """A step that the definition allows, about to be made by somebody in some capacity."""

    subject: Subject
    step: Step
    capacity: Capacity
    inputs: Mapping[str, Any]


_COLUMNS: Final = (
    "subject_kind", "subject_id", "seq", "definition_key", "definition_version", "trigger", "source", "target",
    "actor_id", "on_behalf_of_id", "capacity", "document", "reason", "detail", "at",
)  # fmt: skip
_INSERT: Final = Prepared(insert(table_of(Event)).inline(), columns=_COLUMNS)


def move(tx: Tx, actor: Actor, moves: Sequence[Move]) -> list[Moved]:
    """Make the moves: one event and one audit entry each. The event's triggers set the state.

    The caller has read every subject under the lock of `tx` and has let the engine decide the
    steps. The database checks again and aborts everything if an event does not fit.
    """
    if not moves:
        return []
    moved = [_moved(tx, actor, one) for one in moves]
    rows = [_row(fact, one) for fact, one in zip(moved, moves, strict=True)]
    _INSERT.run(tx.connection, *rows)
    record(tx, [_entry(row) for row in rows])
    return moved


def _moved(tx: Tx, actor: Actor, one: Move) -> Moved:
    return Moved(
        subject_kind=one.subject.kind,
        subject_id=one.subject.id,
        seq=one.subject.version + 1,
        trigger=one.step.trigger,
        source=one.step.source,
        target=one.step.target,
        actor=actor,
        capacity=one.capacity,
        at=tx.now,
        inputs=one.inputs,
    )


def _row(fact: Moved, one: Move) -> dict[str, Any]:
    principal = one.capacity.on_behalf_of
    return {
        "subject_kind": fact.subject_kind,
        "subject_id": fact.subject_id,
        "seq": fact.seq,
        "definition_key": one.subject.definition_key,
        "definition_version": one.subject.definition_version,
        "trigger": fact.trigger,
        "source": fact.source,
        "target": fact.target,
        "actor_id": fact.actor.person_id,
        "on_behalf_of_id": principal.person_id if principal else None,
        "capacity": one.capacity.role,
        "document": one.capacity.document,
        "reason": fact.inputs.get("reason"),
        "detail": canonical(fact.inputs),
        "at": fact.at,
    }


def _entry(row: Mapping[str, Any]) -> Entry:
    """The audit entry repeats every column of the event, so that a changed column shows."""
    columns = ("seq", "definition_key", "definition_version", "trigger", "source", "target",
               "capacity", "document", "reason", "detail")  # fmt: skip
    return Entry(
        subject_kind=row["subject_kind"],
        subject_id=row["subject_id"],
        action="move",
        actor_id=row["actor_id"],
        on_behalf_of_id=row["on_behalf_of_id"],
        detail={name: row[name] for name in columns},
    )

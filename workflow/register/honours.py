"""Entering awards of the past, annulling one that was revoked, and what an award has consumed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import insert, select, update

from workflow.audit.record import Entry, record
from workflow.kernel.prepared import CHUNK
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor
from workflow.register.commands import Event, Wanted, enter_achievement, entries_for, list_entries
from workflow.register.models import Consumption, Honour

IMPORTED: Final = "import"
Key = tuple[int, str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAward:
    """An award of an earlier decision, as a list or a paper tells it."""

    laureate: Wanted
    award_code: str
    kind: str
    year: int
    decision_number: str
    decision_date: date | None
    authority: str
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """How many awards were entered, and how many stood there already."""

    entered: int
    known: int


def enter_past_awards(tx: Tx, actor: Actor, awards: Sequence[PastAward]) -> Entered:
    """Enter them all, each once however often its list is read. The achievements they name are consumed."""
    ids = entries_for(tx, [one.laureate for one in awards])
    list_entries(tx, actor, set(ids))
    there = _there(tx, set(ids))
    rows: list[dict[str, Any]] = []
    events: dict[Key, Event | None] = {}
    for laureate_id, one in zip(ids, awards, strict=True):
        key = (laureate_id, one.award_code, one.year, one.decision_number)
        if key in there:
            continue
        there.add(key)
        events[key] = one.event
        rows.append({
            "laureate_id": laureate_id, "award_code": one.award_code, "kind": one.kind, "year": one.year,
            "decision_number": one.decision_number, "decision_date": one.decision_date, "authority": one.authority,
            "source": IMPORTED, "entered_at": tx.now,
        })  # fmt: skip
    for start in range(0, len(rows), CHUNK):
        tx.session.execute(insert(Honour), rows[start : start + CHUNK])
    for key, event in events.items():
        if event is not None:
            _consume(tx, actor, key, event)
    _record(tx, actor, rows)
    return Entered(len(rows), len(awards) - len(rows))


def _there(tx: Tx, laureate_ids: Collection[int]) -> set[Key]:
    found: set[Key] = set()
    ids = sorted(laureate_ids)
    for start in range(0, len(ids), CHUNK):
        rows = tx.session.execute(
            select(Honour.laureate_id, Honour.award_code, Honour.year, Honour.decision_number)
            .where(Honour.laureate_id.in_(ids[start : start + CHUNK]))
        )  # fmt: skip
        found.update((row[0], row[1], row[2], row[3]) for row in rows)
    return found


def _consume(tx: Tx, actor: Actor, key: Key, event: Event) -> None:
    honour_id = tx.session.execute(
        select(Honour.id).where(
            Honour.laureate_id == key[0], Honour.award_code == key[1], Honour.year == key[2],
            Honour.decision_number == key[3],
        )
    ).scalar_one()  # fmt: skip
    achievement_id = enter_achievement(tx, actor, event)
    tx.session.execute(insert(Consumption).values(honour_id=honour_id, achievement_id=achievement_id))


def _record(tx: Tx, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> None:
    kept = ("award_code", "year", "decision_number", "decision_date", "authority")
    told: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        told.setdefault(row["laureate_id"], []).append({name: row[name] for name in kept})
    record(tx, [
        Entry(subject_kind="laureate", subject_id=laureate_id, action="import_honours",
              actor_id=actor.person_id, detail={"honours": honours})
        for laureate_id, honours in told.items()
    ])  # fmt: skip


def annul(tx: Tx, decision_item_id: int, on: date) -> None:
    """A revoked award stays in the register, annulled. What it consumed stays consumed: it was judged once."""
    tx.session.execute(
        update(Honour)
        .where(Honour.decision_item_id == decision_item_id, Honour.annulled_on.is_(None))
        .values(annulled_on=on)
    )

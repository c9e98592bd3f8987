"""Entering people, achievements and initiatives, and joining two entries that are one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, func, insert, or_, select, update

from workflow.audit.record import Entry, record
from workflow.kernel.errors import Invalid, NotFound, Problem
from workflow.kernel.folding import fold
from workflow.kernel.prepared import CHUNK
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor
from workflow.register.matching import name_key
from workflow.register.models import Achievement, Consumption, Honour, Initiative, Laureate, Likeness

ACHIEVEMENT_KINDS: Final = ("rescue", "crime", "disaster", "labour", "giving", "contest", "other")
Identity = tuple[str, str, int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody to be found in the register, or entered there."""

    kind: str
    name: str
    birth_year: int | None
    unit_id: int | None
    gender: str | None = None
    post: str = ""

    @property
    def identity(self) -> Identity:
        """What makes two entries the same without asking anybody."""
        return self.kind, fold(self.name)[:300], self.birth_year, self.unit_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What was done, when and where, as somebody typed it."""

    happened_on: date
    place: str
    kind: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An initiative by the number and year of its certificate."""

    number: str
    year: int
    title: str


def entries_for(tx: Tx, wanted: Sequence[Wanted]) -> list[int]:
    """The entry of each: the one with exactly this name, birth year, unit and kind, or one entered now.

    A joined entry answers with the one it points to. As many queries for one as for four hundred.
    """
    known = _known(tx, {one.identity for one in wanted})
    fresh = {one.identity: one for one in wanted if one.identity not in known}
    if fresh:
        statement = insert(Laureate).returning(Laureate.id, sort_by_parameter_order=True)
        made = tx.session.execute(statement, [_columns(tx, one) for one in fresh.values()]).scalars()
        known |= dict(zip(fresh, made, strict=True))
    return [known[one.identity] for one in wanted]


def _columns(tx: Tx, one: Wanted) -> dict[str, object]:
    kind, folded, birth_year, unit_id = one.identity
    return {
        "kind": kind, "name": one.name, "folded_name": folded, "name_key": name_key(folded), "birth_year": birth_year,
        "gender": one.gender, "unit_id": unit_id, "post": one.post, "created_at": tx.now,
        "listed_at": None, "merged_into_id": None,
    }  # fmt: skip


def _known(tx: Tx, identities: Collection[Identity]) -> dict[Identity, int]:
    """The oldest entry of each identity."""
    found: dict[Identity, int] = {}
    names = sorted({identity[1] for identity in identities})
    root = func.coalesce(Laureate.merged_into_id, Laureate.id)
    for start in range(0, len(names), CHUNK):
        rows = tx.session.execute(
            select(Laureate.kind, Laureate.folded_name, Laureate.birth_year, Laureate.unit_id, root)
            .where(Laureate.folded_name.in_(names[start : start + CHUNK]))
            .order_by(Laureate.id.desc())
        )
        found.update({(row[0], row[1], row[2], row[3]): row[4] for row in rows})
    return {identity: found[identity] for identity in identities if identity in found}


def forget_entries(tx: Tx, laureate_ids: Sequence[int]) -> None:
    """Take out entries of drafts that are gone: never listed, honoured, joined or compared."""
    if not laureate_ids:
        return
    honoured = select(Honour.id).where(Honour.laureate_id == Laureate.id)
    compared = select(Likeness.id).where(
        Likeness.subject_kind == "laureate", or_(Likeness.first_id == Laureate.id, Likeness.second_id == Laureate.id)
    )
    tx.session.execute(
        delete(Laureate)
        .where(Laureate.id.in_(laureate_ids), Laureate.listed_at.is_(None), Laureate.merged_into_id.is_(None))
        .where(~honoured.exists(), ~compared.exists())
        .execution_options(synchronize_session=False)
    )


def list_entries(tx: Tx, actor: Actor, laureate_ids: Collection[int]) -> None:
    """From now on the office sees these entries: their nominations were received, or they were honoured."""
    ids = sorted(laureate_ids)
    fresh: list[Any] = []
    for start in range(0, len(ids), CHUNK):
        fresh += tx.session.execute(
            update(Laureate)
            .where(Laureate.id.in_(ids[start : start + CHUNK]), Laureate.listed_at.is_(None))
            .values(listed_at=tx.now)
            .returning(Laureate.id, Laureate.name, Laureate.kind, Laureate.birth_year, Laureate.unit_id)
            .execution_options(synchronize_session=False)
        ).all()
    record(tx, [
        Entry(subject_kind="laureate", subject_id=row.id, action="list", actor_id=actor.person_id,
              detail={"name": row.name, "kind": row.kind, "birth_year": row.birth_year, "unit": row.unit_id})
        for row in fresh
    ])  # fmt: skip


def join_entries(tx: Tx, actor: Actor, kept_id: int, joined_id: int) -> None:
    """Two entries become one. The second stays and points to the first, with all that pointed to it."""
    rows = {row.id: row for row in tx.session.execute(
        select(Laureate.id, Laureate.kind, func.coalesce(Laureate.merged_into_id, Laureate.id).label("root"))
        .where(Laureate.id.in_((kept_id, joined_id)))
        .order_by(Laureate.id)
        .with_for_update()
    )}  # fmt: skip
    if len(rows) < 2:
        raise NotFound("laureate")
    kept, joined = rows[kept_id].root, rows[joined_id].root
    if kept == joined or rows[kept_id].kind != rows[joined_id].kind:
        raise Invalid({"act": Problem("entries_are_one")})
    tx.session.execute(
        update(Laureate)
        .where(or_(Laureate.id == joined, Laureate.merged_into_id == joined))
        .values(merged_into_id=kept)
        .execution_options(synchronize_session=False)
    )
    record(tx, [
        Entry(subject_kind="laureate", subject_id=kept, action="join", actor_id=actor.person_id,
              detail={"joined": joined}),
        Entry(subject_kind="laureate", subject_id=joined, action="joined_into", actor_id=actor.person_id,
              detail={"kept": kept}),
    ])  # fmt: skip


def enter_achievement(tx: Tx, actor: Actor, event: Event) -> int:
    """Enter an achievement of its own."""
    return enter_achievements(tx, actor, [event])[0]


def enter_achievements(tx: Tx, actor: Actor, events: Sequence[Event]) -> list[int]:
    """Enter achievements of their own, each for one nomination; their ids in the same order."""
    if not events:
        return []
    made = insert(Achievement).returning(Achievement.id, sort_by_parameter_order=True)
    told = {"created_by_id": actor.person_id, "created_at": tx.now}
    return list(tx.session.execute(made, [{**_event_columns(event), **told} for event in events]).scalars())


def correct_achievement(tx: Tx, achievement_id: int, event: Event) -> None:
    """Correct an achievement that no award has consumed; the caller knows that nobody shares it."""
    tx.session.execute(
        update(Achievement).where(Achievement.id == achievement_id).values(_event_columns(event))
    )  # fmt: skip


def forget_achievement(tx: Tx, achievement_id: int) -> None:
    tx.session.execute(delete(Achievement).where(Achievement.id == achievement_id))


def _event_columns(event: Event) -> dict[str, object]:
    return {
        "happened_on": event.happened_on, "place": event.place, "kind": event.kind, "summary": event.summary,
        "folded_summary": fold(event.summary)[:300],
    }  # fmt: skip


def honoured_achievement(tx: Tx, laureate_id: int | None, event: Event) -> int | None:
    """The achievement of that very day and place for which this person was honoured before, if any."""
    if laureate_id is None:
        return None
    root = select(func.coalesce(Laureate.merged_into_id, Laureate.id)).where(Laureate.id == laureate_id)
    same = select(Laureate.id).where(or_(
        Laureate.id == root.scalar_subquery(), Laureate.merged_into_id == root.scalar_subquery()
    ))  # fmt: skip
    found = tx.session.execute(
        select(Achievement.id, Achievement.place)
        .join(Consumption, Consumption.achievement_id == Achievement.id)
        .join(Honour, Honour.id == Consumption.honour_id)
        .where(Honour.laureate_id.in_(same), Achievement.happened_on == event.happened_on)
        .order_by(Achievement.id)
    )
    return next((row.id for row in found if fold(row.place) == fold(event.place)), None)


def is_consumed(tx: Tx, achievement_id: int) -> bool:
    found = tx.session.execute(select(Consumption.id).where(Consumption.achievement_id == achievement_id))
    return found.first() is not None


def initiative_for(tx: Tx, actor: Actor, unit_id: int, certificate: Certificate) -> int:
    """The initiative of this unit with this certificate, or one entered now: a number is one initiative."""
    same = select(Initiative.id).where(
        Initiative.unit_id == unit_id, Initiative.year == certificate.year, Initiative.number == certificate.number
    )
    found = tx.session.execute(same).scalar_one_or_none()
    if found is not None:
        return found
    values = {
        "unit_id": unit_id, "number": certificate.number, "year": certificate.year, "title": certificate.title,
        "created_by_id": actor.person_id, "created_at": tx.now,
    }  # fmt: skip
    made: int = tx.session.execute(insert(Initiative).values(values).returning(Initiative.id)).scalar_one()
    return made

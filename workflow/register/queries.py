"""Reading the register: who is in it, what they were given, what an award was given for."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from workflow.awards.models import Award
from workflow.kernel.db import AnySelect
from workflow.kernel.folding import fold
from workflow.people.authority import Actor
from workflow.people.models import Person, Unit
from workflow.register.models import Achievement, Consumption, Honour, Initiative, Laureate, Likeness
from workflow.register.policy import visible_to

PAGE: Final = 50
MOST_WORDS: Final = 8
MOST_HONOURS: Final = 500


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Somebody in the register, as a line of a search or the head of a page."""

    id: int
    kind: str
    name: str
    folded_name: str
    birth_year: int | None
    gender: str | None
    unit_id: int | None
    unit_vi: str | None
    unit_en: str | None
    post: str
    listed: bool
    merged_into_id: int | None


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of a search, how many honours each has, and where the next page starts."""

    rows: tuple[EntryRow, ...]
    honours: Mapping[int, int]
    follows: str | None


@dataclass(frozen=True, slots=True)
class HonourRow:
    """An award that was given; `entry_id` is the entry that stands for all that were joined."""

    entry_id: int
    id: int
    award_code: str
    award_vi: str
    award_en: str
    family: str
    kind: str
    year: int
    decision_number: str
    decision_date: date | None
    authority: str
    source: str
    annulled_on: date | None
    nomination_id: int | None
    achievement: str | None
    initiative: str | None


@dataclass(frozen=True, slots=True)
class LikenessRow:
    """Two that may be one, as a person decides about them or has decided."""

    id: int
    subject_kind: str
    first_id: int
    second_id: int
    score: int
    grounds: tuple[Mapping[str, Any], ...]
    found_at: datetime
    state: str
    version: int
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None


def search(session: Session, actor: Actor, words: str, after: str | None = None) -> Entries:
    """Entries whose name holds every word, with or without accents, in any order; two queries whatever is found."""
    query = _entries().where(visible_to(actor), Laureate.merged_into_id.is_(None))
    for word in fold(words).split()[:MOST_WORDS]:
        query = query.where(Laureate.folded_name.contains(word, autoescape=True))
    name, _, last_id = (after or "").rpartition(".")
    if last_id.isascii() and last_id.isdigit() and len(last_id) < 10:
        later = (Laureate.folded_name == name) & (Laureate.id > int(last_id))
        query = query.where(or_(Laureate.folded_name > name, later))
    found = session.execute(query.order_by(Laureate.folded_name, Laureate.id).limit(PAGE + 1)).all()
    shown = tuple(EntryRow(*row) for row in found[:PAGE])
    follows = f"{shown[-1].folded_name}.{shown[-1].id}" if len(found) > PAGE else None
    return Entries(shown, _counts(session, [row.id for row in shown]), follows)


def entry(session: Session, laureate_id: int) -> EntryRow | None:
    row = session.execute(_entries().where(Laureate.id == laureate_id)).one_or_none()
    return EntryRow(*row) if row else None


def entries(session: Session, laureate_ids: Collection[int]) -> dict[int, EntryRow]:
    found = session.execute(_entries().where(Laureate.id.in_(laureate_ids)))
    return {row[0]: EntryRow(*row) for row in found}


def units_of(session: Session, root_id: int) -> frozenset[int | None]:
    """The units under which an entry is kept, with those of the entries joined to it."""
    found = session.execute(
        select(Laureate.unit_id).where(or_(Laureate.id == root_id, Laureate.merged_into_id == root_id))
    )
    return frozenset(found.scalars())


def members_of(session: Session, laureate_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """For each of these entries all that are the same one: what it points to, and what else points there."""
    root = func.coalesce(Laureate.merged_into_id, Laureate.id)
    roots = {row[0]: row[1] for row in session.execute(
        select(Laureate.id, root).where(Laureate.id.in_(laureate_ids))
    )}  # fmt: skip
    if not roots:
        return {}
    wanted = sorted(set(roots.values()))
    groups: dict[int, set[int]] = {one: {one} for one in wanted}
    for member, into in session.execute(
        select(Laureate.id, Laureate.merged_into_id).where(Laureate.merged_into_id.in_(wanted))
    ):
        groups[into or member].add(member)
    return {one: frozenset(groups[into]) for one, into in roots.items()}


def resembling(session: Session, *, kind: str, unit_id: int, except_id: int | None) -> Sequence[EntryRow]:
    """Entries of one unit that a clerk may have meant, newest first; the caller compares the names."""
    query = _entries().where(
        Laureate.kind == kind, Laureate.unit_id == unit_id, Laureate.merged_into_id.is_(None),
        Laureate.listed_at.is_not(None), Laureate.id != (except_id or 0),
    )  # fmt: skip
    return [EntryRow(*row) for row in session.execute(query.order_by(Laureate.id.desc()).limit(2_000))]


def honours_of(session: Session, laureate_ids: Collection[int]) -> dict[int, list[HonourRow]]:
    """Lifetime honours by entry, newest first, whichever of the joined entries they were given to. One query."""
    if not laureate_ids:
        return {}
    root = func.coalesce(Laureate.merged_into_id, Laureate.id)
    query: AnySelect = (
        select(
            root, Honour.id, Honour.award_code, Award.name_vi, Award.name_en, Award.family, Honour.kind, Honour.year,
            Honour.decision_number, Honour.decision_date, Honour.authority, Honour.source, Honour.annulled_on,
            Honour.nomination_id, func.max(Achievement.summary), func.max(Initiative.title),
        )
        .join(Laureate, Laureate.id == Honour.laureate_id)
        .join(Award, Award.code == Honour.award_code)
        .outerjoin(Consumption, Consumption.honour_id == Honour.id)
        .outerjoin(Achievement, Achievement.id == Consumption.achievement_id)
        .outerjoin(Initiative, Initiative.id == Consumption.initiative_id)
        .where(or_(Laureate.id.in_(laureate_ids), Laureate.merged_into_id.in_(laureate_ids)))
        .group_by(root, Honour.id, Award.code)
        .order_by(Honour.year.desc(), Honour.decision_date.desc(), Honour.id.desc())
        .limit(MOST_HONOURS)
    )  # fmt: skip
    found: dict[int, list[HonourRow]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], []).append(HonourRow(*row))
    return found


def open_likenesses(session: Session, *, most: int) -> list[LikenessRow]:
    """What waits for a decision, the likeliest first."""
    query = _likenesses().where(Likeness.state == "open").order_by(Likeness.score.desc(), Likeness.id)
    return [_likeness(row) for row in session.execute(query.limit(most))]


def likeness(session: Session, likeness_id: int) -> LikenessRow | None:
    row = session.execute(_likenesses().where(Likeness.id == likeness_id)).one_or_none()
    return _likeness(row) if row else None


def _entries() -> AnySelect:
    entry_of = Laureate
    return select(
        entry_of.id, entry_of.kind, entry_of.name, entry_of.folded_name, entry_of.birth_year, entry_of.gender,
        entry_of.unit_id, Unit.name_vi, Unit.name_en, entry_of.post, entry_of.listed_at.is_not(None),
        entry_of.merged_into_id,
    ).outerjoin(Unit, Unit.id == entry_of.unit_id)  # fmt: skip


def _counts(session: Session, ids: Collection[int]) -> dict[int, int]:
    root = func.coalesce(Laureate.merged_into_id, Laureate.id)
    found = session.execute(
        select(root, func.count())
        .join(Honour, Honour.laureate_id == Laureate.id)
        .where(or_(Laureate.id.in_(ids), Laureate.merged_into_id.in_(ids)), Honour.annulled_on.is_(None))
        .group_by(root)
    )
    return {row[0]: row[1] for row in found}


def _likenesses() -> AnySelect:
    pair = Likeness
    return select(
        pair.id, pair.subject_kind, pair.first_id, pair.second_id, pair.score, pair.grounds, pair.found_at, pair.state,
        pair.version, pair.reason, Person.full_name.label("decided_by"), pair.decided_at,
    ).outerjoin(Person, Person.id == pair.decided_by_id)  # fmt: skip


def _likeness(row: Any) -> LikenessRow:
    return LikenessRow(**{**row._mapping, "grounds": tuple(json.loads(row.grounds))})

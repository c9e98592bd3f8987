"""What the register says on the pages of a nomination, and nominations on the pages of the register."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workflow.awards.models import Award
from workflow.kernel.db import AnySelect
from workflow.kernel.folding import fold
from workflow.nominations.likenesses import concerns
from workflow.nominations.models import Nomination
from workflow.nominations.policy import visible_to
from workflow.people.authority import Actor
from workflow.people.models import Unit
from workflow.register.matching import name_key
from workflow.register.models import Achievement, Initiative
from workflow.register.queries import (
    EntryRow,
    HonourRow,
    LikenessRow,
    honours_of,
    likeness,
    members_of,
    open_likenesses,
    resembling,
)

MOST_CHOICES: Final = 8
MOST_FILES: Final = 200
MOST_PAIRS: Final = 100
ALIKE: Final = 85


@dataclass(frozen=True, slots=True)
class Ties:
    """What a nomination says to the register, as its form shows it. `fixed`: the unit changes it no more."""

    achievement_on: date | None
    achievement_place: str
    achievement_kind: str
    initiative_number: str
    initiative_year: int | None
    initiative_title: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A nomination on a page of the register; texts that are not for everybody stay empty unless asked for."""

    id: int
    code: str
    name: str
    subject: str
    birth_year: int | None
    gender: str | None
    post: str
    unit_id: int
    unit_vi: str
    unit_en: str
    award_vi: str
    award_en: str
    kind: str
    achievement: str
    happened_on: date | None
    place: str | None
    definition_key: str
    definition_version: int
    state: str
    overlay: str | None
    received_at: datetime | None
    ended_at: datetime | None
    laureate_id: int | None
    report: str = ""
    circumstances: str = ""


def ties_of(session: Session, nomination_id: int) -> Ties:
    n, other, a, i = Nomination, aliased(Nomination), Achievement, Initiative
    shared = select(other.id).where(other.achievement_id == n.achievement_id, other.id != n.id).exists()
    row = session.execute(
        select(a.happened_on, a.place, a.kind, i.number, i.year, i.title, shared)
        .select_from(n)
        .outerjoin(a, a.id == n.achievement_id)
        .outerjoin(i, i.id == n.initiative_id)
        .where(n.id == nomination_id)
    ).one()
    return Ties(row[0], row[1] or "", row[2] or "", row[3] or "", row[4], row[5] or "", bool(row[6]))


def honours_for(session: Session, laureate_id: int | None) -> list[HonourRow]:
    """Lifetime honours of whom a nomination is about, newest first."""
    if laureate_id is None:
        return []
    members = members_of(session, [laureate_id]).get(laureate_id, frozenset())
    return [honour for each in honours_of(session, members).values() for honour in each]


def choices_for(session: Session, *, subject: str, unit_id: int, name: str, laureate_id: int | None) -> list[EntryRow]:
    """Entries of the unit that the clerk may have meant, the likeliest first."""
    key = name_key(fold(name))
    scored = [
        (fuzz.ratio(key, name_key(row.folded_name)), row)
        for row in resembling(session, kind=subject, unit_id=unit_id, except_id=laureate_id)
    ]
    near = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].id))
    return [row for _, row in near[:MOST_CHOICES]]


def files_of(session: Session, actor: Actor, laureate_ids: Collection[int]) -> list[FileLine]:
    """Nominations of these entries that the reader may open, newest first, without what is confidential."""
    query = _lines(full=False).where(Nomination.laureate_id.in_(laureate_ids), visible_to(actor))
    return [FileLine(*row) for row in session.execute(query.order_by(Nomination.id.desc()).limit(MOST_FILES))]


def full_files(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, FileLine]:
    """The two files of a pair with their texts, for those who decide about it."""
    query = _lines(full=True).where(Nomination.id.in_(ids), visible_to(actor), Nomination.state_secret.is_(False))
    return {row[0]: FileLine(*row) for row in session.execute(query)}


def _lines(*, full: bool) -> AnySelect:
    n = Nomination
    texts = (n.report, n.circumstances) if full else ()
    return (
        select(
            n.id, n.code, n.name, n.subject, n.birth_year, n.gender, n.post, n.unit_id, Unit.name_vi, Unit.name_en,
            Award.name_vi, Award.name_en, n.kind, n.achievement, Achievement.happened_on, Achievement.place,
            n.definition_key, n.definition_version, n.state, n.overlay, n.received_at, n.ended_at, n.laureate_id,
            *texts,
        )
        .join(Unit, Unit.id == n.unit_id)
        .join(Award, Award.code == n.award_code)
        .outerjoin(Achievement, Achievement.id == n.achievement_id)
    )  # fmt: skip


def pairs_for(session: Session, actor: Actor) -> list[LikenessRow]:
    """Pairs that wait for a decision, without those that touch a file of the reader's own."""
    found = open_likenesses(session, most=MOST_PAIRS)
    own = _own(session, actor)
    return [pair for pair in found if not _touches(pair, own)]


def pair_for(session: Session, actor: Actor, likeness_id: int) -> LikenessRow | None:
    """One pair; to somebody whose own file is in it, it does not exist."""
    pair = likeness(session, likeness_id)
    if pair is None:
        return None
    mine = select(Nomination.id).where(Nomination.nominee_id == actor.person_id, concerns(pair)).limit(1)
    return None if session.execute(mine).first() is not None else pair


def _own(session: Session, actor: Actor) -> Mapping[str, frozenset[int]]:
    """Ids of the reader's own nominations and entries, by the kind of pair that would name them."""
    rows = session.execute(
        select(Nomination.id, Nomination.laureate_id).where(Nomination.nominee_id == actor.person_id)
    ).all()
    entries = [row[1] for row in rows if row[1] is not None]
    groups = members_of(session, entries).values() if entries else ()
    return {
        "nomination": frozenset(row[0] for row in rows),
        "laureate": frozenset(one for group in groups for one in group),
    }


def _touches(pair: LikenessRow, own: Mapping[str, frozenset[int]]) -> bool:
    return not own[pair.subject_kind].isdisjoint((pair.first_id, pair.second_id))


def names_of_pairs(session: Session, pairs: Collection[LikenessRow]) -> dict[int, Any]:
    """Name, unit and award of the nominations that pairs are about, by id."""
    ids = {one for pair in pairs if pair.subject_kind == "nomination" for one in (pair.first_id, pair.second_id)}
    if not ids:
        return {}
    found = session.execute(
        select(Nomination.id, Nomination.name, Nomination.code, Unit.name_vi, Unit.name_en)
        .join(Unit, Unit.id == Nomination.unit_id)
        .where(Nomination.id.in_(ids))
    )
    return {row.id: row for row in found}

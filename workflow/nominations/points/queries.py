"""The points of a nomination's supplements as pages show them: what stood before and what stands now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from workflow.nominations.models import Evidence, Nomination
from workflow.nominations.points.models import ContentSnapshot, SupplementPoint
from workflow.nominations.points.raising import Standing
from workflow.nominations.report import WORDS
from workflow.people.models import Person


@dataclass(frozen=True, slots=True)
class FileThen:
    """A file of a point; one that was taken back since can still be read here."""

    id: int
    kind: str
    file_name: str
    size: int
    uploaded_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point, its answer and its conclusion; words are those of the part of the report it is about."""

    id: int
    round: int
    position: int
    text: str
    about: str | None
    flagged_late: bool
    answer: str
    answered_at: datetime | None
    answered_by: str | None
    outcome: str | None
    why: str
    settled_at: datetime | None
    settled_by: str | None
    file_before: FileThen | None
    file_after: FileThen | None
    words_before: str | None
    words_after: str | None


@dataclass(frozen=True, slots=True)
class Round:
    """One supplement: its points, and every part of the content that has changed since it was asked for."""

    number: int
    asked_at: datetime
    points: tuple[PointRow, ...]
    changed: Mapping[str, tuple[str, str]]


def rounds_of(session: Session, nomination_id: int) -> tuple[Round, ...]:
    """Every supplement of a nomination, the newest first; three queries whatever is in them."""
    snapshots = session.execute(
        select(ContentSnapshot.round, ContentSnapshot.body, ContentSnapshot.taken_at)
        .where(ContentSnapshot.nomination_id == nomination_id)
        .order_by(ContentSnapshot.round)
    ).all()
    if not snapshots:
        return ()
    now = session.execute(
        select(*(getattr(Nomination, name) for name in WORDS)).where(Nomination.id == nomination_id)
    ).one()
    said = [Standing.loaded(row.body).words for row in snapshots] + [dict(zip(WORDS, now, strict=True))]
    words = {row.round: pair for row, pair in zip(snapshots, pairwise(said), strict=True)}
    points = _points(session, nomination_id, words)
    return tuple(
        Round(number, row.taken_at, tuple(one for one in points if one.round == row.round), _changed(*words[row.round]))
        for number, row in enumerate(snapshots, start=1)
    )[::-1]


def point_counts(session: Session, nomination_id: int) -> tuple[int, int, int]:
    """How many points there are in all rounds, how many are answered, how many accepted."""
    found = session.execute(
        select(
            func.count(), func.count(SupplementPoint.answered_at),
            func.count().filter(SupplementPoint.outcome == "accepted"),
        ).where(SupplementPoint.nomination_id == nomination_id)
    ).one()  # fmt: skip
    return found[0], found[1], found[2]


def point_place(session: Session, point_id: int) -> int | None:
    """The nomination a point belongs to."""
    return session.execute(
        select(SupplementPoint.nomination_id).where(SupplementPoint.id == point_id)
    ).scalar_one_or_none()


_FILE: Final = ("id", "kind", "file_name", "size", "uploaded_at", "withdrawn_at")


def _points(
    session: Session, nomination_id: int, words: Mapping[int, tuple[Mapping[str, str], Mapping[str, str]]]
) -> list[PointRow]:
    p, before, after = SupplementPoint, aliased(Evidence), aliased(Evidence)
    answerer, settler = aliased(Person), aliased(Person)
    query = (
        select(
            p.id, p.round, p.position, p.text, p.about, p.flagged_late, p.answer, p.answered_at,
            answerer.full_name.label("answered_by"), p.outcome, p.why, p.settled_at,
            settler.full_name.label("settled_by"),
            *(getattr(side, name).label(f"{when}_{name}") for when, side in (("before", before), ("after", after))
              for name in _FILE),
        )
        .outerjoin(before, before.id == p.before_evidence_id)
        .outerjoin(after, after.id == p.after_evidence_id)
        .outerjoin(answerer, answerer.id == p.answered_by_id)
        .outerjoin(settler, settler.id == p.settled_by_id)
        .where(p.nomination_id == nomination_id)
        .order_by(p.round, p.position)
    )  # fmt: skip
    return [_row(found, *words.get(found.round, ({}, {}))) for found in session.execute(query)]


def _row(found: Any, before: Mapping[str, str], after: Mapping[str, str]) -> PointRow:
    known = found.about in WORDS
    words = [side.get(found.about, "") if known else None for side in (before, after)]
    return PointRow(*(*found[:13], _file(found, "before"), _file(found, "after"), *words))


def _file(found: Any, when: str) -> FileThen | None:
    values = [getattr(found, f"{when}_{name}") for name in _FILE]
    return None if values[0] is None else FileThen(*values)


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    pairs = {name: (before.get(name, ""), after.get(name, "")) for name in WORDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

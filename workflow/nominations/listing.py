"""Nominations for an operator: by state, unit or code, without the policy of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from states import OVERLAYS
from workflow.nominations.models import Nomination
from workflow.people.models import Person, Unit

MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One nomination. `state` is what is shown: a hold or a revocation stands instead of the machine's."""

    id: int
    code: str
    name: str
    state: str
    machine_state: str
    version: int
    award: str
    unit: str
    waits_for: str | None
    assignee: str | None
    due_on: date


def listed(
    session: Session, *, state: str | None = None, unit: str | None = None, code: str | None = None,
    most: int = MOST,
) -> list[Listed]:  # fmt: skip
    """Nominations in the order of their making, at most so many; one query."""
    n = Nomination
    query = (
        select(
            *(n.id, n.code, n.name, n.overlay, n.state, n.version, n.award_code, Unit.code),
            *(n.waits_for, Person.full_name, n.due_on),
        )
        .join(Unit, Unit.id == n.unit_id)
        .outerjoin(Person, Person.id == n.assignee_id)
        .order_by(n.id)
        .limit(most)
    )
    if state is not None:
        query = query.where(n.overlay == state if state in OVERLAYS else and_(n.state == state, n.overlay.is_(None)))
    if unit is not None:
        query = query.where(Unit.code == unit)
    if code is not None:
        query = query.where(n.code == code)
    return [Listed(row[0], row[1], row[2], row[3] or row[4], *row[4:]) for row in session.execute(query)]


def codes_of(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The codes that people quote, by id."""
    found = session.execute(select(Nomination.id, Nomination.code).where(Nomination.id.in_(list(ids))))
    return {row.id: row.code for row in found}


def ids_like(session: Session, typed: str, *, most: int = 50) -> Sequence[int]:
    """Ids of nominations whose code ends as typed, or is it."""
    bare = typed.strip()
    found = select(Nomination.id).where(
        or_(Nomination.code == bare.upper(), Nomination.code.endswith("-" + bare.upper(), autoescape=True))
    )
    return list(session.execute(found.order_by(Nomination.id).limit(most)).scalars())


def own_ids(session: Session, person_id: int) -> set[int]:
    """Nominations of which this person is the nominee."""
    return set(session.execute(select(Nomination.id).where(Nomination.nominee_id == person_id)).scalars())

"""Who acts for whom, and who could: for the page of delegations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from workflow.kernel.db import AnyRow
from workflow.people.authority import in_force
from workflow.people.models import Delegation, Person, RoleGrant, Unit


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """Who acts for whom; both days count."""

    id: int
    from_id: int
    from_name: str
    to_id: int
    to_name: str
    role: str
    unit_vi: str
    unit_en: str
    valid_from: date
    valid_to: date
    document: str
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds in their own right, to be chosen from."""

    person_id: int
    full_name: str
    role: str
    unit_id: int
    unit_vi: str
    unit_en: str


def delegations(session: Session, person_id: int | None = None) -> list[DelegationRow]:
    """Delegations, the newest first: all of them, or those from or to one person."""
    giver, taker = aliased(Person), aliased(Person)
    query = (
        select(
            *(Delegation.id, giver.id, giver.full_name, taker.id, taker.full_name, Delegation.role),
            *(Unit.name_vi, Unit.name_en, Delegation.valid_from, Delegation.valid_to),
            *(Delegation.document, Delegation.revoked_at),
        )
        .join(giver, giver.id == Delegation.from_person_id)
        .join(taker, taker.id == Delegation.to_person_id)
        .join(Unit, Unit.id == Delegation.unit_id)
        .order_by(Delegation.id.desc())
        .limit(200)
    )
    if person_id is not None:
        query = query.where(or_(Delegation.from_person_id == person_id, Delegation.to_person_id == person_id))
    found: Iterable[AnyRow] = session.execute(query)
    return [DelegationRow(*row) for row in found]


def roles_held(session: Session, roles: Sequence[str], today: date) -> list[HeldRole]:
    """Who holds one of these roles today or from some later day, by name: what can be lent."""
    found = session.execute(
        select(
            *(Person.id, Person.full_name, RoleGrant.role, Unit.id, Unit.name_vi, Unit.name_en),
        )
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(
            Person.active,
            RoleGrant.role.in_(roles),
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > today),
        )
        .order_by(Person.folded_name, Person.id, RoleGrant.id)
    )
    return [HeldRole(*row) for row in found]


def active_people(session: Session, today: date) -> list[tuple[int, str, str, str]]:
    """Active people who hold any role today: id, name and post, by name."""
    held = select(RoleGrant.person_id).where(in_force(RoleGrant, today))
    found = session.execute(
        select(Person.id, Person.full_name, Person.title_vi, Person.title_en)
        .where(Person.active, Person.id.in_(held))
        .order_by(Person.folded_name, Person.id)
    )
    return [(row.id, row.full_name, row.title_vi, row.title_en) for row in found]

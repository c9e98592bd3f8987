"""Who a person is at this moment: their roles, and those they hold for somebody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from states import Text
from workflow.people.models import Delegation, Person, RoleGrant

NO_POST: Final = Text("", "")


@dataclass(frozen=True, slots=True)
class Principal:
    """The person for whom somebody acts."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """A role held at a unit, in one's own right or, by a document, for another person."""

    role: str
    unit_id: int | None
    on_behalf_of: Principal | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with what authority, now. Derived afresh for every request."""

    person_id: int | None
    name: str
    locale: str
    capacities: tuple[Capacity, ...]
    post: Text = NO_POST

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(capacity.role for capacity in self.capacities)

    def units_as(self, roles: Iterable[str]) -> frozenset[int]:
        """The units at which the person holds one of the roles."""
        wanted = frozenset(roles)
        return frozenset(c.unit_id for c in self.capacities if c.role in wanted and c.unit_id is not None)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand acts, and for whom when the role is lent."""

    person_id: int | None
    principal_id: int | None

    @property
    def people(self) -> frozenset[int]:
        """Everybody who acts by it: neither may be the nominee, nor the first of two people."""
        return frozenset(one for one in (self.person_id, self.principal_id) if one is not None)


def hands_of(actor: Actor, roles: Iterable[str]) -> tuple[Hand, ...]:
    """In whose name the actor may act in one of these roles: their own first, then those who lent it."""
    wanted = frozenset(roles)
    found = [capacity for capacity in actor.capacities if capacity.role in wanted]
    own = sorted(found, key=lambda capacity: capacity.on_behalf_of is not None)
    return tuple(
        Hand(actor.person_id, capacity.on_behalf_of.person_id if capacity.on_behalf_of is not None else None)
        for capacity in own
    )


SYSTEM = Actor(person_id=None, name="", locale="vi", capacities=(Capacity("system", None),))


def authority_of(session: Session, person_id: int, on: date) -> Actor | None:
    """The person's authority on a day, or None for someone unknown or no longer active."""
    person = session.execute(
        select(Person.id, Person.full_name, Person.locale, Person.title_vi, Person.title_en).where(
            Person.id == person_id, Person.active
        )
    ).one_or_none()
    if person is None:
        return None
    own = session.execute(
        select(RoleGrant.role, RoleGrant.unit_id)
        .where(RoleGrant.person_id == person_id, in_force(RoleGrant, on))
        .order_by(RoleGrant.id)
    )
    capacities = [Capacity(row.role, row.unit_id) for row in own]
    capacities += _delegated(session, person_id, on)
    post = Text(person.title_vi, person.title_en)
    return Actor(person.id, person.full_name, person.locale, tuple(capacities), post)


def in_force(grant: type[RoleGrant], on: date | BindParameter[date]) -> ColumnElement[bool]:
    """The SQL face of "held on that day"; a grant ends before the day named in `valid_to`."""
    return and_(grant.valid_from <= on, or_(grant.valid_to.is_(None), grant.valid_to > on))


def _delegated(session: Session, person_id: int, on: date) -> list[Capacity]:
    rows = session.execute(
        select(Delegation.role, Delegation.unit_id, Delegation.document, Person.id, Person.full_name)
        .join(Person, Person.id == Delegation.from_person_id)
        .join(
            RoleGrant,
            and_(
                RoleGrant.person_id == Delegation.from_person_id,
                RoleGrant.role == Delegation.role,
                RoleGrant.unit_id == Delegation.unit_id,
                in_force(RoleGrant, on),
            ),
        )
        .where(
            Delegation.to_person_id == person_id,
            Delegation.revoked_at.is_(None),
            Person.active,
            Delegation.valid_from <= on,
            Delegation.valid_to >= on,
        )
        .order_by(Delegation.id)
    )
    return [Capacity(row.role, row.unit_id, Principal(row.id, row.full_name), row.document) for row in rows]

"""What an administrator looks at: units, people, who holds what, and who acts for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.kernel.db import AnyRow
from workflow.kernel.folding import fold
from workflow.people.authority import in_force
from workflow.people.models import Delegation, Person, RoleGrant, Unit

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is to administer."""

    units: int
    people: int
    inactive: int
    delegations: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with the number of people who hold a role there."""

    id: int
    code: str
    name_vi: str
    name_en: str
    kind: str
    abbreviation: str
    place: str
    valid_from: date
    valid_to: date | None
    successor_vi: str | None
    successor_en: str | None
    holders: int


@dataclass(frozen=True, slots=True)
class UnitForm:
    """A unit as its form shows it."""

    id: int
    code: str
    name_vi: str
    name_en: str
    kind: str
    abbreviation: str
    place: str
    valid_from: date
    valid_to: date | None
    successor_id: int | None
    email: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list, with the roles held today."""

    id: int
    full_name: str
    title_vi: str
    title_en: str
    email: str | None
    active: bool
    unit_vi: str | None
    unit_en: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """A page of people by name; `after` opens the page that follows."""

    rows: tuple[PersonRow, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class PersonForm:
    """A person as their page shows them."""

    id: int
    full_name: str
    title_vi: str
    title_en: str
    email: str | None
    locale: str
    active: bool
    unit_id: int | None
    unit_vi: str | None
    unit_en: str | None


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role with its dates; it ends before the day in `valid_to`."""

    id: int
    role: str
    unit_vi: str
    unit_en: str
    valid_from: date
    valid_to: date | None
    document: str | None
    granted_by: str | None
    granted_at: datetime


def totals(session: Session, today: date) -> Totals:
    """Units of today, people, those who have left, and delegations in force; one query."""
    units = select(func.count()).select_from(Unit).where(_exists_on(today)).scalar_subquery()
    people = select(func.count()).select_from(Person).where(Person.active).scalar_subquery()
    gone = select(func.count()).select_from(Person).where(Person.active.is_(False)).scalar_subquery()
    lent = (
        select(func.count())
        .select_from(Delegation)
        .where(Delegation.revoked_at.is_(None), Delegation.valid_from <= today, Delegation.valid_to >= today)
        .scalar_subquery()
    )
    return Totals(*session.execute(select(units, people, gone, lent)).one())


def all_units(session: Session, today: date) -> list[UnitRow]:
    """Every unit, those of today first."""
    successor = aliased(Unit)
    holders = (
        select(func.count(RoleGrant.person_id.distinct()))
        .where(RoleGrant.unit_id == Unit.id, in_force(RoleGrant, today))
        .correlate(Unit)
        .scalar_subquery()
    )
    found = session.execute(
        select(
            *(Unit.id, Unit.code, Unit.name_vi, Unit.name_en, Unit.kind, Unit.abbreviation, Unit.place),
            *(Unit.valid_from, Unit.valid_to, successor.name_vi, successor.name_en, holders),
        )
        .outerjoin(successor, successor.id == Unit.successor_id)
        .order_by(_exists_on(today).desc(), Unit.name_vi, Unit.id)
    )
    return [UnitRow(*row) for row in found]


def unit_form(session: Session, unit_id: int) -> UnitForm | None:
    row = session.execute(
        select(
            *(Unit.id, Unit.code, Unit.name_vi, Unit.name_en, Unit.kind, Unit.abbreviation, Unit.place),
            *(Unit.valid_from, Unit.valid_to, Unit.successor_id, Unit.email),
        ).where(Unit.id == unit_id)
    ).one_or_none()
    return None if row is None else UnitForm(*row)


def people_page(session: Session, words: str, today: date, after: str | None = None) -> People:
    """People whose name or address holds every word, by name; two queries whatever is found."""
    query = select(
        *(Person.id, Person.full_name, Person.title_vi, Person.title_en, Person.email, Person.active),
        *(Unit.name_vi, Unit.name_en, Person.folded_name),
    ).outerjoin(Unit, Unit.id == Person.unit_id)
    for word in fold(words).split()[:8]:
        query = query.where(
            or_(
                Person.folded_name.contains(word, autoescape=True),
                Person.email.contains(word, autoescape=True),
            )
        )
    name, _, last_id = (after or "").rpartition(".")
    if last_id.isascii() and last_id.isdigit() and len(last_id) < 10:
        later = or_(Person.folded_name > name, (Person.folded_name == name) & (Person.id > int(last_id)))
        query = query.where(later)
    found = session.execute(query.order_by(Person.folded_name, Person.id).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    roles = _roles_of(session, [row.id for row in shown], today)
    rows = tuple(PersonRow(*row[:8], roles.get(row.id, ())) for row in shown)
    follows = f"{shown[-1].folded_name}.{shown[-1].id}" if len(found) > PAGE else None
    return People(rows, follows)


def person_form(session: Session, person_id: int) -> PersonForm | None:
    row: AnyRow | None = session.execute(
        select(
            *(Person.id, Person.full_name, Person.title_vi, Person.title_en, Person.email, Person.locale),
            *(Person.active, Person.unit_id, Unit.name_vi, Unit.name_en),
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.id == person_id)
    ).one_or_none()
    return None if row is None else PersonForm(*row)


def grants_of(session: Session, person_id: int) -> list[GrantRow]:
    """Every role the person was ever given, the newest first."""
    giver = aliased(Person)
    found = session.execute(
        select(
            *(RoleGrant.id, RoleGrant.role, Unit.name_vi, Unit.name_en, RoleGrant.valid_from),
            *(RoleGrant.valid_to, RoleGrant.document, giver.full_name, RoleGrant.granted_at),
        )
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .outerjoin(giver, giver.id == RoleGrant.granted_by_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.id.desc())
    )
    return [GrantRow(*row) for row in found]


def holder_of_grant(session: Session, grant_id: int) -> int | None:
    return session.execute(select(RoleGrant.person_id).where(RoleGrant.id == grant_id)).scalar_one_or_none()


def _roles_of(session: Session, ids: Sequence[int], today: date) -> dict[int, tuple[str, ...]]:
    found = session.execute(
        select(RoleGrant.person_id, RoleGrant.role)
        .where(RoleGrant.person_id.in_(ids), in_force(RoleGrant, today))
        .order_by(RoleGrant.id)
    )
    held: dict[int, tuple[str, ...]] = {}
    for person_id, role in found:
        held[person_id] = tuple(dict.fromkeys((*held.get(person_id, ()), role)))
    return held


def _exists_on(day: date):  # type: ignore[no-untyped-def]
    """The SQL face of "the unit exists on that day"."""
    return (Unit.valid_from <= day) & or_(Unit.valid_to.is_(None), Unit.valid_to > day)

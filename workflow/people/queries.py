"""Reading people and units."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflow.kernel.db import AnyRow
from workflow.kernel.folding import fold
from workflow.people.authority import in_force
from workflow.people.models import Person, RoleGrant, Unit


def units_on(session: Session, day: date) -> list[AnyRow]:
    """Units that exist on a day, by name."""
    return list(session.execute(
        select(Unit.id, Unit.code, Unit.name_vi, Unit.name_en, Unit.kind, Unit.place, Unit.abbreviation)
        .where(Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to > day))
        .order_by(Unit.kind, Unit.name_vi)
    ))  # fmt: skip


def unit_by_id(session: Session, unit_id: int) -> AnyRow | None:
    return session.execute(
        select(Unit.id, Unit.code, Unit.name_vi, Unit.name_en, Unit.kind, Unit.place, Unit.abbreviation,
               Unit.valid_from, Unit.valid_to, Unit.successor_id, Unit.email)
        .where(Unit.id == unit_id)
    ).one_or_none()  # fmt: skip


def names_of(session: Session, person_ids: Sequence[int]) -> dict[int, AnyRow]:
    """Names and posts by id."""
    found = session.execute(
        select(Person.id, Person.full_name, Person.title_vi, Person.title_en, Person.unit_id).where(
            Person.id.in_(person_ids)
        )
    )
    return {row.id: row for row in found}


def holders_of(session: Session, roles: Sequence[str], day: date, unit_id: int | None = None) -> list[AnyRow]:
    """Active people who hold one of the roles on a day, by name."""
    query = (
        select(Person.id, Person.full_name, Person.title_vi, Person.title_en, RoleGrant.role, RoleGrant.unit_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role.in_(roles), Person.active, in_force(RoleGrant, day))
        .order_by(Person.folded_name, Person.id)
    )
    if unit_id is not None:
        query = query.where(RoleGrant.unit_id == unit_id)
    return list(session.execute(query))


def find_people(session: Session, words: str, *, limit: int = 50) -> list[AnyRow]:
    """People whose folded name or address contains every word typed."""
    query = select(
        Person.id,
        Person.full_name,
        Person.title_vi,
        Person.title_en,
        Person.email,
        Person.active,
        Person.unit_id,
    )
    for word in fold(words).split()[:8]:
        query = query.where(
            or_(
                Person.folded_name.contains(word, autoescape=True),
                Person.email.contains(word, autoescape=True),
            )
        )
    return list(session.execute(query.order_by(Person.folded_name, Person.id).limit(limit)))

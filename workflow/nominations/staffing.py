"""Files that wait for nobody: the next step belongs to a role that no one holds today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from states import Registry
from workflow.kernel.db import AnyRow
from workflow.nominations.models import Nomination
from workflow.nominations.policy import UNIT_ROLES
from workflow.people.authority import in_force
from workflow.people.models import Person, RoleGrant, Unit


@dataclass(frozen=True, slots=True)
class Unstaffed:
    """So many files of a unit stand where only these roles can go on, and nobody holds one of them."""

    unit_vi: str
    unit_en: str
    roles: tuple[str, ...]
    files: int


def unstaffed(session: Session, registry: Registry, today: date) -> list[Unstaffed]:
    """What would lie for ever if nobody were appointed; two queries."""
    holders: Iterable[AnyRow] = session.execute(
        select(RoleGrant.role, RoleGrant.unit_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(Person.active, in_force(RoleGrant, today))
    )
    held = {(row.role, row.unit_id) for row in holders}
    waiting: Iterable[AnyRow] = session.execute(
        select(
            *(Nomination.definition_key, Nomination.definition_version, Nomination.state),
            *(Nomination.unit_id, Unit.name_vi, Unit.name_en, func.count()),
        )
        .join(Unit, Unit.id == Nomination.unit_id)
        .where(Nomination.waits_for.is_not(None))
        .group_by(
            *(Nomination.definition_key, Nomination.definition_version, Nomination.state),
            *(Nomination.unit_id, Unit.name_vi, Unit.name_en),
        )
        .order_by(Nomination.unit_id, Nomination.state)
    )
    found = []
    for key, version, state, unit_id, unit_vi, unit_en, files in waiting:
        roles = registry.engine(key, version).definition.state(state).waits_for
        if not _someone(roles, unit_id, held):
            found.append(Unstaffed(unit_vi, unit_en, roles, files))
    return found


def _someone(roles: Iterable[str], unit_id: int, held: set[tuple[str, int]]) -> bool:
    anywhere = {role for role, _ in held}
    return any((role, unit_id) in held if role in UNIT_ROLES else role in anywhere for role in roles)

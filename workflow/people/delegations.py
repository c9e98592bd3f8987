"""Acting for another: one role, for a few days, on the strength of a document, and never passed on."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import or_, select

from workflow.audit.record import Entry, record
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.folding import clean
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor, in_force
from workflow.people.commands import ADMIN, GRANTABLE
from workflow.people.models import Delegation, Person, RoleGrant

MOST_DAYS: Final = 30
# A seat in the council and the watch over others are personal; an administrator hands on nothing.
PERSONAL: Final = frozenset({ADMIN, "auditor", "council_member"})
DELEGABLE: Final = tuple(role for role in GRANTABLE if role not in PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """The wish that one person acts for another in one of the roles that the other holds. Both days count."""

    from_person_id: int
    to_person_id: int
    role: str
    unit_id: int
    valid_from: date
    valid_to: date
    document: str
    actor: Actor


def delegate(tx: Tx, command: Delegate) -> int:
    """Let a person act for another. Returns the id.

    The role must be the principal's own through all of the days: what was lent cannot be lent on.
    """
    _admin_only(command.actor)
    problems = _day_problems(tx, command) | _people_problems(tx, command) | _role_problems(tx, command)
    document = clean(command.document)
    if not document:
        problems["document"] = Problem("missing_text")
    elif len(document) > 300:
        problems["document"] = Problem("too_long", {"most": 300})
    if problems:
        raise Invalid(problems)
    made = Delegation(
        from_person_id=command.from_person_id,
        to_person_id=command.to_person_id,
        role=command.role,
        unit_id=command.unit_id,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        document=document,
    )
    tx.session.add(made)
    tx.session.flush()  # the id is the answer
    _record(tx, command.actor, made, "delegate")
    return made.id


def revoke_delegation(tx: Tx, actor: Actor, delegation_id: int) -> None:
    """End it now. What was done under it stays done; a second revocation changes nothing."""
    _admin_only(actor)
    found = tx.session.get(Delegation, delegation_id, with_for_update=True)
    if found is None:
        raise NotFound("delegation")
    if found.revoked_at is not None:
        return
    found.revoked_at = tx.now
    _record(tx, actor, found, "revoke_delegation")


def _day_problems(tx: Tx, command: Delegate) -> dict[str, Problem]:
    if command.valid_from < office_date(tx.now):
        return {"valid_from": Problem("date_before_today", {"today": office_date(tx.now)})}
    if command.valid_to < command.valid_from:
        return {"valid_to": Problem("dates_out_of_order")}
    if (command.valid_to - command.valid_from).days + 1 > MOST_DAYS:
        return {"valid_to": Problem("delegation_too_long", {"most": MOST_DAYS})}
    return {}


def _people_problems(tx: Tx, command: Delegate) -> dict[str, Problem]:
    """Both are there, they are two, and nobody receives a business role who keeps the installation."""
    giver = tx.session.get(Person, command.from_person_id)
    taker = tx.session.get(Person, command.to_person_id)
    problems: dict[str, Problem] = {}
    if giver is None or not giver.active:
        problems["from_person_id"] = Problem("not_active")
    if taker is None or not taker.active:
        problems["to_person_id"] = Problem("not_active")
    elif command.to_person_id == command.from_person_id:
        problems["to_person_id"] = Problem("two_people_needed")
    elif command.to_person_id == command.actor.person_id:
        problems["to_person_id"] = Problem("not_to_self")
    elif _holds(tx, command.to_person_id, ADMIN, command.valid_from, command.valid_to):
        problems["to_person_id"] = Problem("role_conflict")
    return problems


def _role_problems(tx: Tx, command: Delegate) -> dict[str, Problem]:
    if command.role not in DELEGABLE:
        return {"role": Problem("role_is_personal" if command.role in PERSONAL else "not_a_choice")}
    held = tx.session.execute(
        select(RoleGrant.id).where(
            RoleGrant.person_id == command.from_person_id,
            RoleGrant.role == command.role,
            RoleGrant.unit_id == command.unit_id,
            in_force(RoleGrant, command.valid_from),
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > command.valid_to),
        )
    ).first()
    if held is None:
        return {"role": Problem("role_not_held")}
    lent = tx.session.execute(
        select(Delegation.id).where(
            Delegation.from_person_id == command.from_person_id,
            Delegation.role == command.role,
            Delegation.unit_id == command.unit_id,
            Delegation.revoked_at.is_(None),
            Delegation.valid_from <= command.valid_to,
            Delegation.valid_to >= command.valid_from,
        )
    ).first()
    return {"role": Problem("delegation_overlaps")} if lent else {}


def _holds(tx: Tx, person_id: int, role: str, first: date, last: date) -> bool:
    """Whether the person holds the role on any of these days."""
    found = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role,
        RoleGrant.valid_from <= last,
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > first),
    )
    return tx.session.execute(found).first() is not None


def _admin_only(actor: Actor) -> None:
    if not actor.has(ADMIN):
        raise Forbidden("not_your_role", who=(ADMIN,))


def _record(tx: Tx, actor: Actor, made: Delegation, action: str) -> None:
    """One entry on the chain of each of the two: both will ask one day."""
    detail = {
        "delegation": made.id,
        "from_person": made.from_person_id,
        "to_person": made.to_person_id,
        "role": made.role,
        "unit": made.unit_id,
        "from": made.valid_from,
        "to": made.valid_to,
        "document": made.document,
    }
    record(
        tx,
        [
            Entry(
                subject_kind="person",
                subject_id=person_id,
                action=action,
                actor_id=actor.person_id,
                detail=detail,
            )
            for person_id in (made.from_person_id, made.to_person_id)
        ],
    )

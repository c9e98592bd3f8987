"""With whom files are, and how many of them are late there: what the head of the office looks at first.

A holder is written `person:12`, `unit:3`, `free` for what no officer has taken, else as the role it waits for.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from workflow.kernel.db import AnySelect
from workflow.nominations.models import Nomination
from workflow.nominations.policy import UNIT_ROLES, visible_to
from workflow.nominations.tasks import HOLDERS
from workflow.people.authority import Actor
from workflow.people.models import Person, Unit

FREE: Final = "free"
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Late:
    """How much is overdue with one holder, and since when the oldest."""

    holder: str
    person: str | None
    unit_vi: str | None
    unit_en: str | None
    files: int
    oldest_due: date


def late_by_holder(session: Session, actor: Actor, today: date) -> list[Late]:
    """Everything overdue that the actor may see, by who has it; the oldest first. One query."""
    n = Nomination
    kind = case(
        (n.assignee_id.is_not(None), "person"), (n.waits_for.in_(sorted(HOLDERS)), FREE),
        (n.waits_for.in_(sorted(UNIT_ROLES)), "unit"), else_=n.waits_for,
    )  # fmt: skip
    late = (
        select(
            kind.label("kind"), n.assignee_id.label("person_id"),
            case((kind == "unit", n.unit_id)).label("unit_id"), n.due_on.label("due_on"),
        )
        .where(n.waits_for.is_not(None), n.received_at.is_not(None), n.due_on < today, visible_to(actor))
        .subquery()
    )  # fmt: skip
    query: AnySelect = (
        select(late.c.kind, late.c.person_id, late.c.unit_id, Person.full_name, Unit.name_vi, Unit.name_en,
               func.count(), func.min(late.c.due_on).label("oldest"))
        .outerjoin(Person, Person.id == late.c.person_id)
        .outerjoin(Unit, Unit.id == late.c.unit_id)
        .group_by(late.c.kind, late.c.person_id, late.c.unit_id, Person.full_name, Unit.name_vi, Unit.name_en)
        .order_by("oldest", late.c.kind, late.c.person_id, late.c.unit_id)
    )  # fmt: skip
    return [Late(_code(row.kind, row.person_id, row.unit_id), *row[3:]) for row in session.execute(query)]


def held_by(holder: str) -> tuple[ColumnElement[bool], ...]:
    """The condition for what is with a holder; none for a text that names nobody."""
    n = Nomination
    kind, _colon, key = holder.partition(":")
    number = int(key) if key.isascii() and key.isdigit() and len(key) <= _MOST_DIGITS else None
    if kind == "person" and number is not None:
        return (n.assignee_id == number,)
    if kind == "unit" and number is not None:
        return (n.assignee_id.is_(None), n.waits_for.in_(sorted(UNIT_ROLES)), n.unit_id == number)
    if holder == FREE:
        return (n.assignee_id.is_(None), n.waits_for.in_(sorted(HOLDERS)))
    return (n.assignee_id.is_(None), n.waits_for == holder) if holder else ()


def _code(kind: str, person_id: Any, unit_id: Any) -> str:
    number = {"person": person_id, "unit": unit_id}.get(kind)
    return kind if number is None else f"{kind}:{number}"

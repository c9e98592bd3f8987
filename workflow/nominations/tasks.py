"""Who holds a file in the office: claiming, assigning, giving back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from workflow.audit.record import Entry, record
from workflow.kernel.clock import office_date
from workflow.kernel.db import table_of
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.nominations.models import Nomination, Task
from workflow.nominations.rows import load_rows
from workflow.people.authority import Actor, in_force
from workflow.people.models import Person, RoleGrant

HOLDERS: Final = frozenset({"desk_officer", "appraiser"})
ASSIGNERS: Final = frozenset({"standing_head"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignTasks:
    """The wish that a person (None: nobody) holds these files. Taking a free file oneself is a claim."""

    nomination_ids: Sequence[int]
    assignee_id: int | None
    actor: Actor


def assign_tasks(tx: Tx, command: AssignTasks) -> tuple[int, ...]:
    """Assign what may be assigned and return the ids; the rest is left as it was.

    Officers take free files and give their own back; the head of the standing body assigns any.
    A file is never assigned to its own nominee.
    """
    if not command.actor.has(*HOLDERS, *ASSIGNERS):
        raise Forbidden("not_your_role", who=tuple(sorted(HOLDERS | ASSIGNERS)))
    if command.assignee_id is not None:
        _must_hold_files(tx, command.assignee_id)
    rows = load_rows(tx.session, command.nomination_ids, locked=True)
    if len(rows) != len(set(command.nomination_ids)):
        raise NotFound("nomination")
    ids = [
        row.id for row in rows.values()
        if row.waits_for in HOLDERS and row.assignee_id != command.assignee_id
        and row.nominee_id not in {command.assignee_id, command.actor.person_id} - {None}
        and _may_assign(command, row.assignee_id)
    ]  # fmt: skip
    if ids:
        table = table_of(Nomination)
        tx.session.connection().execute(
            update(table).where(table.c.id.in_(ids)).values(assignee_id=command.assignee_id)
        )
        tx.session.execute(
            update(Task)
            .where(Task.nomination_id.in_(ids), Task.closed_at.is_(None))
            .values(assignee_id=command.assignee_id)
        )
        record(tx, [
            Entry(subject_kind="nomination", subject_id=nomination_id, action="assign",
                  actor_id=command.actor.person_id, detail={"assignee": command.assignee_id})
            for nomination_id in ids
        ])  # fmt: skip
    return tuple(ids)


def _may_assign(command: AssignTasks, holder_id: int | None) -> bool:
    if command.actor.has(*ASSIGNERS):
        return True
    if command.assignee_id is None:
        return holder_id == command.actor.person_id
    return holder_id is None and command.assignee_id == command.actor.person_id


def _must_hold_files(tx: Tx, person_id: int) -> None:
    holds = (
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.person_id == person_id, RoleGrant.role.in_(HOLDERS), Person.active,
            in_force(RoleGrant, office_date(tx.now)),
        )
    )  # fmt: skip
    if tx.session.execute(holds.limit(1)).first() is None:
        raise Invalid({"assignee_id": Problem("not_an_officer")})

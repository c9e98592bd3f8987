"""Reviewing and revoking an award: new acts on top of the old one, which is never erased."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from states import NO_SUCH_MOVE, Refusal, Refused, Step
from workflow.decisions.events import DecisionItemMoved
from workflow.decisions.models import DecisionItem
from workflow.kernel.clock import office_date
from workflow.kernel.db import NO_DUE_DATE, table_of
from workflow.kernel.errors import Forbidden, NotFound, Stale
from workflow.kernel.transaction import Tx
from workflow.lifecycle.events import Moved
from workflow.lifecycle.move import Move, Subject, move
from workflow.lifecycle.office import Office
from workflow.nominations.inputs import checked_inputs
from workflow.nominations.models import Nomination, Task
from workflow.nominations.rows import load_rows
from workflow.people.authority import Actor

# What the nomination shows instead of its own state while its award is questioned or gone.
OVERLAYS = {"under_review": "revocation_review", "revoked": "revoked", "in_force": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDecisionItem:
    """The wish to open a review of an award, revoke it or uphold it."""

    item_id: int
    trigger: str
    seen_version: int
    actor: Actor
    inputs: Mapping[str, Any] = field(default_factory=dict)


def move_decision_item(tx: Tx, office: Office, command: MoveDecisionItem) -> None:
    """Fire a trigger of the revocation. Raises `NotFound`, `Stale`, `Forbidden`, `Refused`, `Invalid`."""
    item = tx.session.execute(
        select(DecisionItem).where(DecisionItem.id == command.item_id).with_for_update()
    ).scalar_one_or_none()
    if item is None:
        raise NotFound("decision_item")
    if item.version != command.seen_version:
        raise Stale("decision_item", (item.id,))
    engine = office.registry.engine(item.definition_key, item.definition_version)
    route = engine.route(item.state, command.trigger, None)
    if route is None:
        raise Refused(command.trigger, item.state, [Refusal(NO_SUCH_MOVE, {
            "state": engine.definition.state(item.state).label,
            "trigger": engine.definition.trigger(command.trigger).label,
        })])  # fmt: skip
    row = load_rows(tx.session, [item.nomination_id], locked=True)[item.nomination_id]
    capacity = next((one for one in command.actor.capacities if one.role in route.roles), None)
    if capacity is None:
        raise Forbidden("not_your_role", who=route.roles)
    principal = capacity.on_behalf_of.person_id if capacity.on_behalf_of else None
    if row.nominee_id is not None and row.nominee_id in (command.actor.person_id, principal):
        raise Refused(command.trigger, item.state, [Refusal("own_case")])
    inputs = checked_inputs(engine.definition.trigger(command.trigger), command.inputs, office_date(tx.now))
    subject = Subject("decision_item", item.id, item.definition_key, item.definition_version, item.version)
    step = Step(command.trigger, route.source, route.target, route.roles)
    (moved,) = move(tx, command.actor, [Move(subject, step, capacity, inputs)])
    _cover(tx, row.id, command.actor, moved)
    tx.publish(DecisionItemMoved(row=row, moved=moved))


def _cover(tx: Tx, nomination_id: int, actor: Actor, moved: Moved) -> None:
    """Show the review or the revocation over the nomination's state; a revoked one waits for nobody."""
    values: dict[str, Any] = {"overlay": OVERLAYS[moved.target]}
    if moved.target == "revoked":
        values |= {"waits_for": None, "assignee_id": None, "due_on": NO_DUE_DATE, "ended_at": tx.now}
        tx.session.execute(
            update(Task)
            .where(Task.nomination_id == nomination_id, Task.closed_at.is_(None))
            .values(closed_at=tx.now, closed_by_id=actor.person_id, outcome=moved.trigger)
        )
    table = table_of(Nomination)
    tx.session.connection().execute(update(table).where(table.c.id == nomination_id).values(values))

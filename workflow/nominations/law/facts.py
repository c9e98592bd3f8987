"""Stating the facts that the law looks at: by the unit while it writes, by the office while it appraises."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import insert, select, update

from workflow.audit.record import Entry, record
from workflow.eligibility.models import StatedFact
from workflow.eligibility.queries import facts_of
from workflow.eligibility.statements import Value, checked_facts
from workflow.eligibility.vocabulary import FACTS, FactDef, facts_needed
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, NotFound, Stale
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.models import Nomination, Proposal
from workflow.nominations.policy import UNIT_ROLES
from workflow.nominations.rows import Row, load_rows
from workflow.people.authority import Actor, hands_of

APPRAISERS: Final = ("desk_officer", "appraiser", "standing_head")


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFacts:
    """The wish to enter facts of one nomination, its content as it was seen. Absent names are left alone."""

    nomination_id: int
    typed: Mapping[str, Any]
    actor: Actor
    seen_content: int | None = None


def state_facts(tx: Tx, office: Office, command: StateFacts) -> int:
    """Enter what the law asks of the candidate. Returns how many facts changed.

    The unit does so while the content is its own, the office while it appraises. Raises `NotFound` for
    somebody who may not see the file, `Forbidden` when it is not the time, `Stale`, and `Invalid`.
    """
    nomination = tx.session.get(Nomination, command.nomination_id, with_for_update=True)
    row = load_rows(tx.flushed(), [command.nomination_id], locked=True).get(command.nomination_id)
    if nomination is None or row is None:
        raise NotFound("nomination")
    capacity = capacity_for(office, command.actor, row)
    if command.seen_content is not None and nomination.content_version != command.seen_content:
        raise Stale("content", (row.id,))
    today = office_date(tx.now)
    wanted = facts_asked(row, capacity, today)
    before = {name: stated.value for name, stated in facts_of(tx.session, [row.id]).get(row.id, {}).items()}
    values = checked_facts(command.typed, wanted, before, nomination.member_count, today)
    changed = {name: value for name, value in values.items() if value != before.get(name)}
    _state(tx, command.actor, capacity, {row.id: changed} if changed else {})
    return len(changed)


def state_for_list(tx: Tx, office: Office, actor: Actor, proposal_id: int, typed: Mapping[str, Any]) -> int:
    """State the same facts for every line of a letter that needs them and says nothing of them yet.

    What stands already is left alone, as are the actor's own line and lines that the unit may not change now.
    Returns how many lines changed. Raises `NotFound` for a letter of another unit, and `Invalid`.
    """
    proposal = tx.session.get(Proposal, proposal_id, with_for_update=True)
    if proposal is None or proposal.unit_id not in actor.units_as(UNIT_ROLES):
        raise NotFound("proposal")
    today = office_date(tx.now)
    ids = tx.session.execute(select(Nomination.id).where(Nomination.proposal_id == proposal.id)).scalars().all()
    rows = load_rows(tx.flushed(), ids, locked=True)
    known, wanted = facts_of(tx.session, list(rows)), {key: typed[key] for key in typed if str(typed[key]).strip()}
    checked_facts(wanted, [FACTS[name] for name in wanted if name in FACTS], {}, None, today)
    changes: dict[int, dict[str, Value]] = {}
    for row in rows.values():
        definition = office.registry.engine(row.definition_key, row.definition_version).definition
        if not definition.state(row.state).editable or row.nominee_id == actor.person_id or row.state_secret:
            continue
        stated = {name: one.value for name, one in known.get(row.id, {}).items()}
        asked = [fact for fact in facts_asked(row, "unit", today) if fact.name in wanted and fact.name not in stated]
        values = checked_facts(wanted, asked, stated, None, today)
        if values:
            changes[row.id] = values
    _state(tx, actor, "unit", changes)
    return len(changes)


def capacity_for(office: Office, actor: Actor, row: Row) -> str:
    """Whether the actor speaks for the unit or for the office about this file now.

    Raises `NotFound` for others, and `Forbidden` when the file is at another step.
    """
    if row.nominee_id is not None and row.nominee_id == actor.person_id:
        raise NotFound("nomination")
    state = office.registry.engine(row.definition_key, row.definition_version).definition.state(row.state)
    of_unit = row.unit_id in actor.units_as(UNIT_ROLES)
    clean = any(row.nominee_id not in hand.people for hand in hands_of(actor, APPRAISERS))
    of_office = row.received_at is not None and clean  # nobody records facts in the name of the nominee
    if not (of_unit or of_office):
        raise NotFound("nomination")
    if of_unit and state.editable and not row.state_secret:
        return "unit"
    if of_office and in_appraisal(office, row):
        return "office"
    raise Forbidden("facts_closed")


def in_appraisal(office: Office, row: Row) -> bool:
    """Whether the office is still working on the file, before the council and the decision."""
    state = office.registry.engine(row.definition_key, row.definition_version).definition.state(row.state)
    return row.received_at is not None and state.lane == "office" and state.outcome is None and not row.state_secret


def facts_asked(row: Row, capacity: str, today: date) -> tuple[FactDef, ...]:
    """The facts that this speaker may state of this file."""
    needed = facts_needed(row.rules(today), row.award_code, row.subject, row.kind, row.complete_on or today)
    return tuple(fact for fact in needed if capacity == "office" or not fact.of_office)


def _state(tx: Tx, actor: Actor, capacity: str, changes: Mapping[int, Mapping[str, Value]]) -> None:
    """Write facts of some nominations, each with its entry in the trail."""
    if not changes:
        return
    tx.session.execute(insert(StatedFact), [
        {"nomination_id": nomination_id, "name": name, "value": json.dumps(value), "capacity": capacity,
         "stated_by_id": actor.person_id, "stated_at": tx.now}
        for nomination_id, values in changes.items() for name, value in values.items()
    ])  # fmt: skip
    tx.session.execute(
        update(Nomination).where(Nomination.id.in_(changes)).values(content_version=Nomination.content_version + 1)
    )
    record(tx, [
        Entry(subject_kind="nomination", subject_id=nomination_id, action="state_facts", actor_id=actor.person_id,
              detail=values)
        for nomination_id, values in changes.items()
    ])  # fmt: skip

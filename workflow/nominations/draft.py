"""Writing a proposal letter and its list, while it is still with the unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, select, update

from workflow.audit.record import Entry, record
from workflow.eligibility.models import StatedFact
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem, Stale
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.content import checked_letter, checked_nomination
from workflow.nominations.identity import Ties, checked_ties, tie, tied, untie
from workflow.nominations.lines import LineChange, add_lines, change_lines
from workflow.nominations.models import Evidence, Nomination, Proposal, Task
from workflow.nominations.policy import UNIT_ROLES
from workflow.nominations.report import PARTS
from workflow.people.authority import Actor

OWN_PARTS: Final = ("achievement", *PARTS)  # what nominees write of their own nomination


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLetter:
    """The wish to start a letter (`proposal_id` None) or to change one as it was seen."""

    unit_id: int
    fields: Mapping[str, Any]
    actor: Actor
    proposal_id: int | None = None
    seen_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNomination:
    """The wish to add a nomination to a letter (`nomination_id` None) or to change one as it was seen."""

    proposal_id: int
    fields: Mapping[str, Any]
    actor: Actor
    nomination_id: int | None = None
    seen_content: int | None = None


def write_letter(tx: Tx, office: Office, command: WriteLetter) -> int:
    """Save number, date, kind, movement and summary. Returns the letter's id.

    Raises `Forbidden` for someone not of the unit, `Stale`, `Invalid`, and `Forbidden` once it was sent.
    """
    _of_the_unit(command.actor, command.unit_id)
    values = checked_letter(tx.session, command.fields, office_date(tx.now))
    if command.proposal_id is None:
        proposal = Proposal(
            unit_id=command.unit_id, year=office_date(tx.now).year, prepared_by_id=command.actor.person_id or 0,
            created_at=tx.now, **values,
        )  # fmt: skip
        tx.session.add(proposal)
        tx.session.flush()  # the id goes into the audit entry and the answer
    else:
        proposal = editable_proposal(tx, command.actor, command.proposal_id)
        if command.seen_version is not None and proposal.version != command.seen_version:
            raise Stale("proposal", (proposal.id,))
        _kind_is_open(tx, proposal, values["kind"])
        for name, value in values.items():
            setattr(proposal, name, value)
        proposal.version += 1
        tx.session.execute(
            update(Nomination)
            .where(Nomination.proposal_id == proposal.id)
            .values(kind=proposal.kind, movement_id=proposal.movement_id)
        )
    _number_is_free(tx, proposal)
    _record(tx, "proposal", proposal.id, "write", command.actor, values)
    return proposal.id


def _kind_is_open(tx: Tx, proposal: Proposal, kind: str) -> None:
    """The kind decides the way a file takes; one that has set out cannot be put on another."""
    moved = select(Nomination.id).where(Nomination.proposal_id == proposal.id, Nomination.version > 0)
    if kind != proposal.kind and tx.session.execute(moved.limit(1)).first():
        raise Invalid({"kind": Problem("kind_fixed")})


def _number_is_free(tx: Tx, proposal: Proposal) -> None:
    if proposal.number is None:
        return
    other = select(Proposal.id).where(
        Proposal.unit_id == proposal.unit_id, Proposal.year == proposal.year, Proposal.number == proposal.number,
        Proposal.id != proposal.id, Proposal.submitted_at.is_not(None),
    )  # fmt: skip
    if tx.session.execute(other.limit(1)).first():
        raise Invalid({"number": Problem("number_taken", {"year": proposal.year})})


def write_nomination(tx: Tx, office: Office, command: WriteNomination) -> int:
    """Save one line of the list and its achievement report. Returns the nomination's id.

    Content may change while the state allows it (in the unit, or while a supplement is owed).
    """
    values, ties = _checked(tx, command.fields)
    if command.nomination_id is None:
        proposal = editable_proposal(tx, command.actor, command.proposal_id)
        (nomination_id,) = add_lines(tx, office, command.actor, proposal, [values])
        tie(tx, command.actor, nomination_id, ties)
        return nomination_id
    nomination = editable_nomination(tx, office, command.actor, command.nomination_id)
    if command.seen_content is not None and nomination.content_version != command.seen_content:
        raise Stale("content", (nomination.id,))
    change_lines(tx, command.actor, nomination.unit_id, [LineChange(nomination.id, nomination.code, values)])
    tie(tx, command.actor, nomination.id, ties)
    return nomination.id


def _checked(tx: Tx, fields: Mapping[str, Any]) -> tuple[dict[str, Any], Ties]:
    """The columns, and what was said to the register; everything that is wrong with either at once."""
    today = office_date(tx.now)
    try:
        ties = checked_ties(fields, today)
    except Invalid as error:
        problems = error.problems
        try:
            checked_nomination(tx.session, fields, today)
        except Invalid as other:
            problems |= other.problems
        raise Invalid(problems) from error
    return checked_nomination(tx.session, fields, today), ties


def link_nominee(tx: Tx, actor: Actor, nomination_id: int, person_id: int) -> None:
    """Tie the nomination to the nominee's own account, so that they may follow it when signed in."""
    nomination = tx.session.get(Nomination, nomination_id, with_for_update=True)
    if nomination is None or nomination.nominee_id == actor.person_id:
        raise NotFound("nomination")
    _of_the_unit(actor, nomination.unit_id)
    if nomination.received_at is not None:
        raise Forbidden("letter_sent")
    nomination.nominee_id = person_id
    _record(tx, "nomination", nomination.id, "link_nominee", actor, {"nominee": person_id})


def remove_nomination(tx: Tx, office: Office, actor: Actor, nomination_id: int) -> None:
    """Take a line that never moved off the letter; one with a history is withdrawn instead."""
    nomination = editable_nomination(tx, office, actor, nomination_id)
    if nomination.version > 0:
        raise Forbidden("has_history")
    before = tied(tx, nomination.id)
    _record(
        tx,
        "proposal",
        nomination.proposal_id,
        "remove_nomination",
        actor,
        {"code": nomination.code, "name": nomination.name},
    )
    for kept in (Evidence, StatedFact):
        tx.session.execute(delete(kept).where(kept.nomination_id == nomination.id))
    tx.session.execute(delete(Task).where(Task.nomination_id == nomination.id))
    tx.session.execute(delete(Nomination).where(Nomination.id == nomination.id))
    untie(tx, before)


def editable_proposal(tx: Tx, actor: Actor, proposal_id: int) -> Proposal:
    """The letter under its lock, if the actor may still write in it."""
    proposal = tx.session.get(Proposal, proposal_id, with_for_update=True)
    if proposal is None or proposal.unit_id not in actor.units_as(UNIT_ROLES):
        raise NotFound("proposal")
    if proposal.submitted_at is not None:
        raise Forbidden("letter_sent")
    return proposal


def editable_nomination(tx: Tx, office: Office, actor: Actor, nomination_id: int, *, own: bool = False) -> Nomination:
    """The nomination under its lock, if the actor may change its content in this state.

    `own` marks what nominees may do in their own file; everything else there is for others of the unit.
    """
    nomination = tx.session.get(Nomination, nomination_id, with_for_update=True)
    if nomination is None:
        raise NotFound("nomination")
    nominee = nomination.nominee_id is not None and nomination.nominee_id == actor.person_id
    if not (own if nominee else nomination.unit_id in actor.units_as(UNIT_ROLES)):
        raise NotFound("nomination")
    definition = office.registry.engine(nomination.definition_key, nomination.definition_version).definition
    if not definition.state(nomination.state).editable:
        raise Forbidden("content_closed")
    return nomination


def write_own_report(
    tx: Tx,
    office: Office,
    actor: Actor,
    nomination_id: int,
    fields: Mapping[str, Any],
    *,
    seen_content: int | None = None,
) -> None:
    """A nominee writes the achievement report of their own nomination; nothing else of it."""
    nomination = editable_nomination(tx, office, actor, nomination_id, own=True)
    if nomination.nominee_id != actor.person_id:
        raise NotFound("nomination")
    if seen_content is not None and nomination.content_version != seen_content:
        raise Stale("report", (nomination.id,))
    whole = {
        name: getattr(nomination, name)
        for name in ("name", "award_code", "subject", "birth_year", "gender", "post", "member_count", "achievement")
    }
    values = checked_nomination(tx.session, {**whole, **fields}, office_date(tx.now))
    for name in OWN_PARTS:
        if name in values:
            setattr(nomination, name, values[name])
    nomination.content_version += 1
    _record(
        tx,
        "nomination",
        nomination.id,
        "write_report",
        actor,
        {name: values[name] for name in ("report", "achievement")},
    )


def _of_the_unit(actor: Actor, unit_id: int) -> None:
    if unit_id not in actor.units_as(UNIT_ROLES):
        raise NotFound("unit")


def _record(tx: Tx, kind: str, subject_id: int, action: str, actor: Actor, detail: Mapping[str, Any]) -> None:
    record(
        tx,
        [
            Entry(
                subject_kind=kind,
                subject_id=subject_id,
                action=action,
                actor_id=actor.person_id,
                detail=detail,
            )
        ],
    )

"""Answering the points of a supplement, and settling them, one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select

from workflow.audit.record import Entry, record
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.files import BlobStore
from workflow.kernel.folding import clean_block
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.draft import editable_nomination
from workflow.nominations.evidence import AttachFile, attach_file
from workflow.nominations.models import Nomination
from workflow.nominations.points.models import SupplementPoint
from workflow.people.authority import Actor, hands_of

MOST: Final = 4_000
ANSWERED_BEFORE: Final = "supply"  # the move that hands the answers in
SETTLED_BEFORE: Final = "receive"  # the move that takes them
OUTCOMES: Final = ("accepted", "not_accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPoint:
    """The unit's answer to one point: words, a new file, or both. An answer may be given anew until it is handed in."""

    point_id: int
    text: str
    kind: str
    file_name: str
    content: bytes
    most_bytes: int
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePoint:
    """The desk's conclusion about one answered point; a *no* says why."""

    point_id: int
    outcome: str
    why: str
    actor: Actor


def answer_point(tx: Tx, office: Office, blobs: BlobStore, command: AnswerPoint) -> int:
    """Keep the answer to one point of the supplement that is owed. Returns the nomination's id."""
    nomination = editable_nomination(tx, office, command.actor, _concerned(tx, command.point_id))
    point = tx.session.get_one(SupplementPoint, command.point_id, with_for_update=True, populate_existing=True)
    if not _leads(office, nomination, ANSWERED_BEFORE) or point.round != _last_round(tx, nomination.id):
        raise Forbidden("point_not_owed")
    text = _checked(command.text, "answer")
    if not text and not command.content:
        raise Invalid({"answer": Problem("answer_missing")})
    if command.content:
        point.after_evidence_id = attach_file(tx, office, blobs, AttachFile(
            nomination_id=nomination.id, kind=command.kind, file_name=command.file_name, content=command.content,
            most_bytes=command.most_bytes, actor=command.actor,
        ))  # fmt: skip
    point.answer, point.answered_at, point.answered_by_id = text, tx.now, command.actor.person_id
    _record(tx, nomination.id, "answer_point", command.actor, {
        "point": point.position, "round": point.round, "answer": text, "file": point.after_evidence_id,
    })  # fmt: skip
    return nomination.id


def settle_point(tx: Tx, office: Office, command: SettlePoint) -> int:
    """Accept an answer or not, while the file lies at the desk; the conclusion may change until it is received."""
    nomination = tx.session.get(
        Nomination, _concerned(tx, command.point_id), with_for_update=True, populate_existing=True
    )
    if nomination is None or not _at_the_desk(office, nomination, command.actor):
        raise NotFound("point")
    point = tx.session.get_one(SupplementPoint, command.point_id, with_for_update=True, populate_existing=True)
    if not _leads(office, nomination, SETTLED_BEFORE) or point.answered_at is None:
        raise Forbidden("point_not_at_the_desk")
    why = _checked(command.why, "why")
    if command.outcome not in OUTCOMES:
        raise Invalid({"outcome": Problem("missing_choice")})
    if command.outcome == "not_accepted" and not why:
        raise Invalid({"why": Problem("point_needs_why")})
    point.outcome, point.why = command.outcome, why
    point.settled_at, point.settled_by_id = tx.now, command.actor.person_id
    _record(tx, nomination.id, "settle_point", command.actor, {
        "point": point.position, "round": point.round, "outcome": command.outcome, "why": why,
    })  # fmt: skip
    return nomination.id


def settlers(office: Office, nomination: Any) -> tuple[str, ...]:
    """The roles that settle points: those that receive the file."""
    definition = office.registry.engine(nomination.definition_key, nomination.definition_version).definition
    return next(item.roles for item in definition.transitions if item.trigger == SETTLED_BEFORE)


def _at_the_desk(office: Office, nomination: Nomination, actor: Actor) -> bool:
    """Whether the actor settles points here in a name that is not the nominee's."""
    hands = hands_of(actor, settlers(office, nomination))
    return nomination.received_at is not None and any(nomination.nominee_id not in hand.people for hand in hands)


def _leads(office: Office, nomination: Nomination, trigger: str) -> bool:
    """Whether that move starts where the file stands."""
    definition = office.registry.engine(nomination.definition_key, nomination.definition_version).definition
    return any(item.trigger == trigger for item in definition.exits(nomination.state))


def _concerned(tx: Tx, point_id: int) -> int:
    found = tx.session.execute(
        select(SupplementPoint.nomination_id).where(SupplementPoint.id == point_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("point")
    return found


def _last_round(tx: Tx, nomination_id: int) -> int:
    last = select(func.max(SupplementPoint.round)).where(SupplementPoint.nomination_id == nomination_id)
    return int(tx.session.execute(last).scalar_one())


def _checked(typed: str, name: str) -> str:
    text = clean_block(typed)
    if len(text) > MOST:
        raise Invalid({name: Problem("too_long", {"most": MOST})})
    return text


def _record(tx: Tx, nomination_id: int, action: str, actor: Actor, detail: Mapping[str, Any]) -> None:
    record(tx, [Entry(subject_kind="nomination", subject_id=nomination_id, action=action, actor_id=actor.person_id,
                      detail=detail)])  # fmt: skip

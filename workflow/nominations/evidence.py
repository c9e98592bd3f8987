"""Attaching files to a nomination and taking them back."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from workflow.audit.record import Entry, record
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.files import BlobStore
from workflow.kernel.folding import clean
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.draft import editable_nomination
from workflow.nominations.file_types import checked_media_type
from workflow.nominations.models import Evidence, Nomination
from workflow.nominations.points.models import SupplementPoint
from workflow.people.authority import Actor

KINDS: Final = ("report", "minutes", "vote_record", "certificate", "confirmation", "decision_draft", "other")
# What nominees may add to their own file and take back.
OWN_KINDS: Final = ("report", "certificate")
# Papers of the office itself may be added while the file lies there.
OFFICE_KINDS: Final = ("decision_draft", "confirmation", "other")
OFFICE_ROLES: Final = ("desk_officer", "appraiser", "standing_head", "council_secretary")
MOST_FILES: Final = 20
MOST_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFile:
    """The wish to attach these bytes to a nomination as a kind of paper."""

    nomination_id: int
    kind: str
    file_name: str
    content: bytes
    most_bytes: int
    actor: Actor


def attach_file(tx: Tx, office: Office, blobs: BlobStore, command: AttachFile) -> int:
    """Check and store the file. Returns its id. Raises `Invalid`, `Forbidden`, `NotFound`.

    A file marked as a state secret takes no upload at all: it stays on paper.
    """
    nomination = _attachable(tx, office, command)
    if command.kind not in KINDS:
        raise Invalid({"kind": Problem("missing_choice")})
    if nomination.state_secret:
        raise Invalid({"file": Problem("secret_takes_no_file")})
    if not command.content:
        raise Invalid({"file": Problem("file_missing")})
    if len(command.content) > command.most_bytes:
        raise Invalid({"file": Problem("file_too_large", {"most_mb": command.most_bytes // 1_000_000})})
    held = select(func.count()).where(Evidence.nomination_id == nomination.id, Evidence.withdrawn_at.is_(None))
    if tx.session.execute(held).scalar_one() >= MOST_FILES:
        raise Invalid({"file": Problem("too_many_files", {"most": MOST_FILES})})
    name = clean(command.file_name.replace("\\", "/").rpartition("/")[2])[-MOST_NAME:]
    media_type = checked_media_type(name, command.content)
    evidence = Evidence(
        nomination_id=nomination.id, kind=command.kind, file_name=name, media_type=media_type,
        size=len(command.content), sha256=blobs.put(command.content),
        uploaded_by_id=command.actor.person_id or 0, uploaded_at=tx.now,
    )  # fmt: skip
    tx.session.add(evidence)
    tx.session.flush()  # the id is the answer
    _record(tx, nomination.id, "attach_file", command.actor, evidence)
    return evidence.id


def withdraw_file(tx: Tx, office: Office, actor: Actor, evidence_id: int) -> int:
    """Take a file back while the content may change; its row and its bytes stay. Returns the nomination's id."""
    evidence = tx.session.get(Evidence, evidence_id, with_for_update=True)
    if evidence is None or evidence.withdrawn_at is not None:
        raise NotFound("evidence")
    own = evidence.kind in OWN_KINDS
    nomination = editable_nomination(tx, office, actor, evidence.nomination_id, own=own)
    answers = select(SupplementPoint.id).where(SupplementPoint.after_evidence_id == evidence.id).limit(1)
    if tx.session.execute(answers).first() is not None:
        raise Forbidden("file_answers_point")
    evidence.withdrawn_at = tx.now
    _record(tx, nomination.id, "withdraw_file", actor, evidence)
    return nomination.id


def _attachable(tx: Tx, office: Office, command: AttachFile) -> Nomination:
    """The nomination, if the actor may add this kind of paper to it now."""
    nomination = tx.session.get(Nomination, command.nomination_id, with_for_update=True, populate_existing=True)
    of_the_office = nomination is not None and nomination.received_at is not None and command.actor.has(*OFFICE_ROLES)
    if nomination is None or not of_the_office or nomination.nominee_id == command.actor.person_id:
        own = command.kind in OWN_KINDS
        return editable_nomination(tx, office, command.actor, command.nomination_id, own=own)
    if nomination.ended_at is not None:
        raise Forbidden("content_closed")
    if command.kind not in OFFICE_KINDS:
        raise Invalid({"kind": Problem("kind_is_the_units")})
    return nomination


def _record(tx: Tx, nomination_id: int, action: str, actor: Actor, evidence: Evidence) -> None:
    detail = {
        "file": evidence.file_name,
        "kind": evidence.kind,
        "sha256": evidence.sha256,
        "size": evidence.size,
    }
    record(tx, [Entry(subject_kind="nomination", subject_id=nomination_id, action=action,
                      actor_id=actor.person_id, detail=detail)])  # fmt: skip

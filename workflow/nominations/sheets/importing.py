"""Taking a list in: the upload is kept as it was read, and confirming applies what was shown, once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from workflow.audit.chain import plain
from workflow.audit.record import Entry, record
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem, Stale
from workflow.kernel.folding import clean
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.draft import editable_proposal
from workflow.nominations.identity import tie, tie_new
from workflow.nominations.lines import MOST_NOMINATIONS, LineChange, add_lines, change_lines
from workflow.nominations.models import ListUpload, Nomination
from workflow.nominations.sheets.checking import ADDED, BAD, CHANGED, Plan, Verdict, plan_of
from workflow.nominations.sheets.columns import TIES
from workflow.nominations.sheets.labels import labels_of
from workflow.nominations.sheets.reading import ListFile, loaded
from workflow.nominations.sheets.standing import letter_as_it_stands
from workflow.nominations.sheets.template import VERSION
from workflow.people.authority import Actor
from workflow.people.models import Person

KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepList:
    """The wish to look at a list before it is taken."""

    proposal_id: int
    file_name: str
    sha256: str
    file: ListFile
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyList:
    """The wish to take a list as its preview showed it; `take` are the rows that were asked about and are wanted."""

    proposal_id: int
    upload_id: int
    seen: str
    take: frozenset[int]
    actor: Actor


@dataclass(frozen=True, slots=True)
class Upload:
    """A list that came in. `result` is there once it was applied: rows by what became of them."""

    id: int
    proposal_id: int
    file_name: str
    sha256: str
    created_at: datetime
    by: str
    applied_at: datetime | None
    result: dict[str, Any] | None


def keep_list(tx: Tx, command: KeepList) -> int:
    """Keep the list as it was read; nothing of it is in the letter yet. Returns the upload's id."""
    editable_proposal(tx, command.actor, command.proposal_id)
    return tx.session.execute(insert(ListUpload).values(
        proposal_id=command.proposal_id, person_id=command.actor.person_id, sha256=command.sha256,
        file_name=clean(command.file_name)[-200:], template_version=command.file.template, rows=command.file.dumped(),
        created_at=tx.now,
    ).returning(ListUpload.id)).scalar_one()  # fmt: skip


def applied_before(session: Session, proposal_id: int, sha256: str) -> int | None:
    """The upload by which these very bytes came into the letter, if they did."""
    return session.execute(select(ListUpload.id).where(
        ListUpload.proposal_id == proposal_id, ListUpload.sha256 == sha256, ListUpload.applied_at.is_not(None)
    )).scalar_one_or_none()  # fmt: skip


def plan_of_upload(session: Session, office: Office, upload: Upload, now: datetime) -> Plan:
    """What confirming this upload would do at this moment."""
    return _plan(session, office, upload.proposal_id, _rows(session, upload.id), now, locked=False)


def list_of_upload(session: Session, upload_id: int) -> ListFile:
    return loaded(_rows(session, upload_id))


def apply_list(tx: Tx, office: Office, command: ApplyList) -> bool:
    """Take the list into the letter, in one transaction; False when that had been done before.

    Raises `Stale` when anything that the preview showed is no longer so, `Invalid` when nothing was chosen
    or the list would be too long.
    """
    proposal = editable_proposal(tx, command.actor, command.proposal_id)
    kept = tx.session.get(ListUpload, command.upload_id, with_for_update=True)
    if kept is None or kept.proposal_id != proposal.id:
        raise NotFound("upload")
    if kept.applied_at is not None or applied_before(tx.session, proposal.id, kept.sha256) is not None:
        return False
    plan = _plan(tx.session, office, proposal.id, kept.rows, tx.now, locked=True)
    if plan.seen != command.seen:
        raise Stale("proposal", (proposal.id,))
    taken = [one for one in plan.verdicts if one.outcome in (ADDED, CHANGED) and _wanted(one, command.take)]
    if not taken:
        raise Invalid({"row": Problem("nothing_chosen")})
    added = [one for one in taken if one.outcome == ADDED]
    changed = [one for one in taken if one.outcome == CHANGED]
    _refuse_own(tx, command.actor, changed)
    if len(plan.letter.lines) + len(added) > MOST_NOMINATIONS:
        raise Invalid({"file": Problem("list_full", {"most": MOST_NOMINATIONS})})
    made = add_lines(tx, office, command.actor, proposal, [one.values for one in added])
    change_lines(tx, command.actor, proposal.unit_id, [
        LineChange(one.standing.id, one.standing.code, one.values) for one in changed if one.standing is not None
    ])  # fmt: skip
    told = {line: one.ties for line, one in zip(made, added, strict=True) if one.ties is not None}
    tie_new(tx, command.actor, proposal.unit_id, told)
    _tie_changed(tx, command.actor, changed)
    skipped = [one for one in plan.asked if one not in taken and one.outcome != BAD]
    _finish(tx, kept.id, command.actor, {
        "added": [_named(one) for one in added], "changed": [_named(one) for one in changed],
        "skipped": [_named(one) for one in skipped], "bad": [_faults(one) for one in plan.of(BAD)],
    })  # fmt: skip
    _record(tx, command, kept.sha256, added, changed)
    return True


def _refuse_own(tx: Tx, actor: Actor, changed: Sequence[Verdict]) -> None:
    """Nobody changes the line in which they are the nominee."""
    own = set(tx.session.execute(select(Nomination.id).where(Nomination.nominee_id == actor.person_id)).scalars())
    if any(one.standing is not None and one.standing.id in own for one in changed):
        raise Forbidden("own_line")


def forget_lists(tx: Tx) -> None:
    """Drop lists that were only looked at, and the cells of those that were taken: what is needed is in the letter."""
    old = ListUpload.created_at < tx.now - KEPT
    tx.session.execute(delete(ListUpload).where(old, ListUpload.applied_at.is_(None)))
    empty = ListFile(template=VERSION, known={}, columns=(), ignored=(), rows=()).dumped()
    tx.session.execute(update(ListUpload).where(old, ListUpload.rows != empty).values(rows=empty))


def upload_of(session: Session, proposal_id: int, upload_id: int) -> Upload | None:
    """One upload of the letter."""
    found = _uploads(session, proposal_id, upload_id)
    return found[0] if found else None


def uploads_of(session: Session, proposal_id: int) -> list[Upload]:
    """The latest uploads of the letter, the newest first."""
    return _uploads(session, proposal_id, None)


def _uploads(session: Session, proposal_id: int, upload_id: int | None) -> list[Upload]:
    u = ListUpload
    query = (
        select(u.id, u.proposal_id, u.file_name, u.sha256, u.created_at, Person.full_name, u.applied_at, u.result)
        .join(Person, Person.id == u.person_id)
        .where(u.proposal_id == proposal_id)
        .order_by(u.id.desc())
        .limit(20)
    )  # fmt: skip
    if upload_id is not None:
        query = query.where(u.id == upload_id)
    return [Upload(*row[:7], json.loads(row[7]) if row[7] else None) for row in session.execute(query)]


def _plan(session: Session, office: Office, proposal_id: int, rows: str, now: datetime, *, locked: bool) -> Plan:
    letter = letter_as_it_stands(session, office, proposal_id, locked=locked)
    return plan_of(letter, labels_of(session), loaded(rows), office_date(now))


def _rows(session: Session, upload_id: int) -> str:
    return session.execute(select(ListUpload.rows).where(ListUpload.id == upload_id)).scalar_one()


def _wanted(verdict: Verdict, take: frozenset[int]) -> bool:
    return not verdict.asks or verdict.row.number in take


def _tie_changed(tx: Tx, actor: Actor, changed: Sequence[Verdict]) -> None:
    """The achievements and initiatives that changed rows name, tied as the form ties them."""
    for one in changed:
        spoken = {change.field for change in one.changes} & {*TIES, "achievement"}
        if one.ties is not None and one.standing is not None and spoken:
            tie(tx, actor, one.standing.id, one.ties)


def _named(verdict: Verdict) -> list[Any]:
    return [verdict.row.number, verdict.name]


def _faults(verdict: Verdict) -> list[Any]:
    problems = {name: [one.code, plain(dict(one.params))] for name, one in verdict.problems.items()}
    return [verdict.row.number, verdict.name, problems]


def _finish(tx: Tx, upload_id: int, actor: Actor, result: dict[str, Any]) -> None:
    tx.session.execute(update(ListUpload).where(ListUpload.id == upload_id).values(
        applied_at=tx.now, applied_by_id=actor.person_id,
        result=json.dumps(result, ensure_ascii=False, separators=(",", ":")),
    ))  # fmt: skip


def _record(tx: Tx, command: ApplyList, sha256: str, added: Sequence[Verdict], changed: Sequence[Verdict]) -> None:
    detail = {"upload": command.upload_id, "sha256": sha256, "added": len(added), "changed": len(changed)}
    record(tx, [Entry(subject_kind="proposal", subject_id=command.proposal_id, action="take_list",
                      actor_id=command.actor.person_id, detail=detail)])  # fmt: skip

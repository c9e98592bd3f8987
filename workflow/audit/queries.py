"""Reading the trail: what was done to a subject, and what was done lately."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from workflow.audit.models import AuditEntry

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry as a reader sees it. `detail` is what the entry's digest covers."""

    id: int
    subject_kind: str
    subject_id: int
    seq: int
    action: str
    actor_id: int | None
    on_behalf_of_id: int | None
    at: datetime
    detail: Mapping[str, Any]
    hash: str


def trail_of(session: Session, subject_kind: str, subject_id: int) -> tuple[TrailRow, ...]:
    """The whole chain of one subject, oldest first."""
    own = _SELECT.where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    return _rows(session, own.order_by(AuditEntry.seq))


def latest_entries(
    session: Session,
    *,
    before_id: int | None = None,
    actor_ids: Sequence[int] = (),
    subjects: Sequence[tuple[str, int]] = (),
    actions: Sequence[str] = (),
    most: int = MOST,
) -> tuple[TrailRow, ...]:
    """The newest entries, newest first; `before_id` turns the page."""
    query = _SELECT
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    if actor_ids:
        query = query.where(AuditEntry.actor_id.in_(actor_ids))
    if subjects:
        query = query.where(tuple_(AuditEntry.subject_kind, AuditEntry.subject_id).in_(subjects))
    if actions:
        query = query.where(AuditEntry.action.in_(actions))
    return _rows(session, query.order_by(AuditEntry.id.desc()).limit(most))


_SELECT: Final = select(
    AuditEntry.id, AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.seq, AuditEntry.action,
    AuditEntry.actor_id, AuditEntry.at, AuditEntry.body, AuditEntry.hash,
)  # fmt: skip


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[TrailRow, ...]:
    found = []
    for row in session.execute(query):
        told = json.loads(row.body)
        found.append(TrailRow(
            row.id, row.subject_kind, row.subject_id, row.seq, row.action, row.actor_id, told["behalf"],
            row.at, told["detail"], row.hash,
        ))  # fmt: skip
    return tuple(found)


def head_of(session: Session, subject_kind: str, subject_id: int) -> TrailRow | None:
    """The newest entry of a subject: what a witness would write down."""
    own = _SELECT.where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    return next(iter(_rows(session, own.order_by(AuditEntry.seq.desc()).limit(1))), None)

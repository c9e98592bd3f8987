"""Writing to the trail, one entry or a thousand, in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, func, insert, select, tuple_

from workflow.audit.chain import canonical, genesis, link
from workflow.audit.models import AuditEntry
from workflow.kernel.db import table_of
from workflow.kernel.transaction import Tx

_CHUNK = 400  # SQLite allows a limited number of values in one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An act to be recorded on one subject."""

    subject_kind: str
    subject_id: int
    action: str
    actor_id: int | None
    on_behalf_of_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def record(tx: Tx, entries: Sequence[Entry]) -> None:
    """Append the entries, at most one per subject, each chained to the one before it."""
    heads = _heads(tx, entries)
    rows = []
    for entry in entries:
        key = (entry.subject_kind, entry.subject_id)
        seq, prev_hash = heads.get(key) or (0, genesis(*key))
        body = canonical({
            "subject": f"{entry.subject_kind}:{entry.subject_id}", "seq": seq + 1, "action": entry.action,
            "actor": entry.actor_id, "behalf": entry.on_behalf_of_id, "at": tx.now, "detail": entry.detail,
        })  # fmt: skip
        digest = link(prev_hash, body)
        heads[key] = (seq + 1, digest)
        rows.append({
            "subject_kind": entry.subject_kind, "subject_id": entry.subject_id, "seq": seq + 1,
            "action": entry.action, "actor_id": entry.actor_id, "at": tx.now,
            "body": body, "prev_hash": prev_hash, "hash": digest,
        })  # fmt: skip
    if rows:
        tx.session.connection().execute(_INSERT, rows)


_INSERT = insert(table_of(AuditEntry)).inline()
_LATEST = (
    select(AuditEntry.subject_id, func.max(AuditEntry.seq).label("seq"))
    .where(
        AuditEntry.subject_kind == bindparam("kind"),
        AuditEntry.subject_id.in_(bindparam("ids", expanding=True)),
    )
    .group_by(AuditEntry.subject_id)
    .subquery()
)
_HEADS = select(AuditEntry.subject_id, AuditEntry.seq, AuditEntry.hash).where(
    AuditEntry.subject_kind == bindparam("kind"),
    tuple_(AuditEntry.subject_id, AuditEntry.seq).in_(select(_LATEST.c.subject_id, _LATEST.c.seq)),
)


def _heads(tx: Tx, entries: Iterable[Entry]) -> dict[tuple[str, int], tuple[int, str]]:
    wanted: dict[str, list[int]] = {}
    for entry in entries:
        wanted.setdefault(entry.subject_kind, []).append(entry.subject_id)
    heads = {}
    connection = tx.session.connection()
    for kind, ids in wanted.items():
        for start in range(0, len(ids), _CHUNK):
            for row in connection.execute(_HEADS, {"kind": kind, "ids": ids[start : start + _CHUNK]}):
                heads[kind, row.subject_id] = (row.seq, row.hash)
    return heads

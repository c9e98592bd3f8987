"""Writing to the trail, one entry or a thousand, in the caller's transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from zlib import crc32

from sqlalchemy import BigInteger, Text, bindparam, cast, func, insert, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY

from workflow.audit.chain import canonical, genesis, link
from workflow.audit.models import AuditEntry
from workflow.kernel.db import table_of
from workflow.kernel.prepared import Prepared
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
    """Append the entries, at most one per subject, each chained to the one before it.

    Whoever writes here on something that moves (a nomination, a session, a name in a decision) holds the
    lock of its row, so that it waits for the moves of that subject and they for it.
    """
    _lock(tx, entries)
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
        _INSERT.run(tx.connection, *rows)


_COLUMNS: Final = ("subject_kind", "subject_id", "seq", "action", "actor_id", "at", "body", "prev_hash", "hash")
_INSERT: Final = Prepared(insert(table_of(AuditEntry)).inline(), columns=_COLUMNS)
_HEADS_OF: Final = select(AuditEntry.subject_id, AuditEntry.seq, AuditEntry.hash).where(
    AuditEntry.subject_kind == bindparam("kind")
)
# One subject is by far the most frequent, and both databases find its last entry in one step.
_HEAD: Final = Prepared(
    _HEADS_OF.where(AuditEntry.subject_id == bindparam("id")).order_by(AuditEntry.seq.desc()).limit(1)
)
_LATEST: Final = (
    select(AuditEntry.subject_id, func.max(AuditEntry.seq))
    .where(
        AuditEntry.subject_kind == bindparam("kind"),
        AuditEntry.subject_id.in_(bindparam("ids", expanding=True)),
    )
    .group_by(AuditEntry.subject_id)
)
_HEADS: Final = Prepared(_HEADS_OF.where(tuple_(AuditEntry.subject_id, AuditEntry.seq).in_(_LATEST)))


# PostgreSQL lets two writers read the same last entry. Subjects share a few locks of their kind:
# a list of thousands must not fill the server's lock table.
_SHARED: Final = 256
_LIST: Final = cast(func.string_to_array(bindparam("keys", type_=Text), ","), ARRAY(BigInteger))
_KEYS: Final = func.unnest(_LIST).column_valued("key")
_LOCKS: Final = Prepared(select(func.count(func.pg_advisory_xact_lock(_KEYS))))


def _lock(tx: Tx, entries: Iterable[Entry]) -> None:
    """Until the commit nobody else writes on these trails. A move holds the locks of its rows already."""
    if tx.connection.dialect.name != "postgresql":
        return
    keys = {
        crc32(one.subject_kind.encode()) * _SHARED + one.subject_id % _SHARED
        for one in entries if one.action != "move"
    }  # fmt: skip
    if keys:  # always in this order, so that no two wait for each other
        _LOCKS.rows(tx.connection, {"keys": ",".join(map(str, sorted(keys)))})


def _heads(tx: Tx, entries: Iterable[Entry]) -> dict[tuple[str, int], tuple[int, str]]:
    wanted: dict[str, list[int]] = {}
    for entry in entries:
        wanted.setdefault(entry.subject_kind, []).append(entry.subject_id)
    heads = {}
    for kind, ids in wanted.items():
        for subject_id, seq, digest in _last(tx, kind, ids):
            heads[kind, subject_id] = (seq, digest)
    return heads


def _last(tx: Tx, kind: str, ids: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    if len(ids) == 1:
        yield from _HEAD.rows(tx.connection, {"kind": kind, "id": ids[0]})
        return
    for start in range(0, len(ids), _CHUNK):
        yield from _HEADS.rows(tx.connection, {"kind": kind, "ids": ids[start : start + _CHUNK]})

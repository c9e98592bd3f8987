"""The witness file: chain heads written down outside the database, one line at a time.

Whoever owns the database can drop the end of a chain or write a whole chain anew, and it would
verify. What a witness has seen stays seen: keep the file, or a copy of it, on another machine.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select, text, tuple_

from workflow.audit.chain import canonical, genesis, link
from workflow.audit.models import AuditEntry
from workflow.audit.verify import Fault, Rows

FIRST: Final = genesis("witness", 0)
NAME: Final = "witness"

Head = tuple[int, str]  # the number of an entry and its digest


@dataclass(frozen=True, slots=True)
class Witness:
    """What the file says: the latest head of every chain it saw, and what is wrong with the file itself."""

    heads: Mapping[tuple[str, int], Head] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    lines: int = 0
    last_id: int = 0
    digest: str = FIRST
    size: int = 0


def write_anchor(connection: Connection, path: Path, now: datetime) -> int:
    """Append the heads that changed since the last line, durably. Returns how many there were.

    Raises `ValueError` when the file does not fit together: a witness is not written over.
    """
    witness = read_witness(path)
    if witness.faults:
        raise ValueError(f"{path}: {witness.faults[0].code} in line {witness.faults[0].seq}")
    if connection.dialect.name == "postgresql":
        # Ids are given out before they are committed: wait for writers, or a late one is never seen.
        connection.execute(text("LOCK TABLE audit_entry IN SHARE MODE"))
    heads = _heads_since(connection, witness.last_id)
    if not heads:
        return 0
    line: dict[str, Any] = {
        "at": now, "heads": [[row.subject_kind, row.subject_id, row.seq, row.hash] for row in heads],
        "last_id": max(row.id for row in heads), "prev": witness.digest,
    }  # fmt: skip
    digest = link(witness.digest, canonical(line))
    _append(path, witness.size, canonical({**line, "hash": digest}) + "\n")
    return len(heads)


def read_witness(path: Path) -> Witness:
    """Read the file and check its own chain. A last line without an end was never acknowledged."""
    if not path.exists():
        return Witness()
    content = path.read_bytes()
    heads: dict[tuple[str, int], Head] = {}
    faults: list[Fault] = []
    digest, last_id, lines, size = FIRST, 0, 0, content.rfind(b"\n") + 1
    for lines, raw in enumerate(content[:size].splitlines(), start=1):
        try:
            line = json.loads(raw)
            told = line.pop("hash")
            if line["prev"] != digest or link(digest, canonical(line)) != told:
                faults.append(Fault(NAME, lines, "link"))
            for kind, subject_id, seq, head in line["heads"]:
                heads[kind, subject_id] = (seq, head)
            digest, last_id = told, line["last_id"]
        except (ValueError, KeyError, TypeError):
            faults.append(Fault(NAME, lines, "unreadable"))
    return Witness(heads, tuple(faults), lines, last_id, digest, size)


def witness_faults(subject: str, seen: Head | None, entries: Rows) -> tuple[Fault, ...]:
    """What the witness saw of one chain and is no longer so."""
    if seen is None:
        return ()
    seq, digest = seen
    for row in entries:
        if row.seq == seq:
            return () if row.hash == digest else (Fault(subject, seq, "replaced"),)
    return (Fault(subject, seq, "dropped"),)


def _heads_since(connection: Connection, last_id: int) -> Rows:
    e = AuditEntry
    chain = (e.subject_kind, e.subject_id)
    latest = select(*chain, func.max(e.seq)).where(e.id > last_id).group_by(*chain)
    heads = select(*chain, e.seq, e.hash, e.id).where(e.id > last_id, tuple_(*chain, e.seq).in_(latest)).order_by(e.id)
    return list(connection.execute(heads))


def _append(path: Path, size: int, line: str) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    with os.fdopen(descriptor, "r+b") as file:
        file.truncate(size)  # drops what a crash left of a line that was never finished
        file.seek(size)
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())

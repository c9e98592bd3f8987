"""Checking the chains of the trail: every digest, every link, every number, every column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, groupby
from json.encoder import encode_basestring as quoted
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, func, literal_column, select, type_coerce

from workflow.audit.chain import DOMAIN, genesis
from workflow.audit.models import AuditEntry

READ_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not fit: in which chain, at which number, and in what way."""

    subject: str
    seq: int
    code: str


Record = Row[*tuple[Any, ...]]
Rows = Sequence[Record]


def kinds_recorded(connection: Connection) -> list[str]:
    """Kinds of subject that have a chain."""
    return list(connection.execute(select(AuditEntry.subject_kind).distinct()).scalars())


def chains(connection: Connection, kind: str) -> Iterator[tuple[Any, Rows]]:
    """The chains of a kind, by the id of their subject in ascending order, each from its start."""
    e = AuditEntry
    at = written(e.at, connection)
    columns = (e.subject_id, e.seq, e.action, e.actor_id, at, e.body, e.prev_hash, e.hash)
    ordered = select(*columns).where(e.subject_kind == kind).order_by(e.subject_id, e.seq)
    return by_subject(connection, ordered)


def by_subject(connection: Connection, ordered: Select[*tuple[Any, ...]]) -> Iterator[tuple[Any, Rows]]:
    """Stream rows that come in the order of their first column, and hand them out by its value."""
    result = connection.execute(ordered, execution_options={"yield_per": READ_AT_ONCE})
    rows = chain.from_iterable(result.partitions())
    return ((subject_id, list(group)) for subject_id, group in groupby(rows, key=itemgetter(0)))


def written(column: Any, connection: Connection) -> ColumnElement[str]:
    """An instant as the body of an entry writes it; the database does the writing, which is quicker."""
    if connection.dialect.name == "sqlite":
        return func.replace(type_coerce(column, Text), " ", "T") + "Z"
    return func.to_char(func.timezone("UTC", column), literal_column('\'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\''))


def chain_faults(kind: str, subject_id: Any, entries: Rows) -> Iterator[Fault]:
    """What is wrong with one chain. Entries after a tampered one are judged on their own."""
    subject = f"{kind}:{subject_id}"
    before = genesis(kind, subject_id)
    tail = f',"subject":{quoted(subject)}}}'
    for expected, (_, seq, action, actor_id, at, body, prev_hash, digest) in enumerate(entries, start=1):
        try:
            if seq != expected:
                yield Fault(subject, seq, "sequence")
            if prev_hash != before:
                yield Fault(subject, seq, "link")
            if sha256(b"%b%b\x00%b" % (DOMAIN, prev_hash.encode(), body.encode())).hexdigest() != digest:
                yield Fault(subject, seq, "digest")
            # Keys are written in order, so the columns stand at the two ends of the body.
            head = f'{{"action":{quoted(action)},"actor":{number(actor_id)},"at":"{at}","behalf":'
            if not (body.startswith(head) and body.endswith(f',"seq":{seq}{tail}')):
                yield Fault(subject, seq, "column")
        except (AttributeError, TypeError):  # a value of another type was put in
            yield Fault(subject, seq, "column")
        before = digest


def number(value: Any) -> str:
    """A whole number, or its absence, as JSON writes it."""
    return "null" if value is None else str(value)

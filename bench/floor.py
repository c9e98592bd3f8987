"""The floor: the bare driver writing exactly the rows that the engine wrote, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from workflow.audit.chain import canonical, link

Row = dict[str, Any]
APPENDED: Final = (
    "decision", "event", "confirmation", "decision_item", "honour", "consumption", "bonus", "task", "outbox_message",
)  # fmt: skip
BOOKS: Final = (
    "waits_for", "assignee_id", "due_on", "promised_on", "paused_on", "paused_days", "rule_set", "complete_on",
    "ended_at", "since", "released_at", "decision_item_id",
)  # fmt: skip


@dataclass(slots=True)
class Written:
    """What one act of the engine left in the database."""

    appended: dict[str, list[Row]] = field(default_factory=dict)
    entries: list[Row] = field(default_factory=list)
    closed: list[Row] = field(default_factory=list)
    books: list[Row] = field(default_factory=list)
    superseded: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marks:
    """Where every table that an act appends to ended, and the letters that were taken back already."""

    last: Mapping[str, int]
    superseded: frozenset[int]


def marks(engine: Engine) -> Marks:
    with engine.connect() as connection:
        last = {
            name: connection.execute(text(f"SELECT coalesce(max(id), 0) FROM {name}")).scalar_one()
            for name in (*APPENDED, "audit_entry")
        }
        return Marks(last, frozenset(connection.execute(text(_SUPERSEDED)).scalars()))


_SUPERSEDED: Final = "SELECT id FROM outbox_message WHERE state = 'superseded'"


def written_since(engine: Engine, marked: Marks) -> Written:
    """The rows appended and changed since the marks were taken."""
    before = marked.last
    with engine.connect() as connection:
        found = Written()
        for name in APPENDED:
            found.appended[name] = _after(connection, name, before[name])
        found.entries = _after(connection, "audit_entry", before["audit_entry"])
        moved = f"SELECT subject_id FROM event WHERE subject_kind = 'nomination' AND id > {before['event']}"
        found.closed = _rows(
            connection,
            "SELECT id, closed_at, closed_by_id, outcome, nomination_id FROM task WHERE id IN (SELECT max(id) FROM task"
            f" WHERE id <= {before['task']} AND nomination_id IN ({moved}) GROUP BY nomination_id)",
        )
        books = f"SELECT id, {', '.join(BOOKS)} FROM nomination WHERE id IN ({moved}) ORDER BY id"
        found.books = _rows(connection, books)
        found.superseded = [row for row in _rows(connection, _SUPERSEDED) if row["id"] not in marked.superseded]
    return found


def _after(connection: Connection, table: str, last_id: int) -> list[Row]:
    return _rows(connection, f"SELECT * FROM {table} WHERE id > {last_id} ORDER BY id")


def _rows(connection: Connection, query: str) -> list[Row]:
    return [dict(row) for row in connection.execute(text(query)).mappings()]


class Floor:
    """Hand-written statements on one connection of the driver itself."""

    def __init__(self, engine: Engine) -> None:
        self.sqlite = engine.dialect.name == "sqlite"
        self.pooled = engine.raw_connection()
        self.cursor: Any = self.pooled.driver_connection.cursor()  # type: ignore[union-attr]
        self.known: dict[tuple[str, tuple[str, ...]], str] = {}

    def replay(self, written: Written) -> None:
        """Read what a move must read, then write the same rows, digests computed anew, and commit."""
        cursor = self.cursor
        cursor.execute("BEGIN IMMEDIATE" if self.sqlite else "BEGIN")
        ids = [row["id"] for row in written.books]
        lock = "" if self.sqlite else " FOR UPDATE"
        low, high = min(ids), max(ids)
        for_ids = self._sql(f"SELECT id, state, version FROM nomination WHERE id BETWEEN ? AND ?{lock}")
        cursor.execute(for_ids, (low, high))
        cursor.fetchall()
        heads = self._heads(low, high)
        self._append("decision", written.appended["decision"])
        self._append("event", written.appended["event"])
        self._append("audit_entry", list(self._chained(written.entries, heads)))
        self._change("task", written.closed, ("closed_at", "closed_by_id", "outcome"), "id")
        self._change("nomination", written.books, BOOKS, "id")
        self._append("task", written.appended["task"])
        for table in ("confirmation", "decision_item", "honour", "consumption", "bonus"):
            self._append(table, written.appended[table])
        supersede = "UPDATE outbox_message SET state = 'superseded' WHERE id = ?"
        self._many(supersede, [(row["id"],) for row in written.superseded])
        self._append("outbox_message", written.appended["outbox_message"])
        cursor.execute("COMMIT")

    def close(self) -> None:
        self.pooled.close()

    def _heads(self, low: int, high: int) -> dict[tuple[str, int], str]:
        query = self._sql(
            "SELECT subject_kind, subject_id, hash FROM audit_entry AS a WHERE subject_kind = 'nomination'"
            " AND subject_id BETWEEN ? AND ? AND seq = (SELECT max(seq) FROM audit_entry AS b"
            " WHERE b.subject_kind = 'nomination' AND b.subject_id = a.subject_id)"
        )
        self.cursor.execute(query, (low, high))
        return {(kind, subject_id): digest for kind, subject_id, digest in self.cursor.fetchall()}

    def _chained(self, entries: Iterable[Row], heads: dict[tuple[str, int], str]) -> Iterable[Row]:
        for row in entries:
            before: str = heads.get((row["subject_kind"], row["subject_id"])) or row["prev_hash"]
            body = canonical(row["told"])
            kept = {name: row[name] for name in _ENTRY}
            yield {**kept, "body": body, "prev_hash": before, "hash": link(before, body)}

    def _append(self, table: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        names = tuple(rows[0])
        key = (table, names)
        if key not in self.known:
            listed = ", ".join(f'"{name}"' for name in names)
            self.known[key] = f"INSERT INTO {table} ({listed}) VALUES ({', '.join('?' for _ in names)})"
        self._many(self.known[key], [tuple(row.values()) for row in rows])

    def _change(self, table: str, rows: Sequence[Row], columns: Sequence[str], key: str) -> None:
        if not rows:
            return
        setting = ", ".join(f"{name} = ?" for name in columns)
        query = f"UPDATE {table} SET {setting} WHERE {key} = ?"
        self._many(query, [(*(row[name] for name in columns), row[key]) for row in rows])

    def _many(self, query: str, values: Sequence[tuple[Any, ...]]) -> None:
        if not values:
            return
        if len(values) == 1:
            self.cursor.execute(self._sql(query), values[0])
        else:
            self.cursor.executemany(self._sql(query), values)

    def _sql(self, query: str) -> str:
        return query if self.sqlite else query.replace("?", "%s")


_ENTRY: Final = ("id", "subject_kind", "subject_id", "seq", "action", "actor_id", "at")


def ready(written: Written) -> Written:
    """What the floor's caller would hold in memory anyway: the values of each entry, not yet written out."""
    for row in written.entries:
        row["told"] = json.loads(row["body"])
    return written

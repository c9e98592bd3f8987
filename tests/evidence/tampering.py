"""Ways to falsify the record for somebody who owns the database: any column, any row, whole chains."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, text

from workflow.audit.chain import canonical, genesis, link

TABLES = {"nomination": "nomination", "session": "council_session", "decision_item": "decision_item"}
Row = dict[str, Any]


def rows(connection: Connection, query: str, **values: Any) -> list[Row]:
    return [dict(row._mapping) for row in connection.execute(text(query), values)]


def pick(rng: random.Random, connection: Connection, table: str) -> Row:
    ids = [row["id"] for row in rows(connection, f"SELECT id FROM {table} ORDER BY id")]
    return rows(connection, f"SELECT * FROM {table} WHERE id = :id", id=rng.choice(ids))[0]


def put(connection: Connection, table: str, row_id: int, column: str, value: Any) -> None:
    name = f'"{column}"'
    connection.execute(text(f"UPDATE {table} SET {name} = :value WHERE id = :id"), {"value": value, "id": row_id})


def other(rng: random.Random, value: Any) -> Any:
    """A value of the same type that is not this one."""
    if isinstance(value, int):
        return value + rng.choice((-1, 1, 7, 1000))
    if isinstance(value, str) and value[:2] == "20" and value[4:5] == "-":
        return value.replace(value[:4], str(int(value[:4]) + 1), 1)
    if isinstance(value, str):
        place = rng.randrange(len(value)) if value else 0
        return value[:place] + rng.choice("abcxyz019") + value[place + 1 :] + rng.choice(("", "!"))
    if value is None:
        return None
    return value.replace(year=value.year + 1)


def change_event(rng: random.Random, c: Connection) -> bool:
    return _change(rng, c, "event")


def change_entry(rng: random.Random, c: Connection) -> bool:
    return _change(rng, c, "audit_entry")


def _change(rng: random.Random, c: Connection, table: str) -> bool:
    row = pick(rng, c, table)
    column = rng.choice([name for name in row if name != "id"])  # the id is a place, not a content
    value = other(rng, row[column])
    if value is None:
        value = 1 if column.endswith("_id") else "x"
    if value == row[column]:
        return False
    put(c, table, row["id"], column, value)
    return True


def change_state(rng: random.Random, c: Connection) -> bool:
    table = rng.choice(list(TABLES.values()))
    row = pick(rng, c, table)
    column = rng.choice(("state", "version", "definition_key", "definition_version"))
    put(c, table, row["id"], column, other(rng, row[column]))
    return True


def delete_row(rng: random.Random, c: Connection) -> bool:
    table = rng.choice(("event", "audit_entry"))
    row = pick(rng, c, table)
    c.execute(text(f"DELETE FROM {table} WHERE id = :id"), {"id": row["id"]})
    return True


def delete_subject(rng: random.Random, c: Connection) -> bool:
    """A file vanishes with everything that tells of it."""
    row = pick(rng, c, "event")
    kind, subject_id = row["subject_kind"], row["subject_id"]
    for table in ("event", "audit_entry"):
        c.execute(
            text(f"DELETE FROM {table} WHERE subject_kind = :kind AND subject_id = :id"),
            {"kind": kind, "id": subject_id},
        )
    c.execute(text(f"DELETE FROM {TABLES[kind]} WHERE id = :id"), {"id": subject_id})
    return True


def swap(rng: random.Random, c: Connection) -> bool:
    """Two rows exchange what they say."""
    table = rng.choice(("event", "audit_entry"))
    one, two = pick(rng, c, table), pick(rng, c, table)
    columns = (
        ("trigger", "source", "target", "actor_id", "detail", "at") if table == "event" else ("body", "actor_id", "at")
    )
    if all(one[name] == two[name] for name in columns):
        return False
    for name in columns:
        put(c, table, one["id"], name, two[name])
        put(c, table, two["id"], name, one[name])
    return True


def insert_event(rng: random.Random, c: Connection) -> bool:
    """A move that nobody recorded, with the state set to match."""
    row = rows(c, "SELECT * FROM event WHERE id = (SELECT max(id) FROM event WHERE subject_kind = 'nomination')")[0]
    last = _events(c, "nomination", row["subject_id"])[-1]
    forged = {
        **last,
        "id": last["id"] + 100_000 + rng.randrange(1000),
        "seq": last["seq"] + 1,
        "source": last["target"],
    }
    _insert(c, "event", forged)
    put(c, "nomination", row["subject_id"], "version", forged["seq"])
    return True


def insert_entry(rng: random.Random, c: Connection) -> bool:
    """An entry put between two others, the later ones renumbered and chained anew."""
    row = pick(rng, c, "event")
    chain = _chain(c, row["subject_kind"], row["subject_id"])
    place = rng.randrange(len(chain))
    forged = {**chain[place], "id": chain[-1]["id"] + 100_000, "action": "note"}
    forged["body"] = canonical({**json.loads(forged["body"]), "action": "note", "detail": {}})
    _write_chain(c, [*chain[:place], forged, *chain[place:]])
    return True


def delete_tail(rng: random.Random, c: Connection) -> bool:
    """The last moves never happened: events, entries and state agree with one another."""
    row = pick(rng, c, "event")
    kind, subject_id = row["subject_kind"], row["subject_id"]
    chain, events = _chain(c, kind, subject_id), _events(c, kind, subject_id)
    told = {json.loads(one["body"])["detail"].get("seq"): one["seq"] for one in chain if one["action"] == "move"}
    kept = rng.randrange(len(events))
    first_gone = told[kept + 1]
    where = "subject_kind = :kind AND subject_id = :id AND seq"
    c.execute(
        text(f"DELETE FROM audit_entry WHERE {where} >= :seq"), {"kind": kind, "id": subject_id, "seq": first_gone}
    )
    c.execute(text(f"DELETE FROM event WHERE {where} > :seq"), {"kind": kind, "id": subject_id, "seq": kept})
    c.execute(
        text(f"UPDATE {TABLES[kind]} SET state = :state, version = :version WHERE id = :id"),
        {"state": events[kept]["source"], "version": kept, "id": subject_id},
    )
    return True


def recompute_chain(rng: random.Random, c: Connection) -> bool:
    """Another person did it, in the event and in the trail, and every later digest fits."""
    row = pick(rng, c, "event")
    chain = _chain(c, row["subject_kind"], row["subject_id"])
    actor = (row["actor_id"] or 0) + 1
    for one in chain:
        told = json.loads(one["body"])
        if one["action"] == "move" and told["detail"]["seq"] == row["seq"]:
            one["actor_id"] = told["actor"] = actor
            one["body"] = canonical(told)
    put(c, "event", row["id"], "actor_id", actor)
    _write_chain(c, chain)
    return True


def change_law(rng: random.Random, c: Connection) -> bool:
    """A move becomes legal, or stops being legal, after the fact."""
    if rng.random() < 0.5:
        column = rng.choice(("fingerprint", "initial"))
        c.execute(
            text(f"UPDATE published_definition SET {column} = :value WHERE key = 'nomination'"), {"value": "draft0"}
        )
    else:
        move = rng.choice(rows(c, "SELECT * FROM published_transition"))
        c.execute(
            text("DELETE FROM published_transition WHERE definition_key = :definition_key AND version = :version"
                 ' AND "trigger" = :trigger AND source = :source AND target = :target'), move
        )  # fmt: skip
    return True


def _chain(c: Connection, kind: str, subject_id: int) -> list[Row]:
    query = "SELECT * FROM audit_entry WHERE subject_kind = :kind AND subject_id = :id ORDER BY seq"
    return rows(c, query, kind=kind, id=subject_id)


def _events(c: Connection, kind: str, subject_id: int) -> list[Row]:
    query = "SELECT * FROM event WHERE subject_kind = :kind AND subject_id = :id ORDER BY seq"
    return rows(c, query, kind=kind, id=subject_id)


def _write_chain(c: Connection, chain: list[Row]) -> None:
    """Number and chain the entries from the start, and put them in place of the old ones."""
    kind, subject_id = chain[0]["subject_kind"], chain[0]["subject_id"]
    before = genesis(kind, subject_id)
    c.execute(
        text("DELETE FROM audit_entry WHERE subject_kind = :kind AND subject_id = :id"),
        {"kind": kind, "id": subject_id},
    )
    for seq, one in enumerate(chain, start=1):
        body = canonical({**json.loads(one["body"]), "seq": seq})
        digest = link(before, body)
        _insert(c, "audit_entry", {**one, "seq": seq, "body": body, "prev_hash": before, "hash": digest})
        before = digest


def _insert(c: Connection, table: str, row: Row) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    c.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})"), row)


CONSISTENT: tuple[Callable[[random.Random, Connection], bool], ...] = (
    delete_tail,
    recompute_chain,
    insert_entry,
    delete_subject,
)
"""Falsifications that leave a record which agrees with itself."""
ALL = (change_event, change_entry, change_state, delete_row, swap, insert_event, change_law, *CONSISTENT)

"""Filling the queue: copies of one real nomination, made inside the database with the triggers set aside."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Engine, text

from tests.evidence.databases import raw
from web.schema import metadata

OPEN_SHARE: Final = 30  # of a hundred files are with somebody; the others have ended
DAYS: Final = 400

_SERIES: Final = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)",
    "postgresql": "WITH numbers AS (SELECT generate_series(CAST(1 AS bigint), :count) AS n)",
}
# A step that is coprime to everything around it: neighbours in the table are far apart in the queue.
_OPEN: Final = f"(n * 7919) % 100 < {OPEN_SHARE}"
_CHANGED: Final = {
    "id": "m.id + n", "code": "'N-' || n", "lookup_code": "NULL",
    "waits_for": f"CASE WHEN {_OPEN} THEN CASE n % 4 WHEN 0 THEN 'desk_officer' WHEN 1 THEN 'appraiser'"
    " WHEN 2 THEN 'council_secretary' ELSE 'chairman' END END",
    "ended_at": f"CASE WHEN {_OPEN} THEN NULL ELSE m.created_at END",
}  # fmt: skip
_DUE: Final = {
    "sqlite": f"date(m.created_at, '+' || ((n * 104729) % {DAYS}) || ' days')",
    "postgresql": f"CAST(m.created_at AS date) + CAST((n * 104729) % {DAYS} AS integer)",
}


def fill(engine: Engine, template_id: int, count: int) -> None:
    """Add copies of a nomination, spread over due dates and hands."""
    database = engine.dialect.name
    columns = [column.name for column in metadata().tables["nomination"].columns]
    changed = {**_CHANGED, "due_on": _DUE[database]}
    values = ", ".join(changed.get(name, f"m.{name}") for name in columns)
    with raw(engine) as connection:
        kept = _set_aside(connection)
        connection.execute(
            text(
                f"INSERT INTO nomination ({', '.join(columns)}) {_SERIES[database]} SELECT {values}"
                " FROM numbers CROSS JOIN nomination AS m WHERE m.id = :template"
            ),
            {"count": count, "template": template_id},
        )
        _put_back(connection, kept)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database == "postgresql":
            connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("ANALYZE nomination" if database == "sqlite" else "VACUUM ANALYZE nomination")
        connection.invalidate()


def _set_aside(connection: Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("ALTER TABLE nomination DISABLE TRIGGER ALL"))
        return []
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'nomination'"
    found = list(connection.execute(text(query)))
    for name, _ in found:
        connection.execute(text(f"DROP TRIGGER {name}"))
    return [sql for _, sql in found]


def _put_back(connection: Connection, kept: list[str]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE nomination ENABLE TRIGGER ALL"))
    for sql in kept:
        connection.exec_driver_sql(sql)

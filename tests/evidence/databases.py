"""What the evidence needs of both databases: raw doors, dumps, and the fence taken down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from notifications.subscriber import Subscriber as Letters
from tests.factories import District, make_district, make_services
from web.schema import metadata
from workflow.kernel.settings import Settings
from workflow.kernel.transaction import Subscriber

DATABASES = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]


def district_on(database: str, folder: Path, request: pytest.FixtureRequest) -> District:
    """A district of its own on SQLite or on PostgreSQL; its moves write their letters too."""
    address = request.getfixturevalue("postgres_url") if database == "postgresql" else None
    return make_district(make_services(folder, *letters(folder, address), database_url=address))


def letters(folder: Path, address: str | None = None) -> tuple[Subscriber, ...]:
    """The subscriber that writes letters into the outbox, in the transaction of the move."""
    return (Letters.of(Settings(data_dir=folder, database_url=address)),)


@contextmanager
def raw(engine: Engine) -> Iterator[Connection]:
    """A writing transaction that knows nothing of the product; what it does is kept."""
    with engine.execution_options(writing=True).begin() as connection:
        yield connection


def dump(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    found = {}
    with engine.connect() as connection:
        for table in metadata().sorted_tables:
            key = ", ".join(f'"{column.name}"' for column in table.primary_key)
            rows = connection.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY {key}")
            found[table.name] = [tuple(row) for row in rows]
    return found


def triggers(connection: Connection) -> list[tuple[str, str]]:
    """Name and table of every trigger of the referee."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    else:
        query = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal ORDER BY tgname"
        )
    return [(name, table) for name, table in connection.execute(text(query))]


def take_the_fence_down(connection: Connection) -> None:
    """What only the owner of a database can do: drop every trigger and every check on the way in."""
    for name, table in triggers(connection):
        on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
        connection.execute(text(f"DROP TRIGGER {name}{on}"))


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes are not checked against keys either, and are never kept."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute("PRAGMA ignore_check_constraints=ON")
        else:
            connection.execute(text("SET session_replication_role = replica"))
        try:
            yield connection
        finally:
            connection.rollback()
            connection.invalidate()

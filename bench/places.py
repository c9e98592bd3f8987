"""Two equal databases side by side: one for the engine, one for the bare driver."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import Engine

from notifications.subscriber import Subscriber
from tests.factories import District, make_district, make_services
from tests.support.postgres import fresh_database, postgres_server
from workflow.kernel.db import make_engine
from workflow.kernel.settings import Settings

DATABASES: Final = ("sqlite", "postgresql")
_numbers = count(1)


def parser(name: str, about: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog=f"dev.py bench {name}", description=about)
    made.add_argument("--database", choices=DATABASES, action="append", help="both when not given")
    made.add_argument("--folder", type=Path, help="where databases are made; a folder in memory leaves the disk out")
    return made


@contextmanager
def server(database: str) -> Iterator[str | None]:
    """A PostgreSQL server that forces every commit to disk; nothing for SQLite."""
    if database == "sqlite":
        yield None
        return
    with postgres_server(durable=True) as address:
        yield address


@contextmanager
def district_in(folder: Path | None, address: str | None) -> Iterator[District]:
    """A district on an empty database, with the letters of every move."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        own = fresh_database(address) if address else None
        letters = Subscriber.of(Settings(data_dir=Path(made), database_url=own))
        services = make_services(Path(made), letters, database_url=own)
        try:
            yield make_district(services)
        finally:
            services.store.engine.dispose()


@contextmanager
def twin(district: District) -> Iterator[Engine]:
    """An equal database beside the district's, on an engine of the same settings."""
    engine = district.services.store.engine
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        source = Path(engine.url.database or "")
        copied = source.with_name(f"twin-{next(_numbers)}-{source.name}")
        shutil.copy(source, copied)
        address = f"sqlite:///{copied}"
    else:
        address = _copied(engine)
    made = make_engine(address)
    try:
        yield made
    finally:
        made.dispose()


def _copied(engine: Engine) -> str:
    engine.dispose()  # a database in use cannot be copied
    name = f"{engine.url.database}_twin_{next(_numbers)}"
    server_address = engine.url.set(database="postgres", drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server_address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{engine.url.database}"'.encode())
    return engine.url.set(database=name).render_as_string(hide_password=False)


def chosen(arguments: argparse.Namespace) -> tuple[str, ...]:
    return tuple(arguments.database or DATABASES)

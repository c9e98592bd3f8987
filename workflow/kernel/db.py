"""Tables, types and engines, for SQLite and PostgreSQL alike."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, TypeAlias, cast

from sqlalchemy import (
    Connection,
    Date,
    Dialect,
    Engine,
    Index,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Text,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, mapped_column
from sqlalchemy.types import DateTime, TypeDecorator

from workflow.kernel.prepared import say

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
# Keyset pages need a value in every row: "no due date" sorts last instead of being NULL.
NO_DUE_DATE: Final = date(9999, 12, 31)
BUSY_TIMEOUT_MS: Final = 30_000


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values, returns aware ones in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        aware = value.astimezone(UTC)
        return aware.replace(tzinfo=None) if dialect.name == "sqlite" else aware

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
Id = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(64))]
Line = Annotated[str, mapped_column(String(300))]
LongText = Annotated[str, mapped_column(Text)]


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, date: Date}  # noqa: RUF012 (read by SQLAlchemy)


def table_of(model: type[Base]) -> Table:
    """The table behind a mapped class, for statements that need no object."""
    return cast(Table, model.__table__)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over some of the rows, on both databases."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def make_engine(address: str) -> Engine:
    """An engine whose transactions are safe to check in and then write in.

    SQLite: write-ahead log, every commit forced to disk, and writers that lock before they read.
    PostgreSQL: READ COMMITTED with bounded waits; durability is checked by `thidua doctor`.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, pool_size=20)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    options = "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
    return create_engine(url, connect_args={"options": options}, pool_size=10, max_overflow=30)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, in _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # otherwise INSERT OR REPLACE slips past the append-only fence
        "secure_delete=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "cache_size=-65536",
        "mmap_size=268435456",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    say(connection, "BEGIN IMMEDIATE" if writing else "BEGIN")

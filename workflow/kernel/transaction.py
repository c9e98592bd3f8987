"""The two doors to the store: one for writing, one for reading."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workflow.kernel.clock import Clock
from workflow.kernel.errors import Unavailable

Subscriber = Callable[["Tx", object], None]


@dataclass(slots=True)
class Tx:
    """One transaction: its connection, its instant, and what is to follow its commit.

    `now` is read once, when the lock is held: everything written together carries the same time.
    """

    connection: Connection
    now: datetime
    subscribers: tuple[Subscriber, ...] = ()
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    _session: Session | None = None

    @property
    def session(self) -> Session:
        """For objects: it shares the connection's transaction and neither begins nor ends one."""
        if self._session is None:
            self._session = Session(self.connection, expire_on_commit=False)
        return self._session

    def flushed(self) -> Connection:
        """The connection, once everything that waits in the session is written."""
        if self._session is not None:
            self._session.flush()
        return self.connection

    def close(self) -> None:
        if self._session is not None:
            self._session.close()

    def publish(self, fact: object) -> None:
        """Tell the subscribers, inside this transaction: if one fails, nothing has happened."""
        for subscriber in self.subscribers:
            subscriber(self, fact)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run once the change is durable; only for hints that may be lost."""
        if call not in self.afterwards:
            self.afterwards.append(call)


class Store:
    """Opens transactions on one engine and is the only caller of commit."""

    def __init__(self, engine: Engine, clock: Clock, subscribers: tuple[Subscriber, ...] = ()) -> None:
        self.engine = engine
        self.clock = clock
        self.subscribers = subscribers
        self._writing = engine.execution_options(writing=True)
        self._reading = _reader(engine)
        self._thread = threading.local()
        self._gate_path = _gate_path(engine)

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """A transaction that may write: all of it or none of it."""
        with self._gate():
            try:
                with self._writing.connect() as connection, _begun(connection):
                    tx = Tx(connection, self.clock.now(), self.subscribers)
                    with closing(tx):
                        yield tx
                        tx.flushed()
            except DBAPIError as error:
                raise _translated(error) from error
        for call in tx.afterwards:
            call()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent look that cannot write."""
        with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            try:
                yield session
            except DBAPIError as error:
                raise _translated(error) from error
            finally:
                session.rollback()

    @contextmanager
    def _gate(self) -> Iterator[None]:
        """Writers to one SQLite file queue here: its own busy handler polls and starves the unlucky."""
        if getattr(self._thread, "inside", False):
            raise RuntimeError("a transaction was opened inside another; hand the open one down instead")
        self._thread.inside = True
        try:
            if self._gate_path is None:
                yield
            else:
                gate = os.open(self._gate_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
                try:
                    fcntl.flock(gate, fcntl.LOCK_EX)
                    yield
                finally:
                    os.close(gate)
        finally:
            self._thread.inside = False


@contextmanager
def _begun(connection: Connection) -> Iterator[None]:
    """All of it or none of it; the lock is taken at once, so that what is read next stays true."""
    with connection.begin() as transaction:
        yield
        try:
            transaction.commit()
        except BaseException:
            connection.invalidate()  # after a failed COMMIT it may still hold its transaction and the lock
            raise


def _reader(engine: Engine) -> Engine:
    """On PostgreSQL a reader sees one instant and is refused any write by the server itself."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _gate_path(engine: Engine) -> Path | None:
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:":
        return None
    return Path(f"{database}.writer")


def _translated(error: DBAPIError) -> Exception:
    """A store that is away or locked is `Unavailable`; anything else is a bug and stays one."""
    text = str(error.orig).lower()
    signs = (
        "locked",
        "lock timeout",
        "statement timeout",
        "disk is full",
        "connection",
        "readonly",
        "deadlock",
    )
    return Unavailable(text) if any(sign in text for sign in signs) else error

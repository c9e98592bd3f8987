"""Waking the drainer and hearing the clock, with huey. What the queue loses, the next minute finds."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any, Final

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from sqlalchemy.engine import make_url

from notifications.clockwork import Clockwork

NAME: Final = "thidua"
PATIENCE: Final = 1  # seconds: a queue that is away must not hold up whoever has just moved a file
POLL: Final = 1.0
_log: Final = logging.getLogger("thidua.queue")


def open_queue(address: str) -> Huey:
    """A queue on SQLite, PostgreSQL or Redis, by its address. Raises `ValueError` for another."""
    url = make_url(address)
    backend = url.get_backend_name()
    if backend == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(NAME, filename=url.database, timeout=PATIENCE, results=False)
    if backend == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(NAME, dsn=dsn, connect_timeout=PATIENCE, results=False)
    if backend in ("redis", "rediss"):
        patient = url.update_query_dict({"socket_connect_timeout": str(PATIENCE)})
        return RedisHuey(NAME, url=patient.render_as_string(hide_password=False), results=False)
    raise ValueError(f"no queue can be opened at {backend}:")


class Queue:
    """Both ends: the web wakes, the worker serves."""

    def __init__(self, address: str) -> None:
        self.huey = open_queue(address)
        self.stopping = Event()
        self._clockwork: Clockwork | None = None
        self._drain: Callable[[], Any] = self.huey.task(name="drain_outbox")(self._drain_outbox)
        self.huey.periodic_task(crontab(minute="*"), name="every_minute")(self._every_minute)

    def wake(self) -> None:
        """Say that there are letters. A queue that cannot be reached loses nothing but a minute."""
        try:
            self._drain()
        except Exception:
            _log.warning("the queue could not be reached; letters leave with the next minute", exc_info=True)

    def serve(self, clockwork: Clockwork) -> None:
        """Give the tasks what they work with; without it this end only wakes."""
        self._clockwork = clockwork

    def run(self, *, workers: int = 1) -> None:
        """Work in this process until a signal says stop (SIGTERM ends after the running task)."""
        Consumer(self.huey, workers=workers, max_delay=POLL, graceful_signal="TERM").run()

    def embedded(self) -> "Embedded":
        """A worker in threads of this process, for the demo."""
        return Embedded(self)

    def _drain_outbox(self) -> None:
        if self._clockwork is not None:
            self._clockwork.drain(self.stopping.is_set)

    def _every_minute(self) -> None:
        if self._clockwork is not None:
            self._clockwork.tick(self.stopping.is_set)


class _Quiet(Consumer):  # type: ignore[misc, unused-ignore]
    """A consumer that leaves the signals of the process to the process."""

    def _set_signal_handlers(self) -> None:
        """Signals belong to the web server around us."""


class Embedded:
    """The worker as guest in another process."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self._consumer = _Quiet(queue.huey, workers=1, max_delay=POLL, check_worker_health=False)

    def start(self) -> None:
        self._consumer.start()

    def stop(self) -> None:
        """Let the letter in hand be settled, then end."""
        self.queue.stopping.set()
        self._consumer.stop(graceful=True)

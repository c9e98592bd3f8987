"""The jobs of every minute. Each worker hears the clock; for each job and minute, one acts."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from notifications.models import JobRun
from notifications.reminders import remind
from notifications.subscriber import Subscriber
from notifications.transports.base import Transport
from notifications.worker import drain, never
from workflow.bootstrap import Services
from workflow.deadlines.sweep import sweep
from workflow.kernel.transaction import Store, Tx
from workflow.lifecycle.idempotency import forget_old_answers
from workflow.nominations.sheets.importing import forget_lists

KEPT: Final = timedelta(days=2)
_log: Final = logging.getLogger("thidua.clockwork")


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What has to happen by itself: overdue files move, reminders are written, letters leave."""

    services: Services
    subscriber: Subscriber
    transport: Callable[[], Transport]

    def tick(self, stop: Callable[[], bool] = never) -> tuple[str, ...]:
        """Run the jobs of this minute that nobody else has taken. One that fails does not stop the others."""
        store = self.services.store
        jobs: tuple[tuple[str, Callable[[], object]], ...] = (
            ("sweep", lambda: sweep(store, self.services.office)),
            ("remind", lambda: remind(store, self.subscriber)),
            ("tidy", lambda: tidy(store)),
            ("drain", lambda: self.drain(stop)),
        )
        return tuple(name for name, job in jobs if self._run(name, job))

    def drain(self, stop: Callable[[], bool] = never) -> None:
        done = drain(self.services, self.transport(), stop=stop)
        if done.failed or done.dead:
            _log.warning("letters sent %d, put off %d, given up %d", done.sent, done.failed, done.dead)

    def _run(self, name: str, job: Callable[[], object]) -> bool:
        try:
            with self.services.store.transaction() as tx:
                taken = take_slot(tx, name, f"{tx.now:%Y-%m-%dT%H:%M}")
            if taken:
                job()
        except Exception:
            # The clock comes again in a minute; a job must not take the others down with it.
            _log.exception("job %s failed", name)
            return False
        return taken


def take_slot(tx: Tx, name: str, slot: str) -> bool:
    """Whether this caller is the one to run the job in this slot."""
    connection = tx.session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(JobRun).values(name=name, slot=slot, at=tx.now).on_conflict_do_nothing()
    return connection.execute(row.returning(JobRun.name)).first() is not None


def tidy(store: Store) -> None:
    """Forget slots and answered forms that nobody will ask for again."""
    with store.transaction() as tx:
        tx.session.execute(delete(JobRun).where(JobRun.at < tx.now - KEPT))
        forget_old_answers(tx)
        forget_lists(tx)

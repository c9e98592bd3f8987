"""Sending what the outbox holds: claim, render once, hand over, settle. At least once, never two bodies.

A letter's bytes are committed before they are first handed over. Whoever dies between the server's
yes and the settling leaves a letter that another sends again: the same bytes under the same id.
"""

import os
import random
import secrets
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, or_, select, update

from notifications.models import OutboxMessage
from notifications.render import Draft, Renderer, Unrenderable, checked_address
from notifications.transports.base import Envelope, Transport, TransportError
from workflow.bootstrap import Services
from workflow.kernel.transaction import Store

BATCH: Final = 50
LEASE: Final = timedelta(minutes=5)
BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15, 30, 60))
JITTER: Final = 0.2
PATIENCE: Final = timedelta(hours=72)
SILENT: Final = 5
"""Connections that failed in a row, after which a round is given up: the server is away, not a letter bad."""
_TABLE: Final = OutboxMessage.__table__
DRAFT_FIELDS: Final = (
    "subject_id",
    "nomination_id",
    "kind",
    "to_address",
    "to_name",
    "locale",
    "params",
    "message_id",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class Drained:
    """What a round did: letters sent, put off, and given up."""

    sent: int = 0
    failed: int = 0
    dead: int = 0

    def plus(self, other: "Drained") -> "Drained":
        return Drained(self.sent + other.sent, self.failed + other.failed, self.dead + other.dead)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter this worker holds until its lease ends."""

    id: int
    attempts: int
    to_address: str
    created_at: datetime
    raw: bytes


def never() -> bool:
    return False


def drain(services: Services, transport: Transport, *, stop: Callable[[], bool] = never) -> Drained:
    """Send everything that is due, batch after batch, until nothing is or the server stays silent."""
    worker = Worker(services, transport, Renderer.of(services.settings))
    total = Drained()
    try:
        while not stop():
            done, again = worker.round(stop)
            total = total.plus(done)
            if not again:
                break
    finally:
        transport.close()
    return total


class Worker:
    """One sender, known to the outbox by a name of its own."""

    def __init__(self, services: Services, transport: Transport, renderer: Renderer) -> None:
        self.store: Store = services.store
        self.clock = services.clock
        self.sender = services.settings.mail_from
        self.transport = transport
        self.renderer = renderer
        self.name = f"{socket.gethostname()[:24]}.{os.getpid()}.{secrets.token_hex(4)}"

    def round(self, stop: Callable[[], bool] = never) -> tuple[Drained, bool]:
        """One batch. The flag says whether another is worth while at once."""
        rows, lease_until = self.claim()
        letters, spoilt = self._with_bytes(rows)
        done, silent = Drained(dead=spoilt), 0
        for place, letter in enumerate(letters):
            # A lease that has run out may be somebody else's by now; what is left will be claimed again.
            if silent == SILENT or stop() or self.clock.now() >= lease_until:
                self._give_back([each.id for each in letters[place:]])
                return done, False
            error = self._hand_over(letter)
            silent = silent + 1 if error is not None and error.unreachable else 0
            done = done.plus(self._settle(letter, error))
        return done, len(rows) == BATCH

    def claim(self) -> tuple[Sequence[Any], datetime]:
        """Take up to a batch of letters that are due and that nobody holds, and say until when."""
        with self.store.transaction() as tx:
            columns = OutboxMessage
            free = or_(columns.lease_until.is_(None), columns.lease_until < tx.now)
            due = (
                select(columns.id)
                .where(columns.state == "pending", columns.next_at <= tx.now, free)
                .order_by(columns.next_at, columns.id)
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            )
            claimed = tx.session.connection().execute(
                update(_TABLE)  # type: ignore[arg-type]
                .where(columns.id.in_(due.scalar_subquery()))
                .values(lease_until=tx.now + LEASE, lease_owner=self.name)
                .returning(
                    columns.id,
                    columns.attempts,
                    columns.raw,
                    *(getattr(columns, name) for name in DRAFT_FIELDS),
                )
            )
            return sorted(claimed, key=lambda row: row.id), tx.now + LEASE

    def _with_bytes(self, rows: Sequence[Any]) -> tuple[list[Claimed], int]:
        """Render what has no bytes yet, and keep them before anything is sent."""
        letters, fresh, spoilt = [], [], []
        for row in rows:
            raw = row.raw
            if raw is None:
                try:
                    subject, raw = self.renderer.mail(Draft(**{name: getattr(row, name) for name in DRAFT_FIELDS}))
                except Unrenderable as error:
                    spoilt.append({"letter": row.id, "reason": str(error)})
                    continue
                fresh.append({"letter": row.id, "line": subject, "bytes": raw})
            letters.append(Claimed(row.id, row.attempts, row.to_address, row.created_at, raw))
        if fresh or spoilt:
            with self.store.transaction() as tx:
                connection = tx.session.connection()
                if fresh:
                    connection.execute(_KEEP, fresh)
                if spoilt:
                    connection.execute(_SPOIL, spoilt)
        return letters, len(spoilt)

    def _hand_over(self, letter: Claimed) -> TransportError | None:
        try:
            self.transport.send(Envelope(self.sender, checked_address(letter.to_address), letter.raw))
        except TransportError as error:
            return error
        except ValueError as error:
            return TransportError(str(error), permanent=True)
        return None

    def _settle(self, letter: Claimed, error: TransportError | None) -> Drained:
        """Write down what became of one letter, in a transaction of its own."""
        with self.store.transaction() as tx:
            values, done = _verdict(letter, error, tx.now)
            held = _TABLE.c.lease_owner == self.name if error else _TABLE.c.id == letter.id
            tx.session.connection().execute(
                update(_TABLE)  # type: ignore[arg-type]
                .where(_TABLE.c.id == letter.id, _TABLE.c.state == "pending", held)
                .values(lease_until=None, lease_owner=None, attempts=letter.attempts + 1, **values)
            )
        return done

    def _give_back(self, ids: Sequence[int]) -> None:
        """Untried letters go back as they were: being unlucky is not an attempt."""
        with self.store.transaction() as tx:
            tx.session.connection().execute(
                update(_TABLE)  # type: ignore[arg-type]
                .where(_TABLE.c.id.in_(ids), _TABLE.c.lease_owner == self.name)
                .values(lease_until=None, lease_owner=None)
            )


def _verdict(letter: Claimed, error: TransportError | None, now: datetime) -> tuple[dict[str, Any], Drained]:
    if error is None:
        return {"state": "sent", "sent_at": now, "last_error": None}, Drained(sent=1)
    if error.permanent or gives_up(letter.attempts + 1, now - letter.created_at):
        return {"state": "dead", "last_error": error.reason}, Drained(dead=1)
    return {"next_at": now + back_off(letter.attempts + 1), "last_error": error.reason}, Drained(failed=1)


def gives_up(attempts: int, age: timedelta) -> bool:
    """After three days; but never before the short steps have been tried, however long the house was shut."""
    return age >= PATIENCE and attempts >= len(BACK_OFF)


def back_off(attempts: int) -> timedelta:
    """The rest after the n-th failure, give or take a fifth: a crowd does not come back as one."""
    step = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
    return step * random.uniform(1 - JITTER, 1 + JITTER)


_KEEP: Final = (
    update(_TABLE)  # type: ignore[arg-type]
    .where(_TABLE.c.id == bindparam("letter"), _TABLE.c.raw.is_(None))
    .values(raw=bindparam("bytes"), subject_line=bindparam("line"))
)
_SPOIL: Final = (
    update(_TABLE)  # type: ignore[arg-type]
    .where(_TABLE.c.id == bindparam("letter"), _TABLE.c.state == "pending")
    .values(state="dead", last_error=bindparam("reason"), lease_until=None, lease_owner=None)
)

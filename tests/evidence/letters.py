"""Senders in processes of their own, to be killed; the shipped build and two spoilt ones."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import make_msgid
from pathlib import Path
from typing import Any

from sqlalchemy import update

from notifications.models import OutboxMessage
from notifications.render import Draft, Renderer
from notifications.transports.base import TransportError
from notifications.transports.smtp import SmtpTransport
from notifications.worker import DRAFT_FIELDS, Claimed, Drained, Worker
from workflow.bootstrap import build
from workflow.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class FastClock:
    """A clock on which a second of ours is a minute: back-offs and leases pass while the test waits."""

    began: float
    start: datetime
    factor: float = 60.0

    def now(self) -> datetime:
        return self.start + timedelta(seconds=(time.monotonic() - self.began) * self.factor)


class MarkFirst(Worker):
    """Spoilt: writes "sent" before the letter is handed over, and takes it back when that fails."""

    def _hand_over(self, letter: Claimed) -> TransportError | None:
        self._set(letter, state="sent", sent_at=self.clock.now())
        error = super()._hand_over(letter)
        if error is not None:
            self._set(letter, state="pending", sent_at=None)
        return error

    def _set(self, letter: Claimed, **values: Any) -> None:
        with self.store.transaction() as tx:
            tx.session.execute(update(OutboxMessage).where(OutboxMessage.id == letter.id).values(**values))


class RandomId(Worker):
    """Spoilt: every attempt is rendered anew, with an id of its own."""

    def _with_bytes(self, rows: Sequence[Any]) -> tuple[list[Claimed], int]:
        letters = []
        for row in rows:
            draft = Draft(**{name: getattr(row, name) for name in DRAFT_FIELDS})
            _, raw = self.renderer.mail(replace(draft, message_id=make_msgid(domain="thanhliem.example")))
            letters.append(Claimed(row.id, row.attempts, row.to_address, row.created_at, raw))
        return letters, 0


BUILDS: dict[str, type[Worker]] = {"shipped": Worker, "mark_first": MarkFirst, "random_id": RandomId}


def send_until_killed(build_name: str, folder: str, port: int, clock: FastClock) -> None:
    """The body of a sender: claim and send, again and again, until a signal ends it."""
    settings = Settings(data_dir=Path(folder), mail_port=port, mail_timeout=0.25)
    services = build(settings, clock=clock)
    transport = SmtpTransport.of(settings)
    worker = BUILDS[build_name](services, transport, Renderer.of(settings))
    while True:
        done, _ = worker.round()
        if done == Drained():
            time.sleep(0.05)

"""Letters that the clock writes: a day is near, a day has passed; once each for every stand of a file."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from notifications.cases import reminder
from notifications.models import OutboxMessage
from notifications.subscriber import Subscriber
from workflow.calendars.office import calendar_of
from workflow.kernel.clock import office_date
from workflow.kernel.transaction import Store
from workflow.nominations.models import Nomination
from workflow.nominations.rows import load_rows

SOON: Final = 2  # working days
BATCH: Final = 200


def remind(store: Store, subscriber: Subscriber) -> int:
    """Write the reminders that are due and not yet written. Returns how many letters."""
    return sum(_remind(store, subscriber, event) for event in ("overdue", "due_soon"))


def _remind(store: Store, subscriber: Subscriber, event: str) -> int:
    written, last = 0, 0
    while True:
        with store.transaction() as tx:
            ids = _unreminded(tx.session, event, office_date(tx.now), last)
            if not ids:
                return written
            rows = load_rows(tx.session, ids, locked=True).values()
            written += subscriber.write(tx, [reminder(row, event, row.due_on) for row in rows])
        last = ids[-1]


def _unreminded(session: Session, event: str, today: date, after: int) -> Sequence[int]:
    told = exists().where(
        OutboxMessage.subject_kind == "nomination",
        OutboxMessage.subject_id == Nomination.id,
        OutboxMessage.event_seq == Nomination.version,
        OutboxMessage.kind == event,
    )
    first, end = (
        (today, calendar_of(session).add(today, SOON))
        if event == "due_soon"
        else (date.min, date.fromordinal(today.toordinal() - 1))
    )
    query = (
        select(Nomination.id)
        .where(
            Nomination.waits_for.is_not(None),
            Nomination.due_on.between(first, end),
            Nomination.id > after,
            ~told,
        )
        .order_by(Nomination.id)
        .limit(BATCH)
    )
    return list(session.execute(query).scalars())

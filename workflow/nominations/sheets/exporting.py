"""Lists as they leave for the office's own spreadsheets: the same rows as on the page, all of them."""

from datetime import date

from sqlalchemy.orm import Session

from workflow.nominations.queue import MOST_AT_ONCE, QueueFilter, QueueRow, queue_page
from workflow.people.authority import Actor


def queue_list(session: Session, actor: Actor, wanted: QueueFilter, today: date) -> list[QueueRow]:
    """Everything that the filter shows, up to `MOST_AT_ONCE`, in the order of the queue."""
    return list(queue_page(session, actor, wanted, today, size=MOST_AT_ONCE).items)

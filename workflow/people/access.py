"""Who opened a nomination: noted beside the chain, readable by those who may see the file."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from workflow.audit.models import AccessEntry
from workflow.kernel.db import AnyRow
from workflow.kernel.transaction import Store
from workflow.people.models import Person

NOTED_EVERY: Final = timedelta(hours=1)


def record_view(store: Store, person_id: int, nomination_id: int) -> None:
    """Note that somebody opened a nomination; once an hour for each person is enough."""
    with store.reading() as session:
        last = session.execute(
            select(func.max(AccessEntry.at)).where(
                AccessEntry.nomination_id == nomination_id, AccessEntry.person_id == person_id
            )
        ).scalar_one()
    if last is not None and store.clock.now() - last < NOTED_EVERY:
        return
    with store.transaction() as tx:
        values = {"nomination_id": nomination_id, "person_id": person_id, "at": tx.now}
        tx.session.execute(insert(AccessEntry).values(values))


def views_of(session: Session, nomination_id: int, *, limit: int = 5) -> tuple[int, Sequence[AnyRow]]:
    """How often a nomination was opened, and the latest readers."""
    total = session.execute(
        select(func.count()).select_from(AccessEntry).where(AccessEntry.nomination_id == nomination_id)
    ).scalar_one()
    latest = session.execute(
        select(Person.full_name, Person.title_vi, Person.title_en, AccessEntry.at)
        .join(Person, Person.id == AccessEntry.person_id)
        .where(AccessEntry.nomination_id == nomination_id)
        .order_by(AccessEntry.id.desc())
        .limit(limit)
    ).all()
    return total, latest

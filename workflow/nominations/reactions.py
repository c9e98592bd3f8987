"""What nominations do when a session moves: results of a closed meeting may be told."""

from sqlalchemy import select, update

from workflow.councils.events import SessionMoved
from workflow.councils.models import AgendaItem
from workflow.kernel.db import table_of
from workflow.kernel.transaction import Tx
from workflow.nominations.events import ResultsReleased
from workflow.nominations.models import Nomination
from workflow.nominations.rows import load_rows


def release_results(tx: Tx, fact: object) -> None:
    """Subscriber: when a session closes, the nominees whose vote failed are told; not before."""
    if not isinstance(fact, SessionMoved):
        return
    if fact.moved.trigger == "cancel":
        tx.session.execute(
            update(AgendaItem)
            .where(AgendaItem.session_id == fact.session_id, AgendaItem.removed_at.is_(None))
            .values(removed_at=tx.now)
        )
        return
    if fact.moved.trigger != "close":
        return
    failed = tx.session.execute(
        select(AgendaItem.nomination_id).where(
            AgendaItem.session_id == fact.session_id, AgendaItem.passed.is_(False), AgendaItem.removed_at.is_(None)
        )
    ).scalars().all()  # fmt: skip
    rows = tuple(row for row in load_rows(tx.session, failed, locked=True).values() if row.state == "council_failed")
    if rows:
        tx.session.connection().execute(
            update(table_of(Nomination))
            .where(Nomination.id.in_([row.id for row in rows]), Nomination.released_at.is_(None))
            .values(released_at=tx.now)
        )
        tx.publish(ResultsReleased(rows=rows, seqs=tuple(row.version for row in rows), session_id=fact.session_id))

"""Putting nominations on the agenda of a session, and taking them off."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from states import COUNCIL_QUEUE
from workflow.audit.record import Entry, record
from workflow.councils.models import AgendaItem, CouncilSession
from workflow.councils.sessions import PLANNERS
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.nominations.models import Nomination
from workflow.people.authority import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAgenda:
    """The wish to put these nominations on the agenda, or to take them off it."""

    session_id: int
    nomination_ids: Sequence[int]
    actor: Actor


def add_to_agenda(tx: Tx, command: SetAgenda) -> int:
    """Append those that wait for the council and are on no other agenda. Returns how many were added.

    Nominations of which the actor is the nominee are left out like any that do not qualify.
    """
    session = _open_session(tx, command)
    waiting = tx.session.execute(
        select(Nomination.id)
        .where(
            Nomination.id.in_(command.nomination_ids), Nomination.state == COUNCIL_QUEUE,
            Nomination.hold_id.is_(None),
            func.coalesce(Nomination.nominee_id, 0) != (command.actor.person_id or -1),
        )
        .order_by(Nomination.award_code, Nomination.id)
        .with_for_update(of=Nomination)
    ).scalars().all()  # fmt: skip
    # Looked up once the nominations are locked: two sessions that want the same name come one after the other.
    taken = set(tx.session.execute(
        select(AgendaItem.nomination_id).where(
            AgendaItem.nomination_id.in_(waiting), AgendaItem.passed.is_(None), AgendaItem.removed_at.is_(None)
        )
    ).scalars())  # fmt: skip
    ready = [nomination_id for nomination_id in waiting if nomination_id not in taken]
    if not ready:
        return 0
    # One that was taken off this very agenda comes back to its old line: a session lists a name once.
    back = set(tx.session.execute(
        select(AgendaItem.nomination_id).where(AgendaItem.session_id == session.id, AgendaItem.nomination_id.in_(ready))
    ).scalars())  # fmt: skip
    if back:
        tx.session.execute(
            update(AgendaItem)
            .where(AgendaItem.session_id == session.id, AgendaItem.nomination_id.in_(back))
            .values(removed_at=None)
        )
    last = tx.session.execute(
        select(func.coalesce(func.max(AgendaItem.position), 0)).where(AgendaItem.session_id == session.id)
    ).scalar_one()
    new = [nomination_id for nomination_id in ready if nomination_id not in back]
    if new:
        tx.session.execute(insert(AgendaItem), [
            {"session_id": session.id, "nomination_id": nomination_id, "position": last + place}
            for place, nomination_id in enumerate(new, start=1)
        ])  # fmt: skip
    _record(tx, command, "add_to_agenda", ready)
    return len(ready)


def remove_from_agenda(tx: Tx, command: SetAgenda) -> int:
    """Take uncounted items off the agenda; they wait for another session. Returns how many."""
    session = _open_session(tx, command)
    waiting = select(Nomination.id).where(Nomination.state == COUNCIL_QUEUE)
    items = tx.session.execute(
        update(AgendaItem)
        .where(
            AgendaItem.session_id == session.id, AgendaItem.nomination_id.in_(command.nomination_ids),
            AgendaItem.passed.is_(None), AgendaItem.removed_at.is_(None), AgendaItem.nomination_id.in_(waiting),
        )
        .values(removed_at=tx.now)
        .returning(AgendaItem.nomination_id)
    ).scalars().all()  # fmt: skip
    if items:
        _record(tx, command, "remove_from_agenda", items)
    return len(items)


def _open_session(tx: Tx, command: SetAgenda) -> CouncilSession:
    """The session under its lock: it is not convened or closed while its agenda changes."""
    if not command.actor.has(*PLANNERS):
        raise Forbidden("not_your_role", who=PLANNERS)
    session = tx.session.get(CouncilSession, command.session_id, with_for_update=True, populate_existing=True)
    if session is None:
        raise NotFound("session")
    if session.state not in ("planned", "convened"):
        raise Invalid({"agenda": Problem("session_closed")})
    return session


def _record(tx: Tx, command: SetAgenda, action: str, nomination_ids: Sequence[int]) -> None:
    record(tx, [Entry(subject_kind="session", subject_id=command.session_id, action=action,
                      actor_id=command.actor.person_id, detail={"nominations": list(nomination_ids)})])  # fmt: skip

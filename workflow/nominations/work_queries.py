"""What waits for one person: rows for "my work", a fixed number of queries for each capacity."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.awards.models import Award
from workflow.councils.models import AgendaItem, CouncilSession
from workflow.kernel.db import AnySelect
from workflow.lifecycle.models import Event
from workflow.movements.models import Movement
from workflow.nominations.models import Nomination
from workflow.nominations.policy import UNIT_ROLES, visible_to
from workflow.nominations.tasks import HOLDERS
from workflow.people.authority import Actor
from workflow.people.models import Person, Unit

MOST: Final = 20
RECENT: Final = 5
SIGNINGS: Final = ("sign_decision", "forward_to_superior", "request_reappraisal", "decline")
_Holder = aliased(Person)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One nomination as a thing to do or to wait for."""

    id: int
    code: str
    name: str
    unit_vi: str
    unit_en: str
    award_vi: str
    award_en: str
    definition_key: str
    definition_version: int
    state: str
    overlay: str | None
    waits_for: str | None
    assignee_id: int | None
    assignee: str | None
    due_on: date
    since: datetime
    promised_on: date | None


@dataclass(frozen=True, slots=True)
class PendingList:
    """Names that wait for one signature, of one kind of letter."""

    kind: str
    movement_vi: str | None
    movement_en: str | None
    names: int
    first: str
    women: int
    due_on: date


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A meeting that is planned or under way."""

    id: int
    number: int
    year: int
    held_at: datetime
    place: str
    definition_key: str
    definition_version: int
    state: str
    items: int
    counted: int


def held_by(session: Session, actor: Actor) -> list[WorkRow]:
    """Files in the person's own hands, soonest due first."""
    n = Nomination
    return _rows(session, actor, n.assignee_id == actor.person_id, n.waits_for.in_(sorted(HOLDERS)))


def free_files(session: Session, actor: Actor, most: int = RECENT) -> list[WorkRow]:
    """Files that nobody has taken, soonest due first."""
    n = Nomination
    return _rows(session, actor, n.assignee_id.is_(None), n.waits_for.in_(sorted(HOLDERS)), most=most)


def late_files(session: Session, actor: Actor, today: date) -> list[WorkRow]:
    """Files of the whole office that are past their day."""
    n = Nomination
    return _rows(session, actor, n.due_on < today, n.waits_for.in_(sorted(HOLDERS)))


def waiting_for_role(session: Session, actor: Actor, role: str) -> list[WorkRow]:
    """Files whose next act is that of a role: holds to review, results to pass on, votes to prepare."""
    return _rows(session, actor, Nomination.waits_for == role)


def sent_on_by(session: Session, actor: Actor) -> list[WorkRow]:
    """Files that wait for a unit, or stand on hold, after this person has had a hand in them."""
    n = Nomination
    touched = exists().where(
        Event.subject_kind == "nomination", Event.subject_id == n.id, Event.actor_id == actor.person_id
    )
    return _rows(session, actor, or_(n.waits_for.in_(sorted(UNIT_ROLES)), n.hold_id.is_not(None)), touched, most=10)


def asked_of_units(session: Session, actor: Actor) -> list[WorkRow]:
    """Files that came back to the person's units for more papers."""
    return _of_units(session, actor, Nomination.waits_for.in_(sorted(UNIT_ROLES)))


def sent_by_units(session: Session, actor: Actor, most: int = 10) -> list[WorkRow]:
    """Files of the person's units that are with the office or just answered, newest first."""
    n = Nomination
    elsewhere = or_(n.waits_for.is_(None), n.waits_for.not_in(sorted(UNIT_ROLES)))
    query = _select().where(
        n.unit_id.in_(actor.units_as(UNIT_ROLES)), n.received_at.is_not(None), elsewhere, visible_to(actor)
    )
    return [WorkRow(*row) for row in session.execute(query.order_by(n.since.desc(), n.id.desc()).limit(most))]


def pending_lists(session: Session, actor: Actor) -> list[PendingList]:
    """What waits for the chairman, gathered as it will be read: by kind of letter and movement."""
    n = Nomination
    women = func.sum(func.coalesce(n.female_count, case((n.gender == "female", 1), else_=0)))
    found = session.execute(
        select(n.kind, Movement.short_vi, Movement.short_en, func.count(), func.min(n.name), women, func.min(n.due_on))
        .outerjoin(Movement, Movement.id == n.movement_id)
        .where(n.waits_for == "chairman", n.hold_id.is_(None), visible_to(actor))
        .group_by(n.kind, Movement.id, Movement.short_vi, Movement.short_en)
        .order_by(func.min(n.due_on), n.kind)
    )  # fmt: skip
    return [PendingList(*row) for row in found]


def signed_by(session: Session, actor: Actor) -> list[WorkRow]:
    """What this person decided last."""
    n = Nomination
    last = (
        select(Event.subject_id, func.max(Event.id).label("event_id"))
        .where(Event.subject_kind == "nomination", Event.trigger.in_(SIGNINGS), Event.actor_id == actor.person_id)
        .group_by(Event.subject_id)
        .subquery()
    )
    query = _select().join(last, last.c.subject_id == n.id).where(visible_to(actor))
    return [WorkRow(*row) for row in session.execute(query.order_by(last.c.event_id.desc()).limit(RECENT))]


def sessions_ahead(session: Session) -> list[SessionRow]:
    """Meetings that are not minuted yet, the next first, with the length of their agendas."""
    s, item = CouncilSession, AgendaItem
    query: AnySelect = (
        select(s.id, s.number, s.year, s.held_at, s.place, s.definition_key, s.definition_version, s.state,
               func.count(item.id), func.count(item.passed))
        .outerjoin(item, and_(item.session_id == s.id, item.removed_at.is_(None)))
        .where(s.state.in_(("planned", "convened", "closed")))
        .group_by(s.id, s.number, s.year, s.held_at, s.place, s.definition_key, s.definition_version, s.state)
        .order_by(s.held_at)
        .limit(RECENT)
    )  # fmt: skip
    return [SessionRow(*row) for row in session.execute(query)]


def gender_of(session: Session, person_id: int) -> str | None:
    """How a person is addressed; None where the record does not say."""
    return session.execute(select(Person.gender).where(Person.id == person_id)).scalar_one_or_none()


def _rows(session: Session, actor: Actor, *where: ColumnElement[bool], most: int = MOST) -> list[WorkRow]:
    n = Nomination
    query = _select().where(n.received_at.is_not(None), visible_to(actor), *where)
    return [WorkRow(*row) for row in session.execute(query.order_by(n.due_on, n.id).limit(most))]


def _of_units(session: Session, actor: Actor, *where: ColumnElement[bool]) -> list[WorkRow]:
    units: Collection[int] = actor.units_as(UNIT_ROLES)
    return _rows(session, actor, Nomination.unit_id.in_(units), *where)


def _select() -> AnySelect:
    n = Nomination
    return (
        select(
            n.id, n.code, n.name, Unit.name_vi, Unit.name_en, Award.short_vi, Award.short_en, n.definition_key,
            n.definition_version, n.state, n.overlay, n.waits_for, n.assignee_id, _Holder.full_name, n.due_on, n.since,
            n.promised_on,
        )
        .join(Unit, Unit.id == n.unit_id)
        .join(Award, Award.code == n.award_code)
        .outerjoin(_Holder, _Holder.id == n.assignee_id)
    )  # fmt: skip

"""Planning a session and taking it from the invitation to the signed minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, column, func, or_, select, table

from states import COUNCIL_VOTING, INPUTS, NO_SUCH_MOVE, Refusal, Refused, Step
from workflow.audit.record import Entry, record
from workflow.councils.events import SessionMoved
from workflow.councils.models import AgendaItem, Council, CouncilSession, Seat
from workflow.councils.queries import results_of
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem, Stale
from workflow.kernel.folding import clean
from workflow.kernel.transaction import Tx
from workflow.lifecycle.move import Move, Subject, move
from workflow.lifecycle.numbering import next_number
from workflow.lifecycle.office import Office
from workflow.people.authority import Actor, Capacity

PLANNERS = ("council_secretary", "standing_head")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSession:
    """The wish to hold a session of a council at a time and place."""

    council_id: int
    held_at: datetime
    place: str
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSession:
    """The wish to convene, close, minute or cancel a session."""

    session_id: int
    trigger: str
    seen_version: int
    actor: Actor
    inputs: Mapping[str, Any] = field(default_factory=dict)


def plan_session(tx: Tx, office: Office, command: PlanSession) -> int:
    """Enter a session; its members are the seats of that day. Returns its id."""
    if not command.actor.has(*PLANNERS):
        raise Forbidden("not_your_role", who=PLANNERS)
    council = tx.session.get(Council, command.council_id)
    if council is None:
        raise NotFound("council")
    place = clean(command.place)
    problems = {}
    if not place or len(place) > 300:
        problems["place"] = Problem("too_long", {"most": 300}) if place else Problem("missing_text")
    if command.held_at <= tx.now:
        problems["held_at"] = Problem("time_not_ahead")
    members = seats_on(tx, council.id, office_date(command.held_at))
    if not members:
        problems["held_at"] = Problem("council_has_no_members")
    if problems:
        raise Invalid(problems)
    definition = office.registry.latest("session").definition
    year = office_date(command.held_at).year
    session = CouncilSession(
        council_id=council.id, year=year, number=next_number(tx, f"session:{council.id}", year),
        held_at=command.held_at, place=place, members=members, definition_key=definition.key,
        definition_version=definition.version, state=definition.initial, created_by_id=command.actor.person_id or 0,
    )  # fmt: skip
    tx.session.add(session)
    tx.session.flush()  # the id is part of the audit entry and of the answer
    record(tx, [Entry(subject_kind="session", subject_id=session.id, action="plan", actor_id=command.actor.person_id,
                      detail={"held_at": command.held_at, "place": place, "members": members})])  # fmt: skip
    return session.id


def seats_on(tx: Tx, council_id: int, day: date) -> int:
    """How many members the council has on a day: the denominator of every share."""
    held = and_(Seat.valid_from <= day, or_(Seat.valid_to.is_(None), Seat.valid_to > day))
    query = select(func.count()).select_from(Seat).where(Seat.council_id == council_id, held)
    return tx.session.execute(query).scalar_one()


def move_session(tx: Tx, office: Office, command: MoveSession) -> SessionMoved:
    """Fire a trigger of the session. Raises `NotFound`, `Stale`, `Forbidden`, `Refused`."""
    session = tx.session.execute(
        select(CouncilSession).where(CouncilSession.id == command.session_id).with_for_update()
    ).scalar_one_or_none()
    if session is None:
        raise NotFound("session")
    if session.version != command.seen_version:
        raise Stale("session", (session.id,))
    engine = office.registry.engine(session.definition_key, session.definition_version)
    known = engine.definition.has_trigger(command.trigger)
    route = engine.route(session.state, command.trigger, None) if known else None
    if route is None:
        raise Refused(command.trigger, session.state, [Refusal(NO_SUCH_MOVE, {
            "state": engine.definition.state(session.state).label,
            "trigger": engine.definition.trigger(command.trigger).label if known else command.trigger,
        })])  # fmt: skip
    capacity = _capacity(command.actor, route.roles)
    inputs = {key: clean(str(value)) for key, value in command.inputs.items() if value}
    _check_agenda(tx, session, command.trigger, inputs)
    subject = Subject("session", session.id, session.definition_key, session.definition_version, session.version)
    step = Step(command.trigger, route.source, route.target, route.roles)
    (moved,) = move(tx, command.actor, [Move(subject, step, capacity, inputs)])
    fact = SessionMoved(session_id=session.id, council_id=session.council_id, number=session.number,
                        held_at=session.held_at, place=session.place, moved=moved)  # fmt: skip
    tx.publish(fact)
    return fact


def _capacity(actor: Actor, roles: tuple[str, ...]) -> Capacity:
    for capacity in actor.capacities:
        if capacity.role in roles:
            return capacity
    raise Forbidden("not_your_role", who=roles)


def agenda_problems(trigger: str, results: Sequence[bool | None], *, in_voting: int = 0) -> dict[str, Problem]:
    """What the agenda lacks for this trigger: a session is convened with items and closed with all counted.

    `results` holds the verdict of every item that stands on the agenda, None where there is no count;
    `in_voting` is how many of them are being voted on: those would stay behind in a cancelled session.
    """
    if trigger == "convene" and not results:
        return {"agenda": Problem("agenda_empty")}
    if trigger == "close" and None in results:
        return {"agenda": Problem("agenda_not_counted", {"n": list(results).count(None)})}
    if trigger == "cancel" and any(result is not None for result in results):
        return {"agenda": Problem("agenda_has_counts")}
    if trigger == "cancel" and in_voting:
        return {"agenda": Problem("agenda_in_voting", {"n": in_voting})}
    return {}


def _check_agenda(tx: Tx, session: CouncilSession, trigger: str, inputs: Mapping[str, Any]) -> None:
    in_voting = _in_voting(tx, session.id) if trigger == "cancel" else 0
    problems = agenda_problems(trigger, results_of(tx.session, session.id), in_voting=in_voting)
    if trigger == "cancel" and not inputs.get("reason"):
        problems["reason"] = Problem("missing", {"label": INPUTS["reason"].label})
    if problems:
        raise Invalid(problems)


def _in_voting(tx: Tx, session_id: int) -> int:
    """How many listed files are being voted on."""
    nomination = table("nomination", column("id"), column("state"))  # its model belongs to a slice above this one
    query = select(func.count()).select_from(AgendaItem).join(nomination, nomination.c.id == AgendaItem.nomination_id)
    listed = and_(AgendaItem.session_id == session_id, AgendaItem.removed_at.is_(None))
    return tx.session.execute(query.where(listed, nomination.c.state == COUNCIL_VOTING)).scalar_one()

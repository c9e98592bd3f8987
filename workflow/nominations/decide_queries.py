"""What the chairman reads before signing: the list, the votes, and what changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from states import PENDING_DECISION
from workflow.awards.models import Award
from workflow.councils.models import AgendaItem, CouncilSession
from workflow.lifecycle.models import Event
from workflow.nominations.models import Evidence, Hold, Nomination
from workflow.nominations.policy import visible_to
from workflow.people.authority import Actor
from workflow.people.models import Person, Unit


@dataclass(frozen=True, slots=True)
class PendingRow:
    """One name that waits for the chairman, with the count of its last vote."""

    id: int
    version: int
    code: str
    name: str
    subject: str
    gender: str | None
    member_count: int | None
    female_count: int | None
    achievement: str
    unit_vi: str
    unit_en: str
    award_vi: str
    award_en: str
    due_on: date
    promised_on: date | None
    hold_ground: str | None
    members: int | None
    in_favour: int | None
    needed: int | None

    @property
    def of_women(self) -> bool:
        """A woman, or a collective of which at least half are women."""
        if self.subject == "collective":
            return bool(self.member_count and self.female_count and 2 * self.female_count >= self.member_count)
        return self.gender == "female"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a file after the council had voted on it: a move, or a paper."""

    nomination_id: int
    trigger: str
    paper: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LastMove:
    """Where a nomination stands and who brought it there."""

    nomination_id: int
    code: str
    name: str
    definition_key: str
    definition_version: int
    state: str
    overlay: str | None
    trigger: str
    actor: str | None
    at: datetime


def pending_decisions(session: Session, actor: Actor) -> list[PendingRow]:
    """All names that wait for the chairman and that the actor may open, in the order of the catalogue."""
    n, vote = Nomination, _last_votes()
    query: Select[*tuple[Any, ...]] = (
        select(
            n.id, n.version, n.code, n.name, n.subject, n.gender, n.member_count, n.female_count, n.achievement,
            Unit.name_vi, Unit.name_en, Award.name_vi, Award.name_en, n.due_on, n.promised_on, Hold.ground,
            vote.c.members, vote.c.in_favour, vote.c.needed,
        )
        .join(Unit, Unit.id == n.unit_id)
        .join(Award, Award.code == n.award_code)
        .outerjoin(Hold, Hold.id == n.hold_id)
        .outerjoin(vote, vote.c.nomination_id == n.id)
        .where(n.state == PENDING_DECISION, visible_to(actor))
        .order_by(Award.position, n.id)
    )  # fmt: skip
    return [PendingRow(*row) for row in session.execute(query)]


def changes_since_vote(session: Session) -> list[Change]:
    """Moves and papers after the vote, for every name that waits for the chairman; two statements."""
    counted = (
        select(AgendaItem.nomination_id, func.max(AgendaItem.recorded_at).label("at"))
        .join(Nomination, Nomination.id == AgendaItem.nomination_id)
        .where(AgendaItem.passed.is_not(None), Nomination.state == PENDING_DECISION)
        .group_by(AgendaItem.nomination_id)
        .subquery()
    )
    moves = session.execute(
        select(Event.subject_id, Event.trigger, Event.at)
        .join(counted, and_(Event.subject_id == counted.c.nomination_id, Event.subject_kind == "nomination"))
        .where(Event.at > counted.c.at, Event.trigger != "send_to_chairman")
    )
    changes = [Change(row.subject_id, row.trigger, "", row.at) for row in moves]
    touched = func.coalesce(Evidence.withdrawn_at, Evidence.uploaded_at).label("at")
    papers = session.execute(
        select(Evidence.nomination_id, Evidence.kind, touched)
        .join(counted, counted.c.nomination_id == Evidence.nomination_id)
        .where(or_(Evidence.uploaded_at > counted.c.at, Evidence.withdrawn_at > counted.c.at))
    )
    changes += [Change(row.nomination_id, "", row.kind, row.at) for row in papers]
    return sorted(changes, key=lambda change: (change.nomination_id, change.at))


def last_moves(session: Session, nomination_ids: Sequence[int]) -> list[LastMove]:
    """The latest event of each of these nominations."""
    n, actor = Nomination, aliased(Person)
    query: Select[*tuple[Any, ...]] = (
        select(
            n.id, n.code, n.name, n.definition_key, n.definition_version, n.state, n.overlay, Event.trigger,
            actor.full_name, Event.at,
        )
        .join(Event, and_(Event.subject_kind == "nomination", Event.subject_id == n.id, Event.seq == n.version))
        .outerjoin(actor, actor.id == Event.actor_id)
        .where(n.id.in_(nomination_ids))
        .order_by(n.id)
    )  # fmt: skip
    return [LastMove(*row) for row in session.execute(query)]


def _last_votes() -> Any:
    """The newest recorded count of each nomination that waits for the chairman."""
    newest = (
        select(func.max(AgendaItem.id))
        .join(Nomination, Nomination.id == AgendaItem.nomination_id)
        .where(AgendaItem.passed.is_not(None), AgendaItem.removed_at.is_(None), Nomination.state == PENDING_DECISION)
        .group_by(AgendaItem.nomination_id)
    )
    return (
        select(AgendaItem.nomination_id, CouncilSession.members, AgendaItem.in_favour, AgendaItem.needed)
        .join(CouncilSession, CouncilSession.id == AgendaItem.session_id)
        .where(AgendaItem.id.in_(newest))
        .subquery()
    )

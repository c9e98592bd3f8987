"""For those who keep the installation: whether the worker lives, what caused a letter, how to find it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from notifications.models import JobRun, OutboxMessage
from workflow.lifecycle.models import Event
from workflow.nominations.models import Nomination
from workflow.people.models import Person


@dataclass(frozen=True, slots=True)
class Cause:
    """The act behind a letter; a reminder has none, only the file it is about."""

    kind: str
    definition_key: str | None
    definition_version: int | None
    trigger: str | None
    actor: str | None
    at: datetime | None
    code: str | None


@dataclass(frozen=True, slots=True)
class LetterId:
    """A letter as another program finds it again."""

    id: int
    kind: str
    to_address: str
    state: str
    message_id: str


def letter_ids(session: Session, nomination_id: int) -> list[LetterId]:
    """Every letter about a nomination, oldest first; one query."""
    found = session.execute(
        select(
            *(OutboxMessage.id, OutboxMessage.kind, OutboxMessage.to_address, OutboxMessage.state),
            OutboxMessage.message_id,
        )
        .where(OutboxMessage.nomination_id == nomination_id)
        .order_by(OutboxMessage.id)
    )
    return [LetterId(*row) for row in found]


def last_heartbeat(session: Session) -> datetime | None:
    """When a worker last took a job of the clock."""
    return session.execute(select(func.max(JobRun.at))).scalar_one()


def cause_of(session: Session, letter_id: int) -> Cause | None:
    """What happened so that the letter was written; one query."""
    actor = aliased(Person)
    row = session.execute(
        select(
            *(OutboxMessage.kind, Event.definition_key, Event.definition_version, Event.trigger),
            *(actor.full_name, Event.at, Nomination.code),
        )
        .outerjoin(
            Event,
            (Event.subject_kind == OutboxMessage.subject_kind)
            & (Event.subject_id == OutboxMessage.subject_id)
            & (Event.seq == OutboxMessage.event_seq),
        )
        .outerjoin(actor, actor.id == Event.actor_id)
        .outerjoin(Nomination, Nomination.id == OutboxMessage.nomination_id)
        .where(OutboxMessage.id == letter_id)
    ).one_or_none()
    return None if row is None else Cause(*row)

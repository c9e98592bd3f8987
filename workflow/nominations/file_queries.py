"""Everything the page of one nomination shows, in a fixed number of queries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.awards.models import Award
from workflow.councils.models import AgendaItem, CouncilSession
from workflow.kernel.db import AnyRow, table_of
from workflow.lifecycle.models import Event
from workflow.movements.models import Movement
from workflow.nominations.models import Evidence, Hold, Nomination, Notice, Opinion, Proposal, Task
from workflow.nominations.points.models import SupplementPoint
from workflow.people.models import Person, Unit


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the history."""

    seq: int
    trigger: str
    source: str
    target: str
    actor_id: int | None
    actor: str | None
    title_vi: str | None
    title_en: str | None
    principal: str | None
    capacity: str
    document: str | None
    reason: str | None
    detail: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    id: int
    kind: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    uploaded_by: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class OpinionRow:
    id: int
    unit_vi: str
    unit_en: str
    question: str
    due_on: date
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class VoteRow:
    """The count of a session; shown only to those who may know it."""

    session_id: int
    session_number: int
    held_at: datetime
    members: int
    present: int | None
    written: int | None
    in_favour: int | None
    against: int | None
    needed: int | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class NominationFile:
    """A nomination with its names resolved; `columns` are those of the table, by name."""

    columns: Mapping[str, Any]
    unit: AnyRow
    award: AnyRow
    movement: AnyRow | None
    letter: AnyRow
    assignee: str | None

    def __getattr__(self, name: str) -> Any:
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None


def nomination_id_of(session: Session, code: str) -> int | None:
    """The id behind a code that people quote."""
    return session.execute(select(Nomination.id).where(Nomination.code == code)).scalar_one_or_none()


def is_on_an_agenda(session: Session, nomination_id: int) -> bool:
    found = exists().where(AgendaItem.nomination_id == nomination_id)
    return bool(session.execute(select(found)).scalar_one())


def nomination_file(session: Session, nomination_id: int) -> NominationFile:
    """The nomination and what stands around it; the caller has checked that it may be seen."""
    row = session.execute(select(table_of(Nomination)).where(Nomination.id == nomination_id)).one()
    unit = session.execute(
        select(Unit.id, Unit.code, Unit.name_vi, Unit.name_en, Unit.place).where(Unit.id == row.unit_id)
    ).one()
    award = session.execute(
        select(Award.code, Award.name_vi, Award.name_en, Award.short_vi, Award.short_en, Award.family)
        .where(Award.code == row.award_code)
    ).one()  # fmt: skip
    movement = session.execute(
        select(Movement.id, Movement.name_vi, Movement.name_en, Movement.short_vi, Movement.short_en)
        .where(Movement.id == row.movement_id)
    ).one_or_none()  # fmt: skip
    preparer = aliased(Person)
    letter = session.execute(
        select(Proposal.id, Proposal.number, Proposal.letter_date, Proposal.submitted_at, Proposal.kind,
               preparer.full_name.label("prepared_by"))
        .join(preparer, preparer.id == Proposal.prepared_by_id)
        .where(Proposal.id == row.proposal_id)
    ).one()  # fmt: skip
    assignee = session.execute(select(Person.full_name).where(Person.id == row.assignee_id)).scalar_one_or_none()
    return NominationFile(dict(row._mapping), unit, award, movement, letter, assignee)


def events_of(session: Session, subject_kind: str, subject_id: int) -> list[EventRow]:
    """The history of a subject, newest first."""
    actor, principal = aliased(Person), aliased(Person)
    found = session.execute(
        select(
            Event.seq,
            Event.trigger,
            Event.source,
            Event.target,
            Event.actor_id,
            actor.full_name.label("actor"),
            actor.title_vi,
            actor.title_en,
            principal.full_name.label("principal"),
            Event.capacity,
            Event.document,
            Event.reason,
            Event.detail,
            Event.at,
        )
        .outerjoin(actor, actor.id == Event.actor_id)
        .outerjoin(principal, principal.id == Event.on_behalf_of_id)
        .where(Event.subject_kind == subject_kind, Event.subject_id == subject_id)
        .order_by(Event.seq.desc())
    )
    return [EventRow(**{**row._mapping, "detail": json.loads(row.detail)}) for row in found]


def evidence_of(session: Session, nomination_id: int) -> list[EvidenceRow]:
    found = session.execute(
        select(Evidence.id, Evidence.kind, Evidence.file_name, Evidence.media_type, Evidence.size, Evidence.sha256,
               Person.full_name, Evidence.uploaded_at)
        .join(Person, Person.id == Evidence.uploaded_by_id)
        .where(Evidence.nomination_id == nomination_id, Evidence.withdrawn_at.is_(None))
        .order_by(Evidence.id)
    )  # fmt: skip
    return [EvidenceRow(*row) for row in found]


def evidence_place(session: Session, evidence_id: int) -> tuple[int, EvidenceRow] | None:
    """The nomination a file belongs to, and the file; None when there is no such file.

    One that was taken back can be read as long as a point of a supplement compares it with another.
    """
    compared = exists().where(
        or_(SupplementPoint.before_evidence_id == evidence_id, SupplementPoint.after_evidence_id == evidence_id)
    )
    found = session.execute(
        select(
            Evidence.nomination_id,
            Evidence.id,
            Evidence.kind,
            Evidence.file_name,
            Evidence.media_type,
            Evidence.size,
            Evidence.sha256,
            Person.full_name,
            Evidence.uploaded_at,
        )
        .join(Person, Person.id == Evidence.uploaded_by_id)
        .where(Evidence.id == evidence_id, or_(Evidence.withdrawn_at.is_(None), compared))
    ).one_or_none()
    return None if found is None else (found[0], EvidenceRow(*found[1:]))


def opinions_of(session: Session, nomination_id: int) -> list[OpinionRow]:
    found = session.execute(
        select(Opinion.id, Unit.name_vi, Unit.name_en, Opinion.question, Opinion.due_on, Opinion.asked_at,
               Opinion.answer, Opinion.answered_at)
        .join(Unit, Unit.id == Opinion.unit_id)
        .where(Opinion.nomination_id == nomination_id)
        .order_by(Opinion.id)
    )  # fmt: skip
    return [OpinionRow(*row) for row in found]


def votes_of(session: Session, nomination_id: int) -> list[VoteRow]:
    found = session.execute(
        select(
            CouncilSession.id.label("session_id"),
            CouncilSession.number.label("session_number"),
            CouncilSession.held_at,
            CouncilSession.members,
            AgendaItem.present,
            AgendaItem.written,
            AgendaItem.in_favour,
            AgendaItem.against,
            AgendaItem.needed,
            AgendaItem.passed,
        )
        .join(CouncilSession, CouncilSession.id == AgendaItem.session_id)
        .where(AgendaItem.nomination_id == nomination_id, AgendaItem.removed_at.is_(None))
        .order_by(AgendaItem.id)
    )
    return [VoteRow(**row._mapping) for row in found]


def open_hold(session: Session, nomination_id: int) -> AnyRow | None:
    return session.execute(
        select(Hold.ground, Hold.reason, Hold.review_on, Hold.opened_at)
        .where(Hold.nomination_id == nomination_id, Hold.released_at.is_(None))
    ).one_or_none()  # fmt: skip


def open_notices(session: Session, today: date) -> list[AnyRow]:
    """What the public may comment on today: names, units, awards and one line each, nothing else."""
    return list(session.execute(
        select(Nomination.name, Unit.name_vi, Unit.name_en, Award.name_vi.label("award_vi"),
               Award.name_en.label("award_en"), Nomination.achievement, Notice.starts_on, Notice.ends_on)
        .join(Nomination, Nomination.id == Notice.nomination_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(Award, Award.code == Nomination.award_code)
        .where(Notice.closed_at.is_(None), Notice.ends_on >= today, Nomination.state_secret.is_(False),
               Nomination.state == "public_notice", Nomination.hold_id.is_(None))
        .order_by(Notice.ends_on, Notice.id)
        .limit(500)
    ))  # fmt: skip


def tasks_of(session: Session, nomination_id: int) -> list[AnyRow]:
    return list(session.execute(
        select(Task.queue, Task.state, Task.opened_at, Task.due_on, Person.full_name.label("assignee"),
               Task.closed_at, Task.outcome)
        .outerjoin(Person, Person.id == Task.assignee_id)
        .where(Task.nomination_id == nomination_id)
        .order_by(Task.id)
    ))  # fmt: skip

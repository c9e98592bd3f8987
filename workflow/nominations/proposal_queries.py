"""What the pages of a proposal letter show, in a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.awards.models import Award
from workflow.kernel.db import AnyRow, AnySelect
from workflow.kernel.paging import PAGE_SIZE
from workflow.movements.models import Movement
from workflow.nominations.models import Evidence, Nomination, Proposal
from workflow.people.models import Person, Unit

HEADS: Final = "unit_head"  # the queue of a letter that waits for its signature
CLERKS: Final = "clerk"
SUBJECTS: Final = ("person", "collective", "household")


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter in a list, with what its nominations add up to."""

    id: int
    number: str | None
    letter_date: date | None
    kind: str
    movement_vi: str | None
    movement_en: str | None
    unit_vi: str
    unit_en: str
    prepared_by: str
    created_at: datetime
    submitted_at: datetime | None
    persons: int
    collectives: int
    households: int
    with_head: int
    with_clerk: int
    open: int
    due_on: date | None

    @property
    def count(self) -> int:
        return self.persons + self.collectives + self.households


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """One letter as it is written and read; the columns of the table and the names around it."""

    id: int
    version: int
    unit_id: int
    unit_vi: str
    unit_en: str
    place: str
    abbreviation: str
    year: int
    kind: str
    movement_id: int | None
    movement_vi: str | None
    movement_en: str | None
    number: str | None
    letter_date: date | None
    summary: str
    prepared_by_id: int
    prepared_by: str
    created_at: datetime
    submitted_at: datetime | None
    endorsed_by: str | None
    endorsed_title_vi: str | None
    endorsed_title_en: str | None


@dataclass(frozen=True, slots=True)
class ListLine:
    """One nomination as a line of its letter."""

    id: int
    code: str
    lookup_code: str | None
    position: int
    subject: str
    name: str
    post: str
    birth_year: int | None
    gender: str | None
    occupation: str | None
    direct_labour: bool
    small_collective: bool
    member_count: int | None
    female_count: int | None
    achievement: str
    report: str
    state_secret: bool
    nominee_id: int | None
    award_code: str
    award_vi: str
    award_en: str
    definition_key: str
    definition_version: int
    state: str
    overlay: str | None
    version: int
    content_version: int
    waits_for: str | None
    due_on: date
    paused_on: date | None
    received_at: datetime | None
    promised_on: date | None
    ended_at: datetime | None
    files: int

    @property
    def report_words(self) -> int:
        return len(self.report.split())


def unsent_letters(session: Session, unit_ids: Collection[int]) -> list[LetterLine]:
    """Letters still with these units, the newest first."""
    query = _letters(unit_ids).where(Proposal.submitted_at.is_(None)).order_by(Proposal.id.desc()).limit(200)
    return [LetterLine(*row) for row in session.execute(query)]


def sent_letters(
    session: Session, unit_ids: Collection[int], before: int | None = None
) -> tuple[list[LetterLine], int | None]:
    """A page of the letters that these units have sent, newest first, and where the next page starts."""
    query = _letters(unit_ids).where(Proposal.submitted_at.is_not(None))
    if before is not None:
        query = query.where(Proposal.id < before)
    rows = [LetterLine(*row) for row in session.execute(query.order_by(Proposal.id.desc()).limit(PAGE_SIZE + 1))]
    return rows[:PAGE_SIZE], rows[PAGE_SIZE - 1].id if len(rows) > PAGE_SIZE else None


def letter_sheet(session: Session, proposal_id: int) -> LetterSheet | None:
    """The letter itself; the caller checks that its unit is one of the reader's."""
    p, preparer, endorser = Proposal, aliased(Person), aliased(Person)
    query: AnySelect = (
        select(
            p.id, p.version, p.unit_id, Unit.name_vi, Unit.name_en, Unit.place, Unit.abbreviation, p.year, p.kind,
            p.movement_id, Movement.name_vi, Movement.name_en, p.number, p.letter_date, p.summary, p.prepared_by_id,
            preparer.full_name, p.created_at, p.submitted_at, endorser.full_name, endorser.title_vi, endorser.title_en,
        )
        .join(Unit, Unit.id == p.unit_id)
        .join(preparer, preparer.id == p.prepared_by_id)
        .outerjoin(endorser, endorser.id == p.endorsed_by_id)
        .outerjoin(Movement, Movement.id == p.movement_id)
        .where(p.id == proposal_id)
    )  # fmt: skip
    row = session.execute(query).one_or_none()
    return None if row is None else LetterSheet(*row)


def lines_of(session: Session, proposal_id: int) -> list[ListLine]:
    """The list of a letter, in its order."""
    n = Nomination
    files = (
        select(func.count())
        .where(Evidence.nomination_id == n.id, Evidence.withdrawn_at.is_(None))
        .correlate(n)
        .scalar_subquery()
    )
    query: AnySelect = (
        select(
            n.id,
            n.code,
            n.lookup_code,
            n.position,
            n.subject,
            n.name,
            n.post,
            n.birth_year,
            n.gender,
            n.occupation,
            n.direct_labour,
            n.small_collective,
            n.member_count,
            n.female_count,
            n.achievement,
            n.report,
            n.state_secret,
            n.nominee_id,
            n.award_code,
            Award.name_vi,
            Award.name_en,
            n.definition_key,
            n.definition_version,
            n.state,
            n.overlay,
            n.version,
            n.content_version,
            n.waits_for,
            n.due_on,
            n.paused_on,
            n.received_at,
            n.promised_on,
            n.ended_at,
            files,
        )
        .join(Award, Award.code == n.award_code)
        .where(n.proposal_id == proposal_id)
        .order_by(n.position, n.id)
    )
    return [ListLine(*row) for row in session.execute(query)]


def versions_of(session: Session, proposal_id: int) -> tuple[int, Mapping[int, str | None]] | None:
    """The version of the letter, and for whom each of its nominations waits now."""
    version = session.execute(select(Proposal.version).where(Proposal.id == proposal_id)).scalar_one_or_none()
    if version is None:
        return None
    found = session.execute(select(Nomination.id, Nomination.waits_for).where(Nomination.proposal_id == proposal_id))
    return version, {row.id: row.waits_for for row in found}


def content_version_of(session: Session, nomination_id: int) -> int:
    return session.execute(select(Nomination.content_version).where(Nomination.id == nomination_id)).scalar_one()


def movements_on(session: Session, day: date, chosen: int | None = None) -> Sequence[AnyRow]:
    """Movements that run on a day, and the one chosen earlier whatever its dates are."""
    return session.execute(
        select(Movement.id, Movement.name_vi, Movement.name_en, Movement.ends_on)
        .where(or_(
            Movement.id == chosen,
            (Movement.starts_on <= day) & or_(Movement.ends_on.is_(None), Movement.ends_on >= day),
        ))
        .order_by(Movement.starts_on.desc(), Movement.id)
        .limit(100)
    ).all()  # fmt: skip


def _letters(unit_ids: Collection[int]) -> AnySelect:
    p, n = Proposal, Nomination
    sums = (
        select(
            n.proposal_id.label("proposal_id"),
            *(func.sum(case((n.subject == subject, 1), else_=0)).label(subject) for subject in SUBJECTS),
            func.sum(case((n.waits_for == HEADS, 1), else_=0)).label("with_head"),
            func.sum(case((n.waits_for == CLERKS, 1), else_=0)).label("with_clerk"),
            func.sum(case((n.ended_at.is_(None), 1), else_=0)).label("open"),
            func.min(case((n.waits_for == HEADS, n.due_on))).label("due_on"),
        )
        .where(n.unit_id.in_(unit_ids))
        .group_by(n.proposal_id)
        .subquery()
    )  # fmt: skip
    zero = func.coalesce
    return (
        select(
            p.id, p.number, p.letter_date, p.kind, Movement.name_vi, Movement.name_en, Unit.name_vi, Unit.name_en,
            Person.full_name, p.created_at, p.submitted_at, zero(sums.c.person, 0), zero(sums.c.collective, 0),
            zero(sums.c.household, 0), zero(sums.c.with_head, 0), zero(sums.c.with_clerk, 0), zero(sums.c.open, 0),
            sums.c.due_on,
        )
        .join(Unit, Unit.id == p.unit_id)
        .join(Person, Person.id == p.prepared_by_id)
        .outerjoin(Movement, Movement.id == p.movement_id)
        .outerjoin(sums, sums.c.proposal_id == p.id)
        .where(p.unit_id.in_(unit_ids))
    )  # fmt: skip

"""Reading councils: which there are, who sits in them, which sessions were planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, case, func, or_, select
from sqlalchemy.orm import Session

from workflow.councils.models import AgendaItem, Council, CouncilSession, Seat
from workflow.people.models import Person

OFFICES = ("chair", "standing_vice", "vice", "member")


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with its council and how far its agenda is counted."""

    id: int
    council_id: int
    council_vi: str
    council_en: str
    document: str
    year: int
    number: int
    held_at: datetime
    place: str
    members: int
    definition_key: str
    definition_version: int
    state: str
    version: int
    items: int
    counted: int


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A member of the council on a day."""

    person_id: int
    name: str
    title_vi: str
    title_en: str
    office: str


def sessions(session: Session) -> list[SessionRow]:
    """All sessions, the latest first."""
    query = _sessions().order_by(CouncilSession.held_at.desc(), CouncilSession.id.desc())
    return [SessionRow(*row) for row in session.execute(query.limit(500))]


def council_session(session: Session, session_id: int) -> SessionRow | None:
    row = session.execute(_sessions().where(CouncilSession.id == session_id)).one_or_none()
    return SessionRow(*row) if row else None


def councils_on(session: Session, day: date) -> list[Row[Any]]:
    """Councils that exist on a day."""
    return list(session.execute(
        select(Council.id, Council.name_vi, Council.name_en, Council.document)
        .where(Council.valid_from <= day, or_(Council.valid_to.is_(None), Council.valid_to > day))
        .order_by(Council.id)
    ))  # fmt: skip


def seats_of(session: Session, council_id: int, day: date) -> list[SeatRow]:
    """Who sits in the council on a day, the chair first."""
    rank = case({office: place for place, office in enumerate(OFFICES)}, value=Seat.office, else_=len(OFFICES))
    found = session.execute(
        select(Person.id, Person.full_name, Person.title_vi, Person.title_en, Seat.office)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.council_id == council_id, Seat.valid_from <= day, or_(Seat.valid_to.is_(None), Seat.valid_to > day))
        .order_by(rank, Person.folded_name)
    )  # fmt: skip
    return [SeatRow(*row) for row in found]


def results_of(session: Session, session_id: int) -> Sequence[bool | None]:
    """The verdicts of the items that stand on the agenda; None where there is no count yet."""
    query = select(AgendaItem.passed).where(AgendaItem.session_id == session_id, AgendaItem.removed_at.is_(None))
    return session.execute(query).scalars().all()


def _sessions() -> Select[*tuple[Any, ...]]:
    c = CouncilSession
    # Counted for each session that is shown: one page must not add up all agendas.
    listed = (
        select(func.count()).where(AgendaItem.session_id == c.id, AgendaItem.removed_at.is_(None)).correlate(c)
    )  # fmt: skip
    counted = listed.where(AgendaItem.passed.is_not(None))
    return (
        select(
            c.id, c.council_id, Council.name_vi, Council.name_en, Council.document, c.year, c.number, c.held_at,
            c.place, c.members, c.definition_key, c.definition_version, c.state, c.version,
            listed.scalar_subquery(), counted.scalar_subquery(),
        )
        .join(Council, Council.id == c.council_id)
    )  # fmt: skip

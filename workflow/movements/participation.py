"""How many of a unit took part in a movement: entered by the unit or by the desk, and asked for by the caps."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from states import Text
from workflow.audit.record import Entry, record
from workflow.awards.paper_lists import ENTERED_BY, checked_document, may_enter
from workflow.kernel.errors import Forbidden, Invalid, Problem
from workflow.kernel.prepared import Prepared, Source, connection_of
from workflow.kernel.transaction import Tx
from workflow.movements.models import Movement, Participation
from workflow.people.authority import Actor
from workflow.people.models import Person, Unit

MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterParticipation:
    """The wish to say how many persons and collectives of a unit took part. It replaces what was said before."""

    movement_id: int
    unit_id: int
    persons: int | None
    collectives: int | None
    document: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class MovementCap:
    """What the plan of a movement allows, and by unit how many persons and collectives took part."""

    movement_id: int
    name: Text
    person_percent: int | None
    collective_percent: int | None
    took_part: Mapping[int, tuple[int, int]]

    @property
    def sets_a_share(self) -> bool:
        return self.person_percent is not None or self.collective_percent is not None


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    """A figure that counts now, as a reader sees it."""

    movement: Text
    unit: Text
    persons: int
    collectives: int
    document: str
    entered_by: str
    entered_at: datetime


def enter_participation(tx: Tx, command: EnterParticipation) -> None:
    """Write the figures down; those before them stay readable."""
    if not may_enter(command.actor, command.unit_id):
        raise Forbidden("not_your_role", who=ENTERED_BY)
    problems: dict[str, Problem] = {}
    document = checked_document(command.document, problems)
    for name, number in (("persons", command.persons), ("collectives", command.collectives)):
        if number is None or not 0 <= number <= MOST:
            problems[name] = Problem("not_a_number", {"most": MOST})
    if tx.session.get(Movement, command.movement_id) is None:
        problems["movement_id"] = Problem("not_a_choice")
    if problems:
        raise Invalid(problems)
    assert command.persons is not None and command.collectives is not None and command.actor.person_id is not None
    # Two who enter it at once wait for each other on the unit.
    tx.session.execute(select(Unit.id).where(Unit.id == command.unit_id).with_for_update(key_share=True))
    current = select(Participation).where(
        Participation.movement_id == command.movement_id, Participation.unit_id == command.unit_id,
        Participation.ended_at.is_(None),
    )  # fmt: skip
    before = tx.session.execute(current).scalar_one_or_none()
    if before is not None:
        before.ended_at = tx.now
        tx.session.flush()
    tx.session.add(Participation(
        movement_id=command.movement_id, unit_id=command.unit_id, persons=command.persons,
        collectives=command.collectives, document=document, entered_by_id=command.actor.person_id, entered_at=tx.now,
    ))  # fmt: skip
    record(tx, [Entry(
        subject_kind="unit", subject_id=command.unit_id, action="enter_participation",
        actor_id=command.actor.person_id,
        detail={
            "movement": command.movement_id, "persons": command.persons, "collectives": command.collectives,
            "document": document,
        },
    )])  # fmt: skip


def movement_caps(source: Source, movements: Collection[int], units: Collection[int]) -> list[MovementCap]:
    """The caps of these movements with what each unit has said; one statement."""
    if not movements or not units:
        return []
    found: dict[int, MovementCap] = {}
    rows = _CAPS.rows(connection_of(source), {"movements": sorted(movements), "units": sorted(units)})
    for movement_id, vi, en, person, collective, unit_id, persons, collectives in rows:
        took_part = dict(found[movement_id].took_part) if movement_id in found else {}
        if unit_id is not None:
            took_part[unit_id] = (persons, collectives)
        found[movement_id] = MovementCap(movement_id, Text(vi, en), person, collective, took_part)
    return list(found.values())


def participations(
    session: Session, unit_id: int | None = None, movement_id: int | None = None
) -> list[ParticipationRow]:
    """The figures that count now, the newest first."""
    p = Participation
    query = (
        select(
            Movement.short_vi, Movement.short_en, Unit.name_vi, Unit.name_en, p.persons, p.collectives, p.document,
            Person.full_name, p.entered_at,
        )
        .join(Movement, Movement.id == p.movement_id)
        .join(Unit, Unit.id == p.unit_id)
        .join(Person, Person.id == p.entered_by_id)
        .where(p.ended_at.is_(None))
        .order_by(p.entered_at.desc(), p.id.desc())
        .limit(300)
    )  # fmt: skip
    if unit_id is not None:
        query = query.where(p.unit_id == unit_id)
    if movement_id is not None:
        query = query.where(p.movement_id == movement_id)
    return [ParticipationRow(Text(*row[:2]), Text(*row[2:4]), *row[4:]) for row in session.execute(query)]


_CAPS: Final = Prepared(
    select(
        Movement.id, Movement.short_vi, Movement.short_en, Movement.cap_person_percent, Movement.cap_collective_percent,
        Participation.unit_id, Participation.persons, Participation.collectives,
    )
    .outerjoin(Participation, and_(
        Participation.movement_id == Movement.id, Participation.ended_at.is_(None),
        Participation.unit_id.in_(bindparam("units", expanding=True)),
    ))
    .where(Movement.id.in_(bindparam("movements", expanding=True)))
    .order_by(Movement.id, Participation.unit_id)
)  # fmt: skip

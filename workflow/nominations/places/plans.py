"""What the plan of its movement allows a nomination, and which place it has among those of its unit."""

from collections import Counter
from collections.abc import Collection
from typing import Any, Final, cast

from sqlalchemy import BindParameter, and_, bindparam, select

from workflow.awards.cases import Movement as Plan
from workflow.awards.cases import Subject
from workflow.kernel.prepared import CHUNK, Prepared, Source, connection_of
from workflow.movements.models import Movement, Participation
from workflow.nominations.models import Nomination, Proposal
from workflow.nominations.places.counts import counts

_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_PLANS: Final = Prepared(
    select(
        Nomination.id, Nomination.unit_id, Nomination.movement_id, Nomination.subject, Movement.name_vi,
        Movement.for_subjects, Movement.for_groups, Movement.cap_person_percent, Movement.cap_collective_percent,
        Participation.persons, Participation.collectives,
    )
    .join(Movement, Movement.id == Nomination.movement_id)
    .outerjoin(Participation, and_(
        Participation.movement_id == Movement.id, Participation.unit_id == Nomination.unit_id,
        Participation.ended_at.is_(None),
    ))
    .where(Nomination.id.in_(_IDS))
)  # fmt: skip
_SENT: Final = Prepared(
    select(Nomination.id, Nomination.unit_id, Nomination.movement_id, Nomination.subject)
    .join(Proposal, Proposal.id == Nomination.proposal_id)
    .where(
        Proposal.movement_id.in_(bindparam("movements", expanding=True)),
        Proposal.unit_id.in_(bindparam("units", expanding=True)), counts(),
    )
    .order_by(Nomination.received_at, Nomination.proposal_id, Nomination.position, Nomination.id)
)  # fmt: skip


def plans_of(source: Source, ids: Collection[int]) -> dict[int, Plan]:
    """The plan of the movement of each nomination, as the law looks at it; two statements for any number.

    A nomination that is not sent in yet has the place behind those that are.
    """
    connection, ordered = connection_of(source), sorted(set(ids))
    rows = [
        row for start in range(0, len(ordered), CHUNK)
        for row in _PLANS.rows(connection, {"ids": ordered[start : start + CHUNK]})
    ]  # fmt: skip
    if not rows:
        return {}
    sent: Counter[tuple[int, int, bool]] = Counter()
    place: dict[int, int] = {}
    if any(row[7] is not None or row[8] is not None for row in rows):
        asked = {"movements": sorted({row[2] for row in rows}), "units": sorted({row[1] for row in rows})}
        for nomination_id, unit_id, movement_id, subject in _SENT.rows(connection, asked):
            key = (unit_id, movement_id, subject == "collective")
            sent[key] += 1
            place[nomination_id] = sent[key]
    return {row[0]: _plan(row, place.get(row[0], sent[row[1], row[2], row[3] == "collective"] + 1)) for row in rows}


def _plan(row: tuple[Any, ...], place: int) -> Plan:
    _id, _unit, _movement, subject, name, subjects, groups, person, collective, persons, collectives = row
    return Plan(
        name=name, subjects=cast("tuple[Subject, ...]", tuple(subjects.split())) or None,
        groups=tuple(groups.split()) or None, cap_person_percent=person, cap_collective_percent=collective,
        took_part=collectives if subject == "collective" else persons, place=place,
    )  # fmt: skip

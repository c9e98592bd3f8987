"""Movements with the number of nominations made within each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.movements.models import Movement
from workflow.nominations.models import Nomination


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A movement as a reader sees it; `nominations` counts what the office has received."""

    id: int
    code: str
    name_vi: str
    name_en: str
    level: str
    kind: str
    purpose_vi: str
    purpose_en: str
    starts_on: date
    ends_on: date | None
    nominations: int
    person_percent: int | None
    collective_percent: int | None


def movements_with_counts(session: Session) -> list[MovementRow]:
    """All movements, the latest first, in one statement."""
    m = Movement
    received = (
        select(Nomination.movement_id, func.count().label("n"))
        .where(Nomination.movement_id.is_not(None), Nomination.received_at.is_not(None))
        .group_by(Nomination.movement_id)
        .subquery()
    )
    found: Iterable[Any] = session.execute(
        select(
            m.id, m.code, m.name_vi, m.name_en, m.level, m.kind, m.purpose_vi, m.purpose_en, m.starts_on, m.ends_on,
            func.coalesce(received.c.n, 0), m.cap_person_percent, m.cap_collective_percent,
        )
        .outerjoin(received, received.c.movement_id == m.id)
        .order_by(m.starts_on.desc(), m.id)
    )  # fmt: skip
    return [MovementRow(*row) for row in found]

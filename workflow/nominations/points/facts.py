"""What guards ask about the points of a supplement: which are unanswered, unsettled, not accepted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from workflow.kernel.prepared import Prepared
from workflow.nominations.points.models import SupplementPoint

MOST_WORDS: Final = 80  # of a point, where several are named in one sentence


@dataclass(frozen=True, slots=True)
class PointFact:
    """How far one point has come."""

    label: str
    answered: bool
    outcome: str | None


POINTS: Final = Prepared(
    select(
        SupplementPoint.nomination_id, SupplementPoint.position, SupplementPoint.text,
        SupplementPoint.answered_at.is_not(None), SupplementPoint.outcome,
    )
    .where(SupplementPoint.nomination_id.in_(bindparam("ids", expanding=True)))
    .order_by(SupplementPoint.nomination_id, SupplementPoint.round, SupplementPoint.position)
)  # fmt: skip


def gathered(rows: Iterable[Sequence[Any]]) -> Mapping[int, tuple[PointFact, ...]]:
    """The points of every round, by nomination."""
    found: dict[int, list[PointFact]] = {}
    for nomination_id, position, text, answered, outcome in rows:
        found.setdefault(nomination_id, []).append(PointFact(label_of(position, text), bool(answered), outcome))
    return {key: tuple(points) for key, points in found.items()}


def label_of(position: int, text: str) -> str:
    """A point as a sentence names it: its number and its first words."""
    words = text if len(text) <= MOST_WORDS else text[:MOST_WORDS].rpartition(" ")[0] + "…"
    return f"{position}. {words.rstrip('.;')}"

"""Honours as the law counts them: of many candidates at once, whichever of the joined entries they were given to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import aliased

from workflow.kernel.prepared import CHUNK, Prepared, Source, connection_of
from workflow.register.models import Honour, Laureate


@dataclass(frozen=True, slots=True)
class PastHonour:
    """One award that was given, as far as a criterion looks at it."""

    award_code: str
    year: int
    kind: str
    decision_number: str
    annulled: bool


_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_asked = aliased(Laureate)
_HELD: Final = Prepared(
    select(_asked.id, Honour.award_code, Honour.year, Honour.kind, Honour.decision_number, Honour.annulled_on)
    .select_from(_asked)
    .join(
        Laureate,
        func.coalesce(Laureate.merged_into_id, Laureate.id) == func.coalesce(_asked.merged_into_id, _asked.id),
    )
    .join(Honour, Honour.laureate_id == Laureate.id)
    .where(_asked.id.in_(_IDS))
    .order_by(_asked.id, Honour.year, Honour.id)
)


def past_honours(source: Source, laureate_ids: Collection[int]) -> dict[int, tuple[PastHonour, ...]]:
    """All honours of these entries, oldest first; an entry without any has an empty tuple."""
    found: dict[int, list[PastHonour]] = {one: [] for one in laureate_ids}
    connection, ordered = connection_of(source), sorted(found)
    for start in range(0, len(ordered), CHUNK):
        for one, award, year, kind, decision, annulled_on in _HELD.rows(
            connection, {"ids": ordered[start : start + CHUNK]}
        ):
            found[one].append(PastHonour(award, year, kind, decision, annulled_on is not None))
    return {one: tuple(held) for one, held in found.items()}

"""Who may look into the register and who decides what is alike. One rule each, with its SQL face beside it."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import aliased

from workflow.people.authority import Actor
from workflow.register.models import Laureate

UNIT_ROLES: Final = frozenset({"clerk", "unit_head", "deputy_head"})
READERS: Final = (
    "desk_officer", "appraiser", "standing_head", "council_secretary", "chairman", "vice_chairman", "auditor",
)  # fmt: skip
DECIDERS: Final = ("desk_officer", "appraiser", "standing_head")


def may_search(actor: Actor) -> bool:
    """The whole register is for the office; a unit meets its own people on its own files."""
    return actor.has(*READERS)


def may_decide(actor: Actor) -> bool:
    """Who compares two files in full, reports included, and decides whether they are one."""
    return actor.has(*DECIDERS)


def may_open(actor: Actor, *, listed: bool, unit_ids: Collection[int | None]) -> bool:
    """The office opens what it was told of; a unit opens its own, under whichever entry they are kept."""
    if listed and actor.has(*READERS):
        return True
    return not actor.units_as(UNIT_ROLES).isdisjoint(unit_ids)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL face of `may_open`, for entries that are not joined to another."""
    reasons: list[ColumnElement[bool]] = []
    if actor.has(*READERS):
        reasons.append(Laureate.listed_at.is_not(None))
    units = actor.units_as(UNIT_ROLES)
    if units:
        joined = aliased(Laureate)
        root = func.coalesce(joined.merged_into_id, joined.id)
        reasons.append(Laureate.id.in_(select(root).where(joined.unit_id.in_(units))))
    return or_(*reasons) if reasons else false()

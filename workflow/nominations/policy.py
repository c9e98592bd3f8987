"""Who may see a nomination and who may move it. One rule each, with its SQL face beside it."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from states import Definition, Refusal, Text, TransitionDef, word_refusal
from workflow.councils.models import AgendaItem
from workflow.nominations.batch import Batch
from workflow.nominations.models import Nomination
from workflow.nominations.rows import Row
from workflow.people.authority import Actor, Capacity

UNIT_ROLES: Final = frozenset({"clerk", "unit_head", "deputy_head"})
OFFICE_ROLES: Final = frozenset({
    "desk_officer", "appraiser", "standing_head", "council_secretary", "chairman", "vice_chairman", "auditor",
})  # fmt: skip

word_refusal("not_your_role", Text(
    "Việc này của: {who}.",
    "This is for: {who}.",
))  # fmt: skip


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Rows whose working page the actor may open, as SQL. The twin of `may_view`."""
    reasons: list[ColumnElement[bool]] = []
    units = actor.units_as(UNIT_ROLES)
    if units:
        reasons.append(Nomination.unit_id.in_(units))
    if actor.has(*OFFICE_ROLES):
        reasons.append(Nomination.received_at.is_not(None))
    if actor.has("council_member"):
        on_agenda = exists(select(AgendaItem.id).where(AgendaItem.nomination_id == Nomination.id))
        reasons.append(and_(Nomination.received_at.is_not(None), on_agenda))
    if not reasons:
        return false()
    # A nominee reads the public words about their own file, whatever else they are.
    not_own = or_(Nomination.nominee_id.is_(None), Nomination.nominee_id != actor.person_id)
    return and_(or_(*reasons), not_own)


def may_view(actor: Actor, row: Row, *, on_agenda: bool) -> bool:
    """Whether the actor may open the working page of this nomination."""
    if row.nominee_id is not None and row.nominee_id == actor.person_id:
        return False
    if row.unit_id in actor.units_as(UNIT_ROLES):
        return True
    if row.received_at is None:
        return False
    return actor.has(*OFFICE_ROLES) or (on_agenda and actor.has("council_member"))


def may_edit(actor: Actor, row: Row, definition: Definition) -> bool:
    """Whether the actor may change the content: people of the unit, while it is with the unit."""
    return definition.state(row.state).editable and row.unit_id in actor.units_as(UNIT_ROLES)


def permit(
    actor: Actor, row: Row, transition: TransitionDef, definition: Definition, batch: Batch
) -> Capacity | tuple[Refusal, ...]:
    """The capacity in which the actor may make this move, or every reason why they may not."""
    fitting = [c for c in actor.capacities if c.role in transition.roles and _reaches(c, row)]
    if not fitting:
        return (Refusal("not_your_role", {"who": transition.roles}),)
    reasons: list[Refusal] = []
    for capacity in fitting:
        found = tuple(_conflicts(actor, capacity, row, transition.trigger, definition, batch))
        if not found:
            return capacity
        reasons += [refusal for refusal in found if refusal not in reasons]
    return tuple(reasons)


def _reaches(capacity: Capacity, row: Row) -> bool:
    """Roles of a unit end at its door; roles of the office reach every file it has received."""
    if capacity.role in UNIT_ROLES:
        return capacity.unit_id == row.unit_id
    return capacity.role == "system" or row.received_at is not None


def _conflicts(
    actor: Actor, capacity: Capacity, row: Row, trigger: str, definition: Definition, batch: Batch
) -> Iterable[Refusal]:
    """Duties that one person must not combine, whether acting for themselves or for another."""
    people = {actor.person_id}
    if capacity.on_behalf_of is not None:
        people.add(capacity.on_behalf_of.person_id)
    people.discard(None)
    if row.nominee_id in people:
        yield Refusal("own_case")
    for separation in definition.separations:
        if trigger not in separation.barred:
            continue
        if separation.by:
            hands = batch.hands.get(row.id, {})
            first = frozenset().union(*(hands.get(name, frozenset()) for name in separation.by))
        else:
            first = frozenset({row.prepared_by_id})
        if not first.isdisjoint(people):
            yield Refusal(separation.code)

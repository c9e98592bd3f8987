"""From a decision to the register: each name is honoured, and what it was honoured for is used up."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Insert, bindparam, insert, literal_column, select

from states import Refusal, Refused, Text
from workflow.awards.models import Award
from workflow.decisions.events import DecisionItemMoved
from workflow.decisions.models import Decision, DecisionItem
from workflow.kernel.db import AnySelect, Base, UtcDateTime, table_of
from workflow.kernel.transaction import Tx
from workflow.nominations.events import NominationAdvanced
from workflow.nominations.models import Nomination, Proposal
from workflow.register.honours import annul
from workflow.register.models import Achievement, Consumption, Honour, Initiative
from workflow.register.words import award_text

REVOKED: Final = "revoke"


def enter_honours(tx: Tx, decision_id: int, each: Sequence[NominationAdvanced], *, strict: bool) -> None:
    """Enter an honour for every name of the decision, in a fixed number of statements however long the list is.

    `strict` refuses a list with an achievement or initiative that is used up, also by another name of the
    same list or by a decision signed at this very moment. A decision from above is a fact: it is entered,
    and uses up what is still free.
    """
    rows = [one.row for one in each]
    things = [
        _Thing("achievement", {row.id: row.achievement_id for row in rows if row.achievement_id is not None}),
        _Thing("initiative", {row.id: row.initiative_id for row in rows if row.initiative_id is not None}),
    ]
    for thing in things:
        if thing.by_nomination:
            thing.lock(tx, decision_id)
    if strict:
        _all_free(tx, each, decision_id, things)
    connection = tx.flushed()
    connection.execute(_HONOURS, {"decision": decision_id, "now": tx.now})
    for thing in things:
        if thing.by_nomination:
            connection.execute(_CONSUME[thing.name], {"decision": decision_id})


class _Thing:
    """Achievements, or initiatives, of the names in a list."""

    def __init__(self, name: str, by_nomination: dict[int, int]) -> None:
        self.name = name
        self.by_nomination = by_nomination

    def lock(self, tx: Tx, decision_id: int) -> None:
        """Two decisions on one achievement wait for each other here; the second then sees what the first used."""
        tx.flushed().execute(_LOCK[self.name], {"decision": decision_id}).all()

    def twice(self) -> tuple[int, int] | None:
        """Two names of the list that stand on the same thing."""
        first: dict[int, int] = {}
        for nomination_id, used in self.by_nomination.items():
            if used in first:
                return first[used], nomination_id
            first[used] = nomination_id
        return None


def _all_free(tx: Tx, each: Sequence[NominationAdvanced], decision_id: int, things: Sequence[_Thing]) -> None:
    by_id = {one.row.id: one.row for one in each}
    first = each[0]
    refusals = []
    for thing in things:
        if not thing.by_nomination:
            continue
        code = f"{thing.name}_taken"
        found = tx.flushed().execute(_TAKEN[thing.name], {"decision": decision_id}).first()
        if found is not None:
            refusals.append(Refusal(code, {"award": award_text(*found)}))
        both = thing.twice()
        if both is not None:
            other = by_id[both[0]]
            refusals.append(Refusal(code, {"award": Text(
                f"{other.award.vi}, hồ sơ {other.code} trong cùng danh sách",
                f"{other.award.en}, file {other.code} of this list",
            )}))  # fmt: skip
    if refusals:
        raise Refused(first.moved.trigger, first.moved.source, refusals)


def annul_honour(tx: Tx, fact: object) -> None:
    """Subscriber: an award that is revoked stays in the register, annulled. It frees nothing by itself."""
    if isinstance(fact, DecisionItemMoved) and fact.moved.trigger == REVOKED:
        annul(tx, fact.moved.subject_id, fact.moved.inputs["decision_date"])


def _listed(*columns: Any) -> AnySelect:
    """Columns of the names in a decision."""
    return (
        select(*columns)
        .select_from(DecisionItem)
        .join(Nomination, Nomination.id == DecisionItem.nomination_id)
        .where(DecisionItem.decision_id == bindparam("decision"))
    )


def _honours() -> Insert:
    names = ("laureate_id", "award_code", "kind", "year", "decision_number", "decision_date", "authority", "source",
             "entered_at", "nomination_id", "decision_item_id")  # fmt: skip
    query = (
        _listed(
            Nomination.laureate_id, DecisionItem.award_code, Nomination.kind, Proposal.year, Decision.number,
            Decision.signed_on, Decision.authority, literal_column("'decision'"), bindparam("now", type_=UtcDateTime()),
            Nomination.id, DecisionItem.id,
        )
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        # A decision from above may have been entered before with other names: those are honoured already.
        .where(
            Nomination.laureate_id.is_not(None),
            ~select(Honour.id).where(Honour.decision_item_id == DecisionItem.id).exists(),
        )
    )  # fmt: skip
    return insert(table_of(Honour)).from_select(names, query)


def _consume(name: str) -> Insert:
    own, used = getattr(Nomination, f"{name}_id"), getattr(Consumption, f"{name}_id")
    query = (
        _listed(Honour.id, own)
        .join(Honour, Honour.decision_item_id == DecisionItem.id)
        .where(own.is_not(None), ~select(Consumption.id).where(used == own).exists())
    )
    return insert(table_of(Consumption)).from_select(("honour_id", f"{name}_id"), query)


def _lock(name: str) -> AnySelect:
    things: dict[str, type[Base]] = {"achievement": Achievement, "initiative": Initiative}
    key = table_of(things[name]).c.id
    return select(key).where(key.in_(_listed(getattr(Nomination, f"{name}_id")))).order_by(key).with_for_update()


def _taken(name: str) -> AnySelect:
    own, used = getattr(Nomination, f"{name}_id"), getattr(Consumption, f"{name}_id")
    return (
        _listed(Award.name_vi, Award.name_en, Honour.decision_number, Honour.decision_date)
        .join(Consumption, used == own)
        .join(Honour, Honour.id == Consumption.honour_id)
        .join(Award, Award.code == Honour.award_code)
        .limit(1)
    )


_THINGS: Final = ("achievement", "initiative")
_HONOURS: Final = _honours()
_CONSUME: Final = {name: _consume(name) for name in _THINGS}
_LOCK: Final = {name: _lock(name) for name in _THINGS}
_TAKEN: Final = {name: _taken(name) for name in _THINGS}

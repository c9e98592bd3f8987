"""How many of an award may be proposed: what the law, a movement's plan and the office allow, and what is left."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, select

from states import Text
from workflow.awards.editions import law_of
from workflow.awards.law import Rule
from workflow.awards.models import Award
from workflow.awards.quotas import award_names, quotas_for
from workflow.kernel.prepared import Prepared, Source
from workflow.movements.models import Movement
from workflow.movements.participation import movement_caps
from workflow.nominations.models import Nomination, Proposal
from workflow.nominations.places.binding import Bindings
from workflow.nominations.places.caps import Cap
from workflow.nominations.places.counts import WORKER, Name, names_of_letters, sent_in
from workflow.nominations.places.lists import ListCounts, list_counts
from workflow.nominations.rows import Row

__all__ = ["TAKES_A_PLACE", "Cap", "ListCounts", "Places", "hold_letters", "hold_places", "list_counts", "places_of"]

CAP_OF_LIST: Final = "cap_of_list"
TAKES_A_PLACE: Final = "submit"  # the trigger that counts; it alone locks what is counted


@dataclass(frozen=True, slots=True)
class Places:
    """The caps that bind the letters at hand, in the order of the letters."""

    caps: Sequence[Cap] = ()

    def exceeded(self) -> Mapping[int, tuple[Text, ...]]:
        """By nomination: every hard cap under which no place is left for it, with its sum."""
        found: dict[int, list[Text]] = defaultdict(list)
        for cap in self.caps:
            for name in cap.over if cap.hard else ():
                found[name.id].append(cap.told)
        return {key: tuple(texts) for key, texts in found.items()}


def hold_letters(connection: Connection, ids: Collection[int]) -> None:
    """Lock the letters of these nominations before the nominations themselves, as those do who write in them."""
    if connection.dialect.name != "sqlite" and ids:
        _HOLD_LETTERS.rows(connection, {"ids": sorted(ids)})


def hold_places(connection: Connection, rows: Iterable[Row]) -> None:
    """Lock what is counted before it is counted: the awards that are asked for, and the movements.

    Whoever submits for the same award or movement at the same moment waits here, and then counts, in a
    statement of its own, what the first has sent in. No circle of waiting can arise: every submission locks
    its letter, then its nominations by id, then awards by code, then movements by id, and afterwards touches
    only what belongs to them. Besides submissions only those who set a quota or the shares of a plan wait for
    these rows, and they hold nothing else that a submission asks for. Rows that merely refer to an award take
    a weaker lock, which does not wait for this one. On SQLite whoever writes has the whole store already.
    """
    listed = list(rows)
    if connection.dialect.name == "sqlite" or not listed:
        return
    _HOLD_AWARDS.rows(connection, {"codes": sorted({row.award_code for row in listed})})
    _HOLD_MOVEMENTS.rows(connection, {"ids": sorted(row.id for row in listed)})


def places_of(source: Source, ids: Collection[int], today: date) -> Places:
    """The caps of the letters in which these nominations stand: a fixed number of statements for any list.

    A letter is one list: a name that stands before another in it comes first, also when only the other is
    sent. Of several letters in one act the first comes first, with those of its names that are sent.
    """
    names = [name for name in names_of_letters(source, ids) if name.unsent]
    if not names:
        return Places()
    counted = {name.award_code for name in names} | {WORKER}
    quotas = [quota for quota in quotas_for(source, {name.year for name in names}) if quota.award_code in counted]
    rules = _of_law(source, names, today)
    movements = {name.movement_id for name in names if name.movement_id is not None}
    plans = movement_caps(source, movements, {name.unit_id for name in names})
    if not (quotas or rules or any(plan.sets_a_share for plan in plans)):
        return Places()
    everywhere = any(quota.reach == "office" for quota in quotas) or any(
        rule.parameters["base"] != "unit" for rule in rules
    )
    bindings = Bindings(
        today=today, rules=rules, quotas=quotas, plans=plans,
        sent=sent_in(source, names, counted, everywhere=everywhere), awards=award_names(source, counted),
    )  # fmt: skip
    caps: list[Cap] = []
    earlier: list[Name] = []
    for letter in _by_letter(names):
        caps += bindings.caps_of(letter, earlier)
        earlier += [name for name in letter if name.id in ids]
    return Places(caps)


def _of_law(source: Source, names: Sequence[Name], today: date) -> list[Rule]:
    """The rules of today that bound a list with one of these names in it."""
    return [
        rule
        for rule in law_of(source).on(today).criteria.values()
        if rule.criterion == CAP_OF_LIST
        and any(rule.applies(name.award_code, name.subject, name.kind, today) for name in names)
    ]


def _by_letter(names: Iterable[Name]) -> Iterable[Sequence[Name]]:
    letters: dict[int, list[Name]] = defaultdict(list)
    for name in names:
        letters[name.proposal_id].append(name)
    return letters.values()


_HOLD_AWARDS: Final = Prepared(
    select(Award.code)
    .where(Award.code.in_(bindparam("codes", expanding=True)))
    .order_by(Award.code)
    .with_for_update(key_share=True)
)
_HOLD_LETTERS: Final = Prepared(
    select(Proposal.id)
    .where(Proposal.id.in_(
        select(Nomination.proposal_id).where(Nomination.id.in_(bindparam("ids", expanding=True)))
    ))
    .order_by(Proposal.id)
    .with_for_update(key_share=True)
)  # fmt: skip
_HOLD_MOVEMENTS: Final = Prepared(
    select(Movement.id)
    .where(Movement.id.in_(
        select(Nomination.movement_id).where(Nomination.id.in_(bindparam("ids", expanding=True)))
    ))
    .order_by(Movement.id)
    .with_for_update(key_share=True)
)  # fmt: skip

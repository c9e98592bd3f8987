"""Reading what was stated, confirmed and waived: one query each, for any number of nominations."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import aliased

from workflow.eligibility.models import Confirmation, StatedFact, Waiver
from workflow.eligibility.statements import Value
from workflow.kernel.prepared import CHUNK, Prepared, Source, connection_of
from workflow.people.models import Person


@dataclass(frozen=True, slots=True)
class Stated:
    """The last word on one fact, and whose it is. `capacity`: unit or office."""

    value: Value
    capacity: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An appraiser's answer for one criterion; `seen` is the value that it was given for."""

    rule: str
    seen: Any
    outcome: str
    ground: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver as it stands; `answer` None while it waits for the second person."""

    id: int
    rule: str
    says: str
    seen: Any
    reason: str
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    answer: str | None
    answer_reason: str | None
    answered_by: str | None
    answered_at: datetime | None


_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_asker, _answerer = aliased(Person), aliased(Person)
_FACTS: Final = Prepared(
    select(
        StatedFact.nomination_id, StatedFact.name, StatedFact.value, StatedFact.capacity, Person.full_name,
        StatedFact.stated_at,
    )
    .outerjoin(Person, Person.id == StatedFact.stated_by_id)
    .where(StatedFact.nomination_id.in_(_IDS))
    .order_by(StatedFact.id)
)  # fmt: skip
_CONFIRMATIONS: Final = Prepared(
    select(
        Confirmation.nomination_id, Confirmation.rule, Confirmation.seen, Confirmation.outcome, Confirmation.ground,
        Person.full_name, Confirmation.confirmed_at,
    )
    .outerjoin(Person, Person.id == Confirmation.confirmed_by_id)
    .where(Confirmation.nomination_id.in_(_IDS))
    .order_by(Confirmation.id)
)  # fmt: skip
_WAIVERS: Final = Prepared(
    select(
        Waiver.nomination_id, Waiver.id, Waiver.rule, Waiver.says, Waiver.seen, Waiver.reason, Waiver.asked_by_id,
        _asker.full_name, Waiver.asked_at, Waiver.answer, Waiver.answer_reason, _answerer.full_name.label("answerer"),
        Waiver.answered_at,
    )
    .join(_asker, _asker.id == Waiver.asked_by_id)
    .outerjoin(_answerer, _answerer.id == Waiver.answered_by_id)
    .where(Waiver.nomination_id.in_(_IDS))
    .order_by(Waiver.id)
)  # fmt: skip


def facts_of(source: Source, ids: Collection[int]) -> dict[int, dict[str, Stated]]:
    """The facts that hold, by nomination and name. A fact that was taken back is absent."""
    found: dict[int, dict[str, Stated]] = {}
    for nomination_id, name, value, *rest in _rows(_FACTS, source, ids):
        stated = Stated(json.loads(value), *rest)
        facts = found.setdefault(nomination_id, {})
        if stated.value is None:
            facts.pop(name, None)
        else:
            facts[name] = stated
    return found


def confirmations_of(source: Source, ids: Collection[int]) -> dict[int, dict[str, Confirmed]]:
    """The last confirmation of each rule, by nomination."""
    found: dict[int, dict[str, Confirmed]] = {}
    for nomination_id, rule, seen, *rest in _rows(_CONFIRMATIONS, source, ids):
        found.setdefault(nomination_id, {})[rule] = Confirmed(rule, json.loads(seen), *rest)
    return found


def waivers_of(source: Source, ids: Collection[int]) -> dict[int, tuple[Waived, ...]]:
    """Every waiver that was ever asked for, oldest first: also one that was refused stays on the sheet."""
    found: dict[int, list[Waived]] = {}
    for nomination_id, waiver_id, rule, says, seen, *rest in _rows(_WAIVERS, source, ids):
        found.setdefault(nomination_id, []).append(Waived(waiver_id, rule, says, json.loads(seen), *rest))
    return {key: tuple(each) for key, each in found.items()}


def _rows(statement: Prepared, source: Source, ids: Collection[int]) -> Iterator[tuple[Any, ...]]:
    connection, ordered = connection_of(source), sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield from statement.rows(connection, {"ids": ordered[start : start + CHUNK]})

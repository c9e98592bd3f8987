"""The law of this office: the shipped rule sets, and those that two of its people published."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from workflow.awards.models import RuleEdition
from workflow.awards.rules import Law, RuleSet, rules_of, shipped_law
from workflow.awards.shelf import fingerprint_of
from workflow.kernel.prepared import Prepared, Source, connection_of
from workflow.people.models import Person

MOST_KEPT: Final = 64

# Of two that begin on the same day the one confirmed later holds.
_CONFIRMED: Final = Prepared(
    select(RuleEdition.id, RuleEdition.fingerprint)
    .where(RuleEdition.confirmed_at.is_not(None))
    .order_by(RuleEdition.confirmed_at, RuleEdition.id)
)
_TEXTS: Final = Prepared(
    select(RuleEdition.id, RuleEdition.set_id, RuleEdition.text).where(
        RuleEdition.id.in_(bindparam("ids", expanding=True))
    )
)
# The key is what was published, to the last letter: two databases that share an entry say the same.
_kept: Final[dict[tuple[str, ...], Law]] = {}


class BrokenEdition(RuntimeError):
    """A published text is no longer what two people confirmed."""


def law_of(source: Source) -> Law:
    """Every rule set that holds in this database. One small question; the texts are read when they are new."""
    connection = connection_of(source)
    found = _CONFIRMED.rows(connection, {})
    if not found:
        return shipped_law()
    marks = tuple(mark for _id, mark in found)
    law = _kept.get(marks)
    if law is None:
        ids = [row_id for row_id, _mark in found]
        texts = {row_id: (set_id, text) for row_id, set_id, text in _TEXTS.rows(connection, {"ids": ids})}
        law = shipped_law().with_sets(_read(*texts[row_id], mark) for row_id, mark in found)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[marks] = law
    return law


def _read(set_id: str, text: str, mark: str) -> RuleSet:
    """What was kept, if it still is what was confirmed."""
    tables: Mapping[str, Any] = json.loads(text)
    if fingerprint_of(tables) != mark:
        raise BrokenEdition(f"{set_id}: the text is not the one that was confirmed")
    return rules_of(tables)


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A proposed or published rule set, as the pages show it."""

    id: int
    set_id: str
    based_on: str
    valid_from: date
    title_vi: str
    title_en: str
    sources: str
    changes: str
    fingerprint: str
    proposed_by_id: int
    proposed_for_id: int | None
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    rules: RuleSet

    @property
    def open(self) -> bool:
        """Whether it still waits for the second person."""
        return self.confirmed_at is None and self.withdrawn_at is None


def editions(session: Session) -> list[EditionRow]:
    """Everything that was ever proposed, newest first."""
    return _rows(session)


def edition(session: Session, set_id: str) -> EditionRow | None:
    return next(iter(_rows(session, set_id)), None)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A rule set that waits for its second person."""

    set_id: str
    title_vi: str
    title_en: str
    proposed_by: str
    proposed_at: datetime


def waiting_for_second(session: Session, person_id: int) -> list[Proposed]:
    """What this person could confirm, because somebody else proposed it; oldest first."""
    e = RuleEdition
    found = session.execute(
        select(e.set_id, e.title_vi, e.title_en, Person.full_name, e.proposed_at)
        .join(Person, Person.id == e.proposed_by_id)
        .where(
            e.confirmed_at.is_(None), e.withdrawn_at.is_(None), e.proposed_by_id != person_id,
            (e.proposed_for_id.is_(None) | (e.proposed_for_id != person_id)),
        )
        .order_by(e.id)
    )  # fmt: skip
    return [Proposed(*row) for row in found]


def set_id_of(session: Session, edition_id: int) -> str | None:
    return session.execute(select(RuleEdition.set_id).where(RuleEdition.id == edition_id)).scalar_one_or_none()


def _rows(session: Session, set_id: str | None = None) -> list[EditionRow]:
    e, by, second, ender = RuleEdition, aliased(Person), aliased(Person), aliased(Person)
    query = (
        select(
            e.id, e.set_id, e.based_on, e.valid_from, e.title_vi, e.title_en, e.sources, e.changes, e.fingerprint,
            e.proposed_by_id, e.proposed_for_id, by.full_name, e.proposed_at, second.full_name, e.confirmed_at,
            ender.full_name, e.withdrawn_at, e.text,
        )
        .join(by, by.id == e.proposed_by_id)
        .outerjoin(second, second.id == e.confirmed_by_id)
        .outerjoin(ender, ender.id == e.withdrawn_by_id)
        .order_by(e.id.desc())
    )  # fmt: skip
    if set_id is not None:
        query = query.where(e.set_id == set_id)
    found: Sequence[Any] = session.execute(query).all()
    return [EditionRow(*(*row[:-1], _read(row.set_id, row.text, row.fingerprint))) for row in found]

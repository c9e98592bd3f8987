"""Reading bonuses as they stand frozen, beside the names of a decision or for one nomination."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workflow.awards.models import Award
from workflow.decisions.bonuses import TO_BE_SET
from workflow.decisions.models import Bonus, DecisionItem
from workflow.kernel.db import AnySelect
from workflow.people.models import Person


@dataclass(frozen=True, slots=True)
class BonusRow:
    """A bonus as it is frozen, its numbers as numbers."""

    rule_set: str
    article: str
    multiplier: Decimal | None
    base_salary: int
    salary_article: str
    rounding: str
    unrounded: Decimal | None
    full_amount: int | None
    amount: int | None
    note: str
    beside_vi: str | None
    beside_en: str | None
    beside_number: str | None
    beside_date: date | None
    granted_before: int
    set_by: str | None
    set_at: datetime | None
    set_reason: str | None
    set_document: str | None

    @property
    def to_be_set(self) -> bool:
        return self.note == TO_BE_SET


BESIDE: Final = aliased(Award)
SETTER: Final = aliased(Person)
COLUMNS: Final = (
    Bonus.id, Bonus.rule_set, Bonus.article, Bonus.multiplier, Bonus.base_salary, Bonus.salary_article, Bonus.rounding,
    Bonus.unrounded, Bonus.full_amount, Bonus.amount, Bonus.note, BESIDE.name_vi.label("beside_vi"),
    BESIDE.name_en.label("beside_en"), Bonus.beside_number, Bonus.beside_date, Bonus.granted_before,
    SETTER.full_name.label("set_by"), Bonus.set_at, Bonus.set_reason, Bonus.set_document,
)  # fmt: skip
"""What `bonus_row` reads; the first is empty where a name has no bonus."""


def with_bonus(query: AnySelect) -> AnySelect:
    """Bonuses beside the decision items of a query, empty where there is none."""
    return (
        query.outerjoin(Bonus, Bonus.decision_item_id == DecisionItem.id)
        .outerjoin(BESIDE, BESIDE.code == Bonus.beside_award)
        .outerjoin(SETTER, SETTER.id == Bonus.set_by_id)
    )


def bonus_row(found: Sequence[Any]) -> BonusRow | None:
    if found[0] is None:
        return None
    values = dict(zip((column.key for column in COLUMNS), found, strict=True))
    del values["id"]
    for name in ("multiplier", "unrounded"):
        values[name] = None if values[name] is None else Decimal(values[name])
    return BonusRow(**values)


def bonus_of_nomination(session: Session, nomination_id: int) -> BonusRow | None:
    """What a nomination was granted; None before its decision and for one of a higher level."""
    query = with_bonus(select(*COLUMNS).select_from(DecisionItem))
    found = session.execute(query.where(DecisionItem.nomination_id == nomination_id).order_by(DecisionItem.id.desc()))
    row = found.first()
    return None if row is None else bonus_row(row)

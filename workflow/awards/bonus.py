"""Bonuses: base salary of the day of decision × multiplier of the rule set, rounded as the office settled."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from states import Text
from workflow.awards.law import Certainty, Multiplier
from workflow.awards.rules import RuleSet
from workflow.awards.shelf import SHELF

STEP: Final = Decimal(10_000)
_ROUNDINGS: Final = {"ceil_10000": ROUND_CEILING, "nearest_10000": ROUND_HALF_UP}
TO_BE_SET: Final = Text("do cán bộ phụ trách ấn định", "to be set by the officer")
NOT_THERE: Final = Text("cấp này không quyết định danh hiệu, hình thức này", "this level does not decide this award")


class NoBaseSalary(LookupError):
    """The table begins later than the day."""


class NoSuchBonus(LookupError):
    """The award is not given to this kind of subject, or not at this level."""


@dataclass(frozen=True, slots=True)
class BaseSalary:
    """The base salary from one day on."""

    begins: date
    amount: int
    article: str
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusOf:
    """One bonus with everything it was counted from. `multiplier` None: the officer sets it."""

    award: str
    subject: str
    level: str | None
    rule_set: str
    multiplier: Decimal | None
    base_salary: BaseSalary
    rounding: str
    amount_unrounded: Decimal | None
    amount: int | None
    article: str
    certainty: Certainty
    setting: str | None


@cache
def base_salaries(folder: Path = SHELF) -> tuple[BaseSalary, ...]:
    """Oldest first; each holds until the next begins."""
    read = tomllib.loads((folder / "base_salary.toml").read_text(encoding="utf-8"))["base_salary"]
    found = [BaseSalary(row["from"], row["amount"], row["article"], row["certainty"]) for row in read]
    if any(before.begins >= after.begins for before, after in pairwise(found)):
        raise ValueError("base_salary.toml: the dates do not rise")
    return tuple(found)


def base_salary_on(day: date) -> BaseSalary:
    begun = [salary for salary in base_salaries() if salary.begins <= day]
    if not begun:
        raise NoBaseSalary(day)
    return begun[-1]


def bonus_of(rules: RuleSet, award: str, subject: str, level: str | None, decided_on: date) -> BonusOf:
    """The bonus of one award. Raises `NoSuchBonus` and `NoBaseSalary`."""
    rules.award(award)
    row = _row(rules, award, subject, level)
    salary = base_salary_on(decided_on)
    multiplier = multiplier_of(rules, row)
    exact = None if multiplier is None else multiplier * salary.amount
    return BonusOf(
        award=award, subject=subject, level=level, rule_set=rules.id, multiplier=multiplier, base_salary=salary,
        rounding=rules.bonus.rounding, amount_unrounded=exact,
        amount=None if exact is None else rounded(exact, rules.bonus.rounding),
        article=row.article, certainty=row.certainty, setting=row.setting,
    )  # fmt: skip


def rounded(amount: Decimal, rounding: str) -> int:
    """To ten thousand đồng: up, or to the nearest with halves up."""
    return int((amount / STEP).to_integral_value(rounding=_ROUNDINGS[rounding]) * STEP)


def multiplier_of(rules: RuleSet, row: Multiplier) -> Decimal | None:
    """The multiplier of a row, also of one that is counted from another."""
    if row.like is None or row.times is None:
        return row.multiplier
    before = multiplier_of(rules, rules.bonus.rows[row.like])
    return None if before is None else before * row.times


def _row(rules: RuleSet, award: str, subject: str, level: str | None) -> Multiplier:
    rows = [row for row in rules.bonus.rows.values() if (row.award, row.subject) == (award, subject)]
    if not rows:
        raise NoSuchBonus(f"{award} is not given to a {subject} in {rules.id}")
    for row in rows:
        if row.level is None or row.level == level:
            return row
    levels = ", ".join(row.level for row in rows if row.level)
    raise NoSuchBonus(f"the bonus of {award} in {rules.id} depends on the level: {levels}")

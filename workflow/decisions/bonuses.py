"""How much each name of a list is granted: by the law of its file, the base salary of the day of decision,
and the rule that of several titles in one period only the highest is enjoyed.

The law (Decree 152/2025, Article 49(5)) says no more than that. Two things follow here without a setting:

* A higher title decided after a lower one of the same person and period earns the difference: the higher
  amount less what was granted already. The sentence with the arithmetic stands beside it, for whoever pays.
* Who the person is, is known by the register alone. A name without an entry there is compared with nobody.

Forms are for what was done, each for its own: they are granted beside one another and beside a title.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from workflow.awards.bonus import BonusOf, NoSuchBonus, base_salary_on, bonus_of, rounded
from workflow.awards.rules import RuleSet, UnknownAward

TITLE: Final = "title"
FULL: Final = "full"
HIGHEST_TITLE: Final = "highest_title"  # the bonus of a higher title of the period is enjoyed instead
DIFFERENCE: Final = "difference"  # a lower title of the period was granted before
TO_BE_SET: Final = "to_be_set"  # the law names no multiplier


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of the list, as far as its bonus goes. `laureate` stands for all entries that were joined to it."""

    nomination_id: int
    award: str
    family: str
    subject: str
    laureate: int | None
    year: int
    rules: RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Another title of the same person and period. Without a number it is of the same list."""

    award: str
    number: str | None
    decided_on: date | None
    full: int
    granted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """What one name is granted, with everything it was counted from. `amount` None: an officer sets the multiplier."""

    award: str
    subject: str
    rule_set: str
    multiplier: Decimal | None
    base_salary: int
    salary_article: str
    rounding: str
    article: str
    unrounded: Decimal | None
    full: int | None
    amount: int | None
    note: str
    beside: Beside | None = None
    granted_before: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a list, and how many names of it have no amount yet."""

    names: int
    amount: int
    to_be_set: int


WhoAndYear = tuple[int, int]
"""Who, by the register, and the year that is counted."""
Earlier = Mapping[WhoAndYear, Sequence[Beside]]


def reckon(names: Sequence[Name], earlier: Earlier, level: str, decided_on: date) -> dict[int, Reckoned]:
    """What each name of one decision is granted, in the order given. Raises `NoBaseSalary`."""
    known: dict[tuple[str, str, str], Reckoned] = {}
    found: dict[int, Reckoned] = {}
    titles: dict[WhoAndYear, list[int]] = {}
    for name in names:
        kind = (name.rules.id, name.award, name.subject)
        if kind not in known:
            known[kind] = _by_law(name, level, decided_on)
        found[name.nomination_id] = known[kind]
        if name.family == TITLE and name.laureate is not None:
            titles.setdefault((name.laureate, name.year), []).append(name.nomination_id)
    for person, ids in titles.items():
        before = earlier.get(person, ())
        if before or len(ids) > 1:
            found |= _highest({one: found[one] for one in ids}, before)
    return found


def beside_others(one: Reckoned, before: Sequence[Beside]) -> Reckoned:
    """The same title beside others of its period: nothing where one of them is as high, else what is left."""
    if one.full is None or not before:
        return one
    highest = max(before, key=lambda title: title.full)
    if highest.full >= one.full:
        return replace(one, amount=0, note=HIGHEST_TITLE, beside=highest)
    granted = sum(title.granted for title in before)
    if not granted:
        return one
    return replace(one, amount=max(one.full - granted, 0), note=DIFFERENCE, beside=highest, granted_before=granted)


def with_multiplier(one: Reckoned, multiplier: Decimal) -> Reckoned:
    """The same name once its multiplier is known: counted from what was frozen when it was decided."""
    exact = multiplier * one.base_salary
    amount = rounded(exact, one.rounding)
    return replace(one, multiplier=multiplier, unrounded=exact, full=amount, amount=amount, note=FULL)


def total_of(amounts: Iterable[int | None]) -> Total:
    each = list(amounts)
    known = [amount for amount in each if amount is not None]
    return Total(len(each), sum(known), len(each) - len(known))


def _by_law(name: Name, level: str, decided_on: date) -> Reckoned:
    try:
        found = bonus_of(name.rules, name.award, name.subject, level, decided_on)
    except (NoSuchBonus, UnknownAward):
        return _unnamed(name, decided_on)
    return _reckoned(found)


def _reckoned(found: BonusOf) -> Reckoned:
    return Reckoned(
        award=found.award, subject=found.subject, rule_set=found.rule_set, multiplier=found.multiplier,
        base_salary=found.base_salary.amount, salary_article=found.base_salary.article, rounding=found.rounding,
        article=found.article, unrounded=found.amount_unrounded, full=found.amount, amount=found.amount,
        note=TO_BE_SET if found.amount is None else FULL,
    )  # fmt: skip


def _unnamed(name: Name, decided_on: date) -> Reckoned:
    """An award for which this law names no bonus at all: whoever knows of one sets it."""
    salary = base_salary_on(decided_on)
    return Reckoned(
        award=name.award, subject=name.subject, rule_set=name.rules.id, multiplier=None, base_salary=salary.amount,
        salary_article=salary.article, rounding=name.rules.bonus.rounding, article="", unrounded=None, full=None,
        amount=None, note=TO_BE_SET,
    )  # fmt: skip


def _highest(titles: Mapping[int, Reckoned], before: Sequence[Beside]) -> dict[int, Reckoned]:
    """Of the titles of one person and period in one list, the first of the highest is granted, less what was before."""
    known = [one for one, reckoned in titles.items() if reckoned.full is not None]
    if not known:
        return dict(titles)
    top = max(known, key=lambda one: titles[one].full or 0)
    granted = beside_others(titles[top], before)
    higher = granted.beside if granted.note == HIGHEST_TITLE else _of_this_list(granted)
    lower = {one: replace(titles[one], amount=0, note=HIGHEST_TITLE, beside=higher) for one in known if one != top}
    return {**titles, **lower, top: granted}


def _of_this_list(one: Reckoned) -> Beside:
    return Beside(award=one.award, number=None, decided_on=None, full=one.full or 0, granted=one.amount or 0)

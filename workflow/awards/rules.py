"""Rule sets: the law of a date, as data. Read once, frozen, chosen by the day a file was complete."""

import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from states import Text

FOLDER = Path(__file__).with_name("rulesets")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(_Frozen):
    vi: str
    en: str

    def text(self) -> Text:
        return Text(self.vi, self.en)


class VoteRule(_Frozen):
    """The share of all members that must agree. `reach` says whether the share itself suffices."""

    percent: int
    reach: Literal["at_least", "more_than"]
    source: str

    def needed(self, members: int) -> int:
        """The least number of members in favour, in whole people, without rounding errors."""
        votes, rest = divmod(self.percent * members, 100)
        return votes + 1 if rest or self.reach == "more_than" else votes


class Quorum(_Frozen):
    numerator: int
    denominator: int

    def needed(self, members: int) -> int:
        share = Fraction(self.numerator * members, self.denominator)
        return -(-share.numerator // share.denominator)


class Supplement(_Frozen):
    most: int


class RuleSet(_Frozen):
    """One period of the law: what holds for a file that was complete between the two dates."""

    id: str
    valid_from: date
    valid_to: date | None = None
    title: Wording
    sources: tuple[str, ...]
    levels: tuple[str, ...]
    unverified: bool
    supplement: Supplement
    council: Mapping[str, Literal["full", "none"]]
    quorum: Quorum
    votes: Mapping[str, VoteRule]
    service: Mapping[str, int]
    limits: Mapping[str, int]
    certainty: Mapping[str, Literal["V", "K", "U"]]
    authority: Mapping[str, tuple[str, ...]]

    def vote_for(self, award_code: str) -> VoteRule:
        return self.votes.get(award_code) or self.votes["default"]

    def council_required(self, kind: str) -> bool:
        return self.council[kind] == "full"

    def may_decide(self, level: str, award_code: str) -> bool:
        return level in self.authority.get(award_code, ())

    def service_days(self, family: str, kind: str) -> int:
        """Working days from a complete file to the answer."""
        return self.service.get(f"{family}_{kind}") or self.service[family]


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """All shipped rule sets, oldest first."""
    files = sorted(FOLDER.glob("*.toml"))
    sets = [RuleSet.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
    return tuple(sorted(sets, key=lambda rules: rules.valid_from))


def rule_set_on(day: date) -> RuleSet:
    """The rule set in force on a day; the oldest for days before all of them."""
    in_force = [rules for rules in rule_sets() if rules.valid_from <= day]
    return in_force[-1] if in_force else rule_sets()[0]


def rule_set(rule_set_id: str) -> RuleSet:
    """A pinned rule set, by its id. Raises `KeyError` for one that was never shipped."""
    for rules in rule_sets():
        if rules.id == rule_set_id:
            return rules
    raise KeyError(rule_set_id)

"""Rule sets: the law of a date, as data. Read once, frozen, chosen by the day a file was complete."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Final, Literal

from pydantic import ValidationError

from workflow.awards.faults import misshapen
from workflow.awards.law import (
    Award,
    Bonus,
    Certainty,
    Cited,
    Decider,
    Document,
    Frozen,
    Level,
    Number,
    Quorum,
    Rule,
    Service,
    Setting,
    Supplement,
    Value,
    VoteRule,
    Wording,
)
from workflow.awards.shelf import SHELF, Shelf, fingerprint_of, read_shelf

__all__ = [
    "Law", "Quorum", "RuleSet", "UnknownAward", "VoteRule", "compile_shelf", "rule_set", "rule_set_on", "rule_sets",
    "rules_of", "shipped_law",
]  # fmt: skip

PROVINCE: Final = "tinh"


class UnknownAward(KeyError):
    """No such award in this period of the law."""


class RuleSet(Frozen):
    """One period of the law: what holds for a file that was complete between the two dates."""

    id: str
    inherits: str | None = None
    valid_from: date
    valid_to: date | None = None
    title: Wording
    sources: tuple[str, ...]
    levels: tuple[str, ...]
    unverified: bool
    unread_law: Literal["apply", "confirm"] = "apply"
    supplement: Supplement
    council: Mapping[str, Literal["full", "none"]]
    quorum: Quorum
    recused: Literal["kept", "removed"]
    paused: Literal["paused", "runs"]
    awards: Mapping[str, Award]
    criteria: Mapping[str, Rule]
    votes: Mapping[str, VoteRule]
    deciders: Mapping[str, Decider]
    level_names: Mapping[str, Level]
    bonus: Bonus
    documents: Mapping[str, Document]
    services: Mapping[str, Service]
    limits: Mapping[str, Number]
    settings: Mapping[str, Setting]
    values: Mapping[str, Value]
    fingerprint: str

    def award(self, code: str) -> Award:
        if code not in self.awards:
            raise UnknownAward(code)
        return self.awards[code]

    def vote_for(self, award_code: str, level: str | None = None) -> VoteRule:
        """The share that the council of a level needs; without one, of the office's own council.

        A share that the law sets for the province's council does not bind the councils below, which
        only propose.
        """
        found = self.votes.get(award_code)
        if found is None or (found.councils and (level or "") not in found.councils):
            return self.votes["default"]
        return found

    def vote_meant_by_law(self, award_code: str) -> VoteRule:
        """The share of the council that the law means for an award, whichever level that is."""
        return self.votes.get(award_code) or self.votes["default"]

    def council_required(self, kind: str) -> bool:
        return self.council[kind] == "full"

    def may_decide(self, level: str, award_code: str) -> bool:
        return level in self.authority.get(award_code, ())

    def service_for(self, award_code: str, kind: str) -> tuple[str, Service]:
        """The limit of an award with its name: the most exact one that the rule set has."""
        family = self.award(award_code).family
        for name in (f"{award_code}_{kind}", award_code, f"{family}_{kind}"):
            if name in self.services:
                return name, self.services[name]
        return family, self.services[family]

    def answer_limit(self, award_code: str, family: str, kind: str) -> Service:
        """The time for the answer; an award that this period does not know goes by its family."""
        if award_code in self.awards:
            return self.service_for(award_code, kind)[1]
        return self.services.get(f"{family}_{kind}") or self.services[family]

    def step_days(self, step: str, award_code: str, kind: str) -> int:
        """Working days for a step: the most exact limit, `step_AWARD_kind`, `step_AWARD`, `step_kind` or `step`."""
        exact = (f"{step}_{award_code}_{kind}", f"{step}_{award_code}", f"{step}_{kind}")
        return self.limits[next((name for name in exact if name in self.limits), step)]

    def asked_of(self, award_code: str, subject: str, kind: str) -> tuple[tuple[str, Rule], ...]:
        """The rules that speak of such a nomination, by their keys; some only from one day to another."""
        key = (award_code, subject, kind)
        if key not in self._asked:
            self._asked[key] = tuple((name, rule) for name, rule in self.criteria.items() if rule.asks_of(*key))
        return self._asked[key]

    @cached_property
    def _asked(self) -> dict[tuple[str, str, str], tuple[tuple[str, Rule], ...]]:
        """Filled as it is asked: a rule set never changes."""
        return {}

    @cached_property
    def authority(self) -> Mapping[str, tuple[str, ...]]:
        return MappingProxyType({code: decider.levels for code, decider in self.deciders.items()})

    @cached_property
    def certainty(self) -> Mapping[str, Certainty]:
        """How sure every statement is, by its name."""
        return MappingProxyType({name: statement.certainty for name, statement in self.statements()})

    def statements(self) -> Iterable[tuple[str, Cited]]:
        """Everything in the set that is cited, named `group.key`."""
        groups: Mapping[str, Mapping[str, Cited]] = {
            "criteria": self.criteria, "votes": self.votes, "authority": self.deciders, "bonus": self.bonus.rows,
            "documents": self.documents, "service": self.services,
        }  # fmt: skip
        yield "quorum", self.quorum
        yield "bonus", self.bonus
        for group, rows in groups.items():
            yield from ((f"{group}.{key}", row) for key, row in rows.items())


def compile_shelf(shelf: Shelf, settings: Mapping[str, Mapping[str, Value]] | None = None) -> tuple[RuleSet, ...]:
    """Rule sets made from their texts, oldest first. `settings`: values of the office, by rule set.

    Raises `ValueError` with the place of the fault.
    """
    given = settings or {}
    plain = [shelf.resolve(set_id, given.get(set_id, {})) for set_id in shelf.set_ids]
    return tuple(sorted((rules_of(tables) for tables in plain), key=lambda rules: rules.valid_from))


def rules_of(tables: Mapping[str, Any]) -> RuleSet:
    """A rule set from its whole text. Raises `Unsound` with the place of each fault."""
    try:
        return RuleSet.model_validate({**tables, "fingerprint": fingerprint_of(tables)})
    except ValidationError as error:
        raise misshapen(str(tables.get("id")), error) from error


@dataclass(frozen=True, slots=True)
class Law:
    """All rule sets that hold in one place. Of two that begin on the same day the later one in the list holds."""

    sets: tuple[RuleSet, ...]

    def on(self, day: date) -> RuleSet:
        """The rule set in force on a day; the oldest for days before all of them."""
        return in_force(self.sets, day)

    def named(self, rule_set_id: str) -> RuleSet:
        """A pinned rule set, by its id. Raises `KeyError` for one that is not there."""
        for rules in self.sets:
            if rules.id == rule_set_id:
                return rules
        raise KeyError(rule_set_id)

    def all(self) -> tuple[RuleSet, ...]:
        """Oldest first."""
        return self.sets

    def with_sets(self, more: Iterable[RuleSet]) -> "Law":
        """The same law and what was published beside it, in the order of publication."""
        return Law(tuple(sorted((*self.sets, *more), key=lambda rules: rules.valid_from)))


@cache
def shipped_law() -> Law:
    """The law as it ships: what holds where no database says more."""
    return Law(rule_sets())


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """All shipped rule sets, oldest first."""
    return compile_shelf(read_shelf(SHELF))


def rule_set_on(day: date) -> RuleSet:
    """The rule set in force on a day; the oldest for days before all of them."""
    return in_force(rule_sets(), day)


def in_force(sets: tuple[RuleSet, ...], day: date) -> RuleSet:
    begun = [rules for rules in sets if rules.valid_from <= day]
    return begun[-1] if begun else sets[0]


def rule_set(rule_set_id: str) -> RuleSet:
    """A pinned rule set, by its id. Raises `KeyError` for one that was never shipped."""
    return shipped_law().named(rule_set_id)

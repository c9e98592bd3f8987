"""Rule sets: the law of a date, as data. Read once, frozen, chosen by the day a file was complete."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Final, Literal

from pydantic import ValidationError

from workflow.awards.law import (
    Award,
    Bonus,
    Certainty,
    Cited,
    Decider,
    Document,
    Frozen,
    Level,
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

__all__ = ["Quorum", "RuleSet", "UnknownAward", "VoteRule", "compile_shelf", "rule_set", "rule_set_on", "rule_sets"]

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
    limits: Mapping[str, int]
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

    def service_days(self, family: str, kind: str) -> int:
        """Working days from a complete file to the answer."""
        return self.service.get(f"{family}_{kind}") or self.service[family]

    def service_for(self, award_code: str, kind: str) -> tuple[str, Service]:
        """The limit of an award with its name: the most exact one that the rule set has."""
        family = self.award(award_code).family
        for name in (f"{award_code}_{kind}", award_code, f"{family}_{kind}"):
            if name in self.services:
                return name, self.services[name]
        return family, self.services[family]

    @cached_property
    def service(self) -> Mapping[str, int]:
        return MappingProxyType({name: limit.days for name, limit in self.services.items()})

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
    return tuple(sorted((_made(tables) for tables in plain), key=lambda rules: rules.valid_from))


def _made(tables: Mapping[str, Any]) -> RuleSet:
    try:
        return RuleSet.model_validate({**tables, "fingerprint": fingerprint_of(tables)})
    except ValidationError as error:
        places = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ValueError(f"{tables.get('id')}: {'; '.join(places)}") from error


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
    for rules in rule_sets():
        if rules.id == rule_set_id:
            return rules
    raise KeyError(rule_set_id)

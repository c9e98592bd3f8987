"""Who decides an award on a day: levels with the names of who signs there."""

from dataclasses import dataclass

from states import Text
from workflow.awards.law import Certainty
from workflow.awards.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Authority:
    """One level that may decide. The first of an award is the usual one."""

    level: str
    name: Text
    article: str
    certainty: Certainty


def authorities_of(rules: RuleSet, award: str) -> tuple[Authority, ...]:
    """Raises `UnknownAward` when this period of the law does not know the award."""
    rules.award(award)
    decider = rules.deciders[award]
    return tuple(
        Authority(level, rules.level_names[level].name.text(), decider.article, decider.certainty)
        for level in decider.levels
    )

"""Which way: questions that choose among the routes of one trigger, answered yes or no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from states.facts import NominationFacts


@dataclass(frozen=True, slots=True)
class Condition:
    """A named question. The proof of a definition checks `subject`, so the facts fit when it is asked."""

    code: str
    subject: str
    ask: Callable[[Any], bool]


_KNOWN: dict[str, Condition] = {}
CONDITIONS: Final[Mapping[str, Condition]] = MappingProxyType(_KNOWN)


def condition(question: Callable[[NominationFacts], bool]) -> Callable[[NominationFacts], bool]:
    """Enter a question about a nomination into the closed list."""
    _KNOWN[question.__name__] = Condition(question.__name__, "nomination", question)
    return question


@condition
def simplified(facts: NominationFacts) -> bool:
    return facts.simplified


@condition
def council_required(facts: NominationFacts) -> bool:
    return facts.council_required


@condition
def vote_passed(facts: NominationFacts) -> bool:
    return facts.vote is not None and facts.vote.passed

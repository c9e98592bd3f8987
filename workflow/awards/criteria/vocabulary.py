"""The vocabulary is closed: a rule names one of these questions and gives its parameters by name."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from states import Text
from workflow.awards.cases import Candidate, Case, Kind, Unit
from workflow.awards.findings import Answer
from workflow.awards.law import Award


@dataclass(frozen=True, slots=True)
class Asked:
    """What a criterion may look at: the case, the award as its rule set knows it, and the kind of proposal."""

    case: Case
    award: Award
    kind: Kind

    @property
    def candidate(self) -> Candidate:
        return self.case.candidate

    @property
    def unit(self) -> Unit:
        return self.case.unit


Criterion = Callable[..., Answer]
CRITERIA: dict[str, Criterion] = {}


def criterion(function: Criterion) -> Criterion:
    """Enter a question under its own name. Its keyword-only arguments are the parameters of its rules."""
    CRITERIA[function.__name__] = function
    return function


def parameter_faults(name: str, given: Mapping[str, Any]) -> list[Text]:
    """What is wrong with the parameters that a rule gives to a criterion."""
    signature = inspect.signature(CRITERIA[name])
    known = {each.name: each for each in signature.parameters.values() if each.kind is each.KEYWORD_ONLY}
    faults = [
        Text(f"{name} không có tham số {each}", f"{name} has no parameter {each}")
        for each in sorted(given.keys() - known.keys())
    ]
    for each in known.values():
        if each.name not in given:
            lacks = Text(f"{name} cần tham số {each.name}", f"{name} needs the parameter {each.name}")
            faults += [lacks] if each.default is each.empty else []
        elif not _fits(given[each.name], each.annotation):
            said = f"{name}: {each.name} = {given[each.name]!r}"
            kind = _name(each.annotation)
            faults.append(Text(f"{said} không đúng kiểu {kind}", f"{said} is no {kind}"))
    return faults


def _fits(value: Any, kind: Any) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind is str:
        return isinstance(value, str)
    return isinstance(value, tuple) and all(isinstance(each, str) for each in value)


def _name(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) else "list of codes"

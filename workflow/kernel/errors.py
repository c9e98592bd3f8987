"""The errors a use case may raise: codes and numbers, never sentences, never HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class DomainError(Exception):
    """Something the caller can be told about."""


class NotFound(DomainError):
    """It is not there, or it is not for this person to know that it is."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Forbidden(DomainError):
    """It may be seen, but not done."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: a code, and the values its sentence needs."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Invalid(DomainError):
    """The wish is malformed; `problems` maps each field to what is wrong with it."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__(", ".join(f"{name}: {problem.code}" for name, problem in problems.items()))
        self.problems = dict(problems)


class Stale(DomainError):
    """Somebody was faster: what the caller saw is no longer so."""

    def __init__(self, subject_kind: str, subject_ids: tuple[int, ...]) -> None:
        super().__init__(f"{subject_kind} {subject_ids}")
        self.subject_kind = subject_kind
        self.subject_ids = subject_ids


class Unavailable(DomainError):
    """The store is away or too busy; nothing was changed and trying again is safe."""

"""What can go wrong with a definition or with a move."""

from collections.abc import Sequence
from dataclasses import dataclass

from states.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a definition gets wrong, with a walk or a list that shows it."""

    kind: str
    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"


class InvalidDefinition(Exception):
    """The definition is not sound; every fault is named."""

    def __init__(self, definition: str, faults: Sequence[Fault]) -> None:
        self.definition = definition
        self.faults = tuple(faults)
        super().__init__(f"{definition} is not sound\n" + "\n".join(f"- {fault}" for fault in self.faults))


class UnknownDefinition(LookupError):
    """No definition of that key and version is known here."""


class ChangedDefinition(Exception):
    """A published definition no longer reads as it did when instances started under it."""


class Refused(Exception):
    """The rules say no; all reasons at once, and nothing has happened."""

    def __init__(self, trigger: str, state: str, refusals: Sequence[Refusal]) -> None:
        self.trigger = trigger
        self.state = state
        self.refusals = tuple(refusals)
        super().__init__(f"{trigger} refused in {state}: {', '.join(item.code for item in self.refusals)}")

    def texts(self, locale: str) -> tuple[str, ...]:
        return tuple(refusal.text(locale) for refusal in self.refusals)

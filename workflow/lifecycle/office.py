"""The office this installation serves: its definitions and the level at which it decides."""

from dataclasses import dataclass

from states import Registry


@dataclass(frozen=True, slots=True)
class Office:
    """What a use case needs to know of its surroundings beside the store and the actor.

    `level` is the tier at which the chairman decides: xa (commune), huyen (district).
    """

    registry: Registry
    level: str
    series: str = "TĐKT"

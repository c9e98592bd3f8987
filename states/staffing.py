"""The proof that separation of duties leaves somebody to act, with as few people as a small district has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from states.definition import Definition, TransitionDef
from states.errors import Fault, InvalidDefinition
from states.roles import SYSTEM
from states.walks import in_words, known_moves, walks_from

DEFAULT_STAFFING: Final[Mapping[str, int]] = MappingProxyType(
    {
        "clerk": 1,
        "unit_head": 1,
        "deputy_head": 1,
        "desk_officer": 2,
        "appraiser": 1,
        "standing_head": 1,
        "council_secretary": 1,
        "chairman": 1,
        "vice_chairman": 1,
    }
)
"""Different people per role. Nobody is counted in two roles, and roles left out have nobody."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One person of `role` stays out: of these triggers, or of everything when `triggers` is None."""

    words: str
    role: str
    triggers: frozenset[str] | None = None

    def bars(self, role: str, trigger: str) -> bool:
        return role == self.role and (self.triggers is None or trigger in self.triggers)


def exclusions_of(definition: Definition, staffing: Mapping[str, int]) -> tuple[Exclusion, ...]:
    """Every way the rules can exclude one person: as nominee in any role, or by each separation of duties."""
    nominees = tuple(Exclusion(f"nominee is the {role}", role) for role, people in staffing.items() if people)
    separated = tuple(
        Exclusion(f"{item.code} by the {role}", role, frozenset(item.barred))
        for item in definition.separations
        for role in item.roles
        if staffing.get(role)
    )
    return nominees + separated


def staffing_faults(
    definition: Definition, staffing: Mapping[str, int], together: Sequence[Exclusion]
) -> Iterator[Fault]:
    """States where these exclusions leave nobody for a step and so put an end out of reach.

    It is not enough that somebody may still do something: sending a letter back to where it
    came from moves it for ever without ever letting it out of the unit.
    """
    leading = [item for item in known_moves(definition) if _leads_on(definition, item)]
    left = [item for item in leading if _someone(item, staffing, together)]
    because = " and ".join(exclusion.words for exclusion in together) or "everybody is there"
    walks = walks_from(definition.initial, known_moves(definition))
    ends = {state.code for state in definition.states if state.ends}
    for state in definition.states:
        barred = sorted({item.trigger for item in leading if item.source == state.code and item not in left})
        if not barred:
            continue
        lost = sorted(ends & (walks_from(state.code, leading).keys() - walks_from(state.code, left).keys()))
        if lost:
            walk = in_words(definition.initial, walks.get(state.code, ()))
            words = f"{walk} … nobody is left to {' or '.join(barred)}, {', '.join(lost)} cannot be reached"
            yield Fault("nobody_left", f"{state.code}: {because}", f"{because}: {words}")


def prove_staffing(definition: Definition, staffing: Mapping[str, int] = DEFAULT_STAFFING) -> None:
    """Raise `InvalidDefinition` naming each state and exclusion that would leave a file in a drawer."""
    cases: tuple[tuple[Exclusion, ...], ...] = (
        (),
        *((item,) for item in exclusions_of(definition, staffing)),
    )
    faults = [fault for together in cases for fault in staffing_faults(definition, staffing, together)]
    if faults:
        raise InvalidDefinition(f"{definition.key} {definition.version}", faults)


def _leads_on(definition: Definition, item: TransitionDef) -> bool:
    return definition.has_trigger(item.trigger) and definition.trigger(item.trigger).leads_on


def _someone(item: TransitionDef, staffing: Mapping[str, int], together: Sequence[Exclusion]) -> bool:
    """At least one person of one role remains. The clock counts as nobody: it only acts when time is up."""
    for role in item.roles:
        barred = sum(1 for exclusion in together if exclusion.bars(role, item.trigger))
        if role != SYSTEM and staffing.get(role, 0) > barred:
            return True
    return False

"""What a lifecycle is made of: states, triggers, transitions, and the definition that holds them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from types import MappingProxyType
from typing import Final

from states.text import Text

TONES: Final = ("unit", "work", "ask", "hold", "council", "seal-open", "seal", "closed")
CLOCKS: Final = ("runs", "paused", "stopped")
OUTCOMES: Final = ("awarded", "not_awarded", "withdrawn")
RELEASES: Final = ("at_once", "by_session")
PUBLIC_STEPS: Final = 5
PUBLIC_PLACEHOLDERS: Final = frozenset({"unit", "subject", "award", "decision", "here", "office"})
LIMITS: Final = (
    "unit_work", "unit_head", "receive", "supplement", "appraise", "consult", "notice", "council",
    "record_vote", "send_to_chairman", "decide", "reappraise", "superior", "announce", "archive",
    "session", "revocation",
)  # fmt: skip
"""Names of time limits. The number of working days behind a name belongs to the rule set of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDef:
    """Where an instance stands, whom it waits for, and what outsiders are told meanwhile."""

    code: str
    label: Text
    short: Text
    public: Text
    tone: str
    lane: str
    waits_for: tuple[str, ...] = ()
    """Roles that may take it; the first is the queue."""
    limit: str | None = None
    clock: str = "runs"
    """The clock of the date promised to the nominee, not of `limit`."""
    editable: bool = False
    """The unit may change content and files."""
    final: bool = False
    resting: bool = False
    """May stay here for ever although it has exits: a decision in force."""
    outcome: str | None = None
    release: str | None = None
    """When the nominee is told; None as long as there is nothing to tell."""
    public_step: int = 1

    @property
    def waiting(self) -> bool:
        return not (self.final or self.resting)

    @property
    def ends(self) -> bool:
        """An instance may stay here for good."""
        return self.final or self.resting


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A field the trigger asks for; its kind and words are in `states.inputs`."""

    name: str
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerDef:
    """Something a person asks for. `batch` and `done` hold {n}; the other two speak of a single file."""

    code: str
    label: Text
    batch: Text
    done: Text
    done_one: Text
    inputs: tuple[Input, ...] = ()
    signing: bool = False
    bulk: bool = True
    leads_on: bool = True
    """Brings the file nearer to an answer; False for holds and withdrawal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionDef:
    """One route of a trigger. `when` chooses the route; `guards` may refuse it but never change it."""

    trigger: str
    source: str
    target: str
    roles: tuple[str, ...]
    when: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        return self.source != self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """Two parts that one person may not play on the same file. `code` names the refusal."""

    code: str
    roles: tuple[str, ...]
    """Roles whose holder may have played the first part."""
    by: tuple[str, ...]
    """Triggers that make a person the one; empty when it is the author on record."""
    barred: tuple[str, ...]
    """Triggers closed to that person from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One lifecycle in one version. Instances stay with the version they started under."""

    key: str
    version: int
    title: Text
    subject: str
    initial: str
    states: tuple[StateDef, ...]
    triggers: tuple[TriggerDef, ...]
    transitions: tuple[TransitionDef, ...]
    separations: tuple[Separation, ...] = ()
    fingerprint: str = field(init=False, repr=False, compare=False)
    _states: Mapping[str, StateDef] = field(init=False, repr=False, compare=False)
    _triggers: Mapping[str, TriggerDef] = field(init=False, repr=False, compare=False)
    _exits: Mapping[str, tuple[TransitionDef, ...]] = field(init=False, repr=False, compare=False)
    _ahead: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        exits: dict[str, tuple[TransitionDef, ...]] = {}
        for transition in self.transitions:
            exits[transition.source] = (*exits.get(transition.source, ()), transition)
        # The indexes are set once, here; a frozen dataclass offers no other door.
        object.__setattr__(self, "_states", MappingProxyType({state.code: state for state in self.states}))
        object.__setattr__(self, "_triggers", MappingProxyType({item.code: item for item in self.triggers}))
        object.__setattr__(self, "_exits", MappingProxyType(exits))
        object.__setattr__(
            self, "_ahead", MappingProxyType({state.code: self._reached(state.code) for state in self.states})
        )
        object.__setattr__(self, "fingerprint", hashlib.sha256(self.canonical().encode()).hexdigest())

    def state(self, code: str) -> StateDef:
        return self._states[code]

    def trigger(self, code: str) -> TriggerDef:
        return self._triggers[code]

    def has_state(self, code: str) -> bool:
        return code in self._states

    def has_trigger(self, code: str) -> bool:
        return code in self._triggers

    def exits(self, state: str) -> tuple[TransitionDef, ...]:
        """Transitions out of a state, routes of one trigger in the order they are tried."""
        return self._exits.get(state, ())

    def leads(self, source: str, target: str) -> bool:
        """Whether some way leads from one state to another, through any number of moves; to itself always."""
        return target in self._ahead[source]

    def _reached(self, start: str) -> frozenset[str]:
        seen, waiting = {start}, [start]
        while waiting:
            ahead = {route.target for route in self.exits(waiting.pop())} - seen
            seen |= ahead
            waiting += ahead
        return frozenset(seen)

    def canonical(self) -> str:
        """The whole definition, words included, as the same text on every machine."""
        content = {item.name: _plain(getattr(self, item.name)) for item in fields(self) if item.init}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Text | StateDef | TriggerDef | TransitionDef | Separation):
        return asdict(value)
    return value

"""The one door to `transitions`: a shared machine per definition, stepped without holding any instance."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from transitions import EventData, Machine, MachineError

from states.conditions import CONDITIONS
from states.definition import Definition, TransitionDef
from states.errors import Refused
from states.guards import GUARDS
from states.refusals import NO_SUCH_MOVE, Refusal
from states.text import Text

# The library writes one record per callback; at INFO that is the loudest voice of a bulk run.
logging.getLogger("transitions").setLevel(logging.WARNING)

Ask = Callable[[Any], bool]
Hear = Callable[[Any], Refusal | None]


@dataclass(frozen=True, slots=True)
class Step:
    """What was decided: the move, and the roles that may make it."""

    trigger: str
    source: str
    target: str
    roles: tuple[str, ...]


@dataclass(slots=True)
class _Token:
    """Stands in for an instance inside the machine; thrown away after one step."""

    state: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """A `when` question in the form the machine asks it: one event in, exactly True or False out."""

    question: Ask

    def __call__(self, event: EventData) -> bool:
        return bool(self.question(next(iter(event.args))))


@dataclass(frozen=True, slots=True)
class _Route:
    transition: TransitionDef
    step: Step
    when: tuple[Ask, ...]
    guards: tuple[Hear, ...]


class Engine:
    """Steps one definition. Holds no instance and no state, so threads may share it."""

    __slots__ = ("_machine", "_table", "definition")

    definition: Final[Definition]

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self._machine: Final = _machine_of(definition)
        self._table: Final = _table_of(definition, self._machine)

    def step(self, state: str, trigger: str, facts: object = None) -> Step:
        """Choose the route, hear all of its guards, and say where it leads; or raise `Refused`."""
        for route in self._table.get((state, trigger), ()):
            for ask in route.when:
                if not ask(facts):
                    break
            else:
                refusals = [no for hear in route.guards if (no := hear(facts)) is not None]
                if refusals:
                    raise Refused(trigger, state, refusals)
                return route.step
        raise self._no_such_move(state, trigger)

    def step_slow(self, state: str, trigger: str, facts: object = None) -> Step:
        """The same answer from the library itself; the yardstick of `step`."""
        event = self._machine.events.get(trigger)
        if event is None or state not in self._machine.states:
            raise self._no_such_move(state, trigger)
        token = _Token(state)
        try:
            moved = event.trigger(token, facts)
        except MachineError:
            moved = False
        if not moved:
            raise self._no_such_move(state, trigger)
        transition = next(
            item for item in self.definition.exits(state) if (item.trigger, item.target) == (trigger, token.state)
        )
        refusals = [refusal for _, refusal in self.checks(transition, facts) if refusal is not None]
        if refusals:
            raise Refused(trigger, state, refusals)
        return _step_of(transition)

    def route(self, state: str, trigger: str, facts: object = None) -> TransitionDef | None:
        """Which way the trigger would lead, guards unheard."""
        for route in self._table.get((state, trigger), ()):
            if all(ask(facts) for ask in route.when):
                return route.transition
        return None

    def checks(self, transition: TransitionDef, facts: object = None) -> tuple[tuple[str, Refusal | None], ...]:
        """Each guard of a transition with its refusal, or None where it holds."""
        return tuple((code, GUARDS[code].ask(facts)) for code in transition.guards)

    def triggers_from(self, state: str) -> tuple[str, ...]:
        """Triggers known in a state, in the order of the definition, each once."""
        return tuple(dict.fromkeys(item.trigger for item in self.definition.exits(state)))

    def _no_such_move(self, state: str, trigger: str) -> Refused:
        known = self.definition
        where: Text | str = known.state(state).short if known.has_state(state) else state
        what: Text | str = known.trigger(trigger).label if known.has_trigger(trigger) else trigger
        return Refused(trigger, state, [Refusal(NO_SUCH_MOVE, {"state": where, "trigger": what})])


def _machine_of(definition: Definition) -> Machine:
    """The machine gets routes and `when`, nothing else: a failed guard must not change the route."""
    machine = Machine(
        model=None,
        states=[state.code for state in definition.states],
        initial=definition.initial,
        auto_transitions=False,
        queued=False,
        send_event=True,
        ignore_invalid_triggers=False,
        name=f"{definition.key} {definition.version}",
    )
    for item in definition.transitions:
        machine.add_transition(
            item.trigger,
            item.source,
            item.target,
            conditions=[_Heard(CONDITIONS[code].ask) for code in item.when],
        )
    return machine


def _table_of(definition: Definition, machine: Machine) -> dict[tuple[str, str], tuple[_Route, ...]]:
    """Read the machine's own transitions back, in the order in which it would try them."""
    known = {(item.trigger, item.source, item.target): item for item in definition.transitions}
    table: dict[tuple[str, str], tuple[_Route, ...]] = {}
    for trigger, event in machine.events.items():
        for source, built in event.transitions.items():
            table[source, trigger] = tuple(
                _route_of(known[trigger, source, str(item.dest)], [condition.func for condition in item.conditions])
                for item in built
            )
    return table


def _route_of(transition: TransitionDef, heard: list[Any]) -> _Route:
    return _Route(
        transition=transition,
        step=_step_of(transition),
        when=tuple(item.question for item in heard),
        guards=tuple(GUARDS[code].ask for code in transition.guards),
    )


def _step_of(transition: TransitionDef) -> Step:
    return Step(transition.trigger, transition.source, transition.target, transition.roles)

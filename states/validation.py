"""The proof that a definition is sound; each fault comes with a walk or a list that shows it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from states.conditions import CONDITIONS
from states.definition import CLOCKS, LIMITS, OUTCOMES, PUBLIC_STEPS, RELEASES, TONES, Definition, StateDef
from states.errors import Fault, InvalidDefinition
from states.guards import GUARDS
from states.inputs import INPUTS
from states.roles import LANES, ROLES, SYSTEM
from states.walks import a_loop, in_words, known_moves, states_before, walks_from
from states.wording import wording_faults


def prove(definition: Definition) -> None:
    """Raise `InvalidDefinition` with every fault, or return in silence."""
    faults = faults_of(definition)
    if faults:
        raise InvalidDefinition(f"{definition.key} {definition.version}", faults)


def faults_of(definition: Definition) -> tuple[Fault, ...]:
    """Everything wrong with a definition, in a fixed order."""
    checks = (
        _codes, _transition_names, _inputs, _routes, _state_attributes, _separations,
        _ends, _reachable, _ways_to_an_end, _waiting, _unused, _system_loops, wording_faults,
    )  # fmt: skip
    return tuple(fault for check in checks for fault in check(definition))


def _codes(definition: Definition) -> Iterator[Fault]:
    for kind, codes in (
        ("state", [state.code for state in definition.states]),
        ("trigger", [trigger.code for trigger in definition.triggers]),
    ):
        for code, times in Counter(codes).items():
            if times > 1:
                yield Fault("duplicate_code", code, f"the {kind} {code} is defined {times} times")
            if not code.isascii() or not code.replace("_", "a").isalnum() or code != code.lower():
                yield Fault("bad_code", code, f"the {kind} code {code!r} is not lower snake_case")
    if not definition.has_state(definition.initial):
        yield Fault("no_initial", definition.initial, f"the initial state {definition.initial} is not defined")


def _transition_names(definition: Definition) -> Iterator[Fault]:
    subject = definition.subject
    for item in definition.transitions:
        arrow = f"{item.source} –{item.trigger}→ {item.target}"
        known: tuple[tuple[str, Iterable[str], Callable[[str], bool]], ...] = (
            ("state", (item.source, item.target), definition.has_state),
            ("trigger", (item.trigger,), definition.has_trigger),
            ("role", item.roles, ROLES.__contains__),
            ("condition", item.when, lambda code: code in CONDITIONS and CONDITIONS[code].subject == subject),
            ("guard", item.guards, lambda code: code in GUARDS and GUARDS[code].subject == subject),
        )
        for kind, codes, is_known in known:
            for code in codes:
                if not is_known(code):
                    yield Fault(f"unknown_{kind}", code, f"{arrow} names {code}, no {kind} of a {subject}")
        if not item.roles:
            yield Fault("no_roles", item.trigger, f"{arrow} is allowed to nobody")


def _inputs(definition: Definition) -> Iterator[Fault]:
    for trigger in definition.triggers:
        for field in trigger.inputs:
            if field.name not in INPUTS:
                yield Fault("unknown_input", field.name, f"{trigger.code} asks for the unknown {field.name}")


def _routes(definition: Definition) -> Iterator[Fault]:
    """Routes of one trigger are tried in order, so each must have a case in which it is the first to fit."""
    for source in dict.fromkeys(item.source for item in definition.transitions):
        exits = definition.exits(source)
        for trigger in dict.fromkeys(item.trigger for item in exits):
            routes = [item for item in exits if item.trigger == trigger]
            where = f"{source} –{trigger}→"
            for target, times in Counter(route.target for route in routes).items():
                if times > 1:
                    yield Fault("same_target_twice", f"{source} {trigger}", f"{where} {target} is there {times} times")
            for place, route in enumerate(routes):
                earlier = next((item for item in routes[:place] if set(item.when) <= set(route.when)), None)
                if earlier is not None:
                    yield Fault(
                        "route_never_taken",
                        f"{source} {trigger} {place}",
                        f"{where} {route.target} is never taken: whenever it fits, {where} {earlier.target} "
                        f"(when {' and '.join(earlier.when) or 'nothing else is asked'}) fits before it",
                    )


def _state_attributes(definition: Definition) -> Iterator[Fault]:
    for state in definition.states:
        words: tuple[tuple[str, object, Iterable[object]], ...] = (
            ("tone", state.tone, TONES),
            ("lane", state.lane, LANES),
            ("clock", state.clock, CLOCKS),
            ("outcome", state.outcome, (None, *OUTCOMES)),
            ("release", state.release, (None, *RELEASES)),
            ("limit", state.limit, (None, *LIMITS)),
            ("public step", state.public_step, range(1, PUBLIC_STEPS + 1)),
        )
        for name, value, allowed in words:
            if value not in allowed:
                yield Fault("unknown_word", state.code, f"{state.code} has the unknown {name} {value!r}")
        for role in state.waits_for:
            if role not in ROLES or role == SYSTEM:
                yield Fault("unknown_role", role, f"{state.code} waits for {role}, who is nobody")
        if state.outcome is not None and state.release is None:
            yield Fault("unreleased", state.code, f"{state.code} is an outcome the nominee is never told")
        if state.final and state.resting:
            yield Fault("final_and_resting", state.code, f"{state.code} is both final and resting")
        if state.ends and (state.waits_for or state.limit or state.clock != "stopped"):
            yield Fault("end_waits", state.code, f"{state.code} is an end, yet waits, has a limit or a running clock")


def _separations(definition: Definition) -> Iterator[Fault]:
    for item in definition.separations:
        for trigger in (*item.by, *item.barred):
            if not definition.has_trigger(trigger):
                yield Fault("unknown_trigger", trigger, f"the separation {item.code} names the unknown {trigger}")
        for role in item.roles:
            if role not in ROLES:
                yield Fault("unknown_role", role, f"the separation {item.code} names the unknown role {role}")


def _ends(definition: Definition) -> Iterator[Fault]:
    if not any(state.ends for state in definition.states):
        yield Fault("no_end", definition.key, "no state is final or resting: whatever begins never ends")
    walks = walks_from(definition.initial, known_moves(definition))
    for state in definition.states:
        for item in definition.exits(state.code) if state.final else ():
            walk = in_words(definition.initial, walks.get(state.code, ())) if state.code in walks else state.code
            yield Fault("exit_from_end", state.code, f"{walk} is final, yet –{item.trigger}→ {item.target} leads on")


def _reachable(definition: Definition) -> Iterator[Fault]:
    walks = walks_from(definition.initial, known_moves(definition))
    for state in definition.states:
        if state.code in walks:
            continue
        entries = [f"{item.source} –{item.trigger}→" for item in known_moves(definition) if item.target == state.code]
        why = "nothing leads to it" if not entries else f"only {', '.join(entries)} lead to it, out of reach as well"
        yield Fault("unreachable", state.code, f"{state.code} is never reached from {definition.initial}: {why}")


def _ways_to_an_end(definition: Definition) -> Iterator[Fault]:
    moves = known_moves(definition)
    good = states_before([state.code for state in definition.states if state.ends], moves)
    walks = walks_from(definition.initial, moves)
    for state in definition.states:
        if state.code not in good:
            start, walk = (definition.initial, walks[state.code]) if state.code in walks else (state.code, ())
            yield Fault("no_way_to_end", state.code, f"{in_words(start, walk)} … has no way to an end")


def _waiting(definition: Definition) -> Iterator[Fault]:
    walks = walks_from(definition.initial, known_moves(definition))
    for state in definition.states:
        if not state.waiting:
            continue
        walk = in_words(definition.initial, walks.get(state.code, ())) if state.code in walks else state.code
        if not state.waits_for:
            yield Fault("nobody_responsible", state.code, f"{walk} waits for nobody")
        if state.limit is None:
            yield Fault("no_limit", state.code, f"{walk} may wait for ever: it names no limit")
        for role in state.waits_for:
            if not _may_leave(definition, state, role):
                yield Fault("no_way_out", f"{state.code} {role}", f"{walk} waits for {role}, who has no way out of it")


def _may_leave(definition: Definition, state: StateDef, role: str) -> bool:
    return any(item.moves and role in item.roles for item in definition.exits(state.code))


def _unused(definition: Definition) -> Iterator[Fault]:
    used = {item.trigger for item in definition.transitions}
    for trigger in definition.triggers:
        if trigger.code not in used:
            yield Fault("unused_trigger", trigger.code, f"the trigger {trigger.code} leads from nowhere to nowhere")


def _system_loops(definition: Definition) -> Iterator[Fault]:
    """A loop the clock could run by itself would turn for ever, writing history at each turn."""
    alone = tuple(item for item in definition.transitions if SYSTEM in item.roles)
    loop = a_loop(alone)
    if loop is not None:
        words = in_words(loop[0].source, loop)
        yield Fault("system_loop", definition.key, f"{words} … turns by itself, with no person in it")

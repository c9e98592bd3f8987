"""An explorer that knows no graph theory: it walks every path and tries every outcome of the conditions."""

from collections.abc import Iterator
from itertools import product

from states import Definition, TransitionDef
from tests.states.makers import CONDITIONS

Found = set[tuple[str, str]]


def explore(definition: Definition) -> Found:
    """What is wrong, as (kind, where), found without any part of the proof under test."""
    found: Found = {*routes(definition), *around_states(definition)}
    if not ends_of(definition):
        found.add(("no_end", definition.key))
    if any(turns_alone(definition, (state.code,)) for state in definition.states):
        found.add(("system_loop", definition.key))
    for trigger in definition.triggers:
        if not any(item.trigger == trigger.code for item in definition.transitions):
            found.add(("unused_trigger", trigger.code))
    return found


def ends_of(definition: Definition) -> set[str]:
    return {item.code for item in definition.states if item.final or item.resting}


def around_states(definition: Definition) -> Iterator[tuple[str, str]]:
    visited = {path[-1] for path in paths_from(definition, (definition.initial,))}
    for state in definition.states:
        if state.code not in visited:
            yield "unreachable", state.code
        if not any(path[-1] in ends_of(definition) for path in paths_from(definition, (state.code,))):
            yield "no_way_to_end", state.code
        leaving = [item for item in definition.transitions if item.source == state.code]
        if state.final and leaving:
            yield "exit_from_end", state.code
        for role in state.waits_for:
            if not any(role in item.roles and item.target != state.code for item in leaving):
                yield "no_way_out", f"{state.code} {role}"


def paths_from(definition: Definition, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every path that visits no state twice."""
    yield path
    for item in definition.transitions:
        if item.source == path[-1] and item.target not in path:
            yield from paths_from(definition, (*path, item.target))


def turns_alone(definition: Definition, path: tuple[str, ...]) -> bool:
    for item in definition.transitions:
        if item.source != path[-1] or "system" not in item.roles:
            continue
        if item.target == path[0]:
            return True
        if item.target not in path and turns_alone(definition, (*path, item.target)):
            return True
    return False


def routes(definition: Definition) -> Iterator[tuple[str, str]]:
    """Try all answers to all conditions and see which routes are ever the first to fit."""
    groups: dict[tuple[str, str], list[TransitionDef]] = {}
    for item in definition.transitions:
        groups.setdefault((item.source, item.trigger), []).append(item)
    for (source, trigger), group in groups.items():
        taken = set()
        for answers in product((False, True), repeat=len(CONDITIONS)):
            true = {code for code, answer in zip(CONDITIONS, answers, strict=True) if answer}
            fitting = [place for place, item in enumerate(group) if set(item.when) <= true]
            taken |= set(fitting[:1])
        for place, item in enumerate(group):
            if place not in taken:
                yield "route_never_taken", f"{source} {trigger} {place}"
            if [other.target for other in group].count(item.target) > 1:
                yield "same_target_twice", f"{source} {trigger}"

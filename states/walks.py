"""Walks through a definition, found by breadth first, and told in words."""

from collections import deque
from collections.abc import Iterable

from states.definition import Definition, TransitionDef

Walk = tuple[TransitionDef, ...]


def known_moves(definition: Definition) -> tuple[TransitionDef, ...]:
    """Transitions between two states that exist and differ; staying put is no way anywhere."""
    return tuple(
        item
        for item in definition.transitions
        if item.moves and definition.has_state(item.source) and definition.has_state(item.target)
    )


def walks_from(start: str, moves: Iterable[TransitionDef]) -> dict[str, Walk]:
    """A shortest walk to every state that can be reached, the start itself included."""
    exits: dict[str, list[TransitionDef]] = {}
    for move in moves:
        exits.setdefault(move.source, []).append(move)
    found: dict[str, Walk] = {start: ()}
    waiting = deque([start])
    while waiting:
        state = waiting.popleft()
        for move in exits.get(state, ()):
            if move.target not in found:
                found[move.target] = (*found[state], move)
                waiting.append(move.target)
    return found


def states_before(targets: Iterable[str], moves: Iterable[TransitionDef]) -> frozenset[str]:
    """States from which some target can be reached, the targets included."""
    entries: dict[str, list[str]] = {}
    for move in moves:
        entries.setdefault(move.target, []).append(move.source)
    found = set(targets)
    waiting = deque(sorted(found))
    while waiting:
        for source in entries.get(waiting.popleft(), ()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return frozenset(found)


def a_loop(moves: tuple[TransitionDef, ...]) -> Walk | None:
    """A shortest walk that comes back to where it began, or None."""
    loops = [(move, *walks[move.source]) for move in moves if move.source in (walks := walks_from(move.target, moves))]
    return min(loops, key=len, default=None)


def in_words(start: str, walk: Walk) -> str:
    """draft –send_to_review→ unit_review –propose→ pending_unit_head"""
    return start + "".join(f" –{move.trigger}→ {move.target}" for move in walk)

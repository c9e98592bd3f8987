"""Where each state of a diagram stands: a column per layer, a band per owner."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from states.definition import Definition, StateDef
from states.roles import LANES
from states.walks import known_moves


@dataclass(frozen=True, slots=True)
class Box:
    state: StateDef
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """All triggers that lead from one state to another, drawn as one line."""

    source: str
    target: str
    triggers: tuple[str, ...]
    back: bool


@dataclass(frozen=True)
class Layout:
    """A grid. `lanes` tells each band's name and its first row."""

    boxes: dict[str, Box]
    arrows: tuple[Arrow, ...]
    lanes: tuple[tuple[str, int], ...]
    columns: int
    rows: int

    @cached_property
    def taken(self) -> frozenset[tuple[int, int]]:
        return frozenset((box.column, box.row) for box in self.boxes.values())

    def free(self, row: int, first: int, last: int) -> bool:
        """No box stands in this row from the first to the last column."""
        return not any((column, row) in self.taken for column in range(first, last + 1))


def lay_out(definition: Definition, shown: Collection[str], left_out: Collection[tuple[str, str]] = ()) -> Layout:
    """Columns by longest path, rows by owner; the same picture every time.

    A line back is one that leads to a state written earlier in the definition. That keeps the
    columns free of loops, and puts a definition into the order in which its author tells it.
    """
    order = {state.code: place for place, state in enumerate(definition.states) if state.code in shown}
    pairs: dict[tuple[str, str], list[str]] = {}
    for item in known_moves(definition):
        pair = (item.source, item.target)
        if item.source in order and item.target in order and pair not in left_out:
            pairs.setdefault(pair, []).append(item.trigger)
    forward = [pair for pair in pairs if order[pair[0]] < order[pair[1]]]
    layers = _layers(order, forward)
    boxes, lanes, rows = _boxes(definition, layers, forward)
    arrows = tuple(
        Arrow(pair[0], pair[1], tuple(triggers), order[pair[0]] > order[pair[1]]) for pair, triggers in pairs.items()
    )
    return Layout(boxes, arrows, lanes, max(layers.values()) + 1, rows)


def _layers(order: Iterable[str], forward: list[tuple[str, str]]) -> dict[str, int]:
    """Length of the longest way to each state; those before it in the order are settled first."""
    layers: dict[str, int] = {}
    for state in order:
        before = [layers[source] for source, target in forward if target == state]
        layers[state] = max(before, default=-1) + 1
    return layers


def _boxes(
    definition: Definition, layers: dict[str, int], forward: list[tuple[str, str]]
) -> tuple[dict[str, Box], tuple[tuple[str, int], ...], int]:
    """The main way keeps to the upper row of its bands; states that only lead back stand lowest."""
    spine = _spine(layers, forward)
    leading = {source for source, _ in forward}
    boxes: dict[str, Box] = {}
    lanes: list[tuple[str, int]] = []
    rows = 0
    for lane in LANES:
        members = [state for state in definition.states if state.code in layers and state.lane == lane]
        if not members:
            continue
        lanes.append((lane, rows))
        members.sort(key=lambda state: (state.code not in spine, state.code not in leading and not state.final))
        used: dict[int, int] = {}
        for state in members:
            column = layers[state.code]
            boxes[state.code] = Box(state, column, rows + used.get(column, 0))
            used[column] = used.get(column, 0) + 1
        rows += max(used.values())
    return boxes, tuple(lanes), rows


def _spine(layers: dict[str, int], forward: list[tuple[str, str]]) -> set[str]:
    """One longest way from the beginning to the deepest layer."""
    state = max(layers, key=lambda code: layers[code])
    spine = {state}
    while layers[state]:
        before = [source for source, target in forward if target == state]
        state = next(source for source in before if layers[source] == layers[state] - 1)
        spine.add(state)
    return spine

"""How the lines of a diagram run: straight where nothing is in the way, else through gaps between boxes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from states.layout import Arrow, Box, Layout

Point = tuple[float, float]

MARGIN: Final = 14.0
HEAD: Final = 28.0
"""Room for a band's name above its first row."""
SPACE: Final = 14.0
TRACK: Final = 9.0
PORT: Final = 11.0


@dataclass(frozen=True, slots=True)
class Leg:
    """Part of a line inside a gap: "V" right of a column, "H" above a row. Spans are in half cells."""

    kind: str
    place: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A line before it has coordinates: which side of which box, and the gaps in between."""

    arrow: Arrow
    leaves: str
    enters: str
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Coordinates of everything; lines end where their arrow points."""

    width: float
    height: float
    corners: dict[str, Point]
    bands: tuple[tuple[str, float], ...]
    lines: tuple[tuple[Arrow, tuple[Point, ...]], ...]


def draw(layout: Layout, box_width: float, box_height: float) -> Drawing:
    plans = [_plan(layout, arrow) for arrow in layout.arrows]
    tracks = _tracks(plans)
    wide = {place: count for (kind, place), count in tracks.counts.items() if kind == "V"}
    high = {place: count for (kind, place), count in tracks.counts.items() if kind == "H"}

    lefts: list[float] = []
    x = MARGIN
    for column in range(layout.columns):
        lefts.append(x)
        x += box_width + 2 * SPACE + TRACK * wide.get(column, 0)
    first_rows = dict((row, lane) for lane, row in layout.lanes)
    tops: list[float] = []
    bands: list[tuple[str, float]] = []
    y = 0.0
    for row in range(layout.rows):
        if row in first_rows:
            bands.append((first_rows[row], y))
            y += HEAD
        tops.append(y)
        y += box_height + SPACE + TRACK * high.get(row + 1, 0)

    def across(leg: Leg, number: int) -> float:
        if leg.kind == "V":
            return lefts[leg.place] + box_width + SPACE + TRACK * number
        return tops[leg.place - 1] + box_height + SPACE * 0.8 + TRACK * number

    ports = _ports(layout, plans, (box_width, box_height))
    lines = []
    for index, plan in enumerate(plans):
        points = [
            _port(layout.boxes[code], side, ports[index, end], (lefts, tops), (box_width, box_height))
            for code, side, end in (
                (plan.arrow.source, plan.leaves, "out"), (plan.arrow.target, plan.enters, "in")
            )
        ]  # fmt: skip
        values = [across(leg, tracks.numbers[index, place]) for place, leg in enumerate(plan.legs)]
        lines.append((plan.arrow, _bend(points[0], points[1], plan.legs, values)))
    corners = {code: (lefts[box.column], tops[box.row]) for code, box in layout.boxes.items()}
    return Drawing(x - SPACE * 2 + MARGIN, y, corners, tuple(bands), tuple(lines))


def _plan(layout: Layout, arrow: Arrow) -> Plan:
    source, target = layout.boxes[arrow.source], layout.boxes[arrow.target]
    return _plan_back(arrow, source, target) if arrow.back else _plan_forward(layout, arrow, source, target)


def _plan_forward(layout: Layout, arrow: Arrow, source: Box, target: Box) -> Plan:
    """Right side to left side. A free row is used as it is; only a blocked one needs a gap between rows."""
    before = target.column - 1
    ahead = (source.column + 1, before)
    span = (2 * min(source.row, target.row) + 1, 2 * max(source.row, target.row) + 1)
    if source.row == target.row and layout.free(source.row, *ahead):
        return Plan(arrow, "right", "left", ())
    if layout.free(target.row, *ahead):
        return Plan(arrow, "right", "left", (Leg("V", source.column, *span),))
    if layout.free(source.row, *ahead):
        return Plan(arrow, "right", "left", (Leg("V", before, *span),))
    between = target.row if source.row < target.row else target.row + 1
    legs = (
        Leg("V", source.column, *sorted((2 * source.row + 1, 2 * between))),
        Leg("H", between, 2 * source.column + 2, 2 * before + 2),
        Leg("V", before, *sorted((2 * between, 2 * target.row + 1))),
    )
    return Plan(arrow, "right", "left", legs)


def _plan_back(arrow: Arrow, source: Box, target: Box) -> Plan:
    """Out of the side that faces the target's row, so that a return never looks like progress."""
    ends = sorted((2 * source.column + 1, 2 * target.column + 1))
    if source.row == target.row:
        return Plan(arrow, "bottom", "bottom", (Leg("H", source.row + 1, ends[0], ends[1]),))
    down = source.row < target.row
    leaves, enters = ("bottom", "top") if down else ("top", "bottom")
    near_source = source.row + 1 if down else source.row
    near_target = target.row if down else target.row + 1
    if near_source == near_target:
        return Plan(arrow, leaves, enters, (Leg("H", near_source, ends[0], ends[1]),))
    gap = 2 * target.column + 2
    legs = (
        Leg("H", near_source, *sorted((gap, 2 * source.column + 1))),
        Leg("V", target.column, *sorted((2 * near_source, 2 * near_target))),
        Leg("H", near_target, 2 * target.column + 1, gap),
    )
    return Plan(arrow, leaves, enters, legs)


@dataclass(frozen=True, slots=True)
class _Tracks:
    numbers: dict[tuple[int, int], int]
    counts: dict[tuple[str, int], int]


def _tracks(plans: list[Plan]) -> _Tracks:
    """Give the legs that share a gap and overlap different tracks, shortest legs first."""
    gaps: dict[tuple[str, int], list[tuple[int, int, Leg]]] = {}
    for index, plan in enumerate(plans):
        for place, leg in enumerate(plan.legs):
            gaps.setdefault((leg.kind, leg.place), []).append((index, place, leg))
    numbers: dict[tuple[int, int], int] = {}
    counts: dict[tuple[str, int], int] = {}
    for gap, legs in gaps.items():
        legs.sort(key=lambda item: (item[2].high - item[2].low, item[2].low))
        lanes: list[list[Leg]] = []
        for index, place, leg in legs:
            number = next((n for n, lane in enumerate(lanes) if all(_apart(leg, other) for other in lane)), len(lanes))
            if number == len(lanes):
                lanes.append([])
            lanes[number].append(leg)
            numbers[index, place] = number
        counts[gap] = len(lanes)
    return _Tracks(numbers, counts)


def _apart(one: Leg, other: Leg) -> bool:
    return one.high < other.low or other.high < one.low


def _ports(layout: Layout, plans: list[Plan], size: tuple[float, float]) -> dict[tuple[int, str], float]:
    """Offsets from the middle of a side: straight lines in the middle, the others where they turn to."""
    sides: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for index, plan in enumerate(plans):
        source, target = layout.boxes[plan.arrow.source], layout.boxes[plan.arrow.target]
        upright = plan.leaves in ("top", "bottom")
        shift: Callable[[Box, Box], int] = _columns_apart if upright else _rows_apart
        turn = 0 if not plan.legs else shift(source, target) or 1
        sides.setdefault((plan.arrow.source, plan.leaves), []).append((turn, index, "out"))
        sides.setdefault((plan.arrow.target, plan.enters), []).append((-turn, index, "in"))
    offsets: dict[tuple[int, str], float] = {}
    for (_, side), ends in sides.items():
        ends.sort()
        straight = next((n for n, end in enumerate(ends) if end[0] == 0), None)
        middle = (len(ends) - 1) / 2 if straight is None else straight
        # Where many lines meet on a short side they stand closer, so that all of them touch it.
        half = size[0 if side in ("top", "bottom") else 1] / 2 - 5
        step = min(PORT, half / max(middle, len(ends) - 1 - middle, 1))
        for number, (_, index, end) in enumerate(ends):
            offsets[index, end] = (number - middle) * step
    return offsets


def _rows_apart(source: Box, target: Box) -> int:
    return target.row - source.row


def _columns_apart(source: Box, target: Box) -> int:
    return target.column - source.column


def _port(
    box: Box, side: str, offset: float, places: tuple[list[float], list[float]], size: tuple[float, float]
) -> Point:
    left, top = places[0][box.column], places[1][box.row]
    width, height = size
    if side in ("left", "right"):
        return left + (width if side == "right" else 0), top + height / 2 + offset
    return left + width / 2 + offset, top + (height if side == "bottom" else 0)


def _bend(start: Point, end: Point, legs: tuple[Leg, ...], values: list[float]) -> tuple[Point, ...]:
    points = [start]
    x, y = start
    for leg, value in zip(legs, values, strict=True):
        x, y = (value, y) if leg.kind == "V" else (x, value)
        points.append((x, y))
    if legs:
        points.append((x, end[1]) if legs[-1].kind == "V" else (end[0], y))
    points.append(end)
    return tuple(points)

"""The marks a diagram is made of: bands, lines with arrows, boxes. Attributes and classes only, no styles."""

from html import escape
from typing import Final

from states.definition import Definition
from states.layout import Arrow
from states.roles import LANES
from states.routing import Drawing, Point

INK: Final = "currentColor"
SEAL: Final = "#b3261e"
LINE_HEIGHT: Final = 17
STROKES: Final = {
    "now": f'stroke="{SEAL}" stroke-width="2.5"',
    "passed": f'stroke="{INK}" stroke-width="1.25"',
    "ahead": f'stroke="{INK}" stroke-width="1.25" stroke-dasharray="4 4"',
}


def bands(drawing: Drawing, locale: str) -> list[str]:
    """The owner's name at the top left of each band, a hairline between two."""
    marks = []
    for lane, top in drawing.bands:
        if top:
            line = f'd="M0 {number(top)}H{number(drawing.width)}" stroke="{INK}" stroke-opacity=".3"'
            marks.append(f'<path class="band" {line}/>')
        place = f'x="4" y="{number(top + 18)}" font-weight="600"'
        marks.append(f'<text class="band-name" {place}>{escape(LANES[lane].to(locale))}</text>')
    return marks


def line(definition: Definition, locale: str, arrow: Arrow, points: tuple[Point, ...], look: str) -> str:
    """One line with its arrow; pointing at it tells the triggers and both ends."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    step = ((x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0))
    tail = (x1 - 8 * step[0], y1 - 8 * step[1])
    wing = (4 * step[1], 4 * step[0])
    wings = ((tail[0] + wing[0], tail[1] + wing[1]), (tail[0] - wing[0], tail[1] - wing[1]))
    triggers = ", ".join(definition.trigger(code).label.to(locale) for code in arrow.triggers)
    ends = " → ".join(definition.state(code).short.to(locale) for code in (arrow.source, arrow.target))
    return (
        f'<g class="move {look}"><title>{escape(f"{triggers}: {ends}")}</title>'
        f'<path d="{_path((*points[:-1], tail))}" fill="none" {STROKES[look]}/>'
        f'<path d="{_path(((x1, y1), *wings))}Z"/></g>'
    )


def box(code: str, words: list[str], corner: Point, size: tuple[float, float], look: str) -> str:
    """A state: its short label in a frame, and a ring on the corner where the file is now."""
    (x, y), (width, height) = corner, size
    first = y + height / 2 - (len(words) - 1) * LINE_HEIGHT / 2 + 5
    middle = f'x="{number(x + width / 2)}" text-anchor="middle"'
    text = "".join(
        f'<text {middle} y="{number(first + place * LINE_HEIGHT)}">{escape(part)}</text>'
        for place, part in enumerate(words)
    )
    ring = ""
    if look == "now":
        centre = f'cx="{number(x + width)}" cy="{number(y)}" r="6"'
        ring = f'<circle class="ring" {centre} fill="#ffffff" {STROKES["now"]}/>'
    frame = (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="2" '
        f'fill="none" {STROKES[look]}/>'
    )
    return f'<g class="state {look}" data-state="{escape(code)}">{frame}{ring}{text}</g>'


def number(value: float) -> str:
    """A coordinate without a needless fraction."""
    return f"{value:.1f}".removesuffix(".0")


def _path(points: tuple[Point, ...]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)

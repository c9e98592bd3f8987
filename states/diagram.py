"""A definition as a picture: Mermaid text for documents, SVG by owner for pages."""

from collections.abc import Collection, Sequence
from html import escape
from itertools import pairwise
from typing import Final

from states import marks
from states.definition import Definition, StateDef
from states.layout import lay_out
from states.routing import Drawing, draw
from states.text import Text
from states.walks import known_moves

FACE: Final = "Source Sans 3, Noto Sans, Arial, sans-serif"
CHARACTERS: Final = 14
CHARACTER_WIDTH: Final = 7.8
LEAST: Final = (84.0, 44.0)

NOW: Final = Text("Hiện ở", "Now at")
TITLE: Final = Text("Sơ đồ: {title}", "Diagram: {title}")


def mermaid(definition: Definition, locale: str) -> str:
    """A Mermaid state diagram with every transition, the same text every time."""
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f"    {state.code} : {_plain(state.label.to(locale))}" for state in definition.states]
    lines.append(f"    [*] --> {definition.initial}")
    labels: dict[tuple[str, str], list[str]] = {}
    for item in definition.transitions:
        label = _plain(definition.trigger(item.trigger).label.to(locale))
        labels.setdefault((item.source, item.target), []).append(label)
    lines += [f"    {source} --> {target} : {' / '.join(text)}" for (source, target), text in labels.items()]
    lines += [f"    {state.code} --> [*]" for state in definition.states if state.final]
    return "\n".join(lines) + "\n"


def endings(definition: Definition) -> tuple[StateDef, ...]:
    """Ends without an award. The picture leaves them out; a sentence below it names them."""
    return tuple(
        state for state in definition.states
        if state.final and state.outcome in ("not_awarded", "withdrawn")
    )  # fmt: skip


def svg(definition: Definition, locale: str, passed: Sequence[str] = (), current: str | None = None) -> str:
    """The lifecycle by owner from left to right; what was passed is solid, what lies ahead is dashed.

    `passed` are the states left behind, in the order of the history.
    """
    walked = set(pairwise((*passed, current)))
    gone = {current, *passed}
    layout = lay_out(definition, *_shown(definition, gone))
    words = {code: _wrapped(box.state.short.to(locale)) for code, box in layout.boxes.items()}
    longest = max(len(part) for parts in words.values() for part in parts)
    size = (
        max(LEAST[0], longest * CHARACTER_WIDTH + 12),
        max(LEAST[1], max(len(parts) for parts in words.values()) * marks.LINE_HEIGHT + 12),
    )
    drawing = draw(layout, *size)
    # Without a file to follow, the picture is of the lifecycle itself and nothing in it lies ahead.
    plain = not passed and current is None
    pieces = [
        _opening(drawing),
        f"<title>{escape(TITLE.to(locale, title=definition.title))}</title>",
        f"<desc>{escape(_description(definition, locale, current))}</desc>",
        *marks.bands(drawing, locale),
    ]
    for arrow, points in drawing.lines:
        look = "passed" if plain or (arrow.source, arrow.target) in walked else "ahead"
        pieces.append(marks.line(definition, locale, arrow, points, look))
    for code, corner in drawing.corners.items():
        look = "now" if code == current else "passed" if plain or code in gone else "ahead"
        pieces.append(marks.box(code, words[code], corner, size, look))
    return "\n".join((*pieces, "</svg>\n"))


def _opening(drawing: Drawing) -> str:
    width, height = marks.number(drawing.width), marks.number(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="{FACE}" font-size="14" fill="{marks.INK}">'
    )


def _shown(definition: Definition, gone: Collection[str | None]) -> tuple[list[str], set[tuple[str, str]]]:
    """States to draw, and pairs to leave out: an ending that came is entered only from where it came."""
    hidden = {state.code for state in endings(definition) if state.code not in gone}
    shown = [state.code for state in definition.states if state.code not in hidden]
    left_out: set[tuple[str, str]] = set()
    for ending in endings(definition):
        sources = [item.source for item in known_moves(definition) if item.target == ending.code]
        came_from = [code for code in shown if code in sources and code in gone]
        left_out |= {(source, ending.code) for source in sources if came_from and source != came_from[-1]}
    return shown, left_out


def _description(definition: Definition, locale: str, current: str | None) -> str:
    """The picture in sentences, for those who hear it."""
    now = f"{NOW.to(locale)}: {definition.state(current).short.to(locale)}. " if current is not None else ""
    moves: dict[tuple[str, str], list[str]] = {}
    for item in known_moves(definition):
        label = definition.trigger(item.trigger).label.to(locale)
        moves.setdefault((item.source, item.target), []).append(label)
    told = (
        f"{definition.state(source).short.to(locale)} → {definition.state(target).short.to(locale)}: "
        f"{', '.join(labels)}."
        for (source, target), labels in moves.items()
    )
    return now + " ".join(told)


def _wrapped(words: str) -> list[str]:
    """Lines of few characters; a longer word keeps its line to itself."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= CHARACTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _plain(words: str) -> str:
    """Without the signs Mermaid reads as its own."""
    return words.replace(":", " –").replace(";", ",").replace("\n", " ")

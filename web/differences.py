"""Two texts side by side, word by word: what stayed, what went, what came."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

SAME, GONE, NEW = "same", "gone", "new"
_WORDS: Final = re.compile(r"\s+|[^\s]+")
MOST_WORDS: Final = 2_000  # beyond this a changed passage is shown as changed from end to end


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and what became of them: same, gone or new."""

    text: str
    fate: str


def compared(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of the old text and of the new one, each whole when joined."""
    old, new = list[Piece](), list[Piece]()
    for same, gone, came in _passages(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if same:
            old.append(Piece(same, SAME))
            new.append(Piece(same, SAME))
        else:
            left, right = _by_words(gone, came)
            old += left
            new += right
    return tuple(_joined(old)), tuple(_joined(new))


def _passages(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Runs of equal lines, and what stands between them on either side."""
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        one, other = "".join(before[i:j]), "".join(after[k:m])
        yield (one, "", "") if tag == "equal" else ("", one, other)


def _by_words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    left, right = _WORDS.findall(before), _WORDS.findall(after)
    if len(left) > MOST_WORDS or len(right) > MOST_WORDS:
        return [Piece(before, GONE)] if before else [], [Piece(after, NEW)] if after else []
    old, new = [], []
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        one, other = "".join(left[i:j]), "".join(right[k:m])
        if one:
            old.append(Piece(one, SAME if tag == "equal" else GONE))
        if other:
            new.append(Piece(other, SAME if tag == "equal" else NEW))
    return old, new


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one fate as one piece."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None and held.fate == piece.fate:
            held = Piece(held.text + piece.text, held.fate)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held

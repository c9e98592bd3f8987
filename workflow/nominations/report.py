"""The achievement report as a digital form: its parts in the order of the paper, and the figures it compares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from states import Text
from workflow.kernel.errors import Problem
from workflow.kernel.folding import clean

# In the order of the paper. The codes are columns of the nomination.
PARTS: Final[Mapping[str, Text]] = {
    "circumstances": Text("Sơ lược lý lịch, đặc điểm, hoàn cảnh", "Background and circumstances"),
    "duties": Text("Chức năng, nhiệm vụ được giao", "Duties and functions"),
    "criteria_met": Text("Căn cứ tiêu chuẩn", "Criteria that are met"),
    "report": Text("Thành tích đạt được", "What was achieved"),
    "comparison": Text("Số liệu so sánh", "Figures compared"),
    "previous_awards": Text("Các hình thức đã được khen thưởng", "Earlier awards"),
}
# What a supplement may be about, beside papers; the words that are kept when one is asked for.
WORDS: Final[Mapping[str, Text]] = {
    "name": Text("Tên", "Name"),
    "post": Text("Chức vụ, nơi làm việc, nơi ở", "Post and place"),
    "achievement": Text("Thành tích, một dòng", "Achievement in one line"),
    **PARTS,
}
ADDED_PARTS: Final = ("duties", "criteria_met", "comparison")
SEPARATOR: Final = "|"
MOST_FIGURES: Final = 12
MOST_CELL: Final = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the comparison: what is counted, in the year before, in this year."""

    what: str
    before: str
    now: str


def figures_of(text: str) -> tuple[Figure, ...]:
    """The lines of the comparison; a line with fewer parts leaves the rest empty."""
    found = []
    for line in text.split("\n"):
        cells = [clean(cell) for cell in line.split(SEPARATOR, 2)]
        if any(cells):
            found.append(Figure(*[*cells, "", ""][:3]))
    return tuple(found)


def written(figures: Iterable[Figure]) -> str:
    """The comparison as it is kept: one line for each figure, lines that say nothing left out."""
    lines = []
    for figure in figures:
        cells = [clean(cell.replace(SEPARATOR, "/")) for cell in (figure.what, figure.before, figure.now)]
        if any(cells):
            lines.append(clean(f" {SEPARATOR} ".join(cells)))
    return "\n".join(lines)


def figures_problem(text: str) -> Problem | None:
    """What is wrong with a comparison, if anything: figures belong to something that is named."""
    figures = figures_of(text)
    if len(figures) > MOST_FIGURES:
        return Problem("too_many_figures", {"most": MOST_FIGURES})
    if any(not one.what for one in figures):
        return Problem("figure_unnamed")
    if any(len(cell) > MOST_CELL for one in figures for cell in (one.what, one.before, one.now)):
        return Problem("too_long", {"most": MOST_CELL})
    return None

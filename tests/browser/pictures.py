"""The pictures of docs/: real pages of the demo. `python -m tests.browser.pictures` takes them anew."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page

from tests.browser.demo import Demo, answer, opened, seeded, standstill
from tests.support.browser import NARROW, WIDE, Browser, chromium

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "pictures"
TALLEST: Final = 1400
# Enough for smooth letters; chosen by coverage, so that the few red strokes of a seal keep their red.
COLOURS: Final = 96


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as one person sees it."""

    name: str
    person: str
    path: str
    width: int = WIDE


PICTURES: Final = (
    Picture("file", "giaytrang", "/nominations/TĐKT-2023-0102"),
    Picture("queue", "thuoc", "/queue"),
    Picture("decide", "songday", "/decide"),
    Picture("letter-360", "luanep", "/proposals/27", NARROW),
)


def take(demo: Demo, browser: Browser, picture: Picture, folder: Path) -> Path:
    """Photograph one page, no taller than is good in a text, in few colours."""
    page = demo.page(browser, picture.person, width=picture.width)
    answer(page, picture.path)
    page.set_viewport_size({"width": picture.width, "height": _height(page)})
    file = folder / f"{picture.name}.png"
    page.screenshot(path=file)
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            file, optimize=True
        )
    return file


def _height(page: Page) -> int:
    """As tall as the page, if that is not too tall; a bar that sticks to the window's edge stays in its place."""
    return min(TALLEST, int(page.evaluate("() => document.documentElement.scrollHeight")))


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="thidua-pictures-") as made, chromium() as program:
        home = seeded(Path(made) / "told")
        with opened(home, Path(made) / "served", standstill()) as demo:
            browser = Browser(program)
            for picture in PICTURES:
                take(demo, browser, picture, FOLDER)
            browser.close()


if __name__ == "__main__":
    main()

"""A real Chromium: one for the run, a fresh profile for each page.

`browser.page(address, width=NARROW, locale="en", scripts=False)` opens one;
`browser.violations(page)` is what axe has against it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, sync_playwright

OUTPUT = Path(__file__).resolve().parents[2] / "test-output"
WIDE, NARROW = 1280, 360
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Level AA of WCAG 2.2, and axe's best practices; by itself axe leaves out what is new in 2.2.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOCALES = {"vi": "vi-VN", "en": "en-GB"}


def chromium_program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Browser:
    chromium: Chromium
    still: list[Page] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(
        self,
        base_url: str,
        *,
        width: int = WIDE,
        locale: str = "vi",
        scripts: bool = True,
        dark: bool = False,
    ) -> Page:
        """A page in a profile of its own; what its console complains about is kept in `complaints`."""
        context = self.chromium.new_context(
            base_url=base_url,
            viewport={"width": width, "height": 800 if width > 600 else 740},
            locale=LOCALES[locale],
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        if not scripts:
            self.still.append(page)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        return page

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.complaints.append(line.text)

    def violations(self, page: Page) -> list[str]:
        """What axe finds: rule, words, and the elements; an empty list is a good page."""
        if page in self.still:
            raise ValueError("axe is a script; examine the page with scripts on")
        options = {"resultTypes": ["violations"], "runOnly": RULES, "preload": False}
        found = Axe().run(page, options=options).response["violations"]
        return [
            f"{each['id']}: {each['help']} – " + "; ".join(str(node["target"]) for node in each["nodes"])
            for each in found
        ]

    def overflow(self, page: Page) -> int:
        """By how many pixels the page is wider than its window; 0 when nothing scrolls sideways."""
        return int(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))

    def shot(self, page: Page, name: str) -> Path:
        """A picture of the whole page, in a folder that git does not keep."""
        OUTPUT.mkdir(exist_ok=True)
        file = OUTPUT / (re.sub(r"[^\w.-]+", "-", name) + ".png")
        page.screenshot(path=file, full_page=True)
        return file

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        self.still.clear()
        self.complaints.clear()


@contextmanager
def chromium() -> Iterator[Chromium]:
    program = chromium_program()
    if program is None:
        raise FileNotFoundError("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()

"""The demo district behind a real socket, and people who walk through it in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Page, Response
from sqlalchemy import func, select

from tests.support.browser import Browser
from tests.support.server import serving
from web import schema
from web.access import limiter
from web.app import create_app
from web.demo.reference import PASSWORD, address_of
from web.demo.seed import START, seed_demo
from web.i18n import COOKIE
from workflow.kernel.clock import Clock, ManualClock
from workflow.kernel.settings import Settings


@dataclass
class Demo:
    """A served district. A person is called by the left side of the address: `songday` is the chairman."""

    app: Flask
    address: str
    cookies: dict[str, Any] = field(default_factory=dict)

    def page(self, browser: Browser, person: str | None = None, *, locale: str = "vi", **options: Any) -> Page:
        """A page in a fresh profile: of nobody, or of a person who has signed in."""
        page = browser.page(self.address, locale=locale, **options)
        self.speak(page, locale)
        if person is not None:
            self.enter(page, person)
        return page

    def speak(self, page: Page, locale: str) -> None:
        """The reader's choice of language, as the link in the masthead leaves it."""
        page.context.add_cookies([{"name": COOKIE, "value": locale, "url": self.address}])

    def enter(self, page: Page, person: str) -> None:
        """Sign in once, with address and password; later pages go on with the same session."""
        if person not in self.cookies:
            page.goto("/sign-in")
            sign_in(page, person)
            page.wait_for_url(f"{self.address}/")
            self.cookies[person] = [each for each in page.context.cookies() if each["name"] == "thidua"]
        page.context.add_cookies(self.cookies[person])

    def nomination(self, code: str, column: str = "state") -> Any:
        """One column of a nomination as it stands in the database."""
        table = schema.metadata().tables["nomination"]
        return self._one(select(table.c[column]).where(table.c.code == code))

    def count(self, table: str) -> int:
        return int(self._one(select(func.count()).select_from(schema.metadata().tables[table])))

    def _one(self, query: Any) -> Any:
        with self.app.extensions["thidua"].services.store.reading() as session:
            return session.execute(query).scalar_one()


def sign_in(page: Page, person: str) -> None:
    """Fill the form of the sign-in page that is open."""
    page.fill("#email", address_of(person))
    page.fill("#password", PASSWORD)
    page.locator("form:has(#password) button").click()


def seeded(folder: Path) -> Path:
    """The district's folder, its month told to the end."""
    app = create_app(_settings(folder), clock=ManualClock(START))
    seed_demo(app)
    app.extensions["thidua"].services.store.engine.dispose()  # the last connection folds the log into the file
    return folder


@contextmanager
def opened(prepared: Path, folder: Path, clock: Clock | None = None) -> Iterator[Demo]:
    """A copy of the district, served. Without a clock of the test's own the demo's clock runs on from its start."""
    shutil.copytree(prepared, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("clock.json"))
    app = create_app(_settings(folder), clock=clock)
    limiter.reset()
    with serving(app) as address:
        yield Demo(app, address)
    app.extensions["thidua"].services.store.engine.dispose()


def answer(page: Page, path: str) -> Response:
    """Open an address; there is always an answer."""
    found = page.goto(path)
    assert found is not None
    return found


def _settings(folder: Path) -> Settings:
    return Settings(data_dir=folder, demo=True, mail_transport="capture", clock_start=START)

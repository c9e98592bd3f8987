"""The demo district behind a real socket, and people who walk through it in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from flask import Flask
from playwright.sync_api import Page, Response
from sqlalchemy import func, select

from tests.support.browser import Browser
from tests.support.server import serving
from web import schema
from web.access import limiter
from web.app import create_app
from web.demo.locality import locality_of
from web.demo.seed import seed_demo, start_of
from web.i18n import COOKIE
from workflow.kernel.clock import Clock, ManualClock
from workflow.kernel.settings import Settings

DISTRICT: Final = "district-2023"


@dataclass
class Demo:
    """A served district. A person is called by the left side of the address: `songday` is the chairman."""

    app: Flask
    address: str
    config: str = DISTRICT
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
            sign_in(page, person, self.config)
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


def sign_in(page: Page, person: str, config: str = DISTRICT) -> None:
    """Fill the form of the sign-in page that is open."""
    place = locality_of(config)
    page.fill("#email", place.address_of(person))
    page.fill("#password", place.password)
    page.locator("form:has(#password) button").click()


def seeded(folder: Path, config: str = DISTRICT) -> Path:
    """The folder of a place, its month told to the end."""
    app = create_app(_settings(folder, config), clock=standstill(config))
    seed_demo(app)
    app.extensions["thidua"].services.store.engine.dispose()  # the last connection folds the log into the file
    return folder


@contextmanager
def opened(prepared: Path, folder: Path, clock: Clock | None = None, config: str = DISTRICT) -> Iterator[Demo]:
    """A copy of the place, served. Without a clock of the test's own the demo's clock runs on from its start."""
    shutil.copytree(prepared, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("clock.json"))
    app = create_app(_settings(folder, config), clock=clock)
    limiter.reset()
    with serving(app) as address:
        yield Demo(app, address, config)
    app.extensions["thidua"].services.store.engine.dispose()


def answer(page: Page, path: str) -> Response:
    """Open an address; there is always an answer."""
    found = page.goto(path)
    assert found is not None
    return found


def standstill(config: str = DISTRICT) -> ManualClock:
    """The hour at which the story ends, for ever."""
    return ManualClock(start_of(config))


def _settings(folder: Path, config: str) -> Settings:
    start = start_of(config)
    return Settings.model_validate(
        {"data_dir": folder, "demo": True, "mail_transport": "capture", "clock_start": start, "config": config}
    )

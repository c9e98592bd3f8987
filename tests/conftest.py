"""The fixtures that every folder of tests may use; the parts themselves are in tests/support."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser as Chromium

from tests.support.browser import Browser, chromium, chromium_program
from tests.support.parts import missing
from tests.support.postgres import fresh_database, postgres_server, programs
from tests.support.redis import redis_program, redis_server
from tests.support.smtp import SmtpServer, smtp_server

# A slow machine must not turn a good property into a failure.
settings.register_profile("steady", deadline=None, print_blob=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def postgres_server_url() -> Iterator[str]:
    if programs() is None:
        missing("postgresql", "This test")
    with postgres_server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server_url: str) -> str:
    """The address of an empty PostgreSQL database that no other test has touched."""
    return fresh_database(postgres_server_url)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    if redis_program() is None:
        missing("redis-server", "This test")
    with redis_server() as url:
        yield url


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Chromium]:
    if chromium_program() is None:
        missing("chromium", "This test")
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(chromium_browser: Chromium) -> Iterator[Browser]:
    opened = Browser(chromium_browser)
    yield opened
    opened.close()

"""A post office on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notifications.post import Post, open_post


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = open_post(tmp_path)
    yield made
    made.services.store.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Post]:
    """The same on SQLite and on PostgreSQL."""
    address = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    made = open_post(tmp_path, address)
    yield made
    made.services.store.engine.dispose()

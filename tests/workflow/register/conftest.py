"""A district of its own for each test, on SQLite and, where it matters, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import District, make_district, make_services

DATABASES = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    made = make_district(make_services(tmp_path))
    yield made
    made.services.store.engine.dispose()


@pytest.fixture(params=DATABASES)
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[District]:
    """The same on both databases."""
    address = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    made = make_district(make_services(tmp_path, database_url=address))
    yield made
    made.services.store.engine.dispose()

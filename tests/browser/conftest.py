"""The demo district, told once; each test that changes it gets a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.demo import Demo, opened, seeded, standstill


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeded(tmp_path_factory.mktemp("district"))


@pytest.fixture(scope="session")
def standing(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A district for readers: its clock stands still and nobody changes anything."""
    with opened(prepared, tmp_path_factory.mktemp("standing"), standstill()) as demo:
        yield demo


@pytest.fixture
def demo(prepared: Path, tmp_path: Path) -> Iterator[Demo]:
    """A district of this test's own, whose clock runs."""
    with opened(prepared, tmp_path) as found:
        yield found

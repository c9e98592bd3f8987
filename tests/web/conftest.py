"""An office for each test: the whole application on a database of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.office import OfficeApp, open_office


@pytest.fixture
def office(tmp_path: Path) -> OfficeApp:
    return open_office(tmp_path)

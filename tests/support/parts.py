"""What to do when a part of the machine is missing: skip at home, fail where all is required."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(package: str, use: str) -> NoReturn:
    """Leave the test out and say what it needs; with REQUIRE_ALL_PARTS that is a failure."""
    reason = f"{use} needs {package}. On Debian: apt-get install {package}"
    if os.environ.get("REQUIRE_ALL_PARTS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)

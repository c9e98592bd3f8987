"""The commune of 2025 in a real browser: its front door and one file, in both languages, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from tests.browser.demo import Demo, answer, opened, seeded, standstill
from tests.support.browser import NARROW, WIDE, Browser
from tests.support.told import COMMUNE

pytestmark = pytest.mark.browser
FILE: Final = "/nominations/TĐKT-2025-0050"
SAID: Final = {
    ("/sign-in", "vi"): "Đây là xã dùng thử",
    ("/sign-in", "en"): "This is a demonstration commune",
    (FILE, "vi"): "Đã trình cấp trên",
    (FILE, "en"): "Forwarded",
}


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    prepared = seeded(tmp_path_factory.mktemp("commune"), COMMUNE)
    with opened(prepared, tmp_path_factory.mktemp("served"), standstill(COMMUNE), COMMUNE) as demo:
        yield demo


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(("path", "locale"), SAID)
def test_a_page_of_the_commune(commune: Demo, browser: Browser, path: str, locale: str, width: int) -> None:
    person = None if path == "/sign-in" else "giaydo"
    page = commune.page(browser, person, locale=locale, width=width)
    assert answer(page, path).status == 200
    assert SAID[path, locale] in page.inner_text("body")
    assert browser.overflow(page) == 0
    assert browser.violations(page) == []
    browser.shot(page, f"commune {path} {locale} {width}")
    assert browser.complaints == []

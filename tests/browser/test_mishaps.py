"""What goes wrong in an office: two windows, a lost session, a dead line, the back button, the other language."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.demo import Demo, answer, sign_in
from tests.browser.walk import heading, press, write
from tests.support.browser import NARROW, Browser

pytestmark = pytest.mark.browser

FILE: Final = "/nominations/TĐKT-2023-0126"
REASON: Final = "Biên bản bình xét chưa có chữ ký của thư ký, gửi lại bản đủ chữ ký."
REPORT: Final = "Từ tháng 1 đến tháng 10 năm 2023, tổ thu gom 42 tấn rác và trồng 600 mét đường hoa."
SAVED: Final = re.compile(r"\d\d\.\d\d")


def test_the_slower_of_two_is_told_who_was_first_and_keeps_the_text(demo: Demo, browser: Browser) -> None:
    slow = demo.page(browser, "muctim")
    answer(slow, f"{FILE}/acts/request_supplement")
    write(slow, points=REASON, due_on="01/12/2023")
    fast = demo.page(browser, "thuoc")
    answer(fast, f"{FILE}/acts/receive")
    press(fast, "trigger", "receive")
    press(slow, "trigger", "request_supplement")
    assert "Cù Văn Thước" in heading(slow)
    assert slow.locator("main textarea").input_value() == REASON
    assert demo.nomination("TĐKT-2023-0126") == "under_appraisal"
    assert browser.violations(slow) == []


def test_words_come_back_after_the_session_has_died(demo: Demo, browser: Browser) -> None:
    page = demo.page(browser, "luanep")
    answer(page, "/proposals/nominations/31")
    write(page, report=REPORT)
    page.context.clear_cookies(name="thidua")
    press(page, "after", "letter")
    assert browser.violations(page) == []
    assert demo.nomination("TĐKT-2023-0131", "report") != REPORT
    sign_in(page, "luanep")
    page.wait_for_load_state()
    assert page.locator("main textarea[name=report]").input_value() == REPORT
    page.locator("form.sheet button.btn-do").click()
    page.wait_for_url("**/proposals/27")
    assert demo.nomination("TĐKT-2023-0131", "report") == REPORT


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_nothing_is_lost_while_the_line_is_dead(demo: Demo, browser: Browser, locale: str) -> None:
    page = demo.page(browser, "luanep", locale=locale, width=NARROW)
    answer(page, "/proposals/27")
    state = page.locator("[data-save-state]")
    waiting = str(state.get_attribute("data-waiting"))
    page.context.set_offline(True)
    page.locator("#summary").press("Control+End")
    page.locator("#summary").press_sequentially(" Viết thêm khi mất mạng.")
    expect(state).to_have_text(waiting)
    page.context.set_offline(False)
    expect(state).to_contain_text(SAVED)
    page.reload()
    assert page.locator("#summary").input_value().endswith("Viết thêm khi mất mạng.")
    assert page.locator("html").get_attribute("lang") == locale


def test_back_and_pressed_again_is_one_effect(demo: Demo, browser: Browser) -> None:
    before = demo.count("event")
    page = demo.page(browser, "thuoc")
    answer(page, f"{FILE}/acts/receive")
    button = page.locator('main button[name="trigger"]')
    button.dblclick()
    page.wait_for_url(f"**{FILE[:13]}*")
    page.wait_for_load_state()
    page.go_back()
    if button.count():
        button.click()
        page.wait_for_load_state()
    assert (demo.count("event"), demo.nomination("TĐKT-2023-0126")) == (before + 1, "under_appraisal")


def test_the_other_language_keeps_the_page(standing: Demo, browser: Browser) -> None:
    page = standing.page(browser, "thuoc")
    answer(page, "/queue?view=free&q=thanh")
    rows = page.locator("input[name=row]").count()
    page.locator(".tools a[hreflang=en]").click()
    page.wait_for_url("**/queue?view=free&q=thanh*")
    assert page.locator("html").get_attribute("lang") == "en"
    assert (page.locator("input[name=row]").count(), page.locator("#f-q").input_value()) == (rows, "thanh")
    page.locator(".tools a[hreflang=vi]").click()
    page.wait_for_url("**/queue?view=free&q=thanh*")
    assert page.locator("html").get_attribute("lang") == "vi"


@pytest.mark.parametrize(
    ("person", "path", "sheet"),
    [("luanep", "/proposals/1/receipt/print", ".slip"), ("thuoc", "/queue/print", ".a4"), ("thuoc", "/queue", ".reg")],
)
def test_paper_shows_the_sheet_and_nothing_of_the_site(
    standing: Demo, browser: Browser, person: str, path: str, sheet: str
) -> None:
    page = standing.page(browser, person)
    answer(page, path)
    page.emulate_media(media="print")
    assert page.locator(sheet).first.is_visible()
    site = page.locator(".mast, .nav, .foot, .no-print, .filters, .bulk, .views, .pager")
    assert [each for each in site.all() if each.is_visible()] == []
    browser.shot(page, f"print {path}")

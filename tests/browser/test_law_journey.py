"""A clerk is refused by the law, understands why from the page alone, mends it and succeeds."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.demo import Demo, answer
from tests.browser.walk import paper, press, press_first, write
from tests.support.browser import NARROW, Browser

pytestmark = pytest.mark.browser

TODAY: Final = "24/11/2023"
NURSE: Final = {
    "name": "Bạch Thị Băng Gạc", "birth_year": "1994", "gender": "female", "award_code": "LDTT",
    "achievement": "Chăm sóc 41 người bệnh tại nhà", "report": "Cả năm chăm sóc 41 người bệnh tại nhà.",
}  # fmt: skip
HEAD: Final = "ongnghe"
CLERK: Final = "nhietke"
REFUSED: Final = {"vi": "cần ít nhất 10 tháng", "en": "at least 10 are needed"}
ENOUGH: Final = {"vi": "đủ 10 tháng", "en": "; 10 are needed"}


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_refused_understood_mended_signed(demo: Demo, browser: Browser, locale: str) -> None:
    clerk = demo.page(browser, CLERK, locale=locale, width=NARROW, scripts=False)
    letter = _letter_with_a_nurse(clerk)
    clerk.locator("main a[href$='/law']").first.click()
    clerk.wait_for_load_state()
    clerk.locator(".who-row", has_text=NURSE["name"]).click()
    clerk.wait_for_load_state()
    criteria = clerk.url
    # Only what the law asks for this award, with help beside each field.
    write(clerk, recruited_on="02/04/2023", rating="good", discipline="none", registered="yes", is_head="no")
    press_first(clerk, "form[action$='/law/facts']")
    told = clerk.locator("main").inner_text()
    assert REFUSED[locale] in told and "91/2017" in told
    assert browser.overflow(clerk) == 0

    answer(clerk, letter)
    press(clerk, "trigger", "send_to_review")
    press(clerk, "trigger", "propose")
    head = demo.page(browser, HEAD, locale=locale)
    answer(head, letter)
    told = head.locator("main").inner_text()
    assert REFUSED[locale] in told and NURSE["name"] in told
    assert head.locator('button[name="trigger"][value="submit"]').count() == 0
    head.locator("main .conds a[href$='/law']").first.click()
    head.wait_for_load_state()
    assert head.url == criteria
    answer(head, letter)
    head.locator("summary", has_text=BACK[locale]).click()
    write(head, **{"return_to_unit-reason": "Sửa ngày tuyển dụng theo quyết định gốc."})
    press(head, "trigger", "return_to_unit")

    answer(clerk, criteria)
    write(clerk, recruited_on="02/01/2023")
    press_first(clerk, "form[action$='/law/facts']")
    assert ENOUGH[locale] in clerk.locator("main").inner_text()
    answer(clerk, letter)
    press(clerk, "trigger", "propose")
    answer(head, letter)
    press(head, "trigger", "submit")
    assert head.url.endswith("/receipt")
    assert browser.complaints == []


BACK: Final = {"vi": "Trả lại", "en": "Return"}


def _letter_with_a_nurse(page: Page) -> str:
    answer(page, "/proposals/new")
    write(page, kind="yearly", number="61/TTr-TTYT", letter_date=TODAY, summary="Đề nghị Lao động tiên tiến.")
    press_first(page, "form.sheet")
    letter = page.url
    press(page, "after", "person")
    write(page, **NURSE)
    page.locator(".sec-end button:not([name])").click()
    page.wait_for_load_state()
    page.select_option("#paper-kind", "minutes")
    page.set_input_files("#paper-file", paper("Biên bản họp bình xét.pdf"))
    page.locator("form:has(#paper-file) button").click()
    page.wait_for_load_state()
    answer(page, letter)
    return letter

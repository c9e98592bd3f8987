"""Whole journeys through the real forms: from a clerk's phone to the signature and the public answer."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.demo import Demo, answer
from tests.browser.walk import heading, paper, press, press_first, tab_to, write
from tests.support.browser import NARROW, Browser

pytestmark = pytest.mark.browser

CODE: Final = "TĐKT-2023-"
TODAY: Final = "24/11/2023"
LINES: Final = {
    "person": {"name": "Trương Văn Cầu Phao", "birth_year": "1990", "gender": "male", "award_code": "GK_CN"},
    "collective": {"name": "Tổ cứu hộ bến Đọ", "birth_year": "1979", "member_count": "9", "award_code": "GK_TT"},
    "household": {"name": "Hộ ông Lã Văn Thuyền Nan", "birth_year": "1962", "award_code": "GK_HGD"},
}
RESCUE: Final = {
    "achievement": "Cứu ba người bị nước cuốn", "achievement_on": "18/11/2023",
    "achievement_place": "Bến Đọ, xã Liêm Túc", "achievement_kind": "rescue",
}  # fmt: skip
REPORT: Final = "Ngày 18/11/2023 chèo thuyền cứu ba người bị nước cuốn ở bến Đọ, có Công an xã xác nhận."


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_from_a_clerks_phone_to_the_signature_and_the_public_answer(demo: Demo, browser: Browser, locale: str) -> None:
    phone = demo.page(browser, "luanep", locale=locale, width=NARROW, scripts=False)
    letter = _drafted_letter(phone)
    for subject, fields in LINES.items():
        press(phone, "after", subject)
        write(phone, **fields, **RESCUE, report=REPORT)
        if subject == "person":
            _attach_a_paper(phone)
        press(phone, "after", "letter")
        assert browser.overflow(phone) == 0
    press(phone, "trigger", "send_to_review")

    head = demo.page(browser, "dinhlang", locale=locale)
    answer(head, letter)
    for fields in LINES.values():
        assert fields["name"] in head.locator("main").inner_text()
    press(head, "trigger", "submit")
    assert head.url.endswith("/receipt")
    slip = head.locator(".slip", has_text=LINES["person"]["name"])
    code, key = slip.locator(".code").inner_text(), slip.locator("dd b.num").inner_text()
    assert (head.locator(".slip").count(), demo.nomination(code)) == (3, "submitted")

    officer = demo.page(browser, "thuoc", locale=locale)
    _act(officer, code, "receive")
    stranger = demo.page(browser, locale=locale, width=NARROW, scripts=False)
    before = _public_answer(stranger, key, "1990")
    _act(officer, code, "refer", law_checked="on", conclusion="Đủ điều kiện, thủ tục đơn giản.")
    assert demo.nomination(code) == "pending_decision"
    # What only the office knows is not told outside: not a word of the answer changes.
    assert _public_answer(stranger, key, "1990") == before

    chairman = demo.page(browser, "songday", locale=locale)
    answer(chairman, "/decide")
    write(chairman, decision_number="3201/QĐ-UBND", decision_date=TODAY)
    press(chairman, "trigger", "sign_decision")
    press_first(chairman, "main", "seal")
    assert "/decide/results/" in chairman.url
    assert demo.nomination(code) == "decided"
    told = _public_answer(stranger, key, "1990")
    assert LINES["person"]["name"] in told[0]
    assert "3201/QĐ-UBND" in told[0]
    assert told[0] != before[0]
    wrong = _public_answer(stranger, key, "1991")
    assert "3201/QĐ-UBND" not in " ".join(wrong)
    assert browser.complaints == []


def test_an_officer_moves_two_files_by_keyboard_alone(demo: Demo, browser: Browser) -> None:
    page = demo.page(browser, "thuoc")
    chosen = [f"{CODE}0120", f"{CODE}0126"]
    before = demo.count("event")
    answer(page, "/queue?view=free")
    tab_to(page, "#f-q")
    page.keyboard.type("xa thanh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue?*q=xa+thanh*")
    for code in chosen:
        tab_to(page, f'input[name=row][value="{code}"]')
        page.keyboard.press("Space")
    assert page.locator("input[name=row]:checked").count() == len(chosen)
    tab_to(page, "#bulk-act")
    for _ in range(page.locator("#bulk-act option").count()):
        if page.locator("#bulk-act").input_value() != "receive":
            page.keyboard.press("ArrowDown")
    tab_to(page, ".bulk button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue/preview")
    assert [demo.nomination(code) for code in chosen] == ["submitted", "submitted"]
    tab_to(page, 'button[name=trigger][value="receive"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue/reports/*")
    report = page.locator("main").inner_text()
    assert [code in report for code in chosen] == [True, True]
    assert [demo.nomination(code) for code in chosen] == ["under_appraisal", "under_appraisal"]
    assert demo.count("event") == before + len(chosen)


def test_the_council_counts_three_at_once_and_one_alone_that_fails(demo: Demo, browser: Browser) -> None:
    page = demo.page(browser, "giaytrang")
    answer(page, "/council/sessions/3")
    press(page, "trigger", "open_voting")
    page.goto("/council/sessions/3/votes")
    page.locator("input[name=row]").last.uncheck()
    _count(page, in_favour=13, against=0)
    press(page, "trigger", "record_vote")
    states = {number: demo.nomination(f"{CODE}{number}") for number in ("0101", "0106", "0112", "0118")}
    assert states == {**dict.fromkeys(("0101", "0106", "0112"), "council_passed"), "0118": "council_voting"}

    page.goto("/council/sessions/3/items/4")
    _count(page, in_favour=6, against=7)
    page.locator('button[name="count"]').click()
    sentence = "6 trên 13 thành viên = 46,15 %. Cần trên 50 %, tức 7 phiếu. Không đạt."
    assert page.locator(".verdict .sum").inner_text().replace("\u00a0", " ") == sentence
    press(page, "trigger", "record_vote")
    assert demo.nomination(f"{CODE}0118") == "council_failed"
    page.goto("/council/sessions/3")
    press(page, "trigger", "close")
    assert page.locator('button[value="sign_minutes"]').count() == 1
    assert browser.complaints == []


def test_the_chairman_strikes_one_with_a_reason_and_signs_the_rest(demo: Demo, browser: Browser) -> None:
    page = demo.page(browser, "songday")
    struck, signed, reason = f"{CODE}0107", f"{CODE}0127", "Đối chiếu lại số thu tháng 10 với Kho bạc."
    key = demo.nomination(struck, "id")
    answer(page, "/decide")
    page.locator(f'input[name=strike][value="{key}"]').check()
    write(page, decision_number="3202/QĐ-UBND", decision_date=TODAY)
    page.select_option(f"#fate-{key}", "request_reappraisal")
    press(page, "trigger", "sign_decision")
    # Without a reason nothing is signed, and the page says where one is missing.
    assert page.locator("[data-error-summary] a").get_attribute("href") == f"#reason-{key}"
    assert demo.nomination(signed) == "pending_decision"
    page.fill(f"#reason-{key}", reason)
    press(page, "trigger", "sign_decision")
    press_first(page, "main", "seal")
    assert (demo.nomination(signed), demo.nomination(struck)) == ("decided", "chair_returned")
    answer(page, f"/nominations/{signed}")
    own = page.locator(".tl > li").first.inner_text()
    assert ("3202/QĐ-UBND" in own, reason in own) == (True, False)
    answer(page, f"/nominations/{struck}")
    own = page.locator(".tl > li").first.inner_text()
    assert ("3202/QĐ-UBND" in own, reason in own) == (False, True)


def _drafted_letter(page: Page) -> str:
    answer(page, "/proposals/new")
    write(page, kind="sudden", number="46/TTr-UBND", letter_date=TODAY, summary="Đề nghị khen thưởng đột xuất.")
    press_first(page, "form.sheet")
    return page.url


def _attach_a_paper(page: Page) -> None:
    """The line is saved first; then its papers can be sent."""
    page.locator(".sec-end button:not([name])").click()
    page.wait_for_load_state()
    page.select_option("#paper-kind", "confirmation")
    page.set_input_files("#paper-file", paper("Xác nhận của Công an xã.pdf"))
    page.locator("form:has(#paper-file) button").click()
    page.wait_for_load_state()
    assert "Xác nhận của Công an xã.pdf" in page.locator("#files").inner_text()


def _act(page: Page, code: str, trigger: str, **inputs: str) -> None:
    answer(page, f"/nominations/{code}/acts/{trigger}")
    write(page, **inputs)
    press(page, "trigger", trigger)


def _public_answer(page: Page, key: str, year: str) -> list[str]:
    answer(page, "/status")
    write(page, code=key, year=year)
    press_first(page, "form.sheet")
    return [heading(page), page.locator("main").inner_text()]


def _count(page: Page, *, in_favour: int, against: int) -> None:
    for name, value in {
        "present": 11, "written": 2, "in_favour": in_favour, "against": against, "invalid": 0, "recused": 0,
    }.items():  # fmt: skip
        page.fill(f"#vote-{name}", str(value))

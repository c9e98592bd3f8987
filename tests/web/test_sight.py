"""The council's and the chairman's pages in a real browser: wide and narrow, with scripts and without."""

from __future__ import annotations

import pytest
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect

from tests.factories import make_nominations
from tests.support.browser import NARROW, WIDE, Browser
from tests.support.office import OfficeApp
from tests.support.server import serving

pytestmark = pytest.mark.browser


def enter(office: OfficeApp, page: Page, address: str, role: str) -> None:
    """Sign in by the cookie that the sign-in page would have set."""
    signer = SecureCookieSessionInterface().get_signing_serializer(office.app)
    assert signer is not None
    value = signer.dumps({"_user_id": office.token_of(role), "_fresh": True})
    page.context.add_cookies([{"name": "thidua", "value": str(value), "url": address}])


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_count_is_judged_while_it_is_typed(office: OfficeApp, browser: Browser, width: int) -> None:
    make_nominations(office.district, 2, "council_voting")
    with serving(office.app) as address:
        page = browser.page(address, width=width)
        enter(office, page, address, "council_secretary")
        page.goto("/council/sessions/1/items/1")
        for name, votes in (("present", 9), ("written", 0), ("in_favour", 5), ("against", 4)):
            page.fill(f"#vote-{name}", str(votes))
        page.locator("#vote-against").blur()
        sentence = "5 trên 9 thành viên = 55,56\xa0%. Cần trên 50\xa0%, tức 5 phiếu. Thông qua."
        expect(page.locator(".verdict .sum")).to_have_text(sentence)
        expect(page.get_by_text("Khớp: 9 + 0 = 5 + 4 + 0 + 0")).to_be_visible()
        assert (browser.violations(page), browser.overflow(page)) == ([], 0)
        page.get_by_role("button", name="Chốt kết quả, sang mục 2").click()
        expect(page.get_by_text("Đã chốt kết quả về Nguyễn Văn A.")).to_be_visible()
        for path in ("/council", "/council/sessions/1", "/council/sessions/1/votes", "/council/sessions/1/minutes"):
            page.goto(path)
            assert (browser.violations(page), browser.overflow(page)) == ([], 0), path
        assert browser.complaints == []


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, True), (NARROW, False)])
def test_a_name_is_struck_and_the_rest_signed(office: OfficeApp, browser: Browser, width: int, scripts: bool) -> None:
    make_nominations(office.district, 3, "pending_decision", kind="yearly")
    with serving(office.app) as address:
        page = browser.page(address, width=width, scripts=scripts)
        enter(office, page, address, "chairman")
        page.goto("/decide")
        reason = page.locator("input[name^=reason]").nth(1)
        expect(reason).to_be_hidden()
        page.get_by_label("Bỏ tên Nguyễn Văn B").check()
        expect(reason).to_be_visible()
        reason.fill("Đối chiếu lại số liệu")
        page.get_by_label("Số quyết định").fill("3187/QĐ-UBND")
        page.get_by_label("Ngày quyết định").fill("01/11/2023")
        look(browser, page, scripts)
        page.get_by_role("button", name="Ký quyết định cho").click()
        expect(page.get_by_role("heading", name="Ký quyết định cho 2 đề nghị?")).to_be_visible()
        look(browser, page, scripts)
        page.get_by_role("button", name="Ký quyết định cho 2 đề nghị").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đã ký quyết định số 3187/QĐ-UBND cho 2 đề nghị")
        look(browser, page, scripts)
        for link in ("Mở quyết định", "Bản in và danh sách"):
            page.get_by_role("link", name=link).click()
            look(browser, page, scripts)


def look(browser: Browser, page: Page, scripts: bool) -> None:
    if scripts:
        assert browser.violations(page) == []
        assert browser.overflow(page) == 0

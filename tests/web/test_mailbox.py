"""The captured mailbox: every letter with the act behind it, safe to look at, and only in a demonstration."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import select, update

from notifications.models import OutboxMessage
from notifications.worker import drain
from tests.factories import fire, make_nomination, make_nominations
from tests.support.browser import NARROW, WIDE, Browser
from tests.support.office import OfficeApp, open_office
from tests.support.server import serving


@pytest.fixture
def demo(tmp_path: Path) -> OfficeApp:
    return open_office(tmp_path, demo=True)


def shown(office: OfficeApp, path: str, role: str = "nominee") -> str:
    answer = office.visitor(role).get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def send(office: OfficeApp) -> None:
    parts = office.app.extensions["thidua"]
    drain(parts.services, parts.transport())


def test_an_empty_mailbox_says_what_will_be_in_it(demo: OfficeApp) -> None:
    assert "Chưa có thư nào" in shown(demo, "/mailbox")


def test_a_letter_is_shown_with_the_act_that_caused_it(demo: OfficeApp) -> None:
    nomination_id = make_nomination(demo.district, "under_appraisal")
    send(demo)
    page = unescape(shown(demo, "/mailbox"))
    assert "Đã tiếp nhận đủ hồ sơ" in page
    assert re.search(r">Tiếp nhận</a>, Người desk_officer, 01/11 lúc 09.00", page)
    address = f"/nominations/{demo.code(nomination_id).replace('Đ', '%C4%90')}"
    assert f'<a href="{address}">http://127.0.0.1:8000/nominations/{demo.code(nomination_id)}</a>' in page
    assert re.search(r'<span class="good">đã gửi</span>', page)
    assert "<style" not in page and "style=" not in page.split("<pre>")[0]


def test_the_other_part_is_source_text_and_a_name_is_never_markup(demo: OfficeApp) -> None:
    make_nomination(demo.district, "submitted")
    with demo.district.services.store.transaction() as tx:
        tx.session.execute(update(OutboxMessage).values(to_name="<script>alert(1)</script>"))
    send(demo)
    page = shown(demo, "/mailbox")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<pre>&lt;!doctype html&gt;" in page.lower()


def test_reasons_and_tries_of_a_letter_that_did_not_arrive(demo: OfficeApp) -> None:
    make_nomination(demo.district, "submitted")
    with demo.district.services.store.transaction() as tx:
        dead = tx.session.execute(select(OutboxMessage.id)).scalars().first()
        tx.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == dead)
            .values(state="dead", attempts=4, last_error="550 no such mailbox")
        )
    page = unescape(shown(demo, f"/mailbox?letter={dead}"))
    assert "không tới: 550 no such mailbox" in page
    assert re.search(r"<dt>Số lần thử</dt><dd>4</dd>", page)
    assert re.search(r"<b>1</b><span>không tới</span>", page)


def test_a_reminder_says_that_the_clock_wrote_it(demo: OfficeApp) -> None:
    make_nomination(demo.district, "submitted")
    demo.district.sleep(10)
    demo.app.extensions["thidua"].clockwork().tick()
    assert "nhắc theo thời hạn" in shown(demo, "/mailbox")


def test_the_list_turns_its_pages_and_keeps_its_place(demo: OfficeApp) -> None:
    ids = make_nominations(demo.district, 20, "submitted")
    fire(demo.district, ids, "receive")
    first = shown(demo, "/mailbox")
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None
    second = shown(demo, unescape(following[1]))
    links = re.compile(r"letter=(\d+)")
    assert len(links.findall(first)) == len(links.findall(second)) == 20
    assert not set(links.findall(first)) & set(links.findall(second))
    assert "before=" in second.split('class="mlist"')[1].split("</ol>")[0]


def test_a_page_asks_eleven_times(demo: OfficeApp) -> None:
    make_nominations(demo.district, 10, "submitted")
    visitor = demo.visitor("nominee")
    visitor.get("/account")
    with demo.counted() as seen:
        visitor.get("/mailbox")
    assert len(seen) == 11, "\n".join(seen)


def test_it_is_for_the_signed_in_and_for_a_demonstration_only(
    demo: OfficeApp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert demo.visitor().get("/mailbox").headers["Location"] == "/sign-in?next=/mailbox"
    assert demo.visitor("clerk").get("/mailbox?letter=999").status_code == 404
    real = open_office(tmp_path_factory.mktemp("real"))
    assert real.visitor("admin").get("/mailbox").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_mailbox_and_administration_can_be_used_by_everybody(
    demo: OfficeApp, browser: Browser, width: int, locale: str
) -> None:
    make_nominations(demo.district, 3, "under_appraisal")
    send(demo)
    with serving(demo.app) as address:
        page = browser.page(address, width=width, locale=locale)
        cookie = demo.visitor("admin").client.get_cookie("thidua")
        assert cookie is not None
        page.context.add_cookies([{"name": "thidua", "value": cookie.value, "url": address}])
        page.goto(f"/language/{locale}?next=/mailbox")
        for path in ("/mailbox", "/admin", "/admin/units/new", "/admin/people", "/admin/people/1", "/admin/delegations",
                     "/admin/outbox", "/admin/outbox/1", "/admin/audit", "/admin/audit/verify"):  # fmt: skip
            page.goto(path)
            assert (path, browser.violations(page), browser.overflow(page)) == (path, [], 0)
        assert browser.complaints == []

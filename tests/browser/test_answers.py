"""Pages that only follow a press: what will happen, what has happened, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import pytest
from playwright.sync_api import Page, Response

from tests.browser.demo import Demo, answer
from tests.browser.examine import faults
from tests.browser.test_pages import STATUS
from tests.browser.walk import press, press_first, write
from tests.support.browser import WIDE, Browser

pytestmark = pytest.mark.browser

FILE: Final = "/nominations/TĐKT-2023-"
TODAY: Final = "24/11/2023"
Way = Callable[[Page], None]


def preview(page: Page, act: str, *codes: str) -> None:
    answer(page, "/queue")
    for code in codes:
        page.check(f'input[name=row][value="TĐKT-2023-{code}"]')
    page.select_option("#bulk-act", act)
    page.locator(".bulk button").click()
    page.wait_for_load_state()


def preview_with_nothing_entered(page: Page) -> None:
    preview(page, "return_ineligible", "0126", "0109")
    press(page, "trigger", "return_ineligible")


def report(page: Page) -> None:
    preview(page, "receive", "0126", "0109", "0122")
    press(page, "trigger", "receive")


def decide(page: Page, number: str = "", *, all_but_one: bool = False) -> None:
    answer(page, "/decide")
    if number:
        write(page, decision_number=number, decision_date=TODAY)
    if all_but_one:
        page.locator("input[name=strike]").first.check()
        page.locator("select[name^=fate]").first.select_option("later")
    press(page, "trigger", "sign_decision")


def decided(page: Page, number: str, *, all_but_one: bool = False) -> None:
    decide(page, number, all_but_one=all_but_one)
    press_first(page, "main", "seal")


def overtaken(page: Page) -> None:
    """The list as it was before a name on it was signed in another window."""
    answer(page, "/decide")
    with page.context.expect_page() as opened:
        page.evaluate("() => { window.open('/decide') }")
    decided(opened.value, "3201/QĐ-UBND", all_but_one=True)
    opened.value.close()
    write(page, decision_number="3202/QĐ-UBND", decision_date=TODAY)
    press(page, "trigger", "sign_decision")


def wrong_password(page: Page) -> None:
    answer(page, "/sign-in")
    write(page, email="songday@thanhliem.example", password="không phải")
    press_first(page, "main form")


def looked_up(page: Page, code: str, year: str) -> None:
    answer(page, "/status")
    write(page, code=code, year=year)
    press_first(page, "main form")


def letter_with_a_wrong_date(page: Page) -> None:
    answer(page, "/proposals/27")
    write(page, letter_date="31/02/2023", kind="thematic", movement_id="")
    page.locator(".sec-end button:not([name])").click()
    page.wait_for_load_state()


def line_with_nothing_in_it(page: Page) -> None:
    answer(page, "/proposals/27/nominations/new?subject=person")
    press(page, "after", "letter")


def nothing_chosen(page: Page) -> None:
    answer(page, "/queue")
    page.locator(".bulk button").click()
    page.wait_for_load_state()


def forged(page: Page) -> None:
    answer(page, "/account")
    page.evaluate("() => document.querySelectorAll('[name=csrf_token]').forEach((each) => each.remove())")
    page.locator("form[action$=language] button").click()
    page.wait_for_load_state()


def session_gone(page: Page) -> None:
    answer(page, "/proposals/27")
    page.context.clear_cookies(name="thidua")
    page.locator(".sec-end button:not([name])").click()
    page.wait_for_load_state()


def count_that_does_not_add_up(page: Page) -> None:
    answer(page, "/council/sessions/3")
    press(page, "trigger", "open_voting")
    page.goto("/council/sessions/3/items/2")
    write(page, **{"vote-present": "11", "vote-written": "2", "vote-in_favour": "9", "vote-against": "1"})
    press(page, "trigger", "record_vote")


def one_count_for_all(page: Page) -> None:
    answer(page, "/council/sessions/3")
    if page.locator('button[value="open_voting"]').count():
        press(page, "trigger", "open_voting")
    page.goto("/council/sessions/3/votes")


WAYS: Final[Mapping[str, tuple[str, int, Way]]] = {
    "preview": ("thuoc", 200, lambda page: preview(page, "receive", "0126", "0109", "0122")),
    "preview of nothing that moves": ("thuoc", 200, lambda page: preview(page, "receive", "0122")),
    "handing on": ("senhong", 200, lambda page: preview(page, "assign", "0126", "0109")),
    "preview, nothing entered": ("thuoc", 422, preview_with_nothing_entered),
    "report": ("thuoc", 200, report),
    "decide, nothing entered": ("songday", 422, decide),
    "decide, preview": ("songday", 200, lambda page: decide(page, "3201/QĐ-UBND")),
    "decide, overtaken": ("songday", 409, overtaken),
    "decide, done": ("songday", 200, lambda page: decided(page, "3203/QĐ-UBND")),
    "wrong password": ("", 422, wrong_password),
    "nothing found": ("", 200, lambda page: looked_up(page, "0000-0000-0000-0", "1990")),
    "letter, wrong date": ("luanep", 422, letter_with_a_wrong_date),
    "line, nothing entered": ("luanep", 422, line_with_nothing_in_it),
    "nothing chosen": ("thuoc", 422, nothing_chosen),
    "no token": ("luanep", 400, forged),
    "session gone": ("luanep", 401, session_gone),
    "count, wrong sum": ("giaytrang", 422, count_that_does_not_add_up),
    "count for several": ("giaytrang", 200, one_count_for_all),
}  # fmt: skip


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_what_follows_a_press_can_be_read_by_everybody(demo: Demo, browser: Browser, locale: str) -> None:
    found = []
    key = demo.nomination("TĐKT-2023-0103", "lookup_code")
    ways = {**WAYS, "awarded": ("", 200, lambda page: looked_up(page, key, "1991"))}
    for name, (person, wanted, way) in ways.items():
        page = demo.page(browser, person or None, locale=locale, width=WIDE)
        status = _last_status(page, way)
        here = [] if status == wanted else [f"answers {status}, not {wanted}"]
        here += faults(browser, page, locale)
        here += [line for line in browser.complaints if wanted == 200 or not STATUS.match(line)]
        browser.complaints.clear()
        found += [f"{name}: {fault}" for fault in here]
        page.context.close()
    assert not found, "\n".join(found)


def _last_status(page: Page, way: Way) -> int:
    """What the page at the end of the way was answered with."""
    heard: list[int] = []

    def hear(response: Response) -> None:
        if response.request.is_navigation_request():
            heard.append(response.status)

    page.on("response", hear)
    way(page)
    return heard[-1]

"""Every page of every role, in both languages: axe, the console, a phone's width, the language, one heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pytest
from werkzeug.routing import RequestRedirect

from tests.browser.demo import Demo, answer
from tests.browser.examine import faults
from tests.support.browser import NARROW, WIDE, Browser
from web.access import is_public

pytestmark = pytest.mark.browser

FILE: Final = "/nominations/TĐKT-2023-"
PAGES: Final[Mapping[str, Sequence[str]]] = {
    "": ("/sign-in", "/status", "/notices", "/static/nothing.css"),
    "luanep": (
        "/", "/account", "/movements", "/proposals", "/proposals/new", "/proposals/1", "/proposals/26", "/proposals/27",
        "/proposals/27/list", "/proposals/27/places", "/proposals/27/law", f"{FILE}0131/law",
        "/proposals/1/receipt", "/proposals/1/receipt/print", "/proposals/nominations/31",
        "/proposals/27/nominations/new?subject=person", "/proposals/27/nominations/new?subject=collective",
        "/proposals/27/nominations/new?subject=household", f"{FILE}0101", f"{FILE}0131", f"{FILE}0101/print",
        f"{FILE}0128/acts/withdraw", f"{FILE}0102",
    ),
    "dinhlang": ("/", "/proposals", "/proposals/26", f"{FILE}0128", f"{FILE}0128/acts/return_to_unit"),
    "bang": ("/", "/proposals/4", "/proposals/4/receipt"),
    "maytre": (f"{FILE}0110", f"{FILE}0110/points", f"{FILE}0110/report", "/proposals/nominations/10"),
    "thuoc": (
        "/", "/queue", "/queue?view=late&unit=1", "/queue?q=nguyen+van+dung", "/queue?q=xyz", "/queue/print",
        "/law", "/council", f"{FILE}0110/points", f"{FILE}0109", f"{FILE}0115", f"{FILE}0126/acts/receive",
        f"{FILE}0126/acts/request_supplement",
        f"{FILE}0126/acts/return_ineligible",
    ),
    "giaytrang": (
        "/", f"{FILE}0102", f"{FILE}0105", f"{FILE}0105/law", f"{FILE}0113/law",
        f"{FILE}0102/acts/refer", f"{FILE}0122", f"{FILE}0102/acts/consult", f"{FILE}0102/acts/open_notice",
        "/council", "/council/sessions/2", "/council/sessions/3", "/council/sessions/2/items/1",
        "/council/sessions/2/items/4", "/council/sessions/3/items/1", "/council/sessions/3/votes",
        "/council/sessions/3/agenda/print", "/council/sessions/2/minutes", "/decisions", "/decisions/1",
        "/decisions/1/print", "/decisions/items/1", "/decisions/items/2",
    ),
    "senhong": (
        "/", f"{FILE}0114", f"{FILE}0107/acts/suspend", "/council/sessions/2", "/register", "/register/1",
        "/register/likenesses", "/register/likenesses/1", "/admin/quotas", "/admin/quotas/figures",
    ),
    "luachiem": ("/", "/council", "/council/sessions/3"),
    "songday": ("/", "/decide", f"{FILE}0107", f"{FILE}0107/acts/decline", f"{FILE}0124", "/decisions/items/1"),
    "nuicoi": ("/", "/decide"),
    "phantrang": ("/", "/my-nominations", "/my-nominations/TĐKT-2023-0104", "/queue"),
    "kinhlup": ("/", "/admin/audit", "/admin/audit/verify", f"{FILE}0103"),
    "chiakhoa": (
        "/", "/admin", "/admin/audit", "/admin/units", "/admin/units/1", "/admin/units/new", "/admin/people",
        "/admin/people/1", "/admin/people/new", "/admin/delegations", "/admin/outbox", "/admin/outbox/1", "/mailbox",
        "/admin/calendar", "/admin/calendar?year=2026", "/admin/rules", "/admin/rules/new", "/admin/rules/R2026",
        "/mailbox?q=songday", "/styleguide", "/nothing",
    ),
}  # fmt: skip
OTHERWISE: Final = {
    ("", "/static/nothing.css"): 404, ("luanep", f"{FILE}0102"): 404, ("phantrang", "/queue"): 403,
    ("chiakhoa", "/nothing"): 404,
}  # fmt: skip
# No pages: bytes, redirects, answers for machines. The rest is what only follows from a press.
NO_PAGE: Final = {
    "auth.language", "health.healthz", "health.readyz", "nominations.download", "proposals.before_moves",
    "proposals.before_removal", "sheets.bad_rows", "sheets.letter_list", "sheets.queue", "static",
}  # fmt: skip
AFTER_A_PRESS: Final = {"queue.report", "decide.result", "sheets.preview"}
DARK: Final = {
    "luanep": ("/proposals/27",), "thuoc": ("/queue", f"{FILE}0109"), "songday": ("/decide",),
    "giaytrang": ("/council/sessions/2/items/4", f"{FILE}0102"), "phantrang": ("/my-nominations/TĐKT-2023-0104",),
    "chiakhoa": ("/styleguide", "/mailbox"),
}  # fmt: skip
SAMPLES: Final = {"/styleguide"}  # files and letters as they would be, in the language they would be in
# Chromium says this of every answer that is no success, whatever the page holds.
STATUS: Final = re.compile(r"Failed to load resource: the server responded with a status of \d+")


@pytest.mark.parametrize(("locale", "width"), [("vi", WIDE), ("en", NARROW)])
@pytest.mark.parametrize("person", PAGES)
def test_every_page_can_be_read_by_everybody(
    standing: Demo, browser: Browser, person: str, locale: str, width: int
) -> None:
    page = standing.page(browser, person or None, locale=locale, width=width)
    found = []
    for path in PAGES[person]:
        status, wanted = answer(page, path).status, OTHERWISE.get((person, path), 200)
        here = [] if status == wanted else [f"answers {status}"]
        here += [line for line in faults(browser, page, locale) if not (path in SAMPLES and "Vietnamese" in line)]
        here += [line for line in browser.complaints if wanted == 200 or not STATUS.match(line)]
        browser.complaints.clear()
        found += [f"{person} {path}: {fault}" for fault in here]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("person", DARK)
def test_the_dark_pages_have_contrast_as_well(standing: Demo, browser: Browser, person: str) -> None:
    for width in (WIDE, NARROW):
        page = standing.page(browser, person, width=width, dark=True)
        for path in DARK[person]:
            answer(page, path)
            assert page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
            assert (path, browser.violations(page)) == (path, [])


def test_a_phone_without_scripts_has_the_whole_page_too(standing: Demo, browser: Browser) -> None:
    for person, path in (("luanep", "/proposals/27"), ("thuoc", "/queue"), ("songday", "/decide")):
        page = standing.page(browser, person, width=NARROW, scripts=False)
        answer(page, path)
        assert (path, browser.overflow(page), page.locator("h1").count()) == (path, 0, 1)


def test_no_page_is_forgotten(standing: Demo) -> None:
    """Each address that can be opened is in the list above, or said not to be a page."""
    routes = standing.app.url_map.bind("127.0.0.1")
    seen = set()
    for path in {path.partition("?")[0] for paths in PAGES.values() for path in paths}:
        try:
            seen.add(routes.match(path)[0])
        except (RequestRedirect, Exception):
            continue
    with standing.app.app_context():
        pages = {rule.endpoint for rule in standing.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
        assert {each for each in pages if each.startswith("public.") and not is_public(each)} <= seen
    assert sorted(pages - seen - NO_PAGE - AFTER_A_PRESS) == []

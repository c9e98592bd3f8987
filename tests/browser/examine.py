"""What is asked of every page: axe has nothing, it fits a phone, and it speaks the reader's language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from babel.messages.pofile import read_po
from playwright.sync_api import Page

import states
import states.inputs
import web.presenting
import web.wording
from states import Text
from tests.support.browser import NARROW, Browser
from web.i18n import CATALOGUES

# Shorter ones may stand inside a sentence that an official wrote; they must be all that an element says.
SENTENCE: Final = 24
# The text of each element by itself, and what is only read out.
SPOKEN: Final = """() => {
  const said = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("[lang]:not(html), textarea")) said.push(walker.currentNode.data);
  }
  for (const each of document.querySelectorAll("[aria-label], [title], [placeholder]"))
    for (const name of ["aria-label", "title", "placeholder"]) said.push(each.getAttribute(name) || "");
  return [document.title, ...said].map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


def faults(browser: Browser, page: Page, locale: str) -> list[str]:
    """Everything that is wrong with the page that is open now; an empty list is a good page."""
    found = [f"axe: {line}" for line in browser.violations(page)]
    if (spoken := page.locator("html").get_attribute("lang")) != locale:
        found.append(f"lang is {spoken}")
    if (heads := page.locator("h1").count()) != 1:
        found.append(f"{heads} h1")
    found += too_wide(browser, page)
    if locale == "en":
        found += [f"Vietnamese: {text}" for text in left_in_vietnamese(page)]
    return found


def too_wide(browser: Browser, page: Page) -> list[str]:
    """Whether something reaches beyond the edge, as wide as the page is now and on a phone."""
    found = [f"{browser.overflow(page)} px too wide"] if browser.overflow(page) else []
    given = page.viewport_size
    if given is None or given["width"] == NARROW:
        return found
    page.set_viewport_size({"width": NARROW, "height": given["height"]})
    found += [f"{wider} px wider than a phone" for wider in [browser.overflow(page)] if wider]
    page.set_viewport_size(given)
    return found


def left_in_vietnamese(page: Page) -> list[str]:
    """Fixed words of the product that the English page shows untranslated; what officials wrote may stay."""
    said = page.evaluate(SPOKEN)
    whole, everything = set(said), "\n".join(said)
    return sorted(text for text in own_words() if text in whole or (len(text) >= SENTENCE and text in everything))


@cache
def own_words() -> frozenset[str]:
    """Every Vietnamese text that has an English one, as far as it stands without a value in it."""
    with (CATALOGUES / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        pairs = {(str(each.id), str(each.string)) for each in read_po(file, locale="en") if each.id}
    sources: tuple[object, ...] = (
        [engine.definition for engine in states.shipped().all()], states.INPUTS, states.GUARDS, states.ROLES,
        states.LANES, states.REASONS, states.OVERLAYS, vars(web.presenting), vars(web.wording),
    )  # fmt: skip
    pairs |= {(text.vi, text.en) for source in sources for text in texts_in(source)}
    return frozenset(
        vi for vi, en in pairs if vi != en and len(vi) > 2 and "%(" not in vi and "{" not in vi and not vi.isascii()
    )


def texts_in(value: Any) -> Iterator[Text]:
    """The texts in mappings, sequences and frozen records, as deep as they lie."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from texts_in(getattr(value, part.name))

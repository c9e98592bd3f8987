"""What people do on a page, in words: press the button of a move, write into a form, go by keyboard."""

from __future__ import annotations

import io
from typing import Final

from playwright.sync_api import FilePayload, Page
from pypdf import PdfWriter

MOST_STEPS: Final = 250


def press(page: Page, name: str, value: str) -> None:
    """The button of a form, by what it sends; whatever page answers is waited for."""
    page.locator(f'main button[name="{name}"][value="{value}"]').first.click()
    page.wait_for_load_state()


def press_first(page: Page, form: str, look: str = "do") -> None:
    """The main button of a form, whatever it says; `seal` is that of a signature."""
    page.locator(f"{form} button.btn-{look}").first.click()
    page.wait_for_load_state()


def write(page: Page, **fields: str) -> None:
    """Fill fields by their id; a choice is chosen by its value."""
    for name, value in fields.items():
        control = page.locator(f"#{name}")
        if control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        elif control.get_attribute("type") == "checkbox":
            control.check()
        else:
            control.fill(value)


def paper(name: str) -> FilePayload:
    """A PDF of one empty page, as it comes from a scanner."""
    made, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(made)
    return {"name": name, "mimeType": "application/pdf", "buffer": made.getvalue()}


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the wanted element has the focus and can be seen to have it."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            style = "() => getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(style) != "none", f"no focus is shown at {selector}"
            return
    raise AssertionError(f"Tab never reaches {selector}")


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()

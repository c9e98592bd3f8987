"""The forms of a page as a browser would send them: every field with its value, one variant for each button."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

Pairs = list[tuple[str, str]]
HIDDEN: Final = frozenset({"csrf_token", "idempotency_key"})


@dataclass
class Form:
    """One form with one of its buttons pressed."""

    action: str
    method: str
    multipart: bool
    fields: Pairs = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.fields) | frozenset(self.files)

    def value(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")


@dataclass(frozen=True)
class _Button:
    name: str
    value: str
    action: str


class _Reader(HTMLParser):
    """Collects what a browser would collect; a field outside its form is tied to it by `form=`."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.forms: list[Form] = []
        self.buttons: list[list[_Button]] = []
        self.by_id: dict[str, int] = {}
        self.current: int | None = None
        self.select: tuple[int, str] | None = None
        self.first_option = ""
        self.chosen = False
        self.text: tuple[int, str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        present = {name for name, _ in attrs}
        if tag == "form":
            self.current = len(self.forms)
            multipart = given.get("enctype", "") == "multipart/form-data"
            self.forms.append(Form(given.get("action") or self.page, given.get("method", "get").lower(), multipart))
            self.buttons.append([])
            self.by_id[given.get("id", "")] = self.current
            return
        place = self.by_id.get(given["form"]) if "form" in present else self.current
        if place is None:
            return
        name = given.get("name", "")
        if tag == "input":
            self._input(place, name, given, present)
        elif tag == "button" and given.get("type", "submit") == "submit":
            self.buttons[place].append(_Button(name, given.get("value", ""), given.get("formaction", "")))
        elif tag == "select" and name:
            self.select, self.first_option, self.chosen = (place, name), "", False
        elif tag == "option" and self.select is not None:
            self.first_option = self.first_option or given.get("value", "")
            if "selected" in present:
                self.forms[place].fields.append((self.select[1], given.get("value", "")))
                self.chosen = True
        elif tag == "textarea" and name:
            self.text = (place, name, [])

    def _input(self, place: int, name: str, given: dict[str, str], present: set[str]) -> None:
        kind = given.get("type", "text")
        if not name:
            return
        if kind == "file":
            self.forms[place].files.append(name)
        elif kind == "submit":
            self.buttons[place].append(_Button(name, given.get("value", ""), given.get("formaction", "")))
        else:
            # Every box is ticked: a form that chooses nothing is refused before anything interesting.
            self.forms[place].fields.append((name, given.get("value", "on" if kind in ("checkbox", "radio") else "")))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text[2].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = None
        elif tag == "select" and self.select is not None:
            if not self.chosen:
                self.forms[self.select[0]].fields.append((self.select[1], self.first_option))
            self.select = None
        elif tag == "textarea" and self.text is not None:
            place, name, parts = self.text
            self.forms[place].fields.append((name, "".join(parts)))
            self.text = None


def forms_of(page: str, address: str) -> list[Form]:
    """Every form of the page, once for each of its buttons. `address` is where a form without an action goes."""
    reader = _Reader(address)
    reader.feed(page)
    found = []
    for form, buttons in zip(reader.forms, reader.buttons, strict=True):
        for button in buttons or [_Button("", "", "")]:
            pressed = [(button.name, button.value)] if button.name else []
            action = (button.action or form.action).partition("#")[0] or address
            found.append(Form(action, form.method, form.multipart,
                              form.fields + pressed, list(form.files)))  # fmt: skip
    return found


class _Seen(HTMLParser):
    def __init__(self, mark: str) -> None:
        super().__init__(convert_charrefs=True)
        self.mark = mark
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.mark in tag:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if self.mark in name:
                self.found.append(f"<{tag} {name}>")
            leads = name in ("href", "src", "action", "formaction")
            if leads and self.mark in (value or "") and not (value or "").startswith(("/", "#", "?")):
                self.found.append(f"<{tag} {name}={value!r}>")
            if leads and (value or "").startswith(("//", "/\\")):
                self.found.append(f"<{tag} {name}={value!r}>")


def escaped_out(page: str, mark: str) -> list[str]:
    """Where the mark has become a tag, an attribute or the address of another site."""
    if mark not in page:
        return []
    reader = _Seen(mark)
    reader.feed(page)
    return reader.found

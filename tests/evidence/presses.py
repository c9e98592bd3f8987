"""Every form that changes something, as one press of a person: found on its page, filled in, sent."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Barrier, Thread
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from tests.evidence.databases import dump
from tests.evidence.forms import Form, forms_of
from tests.evidence.lived_in import LivedIn
from tests.factories import pdf
from tests.support.office import Visitor
from web.schema import metadata

Told = tuple[int, str]
"""Status and where it leads."""
# Random by nature, or a sign of life; all else must come out the same, whether pressed once or twenty times.
RANDOM: Final = {"account": {"password_hash"}, "nomination": {"lookup_code"}}
NOTED_ANYWAY: Final = frozenset({"user_session", "access_entry", "idempotency"})
BOUNDARY: Final = "the-boundary"


@dataclass(frozen=True)
class Press:
    """Who presses which button on which page, and what they have typed. `reach` brings a page that follows a form."""

    route: str
    role: str
    page: str
    typed: dict[str, Any] = field(default_factory=dict)
    button: str = ""
    file: bool = False
    reach: Callable[[Visitor, str], str] | None = None


def preview_of(**typed: Any) -> Callable[[Visitor, str], str]:
    """The page behind the first form of a page."""

    def reach(visitor: Visitor, page: str) -> str:
        visitor.get(page)
        action = "/queue/preview" if page.startswith("/queue") else "/decide/preview"
        return visitor.post(action, **typed).get_data(as_text=True)

    return reach


def the_letter_of_a_movement(visitor: Visitor, page: str) -> str:
    """Its page of places: only a letter within a movement asks who took part."""
    listed = visitor.get("/proposals").get_data(as_text=True)
    for letter in sorted(set(re.findall(r'href="(/proposals/\d+)"', listed))):
        shown = visitor.get(f"{letter}/places").get_data(as_text=True)
        if "/places/participation" in shown:
            return shown
    raise LookupError(f"no letter within a movement, seen from {page}")


def pairs_of(visitor: Visitor, press: Press, key: str) -> tuple[Form, list[tuple[str, str]]]:
    """The form as the person sends it."""
    reached = press.reach(visitor, press.page) if press.reach else visitor.get(press.page).get_data(as_text=True)
    pattern = press.route.split("<")[0].rstrip("/")
    found = [form for form in forms_of(reached, press.page) if _fits(form, press, pattern)]
    if not found:
        raise LookupError(f"{press.route} is not on {press.page}")
    form = found[0]
    pairs: list[tuple[str, str]] = []
    typed = dict(press.typed)
    for name, value in form.fields:
        if name not in typed:
            pairs.append((name, key if name == "idempotency_key" else value))
    for name, value in typed.items():
        pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value]) if value is not None]
    return form, pairs


def _fits(form: Form, press: Press, pattern: str) -> bool:
    path = form.action.partition("?")[0]
    tail = press.route.rpartition(">")[2]
    right = path.startswith(pattern) and path.endswith(tail) and path.count("/") == press.route.count("/")
    return form.method == "post" and right and (not press.button or press.button in dict(form.fields).values())


def body_of(form: Form, pairs: list[tuple[str, str]], press: Press) -> tuple[bytes, str]:
    if not press.file:
        return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in pairs]
    head = f'Content-Disposition: form-data; name="{form.files[0]}"; filename="a.pdf"\r\n\r\n'
    parts.append(head.encode() + pdf())
    joined = b"".join(b"--the-boundary\r\n" + part + b"\r\n" for part in parts) + b"--the-boundary--\r\n"
    return joined, f"multipart/form-data; boundary={BOUNDARY}"


def twice(world: LivedIn, press: Press, key: str) -> tuple[list[Told], list[str]]:
    """Pressed, and pressed again. What was told, and the tables that the second press has changed."""
    visitor = world.office.visitor(press.role)
    form, pairs = pairs_of(visitor, press, key)
    body, kind = body_of(form, pairs, press)
    told, rows = [], []
    for _ in range(2):
        answer = visitor.client.post(form.action, data=body, content_type=kind)
        told.append((answer.status_code, answer.headers.get("Location", "")))
        rows.append(state_of(world))
    return told, differing(*rows)


def at_once(world: LivedIn, address: str, press: Press, key: str, people: int) -> list[Told]:
    """Twenty copies of the same press arrive at the same moment, over sockets."""
    visitor = world.office.visitor(press.role)
    form, pairs = pairs_of(visitor, press, key)
    body, kind = body_of(form, pairs, press)
    cookie = visitor.client.get_cookie("thidua")
    assert cookie is not None
    heads = {"Cookie": f"thidua={cookie.value}", "Content-Type": kind}
    barrier, told = Barrier(people), list[Told]()

    def press_it() -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        barrier.wait(60)
        connection.request("POST", quote(form.action, safe="/%?=&"), body, heads)
        answer = connection.getresponse()
        answer.read()
        told.append((answer.status, answer.headers.get("Location", "")))
        connection.close()

    crowd = [Thread(target=press_it) for _ in range(people)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join(90)
    return told


def state_of(world: LivedIn) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that matters, without what is random by nature."""
    found = {}
    for name, rows in dump(world.engine).items():
        if name in NOTED_ANYWAY:
            continue
        skip = {at for at, column in enumerate(metadata().tables[name].columns) if column.name in RANDOM.get(name, ())}
        found[name] = [tuple(value for at, value in enumerate(row) if at not in skip) for row in rows]
    return found


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [name for name, rows in one.items() if rows != other[name]]

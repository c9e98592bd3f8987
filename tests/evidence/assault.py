"""Sends hostile requests to the application as each role, and judges every answer."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from werkzeug.test import TestResponse

from tests.evidence.databases import dump
from tests.evidence.forms import Form, escaped_out, forms_of
from tests.evidence.hostile import MARK, Case, readable, wrong_form, wrong_request
from tests.evidence.lived_in import LivedIn, rules_of
from tests.support.office import Visitor
from web.access import limiter
from web.schema import metadata

TRACES: Final = re.compile(r"Traceback \(most recent|File \"/|sqlalchemy|psycopg|sqlite3\.|werkzeug\.|jinja2\.", re.I)
# A sign of life is noted whatever the answer is; a wrong password is counted, which is the protection;
# who opened a file is noted when it is shown.
NOTED_ANYWAY: Final = frozenset({"user_session", "access_entry"})
COUNTED_ANYWAY: Final = {"account": ("failures", "last_failure_at")}
POOL: Final = 40


@dataclass
class Report:
    """What came of an assault."""

    answers: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    routes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    compared: int = 0

    @property
    def cases(self) -> int:
        return len(self.seconds)

    @property
    def slowest(self) -> float:
        """The time that 99 of 100 stay below."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, len(self.seconds) * 99 // 100)]


class Ground:
    """The database and the files, and whether they are as they were."""

    def __init__(self, world: LivedIn) -> None:
        self.world = world
        self.watch = None
        if world.engine.dialect.name == "sqlite":
            self.watch = sqlite3.connect(world.engine.url.database)
        self.files, self.mark, self.rows = self._files(), self._mark(), self._rows()

    def changed(self) -> list[str]:
        """The tables that differ from the last look, and takes the new look."""
        files, mark = self._files(), self._mark()
        found = ["files"] if files != self.files else []
        self.files = files
        if mark is not None and mark == self.mark:
            return found  # no other connection has written anything at all
        rows = self._rows()
        found += [name for name, held in rows.items() if held != self.rows[name]]
        self.mark, self.rows = mark, rows
        return found

    def close(self) -> None:
        if self.watch is not None:
            self.watch.close()
        self.world.engine.dispose()

    def _mark(self) -> int | None:
        return None if self.watch is None else int(self.watch.execute("PRAGMA data_version").fetchone()[0])

    def _files(self) -> frozenset[str]:
        kept = self.world.office.district.services.blobs.path("0" * 64).parent.parent
        return frozenset(str(path) for path in Path(kept).rglob("*") if path.is_file())

    def _rows(self) -> dict[str, list[tuple[Any, ...]]]:
        found = {name: rows for name, rows in dump(self.world.engine).items() if name not in NOTED_ANYWAY}
        for name, columns in COUNTED_ANYWAY.items():
            places = _places(name, columns)
            found[name] = [tuple(v for at, v in enumerate(row) if at not in places) for row in found[name]]
        return found


def _places(table: str, columns: tuple[str, ...]) -> set[int]:
    return {at for at, column in enumerate(metadata().tables[table].columns) if column.name in columns}


def assault(world: LivedIn, role: str | None, cases: int, rng: random.Random, report: Report) -> None:
    """So many hostile requests of one role."""
    visitor, ground, keys = world.office.visitor(role), Ground(world), count()
    visitor.client.get("/account")
    visitor.get("/account" if role else "/sign-in")
    gets = [(rule.rule, address) for rule in rules_of(world.office.app, "GET") for address in world.addresses(rule)]
    posts = [
        (rule.rule, address) for rule in rules_of(world.office.app, "POST") for address in world.addresses(rule, most=2)
    ]
    rng.shuffle(gets)
    pool: list[Form] = []
    pages = _pages(visitor, [address for _, address in gets])
    ground.changed()
    try:
        for number in range(cases):
            if number % 3 == 0:
                case = wrong_request(*rng.choice(rng.choice((gets, posts))), visitor.token, rng)
            else:
                while len(pool) < POOL and (fresh := next(pages, None)) is not None:
                    pool += fresh
                form = pool.pop(rng.randrange(len(pool))) if len(pool) >= POOL else rng.choice(pool)
                case = wrong_form(form, visitor.token, f"assault-{role}-{next(keys)}", rng)
            pool += _judge(world, role, visitor, ground, case, report)
            if "/sign-out" in case.path or "/account" in case.path or "/admin" in case.path:
                visitor = _again(world, visitor, role)
    finally:
        ground.close()


def _pages(visitor: Visitor, addresses: list[str]) -> Iterator[list[Form]]:
    """The forms of page after page."""
    for address in addresses:
        answer = visitor.get(address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield forms_of(answer.get_data(as_text=True), address)


def _again(world: LivedIn, visitor: Visitor, role: str | None) -> Visitor:
    """Somebody who has signed out, or ended their own sessions, comes back."""
    if role is None or visitor.client.get("/account").status_code == 200:
        return visitor
    fresh = world.office.visitor(role)
    fresh.get("/account")
    return fresh


def _judge(
    world: LivedIn, role: str | None, visitor: Visitor, ground: Ground, case: Case, report: Report
) -> list[Form]:
    limiter.reset()  # a throttle would keep the rest of the requests from being looked at
    started = time.perf_counter()
    try:
        answer = send(visitor, case)
        status, page = answer.status_code, answer.get_data()
    except Exception as error:  # what escapes the application itself
        report.faults.append(f"{type(error).__name__}: {error} | {role} {readable(case)}")
        report.seconds.append(time.perf_counter() - started)
        return []
    report.seconds.append(time.perf_counter() - started)
    report.answers[status] += 1
    report.kinds[case.what] += 1
    report.routes[f"{case.method} {_endpoint(world, case)}"] += 1
    text = page.decode("utf-8", "replace") if answer.mimetype == "text/html" else ""
    found = [f"status {status}"] if status >= 500 else []
    found += ["a trace"] if TRACES.search(text) else []
    found += escaped_out(text, MARK)
    found += _wrong_head(answer)
    changed = ground.changed()
    report.compared += 1
    if status >= 400 or case.method in ("GET", "HEAD", "OPTIONS"):
        found += [f"{status} changed {name}" for name in changed]
    report.faults += [f"{one} | {role} {readable(case)}" for one in found]
    return forms_of(text, case.path) if status in (200, 422) and case.method == "POST" and case.what == "honest" else []


def _wrong_head(answer: TestResponse) -> list[str]:
    """An address of another site to go on to, or a line that was smuggled in."""
    location = answer.headers.get("Location", "")
    found = (
        [f"Location {location!r}"]
        if location and (not location.startswith("/") or location[1:2] in ("/", "\\"))
        else []
    )
    return found + [f"head {name}" for name, _ in answer.headers if MARK in name.lower() or name == "X-A"]


def _endpoint(world: LivedIn, case: Case) -> str:
    try:
        found = world.office.app.url_map.bind("localhost").match(case.path, method=case.method)
    except Exception:
        return "-"
    return str(found[0])


def send(visitor: Visitor, case: Case) -> TestResponse:
    """The request as it is, byte for byte."""
    heads = [(name, value) for name, value in case.heads if name.lower() != "content-type"]
    kind = next((value for name, value in case.heads if name.lower() == "content-type"), case.content_type)
    return visitor.client.open(
        case.path,
        method=case.method,
        query_string=case.query,
        data=case.body or None,
        content_type=kind or None,
        headers=heads,
    )

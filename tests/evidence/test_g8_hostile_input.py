"""G8: whatever is sent, the answer is clear, nothing breaks, and a refusal leaves everything as it was.

`G8_CASES=20000` runs the long form; a failing case prints the request to send again.
"""

from __future__ import annotations

import os
import random
import time
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from flask import request
from sqlalchemy import text

from tests.evidence.assault import Report, assault
from tests.evidence.hostile_files import MUST_REFUSE, MUST_TAKE, docx, picture
from tests.evidence.lived_in import ROLES, lived_in
from tests.factories import pdf
from workflow.kernel.errors import Invalid
from workflow.nominations.file_types import checked_media_type

SEED: Final = int(os.environ.get("G8_SEED", "20231124"))
CASES: Final = int(os.environ.get("G8_CASES", "2000"))
ON_POSTGRESQL: Final = max(150, CASES // 15)
EVERYBODY: Final = (None, *ROLES)
BATCH: Final = 300
WORN_AFTER: Final = 3  # roles; then the next meet the office untouched


def shown(where: str, report: Report) -> str:
    untouched = ", ".join(f"{status}: {number}" for status, number in sorted(report.answers.items()))
    return (
        f"\n{where}: {report.cases} hostile requests, seed {SEED}, {len(EVERYBODY)} kinds of people, "
        f"{len(report.routes)} routes; "
        f"answers {untouched}; {len(report.faults)} faults; database compared {report.compared} times; "
        f"99 of 100 within {report.slowest * 1000:.0f} ms"
    )


@pytest.mark.timeout(1_800)
def test_no_hostile_request_breaks_or_changes_anything(tmp_path: Path) -> None:
    report = Report()
    batches = [role for role in EVERYBODY for _ in range(max(1, round(CASES / len(EVERYBODY) / BATCH)))]
    for number, role in enumerate(batches):
        if number % WORN_AFTER == 0:
            world = lived_in(tmp_path / str(number), demo=number % 2 == 1)
        share = CASES * (number + 1) // len(batches) - CASES * number // len(batches)
        assault(world, role, share, random.Random(SEED + number), report)
    print(shown("SQLite", report))
    assert report.faults == []
    assert report.cases == CASES
    assert len(report.routes) > 60
    assert report.slowest < 1


@pytest.mark.postgres
@pytest.mark.timeout(600)
def test_nor_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    report = Report()
    world = lived_in(tmp_path, database_url=postgres_url)
    for number, role in enumerate(EVERYBODY):
        share = ON_POSTGRESQL * (number + 1) // len(EVERYBODY) - ON_POSTGRESQL * number // len(EVERYBODY)
        assault(world, role, share, random.Random(SEED + 100 + number), report)
    print(shown("PostgreSQL", report))
    assert report.faults == []


def test_a_build_that_breaks_or_writes_too_early_is_caught(tmp_path: Path) -> None:
    """The negative control: a page that fails, one that writes before it checks, one that shows words as they came."""
    world = lived_in(tmp_path)
    app = world.office.app

    turns = count()

    def breaks() -> str:
        return str(1 / len(request.form.get("nobody-sends-this", "")))

    def writes_first() -> tuple[str, int]:
        with world.office.district.services.store.transaction() as tx:
            tx.session.execute(text("UPDATE person SET title_vi = title_vi || '.'"))
        return "", 422

    def shows_as_it_came() -> str:
        return f"<p>{' '.join(request.form.values())}</p>"

    def sabotaged(**_values: str) -> str | tuple[str, int]:
        if any("<" in value for value in request.form.values()):
            return shows_as_it_came()
        return (breaks, writes_first)[next(turns) % 2]()

    for page in (
        "nominations.move",
        "nominations.act_again",
        "nominations.attach",
        "proposals.save_nomination",
        "proposals.add_nomination",
    ):
        app.view_functions[page] = sabotaged
    report = Report()
    assault(world, "clerk", 500, random.Random(SEED), report)
    found = {fault.partition(" | ")[0] for fault in report.faults}
    print(f"\nsabotaged: {len(report.faults)} faults in {report.cases} requests: {sorted(found)[:6]}")
    assert "status 500" in found
    assert "422 changed person" in found
    assert any("<qq7" in one for one in found)


def test_files_that_are_not_what_they_say_are_refused_and_good_ones_taken() -> None:
    taken = []
    slowest = 0.0
    for name, content in MUST_REFUSE:
        started = time.perf_counter()
        try:
            taken.append((name, checked_media_type(name, content)))
        except Invalid:
            slowest = max(slowest, time.perf_counter() - started)
    for name, content in MUST_TAKE:
        checked_media_type(name, content)
    print(
        f"\n{len(MUST_REFUSE)} hostile files refused, slowest {slowest * 1000:.0f} ms; {len(MUST_TAKE)} good ones taken"
    )
    assert taken == []
    assert slowest < 2


def test_a_damaged_file_is_refused_or_taken_and_never_breaks(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a reader of foreign bytes stumbles over becomes the one sentence, and no word of the file is logged."""
    rng = random.Random(SEED)
    whole = [("a.pdf", pdf()), ("a.png", picture()), ("a.jpg", picture(form="JPEG")), ("a.docx", docx())]
    number = CASES
    refused = 0
    for _ in range(number):
        name, content = rng.choice(whole)
        try:
            checked_media_type(name, damaged(content, rng))
        except Invalid:
            refused += 1
    print(
        f"\n{number} damaged files, seed {SEED}: {refused} refused, {number - refused} still readable, "
        "0 broke the reader"
    )
    assert caplog.records == []


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Bytes turned, lost and put in, behind the first few that tell the type."""
    held = bytearray(content)
    for _ in range(rng.choice((1, 3, 20))):
        place = rng.randrange(8, max(9, len(held)))
        act = rng.randrange(3)
        if act == 0:
            held[place : place + 1] = bytes([rng.randrange(256)])
        elif act == 1:
            del held[place : place + rng.randrange(1, 20)]
        else:
            held[place:place] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 10)))
    return bytes(held)

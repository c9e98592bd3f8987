"""Ten places and two hundred submissions at once: ten pass, and the others are told the sum."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from states import Refused
from tests.evidence.crowd import PEOPLE, PROCESSES, let_go
from tests.evidence.databases import DATABASES, district_on
from tests.factories import District, fire, wish
from tests.support.lists import make_letter, make_letters, quota
from workflow.bootstrap import Services
from workflow.lifecycle.verify import verify
from workflow.nominations import advance as moving
from workflow.nominations.advance import Advance, advance
from workflow.nominations.models import Nomination
from workflow.nominations.rows import Row

PLACES = 10
FULL = f"chỉ tiêu {PLACES}; đã trình {PLACES}; trong tờ trình này 1 → vượt 1"
SUM = re.compile(r"chỉ tiêu \d+; đã trình \d+; trong tờ trình này \d+ → vượt \d+")


def sign(services: Services, command: Advance) -> str:
    """What the head of the unit is told."""
    try:
        with services.store.transaction() as tx:
            advance(tx, services.office, command)
    except Refused as no:
        found = SUM.search(" ".join(refusal.text("vi") for refusal in no.refusals))
        return found[0] if found else str(no)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "won"


def everybody_signs(district: District) -> Counter[str]:
    """Two hundred letters with one name each wait for a signature; all are signed at the same moment."""
    quota(district, "GK_CN", reach="office", places=PLACES)
    names = make_letters(district, PEOPLE, "GK_CN")
    fire(district, names, "send_to_review")
    (told,) = let_go(district, [[wish(district, [name], "submit") for name in names]], sign)
    return told


def sent(district: District) -> int:
    with district.services.store.reading() as session:
        return session.execute(select(func.count()).where(Nomination.received_at.is_not(None))).scalar_one()


@pytest.mark.parametrize("database", DATABASES)
def test_ten_of_two_hundred_are_sent(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district = district_on(database, tmp_path, request)
    began = time.monotonic()
    told = everybody_signs(district)
    took = time.monotonic() - began
    print(f"\n{database}: {PEOPLE} signatures at once in {PROCESSES} processes, {took:.1f} s: {dict(told)}")
    assert told == Counter({"won": PLACES, FULL: PEOPLE - PLACES})
    assert sent(district) == PLACES
    with district.services.store.engine.connect() as connection:
        report = verify(connection, district.services.office.registry)
    assert report.sound, report.faults


@pytest.mark.postgres
def test_lists_that_name_two_awards_in_either_order_do_not_block_each_other(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Awards are locked in one order, whatever the order of the list: nobody waits in a circle."""
    district = district_on("postgresql", tmp_path, request)
    awards = ["GK_CN", "BK_T_CN"]
    for award in awards:
        quota(district, award, reach="office", places=PLACES)
    letters = [make_letter(district, awards[::turn], kind="sudden") for turn in (1, -1) for _each in range(2 * PLACES)]
    fire(district, [name for letter in letters for name in letter], "send_to_review")
    (told,) = let_go(district, [[wish(district, letter, "submit") for letter in letters]], sign)
    assert told["won"] == PLACES
    others = {said for said in told if said != "won" and not SUM.fullmatch(said)}
    assert all(said.startswith("submit refused in ") for said in others), told  # signed by another a moment ago
    assert sent(district) == 2 * PLACES


@pytest.mark.postgres
def test_without_the_lock_more_than_ten_are_sent(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: whoever counts without waiting for the one before counts too little."""

    def hold_nothing(_connection: object, _rows: Iterable[Row]) -> None:
        return None

    monkeypatch.setattr(moving, "hold_places", hold_nothing)
    district = district_on("postgresql", tmp_path, request)
    told = everybody_signs(district)
    print(f"\nwithout the lock: {told['won']} of {PEOPLE} are sent where {PLACES} have a place")
    assert sent(district) == told["won"] > PLACES

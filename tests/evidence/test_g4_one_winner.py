"""G4: of two hundred people who act on one file at once, one wins and the others are told so."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, create_engine, text

from tests.evidence.crowd import PEOPLE, PROCESSES, let_go
from tests.evidence.databases import DATABASES, district_on
from tests.factories import District, make_nomination, wish
from workflow.kernel.db import make_engine
from workflow.lifecycle.verify import verify
from workflow.nominations.advance import Advance
from workflow.nominations.models import Nomination

NAIVE = 32


def seen(district: District, nomination_id: int, trigger: str) -> Advance:
    """The wish of somebody who looked at the file just now."""
    with district.services.store.reading() as session:
        version = session.get_one(Nomination, nomination_id).version
    return replace(wish(district, [nomination_id], trigger), seen={nomination_id: version})


@pytest.mark.parametrize("database", DATABASES)
def test_one_of_two_hundred_wins(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district = district_on(database, tmp_path, request)
    files = [make_nomination(district, "pending_decision") for _ in range(3)]
    approve_or_reject = [seen(district, files[2], trigger) for trigger in ("sign_decision", "decline")]
    told = let_go(district, [
        [seen(district, files[0], "sign_decision")], [seen(district, files[1], "sign_decision")], approve_or_reject,
    ])  # fmt: skip
    print(f"\n{database}: {PEOPLE} people in {PROCESSES} processes, told in each round: {[dict(one) for one in told]}")
    assert told == [Counter(won=1, stale=PEOPLE - 1)] * 3
    with district.services.store.engine.connect() as connection:
        report = verify(connection, district.services.office.registry)
    assert report.sound, report.faults


def naive_winners(engine: Engine, *, pause: bool) -> Counter[str]:
    """Everybody reads, finds it free, and writes. With `pause` all read before the first writes."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS door"))
        connection.execute(text("CREATE TABLE door (id INTEGER PRIMARY KEY, state TEXT)"))
        connection.execute(text("INSERT INTO door VALUES (1, 'pending')"))
    barrier, told = Barrier(NAIVE), Counter[str]()

    def person() -> None:
        barrier.wait()
        with engine.execution_options(writing=True).begin() as connection:
            state = connection.execute(text("SELECT state FROM door")).scalar_one()
            if pause:
                barrier.wait()
            if state == "pending":
                connection.execute(text("UPDATE door SET state = 'approved'"))
                told["won"] += 1

    crowd = [Thread(target=person) for _ in range(NAIVE)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    return told


def test_e1_without_begin_immediate_everybody_wins(tmp_path: Path) -> None:
    """The negative control on SQLite, and the recipe beside it."""
    address = f"sqlite:///{tmp_path / 'door.sqlite3'}"
    plain = create_engine(address, pool_size=NAIVE, connect_args={"timeout": 30})
    without = naive_winners(plain, pause=True)
    plain.dispose()
    with_recipe = naive_winners(make_engine(address), pause=False)
    print(f"\nE1: {without['won']} of {NAIVE} win with the default engine, {with_recipe['won']} with BEGIN IMMEDIATE")
    assert without["won"] > 1
    assert with_recipe["won"] == 1


@pytest.mark.postgres
def test_e2_check_and_write_under_read_committed_lets_everybody_win(postgres_url: str) -> None:
    """The negative control on PostgreSQL; what holds there is the row lock of the move itself."""
    without = naive_winners(make_engine(postgres_url), pause=True)
    print(f"\nE2: {without['won']} of {NAIVE} win on PostgreSQL when the row is not locked")
    assert without["won"] > 1

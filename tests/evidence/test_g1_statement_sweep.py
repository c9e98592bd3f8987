"""G1: a move broken off anywhere has not happened, and a move that was answered has."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import median

import pytest

from tests.evidence.databases import DATABASES, district_on, dump, letters
from tests.evidence.faults import UseCase, attempt, killed, use_cases
from tests.factories import District, make_district, make_nomination, make_services, wish
from workflow.kernel.transaction import Tx
from workflow.lifecycle.verify import verify
from workflow.nominations.advance import advance

SEED = 1
SHARE = {"sqlite": 1.0, "postgresql": 0.2}  # of the transitions that are swept
KILLS = 1  # per transition, besides the one after the commit
FEWEST = 10  # steps of the shortest move, BEGIN and COMMIT included


def swept(district: District, use_case: UseCase) -> tuple[int, list[int]]:
    """Break the use case before each of its steps in turn. Returns the steps and those that left a trace."""
    engine = district.services.store.engine
    before = dump(engine)
    partial, at = [], 1
    while attempt(district, use_case, at) == at:
        if dump(engine) != before:
            partial.append(at)
        at += 1
    return at - 1, partial


def assert_sound(district: District) -> None:
    with district.services.store.engine.connect() as connection:
        report = verify(connection, district.services.office.registry)
    assert report.sound, report.faults


@pytest.mark.parametrize("database", DATABASES)
def test_an_exception_before_any_statement_leaves_no_trace(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    district = district_on(database, tmp_path, request)
    engine, rng = district.services.store.engine, random.Random(SEED)
    lengths, partial = [], {}
    for name, use_case in use_cases(district):
        if rng.random() > SHARE[database]:
            continue
        before = dump(engine)
        steps, traces = swept(district, use_case)
        lengths.append(steps)
        if traces:
            partial[name] = traces
        # The sweep ends with the first run that was not broken, so the move is made now.
        assert dump(engine) != before, name
    print(
        f"\n{database}, seed {SEED}: {len(lengths)} transitions, {sum(lengths)} faults, {len(partial)} partial effects;"
        f" statements a move: {min(lengths)} to {max(lengths)}, median {median(lengths):g}"
    )
    assert partial == {}
    assert len(lengths) >= 74 * SHARE[database] * 0.5
    assert_sound(district)


def test_a_process_killed_before_a_statement_or_after_the_commit(tmp_path: Path) -> None:
    district = make_district(make_services(tmp_path, *letters(tmp_path)))
    engine, rng = district.services.store.engine, random.Random(SEED)
    kills, lost = 0, []
    for name, use_case in use_cases(district):
        before = dump(engine)
        for at in sorted(rng.sample(range(1, FEWEST + 1), KILLS)):
            assert killed(district, use_case, at), f"{name} has fewer than {at} steps"
            kills += 1
            if dump(engine) != before:
                lost.append(f"{name}, before statement {at}")
        assert not killed(district, use_case, at=0)  # dies by itself, once the commit has been answered
        if dump(engine) == before:
            lost.append(f"{name}, after the commit")
        kills += 1
    print(f"\nsqlite, seed {SEED}: {kills} kills, {len(lost)} partial or lost")
    assert lost == []
    assert_sound(district)


def commit_half_way(tx: Tx, _fact: object) -> None:
    """A listener that does what none may."""
    connection = tx.session.connection()
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def test_a_listener_that_commits_is_caught_by_the_sweep(tmp_path: Path) -> None:
    """The negative control: the same sweep over a sabotaged build finds partial effects."""
    district = make_district(make_services(tmp_path))
    nomination_id = make_nomination(district, "pending_unit_head")
    command = wish(district, [nomination_id], "submit")
    sabotaged = district.services.store
    sabotaged.subscribers = (*sabotaged.subscribers, commit_half_way)
    before = dump(sabotaged.engine)
    steps = attempt(district, lambda tx: advance(tx, district.services.office, command), at=10_000)
    assert dump(sabotaged.engine) != before
    other = wish(district, [make_nomination(district, "pending_unit_head")], "submit")
    before = dump(sabotaged.engine)
    attempt(district, lambda tx: advance(tx, district.services.office, other), at=steps)
    assert dump(sabotaged.engine) != before, "a fault at the commit should have left what was committed before it"

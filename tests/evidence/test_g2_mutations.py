"""G2: whatever is falsified in the record before the last anchor is found."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from tests.evidence import tampering
from tests.evidence.databases import DATABASES, district_on, raw, take_the_fence_down, unguarded
from tests.factories import District, fire, make_decision_item, make_nomination, make_session
from workflow.audit.anchors import write_anchor
from workflow.lifecycle.verify import Report, verify

SEED = 20231101
TRIES = {"sqlite": 1_000, "postgresql": 150}
Falsify = Callable[[random.Random, Connection], bool]


def recorded(district: District, witness: Path) -> None:
    """A small record with every kind of subject, anchored, and then the fence taken down."""
    for state in ("archived", "decided", "returned", "forwarded", "under_appraisal", "draft"):
        make_nomination(district, state)
    held = make_nomination(district, "submitted")
    fire(district, [held], "suspend")
    fire(district, [held], "resume")
    make_session(district, "minuted")
    make_session(district, "cancelled")
    make_decision_item(district, "revoked")
    with raw(district.services.store.engine) as connection:
        assert write_anchor(connection, witness, district.services.clock.now()) > 0
    with raw(district.services.store.engine) as connection:
        take_the_fence_down(connection)


def checked(district: District, connection: Connection, witness: Path | None) -> Report:
    return verify(connection, district.services.office.registry, witness)


def falsified(district: District, falsify: Falsify, rng: random.Random, witness: Path | None) -> Report | None:
    """The report after one falsification, which is then taken back; None when it could not be done."""
    with unguarded(district.services.store.engine) as connection:
        try:
            return checked(district, connection, witness) if falsify(rng, connection) else None
        except DBAPIError:  # this value does not even go in: a unique key, a column without NULL
            return None


@pytest.mark.parametrize("database", DATABASES)
def test_every_falsification_before_the_anchor_is_found(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    district = district_on(database, tmp_path, request)
    witness = tmp_path / "witness.jsonl"
    recorded(district, witness)
    with district.services.store.engine.connect() as connection:
        clean = checked(district, connection, witness)
    assert clean.sound, clean.faults
    rng = random.Random(SEED)
    tried, found, missed = Counter[str](), Counter[str](), []
    while tried.total() < TRIES[database]:
        falsify = rng.choice(tampering.ALL)
        report = falsified(district, falsify, rng, witness)
        if report is not None:
            tried[falsify.__name__] += 1
            found[falsify.__name__] += not report.sound
            if report.sound:
                missed.append(falsify.__name__)
    print(f"\n{database}, seed {SEED}: {found.total()} of {tried.total()} falsifications found; {dict(tried)}")
    assert missed == []
    assert set(tried) == {falsify.__name__ for falsify in tampering.ALL}


@pytest.mark.parametrize("database", DATABASES)
def test_without_a_witness_a_consistent_lie_is_believed(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The negative control: it shows what the anchors are for, and that the falsifications are good ones."""
    district = district_on(database, tmp_path, request)
    witness = tmp_path / "witness.jsonl"
    recorded(district, witness)
    rng = random.Random(SEED)
    believed, exposed = Counter[str](), Counter[str]()
    for falsify in tampering.CONSISTENT * 10:
        state = rng.getstate()
        alone = falsified(district, falsify, rng, None)
        rng.setstate(state)
        witnessed = falsified(district, falsify, rng, witness)
        if alone is not None and witnessed is not None:
            believed[falsify.__name__] += alone.sound
            exposed[falsify.__name__] += not witnessed.sound
    print(f"\n{database}, seed {SEED}: believed without a witness {dict(believed)}, exposed with one {dict(exposed)}")
    assert all(believed[falsify.__name__] for falsify in tampering.CONSISTENT)
    assert exposed.total() == 40


def test_a_witness_that_was_edited_is_not_believed(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district = district_on("sqlite", tmp_path, request)
    engine = district.services.store.engine
    witness = tmp_path / "witness.jsonl"
    for _ in range(3):
        make_nomination(district, "submitted")
        with raw(engine) as connection:
            write_anchor(connection, witness, district.services.clock.now())
    whole = witness.read_bytes()
    lines = whole.splitlines(keepends=True)
    edits = {
        "a line left out": lines[0] + lines[2],
        "a digest changed": whole.replace(b'"seq":', b'"seq" :', 1)
        if b'"seq":' in whole
        else lines[0][:40] + b"0" + whole[41:],
        "two lines swapped": lines[0] + lines[2] + lines[1],
        "not a line at all": whole + b"xyz\n",
    }
    found = []
    for name, content in edits.items():
        witness.write_bytes(content)
        with engine.connect() as connection:
            if not checked(district, connection, witness).sound:
                found.append(name)
        with raw(engine) as connection, pytest.raises(ValueError):
            write_anchor(connection, witness, district.services.clock.now())
    assert found == list(edits)


def test_a_line_cut_off_by_a_crash_is_written_again(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district = district_on("sqlite", tmp_path, request)
    engine = district.services.store.engine
    witness = tmp_path / "witness.jsonl"
    for cut in (0, 25):
        make_nomination(district, "submitted")
        with raw(engine) as connection:
            write_anchor(connection, witness, district.services.clock.now())
        witness.write_bytes(witness.read_bytes()[: -cut or None])
    with raw(engine) as connection:
        assert write_anchor(connection, witness, district.services.clock.now()) == 2
        assert write_anchor(connection, witness, district.services.clock.now()) == 0
        assert checked(district, connection, witness).sound

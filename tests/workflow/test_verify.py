"""The verifier: it rebuilds what the mover wrote to the last byte, and names what does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.evidence.databases import DATABASES, district_on, raw, take_the_fence_down
from tests.factories import District, fire, make_decision_item, make_nomination, make_session
from workflow.audit.queries import latest_entries, trail_of
from workflow.audit.verify import Fault
from workflow.lifecycle.verify import Report, verify


def report(district: District) -> Report:
    with district.services.store.engine.connect() as connection:
        return verify(connection, district.services.office.registry)


@pytest.mark.parametrize("database", DATABASES)
def test_an_untouched_record_is_sound(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Quotes, marks and line ends in what people write do not confuse the comparison."""
    district = district_on(database, tmp_path, request)
    nomination_id = make_nomination(district, "submitted")
    reason = 'Đơn "tố cáo" \\ ngày 1/11,\nđang xác minh \u2028 😀'
    inputs = {"hold_ground": "khieu_nai_to_cao", "reason": reason, "review_on": "2023-11-20"}
    fire(district, [nomination_id], "suspend", inputs=inputs)
    make_session(district, "minuted")
    make_decision_item(district, "revoked")
    found = report(district)
    assert (found.sound, found.faults) == (True, ())
    assert found.events >= 15
    assert found.entries > found.events


@pytest.mark.parametrize(("change", "expected"), [
    ("UPDATE event SET actor_id = actor_id + 1 WHERE seq = 2", "move_differs"),
    ("UPDATE event SET seq = 5 WHERE seq = 2", "event_sequence"),
    ("UPDATE event SET source = 'decided', target = 'announced' WHERE seq = 2", "event_path"),
    ("DELETE FROM event WHERE seq = 2", "move_without_event"),
    ("UPDATE audit_entry SET body = replace(body, 'submit', 'supply') WHERE seq = 3", "digest"),
    ("UPDATE audit_entry SET prev_hash = 'x' WHERE seq = 3", "link"),
    ("UPDATE audit_entry SET actor_id = actor_id + 1 WHERE seq = 3", "column"),
    ("UPDATE audit_entry SET at = '2023-11-02 00:00:00.000000' WHERE seq = 3", "column"),
    ("DELETE FROM audit_entry WHERE seq = 2", "sequence"),
    ("UPDATE nomination SET state = 'decided'", "state"),
    ("UPDATE nomination SET version = 9", "version"),
    ("UPDATE nomination SET definition_version = 2", "definition_unknown"),
    ("UPDATE published_definition SET fingerprint = 'x' WHERE key = 'nomination'", "definition_changed"),
    ("DELETE FROM published_transition WHERE source = 'draft'", "transitions_changed"),
])  # fmt: skip
def test_a_fault_is_named(change: str, expected: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district = district_on("sqlite", tmp_path, request)
    make_nomination(district, "submitted")
    with raw(district.services.store.engine) as connection:
        take_the_fence_down(connection)
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    engine = district.services.store.engine
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        connection.execute(text(change))
        found = verify(connection, district.services.office.registry)
        connection.rollback()
        connection.invalidate()
    assert expected in {fault.code for fault in found.faults}


def test_a_fault_names_its_subject_and_number(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district = district_on("sqlite", tmp_path, request)
    first, second = make_nomination(district, "submitted"), make_nomination(district, "submitted")
    with raw(district.services.store.engine) as connection:
        take_the_fence_down(connection)
        connection.execute(text("UPDATE nomination SET state = 'decided' WHERE id = :id"), {"id": second})
    assert first != second
    assert report(district).faults == (Fault(f"nomination:{second}", 2, "state"),)


def test_the_trail_reads_back_what_was_done(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district = district_on("sqlite", tmp_path, request)
    nomination_id = make_nomination(district, "submitted")
    with district.services.store.reading() as session:
        trail = trail_of(session, "nomination", nomination_id)
        newest = latest_entries(session, most=1)
        older = latest_entries(session, before_id=newest[0].id, actions=("move",))
    assert [(row.seq, row.action) for row in trail] == [(1, "write"), (2, "move"), (3, "move")]
    assert trail[2].detail["target"] == "submitted"
    assert [(row.subject_kind, row.action) for row in newest] == [("laureate", "list")]  # the register was told last
    assert [row.id for row in older] == [trail[2].id, trail[1].id]

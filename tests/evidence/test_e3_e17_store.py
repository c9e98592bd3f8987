"""E3, E17: facts about the parts underneath, on which the design of the store rests."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from transitions import Machine

from states import shipped
from workflow.kernel.db import make_engine


def prepared(tmp_path: Path):  # type: ignore[no-untyped-def]
    engine = make_engine(f"sqlite:///{tmp_path / 'door.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE door (id INTEGER PRIMARY KEY, state TEXT)"))
        connection.execute(text("INSERT INTO door VALUES (1, 'pending')"))
    return engine


def test_e3_a_reader_that_turns_writer_is_refused_at_once(tmp_path: Path) -> None:
    """A deferred BEGIN that read before another wrote cannot write any more, whatever the timeout."""
    engine = prepared(tmp_path)
    with engine.connect() as slow, engine.execution_options(writing=True).connect() as quick:
        slow.execute(text("SELECT state FROM door")).scalar_one()
        quick.execute(text("UPDATE door SET state = 'approved'"))
        quick.commit()
        with pytest.raises(OperationalError, match="locked"):
            slow.execute(text("UPDATE door SET state = 'rejected'"))
        slow.rollback()


def test_e3_a_writer_locks_before_it_reads(tmp_path: Path) -> None:
    engine = prepared(tmp_path)
    writing = engine.execution_options(writing=True)
    with writing.connect() as first, engine.connect() as reader:
        first.execute(text("SELECT state FROM door")).scalar_one()
        second = engine.raw_connection()
        second.driver_connection.execute("PRAGMA busy_timeout=0")
        with pytest.raises(Exception, match="locked"):
            second.driver_connection.execute("BEGIN IMMEDIATE")
        second.close()
        # Readers are not kept waiting.
        assert reader.execute(text("SELECT state FROM door")).scalar_one() == "pending"


def test_every_commit_of_sqlite_is_forced_to_disk(tmp_path: Path) -> None:
    """E4: in WAL mode only FULL keeps an acknowledged commit through a power cut."""
    with prepared(tmp_path).connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "trusted_schema")
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in names}
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0,
    }  # fmt: skip


def test_e17_the_library_adds_a_way_to_every_state_unless_told_not_to() -> None:
    class Free:
        pass

    free = Free()
    Machine(free, states=["draft", "decided"], initial="draft", transitions=[])
    free.to_decided()  # type: ignore[attr-defined]
    assert free.state == "decided"  # type: ignore[attr-defined]


def test_e17_our_machines_know_no_trigger_but_their_own() -> None:
    for engine in shipped().all():
        known = {trigger.code for trigger in engine.definition.triggers}
        assert set(engine._machine.events) == known
        assert engine._machine.models == []

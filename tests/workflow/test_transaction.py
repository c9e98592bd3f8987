"""The door to the store: all or nothing, and nothing left behind on a connection."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.factories import District, make_district, make_nomination, make_services, wish
from workflow.kernel.transaction import Tx
from workflow.nominations.advance import advance


@pytest.fixture
def district(tmp_path: Path) -> District:
    return make_district(make_services(tmp_path))


def places(district: District) -> int:
    with district.services.store.reading() as session:
        return int(session.execute(text("SELECT max(unit_id) FROM person")).scalar_one())


def test_a_commit_that_fails_gives_its_connection_and_its_lock_up(district: District) -> None:
    """The driver leaves a transaction open whose COMMIT was refused; the pool must not hand it on."""
    store = district.services.store
    before = places(district)
    for _ in range(2):
        with pytest.raises(IntegrityError), store.transaction() as tx:
            tx.session.execute(text("PRAGMA defer_foreign_keys=ON"))
            tx.session.execute(text("UPDATE person SET unit_id = 99999"))
    assert places(district) == before
    make_nomination(district)  # the lock is free


def test_a_subscriber_that_fails_undoes_the_move(district: District) -> None:
    def fail(_tx: Tx, _fact: object) -> None:
        raise RuntimeError("a listener fails")

    store = district.services.store
    nomination_id = make_nomination(district)
    store.subscribers = (*store.subscribers, fail)
    with pytest.raises(RuntimeError), store.transaction() as tx:
        advance(tx, district.services.office, wish(district, [nomination_id], "send_to_review"))
    with store.reading() as session:
        query = text("SELECT state, (SELECT count(*) FROM event) AS events FROM nomination")
        assert tuple(session.execute(query).one()) == ("draft", 0)


def test_what_follows_a_commit_does_not_follow_a_failure(district: District) -> None:
    told: list[str] = []
    with pytest.raises(RuntimeError), district.services.store.transaction() as tx:
        tx.after_commit(lambda: told.append("after a failure"))
        raise RuntimeError
    with district.services.store.transaction() as tx:
        tx.after_commit(lambda: told.append("after a commit"))
    assert told == ["after a commit"]

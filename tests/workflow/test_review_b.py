"""Writers side by side on PostgreSQL, decisions from above, and pages that read no more than they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, text

from states import Refused, Text
from tests.factories import (
    SUPERIOR,
    District,
    fire,
    make_decision_item,
    make_district,
    make_nomination,
    make_nominations,
    make_services,
    make_session,
    move_the_session,
    pdf,
    wish,
)
from tests.workflow.register.making import rows, statements
from workflow.councils.queries import council_session
from workflow.decisions.queries import decisions, number_is_taken
from workflow.kernel.errors import Invalid
from workflow.lifecycle.verify import verify
from workflow.nominations.advance import advance
from workflow.nominations.agenda import SetAgenda, add_to_agenda
from workflow.nominations.evidence import AttachFile, attach_file
from workflow.nominations.models import Opinion
from workflow.nominations.opinions import record_opinion
from workflow.people.commands import grant_role


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    made = make_district(make_services(tmp_path))
    yield made
    made.services.store.engine.dispose()


@pytest.fixture
def on_postgresql(tmp_path: Path, postgres_url: str) -> Iterator[District]:
    made = make_district(make_services(tmp_path, database_url=postgres_url))
    yield made
    made.services.store.engine.dispose()


def side_by_side(acts: Sequence[Callable[[], object]]) -> list[Exception]:
    """All at once, each in a thread of its own; what went wrong."""
    start, failed = Barrier(len(acts)), list[Exception]()

    def person(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=person, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def faults(district: District) -> list[object]:
    with district.services.store.engine.connect() as connection:
        return list(verify(connection, district.services.office.registry).faults)


@pytest.mark.postgres
def test_writers_on_one_trail_come_one_after_the_other(on_postgresql: District) -> None:
    district, services = on_postgresql, on_postgresql.services
    (nomination_id,) = make_nominations(district, 1, "consulting")
    (opinion,) = rows(district, "opinion")
    with services.store.transaction() as tx:  # one more agency is asked, so that there are two answers
        tx.session.add(Opinion(**{
            key: value for key, value in opinion.items() if key != "id"
        } | {"unit_id": district.unit_id}))  # fmt: skip
    opinions = [one["id"] for one in rows(district, "opinion")]
    officer, appraiser, admin = district.act("desk_officer"), district.act("appraiser"), district.act("admin")
    moves = [wish(district, [nomination_id], trigger) for trigger in ("suspend", "resume") * 4]

    def attach_one() -> None:
        command = AttachFile(
            nomination_id=nomination_id, kind="other", file_name="giay.pdf", content=pdf(),
            most_bytes=services.settings.upload_max_bytes, actor=officer,
        )  # fmt: skip
        with services.store.transaction() as tx:
            attach_file(tx, services.office, services.blobs, command)

    def answer(opinion_id: int) -> None:
        with services.store.transaction() as tx:
            record_opinion(tx, appraiser, opinion_id, "Không có vi phạm.")

    def grant(role: str) -> None:
        with services.store.transaction() as tx:
            grant_role(tx, admin, person_id=district.people["clerk"], unit_id=district.office_id, role=role,
                       valid_from=district.today, valid_to=None, document="")  # fmt: skip

    def move_all() -> None:
        for command in moves:
            with services.store.transaction() as tx:
                advance(tx, services.office, command)

    files = [attach_one] * 20
    answers: list[Callable[[], None]] = [lambda key=key: answer(key) for key in opinions]  # type: ignore[misc]
    grants: list[Callable[[], None]] = [
        lambda role=role: grant(role) for role in ("desk_officer", "appraiser", "standing_head")  # type: ignore[misc]
    ]  # fmt: skip
    assert side_by_side([*files, *answers, *grants, move_all]) == []
    assert faults(district) == []
    assert len(rows(district, "evidence")) == 20


@pytest.mark.postgres
def test_one_name_stands_on_one_agenda(on_postgresql: District) -> None:
    district = on_postgresql
    sessions = [make_session(district) for _ in range(4)]
    (nomination_id,) = make_nominations(district, 1, "council_queue")
    secretary = district.act("council_secretary")
    added: list[int] = []

    def add(session_id: int) -> None:
        with district.services.store.transaction() as tx:
            command = SetAgenda(session_id=session_id, nomination_ids=[nomination_id], actor=secretary)
            added.append(add_to_agenda(tx, command))

    acts: list[Callable[[], None]] = [lambda key=key: add(key) for key in sessions * 2]  # type: ignore[misc]
    assert side_by_side(acts) == []
    assert sorted(added) == [0] * 7 + [1]
    assert faults(district) == []


@pytest.mark.postgres
def test_the_agenda_waits_for_whoever_holds_the_session(on_postgresql: District) -> None:
    district = on_postgresql
    session_id = make_session(district)
    (nomination_id,) = make_nominations(district, 1, "council_queue")
    secretary = district.act("council_secretary")
    store = district.services.store

    def add() -> None:
        with store.transaction() as tx:
            add_to_agenda(tx, SetAgenda(session_id=session_id, nomination_ids=[nomination_id], actor=secretary))

    failed: list[Exception] = []
    with store.engine.connect() as other:
        other.execute(text("SELECT 1 FROM council_session WHERE id = :id FOR UPDATE"), {"id": session_id})
        late = Thread(target=lambda: failed.extend(side_by_side([add])))
        late.start()
        late.join(timeout=0.5)
        assert late.is_alive()
    late.join()
    assert failed == []


def test_a_decision_from_above_takes_in_names_that_are_recorded_later(district: District) -> None:
    first, second, third = make_nominations(district, 3, "forwarded", award=SUPERIOR)
    told: dict[str, Any] = {"decision_number": "900/QĐ-UBND", "decision_date": district.today}
    fire(district, [first], "record_superior_award", inputs=told)
    fire(district, [second, third], "record_superior_award", inputs=told)
    (decision,) = rows(district, "decision")
    assert [(one["decision_id"], one["nomination_id"], one["position"]) for one in rows(district, "decision_item")] == [
        (decision["id"], first, 1), (decision["id"], second, 2), (decision["id"], third, 3),
    ]  # fmt: skip
    assert [one["decision_item_id"] for one in rows(district, "nomination")] == [1, 2, 3]
    assert [one["nomination_id"] for one in rows(district, "honour")] == [first, second, third]
    assert faults(district) == []
    with district.services.store.reading() as session:
        (shown,) = decisions(session, district.act("chairman"))
        assert (shown.names, shown.revoked, shown.own) == (3, 0, False)
        assert not number_is_taken(session, district.today.year, "900/QĐ-UBND")
    # The same number is free for a decision of this office, once.
    here, again = make_nomination(district, "pending_decision"), make_nomination(district, "pending_decision")
    fire(district, [here], "sign_decision", inputs=told)
    with district.services.store.reading() as session:
        assert number_is_taken(session, district.today.year, "900/QĐ-UBND")
    with pytest.raises(Invalid):
        fire(district, [again], "sign_decision", inputs=told)


def test_a_decision_from_above_has_one_date(district: District) -> None:
    first, second = make_nominations(district, 2, "forwarded", award=SUPERIOR)
    told: dict[str, Any] = {"decision_number": "900/QĐ-UBND", "decision_date": district.today}
    fire(district, [first], "record_superior_award", inputs=told)
    district.sleep(1)
    with pytest.raises(Invalid):
        fire(district, [second], "record_superior_award", inputs={**told, "decision_date": district.today})
    assert len(rows(district, "decision_item")) == 1


def plan_of(engine: Engine, statement: str) -> str:
    """How SQLite goes about it, with no value given."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?"))
        return "\n".join(row[-1] for row in found)


def test_opening_one_session_or_decision_reads_its_own_lines_only(district: District) -> None:
    session_id = make_session(district, "convened")
    make_decision_item(district, "revoked")
    auditor = district.act("auditor")
    engine = district.services.store.engine
    with statements(district) as sent, district.services.store.reading() as session:
        found = council_session(session, session_id)
        (shown,) = decisions(session, auditor)
    assert found is not None
    assert (found.items, found.counted) == (1, 0)
    assert (shown.names, shown.revoked) == (1, 1)
    plans = [plan_of(engine, one) for one in sent if "agenda_item" in one or "decision_item" in one]
    assert len(plans) == 2
    assert not [plan for plan in plans if "SCAN agenda_item" in plan or "SCAN decision_item" in plan]


def test_a_session_refuses_in_words(district: District) -> None:
    session_id = make_session(district)
    with pytest.raises(Refused) as refused:
        move_the_session(district, session_id, "close", 0)
    (refusal,) = refused.value.refusals
    assert isinstance(refusal.params["trigger"], Text)
    with pytest.raises(Refused) as refused:
        move_the_session(district, session_id, "no_such_trigger", 0)
    (refusal,) = refused.value.refusals
    assert refusal.params["trigger"] == "no_such_trigger"

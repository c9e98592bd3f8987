"""Prepared statements give and take what SQLAlchemy's own execution does, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    event,
    insert,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from tests.evidence.databases import DATABASES, district_on
from tests.factories import make_nomination, make_services, wish
from workflow.awards.models import Award
from workflow.kernel.db import UtcDateTime, make_engine
from workflow.kernel.prepared import Prepared, connection_of
from workflow.kernel.transaction import Tx
from workflow.nominations.advance import advance

CARD: Final = Table(
    "card", MetaData(),
    Column("id", Integer, primary_key=True), Column("name", String(50)), Column("day", Date),
    Column("at", UtcDateTime), Column("told", Boolean), Column("times", Integer, default=7),
)  # fmt: skip
COLUMNS: Final = ("id", "name", "day", "at", "told", "times")
NOON: Final = datetime(2023, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
CARDS: Final[list[dict[str, Any]]] = [
    {"id": 1, "name": "Đỗ Thị Hạnh, 100 % :x", "day": date(2023, 11, 24), "at": NOON, "told": True, "times": 0},
    {"id": 2, "name": None, "day": None, "at": None, "told": None, "times": 1},
    {"id": 3, "name": "", "day": date(9999, 12, 31), "at": NOON.astimezone(timezone(timedelta(hours=7))),
     "told": False, "times": -1},
]  # fmt: skip
INSERT: Final = Prepared(insert(CARD).inline(), columns=COLUMNS)
BY_IDS: Final = select(CARD).where(CARD.c.id.in_(bindparam("ids", expanding=True))).order_by(CARD.c.id)
FOUND: Final = Prepared(BY_IDS)


@pytest.fixture(params=DATABASES)
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """An open transaction on a database with an empty table of cards."""
    sqlite = request.param == "sqlite"
    engine = make_engine(f"sqlite:///{tmp_path}/cards" if sqlite else request.getfixturevalue("postgres_url"))
    with engine.execution_options(writing=True).begin() as opened:
        CARD.metadata.create_all(opened)
        yield opened
    engine.dispose()


def core(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(select(CARD).order_by(CARD.c.id))]


@pytest.mark.parametrize("count", [1, 3])
def test_rows_go_in_as_sqlalchemy_writes_them(connection: Connection, count: int) -> None:
    connection.execute(insert(CARD), CARDS[:count])
    expected = core(connection)
    connection.execute(CARD.delete())
    INSERT.run(connection, *CARDS[:count])
    assert core(connection) == expected == [tuple(card.values()) for card in CARDS[:count]]


@pytest.mark.parametrize("ids", [[1], [2], [1, 2], [3, 2, 1], [1, 9, 3], [9], [3] * 5])
def test_rows_come_out_as_sqlalchemy_reads_them(connection: Connection, ids: list[int]) -> None:
    connection.execute(insert(CARD), CARDS)
    expected = [tuple(row) for row in connection.execute(BY_IDS, {"ids": ids})]
    assert FOUND.rows(connection, {"ids": ids}) == expected
    assert FOUND.rows(connection, {"ids": tuple(ids)}) == expected


def test_lists_of_days_and_of_instants_are_converted_one_by_one(connection: Connection) -> None:
    connection.execute(insert(CARD), CARDS)
    days, instants = bindparam("days", expanding=True), bindparam("instants", expanding=True)
    query = Prepared(select(CARD.c.id).where(CARD.c.day.in_(days), CARD.c.at.in_(instants)).order_by(CARD.c.id))
    other = date(2000, 1, 1)
    values = {"days": [other, other, CARDS[0]["day"]], "instants": [NOON - timedelta(1), NOON]}
    assert query.rows(connection, values) == [(1,)]


def test_an_update_with_fixed_and_given_values(connection: Connection) -> None:
    connection.execute(insert(CARD), CARDS)
    closing = Prepared(
        update(CARD)
        .where(CARD.c.id.in_(bindparam("ids", expanding=True)), CARD.c.name.in_(("", "other")), CARD.c.at <= NOON)
        .values(at=bindparam("now"), day=bindparam("on"), told=True, times=CARD.c.times + 10)
    )
    closing.run(connection, {"ids": [1, 2, 3], "now": NOON + timedelta(hours=1), "on": None})
    assert core(connection)[2] == (3, "", None, NOON + timedelta(hours=1), True, 9)
    assert core(connection)[0] == tuple(CARDS[0].values())


def test_a_union_reads_like_its_parts(connection: Connection) -> None:
    connection.execute(insert(CARD), CARDS)
    parts = (select(literal_column(str(rank)).label("rank"), CARD.c.id, CARD.c.at) for rank in (1, 0))
    both = union_all(*parts).order_by("rank", CARD.c.id)
    assert Prepared(both).rows(connection, {}) == [tuple(row) for row in connection.execute(both)]


def test_what_is_missing_or_left_to_a_column_is_refused(connection: Connection) -> None:
    with pytest.raises(KeyError):
        FOUND.rows(connection, {})
    with pytest.raises(KeyError):
        INSERT.run(connection, {"id": 1})
    with pytest.raises(ValueError, match="must be given"):
        Prepared(insert(CARD).inline(), columns=("id",)).run(connection, {"id": 1})


def test_errors_are_those_of_sqlalchemy(connection: Connection) -> None:
    INSERT.run(connection, CARDS[0])
    with pytest.raises(IntegrityError) as caught, connection.begin_nested():
        INSERT.run(connection, CARDS[0])
    assert "INSERT INTO card" in str(caught.value.statement)
    nowhere = Prepared(select(literal_column("nothing")).select_from(CARD))
    with pytest.raises((OperationalError, ProgrammingError)), connection.begin_nested():
        nowhere.rows(connection, {})
    assert len(core(connection)) == 1


def test_who_listens_to_the_engine_hears_prepared_statements(connection: Connection) -> None:
    heard: list[tuple[str, bool]] = []
    event.listen(connection, "before_cursor_execute", lambda *told: heard.append((told[2][:11], told[5])))
    INSERT.run(connection, *CARDS)
    FOUND.rows(connection, {"ids": [1]})
    assert heard == [("INSERT INTO", True), ("SELECT card", False)]


def test_what_waits_in_a_session_is_written_before_its_connection_is_used(tmp_path: Path) -> None:
    names = Prepared(select(Award.name_vi).where(Award.code == bindparam("code")))
    store = make_services(tmp_path).store
    with store.transaction() as tx:
        for code, source in (("A", tx.session), ("B", tx)):
            tx.session.add(Award(
                code=code, name_vi=f"Giấy khen {code}", name_en="", short_vi="", short_en="", family="form",
                subject="person", position=1,
            ))  # fmt: skip
            connection = source.flushed() if isinstance(source, Tx) else connection_of(source)
            assert connection is tx.connection
            assert names.rows(connection, {"code": code}) == [(f"Giấy khen {code}",)]
    with store.reading() as session:
        assert names.rows(connection_of(session), {"code": "B"}) == [("Giấy khen B",)]


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize(("trigger", "most"), [("refer", 21), ("request_reappraisal", 15), ("reappraise", 15)])
def test_a_move_takes_few_statements(
    database: str, trigger: str, most: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """From BEGIN to COMMIT, with its letters; psycopg says BEGIN by itself.

    One each for the law, the calendar, and what is left of a step that a file comes back to; `refer` asks what the
    law wants of the file as well.
    """
    district = district_on(database, tmp_path, request)
    states = {"refer": "under_appraisal", "request_reappraisal": "pending_decision", "reappraise": "chair_returned"}
    command = wish(district, [make_nomination(district, states[trigger])], trigger)
    engine, said = district.services.store.engine, ["COMMIT"]
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    with district.services.store.transaction() as tx:
        advance(tx, district.services.office, command)
    assert len(said) <= most - (database == "postgresql"), said

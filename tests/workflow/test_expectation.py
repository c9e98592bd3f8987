"""The day on which an answer is likely: the median of what was answered, untouched by what is stuck."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update

from tests.evidence.databases import DATABASES, district_on
from tests.factories import District, fire, make_nomination, make_nominations
from workflow.awards.editions import law_of
from workflow.calendars.working_days import SHIPPED
from workflow.kernel.db import table_of
from workflow.nominations.expectation import ENOUGH, LIKE_IT, Asked, Expectation, expectation_of, finished_states
from workflow.nominations.models import Nomination

DONE = date(2023, 10, 20)


@pytest.fixture(params=DATABASES)
def district(request: pytest.FixtureRequest, tmp_path: Path) -> District:
    return district_on(request.param, tmp_path, request)


def expected(district: District, *, complete: date | None = None, paused: int = 0, kind: str = "sudden") -> Expectation:
    office, now = district.services.office, district.services.clock.now()
    with district.services.store.reading() as session:
        limit = law_of(session).on(district.today).answer_limit("GK_CN", "form", kind)
        asked = Asked(family="form", kind=kind, complete_on=complete, paused_days=paused, limit=limit)
        definitions = [engine.definition for engine in office.registry.all()]
        return expectation_of(session, SHIPPED, definitions, asked, now)


def at_office(day: date) -> datetime:
    return datetime.combine(day, time(3), tzinfo=UTC)


def took(district: District, ids: list[int], days: list[int], *, paused: int = 0, done: date = DONE) -> None:
    """Write into the files how many working days lay between complete and answered."""
    table = table_of(Nomination)
    with district.services.store.transaction() as tx:
        for nomination_id, count in zip(ids, days, strict=True):
            tx.connection.execute(update(table).where(table.c.id == nomination_id).values(
                complete_on=SHIPPED.shift(done, -count), released_at=at_office(done), paused_days=paused,
                rule_set="R2017",
            ))  # fmt: skip


def test_the_median_of_finished_files_counts_from_the_complete_day(district: District) -> None:
    took(district, make_nominations(district, 5, "decided"), [3, 4, 6, 30, 40])
    complete = date(2023, 11, 1)
    found = expected(district, complete=complete)
    assert found == Expectation(days=6, files=5, calendar_days=False, by=SHIPPED.add(complete, 6), passed=False)
    assert found.usual
    assert expected(district).by is None
    assert expected(district, complete=complete, paused=3).by == SHIPPED.add(complete, 9)
    assert expected(district, complete=SHIPPED.shift(district.today, -8)).passed


def test_halves_are_rounded_up(district: District) -> None:
    took(district, make_nominations(district, 6, "decided"), [2, 3, 4, 5, 6, 7])
    assert expected(district).days == 5


def test_days_on_which_the_clock_stood_still_do_not_count(district: District) -> None:
    took(district, make_nominations(district, 5, "decided"), [20] * 5, paused=14)
    assert expected(district).days == 6


def test_too_few_show_the_legal_limit_as_such(district: District) -> None:
    took(district, make_nominations(district, ENOUGH - 1, "decided"), [2] * (ENOUGH - 1))
    complete = date(2023, 11, 1)
    found = expected(district, complete=complete)
    assert found == Expectation(
        days=8, files=ENOUGH - 1, calendar_days=False, by=SHIPPED.add(complete, 8), passed=False
    )  # fmt: skip
    assert not found.usual


def test_stuck_files_change_nothing(district: District) -> None:
    """Files without an answer, however many and however old, are not even looked at."""
    took(district, make_nominations(district, 5, "decided"), [5] * 5)
    before = expected(district)
    stuck = make_nominations(district, 12, "under_appraisal")
    held = make_nomination(district, "pending_decision")
    fire(district, [held], "suspend")
    table = table_of(Nomination)
    with district.services.store.transaction() as tx:
        tx.connection.execute(update(table).where(table.c.id.in_([*stuck, held])).values(complete_on=date(2022, 1, 3)))
    assert expected(district) == before


def test_what_was_returned_or_withdrawn_or_is_of_another_kind_does_not_count(district: District) -> None:
    for state in ("returned", "withdrawn"):
        took(district, make_nominations(district, 5, state), [1] * 5)
    took(district, make_nominations(district, 5, "decided", kind="yearly"), [1] * 5)
    took(district, make_nominations(district, 5, "decided", kind="yearly", award="LDTT"), [9] * 5)
    assert expected(district).files == 0
    assert expected(district, kind="yearly").days == 1


def test_a_result_that_is_not_told_yet_is_not_told_by_a_figure(district: District) -> None:
    """A council's failed vote counts when its session has closed and the nominee knows."""
    failed = make_nominations(district, 5, "council_failed")
    with district.services.store.transaction() as tx:
        table = table_of(Nomination)
        tx.connection.execute(update(table).where(table.c.id.in_(failed)).values(complete_on=date(2023, 10, 2)))
    assert expected(district, kind="yearly").files == 0
    took(district, failed, [7] * 5)
    assert (expected(district, kind="yearly").files, expected(district, kind="yearly").days) == (5, 7)


def test_only_the_newest_within_two_years_count(district: District) -> None:
    ids = make_nominations(district, LIKE_IT + 20, "decided")
    took(district, ids[:20], [40] * 20, done=date(2021, 10, 1))
    took(district, ids[20:30], [30] * 10, done=date(2022, 3, 10))
    took(district, ids[30:], [4] * (LIKE_IT - 10))
    assert (expected(district).files, expected(district).days) == (LIKE_IT, 4)
    took(district, ids[30:], [4] * (LIKE_IT - 10), done=date(2021, 10, 1))
    assert (expected(district).files, expected(district).days) == (10, 30)


def test_finished_is_what_went_the_whole_way(district: District) -> None:
    definitions = [engine.definition for engine in district.services.office.registry.all()]
    assert finished_states(definitions) == [
        "announced", "archived", "council_failed", "decided", "forwarded", "not_approved", "superior_decided",
        "superior_declined",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> tuple[District, list[int]]:
    district = district_on("sqlite", tmp_path_factory.mktemp("five"), None)  # type: ignore[arg-type]
    return district, make_nominations(district, 9, "decided")


@given(days=st.lists(st.integers(0, 90), min_size=9, max_size=9), worst=st.integers(91, 400))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_file_that_took_for_ever_moves_the_median_by_one_place_at_most(
    five: tuple[District, list[int]], days: list[int], worst: int
) -> None:
    district, ids = five
    took(district, ids, days)
    plain = expected(district).days
    took(district, ids, [worst, *sorted(days)[1:]])
    ordered = sorted(days)
    assert plain == ordered[4] and ordered[4] <= expected(district).days <= ordered[5]


def test_one_statement_on_its_own_index(district: District) -> None:
    make_nominations(district, 3, "decided")
    said: list[tuple[str, object]] = []
    engine = district.services.store.engine
    event.listen(engine, "before_cursor_execute", lambda *told: said.append((told[2], told[3])))
    expected(district)
    asked = [one for one in said if "released_at" in one[0]]
    assert len(asked) == 1
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])]
    assert plan[0] == "SEARCH nomination USING COVERING INDEX ix_nomination_answered (kind=? AND released_at>?)"
    assert not any("SCAN nomination" in step or "TEMP B-TREE" in step for step in plan), plan

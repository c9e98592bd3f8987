"""The two clocks of a file: the promised answer and the step in hand, through pauses, holds and ways back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.factories import District, fire, make_district, make_nomination, make_services
from workflow.awards.rules import Law, RuleSet
from workflow.calendars.working_days import SHIPPED
from workflow.nominations.rows import Row, load_rows

ADD, BETWEEN = SHIPPED.add, SHIPPED.between


@pytest.fixture
def district(tmp_path: Path) -> District:
    return make_district(make_services(tmp_path))


def row(district: District, nomination_id: int) -> Row:
    with district.services.store.reading() as session:
        return load_rows(session, [nomination_id], locked=False)[nomination_id]


def works(district: District, days: int) -> None:
    """Let working days pass."""
    district.sleep((ADD(district.today, days) - district.today).days)


def rewritten(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    """Judge by a law that differs in these fields."""
    plain = Law.on
    monkeypatch.setattr(Law, "on", lambda self, day: plain(self, day).model_copy(update=changed))
    monkeypatch.setattr(Law, "named", lambda self, name: self.on(date(2023, 11, 1)))


def law_of_2023(district: District) -> RuleSet:
    return row(district, make_nomination(district, "submitted")).rules(date(2023, 11, 1))


def test_the_answer_is_counted_from_the_complete_file_and_the_day_itself_is_not(district: District) -> None:
    one = make_nomination(district, "submitted")
    assert row(district, one).promised_on == ADD(district.today, 8)
    assert (row(district, one).complete_on, row(district, one).pinned_rules) == (None, None)
    works(district, 2)
    fire(district, [one], "receive")
    received = row(district, one)
    assert (received.complete_on, received.promised_on) == (district.today, ADD(district.today, 8))


def test_a_supplement_stops_the_clock_and_the_complete_day_starts_it(district: District) -> None:
    one = make_nomination(district, "submitted")
    first = row(district, one).promised_on
    works(district, 1)
    fire(district, [one], "request_supplement")
    assert row(district, one).paused_on == district.today
    works(district, 3)
    fire(district, [one], "supply")
    back = row(district, one)
    assert (back.paused_on, back.promised_on) == (None, ADD(first or date.max, 3))
    works(district, 1)
    fire(district, [one], "receive")
    assert row(district, one).promised_on == ADD(district.today, 8)
    assert row(district, one).paused_days == 0  # what came before the complete day is no part of its time


@pytest.mark.parametrize(
    ("leave", "back"),
    [("consult", "close_consultation"), ("open_notice", "close_notice"), ("suspend", "resume")],
)
def test_what_stands_still_moves_the_promise_by_as_much_and_no_more(district: District, leave: str, back: str) -> None:
    one = make_nomination(district, "under_appraisal")
    received = row(district, one)
    works(district, 2)
    fire(district, [one], leave)
    gone = district.today
    assert row(district, one).promised_on == received.promised_on
    works(district, 6)
    fire(district, [one], back)
    again = row(district, one)
    stood = BETWEEN(gone, district.today)
    assert stood >= 6
    assert (again.promised_on, again.paused_days) == (ADD(received.promised_on or date.max, stood), stood)
    assert (again.complete_on, again.pinned_rules) == (received.complete_on, received.pinned_rules)
    # The step goes on with the three days that it had left, not with five new ones.
    assert again.due_on == ADD(district.today, 3)


def test_a_hold_within_a_consultation_is_one_standstill(district: District) -> None:
    one = make_nomination(district, "under_appraisal")
    promised = row(district, one).promised_on
    fire(district, [one], "consult")
    gone = district.today
    works(district, 2)
    fire(district, [one], "suspend")
    works(district, 2)
    fire(district, [one], "resume")
    assert row(district, one).paused_on == gone
    works(district, 2)
    fire(district, [one], "close_consultation")
    assert row(district, one).promised_on == ADD(promised or date.max, 6)
    assert row(district, one).paused_days == 6


def test_a_second_hold_finds_the_rest_that_the_first_one_left(district: District) -> None:
    one = make_nomination(district, "under_appraisal")
    for left in (4, 3):
        works(district, 1)
        fire(district, [one], "suspend")
        works(district, 5)
        fire(district, [one], "resume")
        assert row(district, one).due_on == ADD(district.today, left)


def test_sending_a_late_file_round_does_not_make_it_timely(district: District) -> None:
    """Two days late when it left is two days late when it is back."""
    one = make_nomination(district, "under_appraisal")
    works(district, 7)
    assert BETWEEN(row(district, one).due_on, district.today) == 2
    fire(district, [one], "consult")
    works(district, 4)
    fire(district, [one], "close_consultation")
    assert BETWEEN(row(district, one).due_on, district.today) == 2


def test_the_chairmans_return_neither_restarts_the_promise_nor_the_appraisal(district: District) -> None:
    one = make_nomination(district, "under_appraisal")
    received = row(district, one)
    works(district, 1)
    fire(district, [one], "refer")
    works(district, 1)
    fire(district, [one], "request_reappraisal")
    assert row(district, one).due_on == ADD(district.today, 3)
    asked = row(district, one).due_on
    works(district, 1)
    fire(district, [one], "reappraise")
    again = row(district, one)
    assert (again.promised_on, again.complete_on) == (received.promised_on, received.complete_on)
    assert again.due_on == max(ADD(district.today, 4), asked)
    works(district, 1)
    fire(district, [one], "refer")
    assert row(district, one).due_on == ADD(district.today, 2)  # of the three days to decide one was used


def test_a_reappraisal_has_as_long_as_the_return_gave(district: District) -> None:
    one = make_nomination(district, "under_appraisal")
    works(district, 5)
    fire(district, [one], "refer")
    fire(district, [one], "request_reappraisal")
    asked = row(district, one).due_on
    fire(district, [one], "reappraise")
    assert row(district, one).due_on == asked == ADD(district.today, 3)


def test_a_supplied_file_is_checked_in_what_was_left_of_the_day(district: District) -> None:
    one = make_nomination(district, "submitted")
    works(district, 1)
    fire(district, [one], "request_supplement")
    works(district, 2)
    fire(district, [one], "supply")
    assert row(district, one).due_on == district.today


def test_drafts_have_no_limit_to_carry_over(district: District) -> None:
    one = make_nomination(district, "pending_unit_head")
    fire(district, [one], "return_to_unit")
    assert row(district, one).due_on == ADD(district.today, 10)


def test_where_the_rule_set_lets_the_clock_run_nothing_stands_still(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewritten(monkeypatch, paused="runs")
    one = make_nomination(district, "under_appraisal")
    promised = row(district, one).promised_on
    fire(district, [one], "consult")
    assert row(district, one).paused_on is None
    works(district, 3)
    fire(district, [one], "close_consultation")
    assert (row(district, one).promised_on, row(district, one).paused_days) == (promised, 0)


def test_the_promise_goes_by_the_most_exact_limit(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = law_of_2023(district)
    limit = rules.services["form_sudden"]
    exact: Mapping[str, Any] = {**rules.services, "GK_CN": limit.model_copy(update={"days": 4})}
    rewritten(monkeypatch, services=MappingProxyType(exact))
    assert row(district, make_nomination(district, "submitted")).promised_on == ADD(district.today, 4)
    exact = {**exact, "GK_CN_sudden": limit.model_copy(update={"days": 3})}
    rewritten(monkeypatch, services=MappingProxyType(exact))
    assert row(district, make_nomination(district, "submitted")).promised_on == ADD(district.today, 3)


def test_a_limit_in_days_counts_every_day_and_stands_still_by_days(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = law_of_2023(district)
    limit = rules.services["form_sudden"].model_copy(update={"days": 10, "calendar": True})
    rewritten(monkeypatch, services=MappingProxyType({**rules.services, "GK_CN": limit}))
    one = make_nomination(district, "under_appraisal")
    promised = district.today + timedelta(days=10)
    assert row(district, one).promised_on == promised
    fire(district, [one], "consult")
    district.sleep(9)
    fire(district, [one], "close_consultation")
    assert row(district, one).promised_on == promised + timedelta(days=9)
    assert row(district, one).paused_days == BETWEEN(date(2023, 11, 1), district.today)


@pytest.mark.parametrize(
    ("name", "days"), [("appraise_GK_CN_sudden", 1), ("appraise_GK_CN", 2), ("appraise_sudden", 3), ("appraise", 4)]
)
def test_a_step_goes_by_the_most_exact_limit(
    district: District, monkeypatch: pytest.MonkeyPatch, name: str, days: int
) -> None:
    rules = law_of_2023(district)
    rewritten(monkeypatch, limits=MappingProxyType({**rules.limits, name: days}))
    assert row(district, make_nomination(district, "under_appraisal")).due_on == ADD(district.today, days)


def test_an_award_of_another_period_goes_by_its_family(district: District) -> None:
    rules = law_of_2023(district)
    assert rules.answer_limit("XA_TB", "title", "yearly").days == 20
    assert rules.answer_limit("XA_TB", "form", "sudden").days == 8

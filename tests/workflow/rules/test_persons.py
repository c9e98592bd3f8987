"""Criteria of a person, at their edges, under each rule set."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.workflow.rules.making import ALL, LATER, PERSON, SPOTLESS, found, outcome
from workflow.awards.criteria.persons import whole_months


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2023-04-01", "2023-12-31", 9),
        ("2023-03-01", "2023-12-31", 10),
        ("2023-03-02", "2023-12-31", 9),
        ("2023-12-31", "2023-12-31", 0),
        ("2024-01-01", "2023-12-31", 0),
        ("2023-08-31", "2024-02-29", 6),
        ("2022-12-31", "2023-12-31", 12),
    ],
)
def test_whole_months(first: str, last: str, months: int) -> None:
    assert whole_months(date.fromisoformat(first), date.fromisoformat(last)) == months


@pytest.mark.parametrize(
    ("facts", "old", "new"),
    [
        ({"months_of_service": 10}, "pass", "pass"),
        ({"months_of_service": 9}, "fail", "pass"),
        ({"months_of_service": 6}, "fail", "pass"),
        ({"months_of_service": 5}, "fail", "fail"),
        ({"months_of_service": 6, "maternity_months": 6}, "pass", "pass"),
        ({"months_of_service": 0, "maternity_months": 6}, "fail", "pass"),
        ({"maternity_months": 6}, "confirm", "confirm"),
        ({}, "confirm", "confirm"),
    ],
)
def test_months_of_service(facts: dict[str, Any], old: str, new: str) -> None:
    found = {period: outcome(period, "LDTT", "service_months", {**PERSON, **facts}) for period in ALL}
    assert found == {"R2017": old, **dict.fromkeys(LATER, new)}


def test_a_recruit_of_the_first_of_april() -> None:
    """Row 0113: nine months at the end of the year; too few in 2023, enough from 2024."""
    recruit = {**SPOTLESS, "recruited_on": "2023-04-01"}
    old = found("R2017", "LDTT", "service_months", recruit)
    assert old is not None
    assert (old.outcome, old.value, old.may_override) == ("fail", 9, False)
    assert "cần ít nhất 10 tháng" in old.reason.vi and "at least 10" in old.reason.en
    assert outcome("R2024", "LDTT", "service_months", {**recruit, "recruited_on": "2024-04-01"}) == "pass"


def test_a_school_year_ends_in_summer() -> None:
    teacher = {**SPOTLESS, "recruited_on": "2022-09-01"}
    assert outcome("R2017", "LDTT", "service_months", teacher, period_ends_on="2023-05-31") == "fail"
    assert outcome("R2017", "LDTT", "service_months", teacher, period_ends_on="2023-06-30") == "pass"


@pytest.mark.parametrize("period", ALL)
@pytest.mark.parametrize(
    ("rating", "expected"),
    [("excellent", "pass"), ("good", "pass"), ("completed", "fail"), ("not_completed", "fail"), (None, "confirm")],
)
def test_rating(period: str, rating: str | None, expected: str) -> None:
    assert outcome(period, "LDTT", "rating", {**PERSON, "rating": rating}) == expected


@pytest.mark.parametrize("period", ALL)
@pytest.mark.parametrize(
    ("kind", "shift", "expected"),
    [
        ("khien_trach", 0, "fail"),
        ("canh_cao", 0, "fail"),
        ("buoc_thoi_viec", 0, "fail"),
        ("khien_trach", -1, "pass"),  # of the year before
    ],
)
def test_discipline_of_the_year(period: str, kind: str, shift: int, expected: str) -> None:
    year = {"R2017": 2023, "R2024": 2024, "R2025": 2025, "R2026": 2026}[period] + shift
    past = [{"kind": kind, "decided_on": f"{year}-05-04", "ended_on": f"{year}-08-04"}]
    assert outcome(period, "LDTT", "discipline", {**PERSON, "disciplines": past}) == expected


@pytest.mark.parametrize(
    ("disciplines", "begins", "expected"),
    [
        (None, None, "confirm"),
        ([], None, "pass"),
        ([("2023-02-01", None)], None, "fail"),  # still being served
        ([("2023-02-01", "2023-11-21")], None, "fail"),  # served until after the dossier
        ([("2022-02-01", "2023-02-01")], None, "fail"),  # a yearly title counts from 1 January
        ([("2022-02-01", "2023-01-01")], None, "pass"),
        ([("2022-02-01", "2022-12-31")], None, "pass"),
        ([("2022-02-01", "2023-02-01")], "2023-02-01", "pass"),
        ([("2022-02-01", "2023-02-01")], "2023-01-31", "fail"),
    ],
)
def test_achievements_count_after_a_discipline(
    disciplines: list[tuple[str, str | None]] | None, begins: str | None, expected: str
) -> None:
    served = [{"kind": "khien_trach", "decided_on": day, "ended_on": end} for day, end in disciplines or []]
    who = {**PERSON, "disciplines": None if disciplines is None else served, "achievement_from": begins}
    assert outcome("R2017", "LDTT", "after_discipline", who) == expected


def test_a_deed_after_a_discipline_needs_its_first_day() -> None:
    who = {**PERSON, "disciplines": [{"kind": "khien_trach", "decided_on": "2023-01-01", "ended_on": "2023-04-01"}]}
    assert outcome("R2017", "GK_CN", "after_discipline", who, kind="sudden") == "confirm"


@pytest.mark.parametrize("period", ALL)
def test_a_pending_matter_waits_and_does_not_reject(period: str) -> None:
    answers = [outcome(period, "GK_CN", "under_review", {**PERSON, "under_review": it}) for it in (True, False, None)]
    assert answers == ["confirm", "pass", "confirm"]


@pytest.mark.parametrize(
    ("facts", "old", "new"),
    [
        ({"rating": "excellent", "initiatives": []}, "fail", "pass"),
        ({"rating": "excellent"}, "confirm", "pass"),
        ({"rating": "good", "initiatives": []}, "fail", "fail"),
        ({"rating": "good"}, "confirm", "confirm"),
        ({"initiatives": []}, "fail", "confirm"),
        ({"rating": "good", "initiatives": [{"number": "12"}]}, "pass", "pass"),
        ({"rating": "good", "initiatives": [{"kind": "research"}]}, "pass", "pass"),
        ({"rating": "good", "initiatives": [{"kind": "combat"}]}, "pass", "pass"),
    ],
)
def test_initiative_or_excellence(facts: dict[str, Any], old: str, new: str) -> None:
    found = {period: outcome(period, "CSTDCS", "distinction", {**PERSON, **facts}) for period in ALL}
    assert found == {"R2017": old, **dict.fromkeys(LATER, new)}


@pytest.mark.parametrize("period", ALL)
@pytest.mark.parametrize(
    ("award", "rule", "scope", "expected"),
    [
        ("CSTDT", "initiative_province", "unit", "fail"),
        ("CSTDT", "initiative_province", "province", "pass"),
        ("CSTDT", "initiative_province", "nation", "pass"),
        ("CSTDTQ", "initiative_nation", "province", "fail"),
        ("CSTDTQ", "initiative_nation", "nation", "pass"),
    ],
)
def test_an_initiative_reaches_far_enough(period: str, award: str, rule: str, scope: str, expected: str) -> None:
    assert outcome(period, award, rule, {**SPOTLESS, "initiatives": [{"scope": scope}]}) == expected


@pytest.mark.parametrize("period", ALL)
@pytest.mark.parametrize(
    ("head", "rating", "expected"),
    [(False, None, "pass"), (True, "good", "pass"), (True, "completed", "fail"), (True, None, "confirm"),
     (None, "good", "confirm")],
)  # fmt: skip
def test_a_head_is_judged_with_the_unit(period: str, head: bool | None, rating: str | None, expected: str) -> None:
    assert outcome(period, "GK_CN", "head_with_unit", {**PERSON, "is_head": head}, unit={"rating": rating}) == expected


@pytest.mark.parametrize(
    ("points", "rating", "expected"),
    [(90, "excellent", "pass"), (89, "excellent", "fail"), (89, "good", "pass"), (70, "good", "pass"),
     (69, "good", "fail"), (50, "completed", "pass"), (49, "completed", "fail"), (49, "not_completed", "pass"),
     (None, "good", "confirm")],
)  # fmt: skip
def test_the_rating_fits_its_points_from_2026(points: int | None, rating: str, expected: str) -> None:
    who = {**PERSON, "rating": rating, "rating_points": points}
    assert outcome("R2025", "LDTT", "rating_2026", who, complete_on="2026-01-01") == expected
    assert outcome("R2025", "LDTT", "rating_2026", who, complete_on="2025-12-31") is None


def test_registration_was_a_basis_until_2023() -> None:
    answers = [outcome("R2017", "LDTT", "registered", {**PERSON, "registered": it}) for it in (True, False, None)]
    assert answers == ["pass", "fail", "confirm"]
    assert [outcome(period, "LDTT", "registered") for period in LATER] == [None] * 3

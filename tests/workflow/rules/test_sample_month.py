"""Rows of the example month, November 2023: what the law says of each, and what it would say a year later."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflow.rules.making import GROUP, SPOTLESS, case, found, judged
from workflow.awards.findings import Judgement
from workflow.awards.judging import judge


def stops(told: Judgement) -> list[str]:
    return [finding.rule for finding in told.findings if finding.stops]


FIGHTERS = [{"award": "CSTDCS", "year": year} for year in (2021, 2022, 2023)]
PROVINCIAL = {**SPOTLESS, "initiatives": [{"number": "Q", "scope": "province"}], "previous_awards": FIGHTERS}
BUDGET = {"members": 9, "ldtt": 6, "rating": "good", "disciplined": 0, "part_of_larger": True}
GROUP_KNOWN = {**GROUP, "registered": True, "disciplines": [], "under_review": False}


@pytest.mark.parametrize(
    ("award", "candidate", "unit", "stopping"),
    [
        pytest.param("CSTDCS", SPOTLESS, {"ldtt": 40, "cstdcs": 6, "cstdcs_place": 3}, [], id="0104"),
        pytest.param("CSTDCS", SPOTLESS, {"ldtt": 40, "cstdcs": 7, "cstdcs_place": 7}, ["cap"], id="0105"),
        pytest.param("TTLDTT", GROUP_KNOWN, BUDGET, [], id="0106"),
        pytest.param("LDTT", {**SPOTLESS, "recruited_on": None, "months_of_service": 6, "maternity_months": 6}, {}, [],
                     id="0112"),
        pytest.param("LDTT", {**SPOTLESS, "recruited_on": "2023-04-01"}, {}, ["service_months"], id="0113"),
        pytest.param("GK_CN", {**SPOTLESS, "achievement": {"awarded_by": "Quyết định 9/2023"}}, {},
                     ["achievement_once"], id="0115"),
        pytest.param("CSTDT", PROVINCIAL, {}, [], id="0119"),
    ],
)  # fmt: skip
def test_november_2023(award: str, candidate: dict[str, Any], unit: dict[str, Any], stopping: list[str]) -> None:
    told = judged("R2017", award, candidate, unit=unit)
    assert stops(told) == stopping
    assert told.eligible is (not stopping)


def test_the_same_files_a_year_later() -> None:
    assert stops(judged("R2024", "TTLDTT", GROUP_KNOWN, unit=BUDGET)) == ["title_share"]
    assert stops(judged("R2024", "LDTT", {**SPOTLESS, "recruited_on": "2024-04-01"})) == []
    assert stops(judged("R2024", "CSTDCS", SPOTLESS, unit={"ldtt": 40, "cstdcs": 7, "cstdcs_place": 7})) == []


def test_a_spotless_file_is_confirmed_throughout() -> None:
    told = judged("R2017", "CSTDCS", SPOTLESS, unit={"ldtt": 40, "cstdcs": 6})
    assert (told.eligible, told.confirmed, told.flags) == (True, True, ("women_first",))
    assert told.to_confirm == () and told.failed == ()


def test_0108_seventy_per_cent_women() -> None:
    told = judged("R2017", "GK_TT", GROUP, unit={"members": 30, "female": 21}, kind="thematic")
    assert "women_first" in told.flags


def test_0114_a_denunciation_waits() -> None:
    told = judged("R2017", "GK_CN", {**SPOTLESS, "under_review": True, "achievement": {}})
    assert (told.eligible, told.confirmed) == (True, False)


def test_0117_the_wrong_movement_is_a_warning() -> None:
    scope = found("R2017", "GK_TT", "movement_scope", {**GROUP, "group": "youth"}, kind="thematic",
                  movement={"groups": ["civil_servant"]})  # fmt: skip
    assert scope is not None and (scope.outcome, scope.stops) == ("fail", False)


def test_without_a_pin_the_complete_day_chooses() -> None:
    assert judge(case("R2017", "LDTT", SPOTLESS)).rule_set == "R2017"
    assert judge(case("R2017", "LDTT", SPOTLESS, complete_on="2024-01-05", year=2023)).rule_set == "R2024"

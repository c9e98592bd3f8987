"""What rests on the register: consecutive titles, achievements and initiatives that are used once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflow.rules.making import ALL, PERSON, SPOTLESS, case, found, judged, outcome
from workflow.awards.judging import judge
from workflow.awards.rules import compile_shelf
from workflow.awards.shelf import SHELF, read_shelf


def held(award: str, *years: int, **also: Any) -> list[dict[str, Any]]:
    return [{"award": award, "year": year, **also} for year in years]


@pytest.mark.parametrize("period", ALL)
@pytest.mark.parametrize(
    ("back", "expected"),
    [((0, 1, 2), "pass"), ((0, 1, 2, 3, 4), "pass"), ((0, 1), "fail"), ((0, 2), "fail"), ((1, 2, 3), "fail"),
     ((), "fail")],
)  # fmt: skip
def test_three_years_in_a_row(period: str, back: tuple[int, ...], expected: str) -> None:
    year = {"R2017": 2023, "R2024": 2024, "R2025": 2025, "R2026": 2026}[period]
    who = {**PERSON, "previous_awards": held("CSTDCS", *(year - each for each in back))}
    assert outcome(period, "CSTDT", "chain_province", who) == expected


def test_every_missing_year_is_named() -> None:
    who = {**PERSON, "previous_awards": held("CSTDCS", 2021)}
    finding = found("R2017", "CSTDT", "chain_province", who)
    assert finding is not None and finding.source == "register" and finding.article.endswith("Điều 22")
    assert finding.reason.vi == (
        "năm 2022 chưa có danh hiệu Chiến sĩ thi đua cơ sở; năm 2023 chưa có danh hiệu Chiến sĩ thi đua cơ sở"
    )
    assert finding.reason.en.startswith("no title Emulation Fighter, grassroots in 2022")


@pytest.mark.parametrize("also", [{"kind": "thematic"}, {"kind": "sudden"}, {"revoked": True}])
def test_thematic_sudden_and_revoked_titles_do_not_count(also: dict[str, Any]) -> None:
    who = {**PERSON, "previous_awards": [*held("CSTDCS", 2021, 2023), *held("CSTDCS", 2022, **also)]}
    finding = found("R2017", "CSTDT", "chain_province", who)
    assert finding is not None and finding.outcome == "fail"
    assert "năm 2022 chưa có danh hiệu Chiến sĩ thi đua cơ sở (khen chuyên đề" in finding.reason.vi
    both = {**PERSON, "previous_awards": [*held("CSTDCS", 2021, 2022, 2023), *held("CSTDCS", 2022, **also)]}
    assert outcome("R2017", "CSTDT", "chain_province", both) == "pass"


def test_an_unread_register_is_asked_for() -> None:
    finding = found("R2017", "CSTDT", "chain_province")
    assert finding is not None and finding.outcome == "confirm" and finding.confirmed_by is not None
    assert "cơ quan thường trực" in finding.confirmed_by.vi


@pytest.mark.parametrize("period", ["R2017", "R2025"])
@pytest.mark.parametrize(
    ("back", "expected"),
    [((0, 3), "pass"), ((0, 1), "pass"), ((2, 5), "pass"), ((0, 4), "fail"), ((3, 6), "fail"), ((0,), "fail")],
)
def test_two_provincial_titles_in_a_row(period: str, back: tuple[int, ...], expected: str) -> None:
    year = {"R2017": 2023, "R2025": 2025}[period]
    who = {**PERSON, "previous_awards": held("CSTDT", *(year - each for each in back))}
    assert outcome(period, "CSTDTQ", "chain_nation", who) == expected


def test_the_gap_between_provincial_titles_is_named() -> None:
    finding = found("R2017", "CSTDTQ", "chain_nation", {**PERSON, "previous_awards": held("CSTDT", 2019, 2023)})
    assert finding is not None
    assert finding.reason.vi == (
        "mới có 1/2 lần liên tục; từ năm 2020 đến năm 2022 chưa có danh hiệu Chiến sĩ thi đua cấp tỉnh"
    )


def test_where_the_chain_ends_is_a_setting() -> None:
    early = compile_shelf(read_shelf(SHELF), {"R2017": {"title_chain_ends": "year_before"}})[0]
    rule = early.criteria["chain_province"]
    assert rule.parameters["ends"] == "year_before"
    who = {**SPOTLESS, "previous_awards": held("CSTDCS", 2020, 2021, 2022)}
    assert outcome("R2017", "CSTDT", "chain_province", who) == "fail"
    outcomes = {each.rule: each.outcome for each in judge(case("R2017", "CSTDT", who), early).findings}
    assert outcomes["chain_province"] == "pass"


@pytest.mark.parametrize("period", ALL)
def test_an_achievement_is_awarded_once(period: str) -> None:
    def look(achievement: dict[str, Any] | None) -> str | None:
        return outcome(period, "GK_CN", "achievement_once", {**PERSON, "achievement": achievement}, kind="thematic")

    assert look(None) == "confirm"
    assert look({"what": "hiến đất"}) == "pass"
    assert look({"what": "hiến đất", "awarded_by": "QĐ 812/QĐ-UBND"}) == "fail"
    used = judged(period, "GK_CN", {**PERSON, "achievement": {"awarded_by": "QĐ 812/QĐ-UBND"}}, kind="thematic")
    assert not used.eligible


@pytest.mark.parametrize(
    ("initiatives", "rating", "award", "expected"),
    [
        (None, None, "CSTDCS", "confirm"),
        (None, None, "GK_CN", "pass"),
        ([], "good", "CSTDCS", "pass"),
        ([{}], "good", "CSTDCS", "pass"),
        ([{"number": "12", "used_for": "GK_CN 2022"}], "good", "CSTDCS", "fail"),
        ([{"number": "12", "used_for": "GK_CN 2022"}], "excellent", "CSTDCS", "pass"),
        ([{"number": "12", "used_for": "GK_CN 2022"}, {"number": "13"}], "good", "CSTDCS", "pass"),
        ([{"number": "12", "used_for": "CSTDCS 2022"}], "good", "GK_CN", "fail"),
    ],
)
def test_an_initiative_is_used_once(
    initiatives: list[dict[str, Any]] | None, rating: str | None, award: str, expected: str
) -> None:
    who = {**PERSON, "initiatives": initiatives, "rating": rating}
    assert outcome("R2024", award, "initiative_once", who, kind="yearly") == expected


@pytest.mark.parametrize("period", ALL)
def test_a_used_initiative_is_no_distinction(period: str) -> None:
    used = {"number": "12", "scope": "province", "used_for": "CSTDCS 2022"}
    who = {**SPOTLESS, "initiatives": [used]}
    assert not judged(period, "CSTDCS", who, unit={"ldtt": 40, "cstdcs": 1}).eligible
    # Nor does a wide used one help a narrow fresh one.
    who = {**SPOTLESS, "initiatives": [used, {"number": "13", "scope": "unit"}]}
    assert outcome(period, "CSTDT", "initiative_province", who) == "fail"

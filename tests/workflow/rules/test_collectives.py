"""Criteria of collectives and households, flags among equals, caps, at their edges under each rule set."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflow.rules.making import ALL, GROUP, LATER, PERSON, case, found, judged, outcome
from workflow.awards.criteria.limits import cap_of
from workflow.awards.judging import judge
from workflow.awards.rules import compile_shelf
from workflow.awards.shelf import SHELF, read_shelf


@pytest.mark.parametrize(
    ("ldtt", "members", "old", "new"),
    [(5, 10, "fail", "fail"), (6, 10, "pass", "fail"), (6, 9, "pass", "fail"), (7, 10, "pass", "pass"),
     (10, 10, "pass", "pass"), (0, 1, "fail", "fail"), (699, 1000, "pass", "fail"), (501, 1000, "pass", "fail"),
     (500, 1000, "fail", "fail"), (None, 10, "confirm", "confirm"), (5, None, "confirm", "confirm"),
     (0, 0, "confirm", "confirm")],
)  # fmt: skip
def test_share_of_advanced_workers(ldtt: int | None, members: int | None, old: str, new: str) -> None:
    unit = {"ldtt": ldtt, "members": members}
    got = {period: outcome(period, "TTLDTT", "title_share", GROUP, unit=unit) for period in ALL}
    assert got == {"R2017": old, **dict.fromkeys(LATER, new)}


def test_the_share_is_printed_with_its_numbers() -> None:
    finding = found("R2024", "TTLDTT", "title_share", GROUP, unit={"ldtt": 6, "members": 9})
    assert finding is not None
    assert finding.reason.vi == "6/9 = 66,7 % đạt Lao động tiên tiến; cần ít nhất 70 %"
    assert (finding.value, finding.source, finding.reason.en[:12]) == ("6/9", "unit", "6/9 = 66.7 %")


@pytest.mark.parametrize("period", ALL)
@pytest.mark.parametrize(
    ("unit", "failing"),
    [
        ({}, []),
        ({"ldtt": 6}, ["title_share"]),
        ({"completed": 9}, ["all_complete"]),
        ({"cstdcs": 0}, ["has_fighter"]),
        ({"disciplined": 1}, ["unit_discipline"]),
        ({"rating": "good"}, ["unit_rating_excellent"]),
    ],
)
def test_an_excellent_collective(period: str, unit: dict[str, Any], failing: list[str]) -> None:
    good = {"members": 10, "ldtt": 7, "completed": 10, "cstdcs": 1, "disciplined": 0, "rating": "excellent"}
    told = judged(period, "TTLDXS", {**GROUP, "registered": True, "disciplines": []}, unit={**good, **unit})
    if period == "R2017":  # rated excellent only since 2024; the same share has another name
        failing = [
            {"title_share": "title_share_70"}.get(name, name) for name in failing if name != "unit_rating_excellent"
        ]
    assert [each.rule for each in told.failed] == failing
    assert told.eligible is (not failing)


@pytest.mark.parametrize("period", ALL)
@pytest.mark.parametrize(
    ("unit", "expected"),
    [({"disciplined": 0}, "pass"), ({"disciplined": 1}, "fail"), ({}, "confirm")],
)
def test_nobody_disciplined(period: str, unit: dict[str, Any], expected: str) -> None:
    assert outcome(period, "TTLDTT", "unit_discipline", GROUP, unit=unit) == expected


@pytest.mark.parametrize("rule", ["all_complete", "has_fighter"])
def test_what_a_unit_did_not_count_is_asked_for(rule: str) -> None:
    assert {outcome(period, "TTLDXS", rule, GROUP) for period in ALL} == {"confirm"}


def test_a_dissolved_unit_gets_nothing_from_2025() -> None:
    unit = {"dissolved_on": "2025-07-01"}
    assert outcome("R2025", "GK_TT", "unit_dissolved", GROUP, unit=unit) == "fail"
    assert outcome("R2025", "GK_TT", "unit_dissolved", GROUP, unit={"dissolved_on": "2025-11-21"}) == "pass"
    assert outcome("R2025", "GK_TT", "unit_dissolved", GROUP) == "pass"
    assert outcome("R2024", "GK_TT", "unit_dissolved", GROUP, unit=unit) is None


@pytest.mark.parametrize(
    ("unit", "flag"),
    [({"members": 20}, True), ({"members": 21}, False), ({"members": 200, "part_of_larger": True}, True),
     ({"members": 5, "small": False}, False), ({"members": 200, "small": True}, True), ({}, None)],
)  # fmt: skip
def test_a_small_collective_is_flagged(unit: dict[str, Any], flag: bool | None) -> None:
    finding = found("R2017", "GK_TT", "small_collective", GROUP, unit=unit)
    assert finding is not None and not finding.hard and finding.setting == "small_collective_most"
    assert (finding.outcome, finding.flag) == {
        True: ("pass", "small_collective"), False: ("pass", None), None: ("confirm", None),
    }[flag]  # fmt: skip


@pytest.mark.parametrize("period", ALL)
@pytest.mark.parametrize(
    ("women", "flagged"),
    [(7, True), (6, False), (10, True), (0, False)],
)
def test_seventy_per_cent_of_women_come_first(period: str, women: int, flagged: bool) -> None:
    told = judged(period, "GK_TT", GROUP, unit={"members": 10, "female": women}, kind="thematic")
    assert ("women_first" in told.flags) is flagged


def test_flags_never_decide() -> None:
    for who, flags in (
        ({"female": True, "direct_labour": True}, ("women_first", "direct_labour")),
        ({"female": False}, ()),
    ):
        told = judged("R2024", "GK_CN", {**PERSON, **who, "direct_labour": who.get("direct_labour", False)})
        assert told.flags == flags and told.eligible


@pytest.mark.parametrize(
    ("award", "old", "new"),
    [("GK_HGD", "pass", "pass"), ("GDVH", "pass", "pass"), ("BK_TTG", "fail", "pass")],
)
def test_households(award: str, old: str, new: str) -> None:
    got = {period: outcome(period, award, "household_allowed", {"subject": "ho_gia_dinh"}) for period in ALL}
    assert got == {"R2017": old, **dict.fromkeys(LATER, new)}


def test_an_award_that_is_not_there_yet_is_refused_with_its_name() -> None:
    told = judged("R2017", "BK_T_HGD", {"subject": "household"})
    assert [(each.rule, each.outcome) for each in told.findings] == [("award_exists", "fail")]
    assert not told.eligible and "Bằng khen cấp tỉnh, hộ gia đình" in told.findings[0].reason.vi
    assert judged("R2024", "BK_T_HGD", {"subject": "household"}).eligible


@pytest.mark.parametrize("period", ALL)
@pytest.mark.parametrize(
    ("award", "subject", "expected"),
    [("LDTT", "person", "pass"), ("LDTT", "collective", "fail"), ("TTLDTT", "person", "fail"),
     ("GK_HGD", "person", "fail"), ("BK_TTG", "household", "pass")],
)  # fmt: skip
def test_the_subject_fits_the_award(period: str, award: str, subject: str, expected: str) -> None:
    assert outcome(period, award, "subject_fits", {"subject": subject}) == expected


def test_a_yearly_title_is_not_given_for_a_campaign() -> None:
    assert outcome("R2017", "LDTT", "kind_fits", PERSON, kind="thematic") == "fail"
    assert outcome("R2017", "LDTT", "kind_fits", PERSON, kind="yearly") is None


@pytest.mark.parametrize(
    ("percent", "count", "down", "nearest"),
    [(15, 40, 6, 6), (15, 39, 5, 6), (15, 6, 0, 1), (15, 7, 1, 1), (15, 0, 0, 0), (15, 46, 6, 7), (100, 9, 9, 9),
     (15, 10, 1, 2)],
)  # fmt: skip
def test_a_share_of_a_list_in_whole_people(percent: int, count: int, down: int, nearest: int) -> None:
    assert (cap_of(percent, count), cap_of(percent, count, "nearest")) == (down, nearest)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ({"ldtt": 40, "cstdcs": 6}, "pass"),
        ({"ldtt": 40, "cstdcs": 7}, "fail"),
        ({"ldtt": 40, "cstdcs": 7, "cstdcs_place": 6}, "pass"),
        ({"ldtt": 40, "cstdcs": 7, "cstdcs_place": 7}, "fail"),
        ({"ldtt": 6, "cstdcs": 1}, "fail"),
        ({"ldtt": 40}, "confirm"),
        ({"cstdcs": 1}, "confirm"),
    ],
)
def test_fifteen_per_cent_until_2023(unit: dict[str, Any], expected: str) -> None:
    got = {period: outcome(period, "CSTDCS", "cap", unit=unit) for period in ALL}
    assert got == {"R2017": expected, **dict.fromkeys(LATER)}


def test_base_and_rounding_of_the_cap_are_settings() -> None:
    given = {"R2017": {"cap_base": "district", "cap_rounding": "nearest"}}
    rules = compile_shelf(read_shelf(SHELF), given)[0]
    list_of_all = {"ldtt": 40, "cstdcs": 7, "district_ldtt": 1770, "district_cstdcs": 266}
    told = {each.rule: each for each in judge(case("R2017", "CSTDCS", unit=list_of_all), rules).findings}
    assert (told["cap"].outcome, told["cap"].value) == ("pass", "266/266")  # 265.5 is rounded
    assert told["cap"].reason.vi.startswith("15 % × 1770 = 265,50, làm tròn = 266")
    assert outcome("R2017", "CSTDCS", "cap", unit=list_of_all) == "fail"


def test_the_cap_prints_its_arithmetic() -> None:
    finding = found("R2017", "CSTDCS", "cap", unit={"ldtt": 40, "cstdcs": 7, "cstdcs_place": 7})
    assert finding is not None
    assert finding.reason.vi == "15 % × 40 = 6,00, làm tròn xuống = 6; hồ sơ này là thứ 7"
    assert (finding.value, finding.source, finding.setting) == ("7/6", "list", "cap_base")


@pytest.mark.parametrize(
    ("subject", "movement", "expected"),
    [
        ("person", {"cap_person_percent": 5, "took_part": 100, "place": 5}, "pass"),
        ("person", {"cap_person_percent": 5, "took_part": 100, "place": 6}, "fail"),
        ("person", {"cap_person_percent": 5, "took_part": 119, "listed": 6}, "fail"),
        ("person", {"cap_person_percent": 5, "took_part": 120, "listed": 6}, "pass"),
        ("collective", {"cap_collective_percent": 10, "took_part": 19, "place": 2}, "fail"),
        ("collective", {"cap_person_percent": 5}, "pass"),
        ("person", {"cap_person_percent": 5}, "confirm"),
        ("person", None, "confirm"),
    ],
)
def test_caps_of_a_movement(subject: str, movement: dict[str, Any] | None, expected: str) -> None:
    award = "GK_CN" if subject == "person" else "GK_TT"
    got = {
        outcome(period, award, "movement_cap", {"subject": subject}, kind="thematic", movement=movement)
        for period in ALL
    }
    assert got == {expected}
    assert outcome("R2017", award, "movement_cap", {"subject": subject}, kind="sudden") is None


@pytest.mark.parametrize(
    ("movement", "group", "expected"),
    [(None, "farmer", "confirm"), ({}, None, "pass"), ({"groups": ["farmer"]}, "farmer", "pass"),
     ({"groups": ["civil_servant"]}, "farmer", "fail"), ({"groups": ["farmer"]}, None, "confirm"),
     ({"subjects": ["collective"]}, "farmer", "fail")],
)  # fmt: skip
def test_scope_of_a_movement_is_advice(movement: dict[str, Any] | None, group: str | None, expected: str) -> None:
    finding = found("R2017", "GK_CN", "movement_scope", {**PERSON, "group": group}, kind="thematic", movement=movement)
    assert finding is not None and (finding.outcome, finding.hard) == (expected, False)


@pytest.mark.parametrize("period", ALL)
def test_grounds_and_criteria_that_others_judge(period: str) -> None:
    def ground(award: str, rule: str, subject: str, grounds: list[str] | None) -> str | None:
        return outcome(period, award, rule, {"subject": subject, "grounds": grounds})

    assert ground("BK_T_CN", "provincial_ground", "person", ["two_titles"]) == "pass"
    assert ground("BK_T_CN", "provincial_ground", "person", ["task"]) == "fail"
    assert ground("CO_T", "flag_ground", "collective", ["leads_bloc"]) == "pass"
    assert ground("CO_T", "flag_ground", "collective", []) == "fail"
    assert ground("GK_CN", "merit_ground", "person", None) == "confirm"
    answers = [outcome(period, "GDVH", "own_decree", {"subject": "household", "criteria_confirmed": it})
               for it in (True, False, None)]  # fmt: skip
    assert answers == ["pass", "fail", "confirm"]

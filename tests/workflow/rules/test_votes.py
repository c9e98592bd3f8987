"""What a count means by the law of its day; the same verdict as the one that the council's page records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.awards.rules import compile_shelf, rule_set, rule_sets
from workflow.awards.shelf import SHELF, read_shelf
from workflow.awards.voting import Ballot, weigh
from workflow.councils.tally import Count, judge


def ballot(in_favour: int, members: int = 13, **also: int) -> Ballot:
    parts = {"present": members, "written": 0, "against": members - in_favour, **also}
    return Ballot(members=members, in_favour=in_favour, **parts)


@pytest.mark.parametrize(
    ("period", "award", "in_favour", "needed", "passed"),
    [
        ("R2017", "CSTDCS", 9, 10, False),  # row 0121: 69.2 %
        ("R2017", "CSTDCS", 10, 10, True),
        ("R2017", "CSTDCS", 12, 10, True),  # row 0104
        ("R2024", "CSTDCS", 10, 11, False),
        ("R2024", "CSTDCS", 11, 11, True),
        ("R2025", "CSTDCS", 11, 11, True),
        ("R2017", "CSTDT", 11, 12, False),
        ("R2017", "CSTDT", 12, 12, True),
        ("R2024", "CO_T", 10, 11, False),
        ("R2017", "GK_CN", 6, 7, False),
        ("R2024", "GK_CN", 7, 7, True),
    ],
)
def test_thirteen_members(period: str, award: str, in_favour: int, needed: int, passed: bool) -> None:
    rules = rule_set(period)
    found = weigh(ballot(in_favour), rules, rules.vote_meant_by_law(award))
    assert (found.needed, found.passed, found.base) == (needed, passed, 13)


def test_the_sentence_holds_all_the_numbers() -> None:
    rules = rule_set("R2017")
    found = weigh(ballot(9), rules, rules.vote_for("CSTDCS"))
    assert found.sentence.vi == (
        "Có mặt 13/13, cần ít nhất 9 (2/3): đủ. "
        "Đồng ý 9/13 = 69,2 % tổng số 13 thành viên; cần ít nhất 70 %, tức 10 phiếu: không thông qua."
    )
    assert found.sentence.en.endswith("at least 70 % is needed, that is 10 votes: not passed.")


def test_the_share_of_the_province_binds_only_its_council() -> None:
    rules = rule_set("R2024")
    assert [rules.vote_for("CSTDT", level).percent for level in (None, "huyen", "xa", "tinh")] == [50, 50, 50, 90]
    assert [rules.vote_for("CSTDCS", level).percent for level in (None, "huyen", "tinh")] == [80, 80, 80]
    assert rules.vote_meant_by_law("CSTDT").percent == 90


def test_a_quorum_of_four_fifths_since_2025() -> None:
    rules = rule_set("R2025")
    found = weigh(ballot(11, present=10, written=3, against=2), rules, rules.vote_for("CSTDCS"))
    assert (found.quorum, found.quorum_reached, found.passed) == (11, False, False)
    assert "không đủ" in found.sentence.vi and "too few" in found.sentence.en


def test_whether_a_recused_member_counts_is_a_setting() -> None:
    kept = rule_set("R2017")
    removed = compile_shelf(read_shelf(SHELF), {"R2017": {"recused_members": "removed"}})[0]
    votes = ballot(9, against=1, recused=3)
    results = [weigh(votes, rules, rules.vote_for("CSTDCS")) for rules in (kept, removed)]
    assert [(each.base, each.needed, each.passed) for each in results] == [(13, 10, False), (10, 7, True)]
    assert "vẫn được tính" in results[0].sentence.vi and "đã trừ 3" in results[1].sentence.vi


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"in_favour": 14, "against": 0}, "more than present"),
        ({"in_favour": 9, "present": 12, "written": 2}, "more than members"),
        ({"in_favour": -1, "against": 0}, "negative"),
        ({"in_favour": 9, "against": 3, "recused": 2}, "recused"),
        ({"in_favour": 0, "members": 0}, "has members"),
    ],
)
def test_figures_that_cannot_be(parts: dict[str, int], fault: str) -> None:
    rules = rule_set("R2017")
    with pytest.raises(ValueError, match=fault):
        weigh(ballot(**{"members": 13, **parts}), rules, rules.vote_for("CSTDCS"))


def test_who_left_before_the_vote_may_be_counted_as_present_or_not() -> None:
    rules = rule_set("R2017")
    for present in (12, 13):
        votes = ballot(11, present=present, against=1, recused=1)
        assert votes.silent == 0
        assert weigh(votes, rules, rules.vote_for("CSTDCS")).passed


@given(data=st.data(), members=st.integers(1, 60))
def test_the_same_verdict_as_the_page_of_the_council(data: st.DataObject, members: int) -> None:
    present = data.draw(st.integers(0, members))
    written = data.draw(st.integers(0, members - present))
    in_favour = data.draw(st.integers(0, present + written))
    against = data.draw(st.integers(0, present + written - in_favour))
    rules = data.draw(st.sampled_from(rule_sets()))
    rule = rules.vote_for(data.draw(st.sampled_from(["CSTDCS", "GK_CN", "CO_T"])))
    parts = {"members": members, "present": present, "written": written, "in_favour": in_favour, "against": against}
    mine, theirs = weigh(Ballot(**parts), rules, rule), judge(Count(**parts), rule, rules.quorum)
    assert (mine.needed, mine.quorum) == (theirs.needed, theirs.quorum)
    assert mine.passed == (theirs.passed and theirs.quorum_reached)

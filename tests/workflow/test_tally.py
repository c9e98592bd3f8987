"""The arithmetic of a vote: how many must agree, who counts, and when enough were there."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.awards.rules import Quorum, VoteRule, rule_set, rule_sets
from workflow.councils.tally import Count, judge

MAJORITY = VoteRule(percent=50, reach="more_than", source="quy chế")
SHARES = {share: VoteRule(percent=share, reach="at_least", source="quy chế") for share in (70, 80, 90)}
TWO_THIRDS = Quorum(numerator=2, denominator=3)


@pytest.mark.parametrize(
    ("members", "majority", "seventy", "eighty", "ninety", "quorum"),
    [
        (5, 3, 4, 4, 5, 4),
        (7, 4, 5, 6, 7, 5),
        (9, 5, 7, 8, 9, 6),
        (11, 6, 8, 9, 10, 8),
        (13, 7, 10, 11, 12, 9),
        (15, 8, 11, 12, 14, 10),
        (17, 9, 12, 14, 16, 12),
    ],
)
def test_the_least_number_in_favour(
    members: int, majority: int, seventy: int, eighty: int, ninety: int, quorum: int
) -> None:
    needed = [MAJORITY.needed(members), *(SHARES[share].needed(members) for share in (70, 80, 90))]
    assert [*needed, TWO_THIRDS.needed(members)] == [majority, seventy, eighty, ninety, quorum]


@pytest.mark.parametrize("members", [5, 7, 9, 11, 13, 15, 17])
@pytest.mark.parametrize("rule", [MAJORITY, *SHARES.values()])
def test_one_vote_less_does_not_pass(members: int, rule: VoteRule) -> None:
    needed = rule.needed(members)
    passed = [judge(count_of(members, votes), rule, TWO_THIRDS).passed for votes in (needed - 1, needed)]
    assert passed == [False, True]


def count_of(members: int, in_favour: int) -> Count:
    return Count(members=members, present=members, written=0, in_favour=in_favour, against=members - in_favour)


def test_the_share_is_of_all_members_and_written_opinions_count() -> None:
    """Thirteen members, eleven in the room, two in writing: ten of thirteen, not ten of eleven."""
    count = Count(members=13, present=11, written=2, in_favour=10, against=3)
    verdict = judge(count, SHARES[70], TWO_THIRDS)
    assert (verdict.needed, verdict.passed, verdict.quorum, verdict.quorum_reached) == (10, True, 9, True)
    absent = judge(Count(members=13, present=9, written=0, in_favour=9, against=0), SHARES[70], TWO_THIRDS)
    assert (absent.passed, absent.quorum_reached) == (False, True)


def test_who_is_recused_stays_in_the_denominator() -> None:
    count = Count(members=13, present=13, written=0, in_favour=9, against=0, invalid=1, recused=3)
    assert count.balanced
    assert not judge(count, SHARES[70], TWO_THIRDS).passed


def test_written_opinions_do_not_make_a_quorum() -> None:
    count = Count(members=13, present=8, written=5, in_favour=13, against=0)
    verdict = judge(count, MAJORITY, TWO_THIRDS)
    assert (verdict.passed, verdict.quorum_reached) == (True, False)


@pytest.mark.parametrize(
    ("numbers", "balanced"),
    [
        ({"present": 11, "written": 2, "in_favour": 12, "against": 1}, True),
        ({"present": 11, "written": 2, "in_favour": 12, "against": 2}, False),
        ({"present": 11, "written": 2, "in_favour": 12, "against": 0}, False),
        ({"present": 12, "written": 2, "in_favour": 14, "against": 0}, False),
        ({"present": 13, "written": 0, "in_favour": 14, "against": -1}, False),
        ({"present": 0, "written": 0, "in_favour": 0, "against": 0}, True),
    ],
)
def test_a_count_adds_up_or_not(numbers: dict[str, int], balanced: bool) -> None:
    assert Count(members=13, **numbers).balanced is balanced


@given(members=st.integers(1, 500), percent=st.integers(1, 100), strict=st.booleans())
def test_whole_numbers_agree_with_exact_shares(members: int, percent: int, strict: bool) -> None:
    rule = VoteRule(percent=percent, reach="more_than" if strict else "at_least", source="x")
    needed = rule.needed(members)
    share, least = Fraction(percent, 100), Fraction(needed, members)
    assert least > share if strict else least >= share
    below = Fraction(needed - 1, members)
    assert below <= share if strict else below < share


def test_every_shipped_rule_set_names_the_source_of_each_vote() -> None:
    assert all(rule.source and 0 < rule.percent <= 100 for rules in rule_sets() for rule in rules.votes.values())
    assert rule_set("R2017").vote_for("CSTDCS").needed(13) == 10
    assert rule_set("R2017").vote_for("GK_CN").needed(13) == 7

"""Counting a vote by the law of its date. Pure, in whole numbers."""

from dataclasses import dataclass

from workflow.awards.rules import Quorum, VoteRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What the ballot committee found for one name.

    `members` are all members of the council that day, present or not; `written` are the opinions of
    absent members. A recused member stays in the denominator (a setting of the council's rules).
    """

    members: int
    present: int
    written: int
    in_favour: int
    against: int
    invalid: int = 0
    recused: int = 0

    @property
    def balanced(self) -> bool:
        """Whether every member who took part is counted once, and nobody else."""
        parts = (self.present, self.written, self.in_favour, self.against, self.invalid, self.recused)
        counted = self.in_favour + self.against + self.invalid + self.recused
        taking_part = self.present + self.written
        return min(parts) >= 0 and counted == taking_part and taking_part <= self.members


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result: how many were needed, whether it passed, whether enough were there."""

    count: Count
    rule: VoteRule
    needed: int
    quorum: int
    passed: bool
    quorum_reached: bool


def judge(count: Count, rule: VoteRule, quorum: Quorum) -> Verdict:
    """Pass when the members in favour, present or in writing, reach the share of *all* members.

    Decree 98/2023/NĐ-CP, Art. 30(7): the share is counted over all members of the council; absent
    members give their opinion in writing.
    """
    needed = rule.needed(count.members)
    least = quorum.needed(count.members)
    return Verdict(count, rule, needed, least, count.in_favour >= needed, count.present >= least)

"""What a count means by the law of its day, with the arithmetic in words. Pure, in whole numbers."""

from dataclasses import dataclass

from states import Text
from workflow.awards.law import VoteRule
from workflow.awards.rules import RuleSet
from workflow.awards.words import share


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The figures of one vote. Who is recused may be counted among the present or not."""

    members: int
    present: int
    written: int
    in_favour: int
    against: int
    recused: int = 0
    invalid: int = 0

    @property
    def fault(self) -> str | None:
        """Why these figures cannot be."""
        parts = (self.members, self.present, self.written, self.in_favour, self.against, self.recused, self.invalid)
        if min(parts) < 0:
            return "no figure can be negative"
        if self.members == 0:
            return "a council has members"
        if self.present + self.written > self.members:
            return "present and written are more than members"
        if self.in_favour + self.against + self.invalid > self.present + self.written:
            return "for, against and invalid are more than present and written"
        if self.in_favour + self.against + self.invalid + self.recused > self.members:
            return "for, against, invalid and recused are more than members"
        return None

    @property
    def silent(self) -> int:
        """Members who took part and whose vote is in no figure. They do not agree."""
        return max(0, self.present + self.written - self.in_favour - self.against - self.invalid - self.recused)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The result: who had to be there, of how many the share is counted, how many were needed."""

    rule: VoteRule
    quorum: int
    quorum_reached: bool
    base: int
    share: str
    needed: int
    passed: bool
    sentence: Text


def weigh(ballot: Ballot, rules: RuleSet, rule: VoteRule) -> Weighed:
    """Passed when enough were there and enough of *all* members agree, present or in writing.

    Raises `ValueError` for figures that cannot be.
    """
    if ballot.fault:
        raise ValueError(ballot.fault)
    base = ballot.members - (ballot.recused if rules.recused == "removed" else 0)
    quorum = rules.quorum.needed(ballot.members)
    # With everybody recused there is nobody to agree.
    needed = max(1, rule.needed(base))
    there, enough = ballot.present >= quorum, ballot.in_favour >= needed
    return Weighed(
        rule=rule,
        quorum=quorum,
        quorum_reached=there,
        base=base,
        share=f"{ballot.in_favour}/{base}",
        needed=needed,
        passed=there and enough,
        sentence=_sentence(ballot, rules, rule, base, quorum, needed),
    )


def _sentence(ballot: Ballot, rules: RuleSet, rule: VoteRule, base: int, quorum: int, needed: int) -> Text:
    least = f"{rules.quorum.numerator}/{rules.quorum.denominator}"
    there, enough = ballot.present >= quorum, ballot.in_favour >= needed
    vi_share, en_share = share(ballot.in_favour, base) if base else ("0/0", "0/0")
    at_vi, at_en = ("ít nhất", "at least") if rule.reach == "at_least" else ("trên", "more than")
    kept = ""
    kept_en = ""
    if ballot.recused:
        kept, kept_en = (
            f", trong đó {ballot.recused} người không bỏ phiếu vì liên quan vẫn được tính",
            f", with {ballot.recused} recused still counted",
        )
        if rules.recused == "removed":
            kept, kept_en = (
                f", đã trừ {ballot.recused} người không bỏ phiếu vì liên quan",
                f", less {ballot.recused} recused",
            )
    end_vi = "thông qua" if there and enough else "không thông qua"
    end_en = "passed" if there and enough else "not passed"
    vi = (
        f"Có mặt {ballot.present}/{ballot.members}, cần ít nhất {quorum} ({least}): {'đủ' if there else 'không đủ'}. "
        f"Đồng ý {vi_share} tổng số {base} thành viên{kept}; cần {at_vi} {rule.percent} %, "
        f"tức {needed} phiếu: {end_vi}."
    )
    en = (
        f"Present {ballot.present} of {ballot.members}, {quorum} needed ({least}): {'enough' if there else 'too few'}. "
        f"In favour {en_share} of all {base} members{kept_en}; {at_en} {rule.percent} % is needed, "
        f"that is {needed} votes: {end_en}."
    )
    return Text(vi, en)

"""A count on the page: the ledger, the check that it adds up, and the sentence of the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from web.i18n import _, percent
from workflow.awards.rules import RuleSet, VoteRule
from workflow.councils.tally import Count, Verdict, judge
from workflow.kernel.errors import Invalid
from workflow.nominations.agenda_queries import AgendaRow
from workflow.nominations.inputs import VOTE_FIELDS, checked_inputs

REQUIRED: Final = VOTE_FIELDS[:4]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger, as the macro takes it."""

    label: str
    note: str
    value: Any
    name: str = ""
    editable: bool = False
    rule: bool = False
    matches: bool | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class VoteWords:
    """The verdict in words and squares. `passed` is None while the count does not stand."""

    members: int
    in_favour: int
    needed: int
    share: str
    threshold: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Law:
    """What the law of the file's date asks of a vote."""

    needed: int
    quorum: int
    threshold: str
    source: str
    title: str
    share: str


def count_of(members: int, numbers: Mapping[str, int]) -> Count:
    return Count(members=members, **{name: numbers.get(name, 0) for name in VOTE_FIELDS})


def numbers_of(typed: Mapping[str, Any], trigger: Any, today: Any) -> tuple[dict[str, int], Invalid | None]:
    """The figures that can be read, and what is wrong with the rest."""
    try:
        return checked_inputs(trigger, typed, today), None
    except Invalid as error:
        good = {name: value for name, value in typed.items() if name not in error.problems and value not in (None, "")}
        return {name: int(value) for name, value in good.items()}, error


def recorded_numbers(row: AgendaRow) -> dict[str, int]:
    return {name: getattr(row, name) or 0 for name in VOTE_FIELDS}


def law_of(members: int, rules: RuleSet, award_code: str, title: str) -> Law:
    rule, quorum = rules.vote_for(award_code), rules.quorum
    share = f"{quorum.numerator}/{quorum.denominator}"
    return Law(rule.needed(members), quorum.needed(members), threshold(rule), rule.source, title, share)


def threshold(rule: VoteRule) -> str:
    """70 %, or more than 50 %"""
    share = percent(rule.percent, 100)
    return share if rule.reach == "at_least" else _("trên %(share)s", share=share)


def verdict_of(members: int, rules: RuleSet, award_code: str, numbers: Mapping[str, int]) -> Verdict:
    return judge(count_of(members, numbers), rules.vote_for(award_code), rules.quorum)


def vote_words(verdict: Verdict) -> VoteWords:
    count = verdict.count
    stands = count.balanced and verdict.quorum_reached
    return VoteWords(
        count.members, count.in_favour, verdict.needed, percent(count.in_favour, count.members),
        threshold(verdict.rule), verdict.passed if stands else None,
    )  # fmt: skip


def ledger(members: int, document: str, values: Mapping[str, Any], problems: Mapping[str, str], *,
           editable: bool) -> list[LedgerRow]:  # fmt: skip
    """The rows of a count, in the order in which a ballot committee reads them out."""
    labels = {
        "present": (_("Phiếu phát ra tại phòng họp"), _("Thành viên có mặt")),
        "written": (_("Ý kiến bằng văn bản của người vắng"), _("Đính kèm vào biên bản")),
        "in_favour": (_("Đồng ý"), ""),
        "against": (_("Không đồng ý"), ""),
        "invalid": (_("Không hợp lệ"), ""),
        "recused": (_("Không bỏ phiếu vì liên quan"), _("Vẫn tính trong tổng số thành viên")),
    }
    rows = [LedgerRow(_("Tổng số thành viên Hội đồng"), document, members)]
    for name, (label, note) in labels.items():
        rows.append(LedgerRow(
            label, note, values.get(name, "" if editable else 0), name=name, editable=editable,
            rule=name == "in_favour", error=problems.get(name, ""),
        ))  # fmt: skip
    return [*rows, _check(members, values)]


def _check(members: int, values: Mapping[str, Any]) -> LedgerRow:
    """The line that says whether it adds up, with both sides written out."""
    numbers = {name: int(value) for name, value in values.items() if str(value).isdigit()}
    if not all(name in numbers for name in REQUIRED):
        return LedgerRow(_("Cộng"), _("Nhập đủ rồi bấm “Tính lại” để đối chiếu."), "", rule=True)
    came, counted = numbers["present"] + numbers["written"], sum(numbers.get(name, 0) for name in VOTE_FIELDS[2:])
    left = f"{numbers['present']} + {numbers['written']}"
    right = " + ".join(str(numbers.get(name, 0)) for name in VOTE_FIELDS[2:])
    if came > members:
        said = _("Chưa khớp: %(left)s = %(n)s, nhưng Hội đồng có %(all)s thành viên.", left=left, n=came, all=members)
        return LedgerRow(_("Cộng"), said, counted, rule=True, matches=False)
    if came != counted:
        said = _("Chưa khớp: %(left)s = %(n)s, còn %(right)s = %(m)s.", left=left, n=came, right=right, m=counted)
        return LedgerRow(_("Cộng"), said, counted, rule=True, matches=False)
    said = _("Khớp: %(left)s = %(right)s", left=left, right=right)
    return LedgerRow(_("Cộng"), said, counted, rule=True, matches=True)

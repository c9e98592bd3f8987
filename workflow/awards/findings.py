"""What a criterion answers, and what a judgement is made of."""

from dataclasses import dataclass
from typing import Final, Literal

from states import Text
from workflow.awards.law import Certainty, Rule, Value

Outcome = Literal["pass", "fail", "confirm"]
Source = Literal["candidate", "unit", "list", "register", "movement", "rule_set"]

SOURCES: Final[dict[str, Text]] = {
    "candidate": Text("thông tin của người được đề nghị", "facts of the candidate"),
    "unit": Text("số liệu của đơn vị", "figures of the unit"),
    "list": Text("danh sách đề nghị cùng năm", "the list of the same year"),
    "register": Text("sổ theo dõi khen thưởng", "the register of awards"),
    "movement": Text("kế hoạch của phong trào", "the plan of the movement"),
    "rule_set": Text("văn bản áp dụng", "the rule set"),
}
THE_UNIT: Final = Text("đơn vị trình", "the submitting unit")
THE_DESK: Final = Text("cơ quan thường trực Hội đồng", "the standing body of the council")
THE_APPRAISER: Final = Text("người thẩm định", "the appraiser")
OUTCOMES: Final[dict[str, Text]] = {
    "pass": Text("đạt", "met"),
    "fail": Text("không đạt", "not met"),
    "confirm": Text("cần xác nhận", "to be confirmed"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one criterion found when it looked."""

    outcome: Outcome
    value: Value
    source: Source
    reason: Text
    confirmed_by: Text | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer together with the rule that asked. `hard`: a fail stops the file."""

    rule: str
    rule_of: Rule
    answer: Answer

    @property
    def says(self) -> Text:
        return self.rule_of.told()

    @property
    def criterion(self) -> str:
        return self.rule_of.criterion

    @property
    def hard(self) -> bool:
        return self.rule_of.hard

    @property
    def article(self) -> str:
        return self.rule_of.article

    @property
    def certainty(self) -> Certainty:
        return self.rule_of.certainty

    @property
    def may_override(self) -> bool:
        return self.rule_of.may_override

    @property
    def setting(self) -> str | None:
        return self.rule_of.setting

    @property
    def outcome(self) -> Outcome:
        return self.answer.outcome

    @property
    def value(self) -> Value:
        return self.answer.value

    @property
    def source(self) -> Source:
        return self.answer.source

    @property
    def reason(self) -> Text:
        return self.answer.reason

    @property
    def confirmed_by(self) -> Text | None:
        return self.answer.confirmed_by

    @property
    def flag(self) -> str | None:
        return self.answer.flag

    @property
    def stops(self) -> bool:
        return self.hard and self.outcome == "fail"


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings of a case under one rule set.

    `eligible`: no hard criterion fails. `confirmed`: none is still waiting to be confirmed. A file may be
    proposed when it is eligible, and decided when it is also confirmed.
    """

    rule_set: str
    fingerprint: str
    findings: tuple[Finding, ...]

    @property
    def eligible(self) -> bool:
        return not any(finding.stops for finding in self.findings)

    @property
    def confirmed(self) -> bool:
        return not any(finding.hard and finding.outcome == "confirm" for finding in self.findings)

    @property
    def failed(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.outcome == "fail")

    @property
    def to_confirm(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.outcome == "confirm")

    @property
    def flags(self) -> tuple[str, ...]:
        """What speaks for a candidate among equals; it never decides."""
        return tuple(finding.flag for finding in self.findings if finding.flag)


def met(value: Value, source: Source, vi: str, en: str, *, flag: str | None = None) -> Answer:
    return Answer("pass", value, source, Text(vi, en), flag=flag)


def unmet(value: Value, source: Source, vi: str, en: str) -> Answer:
    return Answer("fail", value, source, Text(vi, en))


def asked_for(source: Source, by: Text, vi: str, en: str, *, value: Value = None) -> Answer:
    """The fact is missing: who confirms it, and what."""
    return Answer("confirm", value, source, Text(f"{vi} ({by.vi} xác nhận)", f"{en} (to be confirmed by {by.en})"), by)

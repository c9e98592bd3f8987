"""The facts that criteria look at, which people have to state, and which rules need which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from states import Text
from workflow.awards.rules import RuleSet
from workflow.awards.words import DISCIPLINE_WORDS, DISTINCTION_WORDS, GROUND_WORDS, RATING_WORDS, SCOPE_WORDS

Kind = Literal["date", "number", "choice"]
NONE: Final = "none"
YES: Final = "yes"
NO: Final = "no"
YES_NO: Final = MappingProxyType({YES: Text("Có", "Yes"), NO: Text("Không", "No")})


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDef:
    """One fact: what it is called, how it is typed, who states it.

    `of_office`: only the office can know it. `most`: the largest number.
    """

    name: str
    kind: Kind
    label: Text
    help: Text | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)
    most: int = 100_000
    of_office: bool = False


def _capital(words: Mapping[str, Text]) -> dict[str, Text]:
    return {code: Text(text.vi[:1].upper() + text.vi[1:], text.en[:1].upper() + text.en[1:])
            for code, text in words.items()}  # fmt: skip


_ALL: Final = (
    FactDef(name="recruited_on", kind="date", label=Text("Ngày tuyển dụng", "Recruited on"), help=Text(
        "Ngày bắt đầu làm việc, ví dụ 01/04/2023.", "The first day at work, such as 01/04/2023.")),
    FactDef(name="maternity_months", kind="number", most=24, label=Text(
        "Số tháng nghỉ thai sản trong kỳ", "Months of maternity leave"), help=Text(
        "Được tính là thời gian công tác. Để trống nếu không có.", "They count as service. Leave empty if none.")),
    FactDef(name="rating", kind="choice", choices=_capital(RATING_WORDS), label=Text(
        "Kết quả xếp loại trong kỳ", "Rating of the period"), help=Text(
        "Theo văn bản xếp loại của cấp có thẩm quyền.", "As the competent authority rated.")),
    FactDef(name="rating_points", kind="number", most=100, label=Text("Điểm xếp loại", "Points of the rating")),
    FactDef(name="discipline", kind="choice", label=Text("Kỷ luật gần nhất", "Last discipline"), choices={
        NONE: Text("Không bị kỷ luật", "None"), **_capital(DISCIPLINE_WORDS)}),
    FactDef(name="discipline_on", kind="date", label=Text("Ngày quyết định kỷ luật", "Disciplined on"), help=Text(
        "Để trống nếu không bị kỷ luật.", "Leave empty if there was none.")),
    FactDef(name="discipline_ended_on", kind="date", label=Text(
        "Ngày chấp hành xong kỷ luật", "Discipline served on"), help=Text(
        "Để trống nếu đang chấp hành.", "Leave empty while it is being served.")),
    FactDef(name="achievement_from", kind="date", label=Text(
        "Thành tích tính từ ngày", "Achievements count from"), help=Text(
        "Chỉ cần khi đã từng bị kỷ luật.", "Only needed after a discipline.")),
    FactDef(name="registered", kind="choice", choices=YES_NO, label=Text(
        "Đã đăng ký thi đua đầu năm", "Registered for the emulation")),
    FactDef(name="is_head", kind="choice", choices=YES_NO, label=Text(
        "Là người đứng đầu tập thể", "Head of a collective")),
    FactDef(name="unit_rating", kind="choice", choices=_capital(RATING_WORDS), label=Text(
        "Xếp loại của tập thể", "Rating of the collective"), help=Text(
        "Với người đứng đầu: tập thể do người đó lãnh đạo.", "For a head: the collective that this person leads.")),
    FactDef(name="initiative_kind", kind="choice", label=Text(
        "Sáng kiến, đề tài hoặc mưu trí", "Initiative, research or resourcefulness"), choices={
        NONE: Text("Không có", "None"),
        **_capital({code: DISTINCTION_WORDS[code] for code in ("initiative", "research", "combat")})}),
    FactDef(name="initiative_scope", kind="choice", choices=_capital(SCOPE_WORDS), label=Text(
        "Phạm vi áp dụng", "Effective in"), help=Text(
        "Theo văn bản công nhận.", "As the certificate says.")),
    FactDef(name="unit_ldtt", kind="number", label=Text(
        "Số người đạt Lao động tiên tiến", "Members who are Advanced Workers")),
    FactDef(name="unit_cstdcs", kind="number", label=Text(
        "Số người đạt Chiến sĩ thi đua cơ sở", "Members who are Emulation Fighters")),
    FactDef(name="unit_completed", kind="number", label=Text(
        "Số người hoàn thành nhiệm vụ", "Members who completed their tasks")),
    FactDef(name="unit_disciplined", kind="number", label=Text(
        "Số người bị kỷ luật từ cảnh cáo trở lên", "Members disciplined from a warning upwards"), help=Text(
        "Ghi 0 nếu không có ai.", "Enter 0 if nobody was.")),
    FactDef(name="ground", kind="choice", choices=_capital(GROUND_WORDS), label=Text(
        "Căn cứ khen thưởng", "Ground of the award")),
    FactDef(name="under_review", kind="choice", choices=YES_NO, of_office=True, label=Text(
        "Có việc đang xem xét, khiếu nại, tố cáo", "A complaint or an inspection is pending"), help=Text(
        "Theo trả lời của cơ quan có thẩm quyền.", "As the competent body answered.")),
)  # fmt: skip

FACTS: Final[Mapping[str, FactDef]] = MappingProxyType({each.name: each for each in _ALL})

_DISCIPLINE: Final = ("discipline", "discipline_on", "discipline_ended_on")
NEEDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "months_of_service": ("recruited_on", "maternity_months"),
    "task_rating": ("rating",),
    "rating_of_points": ("rating", "rating_points"),
    "no_discipline": _DISCIPLINE,
    "after_discipline": (*_DISCIPLINE, "achievement_from"),
    "not_under_review": ("under_review",),
    "registered": ("registered",),
    "head_with_unit": ("is_head", "unit_rating"),
    "unit_rating": ("unit_rating",),
    "one_of_distinctions": ("rating", "initiative_kind", "initiative_scope"),
    "share_with_title": ("unit_ldtt",),
    "has_title_holder": ("unit_cstdcs",),
    "all_complete": ("unit_completed",),
    "nobody_disciplined": ("unit_disciplined",),
    "achievement_ground": ("ground",),
})  # fmt: skip
"""Which facts a criterion looks at. What the list, the register and the nomination itself tell is not stated again."""


def facts_needed(rules: RuleSet, award: str, subject: str, kind: str, day: date) -> tuple[FactDef, ...]:
    """The facts that the rules of an award look at, in the order of the vocabulary."""
    asked = {
        name
        for rule in rules.criteria.values()
        if rule.applies(award, subject, kind, day)
        for name in _needed(rule.criterion, rule.parameters.get("any_of", ()))
    }
    return tuple(each for each in _ALL if each.name in asked)


def _needed(criterion: str, any_of: Iterable[str]) -> tuple[str, ...]:
    names = NEEDS.get(criterion, ())
    if criterion == "one_of_distinctions" and "excellent" not in any_of:
        return tuple(name for name in names if name != "rating")
    return names

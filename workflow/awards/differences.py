"""What one rule set says and another does not: statement by statement, in the words of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import BaseModel

from states import Text
from workflow.awards.law import Value
from workflow.awards.rules import RuleSet

Kind = Literal["added", "removed", "changed"]
NOTHING: Final = Text("–", "–")

# In the order in which a reader asks: first what the office settled, then the law.
GROUPS: Final[Mapping[str, Text]] = {
    "values": Text("Tùy chọn", "Settings"),
    "criteria": Text("Điều kiện", "Criteria"),
    "votes": Text("Tỷ lệ phiếu", "Votes"),
    "deciders": Text("Thẩm quyền", "Authority"),
    "services": Text("Thời hạn trả lời", "Time for the answer"),
    "limits": Text("Thời hạn từng bước", "Limits of the steps"),
    "documents": Text("Giấy tờ", "Papers"),
    "bonus": Text("Tiền thưởng", "Bonus"),
    "awards": Text("Danh hiệu, hình thức", "Awards"),
    "level_names": Text("Cấp quyết định", "Levels"),
    "settings": Text("Câu hỏi của tùy chọn", "Questions of the settings"),
    "general": Text("Quy định chung", "In general"),
}
LABELS: Final[Mapping[str, Text]] = {
    "article": Text("căn cứ", "article"), "certainty": Text("độ chắc", "certainty"),
    "setting": Text("tùy chọn", "setting"), "hard": Text("bắt buộc", "binding"),
    "may_override": Text("được xét ngoại lệ", "may be overridden"), "awards": Text("cho hình thức", "for the awards"),
    "subjects": Text("cho đối tượng", "for the subjects"), "kinds": Text("cho loại", "for the kinds"),
    "valid_from": Text("từ ngày", "from"), "valid_to": Text("đến ngày", "until"),
    "percent": Text("tỷ lệ %", "per cent"), "reach": Text("cách tính", "reached by"),
    "ballot": Text("cách bỏ phiếu", "ballot"), "levels": Text("các cấp", "levels"), "days": Text("số ngày", "days"),
    "multiplier": Text("hệ số", "multiplier"), "times": Text("số lần", "times"), "like": Text("tính theo", "as for"),
    "required": Text("phải có", "required"), "form": Text("mẫu", "form"), "months": Text("số tháng", "months"),
    "rounding": Text("làm tròn", "rounding"), "numerator": Text("tử số", "numerator"),
    "denominator": Text("mẫu số", "denominator"), "default": Text("mặc định", "default"),
    "quorum": Text("Tỷ lệ thành viên phải có mặt", "Quorum"),
    "bonus": Text("Cách tính chung", "How it is counted"),
    "council": Text("Qua Hội đồng", "Before the council"),
    "supplement": Text("Yêu cầu bổ sung", "Supplements"),
    "recused": Text("Người không bỏ phiếu vì liên quan", "Recused members"),
    "paused": Text("Thời hạn khi chờ", "The clock while waiting"),
    "unverified": Text("Chưa đọc được nội dung luật", "The law was not read"),
    "unread_law": Text("Luật sửa đổi chưa đọc được", "The amending law that was not read"),
    "least": Text("ít nhất", "at least"), "most": Text("nhiều nhất", "at most"), "source": Text("nguồn", "source"),
}  # fmt: skip
CERTAINTIES: Final[Mapping[str, Text]] = {
    "V": Text("đã đọc văn bản", "read in the text"),
    "K": Text("biết, chưa đọc lại", "known, not read again"),
    "U": Text("chưa chắc, là tùy chọn", "unsure, a setting"),
}
_SENTENCES: Final = ("says", "name", "label")
_SAID_APART: Final = frozenset({
    "id", "inherits", "valid_from", "valid_to", "title", "sources", "fingerprint", *GROUPS,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Detail:
    """One part of a statement that differs; `None` where it is not said."""

    name: str
    label: Text
    before: Text | None
    after: Text | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One statement that is there in one set only, or says something else in the other."""

    group: str
    name: str
    title: Text
    kind: Kind
    before: Text | None
    after: Text | None
    details: tuple[Detail, ...] = ()


def differences(before: RuleSet, after: RuleSet) -> tuple[Difference, ...]:
    """Everything that differs but the names and dates of the sets themselves; none when they say the same."""
    found: list[Difference] = []
    for group in GROUPS:
        old, new = dict(_entries(before, group)), dict(_entries(after, group))
        for name in dict.fromkeys((*old, *new)):
            title = _title(group, name, after) or _title(group, name, before) or LABELS.get(name) or Text(name, name)
            found += _compared(group, name, title, old, new)
    # That a setting came or went is told with its value.
    return tuple(each for each in found if each.group != "settings" or each.kind == "changed")


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of a rule set, by the name under which its text would be written."""

    place: str
    text: Text
    article: str


def entries_of(rules: RuleSet) -> tuple[Said, ...]:
    """Everything the set says, entry by entry; its settings and what holds in general are told apart."""
    found: list[Said] = []
    for group in GROUPS:
        if group in ("values", "settings", "general"):
            continue
        for name, entry in _entries(rules, group):
            place = {"bonus": f"bonus.rows.{name}"}.get(group, f"{group}.{name}") if name != group else name
            found.append(Said(place, _told(entry), getattr(entry, "article", "")))
    return tuple(found)


def _title(group: str, name: str, rules: RuleSet) -> Text | None:
    """What a statement is about, where its code has a name."""
    if group in ("values", "settings") and name in rules.settings:
        return rules.settings[name].label.text()
    code = rules.bonus.rows[name].award if group == "bonus" and name in rules.bonus.rows else name
    return rules.awards[code].short.text() if code in rules.awards else None


def _entries(rules: RuleSet, group: str) -> Iterator[tuple[str, Any]]:
    if group == "general":
        yield from ((name, getattr(rules, name)) for name in RuleSet.model_fields if name not in _SAID_APART)
    elif group == "bonus":
        yield "bonus", rules.bonus.model_copy(update={"rows": {}})
        yield from rules.bonus.rows.items()
    else:
        yield from getattr(rules, group).items()


def _compared(
    group: str, name: str, title: Text, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    old, new = before.get(name), after.get(name)
    if name not in before:
        yield Difference(group, name, title, "added", None, _told(new))
    elif name not in after:
        yield Difference(group, name, title, "removed", _told(old), None)
    elif old != new:
        said, says = _words_of(old), _words_of(new)
        yield Difference(group, name, title, "changed", said, says, _details(old, new, same=said == says))


def _told(entry: Any) -> Text:
    """An entry as a whole: its sentence, else all its parts."""
    return _words_of(entry) or _joined(dict(_leaves(entry)))


def _words_of(entry: Any) -> Text | None:
    """What an entry says, as its rule tells it; else its name, else its value. None for parts without words."""
    told = getattr(entry, "told", None)
    if told is not None and (said := told()) is not None:
        return Text(said.vi, said.en)
    for name in _SENTENCES:
        words = getattr(entry, name, None)
        if words is not None:
            return Text(words.vi, words.en)
    return None if isinstance(entry, BaseModel | Mapping) else value_text(entry)


def _details(old: Any, new: Any, *, same: bool) -> tuple[Detail, ...]:
    """The parts that differ. What the sentence already tells is not told twice."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    names = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    told = [name for name in names if not name.endswith((".vi", ".en"))]
    return tuple(
        Detail(name, label_of(name), before.get(name), after.get(name)) for name in (told or (names if same else ()))
    )


def _leaves(entry: Any, place: str = "") -> Iterator[tuple[str, Text]]:
    """Every single value in an entry, by its place."""
    parts = dict(entry) if isinstance(entry, BaseModel) else entry
    if not isinstance(parts, Mapping):
        if place:
            known = CERTAINTIES.get(str(parts)) if place == "certainty" else None
            yield place, known or value_text(parts)
        return
    for name, value in parts.items():
        if value is not None and value != {}:
            yield from _leaves(value, f"{place}.{name}" if place else name)


def label_of(place: str) -> Text:
    """The last part of a place in words; a part without words stands for itself."""
    name = place.removeprefix("parameters.")
    last = name.rpartition(".")[2]
    return LABELS.get(last, Text(name, name))


def value_text(value: Value | object) -> Text:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return Text("có", "yes") if value else Text("không", "no")
    if isinstance(value, tuple | list):
        return Text(", ".join(map(str, value)) or "–", ", ".join(map(str, value)) or "–")
    return Text(str(value), str(value))


def _joined(parts: Mapping[str, Text]) -> Text:
    pairs = [(label_of(name), said) for name, said in parts.items()]
    vi = "; ".join(f"{label.vi}: {said.vi}" for label, said in pairs)
    return Text(vi, "; ".join(f"{label.en}: {said.en}" for label, said in pairs))

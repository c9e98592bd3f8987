"""A file in public words. Nothing here may tell a result before it is told: not a word, a date, a step or a gap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from states import INPUTS, REASONS, REVOKED, Definition, StateDef, Text
from web.context import site, today
from web.decisions.money import note_of
from web.i18n import _, clock_time, day, day_with_weekday, locale, money, pick, words
from web.presenting import definition_of
from web.public.expecting import expected_words
from workflow.decisions.bonus_queries import BonusRow
from workflow.kernel.typed import read_date
from workflow.nominations.expectation import Expectation
from workflow.nominations.public_queries import PublicFile

LOOKING: Final = 3  # the step that covers everything from appraisal to release
LAPSED: Final = {"lapse": "khong_du_ho_so"}  # nobody chose a ground: the papers never came
WHO: Final[Mapping[tuple[str, str | None], Text]] = {
    ("person", "female"): Text("bà", "you"),
    ("person", "male"): Text("ông", "you"),
    ("person", None): Text("bạn", "you"),
    ("household", None): Text("gia đình", "your family"),
    ("collective", None): Text("tập thể", "your collective"),
}
NEXT: Final[Mapping[str, Text]] = {
    "sai_doi_tuong": Text(
        "Hỏi đơn vị xem có hình thức nào hợp hơn cho lần sau.",
        "Ask the unit whether another award fits better next time.",
    ),
    "khong_du_tieu_chuan": Text(
        "Hỏi đơn vị còn thiếu tiêu chuẩn nào. Lần sau vẫn đề nghị được.",
        "Ask the unit which criterion was not met. You may be proposed again.",
    ),
    "khong_du_ho_so": Text(
        "Gửi đủ giấy tờ cho đơn vị để đề nghị lại lần sau.",
        "Give the unit all papers, so that it can propose you again.",
    ),
    "vi_pham_phap_luat": Text(
        "Có ý kiến thì gọi theo số ở dưới.",
        "If you disagree, call the number below.",
    ),
    "trung_thanh_tich": Text(
        "Thành tích này đã được khen. Có thành tích mới thì đơn vị đề nghị tiếp.",
        "This achievement was already awarded. A new one may be proposed.",
    ),
    "vuot_ty_le": Text(
        "Đợt này đã đủ số lượng. Đơn vị có thể đề nghị lại đợt sau.",
        "The number was limited this time. The unit may propose you next time.",
    ),
}
AGAIN: Final = Text(
    "Đơn vị có thể đề nghị lại lần sau. Muốn biết thêm, hỏi đơn vị hoặc gọi số ở dưới.",
    "The unit may propose you again. To know more, ask the unit or call the number below.",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five plain steps."""

    label: str
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class Status:
    """The page: the answer first, then the facts."""

    code: str
    unit: str
    name: str
    award: str
    answer: str
    facts: list[dict[str, str]]
    steps: list[Step]
    ask: str
    told: bool
    answer_by: str


def status_of(file: PublicFile, expected: Expectation | None = None, bonus: BonusRow | None = None) -> Status:
    """What may be said about the file today. The bonus is told with the award, not before."""
    definition = definition_of(file)
    shown = told_state(definition, file)
    unit = pick(file.unit_vi, file.unit_en)
    told = _is_told(shown, file)
    return Status(
        file.code, unit, file.name,
        pick(file.award_vi, file.award_en), _answer(file, shown, unit),
        [*_facts(file, shown, unit, expected), *_bonus(file, shown, bonus)],
        _steps(file, shown, unit), _("%(name)s, %(unit)s", name=file.prepared_by, unit=unit), told,
        "".join(value for _label, value in _promise(file, shown, told)),
    )  # fmt: skip


def told_state(definition: Definition, file: PublicFile) -> StateDef:
    """The state that outsiders are told: the true one, or the long appraisal that stands for all that is not told.

    A hold is never told, whatever it covers: the words beneath it go on as if nothing had happened.
    """
    state = definition.state(file.state)
    if _is_told(state, file):
        return state
    if state.release is None and state.public_step < LOOKING:
        return state
    return next(other for other in definition.states if other.public_step == LOOKING)


def _is_told(state: StateDef, file: PublicFile) -> bool:
    return state.release is not None and file.released_at is not None


def _answer(file: PublicFile, shown: StateDef, unit: str) -> str:
    text = shown.public
    if file.overlay == REVOKED.code and _is_told(shown, file):
        text = REVOKED.public
    values = {
        "unit": unit,
        "subject": _who(file, shown),
        "award": pick(file.award_vi, file.award_en),
        "decision": _decision(file),
        "here": site().here,
        "office": site().office_here,
    }
    sentence = text.to(locale(), **values)
    if file.overlay == REVOKED.code and file.revoked_at is not None:
        sentence = _("%(sentence)s, ngày %(day)s.", sentence=sentence.rstrip("."), day=day(file.revoked_at))
    return sentence[:1].upper() + sentence[1:]


def _who(file: PublicFile, shown: StateDef) -> str:
    """An award names its holder; while the file is being looked at, the reader is spoken to."""
    if shown.outcome == "awarded":
        return file.name
    key = (file.subject, file.gender if file.subject == "person" else None)
    return words(WHO[key] if key in WHO else WHO[(file.subject, None)])


def _decision(file: PublicFile) -> str:
    number = file.detail.get("decision_number")
    if not number:
        return ""
    on = file.detail.get("decision_date")
    signed = read_date(str(on)) if on else None
    if signed is None:
        return _("số %(number)s", number=number)
    return _("số %(number)s ngày %(day)s", number=number, day=day(signed))


def _facts(file: PublicFile, shown: StateDef, unit: str, expected: Expectation | None) -> list[dict[str, str]]:
    told = _is_told(shown, file)
    pairs = [(_("Từ ngày"), day(_since(file, shown)))]
    if shown.waiting and not (told and shown.outcome):
        pairs.append((_("Ai đang giữ"), _holder(shown, unit)))
    pairs += _promise(file, shown, told)
    if expected is not None and file.promised_on is not None and not told:
        pairs.append((_("Dự kiến có kết quả"), expected_words(expected)))
    if told and shown.outcome == "not_awarded":
        pairs.append((_("Lý do"), _reason(file, shown)))
    pairs.append((_("Bạn cần làm gì"), _to_do(file, shown, unit)))
    return [{"term": term, "value": value} for term, value in pairs if value]


def _bonus(file: PublicFile, shown: StateDef, bonus: BonusRow | None) -> list[dict[str, str]]:
    if bonus is None or file.overlay == REVOKED.code or shown.outcome != "awarded" or not _is_told(shown, file):
        return []
    value = _("Chưa ấn định") if bonus.to_be_set else money(bonus.amount)
    note = note_of(bonus)
    return [{"term": _("Tiền thưởng"), "value": f"{value}. {note}" if note else value}]


def _since(file: PublicFile, shown: StateDef) -> Any:
    """Since when it is so for the outside: moves that are not told have no date either."""
    if _is_told(shown, file):
        return file.revoked_at or file.released_at
    if shown.public_step == LOOKING:
        return file.complete_on or file.received_at
    return file.since


def _holder(shown: StateDef, unit: str) -> str:
    if shown.lane == "unit":
        return unit
    if shown.lane == "superior":
        return _("Cấp tỉnh")
    return _("%(office)s, %(authority)s", office=site().office_name, authority=site().authority)


def _promise(file: PublicFile, shown: StateDef, told: bool) -> list[tuple[str, str]]:
    if file.promised_on is None or told:
        return []
    if shown.clock == "paused":
        return [(_("Trả lời chậm nhất"), _("tạm ngừng tính, chờ đơn vị gửi giấy tờ đến %(day)s", day=day(file.due_on)))]
    if file.promised_on < today():
        late = _(
            "Chậm hơn hẹn %(day)s. %(office)s sẽ báo ngày mới.", day=day(file.promised_on), office=site().office_name
        )
        return [(_("Trả lời chậm nhất"), late)]
    text = day_with_weekday(file.promised_on)
    return [(_("Trả lời chậm nhất"), text[:1].upper() + text[1:])]


def _reason(file: PublicFile, shown: StateDef) -> str:
    code = _reason_code(file)
    choice = INPUTS["reason_code"].choice(code) or next((one for one in REASONS if one.code == code), None)
    return words(choice.label) if choice else words(shown.label)


def _reason_code(file: PublicFile) -> str:
    return str(file.detail.get("reason_code") or LAPSED.get(str(file.detail.get("trigger", "")), ""))


def _to_do(file: PublicFile, shown: StateDef, unit: str) -> str:
    if file.overlay == REVOKED.code and _is_told(shown, file):
        return _("Chờ thông báo của %(office)s về việc thu hồi.", office=site().office_name)
    if shown.outcome == "not_awarded" and _is_told(shown, file):
        return words(NEXT.get(_reason_code(file), AGAIN))
    if shown.outcome == "withdrawn":
        return _("Muốn biết vì sao, hỏi %(unit)s.", unit=unit)
    if shown.outcome == "awarded":
        return _("Không phải làm gì. %(unit)s sẽ báo ngày trao.", unit=unit) if shown.waiting else ""
    if shown.clock == "paused" and shown.editable:
        return _("Hỏi %(unit)s xem có cần bạn đưa thêm giấy tờ không.", unit=unit)
    return _("Không phải làm gì lúc này.")


def _steps(file: PublicFile, shown: StateDef, unit: str) -> list[Step]:
    told = _is_told(shown, file)
    above = shown.lane == "superior" and told
    promised = _("chậm nhất %(day)s", day=day(file.promised_on)) if file.promised_on and not told else ""
    received = f"{day(file.received_at)}, {clock_time(file.received_at)}" if file.received_at else ""
    labels = _labels(file, unit, received, promised, above=above)
    skipped = _skipped(file, shown) if told and shown.public_step == len(labels) else set()
    return [
        Step(label, note, _place(number, shown.public_step))
        for number, (label, note) in labels.items() if number not in skipped
    ]  # fmt: skip


def _labels(file: PublicFile, unit: str, received: str, promised: str, *, above: bool) -> dict[int, tuple[str, str]]:
    here = site()
    arrived = (
        _("%(here)s đã nhận đủ hồ sơ", here=here.here_first) if file.complete_on is not None
        else _("%(here)s kiểm tra giấy tờ", here=here.here_first)
    )  # fmt: skip
    return {
        1: (
            _("%(unit)s đã gửi đề nghị", unit=unit) if received else _("%(unit)s chuẩn bị đề nghị", unit=unit),
            received,
        ),
        2: (arrived, day(file.complete_on)),
        3: (_("%(office)s xem hồ sơ", office=here.office_name), ""),
        4: (_("Cấp tỉnh quyết định") if above else _("Chủ tịch %(here)s quyết định", here=here.here), promised),
        5: (_("Báo kết quả cho bạn và đơn vị"), ""),
    }


def _skipped(file: PublicFile, shown: StateDef) -> set[int]:
    """After the end only the steps that were taken are shown."""
    skipped = {2, 3} if file.complete_on is None else set()
    if shown.outcome != "awarded" and shown.lane not in ("chair", "superior"):
        skipped.add(4)
    return skipped


def _place(number: int, current: int) -> str:
    if number < current:
        return "was"
    return "now" if number == current else ""


def listed(file: PublicFile) -> dict[str, str]:
    """One line of a person's own nominations."""
    status = status_of(file)
    return {
        "name": status.name, "award": status.award, "answer": status.answer, "code": file.code, "unit": status.unit,
        "href": url_for("public.own", code=file.code),
    }  # fmt: skip

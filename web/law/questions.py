"""The questions of the page, put to the law and answered in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from web.context import calendar, law
from web.i18n import _, locale
from workflow.awards import answers
from workflow.awards.bonus import NoBaseSalary, NoSuchBonus
from workflow.awards.questions import WrongQuestion, read_vote
from workflow.awards.rules import UnknownAward
from workflow.kernel.typed import read_date

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
COUNTS: Final = ("members", "present", "written", "for", "against", "recused")
MOST_DAYS: Final = 1_000
Told = dict[str, Any]


def answered(asked: Mapping[str, str], on: date) -> tuple[Told, dict[str, str]]:
    """Everything that was asked for, by name, and what was wrong, by field."""
    found: Told = {}
    problems: dict[str, str] = {}
    if asked.get("on") and read_date(asked["on"]) is None:
        problems["on"] = _("Nhập ngày theo mẫu 24/11/2023.")
    if not FIRST <= on <= LAST:
        problems["on"] = _("Nhập ngày từ năm 2000 đến năm 2099.")
    if problems:
        return found, problems
    for name, question in _QUESTIONS.items():
        try:
            told = question(asked, on)
        except (UnknownAward, NoBaseSalary, NoSuchBonus, WrongQuestion, ValueError):
            problems[_FIELDS[name]] = _WRONG[name]()
            continue
        if told is not None:
            found[name] = _in_locale(told)
    return found, problems


def _award(asked: Mapping[str, str], on: date) -> Told | None:
    return answers.shown(law().on(on), asked["award"], on) if asked.get("award") else None


def _vote(asked: Mapping[str, str], on: date) -> Told | None:
    if not asked.get("award") or not asked.get("members"):
        return None
    counts = {name: _whole(asked.get(name, "")) for name in COUNTS if asked.get(name)}
    return answers.voted(read_vote({"award": asked["award"], "date": on.isoformat(), **counts}), law())


def _deadline(asked: Mapping[str, str], on: date) -> Told | None:
    if not asked.get("days"):
        return None
    days = _whole(asked["days"])
    if days > MOST_DAYS:
        raise ValueError(days)
    return answers.due(on, days, calendar=calendar())


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise ValueError(text)
    return int(text)


def _in_locale(value: Any) -> Any:
    """`name_vi` and `name_en` become `name`, all the way down."""
    if isinstance(value, list):
        return [_in_locale(item) for item in value]
    if not isinstance(value, dict):
        return value
    mine, other = f"_{locale()}", "_en" if locale() == "vi" else "_vi"
    return {key.removesuffix(mine): _in_locale(item) for key, item in value.items() if not key.endswith(other)}


_QUESTIONS: Final[Mapping[str, Callable[[Mapping[str, str], date], Told | None]]] = {
    "law": _award,
    "vote": _vote,
    "deadline": _deadline,
}
_FIELDS: Final = {"law": "award", "vote": "members", "deadline": "days"}
_WRONG: Final[Mapping[str, Callable[[], str]]] = {
    "law": lambda: _("Chọn danh hiệu, hình thức có trong danh sách."),
    "vote": lambda: _("Nhập số nguyên; số phiếu phải khớp với số người dự và ý kiến bằng văn bản."),
    "deadline": lambda: _("Nhập số ngày làm việc từ 0 đến %(most)s.", most=MOST_DAYS),
}

"""A bonus in words: the amount, what it was before rounding, how it was counted, what else was looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from states import Text
from web.i18n import _, day, fraction, moment, money, pick, words
from workflow.decisions.bonus_queries import BonusRow
from workflow.decisions.bonuses import DIFFERENCE, HIGHEST_TITLE

ROUNDINGS: Final[Mapping[str, Text]] = {
    "ceil_10000": Text("làm tròn lên hàng chục nghìn đồng", "rounded up to ten thousand"),
    "nearest_10000": Text("làm tròn đến chục nghìn đồng gần nhất", "rounded to the nearest ten thousand"),
}
SUBJECTS: Final[Mapping[str, Text]] = {
    "collective": Text("Tập thể", "Collectives"),
    "person": Text("Cá nhân", "Persons"),
    "household": Text("Hộ gia đình", "Households"),
}


@dataclass(frozen=True, slots=True)
class Money:
    """The cell of a list: what is granted, what stands beside it, and the arithmetic on demand."""

    amount: str
    beside: str
    mark: str
    steps: tuple[str, ...]


def money_of(bonus: BonusRow, *, revoked: bool) -> Money:
    """A frozen bonus. An award that was revoked is to be paid back: the amount stays as it was granted."""
    if bonus.to_be_set:
        return Money(_("Chưa ấn định"), "", "", tuple(_open_steps(bonus)))
    beside = _("trước làm tròn %(amount)s", amount=money(bonus.unrounded))
    mark = _("thu hồi") if revoked and bonus.amount else ""
    return Money(money(bonus.amount), beside, mark, tuple(_steps(bonus)))


def note_of(bonus: BonusRow) -> str:
    """Why it is less than the award is worth, with the arithmetic; empty where it is not."""
    award = pick(bonus.beside_vi or "", bonus.beside_en or "")
    where = _where(bonus)
    if bonus.note == HIGHEST_TITLE:
        return _("Đã hưởng mức thưởng của danh hiệu %(award)s cùng năm (%(where)s), không thấp hơn, nên không chi.",
                 award=award, where=where)  # fmt: skip
    if bonus.note == DIFFERENCE:
        return _(
            "Cùng năm đã hưởng %(before)s tiền thưởng danh hiệu, cao nhất là %(award)s (%(where)s): "
            "%(full)s − %(before)s = %(amount)s chi thêm.",
            before=money(bonus.granted_before), award=award, where=where, full=money(bonus.full_amount),
            amount=money(bonus.amount),
        )  # fmt: skip
    return ""


def totals(named: Iterable[tuple[str, BonusRow | None, bool]]) -> list[dict[str, str]]:
    """The sums of a list by kind of subject, then the whole, what waits and what is to be paid back.

    Each name as its kind, its bonus and whether the award was revoked. Nothing for a list without bonuses.
    """
    each = [(kind, bonus, revoked) for kind, bonus, revoked in named if bonus is not None]
    if not each:
        return []
    lines = []
    for kind, text in SUBJECTS.items():
        own = [bonus for one, bonus, _revoked in each if one == kind]
        if own:
            lines.append({"term": words(text), "value": _("%(n)s tên: %(amount)s", n=len(own), amount=_sum(own))})
    whole = [bonus for _kind, bonus, _revoked in each]
    lines.append({"term": _("Tổng tiền thưởng"), "value": _("%(n)s tên: %(amount)s", n=len(whole), amount=_sum(whole))})
    waiting = sum(bonus.to_be_set for bonus in whole)
    if waiting:
        lines.append({"term": _("Chờ ấn định hệ số"), "value": _("%(n)s tên, chưa tính trong tổng", n=waiting)})
    gone = [bonus for _kind, bonus, revoked in each if revoked and bonus.amount]
    if gone:
        lines.append({"term": _("Trong đó thu hồi"), "value": _("%(n)s tên: %(amount)s", n=len(gone),
                                                               amount=_sum(gone))})  # fmt: skip
    return lines


def facts_of(bonus: BonusRow | None, *, own: bool, revoked: bool) -> list[dict[str, Any]]:
    """The bonus on the page of one name: every number it was counted from, and by what."""
    if not own:
        return [{"term": _("Tiền thưởng"), "value": _("Do cấp ra quyết định chi.")}]
    if bonus is None:
        return []
    shown = money_of(bonus, revoked=revoked)
    amount = _("%(amount)s, %(mark)s", amount=shown.amount, mark=shown.mark) if shown.mark else shown.amount
    facts = [{"term": _("Tiền thưởng"), "value": amount}]
    if bonus.unrounded is not None:
        facts.append({"term": _("Trước làm tròn"), "value": money(bonus.unrounded)})
    facts += [{"term": _("Cách tính"), "value": " ".join(shown.steps)}]
    if bonus.set_by is not None and bonus.set_at is not None:
        facts.append({"term": _("Hệ số do"), "value": _(
            "%(who)s ấn định %(at)s theo %(document)s: %(reason)s",
            who=bonus.set_by, at=moment(bonus.set_at), document=bonus.set_document, reason=bonus.set_reason,
        )})  # fmt: skip
    return facts


def counted(multiplier: Decimal, base_salary: int, unrounded: Decimal, language: str = "") -> str:
    """0,3 × 1.800.000 đ = 540.000 đ"""
    return f"{fraction(multiplier, language)} × {money(base_salary, language)} = {money(unrounded, language)}"


def _steps(bonus: BonusRow) -> Iterable[str]:
    if bonus.multiplier is None or bonus.unrounded is None:
        return
    rounding = words(ROUNDINGS[bonus.rounding])
    yield _("%(counted)s, %(rounding)s: %(amount)s.", rounding=rounding, amount=money(bonus.full_amount),
            counted=counted(bonus.multiplier, bonus.base_salary, bonus.unrounded))  # fmt: skip
    note = note_of(bonus)
    if note:
        yield note
    yield _basis(bonus)


def _open_steps(bonus: BonusRow) -> Iterable[str]:
    yield _("Quy định của hồ sơ chưa nêu hệ số. Cán bộ phụ trách ấn định, kèm lý do và văn bản.")
    yield _basis(bonus)


def _basis(bonus: BonusRow) -> str:
    if not bonus.article:
        return _("Căn cứ: mức lương cơ sở theo %(salary)s.", salary=bonus.salary_article)
    return _("Căn cứ: hệ số theo %(article)s; mức lương cơ sở theo %(salary)s.", article=bonus.article,
             salary=bonus.salary_article)  # fmt: skip


def _where(bonus: BonusRow) -> str:
    if bonus.beside_number is None:
        return _("trong quyết định này")
    if bonus.beside_date is None:
        return _("quyết định %(number)s", number=bonus.beside_number)
    return _("quyết định %(number)s ngày %(day)s", number=bonus.beside_number, day=day(bonus.beside_date))


def _sum(bonuses: Iterable[BonusRow]) -> str:
    return money(sum(bonus.amount or 0 for bonus in bonuses))

"""What the list on the chairman's desk will cost: each name, and the sum before anything is signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from web.context import today
from web.decide.lists import SIGN, Pending
from web.decide.wish import Wish
from web.i18n import _, day, money
from workflow.decisions.bonuses import DIFFERENCE, HIGHEST_TITLE, Reckoned, total_of
from workflow.kernel.typed import read_date


@dataclass(frozen=True, slots=True)
class Cost:
    """The sum as a sentence and what it rests on; `amounts` by nomination, empty where nothing is granted here."""

    total: str
    basis: str
    amounts: Mapping[int, str]


def cost_of(found: Pending, wish: Wish | None, ids: Iterable[int], act: str) -> Cost:
    """What these names would be granted, for the day that was typed or else for today."""
    if act != SIGN:
        return Cost("", _("Tiền thưởng do cấp ra quyết định chi."), {})
    decided_on = _decided_on(wish)
    granted = found.bonuses.granted(ids, decided_on)
    if not granted:
        return Cost("", "", {})
    total = total_of(one.amount for one in granted.values())
    salary = next(iter(granted.values())).base_salary
    basis = [_("Theo mức lương cơ sở %(salary)s của ngày ký %(day)s.", salary=money(salary), day=day(decided_on))]
    if total.to_be_set:
        basis.append(_("%(n)s tên chờ cán bộ ấn định hệ số, chưa tính trong tổng.", n=total.to_be_set))
    return Cost(
        _("%(n)s tên, tổng tiền thưởng %(amount)s", n=total.names, amount=money(total.amount)), " ".join(basis),
        {key: amount_of(one) for key, one in granted.items()},
    )  # fmt: skip


def amount_of(one: Reckoned) -> str:
    """540.000 đ, and in a word why it is less than the award is worth."""
    if one.amount is None:
        return _("chờ ấn định hệ số")
    if one.note == HIGHEST_TITLE:
        return _("%(amount)s, đã có danh hiệu mức cao hơn cùng năm", amount=money(one.amount))
    if one.note == DIFFERENCE:
        return _("%(amount)s, trừ %(before)s đã hưởng cùng năm", amount=money(one.amount),
                 before=money(one.granted_before))  # fmt: skip
    return money(one.amount)


def _decided_on(wish: Wish | None) -> date:
    typed = read_date(str(wish.inputs.get("decision_date", ""))) if wish else None
    return typed or today()

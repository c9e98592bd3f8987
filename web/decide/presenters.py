"""What the chairman's pages show."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from web.context import actor
from web.decide.acts import Letters, Planned
from web.decide.lists import FATES, SIGN, Blocked, Group, Pending, rows_in_order
from web.decide.money import Cost, cost_of
from web.decide.warnings import warnings_of
from web.decide.wish import Strike, Wish, label_of
from web.i18n import _, clock_time, moment, percent, pick, words
from web.presenting import badge, definition_of, state_badge
from web.triggers import InputField, batch_text, input_fields, trigger_def
from web.wording import refusal_text
from workflow.decisions.reactions import fingerprint_of
from workflow.nominations.bulk import ReportLine
from workflow.nominations.decide_queries import LastMove, PendingRow


@dataclass(frozen=True, slots=True)
class Name:
    """A row of the list; `number` is the place in the golden book, empty when struck."""

    id: int
    number: str
    name: str
    href: str
    below: str
    award: str
    money: str
    vote: str
    share: str
    struck: bool
    reason: str
    fate: str
    error: str


@dataclass(frozen=True, slots=True)
class List:
    """One group with its form."""

    act: str
    title: str
    text: str
    rows: Sequence[Name]
    figures: Sequence[Mapping[str, Any]]
    fields: Sequence[InputField]
    capacity: str
    signer: str
    button: str
    seen: str
    fingerprint: str
    cost: Cost


def list_values(found: Pending, wish: Wish | None, problems: Mapping[str, str]) -> dict[str, Any]:
    """The page: what to know, then each group with its register and its signature."""
    groups = [group for group in (found.sign, found.forward) if group.rows]
    return {
        "warnings": warnings_of(found),
        "lists": [_list(found, group, wish if wish and wish.act == group.act else None, problems) for group in groups],
        "blocked": [blocked_line(one) for one in found.blocked],
        "problems": problems,
        "fates": [(fate, _fate_text(fate)) for fate in FATES],
    }


def _list(found: Pending, group: Group, wish: Wish | None, problems: Mapping[str, str]) -> List:
    strikes = wish.strikes if wish else {}
    signing = label_of(group.act)
    kept = [row for row in group.rows if row.id not in strikes]
    own = group.act == SIGN
    cost = cost_of(found, wish, [row.id for row in kept], group.act)
    return List(
        act=group.act,
        title=_("Thuộc thẩm quyền, ký quyết định") if own else _("Thuộc thẩm quyền cấp trên, ký trình"),
        text=_("Một quyết định cho cả danh sách, mỗi người một hồ sơ riêng. Số thứ tự là số sổ vàng.") if own
        else _("Một tờ trình cho cả danh sách, mỗi người một hồ sơ riêng."),
        rows=list(_names(group.rows, strikes, problems, cost)),
        figures=[
            {"value": len(group.rows), "label": _("được trình")},
            {"value": len(group.rows) - len(kept), "label": _("bỏ tên")},
            {"value": len(kept), "label": _("sẽ ký")},
            {"value": sum(row.of_women for row in kept), "label": _("nữ, tập thể nữ")},
        ],
        fields=input_fields(signing, problems if wish else {}),
        capacity=group.formula,
        signer=_signer(group),
        button=batch_text(signing, len(kept)),
        seen=json.dumps({str(key): value for key, value in group.seen.items()}),
        fingerprint=mark(group, [row.id for row in kept]),
        cost=cost,
    )  # fmt: skip


def _names(
    rows: Sequence[PendingRow], strikes: Mapping[int, Strike], problems: Mapping[str, str], cost: Cost
) -> Iterable[Name]:
    prefix = url_for("nominations.show", code="-")[:-1]
    number = 0
    for row in rows:
        strike = strikes.get(row.id)
        number += strike is None
        voted = row.members is not None and row.in_favour is not None
        share = percent(row.in_favour or 0, row.members or 1) if voted else ""
        yield Name(
            row.id, "–" if strike else str(number), row.name, prefix + row.code,
            f"{pick(row.unit_vi, row.unit_en)} · {row.achievement}", pick(row.award_vi, row.award_en),
            cost.amounts.get(row.id, ""),
            f"{row.in_favour}/{row.members}" if voted else _("không qua Hội đồng"), share, strike is not None,
            strike.reason if strike else "", strike.fate if strike else FATES[0], problems.get(f"reason-{row.id}", ""),
        )  # fmt: skip


def _signer(group: Group) -> str:
    capacity = group.capacity
    if capacity is None:
        return ""
    if capacity.on_behalf_of is None:
        return actor().name
    return _("%(name)s, thay %(principal)s, văn bản %(doc)s", name=actor().name, principal=capacity.on_behalf_of.name,
             doc=capacity.document or "")  # fmt: skip


def mark(group: Group, ids: Sequence[int]) -> str:
    """The first marks of the list's digest, as they are read out: 9F3C 71A8 02DE."""
    return spoken(fingerprint_of(rows_in_order(group, ids))) if ids else ""


def spoken(fingerprint: str) -> str:
    head = fingerprint[:12].upper()
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4))


def blocked_line(one: Blocked) -> dict[str, Any]:
    row = one.row
    return {
        "name": row.name,
        "code": row.code,
        "href": url_for("nominations.show", code=row.code),
        "award": pick(row.award_vi, row.award_en),
        "reasons": [refusal_text(refusal) for refusal in one.refusals],
    }


def _fate_text(fate: str) -> str:
    trigger = trigger_def(fate)
    return words(trigger.label) if trigger else _("Để lại, quyết định sau")


def preview_values(found: Pending, wish: Wish, planned: Sequence[Planned], letters: Letters) -> dict[str, Any]:
    """What will happen, by name, before it does."""
    group = found.group(wish.act)
    cost = cost_of(found, wish, wish.kept if wish.signs else (), wish.act)
    names = {row.id: row for row in group.rows}
    trigger = label_of(wish.act)
    signed = len(wish.kept) if wish.signs else 0
    struck = sum(len(ids) for ids in wish.moves.values())
    signing = batch_text(trigger, signed) if wish.signs else _("Xử lý %(n)s tên đã bỏ", n=struck)
    return {
        "wish": wish,
        "signs": wish.signs,
        "signing": signing,
        "plans": [_plan(one, names, cost) for one in planned],
        "cost": cost,
        "left": [names[key].name for key in wish.left],
        "letters": letters,
        "fingerprint": mark(group, wish.kept) if wish.signs else "",
        "capacity": group.formula,
        "signer": _signer(group),
        "entered": [(field.label, field.value) for field in input_fields(trigger, {})] if wish.signs else [],
        "women": sum(names[key].of_women for key in wish.kept) if wish.signs else 0,
    }


def _plan(one: Planned, names: Mapping[int, PendingRow], cost: Cost) -> dict[str, Any]:
    trigger = label_of(one.trigger)
    first = one.judged[0]
    definition = definition_of(first.row)
    steps = [judged.step for judged in one.judged if judged.step]
    return {
        "title": batch_text(trigger, len(one.judged)),
        "reason": one.reason,
        "source": state_badge(definition, steps[0].source) if steps else None,
        "target": state_badge(definition, steps[0].target) if steps else None,
        "rows": [
            {"number": number, "name": row.name, "code": row.code, "award": pick(row.award_vi, row.award_en),
             "unit": pick(row.unit_vi, row.unit_en), "money": cost.amounts.get(row.id, "")}
            for number, row in enumerate((names[judged.row.id] for judged in one.judged), start=1)
        ],
    }  # fmt: skip


def changed_values(wish: Wish, moves: Sequence[LastMove]) -> dict[str, Any]:
    """What happened to the list while the page was open."""
    lines = []
    for move in moves:
        definition = definition_of(move)
        lines.append({
            "name": move.name, "href": url_for("nominations.show", code=move.code), "code": move.code,
            "what": words(definition.trigger(move.trigger).done_one), "who": move.actor or _("Tự động khi hết hạn"),
            "at": moment(move.at), "standing": badge(move),
        })  # fmt: skip
    return {"lines": lines, "wish": wish}


def result_values(lines: Sequence[ReportLine], at: datetime, definition: Any) -> dict[str, Any]:
    """What was done, by name, with where each stands now."""
    groups: dict[str, list[ReportLine]] = {}
    for line in lines:
        groups.setdefault(line.target or line.source, []).append(line)
    prefix = url_for("nominations.show", code="-")[:-1]
    return {
        "groups": [
            {"standing": state_badge(definition, target, full=True), "n": len(rows),
             "rows": [{"name": row.name, "code": row.code, "href": prefix + row.code} for row in rows]}
            for target, rows in groups.items()
        ],
        "at": at,
        "time": clock_time(at),
    }  # fmt: skip

"""What the register of decisions shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import url_for
from sqlalchemy.orm import Session

from states import INPUTS
from web.context import actor, law, me, services, today
from web.decisions.money import Money, facts_of, money_of, totals
from web.i18n import _, clock_time, day, pick, words
from web.presenting import LEVELS, Badge, badge, definition_of, role_name, state_badge, state_of
from web.site import site_of
from web.triggers import InputField, input_fields, trigger_def
from web.wording import roles_text
from workflow.decisions.bonus_acts import SETTERS
from workflow.decisions.queries import DecisionRow, ItemRow, items_of
from workflow.nominations.file_queries import EventRow, events_of
from workflow.nominations.words import GENDERS

SHOWN_INPUTS: Final = ("ground", "document", "decision_number", "decision_date")


@dataclass(frozen=True, slots=True)
class Line:
    """A decision in the register."""

    href: str
    number: str
    signed_on: str
    signer: str
    names: int
    revoked: int


@dataclass(frozen=True, slots=True)
class Place:
    """A name at its place in the golden book. `href` is None on the reader's own line."""

    position: int
    name: str
    href: str | None
    below: str
    award: str
    standing: Badge
    money: Money | None


@dataclass(frozen=True, slots=True)
class ItemAct:
    """An act on one name, with what has to be typed."""

    trigger: str
    label: str
    effect: str
    kind: str
    fields: Sequence[InputField]


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an item's history, as the timeline macro takes it."""

    date: str
    time: str
    source: Badge | None
    target: Badge | None
    title: str
    who: str
    why: str


def register(rows: Sequence[DecisionRow]) -> list[Line]:
    return [
        Line(
            url_for("decisions.show", decision_id=row.id),
            row.number,
            day(row.signed_on),
            signer_of(row),
            row.names,
            row.revoked,
        )
        for row in rows
    ]


def signer_of(row: DecisionRow) -> str:
    """Who signed, in which capacity; a decision of a higher level names that level."""
    if not row.own:
        level = LEVELS.get(row.authority)
        return words(level) if level else row.authority
    signer = f"{row.signature} {row.signer or ''}".strip()
    return _("%(signer)s, thay %(principal)s", signer=signer, principal=row.principal) if row.principal else signer


def decision_values(session: Session, row: DecisionRow) -> dict[str, Any]:
    items = items_of(session, actor(), row.id)
    hidden = row.names - len(items)
    return {
        "row": row,
        "signer": signer_of(row),
        "items": [place_of(item) for item in items],
        "hidden": hidden,
        "granted": any(item.bonus for item in items),
        "totals": totals((item.subject, item.bonus, is_revoked(item)) for item in items),
        "mark": mark(row),
        "figures": [
            {"value": row.names, "label": _("tên")},
            {"value": row.revoked, "label": _("đã hủy")},
        ],
    }


def mark(row: DecisionRow) -> str:
    head = row.fingerprint[:12].upper()
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4))


def place_of(item: ItemRow) -> Place:
    own = item.nominee_id is not None and item.nominee_id == me()
    standing = badge(item)
    if own:  # a nominee is told by letter, not by the register
        definition = definition_of(item)
        standing = state_badge(definition, definition.initial)
    return Place(
        item.position, item.name, None if own else url_for("decisions.item", item_id=item.id),
        pick(item.unit_vi, item.unit_en), pick(item.award_vi, item.award_en), standing,
        money_of(item.bonus, revoked=is_revoked(item)) if item.bonus else None,
    )  # fmt: skip


def is_revoked(item: ItemRow) -> bool:
    """Whether the award is gone, as far as this reader may know: not from one's own line."""
    return state_of(item).final and (item.nominee_id is None or item.nominee_id != me())


def item_values(
    session: Session, row: DecisionRow, item: ItemRow, typed: str, problems: dict[str, str]
) -> dict[str, Any]:
    """One name: where it stands, what may be done about it, what was done."""
    definition = definition_of(item)
    acts, later = [], []
    for route in definition.exits(item.state):
        trigger = definition.trigger(route.trigger)
        if not actor().has(*route.roles):
            later.append({"label": words(trigger.label), "text": _("việc của %(who)s", who=roles_text(route.roles))})
            continue
        effect = _("Sang “%(state)s”.", state=words(definition.state(route.target).label))
        fields = input_fields(trigger, problems if typed == route.trigger else {})
        kind = "seal" if trigger.signing else ""
        acts.append(ItemAct(route.trigger, words(trigger.label), effect, kind, fields))
    return {
        "row": row, "item": item, "standing": badge(item, full=True), "signer": signer_of(row),
        "unit": pick(item.unit_vi, item.unit_en), "award": pick(item.award_vi, item.award_en),
        "acts": acts, "later": later, "problems": problems,
        "money": facts_of(item.bonus, own=row.own, revoked=is_revoked(item)), "settable": may_set(item),
        "timeline": [_happening(event, item) for event in events_of(session, "decision_item", item.id)],
    }  # fmt: skip


def may_set(item: ItemRow) -> bool:
    """Whether the reader may set the multiplier that the law left open."""
    return item.bonus is not None and item.bonus.to_be_set and not is_revoked(item) and actor().has(*SETTERS)


def _happening(event: EventRow, item: ItemRow) -> Happening:
    definition = definition_of(item)
    entered = []
    for name in SHOWN_INPUTS:
        value = str(event.detail.get(name) or "")
        if value:
            choice = INPUTS[name].choice(value)
            said = day(date.fromisoformat(value)) if INPUTS[name].kind == "date" else value
            entered.append(f"{words(INPUTS[name].label)}: {words(choice.label) if choice else said}")
    why = " ".join(f"{part.rstrip('.')}." for part in (event.reason, *entered) if part)
    who = f"{event.actor or ''}, {role_name(event.capacity)}"
    return Happening(day(event.at), clock_time(event.at), state_badge(definition, event.source),
                     state_badge(definition, event.target), "", who, why)  # fmt: skip


def print_values(row: DecisionRow, items: Sequence[ItemRow]) -> dict[str, Any]:
    """The decision in the layout of Decree 30: bases, articles, signature, annex."""
    awards = list(dict.fromkeys(item.award_vi for item in items))
    rules = law().named(items[0].rule_set) if items and items[0].rule_set else law().on(today())
    kinds = {"collective": "tập thể", "person": "cá nhân", "household": "hộ gia đình"}
    numbers = {kind: sum(item.subject == kind for item in items) for kind in kinds}
    counted = [f"{numbers[kind]} {text}" for kind, text in kinds.items() if numbers[kind]]
    formula = [part.strip() for part in row.signature.split("/") if part.strip()]
    return {
        "row": row, "items": items, "awards": awards, "law": rules.title.vi,
        "counted": counted, "formula": formula, "signed_long": long_day(row),
        "genders": {code: text.vi for code, text in GENDERS.items()}, "mark": mark(row),
        "gone": {item.id for item in items if state_of(item).final}, "granted": any(item.bonus for item in items),
        "total": sum(item.bonus.amount or 0 for item in items if item.bonus), "sample": services().settings.demo,
        "body": site_of(services().settings.config, sample=services().settings.demo, language="vi"),
    }  # fmt: skip


def long_day(row: DecisionRow) -> str:
    """ngày 05 tháng 02 năm 2023: days under ten and the first two months carry a nought."""
    signed = row.signed_on
    month = f"{signed.month:02d}" if signed.month < 3 else str(signed.month)
    return f"ngày {signed.day:02d} tháng {month} năm {signed.year}"


def done(trigger: str) -> str:
    known = trigger_def(trigger)
    return f"{words(known.done_one)}." if known else ""

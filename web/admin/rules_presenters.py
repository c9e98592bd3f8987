"""Rule sets as their pages show them: the list, one set beside the one before, and the form for another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from flask import request, url_for
from sqlalchemy.orm import Session

from states import Text
from web.admin.rules_words import HEADINGS, control_of, heading_of, value_words
from web.context import actor, law, today
from web.i18n import _, day, moment, words
from workflow.awards.differences import GROUPS, Difference, differences, entries_of
from workflow.awards.editions import EditionRow, edition, editions
from workflow.awards.publishing import is_publisher, may_confirm
from workflow.awards.rules import RuleSet
from workflow.kernel.errors import NotFound

KINDS: Final[Mapping[str, Text]] = {
    "added": Text("thêm", "added"), "removed": Text("bỏ", "removed"), "changed": Text("đổi", "changed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One statement before and after."""

    title: str
    code: str
    kind: str
    same: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: tuple[Line, ...]


def list_values(session: Session) -> dict[str, Any]:
    """Every set that holds, newest first, above them what waits for a second person."""
    found = {row.set_id: row for row in editions(session)}
    sets = law(session).all()
    ends = {before.id: after.valid_from - timedelta(days=1) for before, after in pairwise(sets)}
    waiting = [row for row in found.values() if row.open]
    return {
        "waiting": [_row(row.rules, row) for row in waiting],
        "rows": [_row(rules, found.get(rules.id), ends.get(rules.id)) for rules in reversed(sets)],
        "gone": [_row(row.rules, row) for row in found.values() if row.withdrawn_at is not None],
        "publisher": is_publisher(actor()), "back": _back(),
    }  # fmt: skip


def _row(rules: RuleSet, row: EditionRow | None, until: date | None = None) -> dict[str, Any]:
    unsure = sum(certainty == "U" for certainty in rules.certainty.values())
    in_force = row is None or row.confirmed_at is not None
    return {
        "href": url_for("admin.rules_set", set_id=rules.id), "id": rules.id, "title": words(rules.title.text()),
        "since": day(rules.valid_from), "until": day(until),
        "never": until is not None and until < rules.valid_from, "unsure": unsure, "statements": len(rules.certainty),
        "mark": rules.fingerprint[:12], "proposed": _by(row.proposed_by, row.proposed_at) if row else "",
        "confirmed": _by(row.confirmed_by, row.confirmed_at) if row and row.confirmed_by else "",
        "now": in_force and law().on(today()).id == rules.id,
    }  # fmt: skip


def _by(name: str | None, at: Any) -> str:
    return _("%(name)s, %(day)s", name=name or "", day=day(at))


def set_values(session: Session, set_id: str, problems: Mapping[str, str]) -> dict[str, Any]:
    """One rule set: what it is, what it says otherwise than another, and what can be done with it."""
    row = edition(session, set_id)
    rules = row.rules if row else next((one for one in law(session).all() if one.id == set_id), None)
    if rules is None:
        raise NotFound("rule_set")
    before = _before(rules, row)
    other = next((one for one in law().all() if one.id == request.args.get("with")), before)
    found = differences(other, rules) if other else ()
    settings = _settings(rules)
    return {
        "rules": rules, "row": row, "problems": problems, "title": words(rules.title.text()),
        "facts": _facts(rules, row), "other": other, "before": before, "groups": _groups(found), "count": len(found),
        "others": [(one.id, one.id) for one in law().all() if one.id != rules.id],
        "entries": _entries(rules), "settings": settings, "own": [one for one in settings if one["own"]],
        "act": _act(row), "publisher": is_publisher(actor()),
        "back": _back(),
    }  # fmt: skip


def _before(rules: RuleSet, row: EditionRow | None) -> RuleSet | None:
    """The set whose place it takes on its first day."""
    if row is not None and row.confirmed_at is None:
        return law().on(rules.valid_from)
    sets = law().all()
    place = next(number for number, one in enumerate(sets) if one.id == rules.id)
    return sets[place - 1] if place else None


def _facts(rules: RuleSet, row: EditionRow | None) -> list[dict[str, str]]:
    facts = [
        (_("Mã"), rules.id),
        (_("Có hiệu lực từ"), day(rules.valid_from)),
        (_("Dựa trên"), rules.inherits if rules.inherits in {one.id for one in law().all()} else ""),
        (_("Văn bản"), "; ".join(rules.sources)),
        (_("Độ chắc"), _certainty(rules)),
        (_("Dấu vân tay"), rules.fingerprint[:12]),
        (_("Người đề nghị"), f"{row.proposed_by}, {moment(row.proposed_at)}" if row else _("đi kèm chương trình")),
        (_("Người xác nhận"), f"{row.confirmed_by}, {moment(row.confirmed_at)}" if row and row.confirmed_at else ""),
        (_("Rút lại"), f"{row.withdrawn_by}, {moment(row.withdrawn_at)}" if row and row.withdrawn_at else ""),
    ]  # fmt: skip
    return [{"term": term, "value": value} for term, value in facts if value]


def _certainty(rules: RuleSet) -> str:
    grades = list(rules.certainty.values())
    return _(
        "%(read)s đã đọc văn bản, %(known)s biết mà chưa đọc lại, %(unsure)s chưa chắc",
        read=grades.count("V"), known=grades.count("K"), unsure=grades.count("U"),
    )  # fmt: skip


def _act(row: EditionRow | None) -> dict[str, Any] | None:
    """What the reader may do with a proposal, and why not."""
    if row is None or not row.open:
        return None
    return {
        "confirm": may_confirm(actor(), row), "own": is_publisher(actor()) and not may_confirm(actor(), row),
        "late": row.valid_from < today(), "seen": row.fingerprint, "proposer": row.proposed_by, "id": row.id,
    }  # fmt: skip


def _groups(found: Iterable[Difference]) -> list[Group]:
    by_group: dict[str, list[Line]] = {}
    for each in found:
        by_group.setdefault(each.group, []).append(_line(each))
    return [Group(words(GROUPS[name]), tuple(lines)) for name, lines in by_group.items()]


def _line(each: Difference) -> Line:
    same = words(each.after) if each.before == each.after and each.after is not None else ""
    before = [] if same or each.before is None else [_said(each, each.before)]
    after = [] if same or each.after is None else [_said(each, each.after)]
    for detail in each.details:
        label = words(detail.label)
        before.append(f"{label}: {words(detail.before) if detail.before else '–'}")
        after.append(f"{label}: {words(detail.after) if detail.after else '–'}")
    title = words(each.title)
    code = each.name if each.name != title else ""
    return Line(title, code, words(KINDS[each.kind]), same, tuple(before), tuple(after))


def _said(each: Difference, said: Text) -> str:
    return value_words(said.vi) if each.group == "values" and said.vi == said.en else words(said)


def _entries(rules: RuleSet) -> list[dict[str, str]]:
    return [
        {"place": one.place, "article": one.article, "text": words(one.text)} for one in entries_of(rules)
    ]  # fmt: skip


def _settings(rules: RuleSet) -> list[dict[str, Any]]:
    return [
        {"label": words(setting.label.text()), "code": name, "value": value_words(rules.values[name]),
         "shipped": value_words(setting.default), "own": rules.values[name] != setting.default,
         "question": words(setting.question.text())}
        for name, setting in rules.settings.items()
    ]  # fmt: skip


def form_values(session: Session, base_id: str, problems: Mapping[str, str]) -> dict[str, Any]:
    """The form for a set on this base; without a base that is there, on the newest one."""
    sets = law(session).all()
    base = next((one for one in sets if one.id == base_id), sets[-1])
    fields: list[list[dict[str, Any]]] = [[] for _heading in HEADINGS]
    for name, setting in base.settings.items():
        default = _("Mặc định: %(value)s.", value=value_words(setting.default))
        fields[heading_of(name)].append({
            "name": f"setting.{name}", "label": words(setting.label.text()), **control_of(setting),
            "help": f"{words(setting.question.text())} {default}",
            "value": request.form.get(f"setting.{name}", _plain(base.values[name])),
            "error": problems.get(f"setting.{name}", ""),
        })  # fmt: skip
    return {
        "base": base, "bases": [(one.id, f"{one.id}: {words(one.title.text())}") for one in reversed(sets)],
        "problems": problems, "back": _back(), "since": day(base.valid_from),
        "headings": [
            {"title": words(title), "fields": rows, "wrong": any(row["error"] for row in rows)}
            for (_starts, title), rows in zip(HEADINGS, fields, strict=True) if rows
        ],
        "value": _typed(base),
    }  # fmt: skip


def _typed(base: RuleSet) -> Any:
    """What stands in a field: what was just typed, else what the base says."""
    start = {"sources": "\n".join(base.sources), "title_vi": base.title.vi, "title_en": base.title.en}
    return lambda name: request.form.get(name, start.get(name, ""))


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _back() -> dict[str, str]:
    """The way back: administration for who keeps it, else the page that asks the law."""
    if actor().has("admin"):
        return {"text": _("Quản trị"), "href": url_for("admin.index")}
    return {"text": _("Hỏi luật"), "href": url_for("law.ask")}

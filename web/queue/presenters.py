"""What the queue's pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from states import Definition, TriggerDef
from web.context import actor, services
from web.i18n import _, pick, words
from web.presenting import KIND_CHOICES, Badge, Due, badge, due_of, holder, kind_text, options, state_badge
from web.queue.filters import filter_args, queue_address
from web.triggers import batch_text, done_text, input_fields, trigger_def
from web.wording import refusal_text
from workflow.awards.queries import awards
from workflow.kernel.db import AnyRow
from workflow.kernel.errors import NotFound
from workflow.kernel.paging import COUNT_LIMIT, Rows
from workflow.nominations.bulk import ReportLine
from workflow.nominations.judging import Judged
from workflow.nominations.queue import VIEWS, QueueFilter, QueueRow

OFFICE_LANES = ("office", "council", "chair", "superior")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the register."""

    number: int
    code: str
    name: str
    href: str
    unit: str
    award: str
    kind: str
    state: Badge
    holder: str
    due: Due | None


@dataclass(frozen=True, slots=True)
class View:
    label: str
    count: str
    href: str
    current: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Applied:
    text: str
    href: str


def queue_rows(page: Rows[QueueRow]) -> list[Line]:
    # One prefix for all links: asking url_for for every row costs more than the query.
    prefix = url_for("nominations.show", code="-")[:-1]
    return [
        Line(
            number, row.code, row.name, prefix + row.code, pick(row.unit_vi, row.unit_en),
            pick(row.award_vi, row.award_en), kind_text(row), badge(row), holder(row, pick(row.unit_vi, row.unit_en)),
            due_of(row),
        )
        for number, row in enumerate(page.items, start=page.first)
    ]  # fmt: skip


def queue_values(page: Rows[QueueRow], counts: Mapping[str, int], shown: int, wanted: QueueFilter,
                 units: Sequence[AnyRow], award_choices: list[tuple[str, str]]) -> dict[str, Any]:  # fmt: skip
    return {
        "rows": queue_rows(page),
        "views": _views(counts, wanted),
        "wanted": wanted,
        "shown": capped(shown),
        "total": capped(counts[wanted.view]),
        "applied": applied(wanted, units, award_choices, page),
        "clear_href": url_for("queue.show", view=wanted.view),
        "units": [("", _("Mọi đơn vị"))] + [(str(unit.id), pick(unit.name_vi, unit.name_en)) for unit in units],
        "awards": [("", _("Mọi hình thức")), *award_choices],
        "states": [("", _("Mọi trạng thái")), *state_options()],
        "kinds": options(KIND_CHOICES, _("Mọi loại")),
        "acts": bulk_acts(),
        "next_href": _next(page),
        "first_href": queue_address(request.args) if page.first > 1 else None,
        "first": page.first,
        "last": page.last,
        "print_href": queue_address(request.args, endpoint="queue.print_list", after=request.args.get("after", "")),
        "sheet_href": queue_address(request.args, endpoint="sheets.queue"),
        "carried": filter_args(request.args),
    }


def capped(count: int) -> str:
    return str(count) if count <= COUNT_LIMIT else _("hơn %(n)s", n=COUNT_LIMIT)


def award_options(session: Session) -> list[tuple[str, str]]:
    return [(award.code, pick(award.short_vi, award.short_en)) for award in awards(session)]


def state_options() -> list[tuple[str, str]]:
    """States in which a received file may wait for somebody."""
    definition = services().office.registry.latest("nomination").definition
    waiting = [state for state in definition.states if state.waiting and state.code != definition.initial]
    return [
        (state.code, words(state.short)) for state in waiting if state.lane in OFFICE_LANES or state.clock == "paused"
    ]


def bulk_acts() -> list[tuple[str, str]]:
    """What the person may do to many at once, by the roles they hold."""
    definition = services().office.registry.latest("nomination").definition
    roles = actor().roles
    unit_lanes = {state.code for state in definition.states if state.lane == "unit" and state.editable}
    may = {item.trigger for item in definition.transitions if roles & set(item.roles) and item.source not in unit_lanes}
    acts = [(item.code, words(item.label)) for item in definition.triggers if item.code in may and item.bulk]
    if actor().has("desk_officer", "appraiser"):
        acts.insert(0, ("claim", _("Nhận về mình")))
    if actor().has("standing_head"):
        acts.insert(0, ("assign", _("Giao cho cán bộ")))
    return acts


def officer_options(officers: Sequence[AnyRow]) -> list[tuple[str, str]]:
    seen = {row.id: f"{row.full_name}, {pick(row.title_vi, row.title_en)}" for row in officers}
    return [("", _("Không ai giữ")), *((str(key), text) for key, text in seen.items())]


def preview_values(
    act: str, judged: Sequence[Judged], problems: Mapping[str, str], units: Sequence[AnyRow]
) -> dict[str, Any]:
    trigger = known_trigger(act)
    definition = services().office.registry.latest("nomination").definition
    going = [one for one in judged if one.moves]
    return {
        "trigger": trigger,
        "label": words(trigger.label),
        "batch": batch_text(trigger, len(going)),
        "signing": trigger.signing,
        "total": len(judged),
        "going": [_going(one, definition) for one in going],
        "staying": [_staying(one) for one in judged if not one.moves],
        "targets": sorted({words(definition.state(one.step.target).label) for one in going if one.step}),
        "fields": input_fields(trigger, problems, units),
        "problems": problems,
    }


def _going(one: Judged, definition: Definition) -> dict[str, Any]:
    target = one.step.target if one.step else one.row.state
    return {
        "name": one.row.name, "code": one.row.code, "href": url_for("nominations.show", code=one.row.code),
        "source": state_badge(definition, one.row.state), "target": state_badge(definition, target),
    }  # fmt: skip


def _staying(one: Judged) -> dict[str, Any]:
    reasons = [refusal_text(refusal) for refusal in one.refusals]
    if one.stale:
        reasons = [_("Có người vừa làm việc này trước bạn. Mở lại danh sách để xem.")]
    return {
        "name": one.row.name,
        "code": one.row.code,
        "href": url_for("nominations.show", code=one.row.code),
        "reasons": reasons,
    }


def report_values(act: str, at: datetime, lines: Sequence[ReportLine]) -> dict[str, Any]:
    trigger = known_trigger(act)
    definition = services().office.registry.latest("nomination").definition
    moved = [line for line in lines if line.target is not None]
    return {
        "title": done_text(trigger, len(moved)),
        "at": at,
        "moved": [
            {
                "name": line.name,
                "code": line.code,
                "href": url_for("nominations.show", code=line.code),
                "source": state_badge(definition, line.source),
                "target": state_badge(definition, line.target or line.source),
            }
            for line in moved
        ],
        "left": [
            {
                "name": line.name,
                "code": line.code,
                "href": url_for("nominations.show", code=line.code),
                "reasons": [refusal_text(refusal) for refusal in line.refusals]
                or [_("Có người vừa làm việc này trước bạn. Mở lại danh sách để xem.")],
            }
            for line in lines
            if line.target is None
        ],
    }


def known_trigger(act: str) -> TriggerDef:
    trigger = trigger_def(act)
    if trigger is None or not trigger.bulk:
        raise NotFound("trigger")
    return trigger


def _views(counts: Mapping[str, int], wanted: QueueFilter) -> list[View]:
    labels = {
        "all": _("Tất cả"), "mine": _("Của tôi"), "free": _("Chưa ai nhận"), "late": _("Quá hạn"),
        "unit": _("Chờ đơn vị"), "council": _("Chờ Hội đồng"), "chair": _("Chờ Chủ tịch"),
    }  # fmt: skip
    return [
        View(labels[view], str(counts[view]) if counts[view] <= COUNT_LIMIT else f"{COUNT_LIMIT}+",
             queue_address(request.args, view=view), view == wanted.view, view == "late")
        for view in VIEWS
    ]  # fmt: skip


def applied(wanted: QueueFilter, units: Sequence[AnyRow], award_choices: list[tuple[str, str]],
            page: Rows[QueueRow]) -> list[Applied]:  # fmt: skip
    unit_names = {unit.id: pick(unit.name_vi, unit.name_en) for unit in units}
    texts = {
        "q": wanted.words, "unit": unit_names.get(wanted.unit_id or 0, ""),
        "award": dict(award_choices).get(wanted.award_code, ""), "state": dict(state_options()).get(wanted.state, ""),
        "kind": words(KIND_CHOICES[wanted.kind]) if wanted.kind in KIND_CHOICES else "",
        "holder": _held_by(wanted.holder, page),
    }  # fmt: skip
    return [Applied(text, queue_address(request.args, **{name: ""})) for name, text in texts.items() if text]


def _held_by(holder_code: str, page: Rows[QueueRow]) -> str:
    """The holder that is asked for, by name as far as the page shows one of their files."""
    if not holder_code:
        return ""
    named = next((holder(row, pick(row.unit_vi, row.unit_en)) for row in page.items), "")
    return _("đang ở: %(name)s", name=named) if named else _("theo người giữ")


def _next(page: Rows[QueueRow]) -> str | None:
    if page.next is None:
        return None
    return queue_address(request.args, after=page.next.encode())

"""The officers' queue: filters, counts, bulk acts with a preview, a claim."""

import json
from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from web.acting import act_once
from web.context import actor, calendar, me, services, today
from web.i18n import _
from web.queue import presenters
from web.queue.filters import filter_args, queue_address, read_filter
from web.seen import read_seen
from web.triggers import form_inputs, problems_of
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.paging import Cursor
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.advance import Advance, advance
from workflow.nominations.bulk import keep_report, preview, read_report
from workflow.nominations.policy import OFFICE_ROLES
from workflow.nominations.queue import (
    MOST_AT_ONCE,
    chosen_versions,
    count_filtered,
    filtered_versions,
    queue_counts,
    queue_page,
)
from workflow.nominations.tasks import AssignTasks, assign_tasks
from workflow.people.queries import holders_of, units_on

blueprint = Blueprint("queue", __name__, url_prefix="/queue")
CLAIM = "claim"
ASSIGN = "assign"


@blueprint.get("")
def show() -> str:
    _office_only()
    wanted = read_filter(request.args)
    after = Cursor.decode(request.args.get("after", ""))
    with services().store.reading() as session:
        calendar(session)
        page = queue_page(session, actor(), wanted, today(), after)
        counts = queue_counts(session, actor(), today())
        shown = count_filtered(session, actor(), wanted, today())
        units = units_on(session, today())
        awards = presenters.award_options(session)
    return render_template("queue/show.html", **presenters.queue_values(page, counts, shown, wanted, units, awards))


@blueprint.get("/print")
def print_list() -> str:
    """The list as an office files it."""
    _office_only()
    wanted = read_filter(request.args)
    with services().store.reading() as session:
        page = queue_page(session, actor(), wanted, today(), size=MOST_AT_ONCE)
        units, awards = units_on(session, today()), presenters.award_options(session)
    applied = [one.text for one in presenters.applied(wanted, units, awards, page)]
    back = queue_address(request.args)
    return render_template("queue/print.html", rows=presenters.queue_rows(page), applied=applied, back=back)


@blueprint.post("/preview")
def preview_act() -> Response | str | tuple[str, int]:
    """First look, then act: what will move, what will not, and why."""
    _office_only()
    act = request.form.get("act", "")
    seen = _chosen()
    if act == CLAIM:
        return _assign(seen, me())
    if act == ASSIGN:
        return _assign_page(seen)
    return _preview_page(act, seen, {})


@blueprint.post("/run")
def run_act() -> Response | tuple[str, int]:
    """Do it: one transaction, one history row and one set of letters for each file."""
    _office_only()
    act = request.form.get("trigger", "")
    seen = _carried()

    def effect(tx: Tx) -> Answer:
        command = Advance(trigger=act, seen=seen, actor=actor(), inputs=form_inputs(act), whole=False)
        outcome = advance(tx, services().office, command)
        report_id = keep_report(tx, me(), act, outcome)
        return Answer(url_for("queue.report", report_id=report_id), "")

    try:
        return act_once(effect)
    except Invalid as error:
        if "idempotency_key" in error.problems or "trigger" in error.problems:
            raise
        return _preview_page(act, seen, problems_of(error)), 422


@blueprint.get("/reports/<int:report_id>")
def report(report_id: int) -> str:
    _office_only()
    with services().store.reading() as session:
        found = read_report(session, me(), report_id)
    if found is None:
        raise NotFound("report")
    return render_template("queue/report.html", **presenters.report_values(*found))


@blueprint.post("/assign")
def assign() -> Response:
    _office_only()
    typed = request.form.get("assignee_id", "")
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Invalid({"assignee_id": Problem("not_an_officer")})
    return _assign(_carried(), int(typed) if typed else None)


def _assign(seen: Mapping[int, int], assignee_id: int | None) -> Response:
    def effect(tx: Tx) -> Answer:
        done = assign_tasks(tx, AssignTasks(nomination_ids=tuple(seen), assignee_id=assignee_id, actor=actor()))
        said = _("Đã nhận %(n)s hồ sơ.", n=len(done)) if assignee_id == me() else _("Đã giao %(n)s hồ sơ.", n=len(done))
        if len(done) < len(seen):
            said += " " + _(
                "%(n)s hồ sơ giữ nguyên: đã có người nhận, đang ở bước khác, hoặc không được giao cho người này.",
                n=len(seen) - len(done),
            )
        return Answer(queue_address(request.form), said)

    return act_once(effect)


def _assign_page(seen: Mapping[int, int]) -> str:
    with services().store.reading() as session:
        officers = holders_of(session, ("desk_officer", "appraiser"), today())
    return render_template(
        "queue/assign.html",
        seen=_carry(seen),
        n=len(seen),
        officers=presenters.officer_options(officers),
        back=queue_address(request.form),
    )


def _preview_page(act: str, seen: Mapping[int, int], problems: Mapping[str, str]) -> str:
    with services().store.reading() as session:
        judged = preview(session, services().office, actor(), act, seen, today())
        units = units_on(session, today())
    values = presenters.preview_values(act, judged, problems, units)
    return render_template("queue/preview.html", seen=_carry(seen), back=queue_address(request.form),
                           back_args=filter_args(request.form), **values)  # fmt: skip


def _office_only() -> None:
    if not actor().has(*OFFICE_ROLES):
        raise Forbidden("not_your_role", who=tuple(sorted(OFFICE_ROLES)))


def _chosen() -> dict[int, int]:
    """What the form points at: the ticked rows, or everything the filter shows."""
    with services().store.reading() as session:
        if request.form.get("scope") == "filter":
            found = filtered_versions(session, actor(), read_filter(request.form), today())
        else:
            found = chosen_versions(session, actor(), request.form.getlist("row")[:5_000])
    if not found:
        raise Invalid({"row": Problem("choose_rows")})
    return found


def _carry(seen: Mapping[int, int]) -> str:
    return json.dumps({str(key): value for key, value in seen.items()}, separators=(",", ":"))


def _carried() -> dict[int, int]:
    """The rows that the preview showed, with the versions it showed them in."""
    return read_seen(request.form.get("seen", ""), most=5_000)

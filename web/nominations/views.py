"""The page of one nomination, its moves, its files."""

from flask import Blueprint, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from web.access import local_address
from web.acting import act_once
from web.context import actor, me, services, today
from web.i18n import _, words
from web.nominations import presenters
from web.nominations.acts import panel_of
from web.nominations.law import open_conditions
from web.nominations.law_views import VIEWS as LAW_VIEWS
from web.nominations.point_views import VIEWS as POINT_VIEWS
from web.nominations.points import suggested
from web.nominations.reaching import needed, visible
from web.nominations.report import report_values
from web.triggers import form_inputs, input_fields, problems_of, trigger_def
from workflow.kernel.errors import Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.advance import Advance, advance
from workflow.nominations.evidence import AttachFile, attach_file, withdraw_file
from workflow.nominations.file_queries import (
    EvidenceRow,
    evidence_place,
    is_on_an_agenda,
    nomination_id_of,
)
from workflow.nominations.judging import Judge
from workflow.nominations.opinions import record_opinion
from workflow.nominations.policy import may_view
from workflow.nominations.rows import Row, load_rows
from workflow.nominations.tasks import AssignTasks, assign_tasks
from workflow.people.access import record_view
from workflow.people.queries import units_on

blueprint = Blueprint("nominations", __name__, url_prefix="/nominations")
for rule, endpoint, view, methods in (*LAW_VIEWS, *POINT_VIEWS):
    blueprint.add_url_rule(rule, endpoint, view, methods=methods)
INLINE_NEVER = "sandbox; default-src 'none'"


@blueprint.get("/<code>")
def show(code: str) -> str | Response:
    row = visible(code)
    if row is None:
        return redirect(url_for("public.own", code=code), 303)
    with services().store.reading() as session:
        values = presenters.file_values(session, row, panel_of(session, row))
    record_view(services().store, me(), row.id)
    return render_template("nominations/show.html", **values)


@blueprint.get("/<code>/print")
def print_file(code: str) -> str:
    row = needed(code)
    with services().store.reading() as session:
        values = presenters.file_values(session, row, panel_of(session, row))
    return render_template("nominations/print.html", **values)


@blueprint.get("/<code>/report")
def print_report(code: str) -> str:
    """The achievement report as a paper; of a state secret there is none here."""
    row = needed(code)
    if row.state_secret:
        raise NotFound("report")
    with services().store.reading() as session:
        values = report_values(session, row)
    return render_template("nominations/report.html", **values)


@blueprint.get("/<code>/acts/<trigger>")
def act(code: str, trigger: str) -> str | tuple[str, int]:
    """The form of one act: what it does, whom it writes to, what must be typed."""
    return _act_page(needed(code), trigger, {})


@blueprint.post("/<code>/acts/<trigger>")
def act_again(code: str, trigger: str) -> str:
    """The same form with words that were typed before; nothing is done."""
    return _act_page(needed(code), trigger, {})


@blueprint.post("/<code>/moves")
def move(code: str) -> Response | str | tuple[str, int]:
    row = needed(code)
    trigger = request.form.get("trigger", "")

    def effect(tx: Tx) -> Answer:
        seen = {row.id: _version()}
        outcome = advance(
            tx,
            services().office,
            Advance(trigger=trigger, seen=seen, actor=actor(), inputs=form_inputs(trigger)),
        )
        definition = trigger_def(outcome.moved[0].moved.trigger)
        said = words(definition.done_one) if definition else ""
        return Answer(url_for("nominations.show", code=code), said + ".")

    try:
        return act_once(effect)
    except Invalid as error:
        if trigger_def(trigger) is None or {"idempotency_key", "trigger", "version"} & error.problems.keys():
            raise
        return _act_page(row, trigger, problems_of(error)), 422


@blueprint.post("/<code>/files")
def attach(code: str) -> Response | str | tuple[str, int]:
    row_id = _id_for_files(code)
    upload = request.files.get("file")

    def effect(tx: Tx) -> Answer:
        command = AttachFile(
            nomination_id=row_id,
            kind=request.form.get("kind", ""),
            file_name=(upload.filename or "") if upload else "",
            content=upload.stream.read() if upload else b"",
            most_bytes=services().settings.upload_max_bytes,
            actor=actor(),
        )
        attach_file(tx, services().office, services().blobs, command)
        return Answer(_back_to(code), _("Đã nhận tệp."))

    return act_once(effect)


@blueprint.get("/files/<int:evidence_id>")
def download(evidence_id: int) -> Response:
    """The bytes, always as an attachment: nothing uploaded ever runs in our origin."""
    evidence = _readable_file(evidence_id)
    answer = make_response(send_file(
        services().blobs.path(evidence.sha256), mimetype=evidence.media_type, as_attachment=True,
        download_name=evidence.file_name, etag=False, max_age=0,
    ))  # fmt: skip
    answer.headers["Content-Security-Policy"] = INLINE_NEVER
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/files/<int:evidence_id>/withdraw")
def withdraw(evidence_id: int) -> Response:
    def effect(tx: Tx) -> Answer:
        withdraw_file(tx, services().office, actor(), evidence_id)
        return Answer(local_address(request.form.get("back", "")) or url_for("home.my_work"), _("Đã rút tệp."))

    return act_once(effect)


@blueprint.post("/<code>/assign")
def assign(code: str) -> Response:
    row = needed(code)
    typed = request.form.get("assignee_id", "")
    assignee = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None

    def effect(tx: Tx) -> Answer:
        done = assign_tasks(tx, AssignTasks(nomination_ids=(row.id,), assignee_id=assignee, actor=actor()))
        said = _("Đã đổi người giữ hồ sơ.") if done else _("Người giữ hồ sơ vẫn như cũ.")
        return Answer(url_for("nominations.show", code=code), said)

    return act_once(effect)


@blueprint.post("/opinions/<int:opinion_id>")
def opinion(opinion_id: int) -> Response:
    code = request.form.get("code", "")
    row = needed(code)

    def effect(tx: Tx) -> Answer:
        if record_opinion(tx, actor(), opinion_id, request.form.get("answer", "")) != row.id:
            raise NotFound("opinion")  # a question about another file: nothing is written
        return Answer(url_for("nominations.show", code=code), _("Đã ghi ý kiến."))

    return act_once(effect)


def _act_page(row: Row, trigger: str, problems: dict[str, str]) -> str:
    definition = trigger_def(trigger)
    if definition is None or not definition.bulk:
        raise NotFound("trigger")
    with services().store.reading() as session:
        judge = Judge(session, services().office, actor(), [row], today())
        judged = judge.judge(row, trigger, {})
        units = units_on(session, today())
        fields = suggested(input_fields(definition, problems, units), judge.facts(row, {}))
        law_open = open_conditions(judge, row) if any(field.name == "law_checked" for field in fields) else []
    values = presenters.act_values(row, definition, judged)
    return render_template("nominations/act.html", fields=fields, problems=problems, law_open=law_open, **values)


def _id_for_files(code: str) -> int:
    """A nominee adds papers to their own report as well; the use case decides when."""
    with services().store.reading() as session:
        nomination_id = nomination_id_of(session, code)
        row = load_rows(session, [nomination_id], locked=False)[nomination_id] if nomination_id else None
    if row is None or (row.nominee_id != me() and visible(code) is None):
        raise NotFound("nomination")
    return row.id


def _readable_file(evidence_id: int) -> EvidenceRow:
    with services().store.reading() as session:
        found = evidence_place(session, evidence_id)
        if found is None:
            raise NotFound("evidence")
        row = load_rows(session, [found[0]], locked=False)[found[0]]
        own_paper = row.nominee_id is not None and row.nominee_id == me() and found[1].kind in ("report", "certificate")
        if not own_paper and not may_view(actor(), row, on_agenda=is_on_an_agenda(session, row.id)):
            raise NotFound("evidence")
    return found[1]


def _version() -> int:
    typed = request.form.get("version", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Invalid({"version": Problem("form_key_missing")})
    return int(typed)


def _back_to(code: str) -> str:
    return local_address(request.form.get("back", "")) or url_for("nominations.show", code=code)

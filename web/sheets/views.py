"""Lists in spreadsheets: the template out, the filled list in, the queue for the office's own tables."""

import hashlib
from collections.abc import Mapping
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web.acting import act_once
from web.context import actor, me, now, services, today
from web.i18n import _
from web.queue.filters import read_filter
from web.sheets import exports, presenters
from web.sheets.sending import send_sheet
from web.triggers import problems_of
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.policy import OFFICE_ROLES, UNIT_ROLES
from workflow.nominations.proposal_queries import LetterSheet, letter_sheet, lines_of
from workflow.nominations.sheets.checking import BAD
from workflow.nominations.sheets.exporting import queue_list
from workflow.nominations.sheets.importing import (
    ApplyList,
    KeepList,
    Upload,
    applied_before,
    apply_list,
    keep_list,
    list_of_upload,
    plan_of_upload,
    upload_of,
    uploads_of,
)
from workflow.nominations.sheets.labels import labels_of
from workflow.nominations.sheets.reading import read_list
from workflow.nominations.sheets.standing import letter_as_it_stands
from workflow.nominations.sheets.template import faulty_workbook, letter_workbook

blueprint = Blueprint("sheets", __name__)
LETTER = "/proposals/<int:proposal_id>/list"
TAKEN = "take"


@blueprint.get(LETTER)
def show(proposal_id: int) -> str:
    return _page(_letter(proposal_id), {})


@blueprint.get(f"{LETTER}.xlsx")
def letter_list(proposal_id: int) -> Response:
    """The list to fill in while the letter is being written; the list as it was sent after that."""
    sheet = _letter(proposal_id)
    with services().store.reading() as session:
        if sheet.submitted_at is not None:
            content = exports.sent_letter(sheet, lines_of(session, proposal_id), me(), now())
        else:
            letter = letter_as_it_stands(session, services().office, proposal_id)
            content = letter_workbook(letter, labels_of(session), now(), today())
    return send_sheet(content, _("Danh sách %(letter)s", letter=sheet.number or sheet.id))


@blueprint.post(LETTER)
def upload(proposal_id: int) -> Response | tuple[str, int]:
    """Read the list and keep it; nothing of it is in the letter before the preview is confirmed."""
    sheet = _open_letter(proposal_id)
    try:
        command = _keep_list(sheet)
    except Invalid as error:
        return _page(sheet, problems_of(error)), 422

    def effect(tx: Tx) -> Answer:
        earlier = applied_before(tx.session, proposal_id, command.sha256)
        if earlier is not None:
            return Answer(_address(proposal_id, earlier), _("Tệp này đã nạp rồi. Không nạp lần nữa."))
        return Answer(_address(proposal_id, keep_list(tx, command)), "")

    return act_once(effect)


@blueprint.get(f"{LETTER}/<int:upload_id>")
def preview(proposal_id: int, upload_id: int) -> str | Response:
    """What confirming would do, row by row; once it is done, what it did."""
    sheet = _letter(proposal_id)
    found = _upload(proposal_id, upload_id)
    if found.result is not None:
        return render_template("sheets/report.html", **presenters.report_values(sheet, found, found.result))
    if sheet.submitted_at is not None:
        return redirect(url_for("proposals.show", proposal_id=proposal_id), 303)
    with services().store.reading() as session:
        earlier = applied_before(session, proposal_id, found.sha256)
        if earlier is not None:
            return redirect(_address(proposal_id, earlier), 303)
        plan = plan_of_upload(session, services().office, found, now())
        labels = labels_of(session)
    return render_template("sheets/preview.html", **presenters.preview_values(sheet, found, plan, labels))


@blueprint.post(f"{LETTER}/<int:upload_id>")
def apply(proposal_id: int, upload_id: int) -> Response:
    _letter(proposal_id)
    rows = (name.removeprefix("row-") for name, value in request.form.items() if value == TAKEN)
    command = ApplyList(
        proposal_id=proposal_id, upload_id=upload_id, seen=request.form.get("seen", ""), actor=actor(),
        take=frozenset(int(row) for row in rows if row.isascii() and row.isdigit() and len(row) < 10),
    )  # fmt: skip

    def effect(tx: Tx) -> Answer:
        done = apply_list(tx, services().office, command)
        return Answer(_address(proposal_id, upload_id), "" if done else _("Tệp này đã nạp rồi. Không nạp lần nữa."))

    return act_once(effect)


@blueprint.get(f"{LETTER}/<int:upload_id>/bad.xlsx")
def bad_rows(proposal_id: int, upload_id: int) -> Response:
    """The rows that cannot be taken, with their reasons; mended, this file comes back as it is."""
    sheet = _letter(proposal_id)
    found = _upload(proposal_id, upload_id)
    with services().store.reading() as session:
        file = list_of_upload(session, upload_id)
        faults = _faults(session, found)
        letter = letter_as_it_stands(session, services().office, proposal_id)
        labels = labels_of(session)
    rows = [(row.cells, presenters.reasons(faults[row.number])) for row in file.rows if row.number in faults]
    content = faulty_workbook(letter, labels, rows, file.known, now(), today())
    return send_sheet(content, _("Dòng sai %(letter)s", letter=sheet.number or sheet.id))


@blueprint.get("/queue/list.xlsx")
def queue() -> Response:
    """What the filter shows, all of it, for the office's own tables."""
    if not actor().has(*OFFICE_ROLES):
        raise Forbidden("not_your_role", who=tuple(sorted(OFFICE_ROLES)))
    with services().store.reading() as session:
        rows = queue_list(session, actor(), read_filter(request.args), today())
    return send_sheet(exports.queue_list(rows, now()), _("Hàng chờ %(day)s", day=_dashed(today())))


def _page(sheet: LetterSheet, problems: dict[str, str]) -> str:
    with services().store.reading() as session:
        uploads = uploads_of(session, sheet.id)
    return render_template("sheets/show.html", **presenters.list_values(sheet, uploads, problems))


def _keep_list(sheet: LetterSheet) -> KeepList:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid({"file": Problem("file_missing")})
    content = sent.stream.read()
    sent.stream.seek(0)
    most = services().settings.upload_max_bytes
    if len(content) > most:
        raise Invalid({"file": Problem("file_too_large", {"most_mb": most // 1_000_000})})
    file = read_list(sent.filename, content, sheet.id)
    digest = hashlib.sha256(content).hexdigest()
    return KeepList(proposal_id=sheet.id, file_name=sent.filename, sha256=digest, file=file, actor=actor())


def _letter(proposal_id: int) -> LetterSheet:
    """The letter, for the people of its unit; to all others it does not exist."""
    with services().store.reading() as session:
        sheet = letter_sheet(session, proposal_id)
    if sheet is None or sheet.unit_id not in actor().units_as(UNIT_ROLES):
        raise NotFound("proposal")
    return sheet


def _open_letter(proposal_id: int) -> LetterSheet:
    sheet = _letter(proposal_id)
    if sheet.submitted_at is not None:
        raise Forbidden("letter_sent")
    return sheet


def _upload(proposal_id: int, upload_id: int) -> Upload:
    with services().store.reading() as session:
        found = upload_of(session, proposal_id, upload_id)
    if found is None:
        raise NotFound("upload")
    return found


def _faults(session: Session, found: Upload) -> Mapping[int, Mapping[str, Problem]]:
    """The rows that cannot be taken now, or that could not when the rest was."""
    if found.result is not None:
        return presenters.faults_of(found.result)
    plan = plan_of_upload(session, services().office, found, now())
    return {one.row.number: one.problems for one in plan.of(BAD)}


def _address(proposal_id: int, upload_id: int) -> str:
    return url_for("sheets.preview", proposal_id=proposal_id, upload_id=upload_id)


def _dashed(value: date) -> str:
    return f"{value:%Y-%m-%d}"

"""For those without an account: looking a file up, reading what is on notice; and a nominee's own pages."""

from flask import Blueprint, Response, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from web.access import limiter, public
from web.acting import act_once
from web.autosaving import autosave, is_autosave, seen_version
from web.context import actor, me, services, today
from web.i18n import _
from web.presenting import definition_of
from web.proposals.report_fields import report_values, typed_parts
from web.public.expecting import expected_for
from web.public.presenters import listed, status_of
from web.triggers import problems_of
from workflow.decisions.bonus_queries import bonus_of_nomination
from workflow.kernel.db import AnyRow
from workflow.kernel.errors import Invalid, NotFound
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.draft import write_own_report
from workflow.nominations.file_queries import open_notices
from workflow.nominations.proposal_queries import content_version_of
from workflow.nominations.public_queries import find_by_receipt, own_nominations, own_report, public_file, public_files
from workflow.nominations.report import ADDED_PARTS

blueprint = Blueprint("public", __name__)
REPORT_FIELDS = ("achievement", "report", "circumstances", "previous_awards", *ADDED_PARTS)


def _typed_code() -> str:
    """What is tried, as far as it can be told apart; a limit on one code is none on the others."""
    return "code " + "".join(mark for mark in request.form.get("code", "").upper() if mark.isalnum())[:40]


def _missed(_response: Response) -> bool:
    return bool(g.get("missed"))


@blueprint.get("/status")
@public
def lookup() -> BaseResponse:
    return _private(render_template("public/lookup.html", code="", year="", missed=False))


@blueprint.post("/status")
@public
@limiter.limit("600 per hour", key_func=lambda: "all")
@limiter.limit("60 per hour")
@limiter.limit("10 per day", key_func=_typed_code, deduct_when=_missed)
def look_up() -> BaseResponse:
    """The code travels in the body, never in an address; a wrong pair gets the same answer as none."""
    code, year = request.form.get("code", "")[:100], request.form.get("year", "")[:20]
    with services().store.reading() as session:
        nomination_id = find_by_receipt(session, code, year)
        file = public_file(session, nomination_id) if nomination_id is not None else None
        expected = expected_for(session, file) if file is not None else None
        bonus = bonus_of_nomination(session, file.id) if file is not None else None
    if file is None:
        g.missed = True
        return _private(render_template("public/lookup.html", code=code, year=year, missed=True))
    return _private(render_template("public/status.html", status=status_of(file, expected, bonus)))


@blueprint.get("/notices")
@public
def notices() -> str:
    with services().store.reading() as session:
        found = open_notices(session, today())
    return render_template("public/notices.html", notices=found)


@blueprint.get("/my-nominations")
def own_list() -> str:
    with services().store.reading() as session:
        files = public_files(session, own_nominations(session, me()))
    return render_template("public/own_list.html", files=[listed(file) for file in files])


@blueprint.get("/my-nominations/<code>")
def own(code: str) -> str:
    return _own_page(code, {})


@blueprint.post("/my-nominations/<code>")
def write_report(code: str) -> BaseResponse | tuple[str, int]:
    found = _own(code)
    if is_autosave():
        return autosave(lambda tx: _write(tx, found.id))

    def effect(tx: Tx) -> Answer:
        _write(tx, found.id)
        return Answer(url_for("public.own", code=code), _("Đã lưu báo cáo của bạn."))

    try:
        return act_once(effect)
    except Invalid as error:
        if not error.problems.keys() <= set(REPORT_FIELDS):
            raise
        return _own_page(code, problems_of(error)), 422


def _own_page(code: str, problems: dict[str, str]) -> str:
    found = _own(code)
    with services().store.reading() as session:
        file = public_file(session, found.id)
        expected = expected_for(session, file)
        bonus = bonus_of_nomination(session, file.id)
    values = request.form if request.method == "POST" else found._mapping
    writing = definition_of(file).state(file.state).editable
    return render_template("public/own.html", status=status_of(file, expected, bonus), report=found, values=values,
                           writing=writing, problems=problems, **report_values(found._asdict()))  # fmt: skip


def _own(code: str) -> AnyRow:
    """The nominee's own file; to everybody else it does not exist."""
    with services().store.reading() as session:
        found = own_report(session, me(), code)
    if found is None:
        raise NotFound("nomination")
    return found


def _write(tx: Tx, nomination_id: int) -> int:
    fields = {name: request.form.get(name, "") for name in REPORT_FIELDS if name not in ADDED_PARTS} | typed_parts()
    write_own_report(tx, services().office, actor(), nomination_id, fields, seen_content=seen_version())
    tx.session.flush()
    return content_version_of(tx.session, nomination_id)


def _private(page: str) -> BaseResponse:
    """Nothing of this page is indexed, and no link on it says where the reader came from."""
    answer = make_response(page)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer

"""The page of the law about one file: its criteria, the facts they look at, confirmations and waivers."""

from collections.abc import Callable
from typing import Any, Final

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from web.acting import act_once
from web.autosaving import seen_version
from web.context import actor, services
from web.i18n import _
from web.nominations import law
from web.nominations.reaching import needed
from web.triggers import problems_of
from workflow.eligibility.vocabulary import FACTS
from workflow.kernel.errors import Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.law.acts import WAIVER_ROLES, answer_waiver, ask_waiver, confirm
from workflow.nominations.law.facts import APPRAISERS, StateFacts, capacity_for, state_facts
from workflow.nominations.proposal_queries import content_version_of
from workflow.nominations.rows import Row


def show(code: str) -> str:
    """Every criterion of the file, and what the reader may do about each."""
    row = needed(code)
    if not law.may_read(row):
        raise NotFound("nomination")
    return _page(row, {}, None)


def facts(code: str) -> Response | str | tuple[str, int]:
    """Enter what the law asks of the candidate."""
    row = needed(code)
    capacity_for(services().office, actor(), row)  # who may not speak here is told so before anything is read
    typed = {name: request.form[name] for name in FACTS if name in request.form}

    def effect(tx: Tx) -> Answer:
        command = StateFacts(nomination_id=row.id, typed=typed, actor=actor(), seen_content=seen_version())
        changed = state_facts(tx, services().office, command)
        return Answer(_here(code), _("Đã ghi %(n)s thông tin.", n=changed) if changed else _("Không có gì thay đổi."))

    return _done(row, effect, typed)


def confirm_rule(code: str, rule: str) -> Response | str | tuple[str, int]:
    """An appraiser's answer for one criterion."""
    row = _appraised(code)
    outcome, ground = request.form.get("outcome", ""), request.form.get("ground", "")

    def effect(tx: Tx) -> Answer:
        confirm(tx, services().office, actor(), row.id, rule, outcome, ground)
        return Answer(_here(code), _("Đã ghi xác nhận."))

    return _done(row, effect, None, of=rule)


def ask(code: str, rule: str) -> Response | str | tuple[str, int]:
    """Ask a second person to let a criterion pass."""
    row = _appraised(code)

    def effect(tx: Tx) -> Answer:
        ask_waiver(tx, services().office, actor(), row.id, rule, request.form.get("reason", ""))
        return Answer(_here(code), _("Đã gửi đề nghị ngoại lệ. Người thứ hai trả lời trên trang này."))

    return _done(row, effect, None, of=rule)


def answer(code: str, waiver_id: int) -> Response | str | tuple[str, int]:
    """The second person's word on a waiver."""
    row = needed(code)
    if not actor().has(*WAIVER_ROLES):
        raise NotFound("waiver")
    word = request.form.get("answer", "")

    def effect(tx: Tx) -> Answer:
        if word not in ("granted", "refused"):
            raise Invalid({"reason": Problem("not_a_choice")})
        reason = request.form.get("reason", "")
        answer_waiver(tx, services().office, actor(), row.id, waiver_id, granted=word == "granted", reason=reason)
        return Answer(_here(code), _("Đã trả lời đề nghị ngoại lệ."))

    return _done(row, effect, None, of=f"waiver-{waiver_id}")


VIEWS: Final[tuple[tuple[str, str, Callable[..., Any], list[str]], ...]] = (
    ("/<code>/law", "law", show, ["GET"]),
    ("/<code>/law/facts", "law_facts", facts, ["POST"]),
    ("/<code>/law/rules/<rule>", "law_confirm", confirm_rule, ["POST"]),
    ("/<code>/law/rules/<rule>/waiver", "law_ask", ask, ["POST"]),
    ("/<code>/law/waivers/<int:waiver_id>", "law_answer", answer, ["POST"]),
)


def _appraised(code: str) -> Row:
    """The file, for somebody who appraises; for others there is nothing of this kind at its address."""
    row = needed(code)
    if not actor().has(*APPRAISERS):
        raise NotFound("nomination")
    return row


def _done(
    row: Row, effect: Callable[[Tx], Answer], typed: dict[str, str] | None, *, of: str = ""
) -> Response | str | tuple[str, int]:
    """Act once; what was wrong is said on the same page, at the same form."""
    try:
        return act_once(effect)
    except Invalid as error:
        if {"idempotency_key", "version"} & error.problems.keys():
            raise
        problems = problems_of(error)
        named = {f"{of}-{name}": text for name, text in problems.items()} if of else problems
        return _page(row, named, typed), 422


def _page(row: Row, problems: dict[str, str], typed: dict[str, str] | None) -> str:
    with services().store.reading() as session:
        values = law.law_page(session, row, problems, typed)
        version = content_version_of(session, row.id)
    return render_template("nominations/law.html", row=row, problems=problems, version=version, **values)


def _here(code: str) -> str:
    return url_for("nominations.law", code=code)

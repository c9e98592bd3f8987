"""The outbox: letters by what became of them, one letter with its content, another try."""

from typing import Any

from flask import render_template, request, url_for

from notifications.commands import RETRIED, RetryLetter, retry_letter
from notifications.health import cause_of
from notifications.queries import STATES, LetterRow, letter, outbox_counts, outbox_page
from notifications.render import Renderer
from web.admin.doors import Page, act_or_show, blueprint, number, typed
from web.context import actor, me, parts, services
from web.i18n import _
from web.mailbox.presenters import OPEN_STATES, letter_line, letter_values, state_views
from workflow.kernel.errors import NotFound
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.listing import own_ids


@blueprint.get("/outbox")
def outbox() -> str:
    wanted = request.args.get("state", "")
    state = wanted if wanted in STATES else None
    with services().store.reading() as session:
        counts = outbox_counts(session, states=OPEN_STATES)
        page = outbox_page(session, state=state, before=number(request.args.get("before", "")))
        own = own_ids(session, me())
    here: dict[str, Any] = {"state": state} if state else {}
    return render_template(
        "admin/outbox.html",
        views=state_views(counts, "admin.outbox", state),
        all_current=state is None,
        lines=[
            letter_line(row, url_for("admin.outbox_letter", letter_id=row.id))
            for row in page.rows
            if not _about_me(row, own)
        ],
        next_href=url_for("admin.outbox", **here, before=page.next_before) if page.next_before else "",
        first_href=url_for("admin.outbox", **here) if request.args.get("before") else "",
        sent_href=url_for("admin.outbox", state="sent"),
    )


@blueprint.get("/outbox/<int:letter_id>")
def outbox_letter(letter_id: int) -> str:
    return _page(letter_id, {})


@blueprint.post("/outbox/<int:letter_id>/retry")
def retry(letter_id: int) -> Page:
    def effect(tx: Tx) -> Answer:
        command = RetryLetter(letter_id=letter_id, actor=actor(), address=typed("address"))
        retry_letter(tx, parts().subscriber, command)
        return Answer(url_for("admin.outbox_letter", letter_id=letter_id), _("Thư đã vào hàng chờ gửi lại."))

    return act_or_show(effect, lambda problems: _page(letter_id, problems))


def _page(letter_id: int, problems: dict[str, str]) -> str:
    with services().store.reading() as session:
        found = letter(session, letter_id, Renderer.of(services().settings))
        cause = cause_of(session, letter_id)
        own = own_ids(session, me())
    if found is None or _about_me(found.row, own):
        raise NotFound("letter")
    return render_template(
        "admin/letter.html",
        letter=letter_values(found, cause),
        stuck=found.row.state in RETRIED,
        address=request.form.get("address", found.row.to_address),
        problems=problems,
    )


def _about_me(row: LetterRow, own: set[int]) -> bool:
    """A letter to somebody else about the reader's own file would tell a result before its release."""
    return row.nomination_id in own and row.recipient != f"person:{me()}"

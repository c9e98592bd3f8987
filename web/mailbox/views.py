"""The captured mailbox of a demonstration: every letter, to whom, when, why, and what became of it."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from notifications.health import cause_of
from notifications.queries import letter, outbox_counts, outbox_page
from notifications.render import Renderer
from web.context import services
from web.mailbox.presenters import letter_line, letter_values
from workflow.kernel.errors import NotFound

blueprint = Blueprint("mailbox", __name__)
SIZE = 20
COUNTED = ("sent", "pending", "dead")


@blueprint.get("/mailbox")
def index() -> str:
    """Open to whoever is signed in: every person and letter in it is invented."""
    before, chosen = _number("before"), _number("letter")
    with services().store.reading() as session:
        counts = outbox_counts(session, states=COUNTED)
        page = outbox_page(session, before=before, size=SIZE)
        if chosen is None and page.rows:
            chosen = page.rows[0].id
        found = letter(session, chosen, Renderer.of(services().settings)) if chosen is not None else None
        cause = cause_of(session, chosen) if found and chosen is not None else None
    if chosen is not None and found is None:
        raise NotFound("letter")
    place: dict[str, Any] = {"before": before} if before else {}
    return render_template(
        "mailbox/index.html",
        counts=counts,
        lines=[letter_line(row, url_for("mailbox.index", letter=row.id, **place) + "#letter") for row in page.rows],
        current=[row.id == chosen for row in page.rows],
        letter=letter_values(found, cause) if found else None,
        next_href=url_for("mailbox.index", before=page.next_before) if page.next_before else "",
        first_href=url_for("mailbox.index") if before else "",
    )


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None

"""Asking the law without opening a file: what it says of an award on a day, a vote, a limit, a bonus."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from web.context import actor, services, today
from web.i18n import _, day, pick
from web.law.questions import answered
from workflow.awards.publishing import PUBLISHERS
from workflow.awards.queries import awards
from workflow.kernel.typed import read_date

blueprint = Blueprint("law", __name__, url_prefix="/law")


@blueprint.get("")
def ask() -> str | tuple[str, int]:
    """One page, all questions by address: an officer may send the answer on as a link."""
    asked = {name: request.args.get(name, "").strip()[:60] for name in request.args}
    on = read_date(asked.get("on", "")) or today()
    found, problems = answered(asked, on)
    values = _page(asked, on) | {"found": found, "problems": problems}
    return render_template("law/ask.html", **values), 422 if problems else 200


def _page(asked: Mapping[str, str], on: date) -> dict[str, Any]:
    with services().store.reading() as session:
        known = [(row.code, pick(row.name_vi, row.name_en)) for row in awards(session)]
    return {
        "asked": {"on": day(on), **asked},
        "awards": [("", _("Chọn danh hiệu, hình thức")), *known],
        "rules_href": url_for("admin.rules") if actor().has(*PUBLISHERS, "auditor") else "",
        "on": on,
    }

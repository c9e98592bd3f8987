"""The points of a supplement: the unit answers each, the desk settles each, both see old and new side by side."""

from collections.abc import Callable
from typing import Any, Final

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from web.acting import act_once
from web.context import actor, services
from web.i18n import _
from web.nominations.points import points_page
from web.nominations.reaching import needed
from web.triggers import problems_of
from workflow.kernel.errors import Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.file_queries import nomination_file
from workflow.nominations.points.queries import point_place
from workflow.nominations.rows import Row
from workflow.nominations.supplements import AnswerPoint, SettlePoint, answer_point, settle_point

FIELDS: Final = frozenset({"answer", "file", "kind", "why", "outcome"})


def points(code: str) -> str:
    return _page(needed(code), {})


def act_on_point(code: str) -> Response | tuple[str, int]:
    row = needed(code)
    effect = {"answer": _answer, "accepted": _settle, "not_accepted": _settle}.get(request.form.get("act", ""))
    if effect is None:
        raise Invalid({"act": Problem("missing_choice")})
    point_id = _point(row)

    def once(tx: Tx) -> Answer:
        said = effect(tx, point_id)
        return Answer(url_for("nominations.points", code=code) + f"#point-{point_id}", said)

    try:
        return act_once(once)
    except Invalid as error:
        if not error.problems.keys() <= FIELDS:
            raise
        return _page(row, problems_of(error)), 422


VIEWS: Final[tuple[tuple[str, str, Callable[..., Any], list[str]], ...]] = (
    ("/<code>/points", "points", points, ["GET"]),
    ("/<code>/points", "act_on_point", act_on_point, ["POST"]),
)


def _answer(tx: Tx, point_id: int) -> str:
    upload = request.files.get("file")
    answer_point(tx, services().office, services().blobs, AnswerPoint(
        point_id=point_id, text=request.form.get("answer", ""), kind=request.form.get("kind", ""),
        file_name=(upload.filename or "") if upload else "", content=upload.stream.read() if upload else b"",
        most_bytes=services().settings.upload_max_bytes, actor=actor(),
    ))  # fmt: skip
    return _("Đã ghi câu trả lời.")


def _settle(tx: Tx, point_id: int) -> str:
    outcome = request.form.get("act", "")
    settle_point(tx, services().office, SettlePoint(
        point_id=point_id, outcome=outcome, why=request.form.get("why", ""), actor=actor()
    ))  # fmt: skip
    return _("Đã chấp nhận điểm này.") if outcome == "accepted" else _("Đã ghi điểm này chưa đạt.")


def _point(row: Row) -> int:
    """The point that was sent, if it is one of this file."""
    typed = request.form.get("point", "")
    point_id = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    with services().store.reading() as session:
        if point_place(session, point_id) != row.id:
            raise NotFound("point")
    return point_id


def _page(row: Row, problems: dict[str, str]) -> str:
    with services().store.reading() as session:
        values = points_page(session, row, nomination_file(session, row.id), problems)
    return render_template("nominations/points.html", problems=problems, **values)

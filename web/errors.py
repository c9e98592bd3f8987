"""One table: what went wrong, which status says so, which page explains it."""

import secrets
from typing import Final

import structlog
from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from states import Refused
from web.access import way_back
from web.context import services
from web.i18n import _, file_size
from web.nominations.conflict import stale_page, written_words
from web.wording import problem_text, refusal_text
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem, Stale, Unavailable

log = structlog.get_logger("web")
Answer = tuple[str, int] | BaseResponse
PAGES: Final = frozenset({400, 403, 404, 413, 429, 503})


def init_errors(app: Flask) -> None:
    app.before_request(_name_the_request)
    app.register_error_handler(NotFound, lambda error: page(404))
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(Unavailable, lambda error: page(503))
    app.register_error_handler(DBAPIError, _unexpected)
    app.register_error_handler(CSRFError, lambda error: page(400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, **values: object) -> tuple[str, int]:
    """The error page of a status; statuses without their own page share the nearest."""
    known = status if status in PAGES else (500 if status >= 500 else 400)
    return render_template(f"errors/{known}.html", request_id=_request_id(), **values), status


def refusal_page(reasons: list[str], status: int) -> tuple[str, int]:
    """Every reason at once, the words that were typed, and the way back."""
    back = {"href": way_back(request.path), "text": _("Quay lại trang trước")}
    return render_template("errors/422.html", act=_("làm việc này"), reasons=reasons, back=back,
                           written=written_words(), request_id=_request_id()), status  # fmt: skip


def _name_the_request() -> None:
    """An id that a person can read out and an operator can find."""
    g.request_id = secrets.token_hex(4)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id, method=request.method, path=request.path)


def _request_id() -> str:
    return str(g.get("request_id", "-"))


def _forbidden(error: Forbidden) -> Answer:
    if request.method == "GET":
        return page(403)
    if error.code == "not_your_role":
        return page(403)
    return refusal_page([problem_text_of(error)], 403)


def problem_text_of(error: Forbidden) -> str:
    return problem_text(Problem(error.code, error.params))


def _invalid(error: Invalid) -> Answer:
    return refusal_page([problem_text(problem) for problem in error.problems.values()], 422)


def _refused(error: Refused) -> Answer:
    return refusal_page([refusal_text(refusal) for refusal in error.refusals], 409)


def _stale(error: Stale) -> Answer:
    return stale_page(error)


def _http(error: HTTPException) -> Answer:
    if error.code == 429:
        return page(429, wait=_("vài phút"))
    if error.code == 413:
        return page(413, max_size=file_size(services().settings.upload_max_bytes))
    if error.code is None or error.code < 400:
        return error.get_response()
    answer, status = page(error.code)
    response = BaseResponse(answer, status=status, mimetype="text/html")
    for name, value in error.get_headers():
        if name.lower() == "allow":
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Answer:
    log.error("unexpected", error=type(error).__name__, exc_info=error)
    try:
        return page(500)
    except Exception:
        # The page itself could not be made: a plain sentence is still better than a trace.
        return f"Thi Đua: 500 ({_request_id()})", 500

"""Drafts that save themselves: the same write as the button, answered without a page."""

from collections.abc import Callable

from flask import make_response, request
from werkzeug.wrappers import Response

from web.context import services
from web.i18n import clock_time
from workflow.kernel.errors import Forbidden, Invalid, Problem, Stale
from workflow.kernel.transaction import Tx


def is_autosave() -> bool:
    return request.headers.get("X-Requested-With") == "autosave"


def autosave(write: Callable[[Tx], int]) -> Response:
    """Run `write`, which returns the version that the page must name next time.

    No idempotency key: the version already refuses a second copy, and a draft that was saved twice
    is the same draft. What is wrong is shown by the button, where there is a page to show it on.
    """
    try:
        with services().store.transaction() as tx:
            version, at = write(tx), tx.now
    except Invalid:
        return make_response("", 422)
    except Stale:
        return make_response("", 409)
    except Forbidden:
        return make_response("", 403)
    answer = make_response("", 204)
    answer.headers["X-Row-Version"] = str(version)
    answer.headers["X-Saved-At"] = clock_time(at)
    return answer


def seen_version() -> int:
    """The version that the form was filled in; a form without one was not ours."""
    typed = request.form.get("version", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Invalid({"version": Problem("form_key_missing")})
    return int(typed)

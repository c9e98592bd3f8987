"""Words that were sent after the session had ended: kept in the page, given back after signing in."""

from typing import Final

from flask import make_response, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

PREFIX: Final = "kept:"
NOT_KEPT: Final = frozenset({"csrf_token", "password", "current", "idempotency_key"})
MOST_FIELDS: Final = 3_000


def ask_to_sign_in_again() -> Response:
    """The sign-in page with everything that was typed in hidden fields. Nothing has been done yet."""
    if request.headers.get("X-Requested-With") == "autosave":
        return make_response("", 401)
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT][:MOST_FIELDS]
    files = [file.filename for file in request.files.values() if file.filename]
    page = render_template(
        "auth/sign_in.html",
        kept=kept,
        kept_path=request.path,
        kept_files=files,
        accounts=(),
        email="",
        next_address="",
        problems={},
    )
    return make_response(page, 401)


def kept_fields(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What the sign-in form carried along."""
    return [(name[len(PREFIX) :], value) for name, value in form.items(multi=True) if name.startswith(PREFIX)]

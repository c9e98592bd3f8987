"""A spreadsheet as an answer: always a download, never opened in our origin."""

import io
from typing import Final

from flask import make_response, send_file
from werkzeug.wrappers import Response

from workflow.kernel.sheets import XLSX

INLINE_NEVER: Final = "sandbox; default-src 'none'"


def send_sheet(content: bytes, name: str) -> Response:
    """The file under a name that any disk takes."""
    bare = "".join(mark if mark.isalnum() else "-" for mark in name).strip("-")
    answer = make_response(send_file(
        io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=f"{bare}.xlsx", etag=False, max_age=0,
    ))  # fmt: skip
    answer.headers["Content-Security-Policy"] = INLINE_NEVER
    answer.headers["Cache-Control"] = "no-store"
    return answer

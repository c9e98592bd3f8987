"""Pages travel compressed: a commune's line carries a first visit of less than 100 kB."""

import gzip
from functools import lru_cache
from typing import Final

from flask import Flask, Response, request

TEXTS: Final = frozenset({"text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"})
WORTH_IT: Final = 800  # bytes; below that the header costs more than it saves


def init_compression(app: Flask) -> None:
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    """Compress what is text and worth it. Fonts and uploads are compressed already, or not ours to change."""
    if response.mimetype not in TEXTS or response.status_code != 200 or "Content-Encoding" in response.headers:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0 or "attachment" in response.headers.get("Content-Disposition", ""):
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) < WORTH_IT:
        return response
    packed = _kept(content) if request.endpoint == "static" else gzip.compress(content, 6, mtime=0)
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("ETag", None)
    return response


@lru_cache(maxsize=32)
def _kept(content: bytes) -> bytes:
    """Static files are few and never change while the process runs."""
    return gzip.compress(content, 9, mtime=0)

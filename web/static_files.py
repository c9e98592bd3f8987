"""Addresses of static files that change with their content, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

STATIC = Path(__file__).with_name("static")
FOR_EVER = "public, max-age=31536000, immutable"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file with the digest of its content."""
    return url_for("static", filename=name, v=_digest(name))


def init_static_files(app: Flask) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000

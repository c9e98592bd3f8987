"""What a view says about who may open it, how often, and where it may lead."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import HTTPException

View = TypeVar("View", bound=Callable[..., object])
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window", headers_enabled=False)


def public(view: View) -> View:
    """Mark a view that may be opened without signing in. Everything else may not."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(endpoint: str | None) -> bool:
    view = current_app.view_functions.get(endpoint or "")
    return bool(getattr(view, "is_public", False)) or endpoint == "static"


def local_address(target: str) -> str | None:
    """An address within this site to go on to, or None. Refuses by form, not by guessing the host."""
    plain = target.isascii() or all(mark.isprintable() for mark in target)
    if not target.startswith("/") or target[1:2] in ("/", "\\") or "\\" in target or not plain:
        return None
    if any(ord(mark) < 32 for mark in target) or len(target) > 2_000:
        return None
    return target


def reopenable() -> str:
    """This page's own address if it can be opened again; else where the reader came from."""
    adapter = current_app.url_map.bind("")
    try:
        adapter.match(request.path, "GET")
    except HTTPException:
        return way_back("/")
    return request.full_path.rstrip("?")


def way_back(otherwise: str) -> str:
    """The page of this site from which the reader came; what a browser says of another site is no way back."""
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:
        return otherwise
    if came.netloc != request.host:
        return otherwise
    return local_address(came.path + (f"?{came.query}" if came.query else "")) or otherwise

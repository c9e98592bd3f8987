"""Deny by default: who is signed in, what is public, which requests are forged, which headers go out."""

from collections.abc import Callable
from typing import Final, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as BaseResponse

from web.auth.kept import ask_to_sign_in_again
from web.auth.sessions import SignedIn, live_session
from web.context import now, services, today
from workflow.people.authority import authority_of

View = TypeVar("View", bound=Callable[..., object])
login = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window", headers_enabled=False)

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


def public(view: View) -> View:
    """Mark a view that may be opened without signing in. Everything else may not."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def init_security(app: Flask) -> None:
    login.init_app(app)
    login.session_protection = None  # our own session row is the protection; an address may change on a phone
    login.user_loader(_load)
    app.before_request(_guard)  # before CSRF: a form sent after the session ended is kept, not refused
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_headers)


def is_public(endpoint: str | None) -> bool:
    view = current_app.view_functions.get(endpoint or "")
    return bool(getattr(view, "is_public", False)) or endpoint == "static"


def _load(token: str) -> SignedIn | None:
    return live_session(services().store, token, now())


def _guard() -> BaseResponse | str | None:
    """Who asks, with what authority, now; and out with those who may not."""
    if request.endpoint is None:
        return None
    _same_site_only()
    if request.endpoint == "static":
        return None
    if current_user.is_authenticated:
        with services().store.reading() as session:
            g.actor = authority_of(session, current_user.person_id, today())
    if g.get("actor") is not None or is_public(request.endpoint):
        return None
    if request.method == "POST":
        return ask_to_sign_in_again()
    return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")), 303)


def _same_site_only() -> None:
    """A browser says where a request comes from; a state is never changed for another site."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(400)


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if services().settings.https_only:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def local_address(target: str) -> str | None:
    """An address within this site to go on to, or None. Refuses by form, not by guessing the host."""
    plain = target.isascii() or all(mark.isprintable() for mark in target)
    if not target.startswith("/") or target[1:2] in ("/", "\\") or "\\" in target or not plain:
        return None
    if any(ord(mark) < 32 for mark in target) or len(target) > 2_000:
        return None
    return target

"""Deny by default: who is signed in, what is public, which requests are forged, which headers go out."""

from typing import Final
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, abort, g, redirect, request, url_for
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as BaseResponse

from web.access import is_public, limiter
from web.auth.kept import ask_to_sign_in_again
from web.auth.sessions import SignedIn, live_session
from web.context import now, services, today
from workflow.people.authority import authority_of

login = LoginManager()
csrf = CSRFProtect()
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


def init_security(app: Flask) -> None:
    login.init_app(app)
    login.session_protection = None  # our own session row is the protection; an address may change on a phone
    login.user_loader(_load)
    app.before_request(_known_host)
    app.before_request(_guard)  # before CSRF: a form sent after the session ended is kept, not refused
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_headers)


def _load(token: str) -> SignedIn | None:
    return live_session(services().store, token, now())


def _known_host() -> None:
    """A name that is not ours is no way in: what is built from it would lead somewhere else.

    A demonstration is shown under any name; a probe asks for our health by number.
    """
    settings = services().settings
    if settings.demo or (request.endpoint or "").startswith("health."):
        return
    if _host_name(f"//{request.host}") not in (_host_name(settings.public_url), *LOOPBACK):
        structlog.get_logger("web").warning("unknown_host", host=request.host, setting="THIDUA_PUBLIC_URL")
        abort(400)


def _host_name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _guard() -> BaseResponse | str | None:
    """Who asks, with what authority, now; and out with those who may not."""
    if request.endpoint is None:
        return None
    _same_site_only()
    if request.endpoint == "static":
        return None
    _readable_only()
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
    origin = request.headers.get("Origin", "null")
    if origin != "null" and origin.partition("://")[2] != request.host:
        abort(400)


def _readable_only() -> None:
    """A NUL is nothing a person types, and no database takes it; a field without a name is no field."""
    nameless = None in request.form or None in request.files
    values = [request.path, *request.args.values(), *(value for _, value in request.form.items(multi=True))]
    if nameless or any("\x00" in value for value in values):
        abort(400)


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if services().settings.https_only:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static" or response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    return response

"""The composition root: settings, services, security, pages and commands put together."""

from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web.addresses import init_addresses
from web.auth.views import blueprint as auth
from web.composition import compose
from web.compression import init_compression
from web.errors import init_errors
from web.jinja import init_jinja
from web.logs import init_logs
from web.pages import BLUEPRINTS, DEMO_BLUEPRINTS
from web.security import init_security
from web.static_files import init_static_files
from workflow.kernel.clock import Clock
from workflow.kernel.settings import Settings

REQUEST_OVERHEAD = 2_000_000  # beside the largest file: the other fields of its form
FORM_FIELDS = 4_000_000


def create_app(settings: Settings | None = None, *, clock: Clock | None = None) -> Flask:
    """The application. `clock` replaces the product's clock, in tests and in stories told day by day."""
    init_logs()
    settings = settings or Settings.from_env()
    parts = compose(settings, clock=clock)
    app = Flask("web")
    app.extensions["thidua"] = parts
    app.config.from_mapping(
        SECRET_KEY=settings.signing_key(),
        SESSION_COOKIE_NAME="__Host-thidua" if settings.https_only else "thidua",
        SESSION_COOKIE_SECURE=settings.https_only,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=settings.upload_max_bytes + REQUEST_OVERHEAD,
        MAX_FORM_MEMORY_SIZE=FORM_FIELDS,
        MAX_FORM_PARTS=10_000,
        WTF_CSRF_TIME_LIMIT=None,  # the session bounds it; a clerk may write for an hour
        WTF_CSRF_SSL_STRICT=False,  # our own same-site check covers plain http as well
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    init_addresses(app)
    init_security(app)
    init_errors(app)
    init_jinja(app)
    init_static_files(app)
    init_compression(app)
    app.register_blueprint(auth)
    for blueprint in BLUEPRINTS + (DEMO_BLUEPRINTS if settings.demo else ()):
        app.register_blueprint(blueprint)
    return app

"""Whether the process answers, and whether it can work."""

from flask import Blueprint
from sqlalchemy import text

from web.access import public
from web.context import services
from web.schema import current_revision, head_revision
from workflow.kernel.errors import Unavailable

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> tuple[dict[str, str], int]:
    """The process answers; it touches nothing."""
    return {"status": "ok"}, 200


@blueprint.get("/readyz")
@public
def readyz() -> tuple[dict[str, str], int]:
    """The database can be read and written, and its schema is the one this code was made for."""
    try:
        with services().store.reading() as session:
            revision = current_revision(session.connection())
        with services().store.transaction() as tx:
            tx.session.execute(
                text("UPDATE series SET last = last WHERE year = 0")
            )  # refused where nothing can be written
    except Unavailable:
        return {"status": "not ready"}, 503
    ready = revision == head_revision()
    return {"status": "ok" if ready else "not ready"}, 200 if ready else 503

"""Not built yet."""

from flask import Blueprint, render_template

from web.access import public

blueprint = Blueprint("public", __name__)


@blueprint.get("/status")
@public
def lookup() -> str:
    return render_template("layout.html")


@blueprint.get("/notices")
@public
def notices() -> str:
    return render_template("layout.html")


@blueprint.get("/my-nominations/<code>")
def own(code: str) -> str:
    return render_template("layout.html")

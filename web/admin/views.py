"""Not built yet."""

from flask import Blueprint, render_template

blueprint = Blueprint("admin", __name__)


@blueprint.get("/admin")
def index() -> str:
    return render_template("layout.html")


@blueprint.get("/admin/audit")
def audit() -> str:
    return render_template("layout.html")

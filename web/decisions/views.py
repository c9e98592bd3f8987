"""Not built yet."""

from flask import Blueprint, render_template

blueprint = Blueprint("decisions", __name__)


@blueprint.get("/decisions")
def index() -> str:
    return render_template("layout.html")

"""Not built yet."""

from flask import Blueprint, render_template

blueprint = Blueprint("decide", __name__)


@blueprint.get("/decide")
def index() -> str:
    return render_template("layout.html")

"""Not built yet."""

from flask import Blueprint, render_template

blueprint = Blueprint("movements", __name__)


@blueprint.get("/movements")
def index() -> str:
    return render_template("layout.html")

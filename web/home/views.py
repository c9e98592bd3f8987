"""Not built yet."""

from flask import Blueprint, render_template

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def my_work() -> str:
    return render_template("layout.html")

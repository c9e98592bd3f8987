"""Not built yet."""

from flask import Blueprint, render_template

blueprint = Blueprint("councils", __name__)


@blueprint.get("/council")
def index() -> str:
    return render_template("layout.html")


@blueprint.get("/council/sessions/<int:session_id>")
def show(session_id: int) -> str:
    return render_template("layout.html")

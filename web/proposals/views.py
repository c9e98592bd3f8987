"""Not built yet."""

from flask import Blueprint, render_template

blueprint = Blueprint("proposals", __name__)


@blueprint.get("/proposals")
def index() -> str:
    return render_template("layout.html")


@blueprint.get("/proposals/<int:proposal_id>")
def show(proposal_id: int) -> str:
    return render_template("layout.html")


@blueprint.get("/proposals/nominations/<int:nomination_id>")
def edit_nomination(nomination_id: int) -> str:
    return render_template("layout.html")

"""Not built yet."""

from flask import Blueprint, render_template

blueprint = Blueprint("mailbox", __name__)


@blueprint.get("/mailbox")
def index() -> str:
    return render_template("layout.html")

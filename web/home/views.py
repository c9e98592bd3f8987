"""What waits for the person who is signed in."""

from flask import Blueprint, render_template

from web.context import services
from web.home.groups import work_of

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def my_work() -> str:
    with services().store.reading() as session:
        work = work_of(session)
    return render_template("home/my_work.html", work=work)

"""The typed doors to the request: the services, who asks, and what time it is."""

from datetime import date, datetime
from typing import cast

from flask import current_app, g

from web.composition import Parts
from workflow.bootstrap import Services
from workflow.kernel.clock import office_date
from workflow.people.authority import Actor


def parts() -> Parts:
    return cast(Parts, current_app.extensions["thidua"])


def services() -> Services:
    return parts().services


def actor() -> Actor:
    """Who asks. Only for views behind the sign-in: there is always one there."""
    return cast(Actor, g.actor)


def maybe_actor() -> Actor | None:
    return cast("Actor | None", g.get("actor"))


def me() -> int:
    """The id of the person who asks."""
    return cast(int, actor().person_id)


def now() -> datetime:
    """The instant of this request, the same wherever it is asked."""
    if "now" not in g:
        g.now = services().clock.now()
    return cast(datetime, g.now)


def today() -> date:
    return office_date(now())

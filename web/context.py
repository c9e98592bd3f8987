"""The typed doors to the request: the services, who asks, and what time it is."""

from datetime import date, datetime
from typing import cast

from flask import current_app, g
from sqlalchemy.orm import Session

from web.composition import Parts
from web.site import Site, site_of
from workflow.awards.editions import law_of
from workflow.awards.rules import Law
from workflow.bootstrap import Services
from workflow.calendars.office import calendar_of
from workflow.calendars.working_days import Calendar
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


def site() -> Site:
    """The office that this installation serves, in the reader's language."""
    settings = services().settings
    return site_of(settings.config, sample=settings.demo)


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


def law(session: Session | None = None) -> Law:
    """The shipped rule sets and those the office published, read once for this request."""
    if "law" not in g:
        if session is not None:
            g.law = law_of(session)
        else:
            with services().store.reading() as own:
                g.law = law_of(own)
    return cast(Law, g.law)


def calendar(session: Session | None = None) -> Calendar:
    """The office's calendar with its corrections, read once for this request, when a day is first counted."""
    if "calendar" not in g:
        if session is not None:
            g.calendar = calendar_of(session)
        else:
            with services().store.reading() as own:
                g.calendar = calendar_of(own)
    return cast(Calendar, g.calendar)

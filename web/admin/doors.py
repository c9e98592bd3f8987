"""The one door to administration: who may pass is said here, for every page that is ever added."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeVar

from flask import Blueprint, request
from werkzeug.wrappers import Response

from web.acting import act_once
from web.context import actor
from web.triggers import problems_of
from workflow.awards.paper_lists import OF_THE_OFFICE
from workflow.awards.publishing import PUBLISHERS
from workflow.awards.quotas import SETTERS
from workflow.kernel.errors import Forbidden, Invalid, Problem
from workflow.kernel.transaction import Tx
from workflow.kernel.typed import read_date
from workflow.lifecycle.idempotency import Answer
from workflow.people.commands import ADMIN

T = TypeVar("T")
Page = str | Response | tuple[str, int]
TRAIL_READERS: Final = (ADMIN, "auditor")
OPEN_TO: Final[Mapping[str, tuple[str, ...]]] = {  # by the beginning of the endpoint, the more exact one first
    "admin.audit": TRAIL_READERS,
    "admin.quotas_figures": (*SETTERS, *OF_THE_OFFICE),
    "admin.quotas": SETTERS,
    **{f"admin.rules_{act}": PUBLISHERS for act in ("new", "propose", "confirm", "withdraw")},
    "admin.rules": (*PUBLISHERS, "auditor"),
}
MOST_DIGITS: Final = 9

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.before_request
def _who_may() -> None:
    """Administrators; the trail is open to auditors as well, places and rule sets to those who set and read them."""
    endpoint = request.endpoint or ""
    readers = next((roles for start, roles in OPEN_TO.items() if endpoint.startswith(start)), (ADMIN,))
    if not actor().has(*readers):
        raise Forbidden("not_your_role", who=readers)


def act_or_show(effect: Callable[[Tx], Answer], again: Callable[[dict[str, str]], str]) -> Response | tuple[str, int]:
    """Do it once; a form with mistakes is shown again with the sentences at its fields."""
    try:
        return act_once(effect)
    except Invalid as error:
        if "idempotency_key" in error.problems:
            raise
        return again(problems_of(error)), 422


def all_at_once(unreadable: Mapping[str, Problem], call: Callable[[], T]) -> T:
    """What could not be read and what the domain refuses, in one answer."""
    try:
        answer = call()
    except Invalid as error:
        raise Invalid({**error.problems, **unreadable}) from error
    if unreadable:
        raise Invalid(unreadable)
    return answer


def typed(name: str) -> str:
    return request.form.get(name, "").replace("\x00", "").strip()


def typed_id(name: str) -> int | None:
    return number(request.form.get(name, ""))


def typed_date(name: str, unreadable: dict[str, Problem]) -> date | None:
    """The day in a field; one that is there but is no day is noted as unreadable."""
    text = typed(name)
    day = read_date(text) if text else None
    if text and day is None:
        unreadable[name] = Problem("not_a_date")
    return day


def number(text: str) -> int | None:
    """A whole number from an address or a form, or None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None

"""Reading the queue's filter from an address or a form, and writing it back."""

from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from workflow.nominations.queue import VIEWS, QueueFilter

FIELDS = ("view", "q", "unit", "award", "state", "kind", "holder")
MOST = 120


def read_filter(given: MultiDict[str, str]) -> QueueFilter:
    """The filter; values that make no sense restrict nothing."""
    view = given.get("view", "all")
    unit = given.get("unit", "")
    return QueueFilter(
        view=view if view in VIEWS else "all",
        words=given.get("q", "").replace("\x00", "")[:MOST],
        unit_id=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
        award_code=given.get("award", "").replace("\x00", "")[:MOST],
        state=given.get("state", "").replace("\x00", "")[:MOST],
        kind=given.get("kind", "").replace("\x00", "")[:MOST],
        holder=given.get("holder", "").replace("\x00", "")[:MOST],
    )


def queue_address(given: MultiDict[str, str], *, endpoint: str = "queue.show", **changed: str) -> str:
    """The address of the queue, or of its print view, under a filter."""
    arguments: dict[str, Any] = filter_args(given, **changed)
    return url_for(endpoint, **arguments)


def filter_args(given: MultiDict[str, str], **changed: str) -> dict[str, str]:
    """The filter as address parts, with some changed; an empty one is left out."""
    values = {name: given.get(name, "")[:MOST] for name in FIELDS} | changed
    return {name: value for name, value in values.items() if value and not (name == "view" and value == "all")}

"""Reading what the council's forms send."""

import json
from collections.abc import Container
from datetime import datetime

from flask import request

from workflow.kernel.clock import OFFICE_ZONE
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.typed import read_date


def whole_number(name: str) -> int:
    """A number that a page of ours has put into the form."""
    typed = request.form.get(name, "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Invalid({name: Problem("form_key_missing")})
    return int(typed)


def chosen_council() -> int:
    """The council of the new session."""
    typed = request.form.get("council_id", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Invalid({"council_id": Problem("missing_choice")})
    return int(typed)


def held_at() -> datetime:
    """Day and time as typed: 22/11/2023 and 14.00, 14:00 or 14h00."""
    day = read_date(request.form.get("held_on", ""))
    if day is None:
        raise Invalid({"held_on": Problem("not_a_date")})
    parts = request.form.get("held_time", "").strip().lower().replace("h", ".").replace(":", ".").split(".")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 3]
    if len(numbers) not in (1, 2) or numbers[0] > 23 or numbers[-1] > 59:
        raise Invalid({"held_time": Problem("not_a_time")})
    return datetime(
        day.year, day.month, day.day, numbers[0], numbers[1] if len(numbers) == 2 else 0, tzinfo=OFFICE_ZONE
    )


def chosen_rows() -> dict[int, int]:
    """Ticked rows: the nomination and the version in which the page showed it."""
    pairs = [value.split(":") for value in request.form.getlist("row")[:5_000]]
    good = [
        pair
        for pair in pairs
        if len(pair) == 2 and all(part.isascii() and part.isdigit() and len(part) < 10 for part in pair)
    ]
    return {int(key): int(version) for key, version in good}


def carried_rows(listed: Container[int]) -> dict[int, int]:
    """The rows the page named, with the versions it showed, as far as they stand on this agenda."""
    try:
        given = {int(key): int(value) for key, value in json.loads(request.form.get("seen", "")).items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise Invalid({"row": Problem("choose_rows")}) from None
    seen = {key: value for key, value in given.items() if key in listed and 0 <= value < 2**31}
    if not seen:
        raise Invalid({"row": Problem("choose_rows")})
    return seen

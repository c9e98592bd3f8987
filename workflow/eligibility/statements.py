"""Reading stated facts as people type them, and turning them into what criteria look at."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from workflow.awards.cases import Initiative, PastDiscipline
from workflow.eligibility.vocabulary import NO, NONE, YES, FactDef
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import clean
from workflow.kernel.typed import read_date

Value = str | int | None
FIRST_DAY: Final = date(1945, 1, 1)
OF_MEMBERS: Final = ("unit_ldtt", "unit_cstdcs", "unit_completed", "unit_disciplined")


def checked_facts(
    given: Mapping[str, Any], wanted: Collection[FactDef], known: Mapping[str, Value], members: int | None, today: date
) -> dict[str, Value]:
    """The facts that were typed, as they are kept: days as ISO text, whole numbers, codes; None takes one back.

    `known`: what was stated before, so that facts are also checked against each other. A fact that is not
    among `given` is left alone. Raises `Invalid` with every problem.
    """
    problems: dict[str, Problem] = {}
    values: dict[str, Value] = {}
    for fact in wanted:
        if fact.name not in given:
            continue
        text = clean(str(given[fact.name] if given[fact.name] is not None else ""))
        try:
            values[fact.name] = _read(fact, text, today) if text else None
        except Invalid as error:
            problems.update(error.problems)
    asked = {fact.name for fact in wanted}
    before = {name: value for name, value in known.items() if name in asked}
    problems = {**_together({**before, **values}, members), **problems}
    if problems:
        raise Invalid(problems)
    return values


def _read(fact: FactDef, text: str, today: date) -> Value:
    if fact.kind == "choice":
        if text not in fact.choices:
            raise Invalid({fact.name: Problem("not_a_choice")})
        return text
    if fact.kind == "number":
        if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= fact.most):
            raise Invalid({fact.name: Problem("number_out_of_range", {"least": 0, "most": fact.most})})
        return int(text)
    day = read_date(text)
    if day is None:
        raise Invalid({fact.name: Problem("not_a_date")})
    if day > today:
        raise Invalid({fact.name: Problem("date_after_today", {"today": today})})
    if day < FIRST_DAY:
        raise Invalid({fact.name: Problem("date_far_away")})
    return day.isoformat()


def _together(values: Mapping[str, Value], members: int | None) -> dict[str, Problem]:
    """What cannot be at the same time."""
    problems: dict[str, Problem] = {}
    if values.get("discipline") not in (None, NONE) and not values.get("discipline_on"):
        problems["discipline_on"] = Problem("discipline_undated")
    begun, ended = values.get("discipline_on"), values.get("discipline_ended_on")
    if isinstance(begun, str) and isinstance(ended, str) and ended < begun:
        problems["discipline_ended_on"] = Problem("discipline_ends_early")
    for name in OF_MEMBERS:
        count = values.get(name)
        if members is not None and isinstance(count, int) and count > members:
            problems[name] = Problem("number_out_of_range", {"least": 0, "most": members})
    return problems


def candidate_fields(values: Mapping[str, Value]) -> dict[str, Any]:
    """Stated facts as fields of `Candidate`; what was not stated is absent."""
    fields: dict[str, Any] = {
        "recruited_on": _day(values.get("recruited_on")),
        "maternity_months": values.get("maternity_months") or 0,
        "rating": values.get("rating"),
        "rating_points": values.get("rating_points"),
        "achievement_from": _day(values.get("achievement_from")),
        "registered": _flag(values.get("registered")),
        "is_head": _flag(values.get("is_head")),
        "under_review": _flag(values.get("under_review")),
        "disciplines": _disciplines(values),
    }
    if values.get("ground"):
        fields["grounds"] = (values["ground"],)
    return fields


def unit_fields(values: Mapping[str, Value]) -> dict[str, Any]:
    """Stated facts as fields of `Unit`."""
    names = {"unit_rating": "rating", "unit_ldtt": "ldtt", "unit_cstdcs": "cstdcs", "unit_completed": "completed",
             "unit_disciplined": "disciplined"}  # fmt: skip
    return {field: values[name] for name, field in names.items() if values.get(name) is not None}


def initiatives(
    values: Mapping[str, Value], *, number: str | None, used_for: str | None
) -> tuple[Initiative, ...] | None:
    """The initiative or research on which a file rests; `number` when it is tied to the register.

    None when nothing is known, empty when the unit says there is none.
    """
    kind = values.get("initiative_kind")
    if kind == NONE and number is None:
        return ()
    if kind is None and number is None:
        return None
    stated: Any = kind if kind not in (None, NONE) else "initiative"
    scope: Any = values.get("initiative_scope") or "unit"
    return (Initiative(number=number or "", kind=stated, scope=scope, used_for=used_for),)


def _disciplines(values: Mapping[str, Value]) -> tuple[PastDiscipline, ...] | None:
    kind: Any = values.get("discipline")
    decided = _day(values.get("discipline_on"))
    if kind == NONE:
        return ()
    if kind is None or decided is None:
        return None
    return (PastDiscipline(kind=kind, decided_on=decided, ended_on=_day(values.get("discipline_ended_on"))),)


def _day(value: Value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _flag(value: Value) -> bool | None:
    return {YES: True, NO: False}.get(str(value)) if value is not None else None

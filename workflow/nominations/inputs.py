"""What a person enters with a trigger, read and checked against the definition's vocabulary."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from states import INPUTS, InputDef, TriggerDef
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import clean, clean_block
from workflow.kernel.typed import read_date

VOTE_FIELDS: Final = ("present", "written", "in_favour", "against", "invalid", "recused")
MOST_MEMBERS: Final = 500
NOT_AFTER_TODAY: Final = frozenset({"decision_date", "letter_date"})
AFTER_TODAY: Final = frozenset({"due_on", "notice_until", "review_on"})


def checked_inputs(trigger: TriggerDef, given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The inputs as the trigger declares them: cleaned text, dates, whole numbers.

    Raises `Invalid` naming every field that is missing or cannot be read. Fields that the trigger
    does not declare are refused too: nothing is entered unseen.
    """
    problems: dict[str, Problem] = {}
    values: dict[str, Any] = {}
    declared = {item.name for item in trigger.inputs}
    for name in given.keys() - declared:
        problems[name] = Problem("unknown_field")
    for item in trigger.inputs:
        raw = given.get(item.name)
        if raw in (None, "", [], ()):
            if item.required:
                problems[item.name] = _missing(INPUTS[item.name])
            continue
        try:
            values[item.name] = _read(INPUTS[item.name], raw, today)
        except Invalid as error:
            problems.update(error.problems)
    if problems:
        raise Invalid(problems)
    return values


def _missing(definition: InputDef) -> Problem:
    return Problem("not_ticked" if definition.kind == "flag" else "missing", {"label": definition.label})


def _read(definition: InputDef, raw: Any, today: date) -> Any:
    reader = _READERS[definition.kind]
    value = reader(definition, raw)
    if isinstance(value, date):
        return _in_range(definition, value, today)
    return value


def _in_range(definition: InputDef, value: date, today: date) -> date:
    if definition.name in NOT_AFTER_TODAY and value > today:
        raise Invalid({definition.name: Problem("date_after_today", {"today": today})})
    if definition.name in AFTER_TODAY and value <= today:
        raise Invalid({definition.name: Problem("date_not_after_today", {"today": today})})
    if abs((value - today).days) > 366 * 5:
        raise Invalid({definition.name: Problem("date_far_away")})
    return value


def _text(definition: InputDef, raw: Any) -> str:
    text = clean(str(raw)) if definition.kind == "line" else clean_block(str(raw))
    most = definition.max_length or 4_000
    if not text:
        raise Invalid({definition.name: Problem("missing", {"label": definition.label})})
    if len(text) > most:
        raise Invalid({definition.name: Problem("too_long", {"most": most})})
    return text


def _lines(definition: InputDef, raw: Any) -> list[str]:
    text = "\n".join(raw) if isinstance(raw, list | tuple) else str(raw)
    return [line for line in _text(definition, text).split("\n") if line]


def _date(definition: InputDef, raw: Any) -> date:
    if isinstance(raw, date):
        return raw
    value = read_date(str(raw))
    if value is None:
        raise Invalid({definition.name: Problem("not_a_date")})
    return value


def _number(definition: InputDef, raw: Any) -> int:
    text = clean(str(raw))
    if not (text.isascii() and text.isdigit() and len(text) <= 4) or int(text) > MOST_MEMBERS:
        raise Invalid({definition.name: Problem("not_a_number", {"most": MOST_MEMBERS})})
    return int(text)


def _choice(definition: InputDef, raw: Any) -> str:
    if definition.choice(str(raw)) is None:
        raise Invalid({definition.name: Problem("not_a_choice")})
    return str(raw)


def _units(definition: InputDef, raw: Any) -> list[int]:
    given: Iterable[Any] = raw if isinstance(raw, list | tuple) else [raw]
    texts = [str(item) for item in given]
    if not all(text.isascii() and text.isdigit() and len(text) <= 9 for text in texts) or len(texts) > 30:
        raise Invalid({definition.name: Problem("not_a_choice")})
    return sorted({int(text) for text in texts})


def _flag(definition: InputDef, raw: Any) -> bool:
    """Only what was ticked is entered: a box left empty is a field left empty."""
    if str(raw) not in ("1", "on", "true", "True"):
        raise Invalid({definition.name: _missing(definition)})
    return True


_READERS: Final = {
    "line": _text, "text": _text, "lines": _lines, "date": _date, "number": _number,
    "choice": _choice, "units": _units, "flag": _flag,
}  # fmt: skip

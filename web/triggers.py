"""The fields of a trigger on a page: what to ask, what was typed, what was wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from states import INPUTS, Refused, TriggerDef
from web.context import services
from web.i18n import _, locale, pick, words
from web.wording import problem_text, refusal_text
from workflow.kernel.db import AnyRow
from workflow.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class InputField:
    """One control as the form macros take it."""

    name: str
    label: str
    help: str
    kind: str
    optional: bool
    value: Any
    error: str
    choices: list[tuple[str, str]]


def trigger_def(code: str) -> TriggerDef | None:
    """A trigger of any shipped lifecycle, newest version first."""
    for engine in reversed(services().office.registry.all()):
        if engine.definition.has_trigger(code):
            return engine.definition.trigger(code)
    return None


def batch_text(trigger: TriggerDef, n: int) -> str:
    """The button for n files; in English one file takes the plain verb phrase."""
    return words(trigger.label) if n == 1 and locale() == "en" else words(trigger.batch, n=n)


def done_text(trigger: TriggerDef, n: int) -> str:
    """What was done to n files, as one sentence without its full stop."""
    return words(trigger.done_one) if n == 1 and locale() == "en" else words(trigger.done, n=n)


def form_inputs(code: str) -> dict[str, Any]:
    """What was typed for the inputs that the trigger declares."""
    trigger = trigger_def(code)
    if trigger is None:
        return {}
    typed: dict[str, Any] = {}
    for item in trigger.inputs:
        several = INPUTS[item.name].kind == "units"
        typed[item.name] = request.form.getlist(item.name) if several else request.form.get(item.name, "")
    return typed


def input_fields(trigger: TriggerDef, problems: Mapping[str, str], units: Sequence[AnyRow] = ()) -> list[InputField]:
    """The controls of a trigger, filled with what was typed before or carried in the address."""
    source = request.form if request.method == "POST" else request.args
    fields = []
    for item in trigger.inputs:
        vocabulary = INPUTS[item.name]
        choices = [("", _("Chọn"))] + [(choice.code, words(choice.label)) for choice in vocabulary.choices]
        if vocabulary.kind == "units":
            choices = [(str(unit.id), pick(unit.name_vi, unit.name_en)) for unit in units]
        value: Any = source.getlist(item.name) if vocabulary.kind == "units" else source.get(item.name, "")
        fields.append(InputField(
            item.name, words(vocabulary.label), words(vocabulary.help), vocabulary.kind, not item.required, value,
            problems.get(item.name, ""), choices,
        ))  # fmt: skip
    return fields


def problems_of(error: Invalid) -> dict[str, str]:
    """Sentences by field."""
    return {name: problem_text(problem) for name, problem in error.problems.items()}


def reasons_of(error: Refused) -> list[str]:
    return [refusal_text(refusal) for refusal in error.refusals]

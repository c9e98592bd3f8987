"""The proof about words: all there, in both languages, with placeholders that can be filled."""

from collections.abc import Iterator

from states.definition import PUBLIC_PLACEHOLDERS, Definition
from states.errors import Fault
from states.guards import GUARDS
from states.inputs import INPUTS
from states.refusals import refusal_codes, refusal_wording
from states.text import Text

COUNT = frozenset({"n"})
NONE: frozenset[str] = frozenset()


def wording_faults(definition: Definition) -> Iterator[Fault]:
    yield from _plain("title", definition.title)
    for state in definition.states:
        yield from _plain(f"{state.code}.label", state.label)
        yield from _plain(f"{state.code}.short", state.short)
        yield from _text(f"{state.code}.public", state.public)
        for unknown in sorted(frozenset().union(*state.public.placeholders) - PUBLIC_PLACEHOLDERS):
            yield Fault("placeholder", f"{state.code}.public", f"{state.code}.public asks for {{{unknown}}}")
    for trigger in definition.triggers:
        yield from _plain(f"{trigger.code}.label", trigger.label)
        yield from _plain(f"{trigger.code}.done_one", trigger.done_one)
        yield from _exactly(f"{trigger.code}.batch", trigger.batch, COUNT)
        yield from _exactly(f"{trigger.code}.done", trigger.done, COUNT)
    yield from _used_words(definition)


def _used_words(definition: Definition) -> Iterator[Fault]:
    """Words of the guards, inputs and separations the definition names; unknown names are told elsewhere."""
    for code in dict.fromkeys(code for item in definition.transitions for code in item.guards if code in GUARDS):
        yield from _plain(f"{code}.holds", GUARDS[code].holds)
        for name, text in GUARDS[code].refuses.items():
            yield from _exactly(f"{code}.{name}", text, text.placeholders[0])
    for name in dict.fromkeys(field.name for trigger in definition.triggers for field in trigger.inputs):
        if name in INPUTS:
            yield from _plain(f"{name}.label", INPUTS[name].label)
            yield from _plain(f"{name}.help", INPUTS[name].help)
            for choice in INPUTS[name].choices:
                yield from _plain(f"{name}.{choice.code}", choice.label)
    for item in definition.separations:
        if item.code not in refusal_codes():
            yield Fault("missing_text", item.code, f"the separation {item.code} has no words for its refusal")
        else:
            yield from _text(item.code, refusal_wording(item.code))


def _text(where: str, text: Text) -> Iterator[Fault]:
    for locale, sentence in (("vi", text.vi), ("en", text.en)):
        if not sentence.strip():
            yield Fault("missing_text", where, f"{where} says nothing in {locale}")


def _plain(where: str, text: Text) -> Iterator[Fault]:
    yield from _exactly(where, text, NONE)


def _exactly(where: str, text: Text, wanted: frozenset[str]) -> Iterator[Fault]:
    yield from _text(where, text)
    if not text.complete:
        return
    for locale, found in zip(("vi", "en"), text.placeholders, strict=True):
        if found != wanted:
            yield Fault(
                "placeholder",
                where,
                f"{where} in {locale} asks for {sorted(found)}, it is given {sorted(wanted)}",
            )

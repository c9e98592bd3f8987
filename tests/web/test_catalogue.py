"""English: complete, true to the places of the Vietnamese sentence, and English."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import states
from notifications.kinds import KINDS
from states import Text
from states.definitions import ALL
from web import wording
from web.i18n import CATALOGUES
from workflow.people.authority import NO_POST

ROOT = Path(__file__).parents[2]
PERCENT_PLACE = re.compile(r"%\(\w+\)s")
BRACE_PLACE = re.compile(r"\{\w+\}")
VIETNAMESE = re.compile(r"[ăâđêôơưà-ãè-êìíò-õùúýĩũ\u1ea0-\u1ef9]", re.IGNORECASE)
PROPER = ("Thanh Liêm", "QĐ-UBND", "[TĐKT]", "[TEST TĐKT]", " đ")
"""What stays Vietnamese in English: a place, the symbol of decisions, the mark of the office's mail, the currency."""

INVENTED = ("web.demo", "web.styleguide")
"""Made-up people and papers keep their names."""


@cache
def _english() -> Catalog:
    with (CATALOGUES / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@cache
def _extracted() -> Mapping[str, str]:
    """Every sentence of the pages, with the first file that says it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    mappings = settings["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    options = {
        one["pattern"]: {name: value for name, value in one.items() if name not in ("method", "pattern")}
        for one in mappings
    }
    found: dict[str, str] = {}
    for folder in ("web", "notifications"):
        for name, _line, message, _comments, _context in extract_from_dir(ROOT / folder, methods, options):
            for sentence in (message,) if isinstance(message, str) else message:
                found.setdefault(sentence, f"{folder}/{name}")
    return found


def _messages() -> list[Message]:
    return [message for message in _english() if message.id]


def _places(sentence: str) -> list[str]:
    return sorted(PERCENT_PLACE.findall(sentence) + BRACE_PLACE.findall(sentence))


def _vietnamese_in(sentence: str) -> str:
    for name in PROPER:
        sentence = sentence.replace(name, "")
    return "".join(VIETNAMESE.findall(sentence))


def _texts(value: Any, where: str, seen: set[int]) -> Iterator[tuple[str, Text]]:
    """Every text that can be reached from an object."""
    if isinstance(value, Text):
        yield where, value
        return
    if isinstance(value, str | int | type) or id(value) in seen:
        return
    seen.add(id(value))
    inside: list[tuple[str, Any]] = []
    if isinstance(value, Mapping):
        inside = [(f"{where}[{key}]", one) for key, one in value.items()]
    elif isinstance(value, tuple | list | frozenset | set):
        inside = [(f"{where}[{number}]", one) for number, one in enumerate(value)]
    elif is_dataclass(value):
        inside = [(f"{where}.{field.name}", getattr(value, field.name, None)) for field in fields(value)]
    for name, one in inside:
        yield from _texts(one, name, seen)


@cache
def _all_texts() -> tuple[tuple[str, Text], ...]:
    for module in pkgutil.walk_packages(states.__path__, "states."):
        importlib.import_module(module.name)
    importlib.import_module("web.app")
    seen: set[int] = set()
    return tuple(
        found
        for name, module in sorted(sys.modules.items())
        if name.split(".")[0] in ("states", "workflow", "notifications", "web") and not name.startswith(INVENTED)
        for variable, value in sorted(vars(module).items())
        if not variable.startswith("__")
        for found in _texts(value, f"{name}.{variable}", seen)
    )


def test_every_sentence_of_the_pages_is_in_english() -> None:
    english = {str(message.id): message for message in _messages()}
    extracted = _extracted()
    assert len(extracted) > 1_000, "the extraction no longer sees the pages"
    untranslated = [
        f"{where}: {sentence}"
        for sentence, where in extracted.items()
        if sentence not in english or not str(english[sentence].string).strip() or english[sentence].fuzzy
    ]
    assert not untranslated, "Run `python3 dev.py i18n`, then translate:\n" + "\n".join(untranslated)


def test_no_sentence_hides_inside_a_formatted_string() -> None:
    """The extraction does not look into f"…", so such a sentence would stay Vietnamese."""
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("web", "notifications")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in ("_", "gettext")
    ]
    assert not hidden, "\n".join(hidden)


def test_no_english_is_left_of_sentences_that_are_gone() -> None:
    gone = [str(message.id) for message in _messages() if message.id not in _extracted()]
    assert not gone, "Run `python3 dev.py i18n`:\n" + "\n".join(gone)


def test_english_keeps_every_place_and_the_spaces_around() -> None:
    wrong = [
        f"{message.id} => {message.string}"
        for message in _messages()
        if _places(str(message.id)) != _places(str(message.string))
        or str(message.id)[-1:].isspace() != str(message.string)[-1:].isspace()
    ]
    assert not wrong, "\n".join(wrong)


def test_a_percent_sign_is_only_ever_a_place() -> None:
    """In a template each sentence is a format, with places or without."""
    wrong = [
        sentence
        for message in _messages()
        for sentence in (str(message.id), str(message.string))
        if "%" in PERCENT_PLACE.sub("", sentence).replace("%%", "")
    ]
    assert not wrong, "\n".join(wrong)


def test_no_sentence_holds_marks_of_html() -> None:
    """Templates take a sentence as it is, inside attributes too."""
    wrong = [
        sentence
        for message in _messages()
        for sentence in (str(message.id), str(message.string))
        if set(sentence) & set('<>&"')
    ]
    assert not wrong, "\n".join(wrong)


def test_english_is_english() -> None:
    wrong = [f"{message.id} => {message.string}" for message in _messages() if _vietnamese_in(str(message.string))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("banned", ["please", "!", "the system", "submit button", "click here"])
def test_english_speaks_as_the_office_does(banned: str) -> None:
    wrong = [str(message.string) for message in _messages() if banned in str(message.string).lower()]
    assert not wrong, "\n".join(wrong)


def test_vietnamese_speaks_as_the_office_does() -> None:
    wrong = [sentence for sentence in _extracted() if re.search(r"vui lòng|!|đang tải|hệ thống", sentence.lower())]
    assert not wrong, "\n".join(wrong)


def test_the_walk_reaches_the_texts_it_is_meant_for() -> None:
    reached = {id(text) for _where, text in _all_texts()}
    assert all(id(text) in reached for text in wording.PROBLEMS.values())
    assert all(id(text) in reached for kind in KINDS.values() for text in (kind.subject, kind.body))
    for definition in ALL:
        assert all(id(text) in reached for state in definition.states for text in (state.label, state.short))
        assert all(id(text) in reached for trigger in definition.triggers for text in (trigger.label, trigger.done))


def test_every_text_is_there_in_both_languages() -> None:
    wrong = [where for where, text in _all_texts() if text != NO_POST and not text.complete]
    assert not wrong, "\n".join(wrong)


def test_the_english_of_a_text_is_english_and_asks_for_no_more_than_the_vietnamese() -> None:
    wrong = [
        f"{where}: {text.en}"
        for where, text in _all_texts()
        if _vietnamese_in(text.en) or not set(_places(text.en)) <= set(_places(text.vi))
    ]
    assert not wrong, "\n".join(wrong)

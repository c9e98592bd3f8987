"""Making the text of a rule set from another one, the office's settings and what differs."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final

from states import Text
from workflow.awards.faults import Fault, Unsound
from workflow.awards.law import Value
from workflow.awards.rules import Law, RuleSet, rules_of
from workflow.awards.shelf import GROUPS, SHELF, Shelf, read_shelf, text_of
from workflow.awards.soundness import faults_within
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import clean

# Names such as R2028 are kept for what ships: a later version of the product must not meet its own name.
_NAME: Final = re.compile(r"(?=.{3,32}\Z)[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)+")
CHANGEABLE: Final = (
    *GROUPS, "levels", "unverified", "unread_law", "supplement", "council", "quorum", "recused", "paused",
)  # fmt: skip
MOST_LINE, MOST_SOURCES, MOST_CHANGES, MOST_YEARS, MOST_TOLD = 300, 2_000, 100_000, 10, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for. `settings` may leave out what stays; `changes` is TOML and may be empty."""

    set_id: str
    based_on: str
    valid_from: date | None
    title_vi: str
    title_en: str
    sources: str
    settings: Mapping[str, Value] = field(default_factory=dict)
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """One earlier rule set of the office, as far as another may build on it."""

    set_id: str
    head: Mapping[str, Any]
    changes: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The rule set that a wish makes, with the text to be kept."""

    rules: RuleSet
    text: str


def draft(wish: Wish, law: Law, published: Iterable[Published], today: date) -> Draft:
    """The rule set as it would hold. Raises `Invalid` with every fault at its field; nothing is written."""
    problems = _problems(wish, law, today)
    said: dict[str, Any] = {}
    try:
        said = read_changes(wish.changes)
    except Unsound as error:
        problems["changes"] = told_at_once(error.faults)
    if problems.keys() & {"set_id", "based_on", "valid_from", "changes"}:
        raise Invalid(problems)
    try:
        made = _made(wish, law, published, said)
        faults: tuple[Fault, ...] = tuple(faults_within(made.rules))
    except Unsound as error:
        faults = error.faults
    untold = [fault for fault in faults if fault.place != f"{wish.set_id}: title"]  # that is told at its two fields
    problems = {**at_fields(wish.set_id, untold), **problems}
    if problems:
        raise Invalid(problems)
    return made


def _made(wish: Wish, law: Law, published: Iterable[Published], said: Mapping[str, Any]) -> Draft:
    shelf = shipped_shelf()
    for one in published:
        shelf = shelf.with_folder(one.set_id, one.head, read_changes(one.changes))
    shelf = shelf.with_folder(wish.set_id, head_of(wish), said)
    base = law.named(wish.based_on)
    there = shelf.settings_of(wish.set_id)
    kept = {name: value for name, value in base.values.items() if name in there}
    # Read back from what is kept, so that what was checked is what will hold.
    text = text_of(shelf.resolve(wish.set_id, {**kept, **wish.settings}))
    return Draft(rules_of(json.loads(text)), text)


def head_of(wish: Any) -> dict[str, Any]:
    """What a `set.toml` would say, from a wish or from the row that came of it."""
    return {
        "id": wish.set_id, "inherits": wish.based_on, "valid_from": wish.valid_from,
        "title": {"vi": clean(wish.title_vi), "en": clean(wish.title_en)}, "sources": lines_of(wish.sources),
    }  # fmt: skip


@cache
def shipped_shelf() -> Shelf:
    return read_shelf(SHELF)


def lines_of(text: str) -> list[str]:
    return [clean(line) for line in text.splitlines() if clean(line)]


def read_changes(text: str) -> dict[str, Any]:
    """What differs, by its groups. Raises `Unsound` for what is no TOML and for what is said elsewhere."""
    if len(text) > MOST_CHANGES:
        raise Unsound([Fault("", Text(f"dài quá {MOST_CHANGES} chữ cái", f"longer than {MOST_CHANGES} characters"))])
    try:
        said = tomllib.loads(text.replace("\r\n", "\n"))
    except ValueError as error:
        raise Unsound([Fault("TOML", Text(f"không đọc được: {error}", f"cannot be read: {error}"))]) from error
    except RecursionError as error:
        raise Unsound([Fault("TOML", Text("lồng nhau quá sâu", "nested too deep"))]) from error
    known = ", ".join(CHANGEABLE)
    faults = [
        Fault(name, Text(f"không ghi ở đây; ghi được: {known}", f"has no place here; these have: {known}"))
        for name in said if name not in CHANGEABLE
    ]  # fmt: skip
    faults += [
        Fault(name, Text("phải là một bảng: [" + name + ".…]", "must be a table: [" + name + ".…]"))
        for name in said if name in GROUPS and not isinstance(said[name], dict)
    ]  # fmt: skip
    if faults:
        raise Unsound(faults)
    return said


def _problems(wish: Wish, law: Law, today: date) -> dict[str, Problem]:
    """What is wrong with the single fields."""
    problems: dict[str, Problem] = {}
    known = {rules.id for rules in law.all()}
    if wish.set_id in known:
        problems["set_id"] = Problem("code_taken")
    elif _NAME.fullmatch(wish.set_id) is None:
        problems["set_id"] = Problem("bad_rule_set_id")
    if wish.based_on not in known:
        problems["based_on"] = Problem("not_a_choice")
    problems |= _day_problem(wish, law, today)
    for name, text, most in (
        ("title_vi", wish.title_vi, MOST_LINE), ("title_en", wish.title_en, MOST_LINE),
        ("sources", "\n".join(lines_of(wish.sources)), MOST_SOURCES),
    ):  # fmt: skip
        if not clean(text):
            problems[name] = Problem("missing_text")
        elif len(text) > most:
            problems[name] = Problem("too_long", {"most": most})
    return problems


def _day_problem(wish: Wish, law: Law, today: date) -> dict[str, Problem]:
    """A law for days that are over would say of them what nobody knew then."""
    day = wish.valid_from
    if day is None:
        return {"valid_from": Problem("not_a_date")}
    if day < today:
        return {"valid_from": Problem("date_before_today", {"today": today})}
    if day.year > today.year + MOST_YEARS:
        return {"valid_from": Problem("date_far_away")}
    base = next((rules for rules in law.all() if rules.id == wish.based_on), None)
    if base is not None and day <= base.valid_from:
        return {"valid_from": Problem("not_after_base", {"base": base.id, "begins": base.valid_from})}
    return {}


def at_fields(set_id: str, faults: Iterable[Fault]) -> dict[str, Problem]:
    """Each fault where the reader can mend it: at a setting, at a title, else at what differs."""
    places: dict[str, list[Fault]] = {}
    for fault in faults:
        place = fault.place.removeprefix(f"{set_id}: ")
        setting = re.fullmatch(r"(?:setting |values\.)([A-Za-z0-9_]+)", place)
        name = f"setting.{setting[1]}" if setting else {"title.vi": "title_vi", "title.en": "title_en"}.get(place)
        places.setdefault(name or "changes", []).append(Fault("" if name else place, fault.what))
    return {name: told_at_once(found) for name, found in places.items()}


def told_at_once(faults: Iterable[Fault]) -> Problem:
    """Several faults in one sentence; of a long list the first."""
    found = tuple(faults)
    said = [fault.told for fault in found[:MOST_TOLD]]
    if len(found) > MOST_TOLD:
        rest = len(found) - MOST_TOLD
        said.append(Text(f"và {rest} chỗ khác", f"and {rest} more"))
    return Problem("rules_not_sound", {"faults": tuple(said)})

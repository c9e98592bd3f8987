"""The shapes of the law as data. What a rule set may say, and nothing else."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from string import Formatter
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from states import Text

Certainty = Literal["V", "K", "U"]
Value = int | str | bool | None
# No rule counts further: days, percents, members. A number beyond is a slip of the finger.
MOST: Final = 1_000
MOST_LETTERS: Final = 300
Number = Annotated[int, Field(ge=0, le=MOST)]
_SHARE: Final = re.compile(r"[0-9]{1,4}(/[0-9]{1,4}|\.[0-9]{1,4})?")
_NUMBER: Final = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")
_KINDS: Final = {
    "integer": f"số nguyên từ 0 đến {MOST}", "share": "tỷ lệ như 2/3", "multiplier": "số như 0.3",
    "text": f"đoạn chữ không quá {MOST_LETTERS} chữ cái",
}  # fmt: skip


def is_share(text: str) -> bool:
    """A part of a whole, written 2/3 or 0.8, and not none of it."""
    if _SHARE.fullmatch(text) is None or text.endswith(("/0", "/00", "/000", "/0000")):
        return False
    return 0 < Fraction(text) <= 1


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(Frozen):
    vi: str
    en: str

    @field_validator("vi", "en")
    @classmethod
    def _names_numbers_only(cls, sentence: str) -> str:
        """A place in a sentence is a name between braces: what else could stand there reaches into the program."""
        for _said, name, spec, conversion in Formatter().parse(sentence):
            if name is not None and (not name.isidentifier() or spec or conversion):
                raise ValueError(f"“{{{name}}}” is no name of a number")
        return sentence

    def text(self, **values: Any) -> Text:
        """Both sentences, their numbers filled in."""
        return Text(self.vi.format(**values), self.en.format(**values)) if values else Text(self.vi, self.en)


class Cited(Frozen):
    """What every statement of the law carries: where it stands and how sure we are of it.

    V verified in a text, K known, U unsure. What is unsure names the setting that holds its value.
    """

    article: str = ""
    certainty: Certainty = "K"
    setting: str | None = None


class Award(Frozen):
    """A title or form as this period of the law knows it."""

    name: Wording
    short: Wording
    family: Literal["title", "form"]
    subjects: tuple[Literal["person", "collective", "household"], ...]
    kinds: tuple[Literal["yearly", "thematic", "sudden"], ...]
    artefact: Wording


class Rule(Cited):
    """One criterion with its parameters, for these awards, subjects and kinds of proposal."""

    criterion: str
    awards: tuple[str, ...] = ()  # empty: all
    subjects: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = {}
    valid_from: date | None = None
    valid_to: date | None = None
    hard: bool = True
    may_override: bool = False
    says: Wording

    @field_validator("parameters")
    @classmethod
    def _lists_do_not_change(cls, value: Mapping[str, Any]) -> Mapping[str, Any]:
        return {name: tuple(each) if isinstance(each, list) else each for name, each in value.items()}

    @cached_property
    def _told(self) -> Text:
        return self.says.text(**self.parameters)

    def told(self) -> Text:
        return self._told

    def applies(self, award: str, subject: str, kind: str, day: date) -> bool:
        return self.asks_of(award, subject, kind) and self.in_force(day)

    def asks_of(self, award: str, subject: str, kind: str) -> bool:
        """Whether it speaks of such a nomination, on whichever day."""
        return (
            (not self.awards or award in self.awards)
            and (not self.subjects or subject in self.subjects)
            and (not self.kinds or kind in self.kinds)
        )

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class VoteRule(Cited):
    """The share of all members that must agree. `reach` says whether the share itself suffices."""

    percent: Annotated[int, Field(ge=1, le=100)]
    reach: Literal["at_least", "more_than"]
    source: str
    ballot: Literal["secret", "open"] = "open"
    councils: tuple[str, ...] = ()  # the levels whose council is meant; empty: every council
    says: Wording | None = None

    def told(self) -> Text:
        return self.says.text(percent=self.percent) if self.says else Text(self.source, self.source)

    def needed(self, members: int) -> int:
        """The least number of members in favour, in whole people, without rounding errors."""
        votes, rest = divmod(self.percent * members, 100)
        return votes + 1 if rest or self.reach == "more_than" else votes


class Quorum(Cited):
    """The share of all members that must be present. Written as `share = "2/3"` or in two numbers."""

    numerator: Annotated[int, Field(ge=1, le=MOST)]
    denominator: Annotated[int, Field(ge=1, le=MOST)]

    @model_validator(mode="before")
    @classmethod
    def _from_share(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "share" not in given:
            return given
        if not is_share(str(given["share"])):
            raise ValueError(f"{given['share']!r} is no share of a whole, such as 2/3")
        share = Fraction(str(given["share"]))
        rest = {name: value for name, value in given.items() if name != "share"}
        return {**rest, "numerator": share.numerator, "denominator": share.denominator}

    def needed(self, members: int) -> int:
        share = Fraction(self.numerator * members, self.denominator)
        return -(-share.numerator // share.denominator)


class Level(Frozen):
    """A level that may decide, with the name of who signs there."""

    name: Wording


class Decider(Cited):
    """The levels that may decide an award, the usual one first."""

    levels: tuple[str, ...]


class Multiplier(Cited):
    """How many base salaries an award is worth. Empty: the officer sets it."""

    award: str
    subject: Literal["person", "collective", "household"]
    level: str | None = None  # of the deciding authority; empty: every level
    multiplier: Annotated[Decimal, Field(ge=0, le=MOST)] | None = None
    like: str | None = None  # the row it is counted from
    times: Annotated[Decimal, Field(ge=0, le=MOST)] | None = None


class Bonus(Cited):
    """How an amount is rounded and which rows of multipliers hold."""

    rounding: Literal["ceil_10000", "nearest_10000"]
    rows: Mapping[str, Multiplier]


class Document(Cited):
    """A paper of the dossier, for these awards, subjects and kinds of proposal."""

    document: str
    awards: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    required: bool = True
    form: str | None = None
    name: Wording
    when: Literal["always", "if_claimed"] = "always"


class Service(Cited):
    """Days from a complete file to the answer. Calendar days only where the text says so."""

    days: Number
    calendar: bool = False
    says: Wording | None = None

    def told(self) -> Text | None:
        return self.says.text(days=self.days) if self.says else None


class Setting(Frozen):
    """A value that no text we could read settles: visible, with a default, for the office to change."""

    kind: Literal["integer", "share", "choice", "multiplier", "text"]
    default: Value = None
    choices: tuple[str, ...] = ()
    label: Wording
    question: Wording

    def fault(self, value: Value) -> Text | None:
        """Why a value cannot be taken."""
        if value is None:
            return None if self.kind == "multiplier" else Text("cần một giá trị", "a value is needed")
        if self.kind == "choice":
            known = ", ".join(self.choices)
            return None if value in self.choices else Text(f"một trong: {known}", f"one of {known}")
        if self._fits(value):
            return None
        return Text(f"“{value}” không phải {_KINDS[self.kind]}", f"{value!r} is no {self.kind}")

    def _fits(self, value: Value) -> bool:
        if self.kind == "integer":
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
        if self.kind == "share":
            return is_share(str(value))
        if self.kind == "multiplier":
            return _NUMBER.fullmatch(str(value)) is not None
        return 0 < len(str(value).strip()) <= MOST_LETTERS

    def read(self, typed: str) -> Value:
        """The value that somebody typed. What cannot be read stays text, and `fault` then says so."""
        text = typed.strip()
        if self.kind == "integer":
            return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) else text
        if self.kind == "multiplier":
            return text.replace(",", ".") or None
        return text or None


class Supplement(Frozen):
    most: Number

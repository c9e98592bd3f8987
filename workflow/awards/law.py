"""The shapes of the law as data. What a rule set may say, and nothing else."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from states import Text

Certainty = Literal["V", "K", "U"]
Value = int | str | bool | None


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(Frozen):
    vi: str
    en: str

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

    def told(self) -> Text:
        return self.says.text(**self.parameters)

    def applies(self, award: str, subject: str, kind: str, day: date) -> bool:
        return (
            (not self.awards or award in self.awards)
            and (not self.subjects or subject in self.subjects)
            and (not self.kinds or kind in self.kinds)
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


class VoteRule(Cited):
    """The share of all members that must agree. `reach` says whether the share itself suffices."""

    percent: int
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

    numerator: int
    denominator: int

    @model_validator(mode="before")
    @classmethod
    def _from_share(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "share" not in given:
            return given
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
    multiplier: Decimal | None = None
    like: str | None = None  # the row it is counted from
    times: Decimal | None = None


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

    days: int
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

    def fault(self, value: Value) -> str | None:
        """Why a value cannot be taken."""
        if value is None:
            return None if self.kind == "multiplier" else "a value is needed"
        if self.kind == "choice":
            return None if value in self.choices else f"one of {', '.join(self.choices)}"
        try:
            if self.kind == "integer":
                good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
            elif self.kind == "share":
                good = 0 < Fraction(str(value)) <= 1
            elif self.kind == "multiplier":
                good = Decimal(str(value)) >= 0
            else:
                good = bool(str(value).strip())
        except (ValueError, ArithmeticError):
            good = False
        return None if good else f"{value!r} is no {self.kind}"


class Supplement(Frozen):
    most: int

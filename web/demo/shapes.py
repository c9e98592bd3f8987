"""The shapes of the demo's data files, read strictly: a misspelt field stops the reading."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from workflow.kernel.clock import OFFICE_ZONE


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Shape):
    vi: str
    en: str


class Unit(Shape):
    code: str
    name: Words
    kind: Literal["authority", "commune", "village", "office", "service", "school", "mass", "security", "enterprise"]
    abbreviation: str
    place: str
    valid_from: date = date(2020, 1, 1)
    valid_to: date | None = None
    successor: str | None = None
    email: str


class Grant(Shape):
    """A role at a unit (the person's own when none is named) on the strength of a document."""

    role: str
    unit: str | None = None
    valid_from: date
    document: str


class Person(Shape):
    """`key` is the left side of the e-mail address and the name by which the story calls the person."""

    key: str
    name: str
    title: Words
    unit: str
    gender: Literal["female", "male"]
    birth_year: int
    grants: tuple[Grant, ...]


class Delegation(Shape):
    giver: str
    taker: str
    role: str
    unit: str
    valid_from: date
    valid_to: date
    document: str


class Seat(Shape):
    person: str
    office: Literal["chair", "standing_vice", "vice", "member"]


class Council(Shape):
    name: Words
    unit: str
    document: str
    valid_from: date
    seats: tuple[Seat, ...]
    last_session: int


class Movement(Shape):
    code: str
    name: Words
    short: Words
    level: str
    kind: str
    purpose: Words
    starts_on: date
    ends_on: date | None = None
    launched_by: str | None = None
    for_groups: str = ""


class Letter(Shape):
    """A proposal letter. `at_first` holds what a draft said before the unit changed its mind."""

    key: str
    unit: str
    kind: Literal["yearly", "thematic", "sudden"]
    movement: str | None = None
    number: str | None = None
    letter_date: date | None = None
    summary: str
    at_first: Mapping[str, str] = {}


class Nomination(Shape):
    """One line of a letter, in the words of the unit. `code` is the number it is going to receive.

    `facts` are what the unit states where the law asks: ratings, dates, counts.
    """

    code: str
    letter: str
    subject: Literal["person", "collective", "household"]
    award_code: str
    name: str
    birth_year: int
    gender: Literal["female", "male"] | None = None
    post: str = ""
    occupation: str | None = None
    direct_labour: bool = False
    small_collective: bool = False
    member_count: int | None = None
    female_count: int | None = None
    achievement: str
    report: str = ""
    circumstances: str = ""
    duties: str = ""
    criteria_met: str = ""
    comparison: str = ""
    previous_awards: str = ""
    state_secret: bool = False
    nominee: str | None = None
    achievement_on: str = ""
    achievement_place: str = ""
    achievement_kind: str = ""
    initiative_number: str = ""
    initiative_year: int | None = None
    initiative_title: str = ""
    facts: Mapping[str, str] = {}
    at_first: Mapping[str, str] = {}

    def fields(self) -> dict[str, Any]:
        """What the clerk types into the form."""
        typed = self.model_dump(exclude={"code", "letter", "nominee", "facts", "at_first"})
        return {name: value for name, value in typed.items() if value not in (None, "", False)}


class Happened(Shape):
    """What an award of the past was given for."""

    on: date
    place: str
    kind: str
    summary: str


class Honour(Shape):
    """An award of the past. `of` is the file whose person, collective or household was honoured, else `named`.

    `unit` is where they were honoured, when that is not the unit that proposes them now.
    """

    of: str = ""
    named: Mapping[str, str | int] = {}
    unit: str | None = None
    award: str
    kind: Literal["yearly", "thematic", "sudden"] = "yearly"
    year: int
    number: str
    date: date
    authority: str
    event: Happened | None = None


class Step(Shape):
    """One act: when (office time), by whom, what, on which files or sessions, with which inputs."""

    at: datetime
    by: str
    act: str
    on: tuple[str, ...]
    inputs: Mapping[str, Any]

    @classmethod
    def of(cls, line: list[Any]) -> "Step":
        at, by, act, on, *rest = line
        local = datetime.fromisoformat(at).replace(tzinfo=OFFICE_ZONE)
        return cls(at=local, by=by, act=act, on=tuple(on.split()), inputs=rest[0] if rest else {})


class Showcase(Shape):
    """A role that a visitor can try, and the person who has it."""

    role: str
    person: str


class LostLetter(Shape):
    """The first letter to this person from this moment on comes back."""

    to: str
    at: datetime

"""What a letter and a nomination contain, read and checked field by field."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.awards.models import Award
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import clean, clean_block
from workflow.kernel.typed import read_date
from workflow.movements.models import Movement
from workflow.nominations.report import ADDED_PARTS, figures_problem

KINDS: Final = ("yearly", "thematic", "sudden")
SUBJECTS: Final = ("person", "collective", "household")
GENDERS: Final = ("female", "male")
OCCUPATIONS: Final = (
    "leader",
    "civil_servant",
    "worker",
    "farmer",
    "teacher",
    "health",
    "forces",
    "business",
    "other",
)
LINE: Final = 300
LONG: Final = 20_000
SUMMARY: Final = 4_000
OLDEST: Final = 1900
MOST_PEOPLE: Final = 100_000


class Reader:
    """Reads fields one by one and keeps every problem, so that a form is refused once, completely."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields
        self.problems: dict[str, Problem] = {}

    def raw(self, name: str) -> str:
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def line(self, name: str, *, most: int = LINE, required: bool = False) -> str:
        return self._bounded(name, clean(self.raw(name)), most, required)

    def block(self, name: str, *, most: int = LONG, required: bool = False) -> str:
        return self._bounded(name, clean_block(self.raw(name)), most, required)

    def choice(self, name: str, codes: tuple[str, ...], *, required: bool = True) -> str | None:
        value = self.raw(name)
        if not value and not required:
            return None
        if value not in codes:
            self.problems[name] = Problem("not_a_choice" if value else "missing_choice")
            return None
        return value

    def number(self, name: str, least: int, most: int, *, required: bool = False) -> int | None:
        value = clean(self.raw(name))
        if not value:
            if required:
                self.problems[name] = Problem("missing_number", {"least": least, "most": most})
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 9 and least <= int(value) <= most):
            self.problems[name] = Problem("number_out_of_range", {"least": least, "most": most})
            return None
        return int(value)

    def flag(self, name: str) -> bool:
        return self.raw(name) in ("1", "on", "true", "True", "y")

    def _bounded(self, name: str, text: str, most: int, required: bool) -> str:
        if required and not text:
            self.problems[name] = Problem("missing_text")
        elif len(text) > most:
            self.problems[name] = Problem("too_long", {"most": most})
        return text

    def done(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values, or `Invalid` with everything that was wrong."""
        if self.problems:
            raise Invalid(self.problems)
        return values


def checked_letter(session: Session, fields: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Columns of a letter from what was typed. Number and date may wait until it is signed."""
    read = Reader(fields)
    kind = read.choice("kind", KINDS)
    movement_id = _movement(session, read, kind)
    letter_date = None
    if read.raw("letter_date").strip():
        letter_date = read_date(read.raw("letter_date"))
        if letter_date is None:
            read.problems["letter_date"] = Problem("not_a_date")
        elif letter_date > today:
            read.problems["letter_date"] = Problem("date_after_today", {"today": today})
        elif (today - letter_date).days > 366:
            read.problems["letter_date"] = Problem("date_far_away")
    return read.done({
        "kind": kind, "movement_id": movement_id, "letter_date": letter_date,
        "number": read.line("number", most=60) or None, "summary": read.block("summary", most=SUMMARY),
    })  # fmt: skip


def _movement(session: Session, read: Reader, kind: str | None) -> int | None:
    movement_id = read.number("movement_id", 1, 10**9)
    if movement_id is None:
        if kind == "thematic" and "movement_id" not in read.problems:
            read.problems["movement_id"] = Problem("movement_needed")
        return None
    if session.execute(select(Movement.id).where(Movement.id == movement_id)).first() is None:
        read.problems["movement_id"] = Problem("not_a_choice")
    return movement_id


def checked_nomination(session: Session, fields: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Columns of a nomination from what was typed; the award must be for this kind of subject."""
    code = fields.get("award_code")
    award = None if code is None else session.get(Award, str(code))
    return checked_content(fields, today, award.subject if award is not None else None)


def checked_content(fields: Mapping[str, Any], today: date, award_subject: str | None) -> dict[str, Any]:
    """The same where the award is looked up already: whom it is for, or None when there is no such award."""
    read = Reader(fields)
    subject = read.choice("subject", SUBJECTS)
    if award_subject is None:
        read.problems["award_code"] = Problem("missing_choice")
    elif subject is not None and award_subject not in (subject, "any"):
        read.problems["award_code"] = Problem("award_not_for_subject")
    collective = subject == "collective"
    members = read.number("member_count", 1, MOST_PEOPLE, required=collective)
    women = read.number("female_count", 0, MOST_PEOPLE)
    if members is not None and women is not None and women > members:
        read.problems["female_count"] = Problem("number_out_of_range", {"least": 0, "most": members})
    return read.done({
        "subject": subject, "award_code": read.raw("award_code"),
        "name": read.line("name", most=160, required=True),
        "birth_year": read.number("birth_year", OLDEST, today.year - 5, required=True),
        "gender": read.choice("gender", GENDERS, required=subject == "person"),
        "post": read.line("post"),
        "occupation": read.choice("occupation", OCCUPATIONS, required=False),
        "direct_labour": read.flag("direct_labour"), "small_collective": read.flag("small_collective"),
        "member_count": members if collective else None, "female_count": women if collective else None,
        "achievement": read.line("achievement", required=True),
        "report": read.block("report"), "circumstances": read.block("circumstances", most=SUMMARY),
        "previous_awards": read.block("previous_awards", most=SUMMARY), "state_secret": read.flag("state_secret"),
        **_added_parts(read),
    })  # fmt: skip


def _added_parts(read: Reader) -> dict[str, str]:
    """Parts of the report that a spreadsheet has no column for: those not asked for stay as they were."""
    values = {name: read.block(name, most=SUMMARY) for name in ADDED_PARTS if name in read.fields}
    problem = figures_problem(values.get("comparison", ""))
    if problem is not None:
        read.problems.setdefault("comparison", problem)
    return values

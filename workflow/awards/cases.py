"""What is known of one case. A fact that is not given is unknown, and is asked for; it is never assumed."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

Rating = Literal["excellent", "good", "completed", "not_completed"]
Subject = Literal["person", "collective", "household"]
Kind = Literal["yearly", "thematic", "sudden"]
Scope = Literal["unit", "province", "nation"]
Discipline = Literal["khien_trach", "canh_cao", "ha_bac_luong", "giang_chuc", "cach_chuc", "buoc_thoi_viec"]

RATINGS: Final[tuple[str, ...]] = ("not_completed", "completed", "good", "excellent")
SCOPES: Final[tuple[str, ...]] = ("unit", "province", "nation")
DISCIPLINES: Final[tuple[str, ...]] = (
    "khien_trach", "canh_cao", "ha_bac_luong", "giang_chuc", "cach_chuc", "buoc_thoi_viec",
)  # fmt: skip

_SUBJECTS: Final[Mapping[str, str]] = {"ca_nhan": "person", "tap_the": "collective", "ho_gia_dinh": "household"}


def subject_code(value: Any) -> Any:
    """The code of a kind of subject, also from its Vietnamese name."""
    return _SUBJECTS.get(value, value) if isinstance(value, str) else value


def _day(value: Any) -> Any:
    """Days are written as text; a number is a mistake and no count of seconds."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ValueError("a date is written “2023-11-20”")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Place = Annotated[int, Field(ge=1, le=1_000_000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Year = Annotated[int, Field(ge=1945, le=2100)]
Name = Annotated[str, Field(max_length=400)]


class Facts(BaseModel):
    """Strict in its types: “9” is no number, an unknown field is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _lists_are_kept(cls, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value


class PastDiscipline(Facts):
    kind: Discipline
    decided_on: Day
    ended_on: Day | None = None  # not given: still being served

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.ended_on is not None and self.ended_on < self.decided_on:
            raise ValueError("ended_on lies before decided_on")
        return self


class Initiative(Facts):
    number: Name = ""
    kind: Literal["initiative", "research", "combat"] = "initiative"
    scope: Scope = "unit"
    used_for: Name | None = None  # the award that has used it already


class PastAward(Facts):
    award: Name
    year: Year
    kind: Kind = "yearly"
    decision: Name = ""
    revoked: bool = False


class Achievement(Facts):
    what: Name = ""
    on: Day | None = None
    awarded_by: Name | None = None  # the decision that has rewarded it already


class Candidate(Facts):
    """A person, a household, or a collective (whose counts are in `unit`)."""

    subject: Annotated[Subject, BeforeValidator(subject_code)]
    name: Name = ""
    recruited_on: Day | None = None
    months_of_service: Count | None = None
    maternity_months: Count = 0
    rating: Rating | None = None
    rating_points: Percent | None = None
    disciplines: tuple[PastDiscipline, ...] | None = None
    achievement_from: Day | None = None
    under_review: bool | None = None
    initiatives: tuple[Initiative, ...] | None = None
    previous_awards: tuple[PastAward, ...] | None = None
    achievement: Achievement | None = None
    grounds: tuple[Name, ...] | None = None
    is_head: bool | None = None
    registered: bool | None = None
    female: bool | None = None
    direct_labour: bool | None = None
    group: Name | None = None
    criteria_confirmed: bool | None = None


class Unit(Facts):
    """The counts of the collective itself, or of the unit that a person or household is proposed by."""

    name: Name = ""
    rating: Rating | None = None
    members: Count | None = None
    ldtt: Count | None = None
    cstdcs: Count | None = None
    cstdcs_place: Place | None = None
    district_ldtt: Count | None = None
    district_cstdcs: Count | None = None
    completed: Count | None = None
    disciplined: Count | None = None
    female: Count | None = None
    part_of_larger: bool | None = None
    small: bool | None = None
    dissolved_on: Day | None = None

    @model_validator(mode="after")
    def _parts_are_not_more_than_the_whole(self) -> Self:
        for name in ("ldtt", "cstdcs", "completed", "disciplined", "female"):
            part = getattr(self, name)
            if self.members is not None and part is not None and part > self.members:
                raise ValueError(f"{name} ({part}) is more than members ({self.members})")
        return self


class Movement(Facts):
    """The thematic movement that a proposal belongs to, with the caps of its plan."""

    name: Name = ""
    groups: tuple[Name, ...] | None = None
    subjects: tuple[Annotated[Subject, BeforeValidator(subject_code)], ...] | None = None
    cap_person_percent: Percent | None = None
    cap_collective_percent: Percent | None = None
    took_part: Count | None = None
    listed: Count | None = None
    place: Place | None = None


class Case(Facts):
    """One nomination as the law sees it."""

    award: Name
    complete_on: Day
    year: Year
    kind: Kind | None = None
    period_ends_on: Day | None = None
    candidate: Candidate
    unit: Unit = Unit()
    movement: Movement | None = None

    @model_validator(mode="after")
    def _the_year_has_come(self) -> Self:
        if self.year > self.complete_on.year:
            raise ValueError(f"year ({self.year}) lies after complete_on ({self.complete_on})")
        return self

    @property
    def ends_on(self) -> date:
        """The last day of the period that is judged: of the calendar year, or of the school year."""
        return self.period_ends_on or date(self.year, 12, 31)

    @property
    def begins_on(self) -> date:
        """The first day of the same period, a year long."""
        end = self.ends_on
        if (end.month, end.day) == (12, 31):
            return date(end.year, 1, 1)
        months = end.year * 12 + end.month - 12  # the month after the same month a year ago
        return date(months // 12, months % 12 + 1, 1)

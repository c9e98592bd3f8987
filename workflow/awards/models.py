"""The catalogue of awards, how many of each there may be, and the rule sets that the office published."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, LongText, partial_index


class Award(Base):
    """A title or a form of commendation. Who decides it and how it is voted is in the rule sets."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("subject IN ('person', 'collective', 'household', 'any')", name="subject"),
        CheckConstraint("family IN ('title', 'form')", name="family"),
    )

    code: Mapped[Code] = mapped_column(primary_key=True)
    name_vi: Mapped[Line]
    name_en: Mapped[Line]
    short_vi: Mapped[Line]
    short_en: Mapped[Line]
    family: Mapped[Code]
    subject: Mapped[Code]
    position: Mapped[int]


class Quota(Base):
    """How many of an award may be proposed in a year: the office's own measure, beside what the law sets.

    `reach` says whose names share the places: one `unit` alone, `each_unit` for itself, or all of the
    `office` together. Either a number of `places`, or a `percent` of the Advanced Workers of the same year.
    What was set is ended, never changed: the paper that sets it and the time stay readable.
    """

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("reach IN ('unit', 'each_unit', 'office')", name="reach"),
        CheckConstraint("(reach = 'unit') = (unit_id IS NOT NULL)", name="unit_is_named"),
        CheckConstraint("(places IS NULL) <> (percent IS NULL)", name="places_or_percent"),
        CheckConstraint("places IS NULL OR places >= 0", name="places"),
        CheckConstraint("percent IS NULL OR (percent > 0 AND percent <= 100)", name="percent"),
        CheckConstraint("kind IS NULL OR kind IN ('yearly', 'thematic', 'sudden')", name="kind"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index("ix_quota_year", "year", "award_code"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    reach: Mapped[Code]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    award_code: Mapped[Code] = mapped_column(ForeignKey("award.code"))
    year: Mapped[int]
    kind: Mapped[Code | None]  # of the letter; none: letters of every kind together
    places: Mapped[int | None]
    percent: Mapped[int | None]
    hard: Mapped[bool]
    document: Mapped[Line]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class PaperList(Base):
    """How many names of an award a unit has for a year by a decision or list on paper, not made here.

    The law counts a share of *all* names of the list; those that never came through here count too.
    """

    __tablename__ = "paper_list"
    __table_args__ = (
        CheckConstraint("names >= 0", name="names"),
        partial_index("uq_paper_list_current", "unit_id", "year", "award_code", where="ended_at IS NULL", unique=True),
        Index("ix_paper_list_year", "year", "award_code", "unit_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    award_code: Mapped[Code] = mapped_column(ForeignKey("award.code"))
    year: Mapped[int]
    names: Mapped[int]
    document: Mapped[Line]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class RuleEdition(Base):
    """A rule set that the office publishes: one that is there already, with what differs from a day on.

    `text` is the whole law as it was confirmed, and `fingerprint` its mark: later texts of the product change
    nothing in it. Once confirmed or withdrawn a row never changes.
    """

    __tablename__ = "rule_edition"
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        CheckConstraint("confirmed_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        CheckConstraint(
            "confirmed_by_id <> proposed_by_id AND (confirmed_for_id IS NULL OR confirmed_for_id <> proposed_by_id)",
            name="two_people",
        ),
        CheckConstraint(
            "proposed_for_id IS NULL OR (proposed_for_id <> confirmed_by_id"
            " AND (confirmed_for_id IS NULL OR confirmed_for_id <> proposed_for_id))",
            name="two_principals",
        ),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint"),
        CheckConstraint("set_id <> based_on", name="based_on_another"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    set_id: Mapped[Code] = mapped_column(unique=True)
    based_on: Mapped[Code]
    valid_from: Mapped[date]
    title_vi: Mapped[Line]
    title_en: Mapped[Line]
    sources: Mapped[LongText]  # one on each line
    settings: Mapped[LongText]  # JSON: every setting of the set with its value
    changes: Mapped[LongText]  # TOML: what differs from the base; may be empty
    text: Mapped[LongText]  # JSON: everything the set says
    fingerprint: Mapped[Code]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    confirmed_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

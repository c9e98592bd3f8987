"""Who was ever honoured here, for what, and which two entries may be one and the same."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, LongText, partial_index


class Laureate(Base):
    """A person, collective or household with one identity, whoever proposes it and however it is spelt.

    An entry that was joined to another stays and points to it, so that what was written before stays true.
    """

    __tablename__ = "laureate"
    __table_args__ = (
        CheckConstraint("kind IN ('person', 'collective', 'household')", name="kind"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
        Index("ix_laureate_identity", "folded_name", "birth_year", "unit_id", "kind"),
        Index("ix_laureate_name_key", "name_key"),
        Index("ix_laureate_birth_year", "birth_year", "kind"),
        partial_index("ix_laureate_listed", "folded_name", "id", where="listed_at IS NOT NULL"),
        partial_index("ix_laureate_merged_into_id", "merged_into_id", where="merged_into_id IS NOT NULL"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    kind: Mapped[Code]
    name: Mapped[Line]
    folded_name: Mapped[Line]
    name_key: Mapped[Line]  # the folded words in alphabetical order: a family name put last changes nothing
    birth_year: Mapped[int | None]  # of the person, or of the representative
    gender: Mapped[Code | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    post: Mapped[Line]
    created_at: Mapped[datetime]
    # Since when the office may see the entry: a draft of a unit is nobody else's business.
    listed_at: Mapped[datetime | None] = mapped_column(default=None)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("laureate.id"), default=None)


class Achievement(Base):
    """Something that was done on a day at a place. An award consumes it, once."""

    __tablename__ = "achievement"
    __table_args__ = (Index("ix_achievement_happened_on", "happened_on"),)

    id: Mapped[Id] = mapped_column(init=False)
    happened_on: Mapped[date]
    place: Mapped[Line]
    kind: Mapped[Code]
    summary: Mapped[Line]
    folded_summary: Mapped[Line]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Initiative(Base):
    """A recognised initiative or piece of research, by its certificate. An award consumes it, once."""

    __tablename__ = "initiative"
    __table_args__ = (UniqueConstraint("unit_id", "year", "number"),)

    id: Mapped[Id] = mapped_column(init=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[Code]
    year: Mapped[int]
    title: Mapped[Line]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Honour(Base):
    """An award that was given, here or elsewhere, now or long ago. Annulled when it is revoked, never erased."""

    __tablename__ = "honour"
    __table_args__ = (
        CheckConstraint("kind IN ('yearly', 'thematic', 'sudden')", name="kind"),
        CheckConstraint("source IN ('decision', 'import')", name="source"),
        CheckConstraint("(source = 'decision') = (decision_item_id IS NOT NULL)", name="decision_has_item"),
        UniqueConstraint("decision_item_id"),
        partial_index(
            "uq_honour_import",
            *("laureate_id", "award_code", "year", "decision_number"),
            where="source = 'import'",
            unique=True,
        ),
        Index("ix_honour_laureate_id", "laureate_id", "year"),
        Index("ix_honour_nomination_id", "nomination_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    laureate_id: Mapped[int] = mapped_column(ForeignKey("laureate.id"))
    award_code: Mapped[Code] = mapped_column(ForeignKey("award.code"))
    kind: Mapped[Code]  # a sudden or thematic award proves nothing for a higher title
    year: Mapped[int]
    decision_number: Mapped[Line]
    decision_date: Mapped[date | None]
    authority: Mapped[Line]  # a level of this State, or the body in words
    source: Mapped[Code]
    entered_at: Mapped[datetime]
    nomination_id: Mapped[int | None] = mapped_column(default=None)
    decision_item_id: Mapped[int | None] = mapped_column(default=None)
    annulled_on: Mapped[date | None] = mapped_column(default=None)


class Consumption(Base):
    """What an award was given for. One row for each achievement or initiative: a second is refused by the table."""

    __tablename__ = "consumption"
    __table_args__ = (
        CheckConstraint("(achievement_id IS NULL) <> (initiative_id IS NULL)", name="one_thing"),
        UniqueConstraint("achievement_id"),
        UniqueConstraint("initiative_id"),
        Index("ix_consumption_honour_id", "honour_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    honour_id: Mapped[int] = mapped_column(ForeignKey("honour.id"))
    achievement_id: Mapped[int | None] = mapped_column(ForeignKey("achievement.id"), default=None)
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiative.id"), default=None)


class Likeness(Base):
    """Two entries, or two nominations, that may be one and the same. A person decides, once, and says so."""

    __tablename__ = "likeness"
    __table_args__ = (
        CheckConstraint("subject_kind IN ('laureate', 'nomination')", name="subject_kind"),
        CheckConstraint("first_id < second_id", name="in_order"),
        CheckConstraint("state IN ('open', 'linked', 'joined', 'dismissed')", name="state"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("state <> 'dismissed' OR reason IS NOT NULL", name="dismissed_has_reason"),
        UniqueConstraint("subject_kind", "first_id", "second_id"),
        partial_index("ix_likeness_open", "score", "id", where="state = 'open'"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    subject_kind: Mapped[Code]
    first_id: Mapped[int]
    second_id: Mapped[int]
    score: Mapped[int]
    grounds: Mapped[LongText]  # JSON: what is alike, and how much
    found_at: Mapped[datetime]
    state: Mapped[Code]
    version: Mapped[int]
    reason: Mapped[LongText | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)

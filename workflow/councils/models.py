"""The council: who sits in it, when it meets, what it voted."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, partial_index


class Council(Base):
    """An emulation and commendation council, set up by a decision for a time."""

    __tablename__ = "council"

    id: Mapped[Id] = mapped_column(init=False)
    name_vi: Mapped[Line]
    name_en: Mapped[Line]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    document: Mapped[Line]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)


class Seat(Base):
    """A member's place in the council. Shares are counted over all seats of the day."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("council_id", "person_id", "valid_from"),)

    id: Mapped[Id] = mapped_column(init=False)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    office: Mapped[Code]  # chair | standing_vice | vice | member
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)


class CouncilSession(Base):
    """A meeting. Its state moves by `states.definitions.session_v1`."""

    __tablename__ = "council_session"
    __table_args__ = (
        UniqueConstraint("council_id", "year", "number"),
        CheckConstraint("version >= 0", name="version"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    year: Mapped[int]
    number: Mapped[int]
    held_at: Mapped[datetime]
    place: Mapped[Line]
    members: Mapped[int]  # all seats on that day: the denominator of every share
    definition_key: Mapped[Code]
    definition_version: Mapped[int]
    state: Mapped[Code]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=0)
    minutes_number: Mapped[Line | None] = mapped_column(default=None)


class AgendaItem(Base):
    """One nomination on the agenda, and the count that was recorded for it."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("session_id", "nomination_id"),
        CheckConstraint(
            "passed IS NULL OR (present IS NOT NULL AND written IS NOT NULL AND in_favour IS NOT NULL"
            " AND against IS NOT NULL AND invalid IS NOT NULL AND recused IS NOT NULL AND needed IS NOT NULL"
            " AND recorded_at IS NOT NULL)",
            name="passed_has_its_count",
        ),
        CheckConstraint(
            "present IS NULL OR (present >= 0 AND written >= 0 AND in_favour >= 0 AND against >= 0"
            " AND invalid >= 0 AND recused >= 0 AND in_favour + against + invalid + recused = present + written)",
            name="count_is_balanced",
        ),
        partial_index(
            "uq_agenda_item_open", "nomination_id", where="passed IS NULL AND removed_at IS NULL", unique=True
        ),
    )

    id: Mapped[Id] = mapped_column(init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    position: Mapped[int]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    present: Mapped[int | None] = mapped_column(default=None)
    written: Mapped[int | None] = mapped_column(default=None)
    in_favour: Mapped[int | None] = mapped_column(default=None)
    against: Mapped[int | None] = mapped_column(default=None)
    invalid: Mapped[int | None] = mapped_column(default=None)
    recused: Mapped[int | None] = mapped_column(default=None)
    needed: Mapped[int | None] = mapped_column(default=None)
    passed: Mapped[bool | None] = mapped_column(default=None)
    rule_set: Mapped[Code | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime | None] = mapped_column(default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

"""Emulation movements, and how many took part in each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, LongText, partial_index


class Movement(Base):
    """A movement that a competent person launched; nominations may be made within it."""

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("cap_person_percent BETWEEN 1 AND 100", name="cap_person_percent"),
        CheckConstraint("cap_collective_percent BETWEEN 1 AND 100", name="cap_collective_percent"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    code: Mapped[Code] = mapped_column(unique=True)
    name_vi: Mapped[Line]
    name_en: Mapped[Line]
    short_vi: Mapped[Line]
    short_en: Mapped[Line]
    level: Mapped[Code]  # national | province | district | commune | unit
    kind: Mapped[Code]  # regular | thematic
    purpose_vi: Mapped[LongText]
    purpose_en: Mapped[LongText]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    launched_by_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    # What its plan allows of those who took part, in each unit; none: the plan sets no share.
    cap_person_percent: Mapped[int | None] = mapped_column(default=None)
    cap_collective_percent: Mapped[int | None] = mapped_column(default=None)
    # Whom it speaks to: kinds of subject and groups of people, codes between blanks; none: everybody.
    for_subjects: Mapped[Line] = mapped_column(default="", server_default="")
    for_groups: Mapped[Line] = mapped_column(default="", server_default="")


class Participation(Base):
    """How many of a unit took part in a movement: what the shares of its plan are counted of.

    A new figure ends the one before; both stay, with who entered them and on which paper.
    """

    __tablename__ = "participation"
    __table_args__ = (
        CheckConstraint("persons >= 0 AND collectives >= 0", name="counts"),
        partial_index("uq_participation_current", "movement_id", "unit_id", where="ended_at IS NULL", unique=True),
    )

    id: Mapped[Id] = mapped_column(init=False)
    movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    persons: Mapped[int]
    collectives: Mapped[int]
    document: Mapped[Line]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

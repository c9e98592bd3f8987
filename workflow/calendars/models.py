"""Corrections of the shipped calendar, entered by an administrator on the strength of a document."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, partial_index


class CalendarDay(Base):
    """One day that the office does not keep as the shipped calendar says: off, or worked. Never changed, withdrawn."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        CheckConstraint("kind IN ('off', 'worked')", name="kind"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        partial_index("uq_calendar_day_in_force", "day", where="withdrawn_at IS NULL", unique=True),
    )

    id: Mapped[Id] = mapped_column(init=False)
    day: Mapped[date]
    kind: Mapped[Code]
    name_vi: Mapped[Line]
    name_en: Mapped[Line]
    document: Mapped[Line]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

"""What people said about a nomination where the law asks. Rows are added, never changed: the last one counts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, LongText, partial_index


class StatedFact(Base):
    """One fact about the candidate, as the unit stated it or the office recorded it."""

    __tablename__ = "stated_fact"
    __table_args__ = (
        CheckConstraint("capacity IN ('unit', 'office')", name="capacity"),
        Index("ix_stated_fact_nomination_id", "nomination_id", "name", "id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    name: Mapped[Code]
    value: Mapped[LongText]  # JSON; null: taken back
    capacity: Mapped[Code]
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stated_at: Mapped[datetime]


class Confirmation(Base):
    """An appraiser answered for a criterion that the stated facts leave open, on a ground that is named."""

    __tablename__ = "confirmation"
    __table_args__ = (
        CheckConstraint("outcome IN ('pass', 'fail')", name="outcome"),
        Index("ix_confirmation_nomination_id", "nomination_id", "rule", "id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    rule: Mapped[Code]
    seen: Mapped[LongText]  # JSON of the value that was looked at: for another value it does not hold
    outcome: Mapped[Code]
    ground: Mapped[LongText]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime]


class Waiver(Base):
    """A criterion that is not met is let pass where the law leaves room: asked for by one, answered by another."""

    __tablename__ = "waiver"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("answer IS NULL OR answer IN ('granted', 'refused')", name="answer"),
        CheckConstraint("answered_by_id IS NULL OR answered_by_id <> asked_by_id", name="second_person"),
        partial_index("uq_waiver_open", "nomination_id", "rule", where="answer IS NULL", unique=True),
        Index("ix_waiver_nomination_id", "nomination_id", "rule", "id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    rule: Mapped[Code]
    says: Mapped[Line]  # the reason of the finding in Vietnamese, as it was when the waiver was asked for
    seen: Mapped[LongText]  # JSON of the value that was looked at: for another value it does not hold
    reason: Mapped[LongText]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    asked_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)  # who lent the role
    answer: Mapped[Code | None] = mapped_column(default=None)
    answer_reason: Mapped[LongText | None] = mapped_column(default=None)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answered_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

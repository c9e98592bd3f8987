"""The points of a supplement, and what the content said when they were raised."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, LongText


class SupplementPoint(Base):
    """One thing the unit has to supply: raised, answered, settled, each by a person and at a time."""

    __tablename__ = "supplement_point"
    __table_args__ = (
        UniqueConstraint("nomination_id", "round", "position"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
        CheckConstraint(
            "answered_at IS NULL OR answer <> '' OR after_evidence_id IS NOT NULL", name="answer_says_something"
        ),
        CheckConstraint("outcome IN ('accepted', 'not_accepted')", name="outcome"),
        CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL) AND (outcome IS NULL) = (settled_by_id IS NULL)",
            name="settled_by_somebody",
        ),
        CheckConstraint("settled_at IS NULL OR answered_at IS NOT NULL", name="settled_after_answer"),
        CheckConstraint("outcome IS NULL OR outcome = 'accepted' OR why <> ''", name="refusal_says_why"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    round: Mapped[int]  # the event that asked
    position: Mapped[int]
    text: Mapped[LongText]
    about: Mapped[Code | None]  # a kind of paper or a part of the report
    flagged_late: Mapped[bool]  # it stood so in an earlier round already, and nobody said so
    before_evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    answer: Mapped[LongText] = mapped_column(default="")
    after_evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    outcome: Mapped[Code | None] = mapped_column(default=None)
    why: Mapped[LongText] = mapped_column(default="")
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class ContentSnapshot(Base):
    """The words and files of a nomination when a supplement was asked for, to be read beside what they became."""

    __tablename__ = "content_snapshot"
    __table_args__ = (UniqueConstraint("nomination_id", "round"),)

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    round: Mapped[int]  # the event that asked
    content_version: Mapped[int]
    body: Mapped[LongText]  # JSON: the words by field, the newest file of each kind
    taken_at: Mapped[datetime]

"""The outbox: the truth about every letter."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, LongText, partial_index


class OutboxMessage(Base):
    """One letter to one person about one event, written in the event's own transaction.

    `params` holds the values at that moment; the bytes are rendered at the first attempt and kept,
    so that every repeat is the same letter with the same Message-ID.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "event_seq", "kind", "recipient"),
        CheckConstraint("state IN ('pending', 'sent', 'dead', 'held', 'superseded')", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
        partial_index("ix_outbox_message_pending", "next_at", "id", where="state = 'pending'"),
        Index("ix_outbox_message_thread", "nomination_id", "id"),
        Index("ix_outbox_message_state", "state", "id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    subject_kind: Mapped[Code]
    subject_id: Mapped[int]
    event_seq: Mapped[int]
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"))
    kind: Mapped[Code]
    template_version: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recipient: Mapped[Line]  # person:12, unit:7
    to_address: Mapped[Line]  # empty when there is none: a letter to be printed
    to_name: Mapped[Line]
    locale: Mapped[Code]
    params: Mapped[LongText]  # JSON
    message_id: Mapped[Line] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    state: Mapped[Code] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    lease_owner: Mapped[Code | None] = mapped_column(default=None)
    last_error: Mapped[LongText | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    subject_line: Mapped[Line | None] = mapped_column(default=None)  # rendered, with raw
    raw: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class JobRun(Base):
    """A slot of a periodic job that somebody has taken: every worker hears the clock, one acts."""

    __tablename__ = "job_run"

    name: Mapped[Code] = mapped_column(primary_key=True)
    slot: Mapped[Code] = mapped_column(primary_key=True)
    at: Mapped[datetime]

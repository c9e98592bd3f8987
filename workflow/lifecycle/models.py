"""What every lifecycle shares: the published law of moves, and the moves made."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, LongText


class PublishedDefinition(Base):
    """A definition version as it was published; its fingerprint never changes."""

    __tablename__ = "published_definition"

    key: Mapped[Code] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[Code]
    initial: Mapped[Code]
    published_at: Mapped[datetime]


class PublishedTransition(Base):
    """An allowed move. The database refuses an event that has none, whoever writes it."""

    __tablename__ = "published_transition"
    __table_args__ = (
        ForeignKeyConstraint(
            ["definition_key", "version"], ["published_definition.key", "published_definition.version"]
        ),
    )

    definition_key: Mapped[Code] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    trigger: Mapped[Code] = mapped_column(primary_key=True)
    source: Mapped[Code] = mapped_column(primary_key=True)
    target: Mapped[Code] = mapped_column(primary_key=True)


class Event(Base):
    """One move of one subject. Inserting it *is* the move: triggers check it and set the subject's state."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "seq"),
        ForeignKeyConstraint(
            ["definition_key", "definition_version", "trigger", "source", "target"],
            [f"published_transition.{name}" for name in ("definition_key", "version", "trigger", "source", "target")],
            name="fk_event_published_transition",
        ),
        CheckConstraint("seq > 0", name="seq_positive"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    subject_kind: Mapped[Code]
    subject_id: Mapped[int]
    seq: Mapped[int]
    definition_key: Mapped[Code]
    definition_version: Mapped[int]
    trigger: Mapped[Code]
    source: Mapped[Code]
    target: Mapped[Code]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[Code]  # the role in which the actor acted
    document: Mapped[str | None] = mapped_column(Text)  # the paper that lets one act for another
    reason: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)  # canonical JSON of what was entered
    at: Mapped[datetime]


class Idempotency(Base):
    """A form that was already answered; the same form again gets the same answer."""

    __tablename__ = "idempotency"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[Id] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[Code]
    request_digest: Mapped[Code]
    location: Mapped[LongText]
    said: Mapped[LongText]
    at: Mapped[datetime]


class Series(Base):
    """The last number given out in a series of a year."""

    __tablename__ = "series"

    name: Mapped[Code] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]

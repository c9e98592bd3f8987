"""The audit trail: append-only, chained per file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id


class AuditEntry(Base):
    """One act on one subject. `body` holds the exact bytes that `hash` covers."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "seq"),
        CheckConstraint("seq > 0", name="seq_positive"),
        Index("ix_audit_entry_actor_at", "actor_id", "id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    subject_kind: Mapped[Code]
    subject_id: Mapped[int]
    seq: Mapped[int]
    action: Mapped[Code]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AccessEntry(Base):
    """Who opened a nomination, and when. Kept beside the chain: reading is not an act on the file."""

    __tablename__ = "access_entry"
    __table_args__ = (Index("ix_access_entry_nomination", "nomination_id", "id"),)

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

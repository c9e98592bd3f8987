"""Accounts and sessions: how a person proves to be themselves. Nothing of this reaches the domain."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line


class Account(Base):
    """A way in for one person: an address and a password hash."""

    __tablename__ = "account"

    id: Mapped[Id] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[Line] = mapped_column(unique=True)  # lower case
    password_hash: Mapped[Line]
    created_at: Mapped[datetime]
    enabled: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)  # in a row, since the last success
    last_failure_at: Mapped[datetime | None] = mapped_column(default=None)


class UserSession(Base):
    """A sign-in that can be ended on the server. Only the digest of its token is kept."""

    __tablename__ = "user_session"
    __table_args__ = (Index("ix_user_session_account_id", "account_id", "id"),)

    id: Mapped[Id] = mapped_column(init=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_digest: Mapped[Code] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

"""Accounts as an administrator sees them: never a hash, never a token."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.auth.models import Account, UserSession


@dataclass(frozen=True, slots=True)
class AccountRow:
    """The way in of one person, and how it is used."""

    id: int
    email: str
    enabled: bool
    failures: int
    created_at: datetime
    last_seen_at: datetime | None
    live_sessions: int


def account_row(session: Session, person_id: int, now: datetime) -> AccountRow | None:
    """The account of a person, with its sessions counted; one query."""
    mine = UserSession.account_id == Account.id
    last_seen = select(func.max(UserSession.last_seen_at)).where(mine).correlate(Account).scalar_subquery()
    live = (
        select(func.count())
        .select_from(UserSession)
        .where(mine, UserSession.revoked_at.is_(None), UserSession.ends_at > now)
        .correlate(Account)
        .scalar_subquery()
    )
    row = session.execute(
        select(
            *(Account.id, Account.email, Account.enabled, Account.failures, Account.created_at),
            *(last_seen, live),
        ).where(Account.person_id == person_id)
    ).one_or_none()
    return None if row is None else AccountRow(*row)


def accounts_of(session: Session, person_ids: Sequence[int]) -> dict[int, bool]:
    """Which of these people have an account, and whether it is enabled."""
    found = session.execute(select(Account.person_id, Account.enabled).where(Account.person_id.in_(person_ids)))
    return {row.person_id: row.enabled for row in found}


def account_total(session: Session) -> int:
    """How many accounts can be used."""
    return session.execute(select(func.count()).select_from(Account).where(Account.enabled)).scalar_one()

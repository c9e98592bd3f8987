"""Sessions that live on the server: a copied cookie is dead once its row is ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from web.auth.models import Account, UserSession
from workflow.kernel.transaction import Store, Tx

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
SEEN_EVERY: Final = timedelta(minutes=1)
MOST_SESSIONS: Final = 5


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session: what Flask-Login calls a user. Its id is the token, not the person."""

    token: str
    session_id: int
    account_id: int
    person_id: int

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


def open_session(tx: Tx, account_id: int) -> str:
    """Start a session and return its token; the oldest beyond `MOST_SESSIONS` end."""
    token = secrets.token_urlsafe(32)
    tx.session.execute(insert(UserSession).values(
        account_id=account_id, token_digest=_digest(token), created_at=tx.now, last_seen_at=tx.now,
        ends_at=tx.now + LONGEST,
    ))  # fmt: skip
    live = tx.session.execute(
        select(UserSession.id)
        .where(UserSession.account_id == account_id, UserSession.revoked_at.is_(None), UserSession.ends_at > tx.now)
        .order_by(UserSession.id.desc())
        .offset(MOST_SESSIONS)
    ).scalars().all()  # fmt: skip
    if live:
        tx.session.execute(update(UserSession).where(UserSession.id.in_(live)).values(revoked_at=tx.now))
    return token


def live_session(store: Store, token: str, now: datetime) -> SignedIn | None:
    """The session behind a token, if it is neither ended nor idle nor too old and its account is enabled."""
    with store.reading() as session:
        row = session.execute(
            select(UserSession.id, UserSession.account_id, UserSession.last_seen_at, Account.person_id)
            .join(Account, Account.id == UserSession.account_id)
            .where(
                UserSession.token_digest == _digest(token), UserSession.revoked_at.is_(None),
                UserSession.ends_at > now, UserSession.last_seen_at > now - IDLE, Account.enabled,
            )
        ).one_or_none()  # fmt: skip
    if row is None:
        return None
    if now - row.last_seen_at > SEEN_EVERY:
        with store.transaction() as tx:
            tx.session.execute(update(UserSession).where(UserSession.id == row.id).values(last_seen_at=now))
    return SignedIn(token, row.id, row.account_id, row.person_id)


def end_session(tx: Tx, token: str) -> None:
    tx.session.execute(
        update(UserSession)
        .where(UserSession.token_digest == _digest(token), UserSession.revoked_at.is_(None))
        .values(revoked_at=tx.now)
    )


def end_sessions_of(tx: Tx, account_id: int, *, but: int | None = None) -> None:
    """End every session of an account, `but` one."""
    tx.session.execute(
        update(UserSession)
        .where(
            UserSession.account_id == account_id,
            UserSession.revoked_at.is_(None),
            UserSession.id != (but or 0),
        )
        .values(revoked_at=tx.now)
    )


def sessions_of(session: Session, account_id: int, now: datetime) -> list[tuple[int, datetime, datetime]]:
    """Live sessions of an account: id, start, last seen; newest first."""
    found = session.execute(
        select(UserSession.id, UserSession.created_at, UserSession.last_seen_at)
        .where(
            UserSession.account_id == account_id, UserSession.revoked_at.is_(None),
            UserSession.ends_at > now, UserSession.last_seen_at > now - IDLE,
        )
        .order_by(UserSession.id.desc())
    )  # fmt: skip
    return [(row.id, row.created_at, row.last_seen_at) for row in found]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

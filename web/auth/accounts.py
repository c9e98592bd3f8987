"""Accounts: making them, signing in, changing a password."""

from datetime import timedelta
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from web.auth.models import Account
from web.auth.passwords import LEAST, hash_password, needs_rehash, password_fits
from web.auth.sessions import end_sessions_of, open_session
from workflow.audit.record import Entry, record
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import clean
from workflow.kernel.transaction import Store, Tx

MOST_FAILURES: Final = 100  # in a row; then only an administrator's new password opens the account
PAUSE_AFTER: Final = 10
PAUSE: Final = timedelta(minutes=5)


def make_account(tx: Tx, person_id: int, email: str, password_hash: str, *, actor_id: int | None = None) -> int:
    """Give a person a way in. The hash is made outside the transaction: it takes its time."""
    address = clean(email).lower()
    if "@" not in address or not address.isascii() or len(address) > 200 or " " in address:
        raise Invalid({"email": Problem("not_an_address")})
    if tx.session.execute(select(Account.id).where(Account.email == address)).first():
        raise Invalid({"email": Problem("address_taken")})
    if tx.session.execute(select(Account.id).where(Account.person_id == person_id)).first():
        raise Invalid({"email": Problem("has_account")})
    account_id = tx.session.execute(
        insert(Account).values(
            person_id=person_id, email=address, password_hash=password_hash, created_at=tx.now, enabled=True, failures=0
        ).returning(Account.id)
    ).scalar_one()  # fmt: skip
    record(
        tx,
        [
            Entry(
                subject_kind="person",
                subject_id=person_id,
                action="make_account",
                actor_id=actor_id,
                detail={"email": address},
            )
        ],
    )
    return account_id


def sign_in(store: Store, email: str, password: str) -> str | None:
    """The token of a new session, or None: the answer is the same whatever was wrong."""
    address = clean(email).lower()
    with store.reading() as session:
        row = session.execute(
            select(Account.id, Account.password_hash, Account.enabled, Account.failures, Account.last_failure_at)
            .where(Account.email == address)
        ).one_or_none()  # fmt: skip
    fits = password_fits(row.password_hash if row else None, password)
    if row is None:
        return None
    now = store.clock.now()
    paused = row.failures >= PAUSE_AFTER and row.last_failure_at is not None and now - row.last_failure_at < PAUSE
    fresh_hash = hash_password(password) if fits and needs_rehash(row.password_hash) else None
    with store.transaction() as tx:
        if not fits or not row.enabled or paused or row.failures >= MOST_FAILURES:
            # Counted by the database: guesses made at the same time are all counted.
            tx.session.execute(
                update(Account)
                .where(Account.id == row.id)
                .values(failures=Account.failures + 1, last_failure_at=tx.now)
            )
            return None
        values: dict[str, object] = {"failures": 0}
        if fresh_hash:
            values["password_hash"] = fresh_hash
        tx.session.execute(update(Account).where(Account.id == row.id).values(values))
        return open_session(tx, row.id)


def sign_in_demo(store: Store, person_id: int) -> str | None:
    """The token of a new session without a password: for a demonstration only."""
    with store.transaction() as tx:
        account_id = tx.session.execute(
            select(Account.id).where(Account.person_id == person_id, Account.enabled)
        ).scalar_one_or_none()
        return None if account_id is None else open_session(tx, account_id)


def change_password(store: Store, account_id: int, session_id: int, current: str, fresh: str) -> None:
    """Set a new password after proving the old one; all other sessions end."""
    with store.reading() as session:
        stored = session.execute(select(Account.password_hash).where(Account.id == account_id)).scalar_one()
    if not password_fits(stored, current):
        raise Invalid({"current": Problem("wrong_password")})
    set_password(store, account_id, fresh, keep_session=session_id, actor_id=None)


def set_password(store: Store, account_id: int, fresh: str, *, keep_session: int | None, actor_id: int | None) -> None:
    """Replace the password. Raises `Invalid` for one that is too short or too common here."""
    check_password(fresh)
    hashed = hash_password(fresh)
    with store.transaction() as tx:
        store_password(tx, account_id, hashed, keep_session=keep_session, actor_id=actor_id)


def store_password(
    tx: Tx, account_id: int, password_hash: str, *, keep_session: int | None, actor_id: int | None
) -> None:
    """Put a new hash in place of the old one; the failures are forgotten and the other sessions end."""
    person_id = tx.session.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(password_hash=password_hash, failures=0)
        .returning(Account.person_id)
    ).scalar_one()
    end_sessions_of(tx, account_id, but=keep_session)
    record(
        tx,
        [
            Entry(
                subject_kind="person",
                subject_id=person_id,
                action="change_password",
                actor_id=actor_id or person_id,
            )
        ],
    )


def check_password(password: str) -> None:
    bare = password.casefold().replace(" ", "")
    common = ("thidua", "khenthuong", "matkhau", "password", "12345678", "thanhliem")
    if len(password) < LEAST:
        raise Invalid({"password": Problem("password_short", {"least": LEAST})})
    if any(bare.replace(word, "").strip("0123456789-_.!") == "" for word in common):
        raise Invalid({"password": Problem("password_common")})


def account_of(session: Session, person_id: int) -> tuple[int, str, bool] | None:
    """Id, address and whether enabled, of the person's account."""
    row = session.execute(
        select(Account.id, Account.email, Account.enabled).where(Account.person_id == person_id)
    ).one_or_none()
    return None if row is None else (row.id, row.email, row.enabled)


def enable_account(tx: Tx, actor_id: int, person_id: int, *, enabled: bool) -> None:
    """Open or close an account; closing ends its sessions at once."""
    account_id = tx.session.execute(
        update(Account).where(Account.person_id == person_id).values(enabled=enabled).returning(Account.id)
    ).scalar_one_or_none()
    if account_id is None:
        raise Invalid({"email": Problem("no_account")})
    if not enabled:
        end_sessions_of(tx, account_id)
    action = "enable_account" if enabled else "disable_account"
    record(tx, [Entry(subject_kind="person", subject_id=person_id, action=action, actor_id=actor_id)])

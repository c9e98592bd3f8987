"""The outbox as people look at it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from notifications.kinds import KINDS
from notifications.models import OutboxMessage
from notifications.render import Draft, Page, Renderer, subject_line
from notifications.worker import DRAFT_FIELDS

PAGE: Final = 50
STATES: Final = ("pending", "sent", "dead", "held", "superseded")


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list."""

    id: int
    kind: str
    nomination_id: int | None
    recipient: str
    to_name: str
    to_address: str
    locale: str
    subject: str
    state: str
    attempts: int
    created_at: datetime
    next_at: datetime
    sent_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Letters:
    """A page of the outbox, newest first; `next_before` opens the page after it."""

    rows: tuple[LetterRow, ...]
    next_before: int | None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter: as sent when it has bytes, otherwise as it would be sent or printed now."""

    row: LetterRow
    message_id: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    page: Page
    raw: bytes | None


_LIST: Final[Select[Any]] = select(
    *(
        getattr(OutboxMessage, name)
        for name in (
            "id",
            "kind",
            "nomination_id",
            "recipient",
            "to_name",
            "to_address",
            "locale",
            "state",
            "attempts",
            "created_at",
            "next_at",
            "sent_at",
            "last_error",
            "subject_line",
            "params",
        )
    )
)


def letters_of(session: Session, nomination_id: int) -> tuple[LetterRow, ...]:
    """Every letter about a nomination, oldest first."""
    query = _LIST.where(OutboxMessage.nomination_id == nomination_id).order_by(OutboxMessage.id)
    return tuple(_row(row) for row in session.execute(query))


def outbox_page(session: Session, *, state: str | None = None, before: int | None = None, size: int = PAGE) -> Letters:
    """The outbox, all of it or one state."""
    query = _LIST.order_by(OutboxMessage.id.desc()).limit(size + 1)
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    if before is not None:
        query = query.where(OutboxMessage.id < before)
    rows = [_row(row) for row in session.execute(query)]
    return Letters(tuple(rows[:size]), rows[size - 1].id if len(rows) > size else None)


def outbox_counts(session: Session, *, states: tuple[str, ...] = ("pending", "dead", "held")) -> Mapping[str, int]:
    """How many letters stand in each of these states; the sent ones are not counted unless asked for."""
    query = (
        select(OutboxMessage.state, func.count()).where(OutboxMessage.state.in_(states)).group_by(OutboxMessage.state)
    )
    found = {state: number for state, number in session.execute(query)}
    return {state: found.get(state, 0) for state in states}


def letter(session: Session, letter_id: int, renderer: Renderer) -> LetterPage | None:
    """One letter with all it says, or None."""
    row = session.execute(select(OutboxMessage).where(OutboxMessage.id == letter_id)).scalar_one_or_none()
    if row is None:
        return None
    page = renderer.page(Draft(**{name: getattr(row, name) for name in DRAFT_FIELDS}))
    mail = _parsed(row.raw) if row.raw else None
    return LetterPage(
        row=_row(row),
        message_id=row.message_id,
        headers=tuple((name, str(value)) for name, value in mail.items()) if mail else (),
        text=_content(mail, "plain") if mail else page.text,
        html=_content(mail, "html") if mail else page.html,
        page=page,
        raw=row.raw,
    )


def _row(row: Any) -> LetterRow:
    subject = row.subject_line or subject_line(KINDS[row.kind], json.loads(row.params), row.locale)
    return LetterRow(
        row.id,
        row.kind,
        row.nomination_id,
        row.recipient,
        row.to_name,
        row.to_address,
        row.locale,
        subject,
        row.state,
        row.attempts,
        row.created_at,
        row.next_at,
        row.sent_at,
        row.last_error,
    )


def _parsed(raw: bytes) -> EmailMessage:
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    if not isinstance(mail, EmailMessage):
        raise TypeError("the default policy makes EmailMessage")
    return mail


def _content(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""

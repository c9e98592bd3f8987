"""Answering the same form twice with the first answer."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from workflow.audit.chain import canonical
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.models import Idempotency

KEPT: Final = timedelta(days=7)
MOST_CHARACTERS: Final = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the first answer led, and what it said."""

    location: str
    said: str


def request_digest(path: str, fields: Mapping[str, Sequence[str]]) -> str:
    """The digest of what was asked, so that a key is not reused for something else."""
    return hashlib.sha256(canonical({"path": path, "fields": fields}).encode()).hexdigest()


def earlier_answer(session: Session, person_id: int, key: str, digest: str) -> Answer | None:
    """The answer already given to this very form, if any.

    Raises `Invalid` when the key is missing or was used for a different form.
    """
    if not key or len(key) > MOST_CHARACTERS:
        raise Invalid({"idempotency_key": Problem("form_key_missing")})
    row = session.execute(
        select(Idempotency.request_digest, Idempotency.location, Idempotency.said).where(
            Idempotency.person_id == person_id, Idempotency.key == key
        )
    ).one_or_none()
    if row is None:
        return None
    if row.request_digest != digest:
        raise Invalid({"idempotency_key": Problem("form_key_reused")})
    return Answer(row.location, row.said)


def remember_answer(tx: Tx, person_id: int, key: str, digest: str, answer: Answer) -> None:
    """Keep the answer in the transaction of its effect: both are there or neither."""
    tx.session.execute(
        insert(Idempotency).values(
            person_id=person_id, key=key, request_digest=digest,
            location=answer.location, said=answer.said, at=tx.now,
        )
    )  # fmt: skip


def forget_old_answers(tx: Tx) -> None:
    tx.session.execute(delete(Idempotency).where(Idempotency.at < tx.now - KEPT))

"""Sending a letter again that could not be delivered."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from notifications.models import OutboxMessage
from notifications.render import checked_address
from notifications.subscriber import Subscriber
from workflow.audit.record import Entry, record
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.folding import clean
from workflow.kernel.transaction import Tx
from workflow.nominations.models import Nomination
from workflow.people.authority import Actor

SENDERS: Final = ("desk_officer", "standing_head", "council_secretary", "admin")
RETRIED: Final = frozenset({"dead", "held"})
MOST: Final = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryLetter:
    """The wish to send a letter again, to a corrected address if one is given."""

    letter_id: int
    actor: Actor
    address: str = ""


def retry_letter(tx: Tx, subscriber: Subscriber, command: RetryLetter) -> None:
    """Put the letter back in line, under its old id; bytes that have ever left stay as they are.

    Raises `NotFound`, `Forbidden`, `Invalid` (a letter that is not stuck, an address that cannot be one).
    """
    if not command.actor.has(*SENDERS):
        raise Forbidden("not_your_role", who=SENDERS)
    letter = tx.session.execute(
        select(OutboxMessage).where(OutboxMessage.id == command.letter_id).with_for_update()
    ).scalar_one_or_none()
    if letter is None or _about_themselves(tx, letter, command.actor):
        raise NotFound("letter")
    if letter.state not in RETRIED:
        raise Invalid({"letter": Problem("letter_not_stuck")})
    address = _address(command.address) or letter.to_address
    if not address:
        raise Invalid({"address": Problem("missing", {"label": ""})})
    old = letter.to_address
    letter.to_address = address
    letter.state, letter.attempts, letter.next_at = "pending", 0, tx.now
    letter.lease_until = letter.lease_owner = letter.last_error = None
    record(
        tx,
        [
            Entry(
                subject_kind="letter",
                subject_id=letter.id,
                action="retry_letter",
                actor_id=command.actor.person_id,
                detail={
                    "kind": letter.kind,
                    "recipient": letter.recipient,
                    "address_changed": old != address,
                },
            )
        ],
    )
    tx.after_commit(subscriber.wake)


def _about_themselves(tx: Tx, letter: OutboxMessage, actor: Actor) -> bool:
    """Nobody handles the letters of the file in which they are the nominee."""
    if letter.nomination_id is None or actor.person_id is None:
        return False
    return tx.session.get_one(Nomination, letter.nomination_id).nominee_id == actor.person_id


def _address(typed: str) -> str:
    address = clean(typed)
    if not address:
        return ""
    try:
        checked = checked_address(address)
    except ValueError as error:
        raise Invalid({"address": Problem("not_an_address")}) from error
    if len(checked) > MOST:
        raise Invalid({"address": Problem("too_long", {"most": MOST})})
    return checked

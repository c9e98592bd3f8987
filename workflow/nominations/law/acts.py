"""What people answer for where the law asks: confirm a criterion, ask for a waiver, answer one."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import insert, update

from workflow.audit.record import Entry, record
from workflow.awards.law import Value as Seen
from workflow.eligibility.models import Confirmation, Waiver
from workflow.eligibility.standing import Eligibility, Standing
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.folding import clean_block
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.batch import Batch
from workflow.nominations.law.facts import APPRAISERS, in_appraisal
from workflow.nominations.rows import Row, load_rows
from workflow.people.authority import Actor, Hand, hands_of

WAIVER_ROLES: Final = ("standing_head", "vice_chairman")
"""Who may let a criterion pass; never the person who asked for it."""
MOST_WORDS: Final = 4_000


def confirm(tx: Tx, office: Office, actor: Actor, nomination_id: int, rule: str, outcome: str, ground: str) -> None:
    """An appraiser answers for one criterion that the facts leave open: met, or not met, and on what ground.

    Raises `Forbidden` when it is not open (any more), `Invalid` without a ground.
    """
    row, found, hand = _appraised(tx, office, actor, nomination_id)
    words = _words("ground", ground)
    if outcome not in ("pass", "fail"):
        raise Invalid({"outcome": Problem("not_a_choice")})
    standing = found.standing(rule)
    if standing is None or standing.finding.outcome != "confirm" or standing.pending:
        raise Forbidden("rule_not_open")
    _confirm(tx, actor, [(row.id, standing)], outcome, words)
    _record(tx, row.id, "confirm_rule", hand, {"rule": rule, "outcome": outcome, "ground": words})


def confirm_open(
    tx: Tx, eligibility: Mapping[int, Eligibility], actor: Actor, nomination_ids: Collection[int], ground: str
) -> None:
    """What an appraiser's conclusion confirms: everything that these files still leave open.

    It goes with a move, whose own audit entry holds the conclusion.
    """
    left_open = [
        (nomination_id, standing)
        for nomination_id in nomination_ids if nomination_id in eligibility
        for standing in eligibility[nomination_id].open
    ]  # fmt: skip
    if left_open:
        _confirm(tx, actor, left_open, "pass", ground)


def ask_waiver(tx: Tx, office: Office, actor: Actor, nomination_id: int, rule: str, reason: str) -> int:
    """Ask a second person to let a criterion pass that is not met, where the law leaves room. Returns the id."""
    row, found, hand = _appraised(tx, office, actor, nomination_id)
    words = _words("reason", reason)
    standing = found.standing(rule)
    if standing is None or not standing.may_be_waived or actor.person_id is None:
        raise Forbidden("rule_not_waivable")
    waiver = Waiver(
        nomination_id=row.id, rule=rule, says=standing.finding.reason.vi[:300], seen=_seen(standing.finding.value),
        reason=words, asked_by_id=actor.person_id, asked_for_id=hand.principal_id, asked_at=tx.now,
    )  # fmt: skip
    tx.session.add(waiver)
    tx.session.flush()  # the id goes into the audit entry and the answer
    _record(tx, row.id, "ask_waiver", hand, {"waiver": waiver.id, "rule": rule, "reason": words})
    return waiver.id


def answer_waiver(
    tx: Tx, office: Office, actor: Actor, nomination_id: int, waiver_id: int, *, granted: bool, reason: str
) -> None:
    """The second person lets the criterion pass, or does not. Either stays on the sheet of the file.

    Raises `Forbidden` for the person who asked, also through a delegation, and for a waiver that is answered.
    """
    row = _row(tx, nomination_id)
    if row is None or not actor.has(*WAIVER_ROLES) or row.received_at is None:
        raise NotFound("nomination")
    hands = [hand for hand in hands_of(actor, WAIVER_ROLES) if row.nominee_id not in hand.people]
    if not hands:
        raise NotFound("nomination")
    waiver = tx.session.get(Waiver, waiver_id, with_for_update=True)
    if waiver is None or waiver.nomination_id != row.id:
        raise NotFound("waiver")
    words = _words("reason", reason)
    if waiver.answer is not None:
        raise Forbidden("waiver_answered")
    if not in_appraisal(office, row):
        raise Forbidden("facts_closed")
    asked = {waiver.asked_by_id, waiver.asked_for_id} - {None}
    hand = next((one for one in hands if asked.isdisjoint(one.people)), None)
    if hand is None:
        raise Forbidden("waiver_second_person")
    answer = "granted" if granted else "refused"
    tx.session.execute(
        update(Waiver).where(Waiver.id == waiver.id)
        .values(answer=answer, answer_reason=words, answered_by_id=hand.person_id,
                answered_for_id=hand.principal_id, answered_at=tx.now)
    )  # fmt: skip
    _record(tx, row.id, "answer_waiver", hand, {"waiver": waiver.id, "rule": waiver.rule, "answer": answer,
                                                 "reason": words})  # fmt: skip


def _appraised(tx: Tx, office: Office, actor: Actor, nomination_id: int) -> tuple[Row, Eligibility, Hand]:
    """The file under its lock with its eligibility, for somebody who appraises it now, and in whose name."""
    row = _row(tx, nomination_id)
    if row is None or row.received_at is None:
        raise NotFound("nomination")
    hand = next((one for one in hands_of(actor, APPRAISERS) if row.nominee_id not in one.people), None)
    if hand is None:
        raise NotFound("nomination")
    if not in_appraisal(office, row):
        raise Forbidden("facts_closed")
    batch = Batch(tx.flushed(), {row.id: row}, office_date(tx.now))
    if row.id not in batch.eligibility:
        raise Forbidden("rule_not_open")
    return row, batch.eligibility[row.id], hand


def _row(tx: Tx, nomination_id: int) -> Row | None:
    return load_rows(tx.flushed(), [nomination_id], locked=True).get(nomination_id)


def _confirm(tx: Tx, actor: Actor, each: Collection[tuple[int, Standing]], outcome: str, ground: str) -> None:
    tx.session.execute(insert(Confirmation), [
        {"nomination_id": nomination_id, "rule": standing.finding.rule, "seen": _seen(standing.finding.value),
         "outcome": outcome, "ground": ground, "confirmed_by_id": actor.person_id, "confirmed_at": tx.now}
        for nomination_id, standing in each
    ])  # fmt: skip


def _seen(value: Seen) -> str:
    return json.dumps(value)


def _words(name: str, typed: str) -> str:
    text = clean_block(typed)
    if not text:
        raise Invalid({name: Problem("missing_text")})
    if len(text) > MOST_WORDS:
        raise Invalid({name: Problem("too_long", {"most": MOST_WORDS})})
    return text


def _record(tx: Tx, nomination_id: int, action: str, hand: Hand, detail: Mapping[str, Any]) -> None:
    record(tx, [Entry(
        subject_kind="nomination", subject_id=nomination_id, action=action, actor_id=hand.person_id,
        on_behalf_of_id=hand.principal_id, detail=detail,
    )])  # fmt: skip

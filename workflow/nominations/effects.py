"""What single triggers do beside moving the state: receipts, questions, notices, holds, counts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import insert, update

from workflow.councils.models import AgendaItem, CouncilSession
from workflow.councils.tally import Count, judge
from workflow.kernel.clock import office_date
from workflow.kernel.db import table_of
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.events import Moved
from workflow.lifecycle.numbering import lookup_code
from workflow.nominations.inputs import VOTE_FIELDS
from workflow.nominations.judging import Judge
from workflow.nominations.law.acts import confirm_open
from workflow.nominations.likenesses import suggest_likenesses
from workflow.nominations.models import Hold, Nomination, Notice, Opinion, Proposal
from workflow.nominations.points.raising import raise_points
from workflow.nominations.rows import Row
from workflow.people.models import Unit

Effect = Callable[[Tx, Judge, Sequence[Row], Sequence[Moved]], None]


def apply_effects(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    """Run the effect that belongs to the trigger, if any, for all moved nominations at once."""
    effect = _EFFECTS.get(moved[0].trigger)
    if effect is not None:
        effect(tx, judging, rows, moved)


def _submit(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    """The official receipt: its time, and the code by which each nominee can look the file up."""
    for proposal_id in sorted({row.proposal_id for row in rows}):
        tx.session.execute(
            update(Proposal)
            .where(Proposal.id == proposal_id, Proposal.submitted_at.is_(None))
            .values(submitted_at=tx.now, endorsed_by_id=moved[0].actor.person_id)
        )
    table = table_of(Nomination)
    for row in rows:
        if row.received_at is None:
            tx.session.connection().execute(
                update(table).where(table.c.id == row.id).values(received_at=tx.now, lookup_code=lookup_code())
            )
    suggest_likenesses(tx, moved[0].actor, [row.id for row in rows])


def _refer(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    """The appraiser answers for what the stated facts leave open, criterion by criterion."""
    confirm_open(tx, judging.batch.eligibility, moved[0].actor, [row.id for row in rows], moved[0].inputs["conclusion"])


def _request_supplement(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    raise_points(tx, moved)


def _consult(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    units = moved[0].inputs["units"]
    known = {unit_id for (unit_id,) in tx.session.query(Unit.id).filter(Unit.id.in_(units))}
    if known != set(units):
        raise Invalid({"units": Problem("not_a_choice")})
    tx.session.execute(insert(Opinion), [
        {"nomination_id": fact.subject_id, "round": fact.seq, "unit_id": unit_id, "asked_at": tx.now,
         "question": fact.inputs["question"], "due_on": fact.inputs["due_on"]}
        for fact in moved for unit_id in units
    ])  # fmt: skip


def _close_consultation(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    """Questions that stayed unanswered past their day are closed as such."""
    tx.session.execute(
        update(Opinion)
        .where(Opinion.nomination_id.in_([fact.subject_id for fact in moved]), Opinion.answered_at.is_(None))
        .values(answered_at=tx.now, answer="")
    )


def _open_notice(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    tx.session.execute(insert(Notice), [
        {"nomination_id": fact.subject_id, "starts_on": office_date(tx.now), "ends_on": fact.inputs["notice_until"]}
        for fact in moved
    ])  # fmt: skip


def _close_notice(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    tx.session.execute(
        update(Notice)
        .where(Notice.nomination_id.in_([fact.subject_id for fact in moved]), Notice.closed_at.is_(None))
        .values(closed_at=tx.now, objections=moved[0].inputs.get("objections", ""))
    )


def _suspend(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    for fact in moved:
        hold = Hold(
            nomination_id=fact.subject_id, ground=fact.inputs["hold_ground"], reason=fact.inputs["reason"],
            review_on=fact.inputs["review_on"], opened_by_id=fact.actor.person_id, opened_at=tx.now,
        )  # fmt: skip
        tx.session.add(hold)
        tx.session.flush()  # the nomination names its hold
        _set(tx, fact.subject_id, {"hold_id": hold.id, "overlay": "on_hold"})


def _resume(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    _release_holds(tx, rows, moved[0].inputs["document"])


def _postpone(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    """A file that waits for another session stands on no agenda."""
    ids = [row.id for row in rows]
    tx.session.execute(
        update(AgendaItem)
        .where(AgendaItem.nomination_id.in_(ids), AgendaItem.passed.is_(None), AgendaItem.removed_at.is_(None))
        .values(removed_at=tx.now)
    )


def _withdraw(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    """A withdrawn file leaves the agenda, nobody is asked about it, and a hold has nothing left to hold."""
    _postpone(tx, judging, rows, moved)
    _close_consultation(tx, judging, rows, moved)
    _close_notice(tx, judging, rows, moved)
    held = [row for row in rows if row.hold_id is not None]
    if held:
        _release_holds(tx, held, moved[0].inputs["reason"])


def _release_holds(tx: Tx, rows: Sequence[Row], document: str) -> None:
    tx.session.execute(
        update(Hold)
        .where(Hold.id.in_([row.hold_id for row in rows]))
        .values(released_at=tx.now, release_document=document[:300])
    )
    for row in rows:
        _set(tx, row.id, {"hold_id": None, "overlay": None})


def _record_vote(tx: Tx, judging: Judge, rows: Sequence[Row], moved: Sequence[Moved]) -> None:
    """Keep the count beside the verdict and the rule set that judged it."""
    today = office_date(tx.now)
    for row, fact in zip(rows, moved, strict=True):
        item = tx.session.query(AgendaItem).filter(
            AgendaItem.nomination_id == row.id, AgendaItem.removed_at.is_(None), AgendaItem.passed.is_(None)
        ).one()  # fmt: skip
        members = tx.session.get_one(CouncilSession, item.session_id).members
        numbers = {name: int(fact.inputs.get(name) or 0) for name in VOTE_FIELDS}
        rules = row.rules(today)
        verdict = judge(Count(members=members, **numbers), rules.vote_for(row.award_code), rules.quorum)
        for name, number in numbers.items():
            setattr(item, name, number)
        item.needed, item.passed, item.rule_set = verdict.needed, verdict.passed, rules.id
        item.recorded_at, item.recorded_by_id = tx.now, fact.actor.person_id


def _set(tx: Tx, nomination_id: int, values: Mapping[str, Any]) -> None:
    table = table_of(Nomination)
    tx.session.connection().execute(update(table).where(table.c.id == nomination_id).values(values))


_EFFECTS: Final[Mapping[str, Effect]] = {
    "submit": _submit,
    "refer": _refer,
    "request_supplement": _request_supplement,
    "consult": _consult,
    "close_consultation": _close_consultation,
    "open_notice": _open_notice,
    "close_notice": _close_notice,
    "suspend": _suspend,
    "resume": _resume,
    "withdraw": _withdraw,
    "record_vote": _record_vote,
    "postpone": _postpone,
}

"""Entering what a consulted agency answered."""

from sqlalchemy import select

from workflow.audit.record import Entry, record
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.folding import clean_block
from workflow.kernel.transaction import Tx
from workflow.nominations.models import Nomination, Opinion
from workflow.people.authority import Actor

RECORDERS = ("appraiser", "desk_officer", "standing_head")
MOST = 4_000


def record_opinion(tx: Tx, actor: Actor, opinion_id: int, answer: str) -> int:
    """Keep the answer of one agency, once. Returns the nomination's id."""
    concerned = tx.session.execute(select(Opinion.nomination_id).where(Opinion.id == opinion_id)).scalar_one_or_none()
    if concerned is None or not actor.has(*RECORDERS):
        raise NotFound("opinion")
    # The nomination first, as every move does it; under its lock nobody else writes on its trail.
    nomination = tx.session.get_one(Nomination, concerned, with_for_update=True, populate_existing=True)
    opinion = tx.session.get_one(Opinion, opinion_id, with_for_update=True, populate_existing=True)
    if nomination.nominee_id is not None and nomination.nominee_id == actor.person_id:
        raise NotFound("opinion")
    if opinion.answered_at is not None:
        raise Forbidden("opinion_answered")
    text = clean_block(answer)
    if not text or len(text) > MOST:
        raise Invalid({"answer": Problem("missing_text") if not text else Problem("too_long", {"most": MOST})})
    opinion.answer, opinion.answered_at, opinion.recorded_by_id = text, tx.now, actor.person_id
    record(tx, [Entry(subject_kind="nomination", subject_id=opinion.nomination_id, action="record_opinion",
                      actor_id=actor.person_id, detail={"unit": opinion.unit_id, "answer": text})])  # fmt: skip
    return opinion.nomination_id

"""Keeping what is alike: found once, decided once, by somebody who says why."""

import json
from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Insert, case, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from workflow.audit.record import Entry, record
from workflow.kernel.db import AnySelect, table_of
from workflow.kernel.errors import Invalid, NotFound, Problem, Stale
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor
from workflow.register.matching import Known, Pair, pairs
from workflow.register.models import Laureate, Likeness

MOST_CANDIDATES: Final = 20_000
MOST_PAIRS: Final = 500
SHORTEST_REASON: Final = 5
MOST_REASON: Final = 1_000


def suggest_entries(tx: Tx, laureate_ids: Collection[int]) -> None:
    """Compare these entries with the register: one query for them and one for whoever may be alike."""
    each = [Known(*row) for row in tx.session.execute(_known().where(Laureate.id.in_(laureate_ids)))]
    if not each:
        return
    keys = sorted({one.name_key for one in each})
    years = sorted({one.birth_year for one in each if one.birth_year is not None and one.kind != "collective"})
    units = sorted({one.unit_id for one in each if one.unit_id is not None and one.kind == "collective"})
    near = or_(
        Laureate.name_key.in_(keys),
        (Laureate.kind != "collective") & Laureate.birth_year.in_(years),
        (Laureate.kind == "collective") & Laureate.unit_id.in_(units),
    )
    candidates = tx.session.execute(
        _known()
        .where(near, Laureate.listed_at.is_not(None))
        .order_by(case((Laureate.name_key.in_(keys), 0), else_=1), Laureate.id.desc())
        .limit(MOST_CANDIDATES)
    )
    keep(tx, "laureate", pairs(each, (Known(*row) for row in candidates), most=MOST_PAIRS))


def _known() -> AnySelect:
    return select(
        Laureate.id, Laureate.kind, Laureate.folded_name, Laureate.name_key, Laureate.birth_year, Laureate.unit_id
    ).where(Laureate.merged_into_id.is_(None))


def keep(tx: Tx, subject_kind: str, found: Sequence[Pair]) -> None:
    """Store the pairs that are new; one that was decided before is not asked again."""
    if not found:
        return
    tx.session.execute(_insert_new(tx), [
        {"subject_kind": subject_kind, "first_id": pair.first_id, "second_id": pair.second_id, "score": pair.score,
         "grounds": json.dumps(pair.grounds, ensure_ascii=False), "found_at": tx.now, "state": "open", "version": 0}
        for pair in found
    ])  # fmt: skip


def _insert_new(tx: Tx) -> Insert:
    """Two submissions at one moment may find the same pair: the second finds it kept."""
    if tx.connection.dialect.name == "postgresql":
        return postgresql.insert(table_of(Likeness)).on_conflict_do_nothing()
    return sqlite.insert(table_of(Likeness)).on_conflict_do_nothing()


def locked(tx: Tx, likeness_id: int, seen_version: int) -> Likeness:
    """The pair under its lock, still open and as it was seen."""
    found = tx.session.execute(
        select(Likeness).where(Likeness.id == likeness_id).with_for_update()
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("likeness")
    if found.version != seen_version or found.state != "open":
        raise Stale("likeness", (found.id,))
    return found


def close(tx: Tx, actor: Actor, pair: Likeness, state: str, reason: str) -> None:
    """Write down what was decided, by whom and why. A dismissal has a reason, always."""
    if state == "dismissed" and len(reason) < SHORTEST_REASON:
        raise Invalid({"reason": Problem("reason_needed")})
    if len(reason) > MOST_REASON:
        raise Invalid({"reason": Problem("too_long", {"most": MOST_REASON})})
    pair.state, pair.version, pair.reason = state, pair.version + 1, reason or None
    pair.decided_by_id, pair.decided_at = actor.person_id, tx.now
    tx.session.flush()
    record(tx, [Entry(
        subject_kind="likeness", subject_id=pair.id, action=state, actor_id=actor.person_id,
        detail={"kind": pair.subject_kind, "first": pair.first_id, "second": pair.second_id, "reason": reason},
    )])  # fmt: skip


def roots_of(tx: Tx, laureate_ids: Collection[int]) -> dict[int, int]:
    """The entry that stands for each of these."""
    found = tx.session.execute(
        select(Laureate.id, func.coalesce(Laureate.merged_into_id, Laureate.id)).where(Laureate.id.in_(laureate_ids))
    )
    return {row[0]: row[1] for row in found}

"""Nominations that may be about one person or one event: suggested on submission, decided by an officer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import or_, select, update

from workflow.audit.record import Entry, record
from workflow.kernel.db import AnySelect, table_of
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.folding import clean_block, fold
from workflow.kernel.prepared import CHUNK
from workflow.kernel.transaction import Tx
from workflow.nominations.models import Nomination
from workflow.people.authority import Actor
from workflow.register import likenesses
from workflow.register.commands import is_consumed, join_entries, list_entries
from workflow.register.matching import WINDOW, Reported, event_pairs, name_key
from workflow.register.models import Achievement, Laureate, Likeness
from workflow.register.policy import DECIDERS, may_decide

MOST_REPORTED: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleLikeness:
    """The decision about a pair: `link` (nominations), `join` (entries) or `dismiss` with a reason."""

    likeness_id: int
    act: str
    seen_version: int
    actor: Actor
    reason: str = ""


def suggest_likenesses(tx: Tx, actor: Actor, nomination_ids: Collection[int]) -> None:
    """Compare what was just received with the register and with what others have sent in. Decides nothing."""
    ids = sorted(nomination_ids)
    laureates: set[int] = set()
    reported: list[Reported] = []
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        laureates.update(one for one in tx.session.execute(
            select(Nomination.laureate_id).where(Nomination.id.in_(some))
        ).scalars() if one is not None)  # fmt: skip
        reported += _reported(tx, Nomination.id.in_(some))
    list_entries(tx, actor, laureates)
    likenesses.suggest_entries(tx, laureates)
    days = sorted({
        one.happened_on + timedelta(days=days) for one in reported for days in range(-WINDOW, WINDOW + 1)
    })  # fmt: skip
    near = [
        one for start in range(0, len(days), CHUNK)
        for one in _reported(tx, Achievement.happened_on.in_(days[start : start + CHUNK]))
    ]  # fmt: skip
    likenesses.keep(tx, "nomination", event_pairs(reported, near, most=likenesses.MOST_PAIRS))


def _reported(tx: Tx, condition: Any) -> list[Reported]:
    n = Nomination
    query: AnySelect = (
        select(
            n.id, n.laureate_id, n.name, n.unit_id, n.achievement_id, Achievement.happened_on, Achievement.place,
            Achievement.folded_summary,
        )
        .join(Achievement, Achievement.id == n.achievement_id)
        .where(condition, n.received_at.is_not(None), n.state_secret.is_(False))
        .order_by(n.id.desc())
        .limit(MOST_REPORTED)
    )  # fmt: skip
    return [Reported(row[0], row[1], name_key(fold(row[2])), *row[3:]) for row in tx.session.execute(query)]


def settle_likeness(tx: Tx, command: SettleLikeness) -> str:
    """Decide about a pair, once. Returns the state it has from now on.

    Raises `Forbidden`, `NotFound`, `Stale` for one that is decided or was seen otherwise, and `Invalid`.
    """
    if not may_decide(command.actor):
        raise Forbidden("not_your_role", who=DECIDERS)
    pair = likenesses.locked(tx, command.likeness_id, command.seen_version)
    _not_own(tx, command.actor, pair)
    state = _STATES.get((pair.subject_kind, command.act))
    if state is None:
        raise Invalid({"act": Problem("not_a_choice")})
    if state == "joined":
        join_entries(tx, command.actor, pair.first_id, pair.second_id)
    elif state == "linked":
        _link(tx, command.actor, pair)
    likenesses.close(tx, command.actor, pair, state, clean_block(command.reason))
    return state


_STATES: Final = {
    ("laureate", "join"): "joined", ("nomination", "link"): "linked",
    ("laureate", "dismiss"): "dismissed", ("nomination", "dismiss"): "dismissed",
}  # fmt: skip


def _not_own(tx: Tx, actor: Actor, pair: Likeness) -> None:
    """Nobody decides about a pair with a file of their own; to them it does not exist."""
    found = select(Nomination.id).where(Nomination.nominee_id == actor.person_id, concerns(pair))
    if tx.session.execute(found.limit(1)).first() is not None:
        raise NotFound("likeness")


def concerns(pair: Any) -> Any:
    """Nominations that a pair is about, as SQL."""
    both = (pair.first_id, pair.second_id)
    if pair.subject_kind == "nomination":
        return Nomination.id.in_(both)
    members = select(Laureate.id).where(or_(Laureate.id.in_(both), Laureate.merged_into_id.in_(both)))
    return Nomination.laureate_id.in_(members)


def _link(tx: Tx, actor: Actor, pair: Likeness) -> None:
    """One person and one achievement in two files: only one of them can be decided from now on.

    The tie goes to the file that was honoured already, else to the earlier one.
    """
    n = Nomination
    rows = {row.id: row for row in tx.session.execute(
        select(n.id, n.laureate_id, n.achievement_id, n.decision_item_id)
        .where(n.id.in_((pair.first_id, pair.second_id))).order_by(n.id).with_for_update()
    )}  # fmt: skip
    if len(rows) < 2:
        raise NotFound("nomination")
    kept, tied = rows[pair.first_id], rows[pair.second_id]
    if tied.achievement_id is not None and is_consumed(tx, tied.achievement_id):
        kept, tied = tied, kept
    if tied.decision_item_id is not None or (tied.achievement_id is not None and is_consumed(tx, tied.achievement_id)):
        raise Invalid({"act": Problem("both_decided")})
    table = table_of(Nomination)
    values = {
        "laureate_id": kept.laureate_id or tied.laureate_id,
        "achievement_id": kept.achievement_id or tied.achievement_id,
    }
    tx.flushed().execute(update(table).where(table.c.id == tied.id).values(values))
    record(tx, [_entry(actor, tied.id, kept.id, values), _entry(actor, kept.id, tied.id, {})])


def _entry(actor: Actor, nomination_id: int, other_id: int, values: dict[str, Any]) -> Entry:
    return Entry(
        subject_kind="nomination", subject_id=nomination_id, action="link_likeness", actor_id=actor.person_id,
        detail={"other": other_id, **values},
    )  # fmt: skip

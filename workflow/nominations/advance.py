"""Moving nominations: one, or all that a filter shows, by the same road."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from states import Refused
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem, Stale
from workflow.kernel.transaction import Tx
from workflow.lifecycle.move import Move, Subject, move
from workflow.lifecycle.office import Office
from workflow.nominations.bookkeeping import keep_books
from workflow.nominations.effects import apply_effects
from workflow.nominations.events import NominationAdvanced, NominationsAdvanced
from workflow.nominations.inputs import checked_inputs
from workflow.nominations.judging import Judge, Judged
from workflow.nominations.places.letters import TAKES_A_PLACE, hold_letters, hold_places
from workflow.nominations.rows import load_rows
from workflow.people.authority import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """The wish to fire a trigger on nominations, each as it was seen (None: whatever it is now).

    `whole` asks for all or nothing: one that cannot move stops all, as when a list is signed.
    """

    trigger: str
    seen: Mapping[int, int | None]
    actor: Actor
    inputs: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What moved, in the order asked for, and what did not, with every reason."""

    moved: tuple[NominationAdvanced, ...]
    left: tuple[Judged, ...]


def advance(tx: Tx, office: Office, command: Advance) -> Outcome:
    """Fire the trigger: state, history, audit, tasks and letters, in this one transaction.

    Raises `NotFound` for ids that do not exist, `Invalid` for inputs, and, when `command.whole` or
    for a single nomination, `Stale`, `Forbidden` or `Refused` for the first that cannot move.
    """
    trigger = command.trigger
    if not any(e.definition.has_trigger(trigger) for e in office.registry.all() if e.definition.key == "nomination"):
        raise Invalid({"trigger": Problem("unknown_trigger")})
    today = office_date(tx.now)
    connection = tx.flushed()
    if trigger == TAKES_A_PLACE:
        hold_letters(connection, tuple(command.seen))
    rows = load_rows(connection, tuple(command.seen), locked=True)
    if len(rows) != len(command.seen):
        raise NotFound("nomination")
    if trigger == TAKES_A_PLACE:
        hold_places(connection, rows.values())
    judge = Judge(connection, office, command.actor, rows.values(), today)
    inputs = checked_inputs(judge.definition(next(iter(rows.values()))).trigger(trigger), command.inputs, today)
    judged = [judge.judge(rows[row_id], trigger, inputs, seen) for row_id, seen in command.seen.items()]
    left = tuple(one for one in judged if not one.moves)
    if left and command.whole:
        _refuse(trigger, left)
    going = [one for one in judged if one.moves]
    return Outcome(_make(tx, office, command.actor, judge, going, inputs), left)


def _make(
    tx: Tx, office: Office, actor: Actor, judge: Judge, going: list[Judged], inputs: Mapping[str, Any]
) -> tuple[NominationAdvanced, ...]:
    if not going:
        return ()
    moves = [
        Move(
            Subject("nomination", one.row.id, one.row.definition_key, one.row.definition_version, one.row.version),
            one.step, one.capacity, inputs,
        )
        for one in going if one.step is not None and one.capacity is not None
    ]  # fmt: skip
    moved = move(tx, actor, moves)
    rows = [one.row for one in going]
    apply_effects(tx, judge, rows, moved)
    advanced = keep_books(tx, judge, rows, moved)
    tx.publish(NominationsAdvanced(advanced))
    return advanced


def _refuse(trigger: str, left: tuple[Judged, ...]) -> None:
    """Say no in the kind that fits: somebody was faster, it is not yours, or the rules are against it."""
    stale = tuple(one.row.id for one in left if one.stale)
    if stale:
        raise Stale("nomination", stale)
    first = left[0]
    if all(refusal.code == "not_your_role" for refusal in first.refusals):
        raise Forbidden("not_your_role", **first.refusals[0].params)
    raise Refused(trigger, first.row.state, first.refusals)

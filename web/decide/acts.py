"""Carrying out the wish: every struck name with its own reason, then the signature over the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from notifications.audience import Directory
from notifications.cases import cases_of
from notifications.subscriber import addressed
from web.context import actor, now, services, today
from web.decide.lists import SIGN, Group
from web.decide.wish import Wish
from web.triggers import trigger_def
from workflow.decisions.queries import number_is_taken
from workflow.kernel.db import NO_DUE_DATE
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.events import Moved
from workflow.nominations.advance import Advance, Outcome, advance
from workflow.nominations.events import NominationAdvanced, NominationsAdvanced
from workflow.nominations.inputs import checked_inputs
from workflow.nominations.judging import Judge, Judged
from workflow.nominations.rows import load_rows


@dataclass(frozen=True, slots=True)
class Planned:
    """What would happen: the names that move by one trigger, and how many letters that would write."""

    trigger: str
    judged: Sequence[Judged]
    reason: str


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters that the plan would write."""

    total: int
    to_nominees: int


def carry_out(tx: Tx, wish: Wish) -> Outcome:
    """One transaction, all or nothing: a name that changed since it was seen stops everything."""
    moved: list[NominationAdvanced] = []
    for (trigger, reason), ids in wish.moves.items():
        seen = {key: wish.seen[key] for key in ids}
        command = Advance(trigger=trigger, seen=seen, actor=actor(), inputs={"reason": reason}, whole=True)
        moved += advance(tx, services().office, command).moved
    if wish.signs:
        seen = {key: wish.seen[key] for key in wish.kept}
        command = Advance(trigger=wish.act, seen=seen, actor=actor(), inputs=wish.inputs, whole=True)
        moved += advance(tx, services().office, command).moved
    return Outcome(tuple(moved), ())


def plan(session: Session, wish: Wish, group: Group) -> list[Planned]:
    """The same acts, judged without being made. The caller knows that nothing has changed."""
    rows = load_rows(session, tuple(wish.seen), locked=False)
    judge = Judge(session, services().office, actor(), rows.values(), today())
    planned = []
    if wish.signs:
        planned.append(Planned(wish.act, [group.judged[key] for key in wish.kept], ""))
    for (trigger, reason), ids in wish.moves.items():
        planned.append(Planned(trigger, [judge.judge(rows[key], trigger, {"reason": reason}) for key in ids], reason))
    return planned


def check_inputs(session: Session, wish: Wish) -> dict[str, Problem]:
    """What is wrong with number and date, found before anything is signed."""
    trigger = trigger_def(wish.act)
    if not wish.signs or trigger is None:
        return {}
    try:
        values = checked_inputs(trigger, wish.inputs, today())
    except Invalid as error:
        return dict(error.problems)
    if wish.act == SIGN:
        year = values["decision_date"].year
        if number_is_taken(session, year, values["decision_number"]):
            return {"decision_number": Problem("number_taken", {"year": year})}
    return {}


def letters_of(session: Session, planned: Sequence[Planned], wish: Wish) -> Letters:
    """How many letters the plan would write, by the very rules that write them."""
    total = to_nominees = 0
    for one in planned:
        fact = NominationsAdvanced(tuple(_foreseen(judged, wish) for judged in one.judged if judged.moves))
        if not fact.each:
            continue
        cases = cases_of(fact)
        directory = Directory(session.connection(), today(), cases)
        for case in cases:
            nominee = f"person:{case.row.nominee_id}" if case.row else ""
            for _kind, reader in addressed(directory, case):
                total += 1
                to_nominees += reader.recipient == nominee
    return Letters(total, to_nominees)


def _foreseen(judged: Judged, wish: Wish) -> NominationAdvanced:
    """The move as it would be published."""
    assert judged.step is not None and judged.capacity is not None
    row = judged.row
    moved = Moved(
        subject_kind="nomination", subject_id=row.id, seq=row.version + 1, trigger=judged.step.trigger,
        source=judged.step.source, target=judged.step.target, actor=actor(), capacity=judged.capacity, at=now(),
        inputs=wish.inputs,
    )  # fmt: skip
    return NominationAdvanced(row=row, moved=moved, due_on=NO_DUE_DATE, promised_on=row.promised_on)

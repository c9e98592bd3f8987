"""Correcting the calendar: a day off that nobody foresaw, a Saturday worked instead, a fact that was unsure.

A correction counts from the moment it is entered: every day counted afterwards goes by it. Days that were
given out before, a promise or a limit of a step, stay what they were, whether the day lies ahead or behind.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from workflow.audit.record import Entry, record
from workflow.calendars.models import CalendarDay
from workflow.calendars.office import WORKED
from workflow.calendars.working_days import SHIPPED
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.folding import clean
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor
from workflow.people.commands import ADMIN

KINDS: Final = ("off", WORKED)
BEHIND: Final = 366
AHEAD: Final = 3 * 366
"""How far from today a correction is believed: swaps are decided for the next year, mistakes found within one."""
MOST_LETTERS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectDay:
    """The wish that the office keeps one day otherwise than the shipped calendar says."""

    day: date
    kind: str
    name_vi: str
    name_en: str
    document: str
    actor: Actor


def correct_day(tx: Tx, command: CorrectDay) -> int:
    """Enter a correction. Returns its id.

    Raises `Invalid` for a day that already is what is asked for, one that is corrected already, one too
    far away, and for a missing name or document; `Forbidden` for anybody but an administrator.
    """
    _admin_only(command.actor)
    names = {"name_vi": clean(command.name_vi), "name_en": clean(command.name_en), "document": clean(command.document)}
    problems = _day_problems(tx, command) | _text_problems(names)
    if problems:
        raise Invalid(problems)
    made = CalendarDay(
        day=command.day,
        kind=command.kind,
        name_vi=names["name_vi"],
        name_en=names["name_en"],
        document=names["document"],
        entered_by_id=_person(command.actor),
        entered_at=tx.now,
    )
    tx.session.add(made)
    try:
        tx.session.flush()
    except IntegrityError as error:  # somebody else corrected the same day at the same moment
        raise Invalid({"day": Problem("day_corrected")}) from error
    _record(tx, command.actor, made, "correct_day")
    return made.id


def withdraw_correction(tx: Tx, actor: Actor, correction_id: int) -> None:
    """The shipped calendar holds for that day again, from now on. A second withdrawal changes nothing."""
    _admin_only(actor)
    found = tx.session.get(CalendarDay, correction_id, with_for_update=True)
    if found is None:
        raise NotFound("calendar_day")
    if found.withdrawn_at is not None:
        return
    found.withdrawn_at, found.withdrawn_by_id = tx.now, _person(actor)
    _record(tx, actor, found, "withdraw_correction")


def _day_problems(tx: Tx, command: CorrectDay) -> dict[str, Problem]:
    if command.kind not in KINDS:
        return {"kind": Problem("missing_choice")}
    ahead = (command.day - office_date(tx.now)).days
    if not -BEHIND <= ahead <= AHEAD:
        return {"day": Problem("date_far_away")}
    in_force = select(CalendarDay.id).where(CalendarDay.day == command.day, CalendarDay.withdrawn_at.is_(None))
    if tx.session.execute(in_force).first() is not None:
        return {"day": Problem("day_corrected")}
    why = SHIPPED.reason_off(command.day)
    if command.kind == WORKED and why is None:
        return {"day": Problem("day_worked_already")}
    if command.kind != WORKED and why is not None:
        return {"day": Problem("day_off_already", {"why": why})}
    return {}


def _text_problems(names: dict[str, str]) -> dict[str, Problem]:
    problems = {name: Problem("missing_text") for name, text in names.items() if not text}
    return problems | {
        name: Problem("too_long", {"most": MOST_LETTERS}) for name, text in names.items() if len(text) > MOST_LETTERS
    }


def _admin_only(actor: Actor) -> None:
    if not actor.has(ADMIN):
        raise Forbidden("not_your_role", who=(ADMIN,))


def _person(actor: Actor) -> int:
    assert actor.person_id is not None  # the clock holds no role
    return actor.person_id


def _record(tx: Tx, actor: Actor, day: CalendarDay, action: Literal["correct_day", "withdraw_correction"]) -> None:
    detail = {
        "day": day.day, "kind": day.kind, "name_vi": day.name_vi, "name_en": day.name_en, "document": day.document,
    }  # fmt: skip
    record(tx, [
        Entry(subject_kind="calendar_day", subject_id=day.id, action=action, actor_id=actor.person_id, detail=detail)
    ])  # fmt: skip

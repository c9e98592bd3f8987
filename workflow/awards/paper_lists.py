"""Lists of the year that were settled on paper: the law counts shares of all names, also of those never sent here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.audit.record import Entry, record
from workflow.awards.models import Award, PaperList
from workflow.kernel.errors import Forbidden, Invalid, Problem
from workflow.kernel.folding import clean
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor
from workflow.people.models import Person, Unit

OF_THE_UNIT: Final = frozenset({"clerk", "unit_head", "deputy_head"})
OF_THE_OFFICE: Final = ("desk_officer", "standing_head")
ENTERED_BY: Final = ("clerk", "unit_head", "deputy_head", *OF_THE_OFFICE)
MOST: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterPaperList:
    """The wish to say how many names of an award a unit has by a paper. It replaces what was said before."""

    unit_id: int
    award_code: str
    year: int
    names: int | None
    document: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class PaperListRow:
    """A list on paper as a reader sees it."""

    award_code: str
    award_vi: str
    award_en: str
    unit_id: int
    unit_vi: str
    unit_en: str
    year: int
    names: int
    document: str
    entered_by: str
    entered_at: datetime


def may_enter(actor: Actor, unit_id: int) -> bool:
    """People of the unit for their unit, people of the desk for every unit."""
    return unit_id in actor.units_as(OF_THE_UNIT) or actor.has(*OF_THE_OFFICE)


def checked_document(text: str, problems: dict[str, Problem]) -> str:
    """The paper that says so; without one a figure is nobody's."""
    document = clean(text)
    if not document:
        problems["document"] = Problem("missing_text")
    elif len(document) > 300:
        problems["document"] = Problem("too_long", {"most": 300})
    return document


def enter_paper_list(tx: Tx, command: EnterPaperList) -> None:
    """Write the number down, with its paper; the one before stays readable."""
    if not may_enter(command.actor, command.unit_id):
        raise Forbidden("not_your_role", who=ENTERED_BY)
    problems: dict[str, Problem] = {}
    document = checked_document(command.document, problems)
    if command.names is None or not 0 <= command.names <= MOST:
        problems["names"] = Problem("not_a_number", {"most": MOST})
    if tx.session.get(Award, command.award_code) is None:
        problems["award_code"] = Problem("not_a_choice")
    if problems:
        raise Invalid(problems)
    assert command.names is not None and command.actor.person_id is not None
    # Two who enter it at once wait for each other on the unit.
    tx.session.execute(select(Unit.id).where(Unit.id == command.unit_id).with_for_update(key_share=True))
    current = select(PaperList).where(
        PaperList.unit_id == command.unit_id, PaperList.award_code == command.award_code,
        PaperList.year == command.year, PaperList.ended_at.is_(None),
    )  # fmt: skip
    before = tx.session.execute(current).scalar_one_or_none()
    if before is not None:
        before.ended_at = tx.now
        tx.session.flush()
    tx.session.add(PaperList(
        unit_id=command.unit_id, award_code=command.award_code, year=command.year, names=command.names,
        document=document, entered_by_id=command.actor.person_id, entered_at=tx.now,
    ))  # fmt: skip
    record(tx, [Entry(
        subject_kind="unit", subject_id=command.unit_id, action="enter_paper_list", actor_id=command.actor.person_id,
        detail={"award": command.award_code, "year": command.year, "names": command.names, "document": document},
    )])  # fmt: skip


def paper_lists(session: Session, unit_id: int | None = None, year: int | None = None) -> list[PaperListRow]:
    """The lists that count now, the latest year first."""
    p = PaperList
    query = (
        select(
            p.award_code, Award.short_vi, Award.short_en, p.unit_id, Unit.name_vi, Unit.name_en, p.year, p.names,
            p.document, Person.full_name, p.entered_at,
        )
        .join(Award, Award.code == p.award_code)
        .join(Unit, Unit.id == p.unit_id)
        .join(Person, Person.id == p.entered_by_id)
        .where(p.ended_at.is_(None))
        .order_by(p.year.desc(), Unit.name_vi, Award.position)
        .limit(300)
    )  # fmt: skip
    if unit_id is not None:
        query = query.where(p.unit_id == unit_id)
    if year is not None:
        query = query.where(p.year == year)
    return [PaperListRow(*row) for row in session.execute(query)]

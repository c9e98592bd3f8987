"""Reading the agenda of a session: its lines with their counts, and what still waits for a session."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from states import COUNCIL_QUEUE
from workflow.awards.editions import law_of
from workflow.awards.models import Award
from workflow.awards.rules import Law, RuleSet
from workflow.councils.models import AgendaItem
from workflow.lifecycle.models import Event
from workflow.movements.models import Movement
from workflow.nominations.models import Nomination
from workflow.nominations.policy import visible_to
from workflow.people.authority import Actor
from workflow.people.models import Unit


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One line of an agenda: the nomination as it stands now, the count as it was recorded."""

    position: int
    nomination_id: int
    version: int
    code: str
    name: str
    nominee_id: int | None
    subject: str
    gender: str | None
    occupation: str | None
    achievement: str
    unit_vi: str
    unit_en: str
    award_code: str
    award_vi: str
    award_en: str
    kind: str
    movement_vi: str | None
    movement_en: str | None
    definition_key: str
    definition_version: int
    state: str
    overlay: str | None
    pinned_rules: str | None
    present: int | None
    written: int | None
    in_favour: int | None
    against: int | None
    invalid: int | None
    recused: int | None
    needed: int | None
    passed: bool | None
    counted_by: str | None
    recorded_at: datetime | None
    law: Law = field(compare=False, repr=False)

    def rules(self, today: date) -> RuleSet:
        """The rule set that judged the count, or that would judge it today."""
        pinned = self.counted_by or self.pinned_rules
        return self.law.named(pinned) if pinned else self.law.on(today)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A nomination that waits for the council and is on no agenda."""

    id: int
    code: str
    name: str
    unit_vi: str
    unit_en: str
    award_vi: str
    award_en: str


def agenda_of(session: Session, session_id: int) -> list[AgendaRow]:
    """The lines that stand on the agenda, in their order."""
    n, a = Nomination, AgendaItem
    query: Select[*tuple[Any, ...]] = (
        select(
            a.position, n.id, n.version, n.code, n.name, n.nominee_id, n.subject, n.gender, n.occupation, n.achievement,
            Unit.name_vi, Unit.name_en, n.award_code, Award.name_vi, Award.name_en, n.kind, Movement.short_vi,
            Movement.short_en, n.definition_key, n.definition_version, n.state, n.overlay, n.rule_set, a.present,
            a.written, a.in_favour, a.against, a.invalid, a.recused, a.needed, a.passed, a.rule_set, a.recorded_at,
        )
        .join(n, n.id == a.nomination_id)
        .join(Unit, Unit.id == n.unit_id)
        .join(Award, Award.code == n.award_code)
        .outerjoin(Movement, Movement.id == n.movement_id)
        .where(a.session_id == session_id, a.removed_at.is_(None))
        .order_by(a.position)
    )  # fmt: skip
    law = law_of(session)
    return [AgendaRow(*(*row, law)) for row in session.execute(query)]


def waiting_for_council(session: Session, actor: Actor) -> list[WaitingRow]:
    """What `add_to_agenda` would take: waiting, not on hold, on no open agenda, not the actor's own."""
    n = Nomination
    taken = select(AgendaItem.nomination_id).where(AgendaItem.passed.is_(None), AgendaItem.removed_at.is_(None))
    found = session.execute(
        select(n.id, n.code, n.name, Unit.name_vi, Unit.name_en, Award.short_vi, Award.short_en)
        .join(Unit, Unit.id == n.unit_id)
        .join(Award, Award.code == n.award_code)
        .where(n.state == COUNCIL_QUEUE, n.hold_id.is_(None), n.id.not_in(taken), visible_to(actor))
        .order_by(n.award_code, n.id)
    )
    return [WaitingRow(*row) for row in found]


def entered_last(session: Session, nomination_id: int, trigger: str) -> Mapping[str, Any]:
    """What was entered when the trigger was last fired on the nomination; empty if it never was."""
    found = session.execute(
        select(Event.detail)
        .where(Event.subject_kind == "nomination", Event.subject_id == nomination_id, Event.trigger == trigger)
        .order_by(Event.seq.desc())
        .limit(1)
    ).scalar_one_or_none()
    return json.loads(found) if found else {}


def ids_by_code(session: Session, codes: Sequence[str]) -> list[int]:
    """Ids behind the codes that exist."""
    return list(session.execute(select(Nomination.id).where(Nomination.code.in_(codes))).scalars())

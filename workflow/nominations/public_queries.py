"""What a nominee, or whoever holds the receipt, may know about one nomination. Nothing else is read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from workflow.awards.models import Award
from workflow.kernel.db import AnyRow, AnySelect
from workflow.lifecycle.models import Event
from workflow.lifecycle.numbering import read_lookup_code
from workflow.nominations.models import Nomination, Proposal
from workflow.people.models import Person, Unit

NO_CODE: Final = "-"  # looked up in place of what cannot be a code, so that every miss does the same work


@dataclass(frozen=True, slots=True)
class PublicFile:
    """The nomination in the fields that its public words are made of."""

    id: int
    code: str
    subject: str
    name: str
    gender: str | None
    unit_vi: str
    unit_en: str
    award_vi: str
    award_en: str
    prepared_by: str
    achievement: str
    definition_key: str
    definition_version: int
    state: str
    overlay: str | None
    created_at: datetime
    received_at: datetime | None
    complete_on: date | None
    promised_on: date | None
    due_on: date
    since: datetime
    released_at: datetime | None
    decision_item_id: int | None
    detail: Mapping[str, Any]
    """What was entered with the moves that the nominee is told about; later ones last."""
    revoked_at: datetime | None


def find_by_receipt(session: Session, typed_code: str, typed_year: str) -> int | None:
    """The nomination of a receipt and a year of birth. Every miss costs one and the same query."""
    code = read_lookup_code(typed_code[:100]) or NO_CODE
    row = session.execute(
        select(Nomination.id, Nomination.birth_year).where(Nomination.lookup_code == code)
    ).one_or_none()  # fmt: skip
    year = "".join(typed_year.split())
    if row is None or row.birth_year is None or year != str(row.birth_year):
        return None
    return int(row.id)


def public_file(session: Session, nomination_id: int) -> PublicFile:
    """The file in public fields; the caller has checked the receipt or the nominee."""
    n = Nomination
    query: AnySelect = (
        select(
            n.id, n.code, n.subject, n.name, n.gender, Unit.name_vi, Unit.name_en, Award.name_vi, Award.name_en,
            Person.full_name, n.achievement, n.definition_key, n.definition_version, n.state, n.overlay, n.created_at,
            n.received_at, n.complete_on, n.promised_on, n.due_on, n.since, n.released_at, n.decision_item_id,
        )
        .join(Unit, Unit.id == n.unit_id)
        .join(Award, Award.code == n.award_code)
        .join(Proposal, Proposal.id == n.proposal_id)
        .join(Person, Person.id == Proposal.prepared_by_id)
        .where(n.id == nomination_id)
    )  # fmt: skip
    row = session.execute(query).one()
    detail, revoked_at = _told(session, row.id, row.decision_item_id)
    return PublicFile(*(*row, detail, revoked_at))


def _told(session: Session, nomination_id: int, item_id: int | None) -> tuple[Mapping[str, Any], datetime | None]:
    """What the outcome rests on: ground, decision, points of a supplement; and when an award was revoked."""
    about = or_(
        and_(Event.subject_kind == "nomination", Event.subject_id == nomination_id),
        and_(Event.subject_kind == "decision_item", Event.subject_id == (item_id or 0), Event.trigger == "revoke"),
    )
    detail: dict[str, Any] = {}
    revoked_at = None
    query = select(Event.subject_kind, Event.trigger, Event.detail, Event.at).where(about).order_by(Event.id)
    for event in session.execute(query):
        if event.subject_kind != "nomination":
            revoked_at = event.at
            continue
        entered = json.loads(event.detail)
        names = ("reason_code", "decision_number", "decision_date")
        detail.update({name: entered[name] for name in names if entered.get(name)})
        detail["trigger"] = event.trigger
    return detail, revoked_at


def own_nominations(session: Session, person_id: int) -> list[int]:
    """Ids of the nominations of which this person is the nominee, newest first."""
    query = select(Nomination.id).where(Nomination.nominee_id == person_id).order_by(Nomination.id.desc()).limit(50)
    return list(session.execute(query).scalars())


def own_report(session: Session, person_id: int, code: str) -> AnyRow | None:
    """The parts that a nominee may write of their own nomination, or None when it is not theirs."""
    n = Nomination
    return session.execute(
        select(n.id, n.code, n.state, n.definition_key, n.definition_version, n.content_version, n.achievement,
               n.report, n.circumstances, n.previous_awards, n.subject)
        .where(n.code == code, n.nominee_id == person_id)
    ).one_or_none()  # fmt: skip


def has_own_nomination(session: Session, person_id: int) -> bool:
    return bool(session.execute(select(func.count()).where(Nomination.nominee_id == person_id)).scalar_one())

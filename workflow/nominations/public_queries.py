"""What a nominee, or whoever holds the receipt, may know about one nomination. Nothing else is read."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from workflow.awards.models import Award
from workflow.kernel.db import AnyRow, AnySelect
from workflow.lifecycle.models import Event
from workflow.lifecycle.numbering import read_lookup_code
from workflow.nominations.models import Nomination, Proposal
from workflow.people.models import Person, Unit

ITEM: Final = "decision_item"
TOLD: Final = ("reason_code", "decision_number", "decision_date")
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
    award_code: str
    family: str
    kind: str
    rule_set: str | None
    paused_days: int
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
    return public_files(session, [nomination_id])[0]


def public_files(session: Session, nomination_ids: Sequence[int]) -> list[PublicFile]:
    """The same for several, in the order asked for: two queries, however many there are."""
    if not nomination_ids:
        return []
    n = Nomination
    query: AnySelect = (
        select(
            n.id, n.code, n.subject, n.name, n.gender, Unit.name_vi, Unit.name_en, Award.name_vi, Award.name_en,
            Person.full_name, n.achievement, n.definition_key, n.definition_version, n.state, n.overlay, n.created_at,
            n.received_at, n.complete_on, n.promised_on, n.due_on, n.since, n.released_at, n.decision_item_id,
            n.award_code, Award.family, n.kind, n.rule_set, n.paused_days,
        )
        .join(Unit, Unit.id == n.unit_id)
        .join(Award, Award.code == n.award_code)
        .join(Proposal, Proposal.id == n.proposal_id)
        .join(Person, Person.id == Proposal.prepared_by_id)
        .where(n.id.in_(nomination_ids))
    )  # fmt: skip
    rows = {row.id: row for row in session.execute(query)}
    events = _events(session, rows.values())
    files = []
    for nomination_id in nomination_ids:
        row = rows[nomination_id]
        own = [event for event in events if (event.subject_kind, event.subject_id) == ("nomination", row.id)]
        of_item = [event for event in events if (event.subject_kind, event.subject_id) == (ITEM, row.decision_item_id)]
        revoked_at = of_item[-1].at if of_item else None
        files.append(PublicFile(*(*row, _told(own), revoked_at)))
    return files


def _events(session: Session, rows: Collection[AnyRow]) -> Sequence[AnyRow]:
    """The moves of these nominations, and the revocations of their awards, oldest first."""
    items = [row.decision_item_id for row in rows if row.decision_item_id is not None]
    about = or_(
        and_(Event.subject_kind == "nomination", Event.subject_id.in_([row.id for row in rows])),
        and_(Event.subject_kind == ITEM, Event.subject_id.in_(items), Event.trigger == "revoke"),
    )
    columns = (Event.subject_kind, Event.subject_id, Event.trigger, Event.detail, Event.at)
    query: AnySelect = select(*columns).where(about).order_by(Event.id)
    return session.execute(query).all()


def _told(events: Sequence[AnyRow]) -> Mapping[str, Any]:
    """What the outcome rests on: the ground that was chosen, the decision, the trigger that came last."""
    detail: dict[str, Any] = {}
    for event in events:
        entered = json.loads(event.detail)
        detail.update({name: entered[name] for name in TOLD if entered.get(name)})
        detail["trigger"] = event.trigger
    return detail


def own_nominations(session: Session, person_id: int) -> list[int]:
    """Ids of the nominations of which this person is the nominee, newest first."""
    query = select(Nomination.id).where(Nomination.nominee_id == person_id).order_by(Nomination.id.desc()).limit(50)
    return list(session.execute(query).scalars())


def own_report(session: Session, person_id: int, code: str) -> AnyRow | None:
    """The parts that a nominee may write of their own nomination, or None when it is not theirs."""
    n = Nomination
    return session.execute(
        select(n.id, n.code, n.state, n.definition_key, n.definition_version, n.content_version, n.achievement,
               n.report, n.circumstances, n.previous_awards, n.subject, n.duties, n.criteria_met, n.comparison)
        .where(n.code == code, n.nominee_id == person_id)
    ).one_or_none()  # fmt: skip

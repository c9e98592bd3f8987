"""Reading what the law says of nominations, for pages. The moves ask the same through their batch."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from states import BEFORE_REFERRAL
from workflow.eligibility.models import Waiver
from workflow.eligibility.standing import Eligibility
from workflow.kernel.prepared import Source
from workflow.nominations.batch import Batch
from workflow.nominations.eligibility import eligibility_of
from workflow.nominations.models import Nomination
from workflow.nominations.policy import visible_to
from workflow.nominations.rows import load_rows
from workflow.people.authority import Actor
from workflow.people.models import Person

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class AskedWaiver:
    """A waiver that waits for its second person."""

    code: str
    name: str
    says: str
    reason: str
    asked_by: str
    asked_at: datetime


def waiting_waivers(session: Session, actor: Actor) -> list[AskedWaiver]:
    """What this person could answer, because somebody else asked; oldest first."""
    found = session.execute(
        select(Nomination.code, Nomination.name, Waiver.says, Waiver.reason, Person.full_name, Waiver.asked_at)
        .join(Nomination, Nomination.id == Waiver.nomination_id)
        .join(Person, Person.id == Waiver.asked_by_id)
        .where(
            Waiver.answer.is_(None), Waiver.asked_by_id != actor.person_id, Nomination.state.in_(BEFORE_REFERRAL),
            visible_to(actor),
        )
        .order_by(Waiver.id)
        .limit(MOST_SHOWN)
    )  # fmt: skip
    return [AskedWaiver(*row) for row in found]


def eligibility_for(source: Source, ids: Collection[int], today: date) -> dict[int, Eligibility]:
    """Every criterion of these nominations, in a number of queries that does not grow with them.

    A secret file is judged on paper and is absent, as is one whose award no period of the law knows.
    """
    rows = load_rows(source, list(ids), locked=False)
    judged = {key: row for key, row in rows.items() if not row.state_secret}
    return eligibility_of(source, judged.values(), Batch(source, judged, today).taken, today, whole=True)

"""What the law of its day says of a nomination, from what is known of it. Advice to people, no guard."""

from datetime import date
from typing import Any, Final, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.awards.cases import Candidate, Case, Initiative, Kind, PastAward, Unit
from workflow.awards.findings import Judgement
from workflow.awards.judging import judge
from workflow.awards.rules import UnknownAward, rule_set, rule_set_on
from workflow.nominations.models import Nomination, Proposal
from workflow.register.queries import honours_of

# The two titles of a list that limit each other: grassroots fighters, of all advanced workers.
WORKER: Final = "LDTT"
FIGHTER: Final = "CSTDCS"


def judgement_of(session: Session, nomination_id: int, today: date) -> Judgement | None:
    """Every finding of the law in force when the file was complete; None for an award it does not know.

    What is not known of the candidate is *to be confirmed*, never assumed.
    """
    columns = session.execute(
        select(
            Nomination.award_code, Nomination.kind, Nomination.subject, Nomination.name, Nomination.gender,
            Nomination.direct_labour, Nomination.occupation, Nomination.member_count, Nomination.female_count,
            Nomination.small_collective, Nomination.complete_on, Nomination.rule_set, Nomination.laureate_id,
            Nomination.initiative_id, Nomination.unit_id, Nomination.proposal_id, Nomination.position, Proposal.year,
        )
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .where(Nomination.id == nomination_id)
    ).one()  # fmt: skip
    complete = columns.complete_on or today
    rules = rule_set(columns.rule_set) if columns.rule_set else rule_set_on(complete)
    case = Case(
        award=columns.award_code, complete_on=complete, year=min(columns.year, complete.year), kind=columns.kind,
        candidate=_candidate(session, columns), unit=_unit(session, columns),
    )  # fmt: skip
    try:
        return judge(case, rules)
    except UnknownAward:
        return None


def _candidate(session: Session, columns: Any) -> Candidate:
    past = None
    if columns.laureate_id is not None:
        past = tuple(
            PastAward(
                award=one.award_code,
                year=one.year,
                kind=cast(Kind, one.kind),
                decision=one.decision_number,
                revoked=one.annulled_on is not None,
            )
            for honours in honours_of(session, [columns.laureate_id]).values()
            for one in honours
        )
    return Candidate(
        subject=columns.subject,
        name=columns.name,
        direct_labour=columns.direct_labour,
        group=columns.occupation,
        female=columns.gender == "female" if columns.gender else None,
        previous_awards=past,
        initiatives=(Initiative(),) if columns.initiative_id is not None else None,
    )


def _unit(session: Session, columns: Any) -> Unit:
    """The counts of a collective, and of the list in which a person stands."""
    listed = select(Nomination.award_code, func.count().label("n")).where(
        Nomination.unit_id == columns.unit_id, Nomination.award_code.in_((WORKER, FIGHTER)),
        Nomination.proposal_id == columns.proposal_id,
    )  # fmt: skip
    counts = {row.award_code: row.n for row in session.execute(listed.group_by(Nomination.award_code))}
    place = None
    if columns.award_code == FIGHTER:
        before = select(func.count()).where(
            Nomination.proposal_id == columns.proposal_id, Nomination.award_code == FIGHTER,
            Nomination.position <= columns.position,
        )  # fmt: skip
        place = session.execute(before).scalar_one()
    collective = columns.subject == "collective"
    return Unit(
        members=columns.member_count if collective else None,
        female=columns.female_count if collective else None,
        small=columns.small_collective if collective else None,
        ldtt=counts.get(WORKER), cstdcs_place=place,
    )  # fmt: skip

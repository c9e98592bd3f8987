"""What the law of its day says of nominations, from what is known of them. One set of queries for any number."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import BindParameter, bindparam, select

from states import Text
from workflow.awards.cases import Achievement, Candidate, Case, Kind, Movement, PastAward, Subject, Unit
from workflow.awards.editions import law_of
from workflow.awards.findings import Judgement
from workflow.awards.judging import judge
from workflow.awards.rules import RuleSet, UnknownAward
from workflow.eligibility.queries import Stated, confirmations_of, facts_of, waivers_of
from workflow.eligibility.standing import Eligibility, stand
from workflow.eligibility.statements import Value, candidate_fields, initiatives, unit_fields
from workflow.kernel.prepared import CHUNK, Prepared, Source, connection_of
from workflow.nominations.models import Nomination, Proposal
from workflow.nominations.places.lists import ListCounts, list_counts
from workflow.nominations.places.plans import plans_of
from workflow.nominations.rows import Row
from workflow.people.models import Unit as UnitRow
from workflow.register.models import Initiative
from workflow.register.titles import PastHonour, past_honours

_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_CANDIDATES: Final = Prepared(
    select(
        Nomination.id, Nomination.gender, Nomination.direct_labour, Nomination.occupation, Nomination.member_count,
        Nomination.female_count, Nomination.small_collective, Proposal.year, UnitRow.valid_to, Initiative.number,
    )
    .join(Proposal, Proposal.id == Nomination.proposal_id)
    .join(UnitRow, UnitRow.id == Nomination.unit_id)
    .outerjoin(Initiative, Initiative.id == Nomination.initiative_id)
    .where(Nomination.id.in_(_IDS))
)  # fmt: skip
Taken = Mapping[int, Mapping[str, Text]]
"""What an award has consumed already, by nomination: its achievement, its initiative."""


def eligibility_of(
    source: Source, rows: Collection[Row], taken: Taken, today: date, *, whole: bool = False
) -> dict[int, Eligibility]:
    """Every criterion of these nominations, with what people stated, confirmed and waived.

    Each is judged by its pinned rule set, one that is not complete yet by that of today. What is not known
    of a candidate is *to be confirmed*, never assumed. An award that no period of the law knows is absent.
    `whole`: with waivers that no criterion needs any more, for those who read the history.
    """
    judged = _judgements(source, rows, taken, today)
    outcomes = {finding.outcome for judgement in judged.values() for finding in judgement.findings}
    answers = confirmations_of(source, judged) if "confirm" in outcomes else {}
    refused = any(answer.outcome == "fail" for given in answers.values() for answer in given.values())
    waivers = waivers_of(source, judged) if whole or refused or "fail" in outcomes else {}
    return {key: stand(judgement, answers.get(key, {}), waivers.get(key, ())) for key, judgement in judged.items()}


def _judgements(source: Source, rows: Collection[Row], taken: Taken, today: date) -> dict[int, Judgement]:
    """What the law finds in the facts alone."""
    ids = [row.id for row in rows]
    if not ids:
        return {}
    rules = {row.id: row.rules(today) for row in rows}
    known = facts_of(source, ids)
    columns = _columns(source, ids)
    held = _held(source, rows, rules)
    listed = _listed(source, rows, rules)
    plans = plans_of(source, [row.id for row in rows if row.kind == "thematic"])
    found = {}
    for row in rows:
        facts = known.get(row.id, {})
        case = _case(
            row, columns[row.id], facts, taken.get(row.id, {}), held, listed.get(row.id), plans.get(row.id), today
        )
        judgement = _judged(case, rules[row.id], source)
        if judgement is not None:
            found[row.id] = judgement
    return found


def _judged(case: Case, rules: RuleSet, source: Source) -> Judgement | None:
    """By the rule set of the file. An award that it does not have may be one of the office's own later sets."""
    try:
        return judge(case, rules, None if case.award in rules.awards else law_of(source))
    except UnknownAward:
        return None


def _columns(source: Source, ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    connection, ordered = connection_of(source), sorted(ids)
    return {
        nomination_id: tuple(columns)
        for start in range(0, len(ordered), CHUNK)
        for nomination_id, *columns in _CANDIDATES.rows(connection, {"ids": ordered[start : start + CHUNK]})
    }


def _asks(row: Row, rules: RuleSet, criterion: str) -> bool:
    return any(rule.criterion == criterion for _key, rule in rules.asked_of(row.award_code, row.subject, row.kind))


def _held(source: Source, rows: Collection[Row], rules: Mapping[int, RuleSet]) -> dict[int, tuple[PastHonour, ...]]:
    """Past honours of those whose award rests on them."""
    wanted = {
        row.laureate_id for row in rows
        if row.laureate_id is not None and _asks(row, rules[row.id], "consecutive_titles")
    }  # fmt: skip
    return past_honours(source, wanted) if wanted else {}


def _listed(source: Source, rows: Collection[Row], rules: Mapping[int, RuleSet]) -> dict[int, ListCounts]:
    """The counts of the list, for those whose award is a share of it."""
    wanted = [row.id for row in rows if _asks(row, rules[row.id], "cap_of_list")]
    return list_counts(source, wanted) if wanted else {}


def _case(
    row: Row, columns: tuple[Any, ...], facts: Mapping[str, Stated], taken: Mapping[str, Text],
    held: Mapping[int, tuple[PastHonour, ...]], listed: ListCounts | None, plan: Movement | None,
    today: date,
) -> Case:  # fmt: skip
    gender, direct, occupation, members, women, small, year, dissolved_on, initiative = columns
    values = {name: stated.value for name, stated in facts.items()}
    complete = row.complete_on or today
    collective = row.subject == "collective"
    counts: dict[str, Any] = {"dissolved_on": dissolved_on, **unit_fields(values)}
    if collective:
        counts = {name: count for name, count in counts.items() if not _beyond(count, members)}
        counts |= {"members": members, "female": women, "small": small}
    if listed is not None:
        counts |= {
            "ldtt": listed.ldtt, "cstdcs_place": listed.cstdcs_place, "district_ldtt": listed.district_ldtt,
            "district_cstdcs": listed.district_cstdcs,
        }  # fmt: skip
    return Case(
        award=row.award_code, complete_on=complete, year=min(year, complete.year), kind=cast(Kind, row.kind),
        candidate=_candidate(row, values, taken, held, initiative, gender, direct, occupation),
        unit=Unit(**counts), movement=plan,
    )  # fmt: skip


def _beyond(count: Any, members: int | None) -> bool:
    """A count of more people than the collective has by now: it says nothing any more, and is asked for anew."""
    return isinstance(count, int) and members is not None and count > members


def _candidate(
    row: Row, values: Mapping[str, Value], taken: Mapping[str, Text], held: Mapping[int, tuple[PastHonour, ...]],
    initiative: str | None, gender: str | None, direct: bool, occupation: str | None,
) -> Candidate:  # fmt: skip
    fields = candidate_fields(values)
    if row.hold_id is not None:
        fields["under_review"] = True
    grounds = {"thematic": "movement", "sudden": "extraordinary"}.get(row.kind)
    if grounds and "grounds" not in fields:
        fields["grounds"] = (grounds,)
    past = None
    if row.laureate_id is not None and row.laureate_id in held:
        past = tuple(
            PastAward(award=one.award_code, year=one.year, kind=cast(Kind, one.kind), decision=one.decision_number,
                      revoked=one.annulled)
            for one in held[row.laureate_id]
        )  # fmt: skip
    used = taken.get("initiative")
    return Candidate(
        **fields, subject=cast(Subject, row.subject), name=row.name, direct_labour=direct, group=occupation,
        female=gender == "female" if gender else None, previous_awards=past,
        initiatives=initiatives(values, number=initiative, used_for=used.vi if used else None),
        achievement=_achievement(row, taken),
    )  # fmt: skip


def _achievement(row: Row, taken: Mapping[str, Text]) -> Achievement | None:
    """An achievement that is tied to the register was compared with every decision there."""
    if row.achievement_id is None:
        return None
    by = taken.get("achievement")
    return Achievement(what=row.achievement, awarded_by=by.vi if by else None)

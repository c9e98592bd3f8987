"""Where a nomination stands on the list of its year, as the law counts it: for caps and for the judgement alike."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, case, select

from states import BEFORE_REFERRAL
from workflow.kernel.prepared import Prepared, Source, connection_of
from workflow.nominations.models import Nomination, Proposal
from workflow.nominations.places.counts import WORKER, Name, counts, names_of_letters, on_paper

FIGHTER: Final = "CSTDCS"


@dataclass(frozen=True, slots=True)
class ListCounts:
    """The list of the year in which a nomination stands, as the law counts it: of its unit, and of the district.

    A name counts once it is sent in and until it ends without an award; so do the names of the same letter
    that wait to be sent, and those of lists settled on paper. `cstdcs_place` and `district_cstdcs` are the
    places of this nomination among the grassroots fighters (none for other awards): first those on paper,
    then those that have passed appraisal, then in the order of receipt and of the letter.
    """

    ldtt: int
    cstdcs_place: int | None
    district_ldtt: int
    district_cstdcs: int | None


def list_counts(source: Source, ids: Collection[int]) -> dict[int, ListCounts]:
    """Where each nomination stands on the list of its year: three statements, however many are asked for."""
    wanted = set(ids)
    letters = names_of_letters(source, wanted)
    years = sorted({name.year for name in letters})
    if not years:
        return {}
    lists = {year: _List() for year in years}
    for year, unit_id, award, nomination_id in _SENT.rows(connection_of(source), {"years": years}):
        lists[year].add(unit_id, award, nomination_id)
    for (unit_id, year, award), names in on_paper(source, years).items():
        lists[year].add_paper(unit_id, award, names)
    for name in letters:
        if name.unsent:
            lists[name.year].unsent[name.proposal_id, name.award_code].append(name.id)
    return {name.id: lists[name.year].counts_for(name) for name in letters if name.id in wanted}


class _List:
    """The list of one year: who was sent in, in order; what is on paper; what each letter still holds."""

    def __init__(self) -> None:
        self.sent: Counter[tuple[int | None, str]] = Counter()  # by unit and award; None: the whole district
        self.paper: Counter[tuple[int | None, str]] = Counter()
        self.place: dict[tuple[int, int | None], int] = {}  # of a nomination, within its unit or the district
        self.unsent: dict[tuple[int, str], list[int]] = defaultdict(list)

    def add(self, unit_id: int, award: str, nomination_id: int) -> None:
        for scope in (unit_id, None):
            self.sent[scope, award] += 1
            self.place[nomination_id, scope] = self.sent[scope, award]

    def add_paper(self, unit_id: int, award: str, names: int) -> None:
        for scope in (unit_id, None):
            self.paper[scope, award] += names

    def counts_for(self, name: Name) -> ListCounts:
        unit, district = ((self._workers(name, scope), self._place(name, scope)) for scope in (name.unit_id, None))
        return ListCounts(*unit, *district)

    def _workers(self, name: Name, scope: int | None) -> int:
        key = (scope, WORKER)
        return self.paper[key] + self.sent[key] + len(self.unsent[name.proposal_id, WORKER])

    def _place(self, name: Name, scope: int | None) -> int | None:
        if name.award_code != FIGHTER:
            return None
        key, waiting = (scope, FIGHTER), self.unsent[name.proposal_id, FIGHTER]
        if name.id in waiting:
            return self.paper[key] + self.sent[key] + waiting.index(name.id) + 1
        return self.paper[key] + self.place.get((name.id, scope), self.sent[key] + 1)


_SENT: Final = Prepared(
    select(Proposal.year, Nomination.unit_id, Nomination.award_code, Nomination.id)
    .join(Nomination, Nomination.proposal_id == Proposal.id)
    .where(
        Proposal.year.in_(bindparam("years", expanding=True)), Nomination.award_code.in_((WORKER, FIGHTER)), counts()
    )
    .order_by(
        case((Nomination.state.in_(BEFORE_REFERRAL), 1), else_=0),
        Nomination.received_at,
        Nomination.proposal_id,
        Nomination.position,
        Nomination.id,
    )
)

"""What is looked up for many nominations at once: each kind is one query for all of them, and only when asked."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, func, literal_column, or_, select, union_all

from states import Text
from workflow.awards.documents import RequiredDocument
from workflow.awards.models import Award
from workflow.awards.rules import RuleSet
from workflow.councils.models import AgendaItem, CouncilSession
from workflow.eligibility.standing import Eligibility
from workflow.kernel.prepared import CHUNK, Prepared, Source, connection_of
from workflow.lifecycle.models import Event
from workflow.nominations.eligibility import eligibility_of
from workflow.nominations.models import Evidence, Nomination, Notice, Opinion
from workflow.nominations.papers import papers_asked
from workflow.nominations.places.letters import places_of
from workflow.nominations.points.facts import POINTS, PointFact, gathered
from workflow.nominations.rows import Row
from workflow.register.models import Consumption, Honour
from workflow.register.words import award_text


class Batch:
    """Facts about many nominations; each kind is one query for all of them."""

    def __init__(self, source: Source, rows: Mapping[int, Row], today: date) -> None:
        self.source = source
        self.rows = rows
        self.ids = sorted(rows)
        self.today = today
        self._papers_asked: dict[tuple[object, ...], tuple[RequiredDocument, ...]] = {}

    def _rows(self, statement: Prepared) -> Iterator[Any]:
        connection = connection_of(self.source)
        for start in range(0, len(self.ids), CHUNK):
            yield from statement.rows(connection, {"ids": self.ids[start : start + CHUNK]})

    @cached_property
    def evidence(self) -> Mapping[int, frozenset[str]]:
        """Kinds of file attached, by nomination."""
        found: dict[int, set[str]] = {}
        for nomination_id, kind in self._rows(_EVIDENCE):
            found.setdefault(nomination_id, set()).add(kind)
        return {key: frozenset(kinds) for key, kinds in found.items()}

    def papers_asked(self, row: Row, rules: RuleSet) -> tuple[RequiredDocument, ...]:
        """What the rules ask of such a nomination; looked up once for all that are alike."""
        key = (rules.id, row.award_code, row.kind, row.subject, row.initiative_id is not None, row.state_secret)
        if key not in self._papers_asked:
            self._papers_asked[key] = papers_asked(
                rules, award=row.award_code, kind=row.kind, subject=row.subject,
                claims_initiative=row.initiative_id is not None, state_secret=row.state_secret,
            )  # fmt: skip
        return self._papers_asked[key]

    @cached_property
    def points(self) -> Mapping[int, tuple[PointFact, ...]]:
        """The points of every supplement that was asked for."""
        return gathered(self._rows(POINTS))

    @cached_property
    def supplements(self) -> Mapping[int, int]:
        """How often a supplement was asked for."""
        return dict(self._rows(_SUPPLEMENTS))

    @cached_property
    def opinions(self) -> Mapping[int, tuple[int, date]]:
        """Unanswered questions and the day by which they are due."""
        return {nomination_id: (unanswered, due_on) for nomination_id, unanswered, due_on in self._rows(_OPINIONS)}

    @cached_property
    def notices(self) -> Mapping[int, date]:
        """The last day of the notice that is open."""
        return dict(self._rows(_NOTICES))

    @cached_property
    def agenda(self) -> Mapping[int, tuple[str, int]]:
        """State of the session on whose agenda a nomination stands, and the number of members then."""
        return {nomination_id: (state, members) for nomination_id, state, members in self._rows(_AGENDA)}

    @cached_property
    def taken(self) -> Mapping[int, Mapping[str, Text]]:
        """What was honoured already, by nomination: its achievement, its initiative, each with the other award."""
        found: dict[int, dict[str, Text]] = {}
        for nomination_id, what, *award in self._rows(_TAKEN):
            found.setdefault(nomination_id, {})[what] = award_text(*award)
        return found

    @cached_property
    def eligibility(self) -> Mapping[int, Eligibility]:
        """What the law says of each, with what people stated, confirmed and waived."""
        return eligibility_of(self.source, self.rows.values(), self.taken, self.today)

    @cached_property
    def crowded(self) -> Mapping[int, tuple[Text, ...]]:
        """For whom no place is left, counted over the letters of all that are asked about."""
        return places_of(self.source, self.ids, self.today).exceeded()

    @cached_property
    def hands(self) -> Mapping[int, Mapping[str, frozenset[int]]]:
        """Who fired which trigger, for the separation of duties."""
        found: dict[int, dict[str, set[int]]] = {}
        for nomination_id, trigger, *people in self._rows(_HANDS):
            hands = found.setdefault(nomination_id, {}).setdefault(trigger, set())
            hands.update(person for person in people if person is not None)
        return {key: {name: frozenset(who) for name, who in by.items()} for key, by in found.items()}


_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_EVIDENCE: Final = Prepared(
    select(Evidence.nomination_id, Evidence.kind)
    .where(Evidence.withdrawn_at.is_(None), Evidence.nomination_id.in_(_IDS))
    .distinct()
)
_SUPPLEMENTS: Final = Prepared(
    select(Event.subject_id, func.count())
    .where(
        Event.subject_kind == "nomination", Event.trigger == "request_supplement", Event.subject_id.in_(_IDS)
    )
    .group_by(Event.subject_id)
)  # fmt: skip
_OPINIONS: Final = Prepared(
    select(Opinion.nomination_id, func.count(), func.max(Opinion.due_on))
    .where(Opinion.answered_at.is_(None), Opinion.nomination_id.in_(_IDS))
    .group_by(Opinion.nomination_id)
)
_NOTICES: Final = Prepared(
    select(Notice.nomination_id, Notice.ends_on).where(Notice.closed_at.is_(None), Notice.nomination_id.in_(_IDS))
)
_AGENDA: Final = Prepared(
    select(AgendaItem.nomination_id, CouncilSession.state, CouncilSession.members)
    .join(CouncilSession, CouncilSession.id == AgendaItem.session_id)
    .where(AgendaItem.removed_at.is_(None), AgendaItem.passed.is_(None), AgendaItem.nomination_id.in_(_IDS))
)
_TAKEN: Final = Prepared(
    union_all(*(
        select(
            Nomination.id, literal_column(f"'{what}'").label("what"), Award.name_vi, Award.name_en,
            Honour.decision_number, Honour.decision_date,
        )
        .join(Consumption, used == own)
        .join(Honour, Honour.id == Consumption.honour_id)
        .join(Award, Award.code == Honour.award_code)
        .where(
            or_(Honour.nomination_id.is_(None), Honour.nomination_id != Nomination.id),
            Nomination.id.in_(_IDS),
        )
        for what, used, own in (
            ("achievement", Consumption.achievement_id, Nomination.achievement_id),
            ("initiative", Consumption.initiative_id, Nomination.initiative_id),
        )
    ))
)  # fmt: skip
_HANDS: Final = Prepared(
    select(Event.subject_id, Event.trigger, Event.actor_id, Event.on_behalf_of_id).where(
        Event.subject_kind == "nomination",
        or_(Event.actor_id.is_not(None), Event.on_behalf_of_id.is_not(None)),
        Event.subject_id.in_(_IDS),
    )
)

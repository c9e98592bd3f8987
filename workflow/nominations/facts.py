"""What guards may ask about one nomination, answered from what its batch has looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from states import Text
from workflow.awards.rules import RuleSet
from workflow.councils.tally import Count, judge
from workflow.lifecycle.office import Office
from workflow.nominations.batch import Batch
from workflow.nominations.papers import Held, Paper, papers_of
from workflow.nominations.rows import Row


@dataclass(frozen=True, slots=True)
class Vote:
    """A count with its verdict, as the guards of `record_vote` read it."""

    members: int
    present: int
    written: int
    in_favour: int
    against: int
    invalid: int
    recused: int
    passed: bool
    needed: int
    balanced: bool
    quorum_ok: bool
    quorum_needed: int


@dataclass(slots=True)
class Facts:
    """What may be asked about one nomination. Implements `states.NominationFacts`."""

    row: Row
    batch: Batch
    office: Office
    today: date
    inputs: Mapping[str, Any]

    @property
    def rules(self) -> RuleSet:
        return self.row.rules(self.today)

    @property
    def simplified(self) -> bool:
        return self.row.kind == "sudden"

    @property
    def council_required(self) -> bool:
        return self.rules.council_required(self.row.kind)

    @property
    def within_authority(self) -> bool:
        return self.rules.may_decide(self.office.level, self.row.award_code)

    @property
    def on_hold(self) -> bool:
        return self.row.hold_id is not None

    @property
    def is_state_secret(self) -> bool:
        return self.row.state_secret

    @property
    def achievement_named(self) -> bool:
        """A sudden award is for something done on a day at a place; a secret file says so on paper."""
        return not self.simplified or self.row.achievement_id is not None or self.row.state_secret

    @property
    def achievement_taken_by(self) -> Text | None:
        return self._taken_by("achievement", self.row.achievement_id)

    @property
    def initiative_taken_by(self) -> Text | None:
        return self._taken_by("initiative", self.row.initiative_id)

    @property
    def law_failed(self) -> tuple[Text, ...]:
        """Why the law stops this file, one reason for each criterion; empty for a secret file, judged on paper."""
        found = None if self.row.state_secret else self.batch.eligibility.get(self.row.id)
        if found is None:
            return ()
        return tuple(each.reason for each in found.stopping(sent=self.row.received_at is not None))

    @property
    def places_exceeded(self) -> tuple[Text, ...]:
        """The caps under which no place is left for this name, each with its sum."""
        return self.batch.crowded.get(self.row.id, ())

    def _taken_by(self, what: str, tied_to: int | None) -> Text | None:
        return None if tied_to is None else self.batch.taken.get(self.row.id, {}).get(what)

    @property
    def letter_ready(self) -> bool:
        return bool(self.row.letter_number and self.row.letter_date)

    @property
    def content_present(self) -> bool:
        return bool(self.row.name and self.row.achievement)

    @property
    def has_minutes(self) -> bool:
        return self.row.state_secret or "minutes" in self.batch.evidence.get(self.row.id, frozenset())

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers that the rules of this file ask for, and whether each is there."""
        attached = self.batch.evidence.get(self.row.id, frozenset())
        return papers_of(self.batch.papers_asked(self.row, self.rules), Held(self.letter_ready, self.row.has_report,
                                                                             attached))  # fmt: skip

    @property
    def missing(self) -> tuple[Text, ...]:
        """What a complete file still lacks, by the papers' own names."""
        return tuple(paper.asked.full_name for paper in self.papers if paper.lacking)

    @property
    def papers_lacking(self) -> tuple[Text, ...]:
        """The same without the letter, whose number and date are asked for by themselves."""
        return tuple(
            paper.asked.full_name for paper in self.papers if paper.lacking and paper.asked.document != "letter"
        )

    @property
    def points_unanswered(self) -> tuple[str, ...]:
        return tuple(point.label for point in self.batch.points.get(self.row.id, ()) if not point.answered)

    @property
    def points_unsettled(self) -> tuple[str, ...]:
        return tuple(point.label for point in self.batch.points.get(self.row.id, ()) if point.outcome is None)

    @property
    def points_not_accepted(self) -> tuple[str, ...]:
        points = self.batch.points.get(self.row.id, ())
        return tuple(point.label for point in points if point.outcome == "not_accepted")

    @property
    def supplements_asked(self) -> int:
        return self.batch.supplements.get(self.row.id, 0)

    @property
    def supplements_allowed(self) -> int:
        return self.rules.supplement.most

    @property
    def supplement_due(self) -> date | None:
        return self.row.due_on if self.row.waits_for else None

    @property
    def opinions_open(self) -> int:
        return self.batch.opinions.get(self.row.id, (0, self.today))[0]

    @property
    def opinions_due(self) -> date | None:
        entry = self.batch.opinions.get(self.row.id)
        return entry[1] if entry else None

    @property
    def notice_ends_on(self) -> date | None:
        return self.batch.notices.get(self.row.id)

    @property
    def on_convened_agenda(self) -> bool:
        return self.batch.agenda.get(self.row.id, ("", 0))[0] == "convened"

    @property
    def members(self) -> int:
        return self.batch.agenda.get(self.row.id, ("", 0))[1]

    @property
    def quorum_needed(self) -> int:
        return self.rules.quorum.needed(self.members)

    @property
    def vote(self) -> Vote | None:
        """The count that was entered with the trigger, judged by the pinned rules."""
        if "in_favour" not in self.inputs or not self.members:
            return None
        names = ("present", "written", "in_favour", "against", "invalid", "recused")
        numbers = {name: int(self.inputs.get(name) or 0) for name in names}
        count = Count(members=self.members, **numbers)
        verdict = judge(count, self.rules.vote_for(self.row.award_code), self.rules.quorum)
        return Vote(
            members=self.members, **numbers, passed=verdict.passed, needed=verdict.needed,
            balanced=count.balanced, quorum_ok=verdict.quorum_reached, quorum_needed=verdict.quorum,
        )  # fmt: skip

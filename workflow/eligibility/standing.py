"""What the law makes of a file once people have confirmed and waived what is theirs to say. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from states import Text
from workflow.awards.findings import Finding, Judgement, Outcome
from workflow.eligibility.queries import Confirmed, Waived

USED: Final = frozenset({"achievement_once", "initiative_once"})
"""Criteria with guards of their own at every signature: their refusal says more than the finding does."""
CAPS: Final = frozenset({"cap_of_list", "movement_cap"})
"""Counted under a lock when a letter is sent in; afterwards the finding speaks for itself."""


PENDING: Final = "not_under_review"
"""Whether a matter is pending: while one is known to be, the file waits for its end and nobody confirms it away."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One criterion as it stands. `waiver` is the last one asked for on what was seen now.

    `asked`: a waiver of this rule waits for its answer, whatever it was asked for.
    """

    finding: Finding
    confirmation: Confirmed | None
    waiver: Waived | None
    asked: bool = False

    @property
    def outcome(self) -> Outcome:
        """The finding, or the answer of the person who confirmed what it left open."""
        if self.confirmation is not None:
            return "pass" if self.confirmation.outcome == "pass" else "fail"
        return self.finding.outcome

    @property
    def reason(self) -> Text:
        """What was found, or what the appraiser concluded, in the words that were written."""
        if self.confirmation is None:
            return self.finding.reason
        says, ground = self.finding.says, self.confirmation.ground
        return Text(f"{says.vi} {ground}", f"{says.en} {ground}")

    @property
    def pending(self) -> bool:
        """Whether the office knows of a matter whose end the file has to wait for."""
        return self.finding.criterion == PENDING and self.finding.value is True

    @property
    def waived(self) -> bool:
        return self.outcome == "fail" and self.waiver is not None and self.waiver.answer == "granted"

    @property
    def stops(self) -> bool:
        """Whether the file cannot go on because of this."""
        return self.finding.hard and (self.pending or self.outcome == "fail") and not self.waived

    @property
    def open(self) -> bool:
        """Whether somebody still has to confirm this before the file leaves appraisal."""
        return self.finding.hard and self.outcome == "confirm" and not self.pending

    @property
    def may_be_waived(self) -> bool:
        """Whether the law leaves room, the criterion stops the file, and nobody is asked yet."""
        return self.stops and self.finding.may_override and not self.asked


@dataclass(frozen=True)
class Eligibility:
    """Every criterion of one file under its rule set."""

    rule_set: str
    fingerprint: str
    standings: tuple[Standing, ...]
    waivers: tuple[Waived, ...]

    def stopping(self, *, sent: bool) -> tuple[Standing, ...]:
        """Criteria that stop the file and have no other guard; `sent`: whether it has been sent in."""
        apart = USED if sent else USED | CAPS
        return tuple(each for each in self.standings if each.stops and each.finding.criterion not in apart)

    @cached_property
    def open(self) -> tuple[Standing, ...]:
        return tuple(each for each in self.standings if each.open)

    @property
    def eligible(self) -> bool:
        """No hard criterion fails, but for those that were waived."""
        return not any(each.stops for each in self.standings)

    @property
    def waived(self) -> tuple[Standing, ...]:
        return tuple(each for each in self.standings if each.waived)

    def standing(self, rule: str) -> Standing | None:
        return next((each for each in self.standings if each.finding.rule == rule), None)


def stand(judgement: Judgement, confirmed: Mapping[str, Confirmed], waivers: Iterable[Waived]) -> Eligibility:
    """The judgement with what people answered for. An answer given for another value than today's does not hold."""
    asked = tuple(waivers)
    standings = []
    for finding in judgement.findings:
        answer = confirmed.get(finding.rule)
        pending = finding.criterion == PENDING and finding.value is True
        holds = answer is not None and finding.outcome == "confirm" and answer.seen == finding.value and not pending
        waiver = next(
            (each for each in reversed(asked) if (each.rule, each.seen) == (finding.rule, finding.value)), None
        )
        waits = any(each.rule == finding.rule and each.answer is None for each in asked)
        standings.append(Standing(finding, answer if holds else None, waiver, waits))
    return Eligibility(judgement.rule_set, judgement.fingerprint, tuple(standings), asked)

"""Cases in a line: only the facts that a test speaks of."""

from __future__ import annotations

from datetime import date
from typing import Any

from workflow.awards.cases import Case
from workflow.awards.findings import Finding, Judgement
from workflow.awards.judging import judge
from workflow.awards.rules import rule_set

# One day inside each period of the law.
DAYS = {"R2017": "2023-11-20", "R2024": "2024-11-20", "R2025": "2025-11-20", "R2026": "2026-11-20"}
ALL = tuple(DAYS)
LATER = ("R2024", "R2025", "R2026")
PERSON: dict[str, Any] = {"subject": "person"}
GROUP: dict[str, Any] = {"subject": "collective"}
# A person of whom nothing speaks against any title.
SPOTLESS: dict[str, Any] = {
    "subject": "person", "recruited_on": "2010-03-01", "rating": "good", "disciplines": [], "under_review": False,
    "initiatives": [{"number": "12/2023"}], "is_head": False, "registered": True, "female": True,
    "direct_labour": False,
}  # fmt: skip


def case(period: str, award: str, candidate: dict[str, Any] | None = None, **given: Any) -> Case:
    day = given.pop("complete_on", DAYS[period])
    return Case.model_validate({
        "award": award, "complete_on": day, "year": given.pop("year", date.fromisoformat(day).year),
        "candidate": candidate or PERSON, **given,
    })  # fmt: skip


def judged(period: str, award: str, candidate: dict[str, Any] | None = None, **given: Any) -> Judgement:
    return judge(case(period, award, candidate, **given), rule_set(period))


def found(period: str, award: str, rule: str, candidate: dict[str, Any] | None = None, **given: Any) -> Finding | None:
    """What one rule finds; None where the period does not ask."""
    for finding in judged(period, award, candidate, **given).findings:
        if finding.rule == rule:
            return finding
    return None


def outcome(period: str, award: str, rule: str, candidate: dict[str, Any] | None = None, **given: Any) -> str | None:
    finding = found(period, award, rule, candidate, **given)
    return finding.outcome if finding else None

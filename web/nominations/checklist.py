"""The papers that the rule set asks for, each there or not, as pages list them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.context import actor, services, today
from web.i18n import _, words
from web.nominations.acts import Condition
from workflow.nominations.judging import Judge
from workflow.nominations.rows import Row


@dataclass(frozen=True, slots=True)
class Checklist:
    """Papers asked for, with how many are there; those that are only sometimes asked for, in one line."""

    counted: str
    rule_set: str
    papers: Sequence[Condition]
    sometimes: str


def checklist(session: Session, row: Row) -> Checklist | None:
    """None for a state secret: its papers are not here."""
    if row.state_secret:
        return None
    facts = Judge(session, services().office, actor(), [row], today()).facts(row, {})
    asked = [paper for paper in facts.papers if paper.asked.required or paper.there]
    names = [words(paper.asked.full_name) for paper in facts.papers if not paper.asked.required and not paper.there]
    there = sum(paper.there for paper in asked)
    return Checklist(
        _("%(n)s trên %(all)s giấy tờ", n=there, all=len(asked)), facts.rules.id,
        [Condition(paper.there, words(paper.asked.full_name)) for paper in asked], "; ".join(names),
    )  # fmt: skip

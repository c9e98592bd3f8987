"""The law's findings on the page of a file: what stands against it, what a person must confirm, what is met."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.context import actor, today
from web.i18n import _, words
from workflow.awards.findings import Judgement
from workflow.nominations.eligibility import judgement_of
from workflow.nominations.policy import OFFICE_ROLES, UNIT_ROLES


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One criterion as the page shows it; tone is bad, wait or good."""

    text: str
    below: str
    end: str
    tone: str


@dataclass(frozen=True, slots=True)
class LawBlock:
    """What the rule set says: the verdict in a word, open points first, the rest folded."""

    verdict: str
    rule_set: str
    open: tuple[FindingLine, ...]
    met: tuple[FindingLine, ...]


def law_block(session: Session, nomination_id: int) -> LawBlock | None:
    """For those who work on the file; a reader who only looks gets none."""
    if not actor().has(*OFFICE_ROLES, *UNIT_ROLES):
        return None
    found = judgement_of(session, nomination_id, today())
    if found is None:
        return None
    lines = [
        (one.outcome, FindingLine(words(one.reason), one.article, *_end(one.outcome, hard=one.hard)))
        for one in found.findings
    ]
    return LawBlock(_verdict(found), found.rule_set, _of(lines, "fail") + _of(lines, "confirm"), _of(lines, "pass"))


def _of(lines: Sequence[tuple[str, FindingLine]], wanted: str) -> tuple[FindingLine, ...]:
    return tuple(line for outcome, line in lines if outcome == wanted)


def _verdict(found: Judgement) -> str:
    if not found.eligible:
        return _("có điểm không đạt")
    return _("đạt") if found.confirmed else _("còn điểm phải xác nhận")


def _end(outcome: str, *, hard: bool) -> tuple[str, str]:
    if outcome == "fail":
        return (_("không đạt"), "bad") if hard else (_("lưu ý"), "wait")
    return (_("cần xác nhận"), "wait") if outcome == "confirm" else (_("đạt"), "good")

"""What to know before signing: holds, what happened after the vote, limits and promises that passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from states import INPUTS
from web.decide.lists import Pending
from web.i18n import _, day, words
from web.nominations.law import notes_of
from web.presenting import PAPERS
from web.triggers import trigger_def
from workflow.nominations.decide_queries import Change, PendingRow

NAMES_AT_ONCE: Final = 6
GROUNDS: Final = {choice.code: choice.label for choice in INPUTS["hold_ground"].choices}


@dataclass(frozen=True, slots=True)
class Warning:
    """Something to know before signing: about whom, what, where to look."""

    names: str
    text: str
    href: str


def warnings_of(found: Pending) -> list[Warning]:
    """Open warnings by name, those about one person first; long lists are cut and counted."""
    rows = [*found.sign.rows, *found.forward.rows, *(one.row for one in found.blocked)]
    after_vote: dict[int, list[str]] = {}
    for change in found.changes:
        after_vote.setdefault(change.nomination_id, []).append(_change(change))
    warnings = []
    for row in rows:
        href = url_for("nominations.show", code=row.code)
        changes = after_vote.get(row.id, [])
        if row.hold_ground:
            ground = GROUNDS.get(row.hold_ground)
            warnings.append(Warning(row.name, _("đang tạm dừng xét: %(ground)s.",
                                                ground=words(ground).lower() if ground else ""), href))  # fmt: skip
        elif changes:
            warnings.append(Warning(row.name, _("sau khi Hội đồng bỏ phiếu: %(what)s.", what="; ".join(changes)), href))
    warnings += [
        Warning(row.name, note, url_for("nominations.law", code=row.code))
        for row in rows if row.id in found.eligibility for note in notes_of(found.eligibility[row.id])
    ]  # fmt: skip
    if found.late:
        warnings.append(Warning(_some(found.late), _("quá hạn quyết định."), ""))
    if found.overdue_promise:
        warnings.append(Warning(_some(found.overdue_promise), _("đã qua ngày hẹn trả lời."), ""))
    return warnings


def _change(change: Change) -> str:
    if change.paper:
        paper = PAPERS.get(change.paper)
        return _(
            "tệp “%(kind)s” thêm hoặc rút ngày %(day)s",
            kind=words(paper) if paper else change.paper,
            day=day(change.at),
        )
    trigger = trigger_def(change.trigger)
    done = words(trigger.done_one) if trigger else change.trigger
    return f"{done[:1].lower()}{done[1:]} {day(change.at)}"


def _some(rows: Sequence[PendingRow]) -> str:
    names = ", ".join(row.name for row in rows[:NAMES_AT_ONCE])
    more = len(rows) - NAMES_AT_ONCE
    return names if more <= 0 else _("%(names)s và %(n)s tên khác", names=names, n=more)

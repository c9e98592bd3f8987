"""The strip of a file's road: where it has been, where it stands, what lies ahead of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from states import Definition
from web.i18n import _, short_day, words
from workflow.nominations.file_queries import EventRow, NominationFile

# The roads ahead, by what chooses between them. Steps that are passed in one breath are shown as one.
ORDINARY = ("draft", "unit_review", "pending_unit_head", "submitted", "under_appraisal", "council_queue",
            "council_passed", "pending_decision", "decided", "announced", "archived")  # fmt: skip
SIMPLIFIED = ("draft", "pending_unit_head", "submitted", "under_appraisal", "pending_decision", "decided",
              "announced", "archived")  # fmt: skip
FOLDED = {"council_voting": "council_queue"}
ABOVE = {"decided": ("forwarded", "superior_decided")}


@dataclass(frozen=True, slots=True)
class PathStep:
    """One stop: status is was, now or next."""

    label: str
    when: str
    status: str


def path_of(definition: Definition, file: NominationFile, events: Sequence[EventRow]) -> list[PathStep]:
    """The strip, from the moves made (oldest first) and the road that is left."""
    entered: dict[str, datetime] = {definition.initial: file.created_at}
    for event in events:
        if event.source != event.target:
            entered[event.target] = event.at
    current = FOLDED.get(file.state, file.state)
    road = _road(file, entered)
    if current not in road:
        return _ended_or_aside(definition, road, entered, current, file)
    return [_step(definition, code, road.index(code) - road.index(current), entered, file) for code in road]


def _road(file: NominationFile, entered: dict[str, datetime]) -> list[str]:
    base = SIMPLIFIED if file.kind == "sudden" else ORDINARY
    if "forwarded" not in entered:
        return list(base)
    place = base.index("decided")
    return [*base[:place], *ABOVE["decided"], *base[place + 1 :]]


def _ended_or_aside(definition: Definition, road: Sequence[str], entered: dict[str, datetime], current: str,
                    file: NominationFile) -> list[PathStep]:  # fmt: skip
    """A stop beside the road: an ending closes it, a detour comes back to the step it left."""
    passed = [code for code in road if code in entered and entered[code] <= entered.get(current, file.since)]
    steps = [_step(definition, code, -1, entered, file) for code in passed]
    steps.append(_step(definition, current, 0, entered, file))
    if definition.state(current).final:
        return steps
    ahead = [code for code in road if code not in passed]
    return steps + [_step(definition, code, 1, entered, file) for code in ahead]


def _step(
    definition: Definition, code: str, distance: int, entered: dict[str, datetime], file: NominationFile
) -> PathStep:
    label = words(definition.state(code).short)
    if distance < 0:
        return PathStep(label, short_day(entered.get(code)), "was")
    if distance == 0:
        return PathStep(label, _("từ %(day)s", day=short_day(file.since)), "now")
    promised = file.promised_on if code in ("decided", "superior_decided") else None
    return PathStep(label, _("hẹn %(day)s", day=short_day(promised)) if promised else "", "next")


def walked(definition: Definition, events: Sequence[EventRow]) -> list[str]:
    """The states left behind, in the order of the history."""
    states = [definition.initial, *(event.target for event in events if event.source != event.target)]
    return [state for state, following in pairwise(states) if state != following]

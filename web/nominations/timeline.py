"""The history of a file in words: who, when, from, to, why, in which capacity."""

from collections.abc import Sequence
from dataclasses import dataclass

from states import INPUTS, Definition
from web.i18n import _, clock_time, day, pick, words
from web.presenting import Badge, role_name, state_badge
from workflow.nominations.file_queries import EventRow, NominationFile


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One entry of the timeline as the macro takes it."""

    date: str
    time: str
    source: Badge | None
    target: Badge | None
    title: str
    who: str
    why: str


def timeline_of(definition: Definition, file: NominationFile, events: Sequence[EventRow]) -> list[TimelineEvent]:
    """Newest first, down to the draft."""
    shown = [_event(definition, event) for event in events]
    shown.append(TimelineEvent(
        day(file.created_at), clock_time(file.created_at), None, state_badge(definition, definition.initial), "",
        _("%(name)s lập hồ sơ", name=file.letter.prepared_by), "",
    ))  # fmt: skip
    return shown


def _event(definition: Definition, event: EventRow) -> TimelineEvent:
    moves = event.source != event.target
    return TimelineEvent(
        day(event.at), clock_time(event.at),
        state_badge(definition, event.source) if moves else None,
        state_badge(definition, event.target) if moves else None,
        words(definition.trigger(event.trigger).done_one), _who(event), _why(event),
    )  # fmt: skip


def _who(event: EventRow) -> str:
    if event.actor is None:
        return _("Tự động khi hết hạn")
    post = pick(event.title_vi or "", event.title_en or "") or role_name(event.capacity)
    parts = [f"{event.actor}, {post}"]
    if event.principal:
        parts.append(_("thay %(name)s", name=event.principal))
    if event.document:
        parts.append(_("văn bản %(document)s", document=event.document))
    return ", ".join(parts)


def _why(event: EventRow) -> str:
    """What was entered, in one paragraph; confidential grounds of a hold are told elsewhere."""
    detail = event.detail
    if event.trigger == "suspend":
        return ""
    parts = []
    if detail.get("reason_code"):
        choice = INPUTS["reason_code"].choice(str(detail["reason_code"]))
        parts.append(words(choice.label) + "." if choice else "")
    for name in ("reason", "conclusion", "question", "objections", "note", "document"):
        if detail.get(name):
            parts.append(str(detail[name]))
    if detail.get("points"):
        parts.append("; ".join(f"{n}. {point}" for n, point in enumerate(detail["points"], start=1)))
    if detail.get("decision_number"):
        parts.append(_("Quyết định số %(number)s.", number=detail["decision_number"]))
    if detail.get("letter_number"):
        parts.append(_("Văn bản số %(number)s.", number=detail["letter_number"]))
    return " ".join(part for part in parts if part)

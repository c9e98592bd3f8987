"""From codes to what a person reads: badges, limits, names of roles and kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from states import OVERLAYS, ROLES, Definition, StateDef, Text
from web.context import calendar, maybe_actor, services, today
from web.i18n import _, day, pick, short_day, weekday, words
from workflow.kernel.db import NO_DUE_DATE
from workflow.nominations.policy import OFFICE_ROLES
from workflow.nominations.words import PAPERS as PAPERS

SOON: Final = 2  # working days

KINDS: Final[Mapping[str, Text]] = {
    "yearly": Text("hằng năm", "yearly"),
    "thematic": Text("theo chuyên đề", "thematic"),
    "sudden": Text("đột xuất", "sudden"),
}
KIND_CHOICES: Final[Mapping[str, Text]] = {
    "yearly": Text("Thường xuyên, hằng năm", "Regular, yearly"),
    "thematic": Text("Theo đợt, chuyên đề", "Campaign, thematic"),
    "sudden": Text("Đột xuất, thủ tục đơn giản", "Sudden, simplified procedure"),
}
LEVELS: Final[Mapping[str, Text]] = {
    "xa": Text("cấp xã", "the commune"),
    "huyen": Text("cấp huyện", "the district"),
    "tinh": Text("cấp tỉnh", "the province"),
    "thu_tuong": Text("Thủ tướng Chính phủ", "the Prime Minister"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as a shape and a word."""

    text: str
    tone: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A limit as a sentence; tone is plain, soon, late or paused."""

    text: str
    tone: str


class Standing(Protocol):
    """Anything that stands in a state of a definition."""

    @property
    def definition_key(self) -> str: ...
    @property
    def definition_version(self) -> int: ...
    @property
    def state(self) -> str: ...


def definition_of(thing: Standing) -> Definition:
    """The definition version that the thing is pinned to."""
    return services().office.registry.engine(thing.definition_key, thing.definition_version).definition


def state_of(thing: Standing) -> StateDef:
    return definition_of(thing).state(thing.state)


def veil_of(thing: Any) -> StateDef | None:
    """What stands instead of a council's result for readers outside the office, until it may be told.

    They see that the file is before the council, from its first day there until it moves on.
    """
    actor = maybe_actor()
    if actor is None or actor.has(*OFFICE_ROLES):
        return None
    definition, state = definition_of(thing), state_of(thing)
    if definition.subject != "nomination":
        return None
    untold = state.release == "by_session" and getattr(thing, "released_at", None) is None
    if not untold and state.tone != "council":
        return None
    return next(one for one in definition.states if one.lane == "council")


def badge(thing: Any, *, full: bool = False) -> Badge:
    """The state as shown: a hold or a revocation stands instead of it, and so does a veil."""
    overlay = OVERLAYS.get(getattr(thing, "overlay", None) or "")
    shown = overlay or veil_of(thing) or state_of(thing)
    return Badge(words(shown.label if full else shown.short), shown.tone)


def state_badge(definition: Definition, code: str, *, full: bool = False) -> Badge:
    state = definition.state(code)
    return Badge(words(state.label if full else state.short), state.tone)


def due(due_on: date, *, paused: bool = False, long: bool = False) -> Due | None:
    """How long is left, in working days; `long` names the day as well. None when nothing is owed."""
    if due_on == NO_DUE_DATE:
        return None
    if paused:
        return Due(_("tạm ngừng tính, xem lại %(day)s", day=short_day(due_on)), "paused")
    left = calendar().between(today(), due_on)
    if left < 0:
        text, tone = _("quá hạn %(n)s ngày", n=-left), "late"
    elif left == 0:
        text, tone = _("hạn hôm nay"), "soon"
    else:
        text, tone = _("còn %(n)s ngày", n=left), "soon" if left <= SOON else "plain"
    if long:
        text = _("%(weekday)s %(day)s, %(left)s", weekday=weekday(due_on), day=short_day(due_on), left=text)
    return Due(text, tone)


def due_of(row: Any) -> Due | None:
    return due(row.due_on, paused=getattr(row, "overlay", None) == "on_hold")


def role_name(role: str) -> str:
    return words(ROLES[role]) if role in ROLES else role


def holder(row: Any, unit: str) -> str:
    """Who has the file now: a person, a unit, a role."""
    if row.assignee:
        return str(row.assignee)
    if row.waits_for in ("clerk", "unit_head", "deputy_head"):
        return unit
    if row.waits_for in ("desk_officer", "appraiser"):
        return _("chưa ai nhận")
    return "" if row.waits_for is None else role_name(row.waits_for)


def kind_text(row: Any) -> str:
    """yearly, sudden, or the short name of the movement"""
    movement = pick(row.movement_vi or "", row.movement_en or "")
    return movement or words(KINDS[row.kind])


def options(choices: Mapping[str, Text], empty: str = "") -> list[tuple[str, str]]:
    """Choices of a select; `empty` is the sentence that stands for no choice."""
    first = [("", empty)] if empty else []
    return first + [(code, words(text)) for code, text in choices.items()]


def capacity_name() -> str:
    """How the signed-in person is addressed in the masthead: their post, else their first role."""
    actor = maybe_actor()
    if actor is None:
        return ""
    if actor.post.complete:
        return words(actor.post)
    return role_name(actor.capacities[0].role) if actor.capacities else role_name("nominee")


def dated(value: date | None) -> str:
    return day(value) if value else "–"

"""What the pages about sessions show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from states import COUNCIL_VOTING, StateDef, TransitionDef, TriggerDef
from web.context import actor
from web.councils.blueprint import is_own, may_plan, reads_counts
from web.i18n import _, clock_time, day_with_weekday, pick, words
from web.nominations.law import law_notes
from web.presenting import Badge, badge, definition_of, kind_text, state_badge, state_of
from web.triggers import input_fields
from web.wording import problem_text, roles_text
from workflow.councils.queries import SeatRow, SessionRow, seats_of
from workflow.councils.sessions import agenda_problems
from workflow.kernel.clock import office_date
from workflow.nominations.agenda_queries import AgendaRow, agenda_of, waiting_for_council
from workflow.nominations.words import OCCUPATIONS


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the index."""

    href: str
    number: int
    title: str
    when: str
    place: str
    council: str
    state: Badge
    progress: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item as this reader may see it; an own one says only who and what for."""

    number: int
    code: str
    name: str
    below: str
    award: str
    href: str | None
    state: Badge | None
    count: str
    verdict: str
    removable: bool
    notes: tuple[str, ...]
    current: bool = False


@dataclass(frozen=True, slots=True)
class SessionAct:
    """A button of the session, or why it cannot be pressed yet."""

    trigger: TriggerDef
    label: str
    effect: str
    problems: list[str]
    fields: list[Any]
    kind: str


def session_title(row: SessionRow) -> str:
    return _("Phiên họp số %(n)s – %(day)s", n=row.number, day=day_with_weekday(office_date(row.held_at)))


def index_values(rows: Sequence[SessionRow]) -> dict[str, Any]:
    lines = [(state_of(row), _session_line(row)) for row in rows]
    return {
        "ahead": [line for state, line in reversed(lines) if state.waiting],
        "past": [line for state, line in lines if not state.waiting],
        "may_plan": may_plan(),
    }


def _session_line(row: SessionRow) -> SessionLine:
    progress = _("%(n)s mục, %(m)s đã có kết quả", n=row.items, m=row.counted) if row.items else _("chưa có mục nào")
    when = f"{day_with_weekday(office_date(row.held_at))}, {clock_time(row.held_at)}"
    return SessionLine(
        url_for("councils.show", session_id=row.id), row.number, _("Phiên họp số %(n)s", n=row.number), when, row.place,
        pick(row.council_vi, row.council_en), badge(row), progress,
    )  # fmt: skip


def session_values(session: Session, row: SessionRow, problems: dict[str, str]) -> dict[str, Any]:
    """The page of one session: agenda, what can be done, who sits in the council."""
    agenda = agenda_of(session, row.id)
    plans = may_plan()
    open_agenda = state_of(row).waiting and any(
        item.trigger == "cancel" for item in definition_of(row).exits(row.state)
    )
    lines = agenda_lines(row, agenda, notes_of(session, agenda), removing=plans and open_agenda)
    to_count = [item for item in agenda if item.nomination_id in moving(agenda, "record_vote")]
    return {
        "row": row,
        "title": session_title(row),
        "standing": badge(row),
        "lines": lines,
        "removable": any(line.removable for line in lines),
        "composition": composition(agenda),
        "figures": _figures(agenda),
        "sees_counts": reads_counts(),
        "may_plan": plans,
        "open_agenda": open_agenda,
        "waiting": waiting_for_council(session, actor()) if plans and open_agenda else [],
        "acts": session_acts(row, agenda, problems),
        "seats": seats_of(session, row.council_id, office_date(row.held_at)),
        "to_open": moving(agenda, "open_voting"),
        "to_count": to_count,
        "first_to_count": url_for("councils.item", session_id=row.id, n=to_count[0].position) if to_count else "",
        "may_open": any(item.trigger == "close" for item in definition_of(row).exits(row.state)),
        "to_forward": moving(agenda, "send_to_chairman"),
        "problems": problems,
    }


def notes_of(session: Session, agenda: Sequence[AgendaRow]) -> Mapping[int, Sequence[str]]:
    """What the council has to know of each item: criteria that are not met, and waivers with who let them pass."""
    return law_notes(session, [item.nomination_id for item in agenda if not is_own(item)])


def agenda_lines(row: SessionRow, agenda: Sequence[AgendaRow], notes: Mapping[int, Sequence[str]], *,
                 removing: bool = False, current: int | None = None) -> list[AgendaLine]:  # fmt: skip
    counts = reads_counts()
    lines = (
        _agenda_line(row, item, number, removing=removing, counts=counts, current=item.position == current)
        for number, item in enumerate(agenda, start=1)
    )
    return [replace(line, notes=tuple(notes.get(item.nomination_id, ())))
            for line, item in zip(lines, agenda, strict=True)]  # fmt: skip


def _agenda_line(
    row: SessionRow, item: AgendaRow, number: int, *, removing: bool, counts: bool, current: bool
) -> AgendaLine:
    own = is_own(item)
    below = f"{item.code} · {pick(item.unit_vi, item.unit_en)}"
    award = pick(item.award_vi, item.award_en)
    if own or not counts:
        below = below if not own else pick(item.unit_vi, item.unit_en)
        href = None if own else url_for("nominations.show", code=item.code)
        return AgendaLine(number, item.code, item.name, below, award, href, None, "", "", False, (), current)
    count = f"{item.in_favour}/{row.members}" if item.passed is not None else ""
    verdict = "" if item.passed is None else (_("thông qua") if item.passed else _("không đạt"))
    return AgendaLine(
        number, item.code, item.name, below, award, url_for("councils.item", session_id=row.id, n=item.position),
        badge(item), count, verdict, removing and exits_by(item, "open_voting"), (), current,
    )  # fmt: skip


def exits_by(item: AgendaRow, trigger: str) -> bool:
    """Whether the trigger leads out of the state in which the nomination stands."""
    return any(route.trigger == trigger for route in definition_of(item).exits(item.state))


def moving(agenda: Iterable[AgendaRow], trigger: str) -> dict[int, int]:
    """Ids and versions of the items that the trigger would move, without the reader's own."""
    return {item.nomination_id: item.version for item in agenda if exits_by(item, trigger) and not is_own(item)}


def composition(agenda: Sequence[AgendaRow]) -> str:
    """The agenda in one line: how many people, of them women, collectives, farmers, workers."""
    if not agenda:
        return ""
    people = [item for item in agenda if item.subject == "person"]
    women = sum(item.gender == "female" for item in people)
    parts = [_("%(n)s mục", n=len(agenda))]
    if people:
        parts.append(_("%(n)s cá nhân (%(women)s nữ)", n=len(people), women=women))
    collectives = sum(item.subject == "collective" for item in agenda)
    if collectives:
        parts.append(_("%(n)s tập thể", n=collectives))
    households = len(agenda) - len(people) - collectives
    if households:
        parts.append(_("%(n)s hộ gia đình", n=households))
    for occupation in ("farmer", "worker", "leader"):
        count = sum(item.occupation == occupation for item in agenda)
        if count:
            parts.append(f"{count} {words(OCCUPATIONS[occupation]).lower()}")
    return " · ".join(parts)


def _figures(agenda: Sequence[AgendaRow]) -> list[dict[str, Any]]:
    figures = [{"value": len(agenda), "label": _("mục")}]
    if reads_counts():
        counted = [item for item in agenda if item.passed is not None and not is_own(item)]
        figures.append({"value": len(counted), "label": _("có kết quả")})
        figures.append({"value": sum(bool(item.passed) for item in counted), "label": _("thông qua")})
    return figures


def session_acts(row: SessionRow, agenda: Sequence[AgendaRow], problems: dict[str, str]) -> dict[str, Any]:
    """What the reader can do to the session, what is missing, and what is for others."""
    definition = definition_of(row)
    acts, later = [], []
    for route in definition.exits(row.state):
        trigger = definition.trigger(route.trigger)
        if not actor().has(*route.roles):
            later.append({"label": words(trigger.label), "text": _("việc của %(who)s", who=roles_text(route.roles))})
            continue
        missing = agenda_problems(
            route.trigger, [item.passed for item in agenda],
            in_voting=sum(item.state == COUNCIL_VOTING for item in agenda),
        )  # fmt: skip
        acts.append(SessionAct(
            trigger, words(trigger.label), _effect(row, route, definition.state(route.target)),
            [problem_text(problem) for problem in missing.values()], input_fields(trigger, problems),
            "do" if trigger.leads_on else "",
        ))  # fmt: skip
    return {
        "ready": [act for act in acts if not act.problems],
        "blocked": [act for act in acts if act.problems],
        "later": later,
    }


def _effect(row: SessionRow, route: TransitionDef, target: StateDef) -> str:
    sentences = {
        "convene": _("Gửi giấy mời đến %(n)s thành viên. Sau đó mới mở bỏ phiếu được.", n=row.members),
        "close": _("Chốt chương trình. Từ lúc này báo kết quả cho những người không đạt phiếu."),
        "cancel": _("Các mục trở lại chờ phiên khác."),
    }
    return sentences.get(route.trigger) or _("Phiên họp sang “%(state)s”.", state=words(target.label))


def seat_line(seat: SeatRow) -> str:
    return f"{seat.name}, {pick(seat.title_vi, seat.title_en)}" if seat.title_vi else seat.name


def item_values(
    row: SessionRow, agenda: Sequence[AgendaRow], item: AgendaRow, notes: Mapping[int, Sequence[str]]
) -> dict[str, Any]:
    """What stands around the count of one item."""
    number = next(place for place, one in enumerate(agenda, start=1) if one.position == item.position)
    return {
        "row": row,
        "item": item,
        "number": number,
        "total": len(agenda),
        "standing": state_badge(definition_of(item), item.state, full=True),
        "unit": pick(item.unit_vi, item.unit_en),
        "award": pick(item.award_vi, item.award_en),
        "kind": kind_text(item),
        "session_title": session_title(row),
        "lines": agenda_lines(row, agenda, notes, current=item.position),
        "notes": notes.get(item.nomination_id, ()),
    }


def next_item(agenda: Sequence[AgendaRow], after: int) -> AgendaRow | None:
    """The next item without a count: first those behind, then those before."""
    ahead = [item for item in agenda if item.position > after] + [item for item in agenda if item.position < after]
    return next((item for item in ahead if item.passed is None and not is_own(item)), None)

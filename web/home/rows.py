"""Lines of "my work": a title, what is to be known, until when, and the one next act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from sqlalchemy.orm import Session

from web.context import actor, services, today
from web.i18n import _, clock_time, day, day_with_weekday, pick, short_day, weekday, words
from web.nominations.acts import ELSEWHERE
from web.presenting import KIND_CHOICES, Badge, Due, badge, due, holder, role_name
from web.proposals.presenters import letter_line
from web.public.presenters import status_of
from workflow.awards.editions import Proposed
from workflow.kernel.db import NO_DUE_DATE
from workflow.nominations.holders import FREE, Late
from workflow.nominations.judging import Judge
from workflow.nominations.law.queries import AskedWaiver
from workflow.nominations.proposal_queries import LetterLine
from workflow.nominations.public_queries import PublicFile
from workflow.nominations.rows import load_rows
from workflow.nominations.work_queries import PendingList, SessionRow, WorkRow

PROMISED: Final = "promised"
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the third column is a state or a text."""

    title: str
    below: str
    href: str
    state: Badge | None = None
    middle: str = ""
    middle_below: str = ""
    due: Due | None = None
    when: str = ""
    act: str = ""
    act_href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One register of the page; `kind` names its columns."""

    title: str
    lines: Sequence[Line]
    kind: str = "files"
    note: str = ""
    note_href: str = ""
    button: bool = False
    rank: int = 0
    """Lower comes first: what is to be done, what others do, what is done."""

    @property
    def heads(self) -> tuple[str, str, str]:
        return {
            "files": (_("Hồ sơ"), _("Trạng thái"), _("Hạn")),
            "waiting": (_("Hồ sơ"), _("Đang chờ ai"), _("Hạn")),
            "done": (_("Hồ sơ"), _("Kết quả"), _("Ngày")),
            "letters": (_("Tờ trình"), _("Trong danh sách"), _("Hạn")),
            "lists": (_("Danh sách"), _("Điều cần biết"), _("Hạn")),
            "sessions": (_("Phiên họp"), _("Chương trình"), _("Họp lúc")),
            "holders": (_("Đang ở ai"), _("Bao nhiêu"), _("Lâu nhất")),
            "second": (_("Việc"), _("Ai đề nghị"), _("Từ")),
            "own": (_("Đề nghị"), _("Nay đến đâu"), _("Trả lời chậm nhất")),
            "plain": (_("Thư"), _("Điều cần biết"), _("Hạn")),
        }[self.kind]  # fmt: skip


def file_lines(
    session: Session,
    rows: Sequence[WorkRow],
    *,
    act: str = "",
    next_acts: bool = False,
    holders: bool = False,
    past: str = "",
) -> list[Line]:
    """Files as lines. `next_acts` asks the rules for the act that comes next; `act` names one for all.

    `past` shows the day that was promised, or the day on which it was done, in place of a limit.
    """
    ways = _next_acts(session, rows) if next_acts else {}
    return [_file_line(row, ways.get(row.id), act, holders=holders, past=past) for row in rows]


def waiver_lines(rows: Sequence[AskedWaiver]) -> list[Line]:
    return [
        Line(_("Ngoại lệ: %(name)s", name=row.name), row.says, url_for("nominations.law", code=row.code),
             middle=row.asked_by, middle_below=row.reason, when=day(row.asked_at), act=_("Xem và trả lời"),
             act_href=url_for("nominations.law", code=row.code))
        for row in rows
    ]  # fmt: skip


def edition_lines(rows: Sequence[Proposed]) -> list[Line]:
    return [
        Line(_("Bộ quy tắc %(id)s", id=row.set_id), pick(row.title_vi, row.title_en),
             url_for("admin.rules_set", set_id=row.set_id), middle=row.proposed_by, when=day(row.proposed_at),
             act=_("So sánh và xác nhận"), act_href=url_for("admin.rules_set", set_id=row.set_id))
        for row in rows
    ]  # fmt: skip


def letter_lines(rows: Sequence[LetterLine], *, act: str) -> list[Line]:
    lines = []
    for row in rows:
        shown = letter_line(row, act=act)
        lines.append(
            Line(
                shown.title,
                shown.below,
                shown.href,
                middle=shown.count,
                middle_below=shown.parts,
                due=shown.due,
                when=day_with_weekday(row.due_on) if shown.due else shown.when,
                act=act,
                act_href=shown.act_href,
            )
        )
    return lines


def list_lines(rows: Sequence[PendingList]) -> list[Line]:
    lines = []
    for row in rows:
        about = pick(row.movement_vi or "", row.movement_en or "") or words(KIND_CHOICES[row.kind])
        others = _("%(name)s và %(n)s tên khác", name=row.first, n=row.names - 1)
        lines.append(
            Line(
                _("%(about)s: %(n)s tên", about=about[:1].upper() + about[1:], n=row.names),
                words(KIND_CHOICES[row.kind]),
                url_for("decide.index"),
                middle=row.first if row.names == 1 else others,
                middle_below=_("nữ %(n)s", n=row.women) if row.women else "",
                due=due(row.due_on),
                when=_when(row.due_on),
                act=_("Đọc và ký"),
                act_href=url_for("decide.index"),
            )
        )
    return lines


def holder_lines(rows: Sequence[Late]) -> list[Line]:
    """Who has what is overdue: how much, and the oldest of it."""
    return [
        Line(
            _holder_name(row), "", url_for("queue.show", view="late", holder=row.holder),
            middle=_("%(n)s hồ sơ quá hạn", n=row.files), due=due(row.oldest_due), when=_when(row.oldest_due),
            act=_("Xem"), act_href=url_for("queue.show", view="late", holder=row.holder),
        )
        for row in rows
    ]  # fmt: skip


def _holder_name(row: Late) -> str:
    if row.person:
        return row.person
    if row.unit_vi:
        return pick(row.unit_vi, row.unit_en or row.unit_vi)
    name = _("chưa ai nhận") if row.holder == FREE else role_name(row.holder)
    return name[:1].upper() + name[1:]


def session_lines(rows: Sequence[SessionRow]) -> list[Line]:
    return [
        Line(
            _("Phiên %(n)s năm %(year)s", n=row.number, year=row.year),
            row.place,
            url_for("councils.show", session_id=row.id),
            state=badge(row),
            middle_below=_("%(n)s mục, %(counted)s có kết quả", n=row.items, counted=row.counted),
            when=f"{weekday(row.held_at)} {day(row.held_at)}, {clock_time(row.held_at)}",
            act=_("Mở"),
            act_href=url_for("councils.show", session_id=row.id),
        )
        for row in rows
    ]


def own_lines(files: Sequence[PublicFile]) -> list[Line]:
    lines = []
    for file in files:
        status = status_of(file)
        href = url_for("public.own", code=file.code)
        lines.append(Line(
            status.award, f"{file.code} · {status.unit}", href, middle=status.answer, when=status.answer_by,
            act=_("Xem"), act_href=href,
        ))  # fmt: skip
    return lines


def _file_line(row: WorkRow, way: tuple[str, str] | None, act: str, *, holders: bool, past: str) -> Line:
    unit = pick(row.unit_vi, row.unit_en)
    href = url_for("nominations.show", code=row.code)
    label, act_href = way or (act or _("Mở"), href)
    held = row.overlay == "on_hold"
    limit = due(row.due_on, paused=held) if row.waits_for else None
    when = _when(row.due_on) if limit and not held else ""
    if past:
        limit, when = None, day(row.since)
    if past == PROMISED and row.promised_on and row.waits_for:
        when = _("hẹn %(day)s", day=day(row.promised_on))
    middle = holder(row, unit) if holders and not held else ""
    return Line(
        row.name,
        f"{row.code} · {unit} · {pick(row.award_vi, row.award_en)}",
        href,
        state=None if middle else badge(row),
        middle=middle,
        middle_below=_("từ %(day)s", day=short_day(row.since)) if middle else "",
        due=limit,
        when=when,
        act=label,
        act_href=act_href,
    )


def _next_acts(session: Session, rows: Sequence[WorkRow]) -> dict[int, tuple[str, str]]:
    """The act that brings each file on, if it could be made now; judged for all rows at once."""
    judge = Judge(
        session,
        services().office,
        actor(),
        load_rows(session, [row.id for row in rows], locked=False).values(),
        today(),
    )
    found: dict[int, tuple[str, str]] = {}
    for row in judge.rows.values():
        definition = judge.definition(row)
        for route in judge.routes(row):
            trigger, target = definition.trigger(route.trigger), definition.state(route.target)
            detour = target.clock == "paused" or target.outcome in ("not_awarded", "withdrawn") or not route.moves
            if detour or not trigger.leads_on or not judge.judge(row, route.trigger, {}).moves:
                continue
            address = url_for("nominations.act", code=row.code, trigger=route.trigger)
            found[row.id] = (words(trigger.label), url_for("councils.index") if route.trigger in ELSEWHERE else address)
            break
    return found


def _when(value: Any) -> str:
    return "" if value == NO_DUE_DATE else _("%(weekday)s %(day)s", weekday=weekday(value), day=short_day(value))

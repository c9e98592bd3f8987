"""The groups of "my work": by urgency, each with the act that comes next, for every capacity a person holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for
from sqlalchemy.orm import Session

from notifications.queries import outbox_counts
from web.context import actor, calendar, me, site, today
from web.home.rows import (
    DONE,
    PROMISED,
    Group,
    Line,
    edition_lines,
    file_lines,
    holder_lines,
    letter_lines,
    list_lines,
    own_lines,
    session_lines,
    waiver_lines,
)
from web.i18n import _
from web.presenting import SOON
from web.proposals.presenters import HEAD_ROLES, is_with_head
from workflow.awards.editions import waiting_for_second
from workflow.awards.publishing import PUBLISHERS
from workflow.nominations import work_queries as queries
from workflow.nominations.holders import late_by_holder
from workflow.nominations.law.acts import WAIVER_ROLES
from workflow.nominations.law.queries import waiting_waivers
from workflow.nominations.policy import OFFICE_ROLES, UNIT_ROLES
from workflow.nominations.proposal_queries import unsent_letters
from workflow.nominations.public_queries import own_nominations, public_files
from workflow.nominations.queue import queue_counts
from workflow.nominations.work_queries import WorkRow

HOLDERS: Final = ("desk_officer", "appraiser")
CHAIR: Final = ("chairman", "vice_chairman")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the tally, as a link to the list it counts."""

    value: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Work:
    """The page: one sentence with the counts, up to four figures, the groups."""

    sentence: str
    figures: Sequence[Figure]
    groups: Sequence[Group]
    empty: str
    way: tuple[str, str] | None


def work_of(session: Session) -> Work:
    """Groups in the order of urgency. The number of queries depends on the roles, never on the rows."""
    calendar(session)
    groups: list[Group] = []
    sentences: list[str] = []
    for roles, part in _PARTS:
        if actor().has(*roles):
            found, said = part(session)
            groups += found
            sentences += [said] if said else []
    own = _own(session)
    groups += own
    shown = sorted((group for group in groups if group.lines), key=lambda group: group.rank)
    sentence = " ".join(sentences) or (_("Lúc này không có việc nào chờ bạn.") if shown and not own else "")
    return Work(sentence, _figures(session), shown, _nothing(), _other_way())


def _unit(session: Session) -> tuple[list[Group], str]:
    """Letters first: the head's to sign, the clerk's to finish; then what the district asks for."""
    unsent = unsent_letters(session, actor().units_as(UNIT_ROLES))
    asked = queries.asked_of_units(session, actor())
    sent = queries.sent_by_units(session, actor())
    head = actor().has(*HEAD_ROLES)
    with_head = [row for row in unsent if is_with_head(row)]
    drafts = [row for row in unsent if not is_with_head(row)]
    title = _sign_title(session) if head else _("Chờ thủ trưởng ký trình")
    signing = Group(
        title, letter_lines(with_head, act=_("Đọc và ký") if head else _("Mở")), kind="letters", button=head
    )
    asks = _("%(here)s đang hỏi đơn vị", here=site().here_first)
    asking = Group(asks, file_lines(session, asked, act=_("Bổ sung")), button=not head)
    writing = Group(_("Đang soạn"), letter_lines(drafts, act=_("Viết tiếp")), kind="letters")
    past = Group(
        _("Đã trình"),
        file_lines(session, sent, act=_("Xem"), past=PROMISED),
        note=_("Xem các tờ trình"),
        note_href=url_for("proposals.index"),
        rank=2,
    )
    ordered = [signing, asking, writing, past] if head else [asking, writing, signing, past]
    return ordered, _unit_sentence(len(with_head) if head else 0, len(asked), len(drafts), head=head)


def _unit_sentence(to_sign: int, asked: int, drafts: int, *, head: bool) -> str:
    parts = []
    if to_sign:
        parts.append(
            _(
                "%(n)s tờ trình chờ bạn ký. Ký xong, %(here)s nhận ngay và có giấy biên nhận.",
                n=to_sign,
                here=site().here,
            )
        )
    if asked:
        parts.append(_("%(here)s đang chờ bổ sung %(n)s hồ sơ.", n=asked, here=site().here_first))
    if drafts and not head:
        parts.append(_("%(n)s tờ trình đang soạn.", n=drafts))
    return " ".join(parts)


def _sign_title(session: Session) -> str:
    """Ông or bà only where the record of the person says so."""
    who = {"male": _("Chờ ông ký trình"), "female": _("Chờ bà ký trình")}
    return who.get(queries.gender_of(session, me()) or "", _("Chờ bạn ký trình"))


def _officer(session: Session) -> tuple[list[Group], str]:
    mine = queries.held_by(session, actor())
    free = queries.free_files(session, actor())
    others = queries.sent_on_by(session, actor())
    first = [row for row in mine if _pressing(row)]
    rest = [row for row in mine if not _pressing(row)]
    late = sum(row.due_on < today() for row in mine)
    said = _("%(n)s việc đang ở tay bạn.", n=len(mine))
    if late:
        said += " " + _("Quá hạn %(n)s.", n=late)
    if len(first) > late:
        said += " " + _("Đến hạn trong %(days)s ngày làm việc: %(n)s.", days=SOON, n=len(first) - late)
    return [
        Group(_("Làm trước"), file_lines(session, first, next_acts=True), button=True),
        Group(_("Đang giữ"), file_lines(session, rest, next_acts=True), note=_("Mở trong hàng chờ"),
              note_href=url_for("queue.show", view="mine")),
        Group(_("Chưa ai nhận"), file_lines(session, free, act=_("Xem và nhận")), note=_("Xem cả danh sách"),
              note_href=url_for("queue.show", view="free")),
        Group(_("Chờ người khác"), file_lines(session, others, act=_("Mở"), holders=True), kind="waiting", rank=1),
    ], said if mine or free else ""  # fmt: skip


def _standing_head(session: Session) -> tuple[list[Group], str]:
    own = queries.waiting_for_role(session, actor(), "standing_head")
    late = queries.late_files(session, actor(), today())
    with_whom = late_by_holder(session, actor(), today())
    overdue = sum(one.files for one in with_whom)
    said = _("%(n)s việc chờ bạn, %(late)s hồ sơ quá hạn.", n=len(own), late=overdue) if own or overdue else ""
    return [
        Group(_("Chờ bạn"), file_lines(session, own, next_acts=True), button=True),
        Group(_("Quá hạn đang ở ai"), holder_lines(with_whom), kind="holders", note=_("Mở trong hàng chờ"),
              note_href=url_for("queue.show", view="late")),
        Group(_("Quá hạn trong phòng"), file_lines(session, late, act=_("Mở"), holders=True), kind="waiting",
              note=_("Mở trong hàng chờ"), note_href=url_for("queue.show", view="late")),
    ], said  # fmt: skip


def _secretary(session: Session) -> tuple[list[Group], str]:
    waiting = queries.waiting_for_role(session, actor(), "council_secretary")
    sessions = queries.sessions_ahead(session)
    said = _("%(n)s hồ sơ chờ Hội đồng, %(sessions)s phiên họp sắp tới.", n=len(waiting), sessions=len(sessions))
    return [
        Group(_("Phiên họp"), session_lines(sessions), kind="sessions"),
        Group(_("Chờ Hội đồng"), file_lines(session, waiting, act=_("Mở")), note=_("Mở trong hàng chờ"),
              note_href=url_for("queue.show", view="council")),
    ], said if waiting or sessions else ""  # fmt: skip


def _chair(session: Session) -> tuple[list[Group], str]:
    lists = queries.pending_lists(session, actor())
    signed = queries.signed_by(session, actor())
    names = sum(one.names for one in lists)
    titles = {"male": _("Chờ ông quyết định"), "female": _("Chờ bà quyết định")}
    title = titles.get(queries.gender_of(session, me()) or "", _("Chờ bạn quyết định"))
    said = _("%(n)s tên trong %(lists)s danh sách chờ quyết định.", n=names, lists=len(lists)) if lists else ""
    return [
        Group(title, list_lines(lists), kind="lists", button=True),
        Group(_("Vừa quyết định"), file_lines(session, signed, act=_("Xem"), past=DONE), kind="done", rank=2),
    ], said


def _member(session: Session) -> tuple[list[Group], str]:
    if actor().has("council_secretary"):
        return [], ""  # already shown, with what can be done about it
    sessions = queries.sessions_ahead(session)
    said = _("%(n)s phiên họp Hội đồng sắp tới.", n=len(sessions)) if sessions else ""
    return [Group(_("Phiên họp của Hội đồng"), session_lines(sessions), kind="sessions")], said


def _second(session: Session) -> tuple[list[Group], str]:
    """What needs a second person: waivers asked for and rule sets proposed by somebody else."""
    lines = waiver_lines(waiting_waivers(session, actor())) if actor().has(*WAIVER_ROLES) else []
    if actor().has(*PUBLISHERS):
        lines += edition_lines(waiting_for_second(session, me()))
    said = _("%(n)s việc cần người thứ hai.", n=len(lines)) if lines else ""
    return [Group(_("Cần người thứ hai"), lines, kind="second", button=True)], said


def _admin(session: Session) -> tuple[list[Group], str]:
    dead = outbox_counts(session, states=("dead",))["dead"]
    if not dead:
        return [], ""
    where = url_for("admin.outbox", state="dead")
    line = Line(
        _("%(n)s thư không tới", n=dead),
        _("Xem lý do, sửa địa chỉ rồi gửi lại"),
        where,
        act=_("Mở"),
        act_href=where,
    )
    return [Group(_("Thư hỏng"), [line], kind="plain", button=True)], _("%(n)s thư không tới người nhận.", n=dead)


def _own(session: Session) -> list[Group]:
    files = public_files(session, own_nominations(session, me()))
    if not files:
        return []
    return [
        Group(
            _("Hồ sơ của bạn"), own_lines(files), kind="own", note=_("Xem tất cả"), note_href=url_for("public.own_list")
        )
    ]


def _pressing(row: WorkRow) -> bool:
    return calendar().between(today(), row.due_on) <= SOON


def _figures(session: Session) -> list[Figure]:
    if not actor().has(*OFFICE_ROLES) or actor().has(*CHAIR):
        return []
    counts = queue_counts(session, actor(), today())
    labels = {"mine": _("của tôi"), "free": _("chưa ai nhận"), "unit": _("chờ đơn vị trả lời"), "late": _("quá hạn")}
    wanted = [view for view in labels if view != "mine" or actor().has(*HOLDERS)]
    return [Figure(str(counts[view]), labels[view], url_for("queue.show", view=view)) for view in wanted]


def _nothing() -> str:
    if actor().has(*UNIT_ROLES):
        return _("Khi có tờ trình chờ ký, hồ sơ cần bổ sung hoặc bản nháp đang viết, việc hiện ở đây.")
    if actor().has(*OFFICE_ROLES):
        return _("Khi có hồ sơ bạn nhận hoặc đến lượt bạn, việc hiện ở đây, gấp nhất trước.")
    return _("Khi có việc đến lượt bạn, việc hiện ở đây.")


def _other_way() -> tuple[str, str] | None:
    if actor().has(*UNIT_ROLES):
        return _("Lập tờ trình"), url_for("proposals.new")
    if actor().has(*OFFICE_ROLES):
        return _("Mở hàng chờ"), url_for("queue.show")
    return None


Part = Callable[[Session], tuple[list[Group], str]]
_PARTS: Final[tuple[tuple[tuple[str, ...], Part], ...]] = (
    (CHAIR, _chair),
    (tuple(UNIT_ROLES), _unit),
    (("standing_head",), _standing_head),
    (tuple({*WAIVER_ROLES, *PUBLISHERS}), _second),
    (HOLDERS, _officer),
    (("council_secretary",), _secretary),
    (("council_member",), _member),
    (("admin",), _admin),
)

"""The main navigation: few entries, only those the person can use."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request, url_for

from web.context import actor, services, today
from web.i18n import _
from workflow.kernel.paging import COUNT_LIMIT
from workflow.nominations.policy import OFFICE_ROLES, UNIT_ROLES
from workflow.nominations.queue import QueueFilter, count_filtered
from workflow.people.authority import Actor
from workflow.register.policy import may_search

COUNCIL_ROLES = (
    "council_secretary",
    "standing_head",
    "council_member",
    "chairman",
    "vice_chairman",
    "auditor",
)
CHAIR_ROLES = ("chairman", "vice_chairman")


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    href: str
    current: bool
    count: str = ""


def navigation() -> list[Item]:
    first, *others = _items()
    own = [] if actor().capacities else [_item(_("Hồ sơ của tôi"), "public.own_list")]
    return [first, *own, *others]


def _items() -> Iterator[Item]:
    who = actor()
    yield _item(_("Việc của tôi"), "home.my_work")
    if who.has(*OFFICE_ROLES):
        yield _item(_("Hàng chờ"), "queue.show", _open_files())
    if who.has(*UNIT_ROLES):
        yield _item(_("Tờ trình"), "proposals.index")
    if who.has(*CHAIR_ROLES):
        yield _item(_("Ký quyết định"), "decide.index")
    if who.has(*COUNCIL_ROLES):
        yield _item(_("Hội đồng"), "councils.index")
    if who.has(*OFFICE_ROLES, *UNIT_ROLES):
        yield from _to_look_up(who)
    if who.has("admin"):
        yield _item(_("Quản trị"), "admin.index")
    if who.has("admin", "auditor"):
        yield _item(_("Nhật ký"), "admin.audit")
    if services().settings.demo:
        yield _item(_("Hộp thư thử"), "mailbox.index")


def _open_files() -> str:
    with services().store.reading() as session:
        count = count_filtered(session, actor(), QueueFilter(), today())
    return str(count) if count <= COUNT_LIMIT else f"{COUNT_LIMIT}+"


def _to_look_up(who: Actor) -> Iterator[Item]:
    """Pages of record. The whole register is for the office."""
    yield _item(_("Quyết định"), "decisions.index")
    if may_search(who):
        yield _item(_("Sổ khen thưởng"), "register.index")
    yield _item(_("Phong trào"), "movements.index")
    yield _item(_("Hỏi luật"), "law.ask")


def _item(label: str, endpoint: str, count: str = "") -> Item:
    current = (request.endpoint or "").split(".")[0] == endpoint.split(".")[0]
    if endpoint.startswith("admin."):
        in_the_trail = (request.endpoint or "").startswith("admin.audit")
        current = current and in_the_trail == (endpoint == "admin.audit")
    return Item(label, url_for(endpoint), current, count)

"""Two people at once: the page that tells who was faster, and keeps what the other had typed."""

from dataclasses import dataclass

from flask import g, render_template, request, url_for

from states import INPUTS, Definition
from web.access import way_back
from web.context import maybe_actor, now, services
from web.i18n import _, clock_time, moment, words
from web.presenting import Badge, state_badge
from web.triggers import trigger_def
from workflow.kernel.errors import Stale
from workflow.nominations.file_queries import EventRow, events_of, nomination_file
from workflow.nominations.proposal_queries import content_version_of, versions_of

NOT_GIVEN_BACK = frozenset({"csrf_token", "idempotency_key", "version", "seen"})


@dataclass(frozen=True, slots=True)
class Happened:
    who: str
    at: str
    act: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class Written:
    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Way:
    href: str
    text: str


def stale_page(error: Stale) -> tuple[str, int]:
    """409: what happened beside what was tried; words that were typed are given back."""
    back = Way(way_back("/"), _("Quay lại trang trước"))
    written, unseen = _written()
    values = {
        "back": back, "leave": back, "reopen": back.href, "reopen_method": "get",
        "written": written, "unseen": unseen, "request_id": g.get("request_id", "-"),
    }  # fmt: skip
    if error.subject_kind == "nomination" and len(error.subject_ids) == 1 and maybe_actor():
        values |= _about_nomination(error.subject_ids[0])
    else:
        values |= _about_something() | _again(error)
    return render_template("errors/409.html", **values), 409


def _about_nomination(nomination_id: int) -> dict[str, object]:
    with services().store.reading() as session:
        file = nomination_file(session, nomination_id)
        events = events_of(session, "nomination", nomination_id)
    definition = services().office.registry.engine(file.definition_key, file.definition_version).definition
    now_badge = state_badge(definition, file.state)
    act = _tried_act()
    address = url_for("nominations.show", code=file.code)
    if not events:
        return _about_something() | {"reopen": address}
    last = events[0]
    trigger = request.form.get("trigger", "")
    again = {"reopen": address}
    if trigger_def(trigger) is not None:
        # The words go back into the form of the same act; nothing is done until its button is pressed.
        again = {"reopen": url_for("nominations.act_again", code=file.code, trigger=trigger), "reopen_method": "post"}
    return again | {
        "news": _news(last, definition),
        "happened": Happened(
            last.actor or _("Tự động khi hết hạn"), moment(last.at), _act(last, definition), now_badge
        ),
        "tried": Happened("", clock_time(now()), act, state_badge(definition, _seen_state(events, definition))),
        "back": Way(address, file.code),
        "leave": Way(url_for("home.my_work"), _("Về Việc của tôi")),
    }


def _about_something() -> dict[str, object]:
    return {
        "news": _("Có người vừa sửa trang này trước bạn"),
        "happened": Happened("", "", _("Nội dung đã đổi từ khi bạn mở trang"), Badge(_("đã đổi"), "work")),
        "tried": Happened("", clock_time(now()), _tried_act(), Badge(_("trang cũ"), "unit")),
    }


def _again(error: Stale) -> dict[str, object]:
    """The same form with the version of now: sending it once more is a choice made after reading this page."""
    if error.subject_kind not in ("content", "proposal", "report") or len(error.subject_ids) != 1:
        return {}
    with services().store.reading() as session:
        if error.subject_kind == "proposal":
            found = versions_of(session, error.subject_ids[0])
            version = found[0] if found else 0
        else:
            version = content_version_of(session, error.subject_ids[0])
    return {"reopen": request.path, "reopen_method": "post", "fresh_version": version}


def _news(event: EventRow, definition: Definition) -> str:
    who, act = event.actor or _("Hạn xử lý"), _act(event, definition)
    seconds = max(1, round((now() - event.at).total_seconds()))
    if seconds < 120:
        ago = _("%(n)s giây", n=seconds)
    elif seconds < 90 * 60:
        ago = _("%(n)s phút", n=seconds // 60)
    else:
        return _("%(who)s đã làm việc “%(act)s” lúc %(time)s", who=who, act=act, time=moment(event.at))
    return _("%(who)s đã làm việc “%(act)s” trước bạn %(ago)s", who=who, act=act, ago=ago)


def _act(event: EventRow, definition: Definition) -> str:
    return words(definition.trigger(event.trigger).label)


def _tried_act() -> str:
    trigger = trigger_def(request.form.get("trigger", ""))
    return words(trigger.label) if trigger else _("Lưu nội dung")


def _seen_state(events: list[EventRow], definition: Definition) -> str:
    """The state on the page that was open, from the version it carried."""
    typed = request.form.get("version", "")
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    return next((event.target for event in events if event.seq == seen), definition.initial)


def written_words() -> list[Written]:
    """What was typed and would be a pity to type again."""
    return _written()[0]


def _written() -> tuple[list[Written], list[tuple[str, str]]]:
    """Texts to be shown and kept, and the short fields that go with them unseen."""
    shown, unseen = [], []
    for name, value in request.form.items(multi=True):
        known = INPUTS.get(name)
        if name in NOT_GIVEN_BACK:
            continue
        if value.strip() and ((known and known.kind in ("text", "lines", "line")) or len(value) > 40):
            shown.append(Written(name, words(known.label) if known else "", value))
        else:
            unseen.append((name, value))
    return shown, unseen

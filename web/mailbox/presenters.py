"""Letters as people look at them, in the captured mailbox and in the outbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

from flask import url_for
from markupsafe import Markup, escape

from notifications.health import Cause
from notifications.kinds import KINDS
from notifications.queries import LetterPage, LetterRow
from web.context import services, today
from web.i18n import _, clock_time, day, moment, short_day, words
from workflow.kernel.clock import office_date

OPEN_STATES: Final = ("pending", "dead", "held")
NO_ADDRESS: Final = "no_address"


def result_of(row: LetterRow) -> tuple[str, str]:
    """What became of a letter, and the tone in which it is said."""
    if row.state == "sent":
        return (_("đã gửi") if row.attempts <= 1 else _("đã gửi ở lần thử %(n)s", n=row.attempts)), "good"
    if row.state == "dead":
        return _("không tới: %(why)s", why=error_text(row.last_error)), "bad"
    if row.state == "held":
        return _("chờ in giấy: chưa có địa chỉ thư"), "wait"
    if row.state == "superseded":
        return _("thay bằng thư khác, không gửi"), "wait"
    if row.attempts:
        return _("đang chờ, thử lại lúc %(time)s", time=_when(row.next_at)), "wait"
    return _("đang chờ gửi"), "wait"


def error_text(error: str | None) -> str:
    """The reason as the mail server gave it; our own codes in words."""
    return _("chưa có địa chỉ thư") if error == NO_ADDRESS else (error or _("không rõ lý do"))


def letter_line(row: LetterRow, href: str) -> dict[str, Any]:
    """A letter in the list."""
    text, tone = result_of(row)
    return {
        "href": href,
        "to": row.to_name or row.to_address,
        "address": row.to_address,
        "time": _when(row.created_at),
        "subject": bare_subject(row.subject),
        "result": text,
        "tone": tone,
        "attempts": row.attempts,
        "error": error_text(row.last_error) if row.last_error else "",
    }


def letter_values(found: LetterPage, cause: Cause | None) -> dict[str, Any]:
    """One letter with all it says."""
    row = found.row
    text, tone = result_of(row)
    address = f"{row.to_name} <{row.to_address}>" if row.to_address else row.to_name
    facts: list[dict[str, Any]] = [
        {"term": _("Tới"), "value": address},
        {"term": _("Tiêu đề"), "value": Markup("<b>{}</b>").format(row.subject)},
        {"term": _("Viết"), "value": moment(row.created_at)},
        {"term": _("Kết quả"), "value": _result(row, text, tone)},
    ]
    if row.attempts:
        facts.append({"term": _("Số lần thử"), "value": row.attempts})
    if row.last_error and row.state != "dead":
        facts.append({"term": _("Lần thử trước"), "value": error_text(row.last_error)})
    facts += [
        {"term": _("Vì việc"), "value": _because(row, cause)},
        {"term": _("Mã thư"), "value": found.message_id},
    ]
    return {"id": row.id, "facts": facts, "body": linked(found.text), "html": found.html, "subject": row.subject,
            "address": row.to_address}  # fmt: skip


def linked(text: str) -> Markup:
    """The plain part as paragraphs, everything in it escaped, addresses of this site as links."""
    blocks = (block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip())
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(_line(line) for line in block.strip().split("\n")))
        for block in blocks
    )


def bare_subject(subject: str) -> str:
    """Without the mark that every subject carries: in a list it says nothing."""
    return subject.removeprefix("[TĐKT] ")


def state_views(counts: Mapping[str, int], endpoint: str, current: str | None = None) -> list[dict[str, Any]]:
    """Counts as tabs; letters that did not arrive are in ochre."""
    labels = {"pending": _("đang chờ"), "dead": _("không tới"), "held": _("chờ in giấy"), "sent": _("đã gửi"),
              "superseded": _("thay bằng thư khác")}  # fmt: skip
    return [
        {
            "label": labels[state],
            "count": str(count),
            "href": url_for(endpoint, state=state),
            "current": state == current,
            "late": state == "dead" and count > 0,
        }
        for state, count in counts.items()
    ]


def _line(line: str) -> Markup:
    """One line; the address in it leads to the same place on the host that the reader came by."""
    public = services().settings.public_url.rstrip("/")
    before, mark, path = line.partition(public + "/")
    if not mark or " " in path:
        return escape(line)
    return Markup('{}<a href="/{}">{}</a>').format(before, path, unquote(f"{public}/{path}"))


def _result(row: LetterRow, text: str, tone: str) -> Markup:
    when = Markup('<span class="num">{}</span> – ').format(moment(row.sent_at)) if row.sent_at else Markup("")
    return when + Markup('<span class="{}">{}</span>').format(tone, text)


def _because(row: LetterRow, cause: Cause | None) -> str | Markup:
    reminder = any(on.subject == "clock" for on in KINDS[row.kind].on)
    if cause is None or cause.trigger is None or reminder:
        what = _("nhắc theo thời hạn") if reminder else _("không rõ việc")
        words_of_act, who = what, ""
    else:
        engine = services().office.registry.engine(cause.definition_key or "", cause.definition_version or 0)
        words_of_act = words(engine.definition.trigger(cause.trigger).label)
        at = _("%(day)s lúc %(time)s", day=short_day(cause.at), time=clock_time(cause.at)) if cause.at else ""
        who = ", ".join(part for part in (cause.actor or _("tự động khi hết hạn"), at) if part)
    if cause is not None and cause.code:
        what_link = Markup('<a href="{}">{}</a>').format(url_for("nominations.show", code=cause.code), words_of_act)
        return what_link + (f", {who}" if who else "")
    return ", ".join(part for part in (words_of_act, who) if part)


def _when(instant: datetime) -> str:
    """The time of day; with the day when it is another one."""
    if office_date(instant) == today():
        return clock_time(instant)
    return f"{short_day(instant) if instant.year == today().year else day(instant)} {clock_time(instant)}"

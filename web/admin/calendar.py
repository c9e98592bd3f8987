"""The calendar of a year: days off and worked Saturdays as they ship, and the office's corrections above them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flask import render_template, request, url_for

from states import Text
from web.admin.doors import Page, act_or_show, all_at_once, blueprint, number, typed, typed_date
from web.context import actor, services, today
from web.context import calendar as own_calendar
from web.i18n import _, day, short_day, weekday, words
from workflow.calendars.corrections import CorrectDay, correct_day, withdraw_correction
from workflow.calendars.office import WORKED, Correction, corrections
from workflow.calendars.vietnam import CULTURE_DAY, Year, culture_day_from, year_of
from workflow.calendars.working_days import Calendar
from workflow.kernel.errors import Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer

FIRST_YEAR: Final = 2017
YEARS_AHEAD: Final = 3
KINDS: Final[Mapping[str, Text]] = {
    "off": Text("Nghỉ", "Off"),
    WORKED: Text("Đi làm", "Worked"),
}


@dataclass(frozen=True, slots=True)
class Shipped:
    """Days in a row that ship with the same name; `corrected` when the office keeps them otherwise."""

    first: date
    last: date
    kind: str
    name: Text
    unread: bool
    corrected: bool


@blueprint.get("/calendar")
def calendar() -> str:
    return _page({})


@blueprint.post("/calendar")
def add_correction() -> Page:
    unreadable: dict[str, Problem] = {}
    on = typed_date("day", unreadable)
    if on is None:
        unreadable["day"] = Problem("not_a_date")

    def effect(tx: Tx) -> Answer:
        command = CorrectDay(
            day=on or today(), kind=typed("kind"), name_vi=typed("name_vi"), name_en=typed("name_en"),
            document=typed("document"), actor=actor(),
        )  # fmt: skip
        all_at_once(unreadable, lambda: correct_day(tx, command))
        said = _("Đã ghi. Từ nay ngày %(day)s được tính như vậy.", day=day(on))
        return Answer(url_for("admin.calendar", year=command.day.year), said)

    return act_or_show(effect, _page)


@blueprint.post("/calendar/<int:correction_id>/withdraw")
def withdraw_day(correction_id: int) -> Page:
    def effect(tx: Tx) -> Answer:
        withdraw_correction(tx, actor(), correction_id)
        said = _("Đã rút. Từ nay ngày này lại theo lịch đi kèm.")
        return Answer(url_for("admin.calendar", year=number(typed("year"))), said)

    return act_or_show(effect, _page)


def _page(problems: Mapping[str, str]) -> str:
    year = _year()
    with services().store.reading() as session:
        counted = own_calendar(session)
        entered = corrections(session, year)
    ships = year_of(year, culture_day_from())
    in_force = {one.day for one in entered if one.withdrawn_at is None}
    shipped = list(_in_rows(ships, in_force))
    return render_template(
        "admin/calendar.html",
        year=year,
        years=[_tab(one, year) for one in range(max(FIRST_YEAR, year - 1), min(_last_year(), year + 2) + 1)],
        figures=[
            {"value": _working_days(counted, year), "label": _("ngày làm việc trong năm")},
            {"value": len(in_force), "label": _("ngày đã sửa")},
        ],
        source=words(ships.source),
        unread=sum(one.unread and not one.corrected for one in shipped),
        rows=_rows(shipped, entered),
        problems=problems,
        kinds=[("", _("Chọn")), *((code, words(text)) for code, text in KINDS.items())],
        value=lambda name: request.form.get(name, ""),
    )


def _working_days(counted: Calendar, year: int) -> int:
    return counted.between(date(year - 1, 12, 31), date(year, 12, 31))


def _year() -> int:
    asked = number(request.values.get("year", "")) or today().year
    return min(max(asked, FIRST_YEAR), _last_year())


def _last_year() -> int:
    return today().year + YEARS_AHEAD


def _tab(year: int, current: int) -> dict[str, Any]:
    return {"label": str(year), "href": url_for("admin.calendar", year=year), "current": year == current}


def _in_rows(year: Year, corrected: set[date]) -> Iterator[Shipped]:
    """Days off and worked days in order, those that belong together as one."""
    days = {on: ("off", name) for on, name in year.off.items()}
    days |= {on: (WORKED, name) for on, name in year.worked.items()}
    days |= {on: (WORKED, CULTURE_DAY) for on in year.unread - days.keys()}
    open_: Shipped | None = None
    for on, (kind, name) in sorted(days.items()):
        one = Shipped(on, on, kind, name, on in year.unread, on in corrected)
        if open_ is not None and _same(open_, one):
            open_ = Shipped(open_.first, on, kind, name, one.unread, one.corrected)
            continue
        if open_ is not None:
            yield open_
        open_ = one
    if open_ is not None:
        yield open_


def _same(one: Shipped, other: Shipped) -> bool:
    alike = (one.kind, one.name, one.unread, one.corrected) == (other.kind, other.name, other.unread, other.corrected)
    return alike and other.first - one.last == timedelta(days=1)


def _rows(shipped: Sequence[Shipped], entered: Sequence[Correction]) -> list[dict[str, Any]]:
    rows = [(one.first, 0, _shipped_row(one)) for one in shipped]
    rows += [(one.day, 1, _entered_row(one)) for one in entered]
    return [row for _day, _rank, row in sorted(rows, key=lambda row: row[:2])]


def _shipped_row(one: Shipped) -> dict[str, Any]:
    said = _("chưa đọc được văn bản, cần đối chiếu") if one.unread else ""
    return {
        "days": _days(one.first, one.last), "kind": words(KINDS[one.kind]), "name": words(one.name),
        "document": _("lịch đi kèm"), "below": _("đã sửa, xem dòng dưới") if one.corrected else said,
        "struck": one.corrected, "ask": one.unread and not one.corrected, "withdraw": None,
    }  # fmt: skip


def _entered_row(one: Correction) -> dict[str, Any]:
    below = _("%(name)s ghi %(day)s", name=one.entered_by, day=day(one.entered_at))
    if one.withdrawn_at is not None:
        below += "; " + _("%(name)s rút %(day)s", name=one.withdrawn_by, day=day(one.withdrawn_at))
    return {
        "days": _days(one.day, one.day), "kind": words(KINDS[one.kind]), "name": words(one.name),
        "document": one.document, "below": below, "struck": one.withdrawn_at is not None, "ask": False,
        "withdraw": url_for("admin.withdraw_day", correction_id=one.id) if one.withdrawn_at is None else None,
    }  # fmt: skip


def _days(first: date, last: date) -> str:
    if first == last:
        return f"{weekday(first)} {day(first)}"
    return f"{weekday(first)} {short_day(first)} – {weekday(last)} {day(last)}"

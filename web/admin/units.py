"""Units: a list, and one form for a new unit and for a change."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for

from web.admin.doors import Page, act_or_show, all_at_once, blueprint, typed, typed_date, typed_id
from web.admin.wording import UNIT_KINDS
from web.context import actor, services, today
from web.i18n import _, day, pick, words
from web.presenting import options
from workflow.kernel.errors import NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.people.admin_queries import UnitForm, UnitRow, all_units, unit_form
from workflow.people.commands import write_unit

TEXTS = ("code", "name_vi", "name_en", "kind", "abbreviation", "place", "email")


@blueprint.get("/units")
def units() -> str:
    with services().store.reading() as session:
        found = all_units(session, today())
    return render_template("admin/units.html", rows=[_row(unit) for unit in found])


@blueprint.get("/units/new")
def new_unit() -> str:
    return _page(None, {})


@blueprint.post("/units")
def add_unit() -> Page:
    return _write(None)


@blueprint.get("/units/<int:unit_id>")
def unit(unit_id: int) -> str:
    return _page(unit_id, {})


@blueprint.post("/units/<int:unit_id>")
def change_unit(unit_id: int) -> Page:
    return _write(unit_id)


def _write(unit_id: int | None) -> Page:
    unreadable: dict[str, Problem] = {}
    fields: dict[str, Any] = {name: typed(name) for name in TEXTS}
    fields |= {name: typed_date(name, unreadable) for name in ("valid_from", "valid_to")}
    fields["successor_id"] = typed_id("successor_id")
    email = fields["email"]
    if email and (email.count("@") != 1 or not email.isascii() or " " in email):
        unreadable["email"] = Problem("not_an_address")
    if fields["kind"] not in UNIT_KINDS:
        unreadable["kind"] = Problem("missing_choice")

    def effect(tx: Tx) -> Answer:
        successor = fields["successor_id"]
        if successor is not None and (successor == unit_id or unit_form(tx.session, successor) is None):
            unreadable["successor_id"] = Problem("not_a_choice")
        made = all_at_once(unreadable, lambda: write_unit(tx, actor(), fields, unit_id))
        return Answer(url_for("admin.unit", unit_id=made), _("Đã ghi đơn vị %(name)s.", name=fields["name_vi"]))

    return act_or_show(effect, lambda problems: _page(unit_id, problems))


def _page(unit_id: int | None, problems: Mapping[str, str]) -> str:
    with services().store.reading() as session:
        known = unit_form(session, unit_id) if unit_id is not None else None
        if unit_id is not None and known is None:
            raise NotFound("unit")
        others = [one for one in all_units(session, today()) if one.id != unit_id]
    successors = [("", _("Không có"))] + [(str(one.id), pick(one.name_vi, one.name_en)) for one in others]
    return render_template(
        "admin/unit.html",
        unit=known,
        value=_value(known),
        problems=problems,
        kinds=options(UNIT_KINDS, _("Chọn")),
        successors=successors,
    )


def _value(known: UnitForm | None) -> Any:
    """What stands in a field: what was just typed, else what is known."""

    def value(name: str) -> str:
        if request.method == "POST":
            return request.form.get(name, "")
        found = getattr(known, name) if known else None
        return day(found) if name.startswith("valid_") else str(found or "")

    return value


def _row(unit: UnitRow) -> dict[str, Any]:
    ended = unit.valid_to is not None and unit.valid_to <= today()
    successor = pick(unit.successor_vi or "", unit.successor_en or "")
    return {
        "href": url_for("admin.unit", unit_id=unit.id),
        "name": pick(unit.name_vi, unit.name_en),
        "below": " · ".join(part for part in (unit.code, unit.abbreviation, unit.place) if part),
        "kind": words(UNIT_KINDS[unit.kind]) if unit.kind in UNIT_KINDS else unit.kind,
        "since": day(unit.valid_from),
        "until": day(unit.valid_to),
        "successor": _("nối tiếp: %(unit)s", unit=successor) if successor else "",
        "ended": ended,
        "holders": unit.holders,
    }

"""The register of decisions, a decision with its names, and what may still happen to a name."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from web.acting import act_once
from web.context import actor, me, services
from web.decisions import presenters
from web.i18n import _
from web.triggers import form_inputs, problems_of
from workflow.decisions.bonus_acts import SETTERS, SetBonus, set_bonus
from workflow.decisions.queries import (
    DecisionRow,
    ItemRow,
    decision,
    decision_item,
    decision_years,
    decisions,
    items_of,
)
from workflow.decisions.revoke import MoveDecisionItem, move_decision_item
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.policy import OFFICE_ROLES, UNIT_ROLES

blueprint = Blueprint("decisions", __name__, url_prefix="/decisions")
READERS = (*sorted(OFFICE_ROLES), *sorted(UNIT_ROLES))


@blueprint.get("")
def index() -> str:
    _readers_only()
    typed = request.args.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else None
    with services().store.reading() as session:
        rows = decisions(session, actor(), year)
        years = decision_years(session, actor())
    return render_template("decisions/index.html", lines=presenters.register(rows), years=years, year=year)


@blueprint.get("/<int:decision_id>")
def show(decision_id: int) -> str:
    _readers_only()
    row = _decision(decision_id)
    with services().store.reading() as session:
        values = presenters.decision_values(session, row)
    return render_template("decisions/show.html", **values)


@blueprint.get("/<int:decision_id>/print")
def print_decision(decision_id: int) -> str:
    """The decision and its annex on A4; only what was signed here."""
    _readers_only()
    row = _decision(decision_id)
    if not row.own:
        raise NotFound("decision")
    with services().store.reading() as session:
        items = items_of(session, actor(), row.id)
    return render_template("decisions/print.html", **presenters.print_values(row, items))


@blueprint.get("/items/<int:item_id>")
def item(item_id: int) -> str:
    _readers_only()
    return _item_page(item_id, {})


@blueprint.post("/items/<int:item_id>/moves")
def move(item_id: int) -> Response | tuple[str, int]:
    """Put under review, revoke or uphold: a new act on top of the old one."""
    _readers_only()
    _item(item_id)
    trigger = request.form.get("trigger", "")
    if not services().office.registry.latest("revocation").definition.has_trigger(trigger):
        raise Invalid({"trigger": Problem("unknown_trigger")})

    def effect(tx: Tx) -> Answer:
        command = MoveDecisionItem(
            item_id=item_id, trigger=trigger, seen_version=_version(), actor=actor(), inputs=form_inputs(trigger)
        )
        move_decision_item(tx, services().office, command)
        return Answer(url_for("decisions.item", item_id=item_id), presenters.done(trigger))

    try:
        return act_once(effect)
    except Invalid as error:
        if {"idempotency_key", "version"} & error.problems.keys():
            raise
        return _item_page(item_id, problems_of(error)), 422


@blueprint.post("/items/<int:item_id>/bonus")
def bonus(item_id: int) -> Response | tuple[str, int]:
    """Set the multiplier of a bonus that the law left open; once."""
    if not actor().has(*SETTERS):
        raise Forbidden("not_your_role", who=SETTERS)
    _item(item_id)
    typed = {name: request.form.get(name, "") for name in ("multiplier", "bonus_reason", "bonus_document")}

    def effect(tx: Tx) -> Answer:
        set_bonus(tx, SetBonus(item_id=item_id, multiplier=typed["multiplier"], reason=typed["bonus_reason"],
                               document=typed["bonus_document"], actor=actor()))  # fmt: skip
        return Answer(url_for("decisions.item", item_id=item_id), _("Đã ấn định tiền thưởng."))

    try:
        return act_once(effect)
    except Invalid as error:
        if not error.problems.keys() <= typed.keys():
            raise
        return _item_page(item_id, problems_of(error)), 422


def _item_page(item_id: int, problems: dict[str, str]) -> str:
    found = _item(item_id)
    row = _decision(found.decision_id)
    with services().store.reading() as session:
        values = presenters.item_values(session, row, found, request.form.get("trigger", ""), problems)
    return render_template("decisions/item.html", **values)


def _decision(decision_id: int) -> DecisionRow:
    with services().store.reading() as session:
        found = decision(session, actor(), decision_id)
    if found is None:
        raise NotFound("decision")
    return found


def _item(item_id: int) -> ItemRow:
    """A name that the reader may open; their own is not among them."""
    with services().store.reading() as session:
        found = decision_item(session, actor(), item_id)
    if found is None or (found.nominee_id is not None and found.nominee_id == me()):
        raise NotFound("decision_item")
    return found


def _version() -> int:
    typed = request.form.get("version", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Invalid({"version": Problem("form_key_missing")})
    return int(typed)


def _readers_only() -> None:
    if not actor().has(*READERS):
        raise Forbidden("not_your_role", who=READERS)

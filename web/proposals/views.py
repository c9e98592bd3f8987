"""Proposal letters: the list, writing one, its moves as a whole, its receipts."""

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web.acting import act_once
from web.autosaving import autosave, is_autosave, seen_version
from web.context import actor, services, today
from web.i18n import _
from web.proposals import presenters, receipts
from web.proposals.law_views import VIEWS as LAW_VIEWS
from web.proposals.moves import letter_panel
from web.proposals.nomination_views import VIEWS
from web.proposals.places import letter_caps
from web.proposals.places_views import VIEWS as PLACES
from web.seen import read_seen
from web.triggers import done_text, form_inputs, problems_of, trigger_def
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem, Stale
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.advance import Advance, advance
from workflow.nominations.draft import WriteLetter, write_letter
from workflow.nominations.lines import MOST_NOMINATIONS
from workflow.nominations.policy import UNIT_ROLES
from workflow.nominations.proposal_queries import (
    SUBJECTS,
    LetterSheet,
    letter_sheet,
    lines_of,
    movements_on,
    sent_letters,
    unsent_letters,
    versions_of,
)
from workflow.people.queries import holders_of, units_on

blueprint = Blueprint("proposals", __name__, url_prefix="/proposals")
for rule, endpoint, view, methods in (*VIEWS, *LAW_VIEWS, *PLACES):
    blueprint.add_url_rule(rule, endpoint, view, methods=methods)
FIELDS = ("kind", "movement_id", "number", "letter_date", "summary")


@blueprint.get("")
def index() -> str:
    units = _my_units()
    typed = request.args.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    with services().store.reading() as session:
        unsent = unsent_letters(session, units)
        sent, following = sent_letters(session, units, before)
    return render_template("proposals/index.html", **presenters.index_values(unsent, sent, following, before))


@blueprint.get("/new")
def new() -> str:
    return _new_page({})


@blueprint.post("/new")
def create() -> Response | tuple[str, int]:
    _my_units()

    def effect(tx: Tx) -> Answer:
        command = WriteLetter(unit_id=_chosen_unit(), fields=_fields(), actor=actor())
        proposal_id = write_letter(tx, services().office, command)
        said = _("Đã lập tờ trình. Thêm người vào danh sách.")
        return Answer(url_for("proposals.show", proposal_id=proposal_id), said)

    try:
        return act_once(effect)
    except Invalid as error:
        _only_fields(error, (*FIELDS, "unit_id"))
        return _new_page(problems_of(error)), 422


@blueprint.get("/<int:proposal_id>")
def show(proposal_id: int) -> str:
    """The letter as a form while it is written, as text for the head who signs it and after that."""
    return _page(proposal_id, {})


@blueprint.post("/<int:proposal_id>")
def save(proposal_id: int) -> Response | tuple[str, int]:
    sheet = _own_letter(proposal_id)
    if is_autosave():
        return autosave(lambda tx: _write(tx, sheet))

    def effect(tx: Tx) -> Answer:
        _write(tx, sheet)
        after = request.form.get("after", "")
        if after in SUBJECTS:
            return Answer(url_for("proposals.new_nomination", proposal_id=proposal_id, subject=after), "")
        return Answer(url_for("proposals.show", proposal_id=proposal_id), _("Đã lưu bản nháp."))

    try:
        return act_once(effect)
    except Invalid as error:
        _only_fields(error, FIELDS)
        return _page(proposal_id, problems_of(error)), 422


@blueprint.get("/<int:proposal_id>/moves")
def before_moves(proposal_id: int) -> Response:
    """Whoever comes back to the address of a form finds the letter."""
    return redirect(url_for("proposals.show", proposal_id=proposal_id), 303)


@blueprint.post("/<int:proposal_id>/moves")
def move(proposal_id: int) -> Response | tuple[str, int]:
    """Move the whole list at once: all of it or nothing."""
    sheet = _own_letter(proposal_id)
    trigger = request.form.get("trigger", "")

    def effect(tx: Tx) -> Answer:
        if "kind" in request.form:
            _write(tx, sheet)  # the button stands under the form: what was typed goes along
        seen = _whole_list(tx, sheet, trigger)
        wish = Advance(trigger=trigger, seen=seen, actor=actor(), inputs=form_inputs(trigger), whole=True)
        moved = advance(tx, services().office, wish).moved
        return _moved_answer(proposal_id, trigger, len(moved))

    try:
        return act_once(effect)
    except Invalid as error:
        _only_fields(error, (*FIELDS, *form_inputs(trigger)))
        return _page(proposal_id, problems_of(error), pressed=trigger), 422


@blueprint.get("/<int:proposal_id>/receipt")
def receipt(proposal_id: int) -> str:
    return render_template("proposals/receipt.html", **_receipts(proposal_id))


@blueprint.get("/<int:proposal_id>/receipt/print")
def print_receipts(proposal_id: int) -> str:
    """One quarter sheet for each nomination and nothing else."""
    return render_template("proposals/receipt_print.html", **_receipts(proposal_id))


def _receipts(proposal_id: int) -> dict[str, object]:
    sheet = _own_letter(proposal_id)
    if sheet.submitted_at is None:
        raise NotFound("receipt")
    with services().store.reading() as session:
        lines = lines_of(session, proposal_id)
    return receipts.receipt_values(sheet, lines)


def _page(proposal_id: int, problems: dict[str, str], pressed: str = "") -> str:
    with services().store.reading() as session:
        sheet = _found(letter_sheet(session, proposal_id))
        lines = lines_of(session, proposal_id)
        panel = letter_panel(session, sheet, lines, problems, pressed)
        movements = movements_on(session, today(), sheet.movement_id)
        heads = holders_of(session, ("unit_head",), today(), sheet.unit_id)
        caps = letter_caps(session, sheet.id, lines, today())
    values = presenters.letter_values(sheet, lines, panel, movements, problems)
    template = "proposals/edit.html" if values["writing"] else "proposals/read.html"
    return render_template(template, heads=[head.full_name for head in heads], caps=caps, **values)


def _new_page(problems: dict[str, str]) -> str:
    mine = _my_units()
    with services().store.reading() as session:
        units = [unit for unit in units_on(session, today()) if unit.id in mine]
        movements = movements_on(session, today())
    return render_template("proposals/new.html", **presenters.new_values(units, movements, problems))


def _write(tx: Tx, sheet: LetterSheet) -> int:
    """Save what was typed; returns the version that the letter has now."""
    write_letter(tx, services().office, WriteLetter(
        unit_id=sheet.unit_id, fields=_fields(), actor=actor(), proposal_id=sheet.id, seen_version=seen_version(),
    ))  # fmt: skip
    tx.session.flush()
    return _current(tx.session, sheet.id)[0]


def _whole_list(tx: Tx, sheet: LetterSheet, trigger: str) -> dict[int, int | None]:
    """The lines that the page showed, in the versions it showed. A signature covers the whole list."""
    version, waiting = _current(tx.session, sheet.id)
    if "kind" not in request.form and version != seen_version():
        raise Stale("proposal", (sheet.id,))
    seen = read_seen(request.form.get("seen", ""), most=MOST_NOMINATIONS)
    if not seen.keys() <= waiting.keys():
        raise NotFound("nomination")
    definition = trigger_def(trigger)
    open_lines = {line for line, role in waiting.items() if role is not None}
    if definition is not None and definition.signing and open_lines - seen.keys():
        raise Invalid({"list": Problem("list_not_whole", {"n": len(open_lines - seen.keys())})})
    return dict(seen)


def _current(session: Session, proposal_id: int) -> tuple[int, dict[int, str | None]]:
    found = versions_of(session, proposal_id)
    if found is None:
        raise NotFound("proposal")
    return found[0], dict(found[1])


def _moved_answer(proposal_id: int, trigger: str, count: int) -> Answer:
    definition = trigger_def(trigger)
    said = done_text(definition, count) + "." if definition else ""
    page = "proposals.receipt" if definition and definition.signing else "proposals.show"
    return Answer(url_for(page, proposal_id=proposal_id), said)


def _my_units() -> frozenset[int]:
    units = actor().units_as(UNIT_ROLES)
    if not units:
        raise Forbidden("not_your_role", who=tuple(sorted(UNIT_ROLES)))
    return units


def _own_letter(proposal_id: int) -> LetterSheet:
    with services().store.reading() as session:
        return _found(letter_sheet(session, proposal_id))


def _found(sheet: LetterSheet | None) -> LetterSheet:
    if sheet is None or sheet.unit_id not in actor().units_as(UNIT_ROLES):
        raise NotFound("proposal")
    return sheet


def _chosen_unit() -> int:
    """The unit that the letter is of; most people have one and are not asked."""
    typed = request.form.get("unit_id", "")
    units = sorted(_my_units())
    if typed.isascii() and typed.isdigit() and len(typed) < 10:
        return int(typed)
    if len(units) > 1:
        raise Invalid({"unit_id": Problem("missing_choice")})
    return units[0]


def _fields() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in FIELDS}


def _only_fields(error: Invalid, names: tuple[str, ...]) -> None:
    """A page can only show what belongs to one of its fields; the rest has a page of its own."""
    if not error.problems.keys() <= set(names):
        raise error

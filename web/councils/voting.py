"""The vote: opening it, entering the count of one item or of several at once, and going on."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from states import Refused
from web.acting import act_once
from web.context import actor, services, today
from web.councils import presenters
from web.councils.blueprint import blueprint, is_own, may_plan, must_plan, must_read_counts, needed_session
from web.councils.forms import carried_rows, chosen_rows, whole_number
from web.councils.tallying import law_of, ledger, numbers_of, recorded_numbers, verdict_of, vote_words
from web.i18n import _, pick, words
from web.triggers import done_text, form_inputs, problems_of, reasons_of, trigger_def
from workflow.councils.queries import SessionRow
from workflow.kernel.errors import Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.advance import Advance, advance
from workflow.nominations.agenda_queries import AgendaRow, agenda_of, entered_last
from workflow.nominations.inputs import VOTE_FIELDS

OPEN, RECORD, FORWARD = "open_voting", "record_vote", "send_to_chairman"


@blueprint.get("/sessions/<int:session_id>/items/<int:n>")
def item(session_id: int, n: int) -> str:
    must_read_counts()
    return _item_page(session_id, n)


@blueprint.post("/sessions/<int:session_id>/items/<int:n>")
def record(session_id: int, n: int) -> Response | str | tuple[str, int]:
    """Open the vote on this item, or settle its count and go to the next; “count” only does the sums."""
    must_plan()
    row, rows, found = _found(session_id, n)
    if request.form.get("count"):
        return _item_page(session_id, n, typed=form_inputs(RECORD))
    trigger = request.form.get("trigger", "")
    if trigger not in (OPEN, RECORD):
        raise Invalid({"trigger": Problem("unknown_trigger")})

    def effect(tx: Tx) -> Answer:
        seen = {found.nomination_id: whole_number("version")}
        advance(tx, services().office, Advance(trigger=trigger, seen=seen, actor=actor(), inputs=form_inputs(trigger)))
        return _gone_on(row, rows, found, trigger)

    try:
        return act_once(effect)
    except Invalid as error:
        if {"idempotency_key", "trigger", "version"} & error.problems.keys():
            raise
        return _item_page(session_id, n, typed=form_inputs(RECORD), problems=problems_of(error)), 422
    except Refused as error:
        if trigger != RECORD or not _about_the_count(error):
            raise
        return _item_page(session_id, n, typed=form_inputs(RECORD), reasons=reasons_of(error)), 422


@blueprint.post("/sessions/<int:session_id>/nominations")
def advance_many(session_id: int) -> Response:
    """Open the vote on the whole agenda, or send on to the chairman all that passed."""
    must_plan()
    row = needed_session(session_id)
    trigger = trigger_def(request.form.get("trigger", ""))
    if trigger is None or trigger.code not in (OPEN, FORWARD):
        raise Invalid({"trigger": Problem("unknown_trigger")})
    with services().store.reading() as session:
        seen = carried_rows({one.nomination_id for one in agenda_of(session, row.id)})

    def effect(tx: Tx) -> Answer:
        command = Advance(trigger=trigger.code, seen=seen, actor=actor(), whole=False)
        outcome = advance(tx, services().office, command)
        if not outcome.moved:
            raise Refused(trigger.code, outcome.left[0].row.state, outcome.left[0].refusals)
        said = done_text(trigger, len(outcome.moved)) + "."
        if outcome.left:
            names = ", ".join(one.row.name for one in outcome.left[:5])
            said += " " + _("Giữ nguyên %(n)s: %(names)s.", n=len(outcome.left), names=names)
        return Answer(url_for("councils.show", session_id=row.id), said)

    return act_once(effect)


@blueprint.get("/sessions/<int:session_id>/votes")
def votes(session_id: int) -> str:
    must_plan()
    return _votes_page(session_id)


@blueprint.post("/sessions/<int:session_id>/votes")
def record_many(session_id: int) -> Response | str | tuple[str, int]:
    """One count for all chosen items: each gets its own verdict and its own history, in one act."""
    must_plan()
    row = needed_session(session_id)
    if request.form.get("count"):
        return _votes_page(session_id, typed=form_inputs(RECORD))

    def effect(tx: Tx) -> Answer:
        open_items = presenters.moving(agenda_of(tx.session, row.id), RECORD)
        seen = {key: version for key, version in chosen_rows().items() if key in open_items}
        if not seen:
            raise Invalid({"row": Problem("choose_rows")})
        outcome = advance(tx, services().office,
                          Advance(trigger=RECORD, seen=seen, actor=actor(), inputs=form_inputs(RECORD)))  # fmt: skip
        said = _("Đã chốt kết quả %(n)s mục, mỗi mục một dòng lịch sử.", n=len(outcome.moved))
        return Answer(url_for("councils.show", session_id=row.id), said)

    try:
        return act_once(effect)
    except Invalid as error:
        if {"idempotency_key", "trigger"} & error.problems.keys():
            raise
        return _votes_page(session_id, typed=form_inputs(RECORD), problems=problems_of(error)), 422
    except Refused as error:
        if not _about_the_count(error):
            raise
        return _votes_page(session_id, typed=form_inputs(RECORD), reasons=reasons_of(error)), 422


def _item_page(session_id: int, n: int, *, typed: Mapping[str, Any] | None = None,
               problems: Mapping[str, str] | None = None, reasons: Sequence[str] = ()) -> str:  # fmt: skip
    row, rows, found = _found(session_id, n)
    trigger = trigger_def(RECORD)
    counting = presenters.exits_by(found, RECORD) and may_plan()
    if found.passed is not None:
        numbers, error = recorded_numbers(found), None
        values: Mapping[str, Any] = numbers
    else:
        values = typed if typed is not None else (_attendance(rows) if counting else {})
        numbers, error = numbers_of(values, trigger, today())
    faults = dict(problems or (problems_of(error) if typed is not None and error else {}))
    rules = found.rules(today())
    complete = found.passed is not None or (typed is not None and error is None)
    vote = vote_words(verdict_of(row.members, rules, found.award_code, numbers)) if complete else None
    following = presenters.next_item(rows, found.position)
    with services().store.reading() as session:
        entered = entered_last(session, found.nomination_id, "refer")
        notes = presenters.notes_of(session, [found])
    return render_template(
        "councils/item.html", counting=counting, may_open=presenters.exits_by(found, OPEN) and may_plan(), vote=vote,
        rows=ledger(row.members, row.document, values, faults, editable=counting), faults=faults, reasons=reasons,
        law=law_of(row.members, rules, found.award_code, words(rules.title.text())),
        conclusion=entered.get("conclusion", ""), recorded=found.passed is not None,
        button=_button(rows, following), following=following, **presenters.item_values(row, rows, found, notes),
    )  # fmt: skip


def _votes_page(session_id: int, *, typed: Mapping[str, Any] | None = None,
                problems: Mapping[str, str] | None = None, reasons: Sequence[str] = ()) -> str:  # fmt: skip
    row = needed_session(session_id)
    with services().store.reading() as session:
        rows = agenda_of(session, row.id)
    values = typed if typed is not None else _attendance(rows)
    numbers, error = numbers_of(values, trigger_def(RECORD), today())
    faults = dict(problems or (problems_of(error) if typed is not None and error else {}))
    complete = typed is not None and error is None
    chosen = set(request.form.getlist("row")) if typed is not None else None
    lines = []
    for number, one in enumerate(rows, start=1):
        if one.nomination_id not in presenters.moving([one], RECORD):
            continue
        rules = one.rules(today())
        law = law_of(row.members, rules, one.award_code, words(rules.title.text()))
        vote = vote_words(verdict_of(row.members, rules, one.award_code, numbers)) if complete else None
        value = f"{one.nomination_id}:{one.version}"
        lines.append(
            {
                "number": number,
                "value": value,
                "checked": chosen is None or value in chosen,
                "name": one.name,
                "code": one.code,
                "unit": pick(one.unit_vi, one.unit_en),
                "award": pick(one.award_vi, one.award_en),
                "law": law,
                "vote": vote,
            }
        )
    return render_template(
        "councils/votes.html", row=row, session_title=presenters.session_title(row), lines=lines, faults=faults,
        reasons=reasons, rows=ledger(row.members, row.document, values, faults, editable=True),
    )  # fmt: skip


def _found(session_id: int, n: int) -> tuple[SessionRow, list[AgendaRow], AgendaRow]:
    """The session, its agenda and the item; an item that is the reader's own is not theirs to open."""
    row = needed_session(session_id)
    with services().store.reading() as session:
        rows = agenda_of(session, row.id)
    found = next((one for one in rows if one.position == n), None)
    if found is None or is_own(found):
        raise NotFound("agenda_item")
    return row, rows, found


def _gone_on(row: SessionRow, rows: Sequence[AgendaRow], found: AgendaRow, trigger: str) -> Answer:
    here = url_for("councils.item", session_id=row.id, n=found.position)
    if trigger == OPEN:
        return Answer(here, _("Đã mở bỏ phiếu về %(name)s.", name=found.name))
    following = presenters.next_item(rows, found.position)
    said = _("Đã chốt kết quả về %(name)s.", name=found.name)
    if following is None:
        return Answer(url_for("councils.show", session_id=row.id), said)
    return Answer(url_for("councils.item", session_id=row.id, n=following.position), said)


def _button(rows: Sequence[AgendaRow], following: AgendaRow | None) -> str:
    if following is None:
        return _("Chốt kết quả, về phiên họp")
    number = next(place for place, one in enumerate(rows, start=1) if one.position == following.position)
    return _("Chốt kết quả, sang mục %(n)s", n=number)


def _attendance(rows: Sequence[AgendaRow]) -> dict[str, Any]:
    """Who was there at the last count of this session: mostly the same people are there at the next."""
    counted = [one for one in rows if one.recorded_at is not None]
    if not counted:
        return {}
    last = max(counted, key=lambda one: (one.recorded_at, one.position))
    return {name: getattr(last, name) for name in VOTE_FIELDS[:2]}


def _about_the_count(error: Refused) -> bool:
    return all(refusal.code in ("vote_unbalanced", "vote_missing", "quorum_missing") for refusal in error.refusals)

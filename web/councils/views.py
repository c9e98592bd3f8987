"""Council sessions: planning, agenda, what is done to a session, and its papers."""

import json
from collections.abc import Mapping

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

import web.councils.voting  # noqa: F401 (its pages join this blueprint)
from web.acting import act_once
from web.context import actor, services, today
from web.councils import presenters
from web.councils.blueprint import blueprint as blueprint
from web.councils.blueprint import is_own, must_plan, must_read, must_read_counts, needed_session
from web.councils.forms import chosen_council, held_at, whole_number
from web.councils.tallying import law_of, ledger, recorded_numbers, verdict_of, vote_words
from web.i18n import _, pick, words
from web.triggers import form_inputs, problems_of, trigger_def
from workflow.councils.queries import SessionRow, councils_on, seats_of, sessions
from workflow.councils.sessions import MoveSession, PlanSession, move_session, plan_session
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.agenda import SetAgenda, add_to_agenda, remove_from_agenda
from workflow.nominations.agenda_queries import agenda_of, ids_by_code, waiting_for_council

FORM_FAULTS = {"idempotency_key", "trigger", "version"}


@blueprint.get("")
def index() -> str:
    must_read()
    return _index({})


@blueprint.post("/sessions")
def plan() -> Response | tuple[str, int]:
    must_plan()

    def effect(tx: Tx) -> Answer:
        command = PlanSession(
            council_id=chosen_council(), held_at=held_at(), place=request.form.get("place", ""), actor=actor()
        )
        session_id = plan_session(tx, services().office, command)
        return Answer(
            url_for("councils.show", session_id=session_id), _("Đã lập phiên họp. Đưa hồ sơ vào chương trình.")
        )

    try:
        return act_once(effect)
    except Invalid as error:
        if FORM_FAULTS & error.problems.keys():
            raise
        return _index(problems_of(error)), 422


@blueprint.get("/sessions/<int:session_id>")
def show(session_id: int) -> str:
    must_read()
    return _page(needed_session(session_id), {})


@blueprint.post("/sessions/<int:session_id>/moves")
def move(session_id: int) -> Response | tuple[str, int]:
    """Convene, close, cancel, sign the minutes: whoever the definition allows."""
    must_read()
    row = needed_session(session_id)
    trigger = request.form.get("trigger", "")

    def effect(tx: Tx) -> Answer:
        command = MoveSession(
            session_id=row.id,
            trigger=trigger,
            seen_version=whole_number("version"),
            actor=actor(),
            inputs=form_inputs(trigger),
        )
        move_session(tx, services().office, command)
        known = trigger_def(trigger)
        return Answer(url_for("councils.show", session_id=row.id), (words(known.done_one) if known else "") + ".")

    try:
        return act_once(effect)
    except Invalid as error:
        if FORM_FAULTS & error.problems.keys():
            raise
        return _page(needed_session(session_id), problems_of(error)), 422


@blueprint.post("/sessions/<int:session_id>/agenda")
def agenda(session_id: int) -> Response:
    """Put on what waits, or take off what was chosen."""
    must_plan()
    row = needed_session(session_id)
    act = request.form.get("act", "")

    def effect(tx: Tx) -> Answer:
        if act == "add_all":
            chosen = [waiting.id for waiting in waiting_for_council(tx.session, actor())]
        else:
            chosen = ids_by_code(tx.session, request.form.getlist("row")[:5_000])
        if not chosen:
            raise Invalid({"row": Problem("choose_rows")})
        command = SetAgenda(session_id=row.id, nomination_ids=chosen, actor=actor())
        if act == "remove":
            said = _("Đã đưa %(n)s mục ra khỏi chương trình.", n=remove_from_agenda(tx, command))
        else:
            said = _("Đã đưa %(n)s hồ sơ vào chương trình.", n=add_to_agenda(tx, command))
        return Answer(url_for("councils.show", session_id=row.id), said)

    return act_once(effect)


@blueprint.get("/sessions/<int:session_id>/agenda/print")
def print_agenda(session_id: int) -> str:
    must_read()
    row = needed_session(session_id)
    with services().store.reading() as session:
        rows = agenda_of(session, row.id)
        notes = presenters.notes_of(session, rows)
    return render_template(
        "councils/print_agenda.html", row=row, title=presenters.session_title(row), rows=rows, notes=notes,
        composition=presenters.composition(rows),
        council=pick(row.council_vi, row.council_en),
    )  # fmt: skip


@blueprint.get("/sessions/<int:session_id>/minutes")
def minutes(session_id: int) -> str:
    """The record of the count, item by item, as it is signed."""
    must_read_counts()
    row = needed_session(session_id)
    with services().store.reading() as session:
        rows = agenda_of(session, row.id)
        seats = seats_of(session, row.council_id, office_date(row.held_at))
    counted = []
    for number, item in enumerate(rows, start=1):
        if item.passed is None or is_own(item):
            continue
        numbers, rules = recorded_numbers(item), item.rules(today())
        verdict = verdict_of(row.members, rules, item.award_code, numbers)
        counted.append({
            "number": number, "item": item, "numbers": numbers, "vote": vote_words(verdict),
            "rows": ledger(row.members, row.document, numbers, {}, editable=False),
            "law": law_of(row.members, rules, item.award_code, words(rules.title.text())),
            "unit": pick(item.unit_vi, item.unit_en), "award": pick(item.award_vi, item.award_en),
        })  # fmt: skip
    return render_template(
        "councils/minutes.html", row=row, title=presenters.session_title(row), counted=counted, total=len(rows),
        seats=seats, seat_line=presenters.seat_line, council=pick(row.council_vi, row.council_en),
    )  # fmt: skip


def _index(problems: Mapping[str, str]) -> str:
    with services().store.reading() as session:
        values = presenters.index_values(sessions(session))
        councils = councils_on(session, today())
    choices = [(str(one.id), pick(one.name_vi, one.name_en)) for one in councils]
    return render_template("councils/index.html", councils=choices, problems=problems, typed=request.form, **values)


def _page(row: SessionRow, problems: dict[str, str]) -> str:
    with services().store.reading() as session:
        values = presenters.session_values(session, row, problems)
    carried = {name: json.dumps(values[name]) for name in ("to_open", "to_forward")}
    return render_template("councils/show.html", carried=carried, seat_line=presenters.seat_line, **values)

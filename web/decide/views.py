"""The chairman decides: one list, one look at what will happen, one act with a record for each name."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from states import Refused
from web.acting import act_once
from web.context import actor, me, services
from web.decide import presenters
from web.decide.acts import carry_out, check_inputs, letters_of, plan
from web.decide.lists import SIGN, Group, Pending, pending
from web.decide.wish import Wish, read_wish
from web.triggers import problems_of
from web.wording import problem_text
from workflow.decisions.queries import decision_with
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Stale
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.bulk import keep_report, read_report
from workflow.nominations.decide_queries import last_moves

blueprint = Blueprint("decide", __name__, url_prefix="/decide")
SIGNERS: Final = ("chairman", "vice_chairman")


@blueprint.get("")
def index() -> str:
    _signers_only()
    with services().store.reading() as session:
        found = pending(session)
    return _page(found, None, {})


@blueprint.post("")
def again() -> str:
    """The list with its strikes as typed: numbers close up, nothing is written."""
    _signers_only()
    wish = read_wish()
    with services().store.reading() as session:
        found = pending(session)
    return _page(found, _still(wish, found.group(wish.act)), {})


@blueprint.post("/preview")
def preview() -> str | tuple[str, int]:
    """What will happen, by name; a page that was overtaken says so here already."""
    _signers_only()
    wish = read_wish()
    with services().store.reading() as session:
        found = pending(session)
        group = found.group(wish.act)
        problems = {name: problem_text(problem) for name, problem in
                    {**check_inputs(session, wish), **wish.problems()}.items()}  # fmt: skip
        changed = _changed(wish, group)
        if changed:
            values = presenters.changed_values(wish, last_moves(session, changed))
            return render_template("decide/changed.html", **values), 409
        if not problems:
            planned = plan(session, wish, group)
            values = presenters.preview_values(found, wish, planned, letters_of(session, planned, wish))
            return render_template("decide/preview.html", **values)
    return _page(found, wish, problems), 422


@blueprint.post("/confirm")
def confirm() -> Response | tuple[str, int]:
    """Sign: all of the list or none of it, each struck name with its own reason."""
    _signers_only()
    wish = read_wish()
    problems = wish.problems()

    def effect(tx: Tx) -> Answer:
        if problems:
            raise Invalid(problems)
        report_id = keep_report(tx, me(), wish.act, carry_out(tx, wish))
        return Answer(url_for("decide.result", report_id=report_id), "")

    try:
        return act_once(effect)
    except Invalid as error:
        if {"idempotency_key", "trigger"} & error.problems.keys():
            raise
        return _asked_again(wish, problems_of(error)), 422
    except (Stale, Refused):
        with services().store.reading() as session:
            changed = _changed(wish, pending(session).group(wish.act))
            moves = last_moves(session, changed or list(wish.seen))
        return render_template("decide/changed.html", **presenters.changed_values(wish, moves)), 409


@blueprint.get("/results/<int:report_id>")
def result(report_id: int) -> str:
    _signers_only()
    with services().store.reading() as session:
        found = read_report(session, me(), report_id)
        if found is None:
            raise NotFound("report")
        trigger, at, lines = found
        definition = services().office.registry.latest("nomination").definition
        targets = {route.target for route in definition.transitions if route.trigger == trigger}
        signed = [line.nomination_id for line in lines if line.target in targets]
        issued = decision_with(session, signed) if trigger == SIGN else None
    values = presenters.result_values(lines, at, definition)
    return render_template(
        "decide/result.html", act=trigger, signed=len(signed), issued=issued, spoken=presenters.spoken, **values
    )


def _page(found: Pending, wish: Wish | None, problems: Mapping[str, str]) -> str:
    return render_template("decide/show.html", **presenters.list_values(found, wish, problems))


def _asked_again(wish: Wish, problems: Mapping[str, str]) -> str:
    with services().store.reading() as session:
        found = pending(session)
    return _page(found, wish, problems)


def _changed(wish: Wish, group: Group) -> list[int]:
    """Names whose version, or whose place among what can be decided, is no longer what the page showed."""
    return [key for key, version in wish.seen.items() if group.seen.get(key) != version]


def _still(wish: Wish, group: Group) -> Wish:
    strikes = {key: strike for key, strike in wish.strikes.items() if key in group.seen}
    return Wish(act=wish.act, signs=wish.signs, seen=group.seen, strikes=strikes, inputs=wish.inputs)


def _signers_only() -> None:
    if not actor().has(*SIGNERS):
        raise Forbidden("not_your_role", who=SIGNERS)

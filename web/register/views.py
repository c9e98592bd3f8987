"""The register: who was honoured here, and who may be the same as whom."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.acting import act_once
from web.autosaving import seen_version
from web.context import actor, services
from web.i18n import words
from web.register import presenters
from web.register.wording import DECIDED
from web.triggers import problems_of
from workflow.kernel.errors import Forbidden, Invalid, NotFound
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.likenesses import SettleLikeness, settle_likeness
from workflow.nominations.register_queries import pair_for, pairs_for
from workflow.register.policy import DECIDERS, READERS, may_decide, may_open, may_search
from workflow.register.queries import entry, search, units_of

blueprint = Blueprint("register", __name__, url_prefix="/register")


@blueprint.get("")
def index() -> str:
    if not may_search(actor()):
        raise Forbidden("not_your_role", who=READERS)
    typed = request.args.get("q", "")[:120]
    after = request.args.get("after")
    with services().store.reading() as session:
        found = search(session, actor(), typed, after)
        waiting = len(pairs_for(session, actor())) if may_decide(actor()) else 0
    return render_template("register/index.html", **presenters.index_values(found, typed, after, waiting))


@blueprint.get("/<int:laureate_id>")
def entry_page(laureate_id: int) -> str | Response:
    with services().store.reading() as session:
        row = entry(session, laureate_id)
        if row is not None and row.merged_into_id is not None:
            return redirect(url_for("register.entry_page", laureate_id=row.merged_into_id), 303)
        if row is None or not may_open(actor(), listed=row.listed, unit_ids=units_of(session, row.id)):
            raise NotFound("laureate")
        values = presenters.entry_values(session, row)
    return render_template("register/show.html", searchable=may_search(actor()), **values)


@blueprint.get("/likenesses")
def likenesses() -> str:
    _only_deciders()
    with services().store.reading() as session:
        lines = presenters.pair_lines(session, pairs_for(session, actor()))
    return render_template("register/likenesses.html", lines=lines)


@blueprint.get("/likenesses/<int:likeness_id>")
def pair_page(likeness_id: int) -> str:
    _only_deciders()
    return _pair_page(likeness_id, {})


@blueprint.post("/likenesses/<int:likeness_id>")
def settle(likeness_id: int) -> Response | tuple[str, int]:
    _only_deciders()

    def effect(tx: Tx) -> Answer:
        state = settle_likeness(tx, SettleLikeness(
            likeness_id=likeness_id, act=request.form.get("act", ""), seen_version=seen_version(), actor=actor(),
            reason=request.form.get("reason", ""),
        ))  # fmt: skip
        return Answer(url_for("register.likenesses"), words(DECIDED[state]) + ".")

    try:
        return act_once(effect)
    except Invalid as error:
        if {"idempotency_key", "version"} & error.problems.keys():
            raise
        return _pair_page(likeness_id, problems_of(error)), 422


def _only_deciders() -> None:
    if not may_decide(actor()):
        raise Forbidden("not_your_role", who=DECIDERS)


def _pair_page(likeness_id: int, problems: dict[str, str]) -> str:
    with services().store.reading() as session:
        pair = pair_for(session, actor(), likeness_id)
        values = presenters.pair_values(session, pair, problems) if pair is not None else None
    if values is None:
        raise NotFound("likeness")
    return render_template("register/pair.html", **values)

"""The conditions of the law for a whole letter: where each name stands, and facts that are the same for all."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from flask import render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web.acting import act_once
from web.context import actor, me, services, today
from web.i18n import _, pick, words
from web.nominations.law import for_reader, verdict
from web.triggers import problems_of
from workflow.eligibility.standing import Eligibility
from workflow.eligibility.vocabulary import FACTS, NONE, FactDef
from workflow.kernel.errors import Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.law.facts import facts_asked, state_for_list
from workflow.nominations.law.queries import eligibility_for
from workflow.nominations.policy import UNIT_ROLES
from workflow.nominations.proposal_queries import LetterSheet, ListLine, letter_sheet, lines_of
from workflow.nominations.rows import load_rows

SHARED: Final = ("rating", "discipline", "registered", "is_head", "initiative_kind", "initiative_scope", "unit_rating")
"""Facts that are often the same for a whole list; a day of recruitment is everyone's own."""


def show(proposal_id: int) -> str:
    return _page(proposal_id, {})


def state(proposal_id: int) -> Response | tuple[str, int]:
    """Enter a fact for every line that says nothing of it yet."""
    with services().store.reading() as session:
        _own(session, proposal_id)
    typed = {name: request.form.get(name, "") for name in SHARED}

    def effect(tx: Tx) -> Answer:
        if typed["discipline"] not in ("", NONE):  # a discipline is somebody's own, with its dates
            raise Invalid({"discipline": Problem("not_a_choice")})
        changed = state_for_list(tx, services().office, actor(), proposal_id, typed)
        return Answer(
            url_for("proposals.law", proposal_id=proposal_id), _("Đã ghi cho %(n)s dòng của danh sách.", n=changed)
        )

    try:
        return act_once(effect)
    except Invalid as error:
        if not error.problems.keys() <= FACTS.keys():
            raise
        return _page(proposal_id, problems_of(error)), 422


VIEWS: Final[tuple[tuple[str, str, Callable[..., Any], list[str]], ...]] = (
    ("/<int:proposal_id>/law", "law", show, ["GET"]),
    ("/<int:proposal_id>/law", "law_facts", state, ["POST"]),
)


def _page(proposal_id: int, problems: dict[str, str]) -> str:
    with services().store.reading() as session:
        sheet = _own(session, proposal_id)
        # A nominee reads of their own file only what the public words say.
        lines = [line for line in lines_of(session, proposal_id) if line.nominee_id is None or line.nominee_id != me()]
        ids = [line.id for line in lines]
        found = {key: for_reader(one) for key, one in eligibility_for(session, ids, today()).items()}
        rows = load_rows(session, ids, locked=False)
    asked = {fact.name for row in rows.values() for fact in facts_asked(row, "unit", today())}
    unsent = sheet.submitted_at is None
    return render_template(
        "proposals/law.html", sheet=sheet, unit=pick(sheet.unit_vi, sheet.unit_en), problems=problems,
        lines=_lines(lines, found), counts=_counts(found),
        fields=[_field(FACTS[name], problems) for name in SHARED if unsent and name in asked],
    )  # fmt: skip


def _own(session: Session, proposal_id: int) -> LetterSheet:
    sheet = letter_sheet(session, proposal_id)
    if sheet is None or sheet.unit_id not in actor().units_as(UNIT_ROLES):
        raise NotFound("proposal")
    return sheet


def _lines(lines: Sequence[ListLine], found: dict[int, Eligibility]) -> list[dict[str, Any]]:
    """Those that fail first, then those that wait, in the order of the letter."""
    shown = []
    for line in lines:
        one = found.get(line.id)
        failed = [words(each.reason) for each in one.standings if each.stops] if one else []
        shown.append({
            "number": line.position, "name": line.name, "award": pick(line.award_vi, line.award_en),
            "href": url_for("nominations.law", code=line.code), "failed": failed,
            "open": [words(each.finding.says) for each in one.open] if one else [],
            "verdict": verdict(one) if one else _("xét trên bản giấy"),
            "tone": "bad" if failed else ("wait" if one and one.open else "good"),
        })  # fmt: skip
    return sorted(shown, key=lambda each: (("bad", "wait", "good").index(each["tone"]), each["number"]))


def _counts(found: dict[int, Eligibility]) -> dict[str, int]:
    failed = sum(any(each.stops for each in one.standings) for one in found.values())
    waiting = sum(bool(one.open) and one.eligible for one in found.values())
    return {"failed": failed, "waiting": waiting, "met": len(found) - failed - waiting}


def _field(fact: FactDef, problems: dict[str, str]) -> dict[str, Any]:
    return {
        "name": fact.name, "label": words(fact.label), "help": words(fact.help) if fact.help else "",
        "kind": fact.kind, "value": request.form.get(fact.name, ""), "error": problems.get(fact.name, ""),
        "choices": [("", _("Không ghi")), *(
            (code, words(text)) for code, text in fact.choices.items() if fact.name != "discipline" or code == NONE)],
    }  # fmt: skip

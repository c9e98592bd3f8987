"""What the caps of a letter are counted of: lists settled on paper, and who took part in the movement."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from web.acting import act_once
from web.context import actor, services, today
from web.i18n import _, day, pick, words
from web.proposals.places import letter_caps
from web.triggers import problems_of
from workflow.awards.paper_lists import EnterPaperList, PaperListRow, enter_paper_list, paper_lists
from workflow.awards.queries import awards
from workflow.kernel.errors import Invalid, NotFound
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.movements.participation import EnterParticipation, ParticipationRow, enter_participation, participations
from workflow.nominations.places.counts import WORKER
from workflow.nominations.policy import UNIT_ROLES
from workflow.nominations.proposal_queries import LetterSheet, letter_sheet, lines_of

MOST_DIGITS: Final = 7
MOVEMENT_IDS: Final = {"document": "movement-document"}  # where two forms of a page have a field of one name
Page = Response | tuple[str, int]


def places(proposal_id: int) -> str:
    """The caps of one letter with the numbers they rest on, and the forms that enter those."""
    return _page(_letter(proposal_id), {})


def enter_paper(proposal_id: int) -> Page:
    sheet = _letter(proposal_id)

    def enter(tx: Tx) -> None:
        enter_paper_list(tx, EnterPaperList(
            unit_id=sheet.unit_id, award_code=request.form.get("award_code", ""), year=sheet.year,
            names=whole("names"), document=request.form.get("document", ""), actor=actor(),
        ))  # fmt: skip

    return _entered(sheet, enter)


def enter_took_part(proposal_id: int) -> Page:
    sheet = _letter(proposal_id)
    if sheet.movement_id is None:
        raise NotFound("movement")
    movement_id = sheet.movement_id

    def enter(tx: Tx) -> None:
        enter_participation(tx, EnterParticipation(
            movement_id=movement_id, unit_id=sheet.unit_id, persons=whole("persons"),
            collectives=whole("collectives"), document=request.form.get("document", ""), actor=actor(),
        ))  # fmt: skip

    return _entered(sheet, enter)


VIEWS: Final[tuple[tuple[str, str, Callable[..., Any], list[str]], ...]] = (
    ("/<int:proposal_id>/places", "places", places, ["GET"]),
    ("/<int:proposal_id>/places/paper-list", "enter_paper", enter_paper, ["POST"]),
    ("/<int:proposal_id>/places/participation", "enter_took_part", enter_took_part, ["POST"]),
)


def whole(name: str) -> int | None:
    """A whole number from the form, or None for anything else."""
    text = request.form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def _entered(sheet: LetterSheet, enter: Callable[[Tx], None]) -> Page:
    def effect(tx: Tx) -> Answer:
        enter(tx)
        return Answer(url_for("proposals.places", proposal_id=sheet.id), _("Đã ghi. Phép tính dùng số mới."))

    try:
        return act_once(effect)
    except Invalid as error:
        if "idempotency_key" in error.problems:
            raise
        return _page(sheet, problems_of(error)), 422


def _page(sheet: LetterSheet, problems: Mapping[str, str]) -> str:
    with services().store.reading() as session:
        lines = lines_of(session, sheet.id)
        caps = letter_caps(session, sheet.id, lines, today())
        papers = paper_lists(session, sheet.unit_id, sheet.year)
        took_part = participations(session, sheet.unit_id, sheet.movement_id) if sheet.movement_id else []
        known = awards(session)
    pressed = request.endpoint == "proposals.enter_took_part"
    asked = {WORKER, *(line.award_code for line in lines)}
    return render_template(
        "proposals/figures.html",
        sheet=sheet,
        caps=caps,
        heading=_("Chỉ tiêu của tờ trình"),
        letter=_("Tờ trình số %(number)s", number=sheet.number) if sheet.number else _("Tờ trình chưa ghi số"),
        figures=[_paper(row) for row in papers] + [_took_part(row) for row in took_part],
        awards=[(award.code, pick(award.name_vi, award.name_en)) for award in known if award.code in asked],
        movement=pick(sheet.movement_vi or "", sheet.movement_en or ""),
        problems=problems,
        summary=[(MOVEMENT_IDS.get(name, name) if pressed else name, said) for name, said in problems.items()],
        pressed=request.endpoint or "",
        value=lambda name: request.form.get(name, ""),
        worker=WORKER,
    )


def _paper(row: PaperListRow) -> dict[str, Any]:
    title = _("%(award)s trên giấy, năm %(year)s", award=pick(row.award_vi, row.award_en), year=row.year)
    return _figure(title, str(row.names), row)


def _took_part(row: ParticipationRow) -> dict[str, Any]:
    title = _("Tham gia phong trào %(name)s", name=words(row.movement))
    number = _("%(persons)s người, %(collectives)s tập thể", persons=row.persons, collectives=row.collectives)
    return _figure(title, number, row)


def _figure(title: str, number: str, row: PaperListRow | ParticipationRow) -> dict[str, Any]:
    who = _("%(name)s ghi ngày %(day)s", name=row.entered_by, day=day(row.entered_at))
    return {"title": title, "number": number, "document": row.document, "who": who}


def _letter(proposal_id: int) -> LetterSheet:
    with services().store.reading() as session:
        sheet = letter_sheet(session, proposal_id)
    if sheet is None or sheet.unit_id not in actor().units_as(UNIT_ROLES):
        raise NotFound("proposal")
    return sheet

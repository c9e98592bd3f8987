"""One nomination while the unit writes it: its fields, its report, its files."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.acting import act_once
from web.autosaving import autosave, is_autosave, seen_version
from web.context import actor, me, services
from web.i18n import _
from web.nominations.checklist import checklist
from web.nominations.points import points_note
from web.proposals import register_fields
from web.proposals.nomination_form import FIELDS, form_values, subject_of
from web.proposals.report_fields import said_of, taking, typed_parts, with_awards
from web.triggers import problems_of
from workflow.awards.queries import awards
from workflow.kernel.errors import Invalid, NotFound
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.nominations.draft import WriteNomination, remove_nomination, write_nomination
from workflow.nominations.file_queries import NominationFile, evidence_of, nomination_file
from workflow.nominations.identity import FIELDS as REGISTER_FIELDS
from workflow.nominations.policy import UNIT_ROLES
from workflow.nominations.proposal_queries import LetterSheet, content_version_of, letter_sheet
from workflow.nominations.register_queries import honours_for
from workflow.nominations.report import ADDED_PARTS
from workflow.nominations.rows import load_rows

ON_THE_LETTER: Final = "letter"


def new_nomination(proposal_id: int) -> str:
    return _new_page(_letter(proposal_id), {})


def add(proposal_id: int) -> Response | tuple[str, int]:
    sheet = _letter(proposal_id)

    def effect(tx: Tx) -> Answer:
        nomination_id = write_nomination(tx, services().office, _command(proposal_id, None))
        said = _("Đã thêm vào danh sách. Gửi tệp kèm theo ở cuối trang.")
        return Answer(_next(sheet.id, nomination_id), said)

    try:
        return act_once(effect)
    except Invalid as error:
        _only_fields(error)
        return _new_page(sheet, problems_of(error)), 422


def edit_nomination(nomination_id: int) -> str | Response:
    file = _own_file(nomination_id)
    if file.nominee_id == me():
        return redirect(url_for("public.own", code=file.code), 303)
    if not _editable(file):
        return redirect(url_for("nominations.show", code=file.code), 303)
    return _edit_page(file, {})


def save(nomination_id: int) -> Response | tuple[str, int]:
    file = _own_file(nomination_id)
    if is_autosave():
        return autosave(lambda tx: _write(tx, file))

    def effect(tx: Tx) -> Answer:
        _write(tx, file)
        return Answer(_next(file.letter.id, nomination_id), said_of(taking()))

    try:
        return act_once(effect)
    except Invalid as error:
        _only_fields(error)
        return _edit_page(file, problems_of(error)), 422


def before_removal(nomination_id: int) -> Response:
    return redirect(url_for("proposals.edit_nomination", nomination_id=nomination_id), 303)


def remove(nomination_id: int) -> Response:
    """Take a line that never moved off the list; pressed again, the line is gone and the answer still there."""

    def effect(tx: Tx) -> Answer:
        file = _own_file(nomination_id)
        remove_nomination(tx, services().office, actor(), nomination_id)
        return Answer(
            url_for("proposals.show", proposal_id=file.letter.id), _("Đã bỏ %(name)s khỏi danh sách.", name=file.name)
        )

    return act_once(effect)


VIEWS: Final[tuple[tuple[str, str, Callable[..., Any], list[str]], ...]] = (
    ("/<int:proposal_id>/nominations/new", "new_nomination", new_nomination, ["GET"]),
    ("/<int:proposal_id>/nominations/new", "add_nomination", add, ["POST"]),
    ("/nominations/<int:nomination_id>", "edit_nomination", edit_nomination, ["GET"]),
    ("/nominations/<int:nomination_id>", "save_nomination", save, ["POST"]),
    ("/nominations/<int:nomination_id>/remove", "before_removal", before_removal, ["GET"]),
    ("/nominations/<int:nomination_id>/remove", "remove_nomination", remove, ["POST"]),
)


def _new_page(sheet: LetterSheet, problems: dict[str, str]) -> str:
    with services().store.reading() as session:
        catalogue = awards(session)
    values = form_values(subject_of("person"), {}, catalogue, problems) | register_fields.new_values()
    return render_template("proposals/nomination.html", sheet=sheet, file=None, **values)


def _edit_page(file: NominationFile, problems: dict[str, str]) -> str:
    with services().store.reading() as session:
        catalogue = awards(session)
        papers = evidence_of(session, file.id)
        points = points_note(session, file.id) if file.received_at is not None else None
        wanted = checklist(session, load_rows(session, [file.id], locked=False)[file.id])
        sheet = letter_sheet(session, file.letter.id)
        known = register_fields.stored_values(session, file)
    filled = {**file.columns, "previous_awards": file.previous_awards or known["awards_filled"]}
    values = form_values(subject_of(file.subject), filled, catalogue, problems) | known
    return render_template(
        "proposals/nomination.html", sheet=sheet, file=file, papers=papers, supplement=points, checklist=wanted,
        **values,
    )  # fmt: skip


def _write(tx: Tx, file: NominationFile) -> int:
    """Save what was typed; returns the version that the content has now."""
    command = _command(file.letter.id, file.id)
    if taking():
        typed = command.fields["previous_awards"]
        known = {"previous_awards": with_awards(typed, honours_for(tx.session, file.laureate_id))}
        command = replace(command, fields={**command.fields, **known})
    nomination_id = write_nomination(tx, services().office, command)
    tx.session.flush()
    return content_version_of(tx.session, nomination_id)


def _command(proposal_id: int, nomination_id: int | None) -> WriteNomination:
    plain = {name: request.form.get(name, "") for name in FIELDS if name not in ADDED_PARTS}
    fields = plain | typed_parts() | register_fields.typed_fields()
    seen = None if nomination_id is None else seen_version()
    return WriteNomination(
        proposal_id=proposal_id, fields=fields, actor=actor(), nomination_id=nomination_id, seen_content=seen
    )


def _next(proposal_id: int, nomination_id: int) -> str:
    if request.form.get("after") == ON_THE_LETTER:
        return url_for("proposals.show", proposal_id=proposal_id)
    here = url_for("proposals.edit_nomination", nomination_id=nomination_id)
    return here + "#previous_awards" if taking() else here


def _editable(file: NominationFile) -> bool:
    definition = services().office.registry.engine(file.definition_key, file.definition_version).definition
    return definition.state(file.state).editable


def _letter(proposal_id: int) -> LetterSheet:
    with services().store.reading() as session:
        sheet = letter_sheet(session, proposal_id)
    if sheet is None or sheet.unit_id not in actor().units_as(UNIT_ROLES):
        raise NotFound("proposal")
    return sheet


def _own_file(nomination_id: int) -> NominationFile:
    """The file, for the people of its unit; to all others it does not exist."""
    with services().store.reading() as session:
        rows = load_rows(session, [nomination_id], locked=False)
        if nomination_id not in rows or rows[nomination_id].unit_id not in actor().units_as(UNIT_ROLES):
            raise NotFound("nomination")
        return nomination_file(session, nomination_id)


def _only_fields(error: Invalid) -> None:
    if not error.problems.keys() <= {*FIELDS, *REGISTER_FIELDS}:
        raise error

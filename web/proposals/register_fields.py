"""The part of the nomination form that speaks to the register: the achievement, the initiative, who it is."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from web.i18n import _, day, pick
from web.presenting import options
from web.proposals.report_fields import given_awards, with_awards
from web.register.presenters import about, award_lines
from workflow.nominations.file_queries import NominationFile
from workflow.nominations.identity import EVENT_FIELDS, FIELDS, INITIATIVE_FIELDS
from workflow.nominations.register_queries import choices_for, honours_for, ties_of
from workflow.nominations.words import ACHIEVEMENT_KINDS

FRESH = 1  # the version of content that was written once: what is still empty may be filled in


def typed_fields() -> dict[str, str]:
    """What the form asked for; a part that it did not show is left as it was."""
    return {name: request.form[name] for name in FIELDS if name in request.form}


def new_values() -> dict[str, Any]:
    return {
        "register": _shown({}), "event_fixed": False, "laureates": [], "given": [], "to_take": False,
        "awards_filled": "",
    } | _choices()  # fmt: skip


def stored_values(session: Session, file: NominationFile) -> dict[str, Any]:
    """What is known of the nomination, entries that may be the same person, and the awards of the register."""
    ties = ties_of(session, file.id)
    near = choices_for(
        session, subject=file.subject, unit_id=file.unit_id, name=file.name, laureate_id=file.laureate_id
    )
    stored = {name: getattr(ties, name) for name in (*EVENT_FIELDS, *INITIATIVE_FIELDS)}
    honours = honours_for(session, file.laureate_id)
    fresh = not file.previous_awards and file.content_version == FRESH
    known = award_lines(honours)
    return {
        "register": _shown({**stored, "achievement_on": day(ties.achievement_on)}),
        "event_fixed": ties.fixed,
        "laureates": [("", _("Không phải ai trong số này"))] + [
            (str(row.id), f"{row.name}, {about(row)}, {pick(row.unit_vi or '', row.unit_en or '')}") for row in near
        ] if near else [],
        "given": given_awards(honours),
        "to_take": bool(honours) and not fresh and with_awards(file.previous_awards, honours) != file.previous_awards,
        "awards_filled": known if fresh else "",
    } | _choices()  # fmt: skip


def _choices() -> dict[str, Any]:
    return {"achievement_kinds": options(ACHIEVEMENT_KINDS, _("Chọn"))}


def _shown(stored: dict[str, Any]) -> dict[str, Any]:
    typed = request.form if request.method == "POST" else None
    return {
        name: typed.get(name, "") if typed is not None else (stored.get(name) or "")
        for name in FIELDS
    }  # fmt: skip

"""What the page of a nomination shows, from rows to words."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from notifications.queries import letters_of
from states import INPUTS, TriggerDef
from web.context import actor, me, today
from web.i18n import _, clock_time, day, day_with_weekday, file_size, pick, short_day, words
from web.nominations.acts import Panel
from web.nominations.checklist import checklist
from web.nominations.diagram import diagram_of
from web.nominations.law import law_block
from web.nominations.path import path_of
from web.nominations.points import points_note
from web.nominations.timeline import timeline_of
from web.nominations.veil import veiled
from web.presenting import (
    KIND_CHOICES,
    PAPERS,
    badge,
    definition_of,
    due,
    holder,
    state_badge,
)
from web.register.presenters import honoured
from web.wording import refusal_text
from workflow.audit.queries import head_of
from workflow.nominations.evidence import KINDS as PAPER_KINDS
from workflow.nominations.evidence import OFFICE_KINDS
from workflow.nominations.file_queries import (
    EvidenceRow,
    NominationFile,
    events_of,
    evidence_of,
    nomination_file,
    open_hold,
    opinions_of,
    votes_of,
)
from workflow.nominations.judging import Judged
from workflow.nominations.policy import OFFICE_ROLES, UNIT_ROLES
from workflow.nominations.register_queries import honours_for
from workflow.nominations.report import figures_of
from workflow.nominations.rows import Row
from workflow.nominations.tasks import ASSIGNERS, HOLDERS
from workflow.nominations.words import GENDERS, OCCUPATIONS, SUBJECTS
from workflow.people.access import views_of
from workflow.people.queries import holders_of


def file_values(session: Session, row: Row, panel: Panel) -> dict[str, Any]:
    file = nomination_file(session, row.id)
    events = events_of(session, "nomination", row.id)
    file, events, panel = veiled(file, events, panel)
    definition = definition_of(file)
    views, readers = views_of(session, row.id)
    return {
        "file": file,
        "heading": file.name,
        "badge": badge(file, full=True),
        "before_hold": state_badge(definition, file.state) if file.overlay else None,
        "facts": _facts(file),
        "unit": pick(file.unit.name_vi, file.unit.name_en),
        "award": pick(file.award.name_vi, file.award.name_en),
        "about": _about(file),
        "path": path_of(definition, file, list(reversed(events))),
        "diagram": diagram_of(definition, file, list(reversed(events))),
        "panel": panel,
        "held_by": holder(file, pick(file.unit.name_vi, file.unit.name_en)),
        "due_text": _due_text(file),
        "timeline": timeline_of(definition, file, events),
        "papers": [_paper(paper) for paper in evidence_of(session, row.id)],
        "paper_kinds": _paper_kinds(file),
        "checklist": checklist(session, row),
        "points": points_note(session, row.id),
        "may_write": definition.state(file.state).editable and file.unit_id in actor().units_as(UNIT_ROLES),
        "letters": [_letter(letter) for letter in reversed(letters_of(session, row.id))],
        "opinions": opinions_of(session, row.id) if actor().has(*OFFICE_ROLES) else [],
        "may_answer": actor().has("appraiser", "desk_officer", "standing_head"),
        "votes": votes_of(session, row.id)
        if actor().has("council_secretary", "standing_head", "chairman", "vice_chairman", "auditor")
        else [],
        "hold": _hold(session, file),
        "law": law_block(session, row),
        "views": views,
        "readers": readers,
        "content": _content(file),
        "figures": figures_of(file.comparison),
        "honours": honoured(honours_for(session, file.laureate_id)),
        "entry_href": url_for("register.entry_page", laureate_id=file.laureate_id) if file.laureate_id else None,
        "chain": head_of(session, "nomination", row.id),
        "officers": _officers(session, file),
        "may_claim": file.assignee_id is None and file.waits_for in HOLDERS and actor().has(*HOLDERS),
        "me_id": me(),
        "crumbs": _crumbs(file),
    }


def _facts(file: NominationFile) -> list[dict[str, Any]]:
    unit = pick(file.unit.name_vi, file.unit.name_en)
    facts: list[dict[str, Any]] = [{"term": _("Người giữ"), "value": holder(file, unit)}] if file.waits_for else []
    facts.append({"term": _("Từ"), "value": day(file.since)})
    limit = due(file.due_on, paused=file.overlay == "on_hold", long=True) if file.waits_for else None
    if limit:
        facts.append({"term": _("Hạn bước này"), "due": limit})
    if file.promised_on and file.waits_for:
        text = _("tạm ngừng tính, chờ đơn vị") if file.paused_on else day(file.promised_on)
        facts.append({"term": _("Hẹn trả kết quả"), "value": text})
    return facts


def _about(file: NominationFile) -> list[str]:
    parts = [file.post, words(KIND_CHOICES[file.kind])]
    if file.movement is not None:
        parts.append(pick(file.movement.short_vi, file.movement.short_en))
    return [part for part in parts if part]


def _due_text(file: NominationFile) -> str:
    limit = due(file.due_on, long=True) if file.waits_for else None
    return limit.text if limit else ""


def _paper(paper: EvidenceRow) -> dict[str, Any]:
    return {
        "id": paper.id,
        "title": paper.file_name,
        "href": url_for("nominations.download", evidence_id=paper.id),
        "sub": f"{words(PAPERS[paper.kind])} · {paper.uploaded_by}, {short_day(paper.uploaded_at)}",
        "end": file_size(paper.size),
        "tone": "meta",
    }


def _paper_kinds(file: NominationFile) -> list[tuple[str, str]]:
    """Kinds of paper the reader may add now; empty when none."""
    if file.state_secret:
        return []
    editable = definition_of(file).state(file.state).editable
    if editable and file.unit_id in actor().units_as(UNIT_ROLES):
        kinds: Sequence[str] = [kind for kind in PAPER_KINDS if kind != "decision_draft"]
    elif (
        file.received_at
        and file.ended_at is None
        and actor().has("desk_officer", "appraiser", "standing_head", "council_secretary")
    ):
        kinds = OFFICE_KINDS
    else:
        return []
    return [("", _("Chọn loại giấy tờ")), *((kind, words(PAPERS[kind])) for kind in kinds)]


def _letter(letter: Any) -> dict[str, Any]:
    ends = {
        "sent": (_("đã gửi"), "good"), "pending": (_("đang chờ"), ""), "dead": (_("không tới"), "bad"),
        "held": (_("in giấy"), ""), "superseded": (_("thay bằng thư khác"), ""),
    }  # fmt: skip
    text, tone = ends[letter.state]
    return {
        "title": letter.subject,
        "href": "",
        "sub": f"{letter.to_name} · {short_day(letter.created_at)} {clock_time(letter.created_at)}",
        "end": text,
        "tone": tone,
    }


def _hold(session: Session, file: NominationFile) -> dict[str, Any] | None:
    """The ground of a hold is for the standing body and the chairman only."""
    hold = open_hold(session, file.id) if file.hold_id else None
    if hold is None or not actor().has("standing_head", "vice_chairman", "chairman", "desk_officer", "appraiser"):
        return None
    ground = INPUTS["hold_ground"].choice(hold.ground)
    return {
        "ground": words(ground.label) if ground else hold.ground,
        "reason": hold.reason,
        "review_on": day_with_weekday(hold.review_on),
    }


def _content(file: NominationFile) -> list[dict[str, str]]:
    """The facts about the candidate, those that were given."""
    pairs = [
        (_("Loại đối tượng"), words(SUBJECTS[file.subject])),
        (_("Năm sinh"), str(file.birth_year or "")),
        (_("Giới tính"), words(GENDERS[file.gender]) if file.gender and file.subject == "person" else ""),
        (_("Nhóm"), words(OCCUPATIONS[file.occupation]) if file.occupation else ""),
        (_("Trực tiếp lao động"), _("có") if file.direct_labour else ""),
        (_("Tập thể nhỏ"), _("có") if file.small_collective else ""),
        (
            _("Số người"),
            _("%(n)s, trong đó nữ %(women)s", n=file.member_count, women=file.female_count or 0)
            if file.member_count
            else "",
        ),
        (_("Hoàn cảnh lập thành tích"), file.circumstances),
        (_("Chức năng, nhiệm vụ được giao"), file.duties),
        (_("Căn cứ tiêu chuẩn"), file.criteria_met),
    ]
    return [{"term": term, "value": value} for term, value in pairs if value]


def _officers(session: Session, file: NominationFile) -> list[tuple[str, str]]:
    if not actor().has(*ASSIGNERS) or file.waits_for not in HOLDERS:
        return []
    people = {row.id: row.full_name for row in holders_of(session, sorted(HOLDERS), today())}
    return [("", _("Không ai giữ")), *((str(key), name) for key, name in people.items())]


def _crumbs(file: NominationFile) -> list[dict[str, str]]:
    """The way the reader came: from the queue, from the unit's letter, or from the council."""
    own = file.unit_id in actor().units_as(UNIT_ROLES)
    letter = _("Tờ trình %(number)s", number=file.letter.number) if file.letter.number else _("Tờ trình chưa ghi số")
    second = {"text": letter}
    if actor().has(*OFFICE_ROLES):
        first = {"text": _("Hàng chờ"), "href": url_for("queue.show")}
    elif own:
        first = {"text": _("Tờ trình"), "href": url_for("proposals.index")}
        second["href"] = url_for("proposals.show", proposal_id=file.letter.id)
    else:
        first = {"text": _("Hội đồng"), "href": url_for("councils.index")}
    return [first, second, {"text": file.code}]


def act_values(row: Row, trigger: TriggerDef, judged: Judged) -> dict[str, Any]:
    """The form of one act, or why it cannot be done."""
    definition = definition_of(row)
    target = judged.step.target if judged.step else None
    return {
        "row": row,
        "trigger": trigger,
        "label": words(trigger.label),
        "signing": trigger.signing,
        "source": state_badge(definition, row.state),
        "target": state_badge(definition, target) if target and target != row.state else None,
        "reasons": [refusal_text(refusal) for refusal in judged.refusals],
        "back": url_for("nominations.show", code=row.code),
        "version": row.version,
    }

"""The trail: who did what to what, newest first; and the proof that nothing in it was altered."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from web.admin.doors import blueprint, number
from web.admin.wording import ACTS, FAULTS, SUBJECTS
from web.context import actor, me, now, services
from web.i18n import _, moment, words
from web.presenting import role_name
from workflow.audit.queries import MOST, TrailRow, latest_entries
from workflow.audit.verify import Fault
from workflow.lifecycle.verify import verify
from workflow.nominations.listing import codes_of, ids_like, own_ids
from workflow.people.queries import find_people, names_of

SHOWN_FAULTS = 200


@blueprint.get("/audit")
def audit() -> str:
    typed_subject, typed_actor = _asked("subject"), _asked("actor")
    with services().store.reading() as session:
        subjects = _subjects(session, typed_subject)
        people = [row.id for row in find_people(session, typed_actor)] if typed_actor else []
        nothing = (typed_subject and not subjects) or (typed_actor and not people)
        before = number(request.args.get("before", ""))
        rows = (
            ()
            if nothing
            else latest_entries(session, before_id=before, actor_ids=people, subjects=subjects, most=MOST + 1)
        )
        lines = _lines(session, rows[:MOST])
    wanted: dict[str, Any] = {
        name: value for name, value in (("subject", typed_subject), ("actor", typed_actor)) if value
    }
    return render_template(
        "admin/audit.html",
        rows=lines,
        subject=typed_subject,
        actor_words=typed_actor,
        filtered=bool(wanted),
        next_href=url_for("admin.audit", **wanted, before=rows[MOST - 1].id) if len(rows) > MOST else "",
        first_href=url_for("admin.audit", **wanted) if before else "",
    )


@blueprint.get("/audit/verify")
def audit_verify() -> str:
    """Read everything once, as `thidua audit verify` does, and say what was found."""
    with services().store.reading() as session:
        report = verify(session.connection(), services().office.registry)
    return render_template(
        "admin/verify.html",
        sound=report.sound,
        at=now(),
        figures=[
            {"value": report.subjects, "label": _("chuỗi đã đọc")},
            {"value": report.entries, "label": _("mục nhật ký")},
            {"value": report.events, "label": _("bước chuyển")},
            {"value": len(report.faults), "label": _("chỗ không khớp")},
        ],
        faults=[_fault(one) for one in report.faults[:SHOWN_FAULTS]],
        more=max(0, len(report.faults) - SHOWN_FAULTS),
    )


def _asked(name: str) -> str:
    return request.args.get(name, "").replace("\x00", "").strip()[:80]


def _subjects(session: Session, typed: str) -> list[tuple[str, int]]:
    """What the typed words point at: `person:12`, or the code of a file, whole or its last number."""
    kind, _colon, key = typed.partition(":")
    if kind in SUBJECTS and (found := number(key)) is not None:
        return [(kind, found)]
    return [("nomination", one) for one in ids_like(session, typed)] if typed else []


def _lines(session: Session, rows: Sequence[TrailRow]) -> list[dict[str, Any]]:
    people = {row.actor_id for row in rows} | {row.on_behalf_of_id for row in rows}
    people |= {row.subject_id for row in rows if row.subject_kind == "person"}
    names = {key: row.full_name for key, row in names_of(session, [one for one in people if one]).items()}
    codes = codes_of(session, {row.subject_id for row in rows if row.subject_kind == "nomination"})
    own = own_ids(session, me())
    lines = [_line(row, names, codes) for row in rows]
    for row, line in zip(rows, lines, strict=True):
        if row.subject_kind == "nomination" and row.subject_id in own:
            # Where their own file stands is told to them as to any nominee: not before its release.
            line |= {"who": "–", "below": "", "what": _("Việc trong hồ sơ của chính bạn"), "how": ""}
    return lines


def _line(row: TrailRow, names: dict[int, str], codes: dict[int, str]) -> dict[str, Any]:
    who = names.get(row.actor_id or 0) or (_("tự động") if row.action == "move" else _("dòng lệnh của máy chủ"))
    behalf = names.get(row.on_behalf_of_id or 0)
    capacity = role_name(str(row.detail.get("capacity") or "")) if row.action == "move" else ""
    return {
        "seq": row.seq,
        "at": moment(row.at),
        "who": who,
        "below": ", ".join(
            part
            for part in (capacity if row.actor_id else "", _("thay %(name)s", name=behalf) if behalf else "")
            if part
        ),
        "what": _act(row),
        "how": _how(row),
        "subject": _subject(row, names, codes),
        "href": url_for("admin.audit", subject=f"{row.subject_kind}:{row.subject_id}"),
        "mark": row.hash[:12],
    }


def _act(row: TrailRow) -> str:
    """The act in words: a move as its trigger says it, all else from the list."""
    if row.action == "move":
        definition = (
            services().office.registry.engine(row.detail["definition_key"], row.detail["definition_version"]).definition
        )
        return words(definition.trigger(row.detail["trigger"]).label)
    return words(ACTS[row.action]) if row.action in ACTS else row.action


def _how(row: TrailRow) -> str:
    """From where to where, or which role: never what was written, voted or held against somebody.

    Where a move led can be a result that is not told yet: that is for an auditor, not for whoever keeps the machine.
    """
    if row.action == "move" and actor().has("auditor") and row.detail["source"] != row.detail["target"]:
        definition = (
            services().office.registry.engine(row.detail["definition_key"], row.detail["definition_version"]).definition
        )
        source, target = definition.state(row.detail["source"]), definition.state(row.detail["target"])
        return _("từ “%(source)s” sang “%(target)s”", source=words(source.short), target=words(target.short))
    if row.action in ("grant_role", "end_grant", "delegate", "revoke_delegation"):
        return role_name(str(row.detail.get("role") or ""))
    return ""


def _subject(row: TrailRow, names: dict[int, str], codes: dict[int, str]) -> str:
    kind = words(SUBJECTS[row.subject_kind]) if row.subject_kind in SUBJECTS else row.subject_kind
    known = {"nomination": codes, "person": names}.get(row.subject_kind, {}).get(row.subject_id)
    which = known or _("số %(n)s", n=row.subject_id)
    return f"{kind} {which}"


def _fault(one: Fault) -> dict[str, str]:
    kind, _colon, key = one.subject.partition(":")
    name = words(SUBJECTS[kind]) if kind in SUBJECTS else kind
    return {
        "subject": f"{name} {key}",
        "seq": str(one.seq),
        "what": words(FAULTS[one.code]) if one.code in FAULTS else one.code,
    }

"""The points of a supplement in words: what was asked, what stood then, what stands now, and how it was settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from states import Definition, Text
from web.context import actor, services, today
from web.differences import Piece, compared
from web.i18n import _, day, file_size, moment, words
from web.presenting import Badge, badge, definition_of
from web.triggers import InputField
from workflow.nominations.evidence import KINDS, OFFICE_KINDS
from workflow.nominations.facts import Facts
from workflow.nominations.file_queries import NominationFile
from workflow.nominations.judging import Judge
from workflow.nominations.points.queries import FileThen, PointRow, Round, rounds_of
from workflow.nominations.points.subjects import SUBJECTS
from workflow.nominations.policy import UNIT_ROLES
from workflow.nominations.rows import Row
from workflow.nominations.supplements import ANSWERED_BEFORE, SETTLED_BEFORE, settlers
from workflow.nominations.words import PAPERS

ASKED = Text("chưa trả lời", "not answered")
ANSWERED = Text("đã trả lời", "answered")
ACCEPTED = Text("đã chấp nhận", "accepted")
REFUSED = Text("chưa đạt", "not accepted")


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of one side of the comparison."""

    name: str
    href: str
    below: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Words of one part of the content, old beside new."""

    title: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point as its page shows it."""

    id: int
    position: int
    text: str
    about: str
    late: bool
    standing: Badge
    file_before: FileLine | None
    file_after: FileLine | None
    words: Comparison | None
    answer: str
    answered: str
    settled: str
    why: str
    kind: str
    typed: Mapping[str, str]
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RoundBlock:
    """One supplement with its points; `answering` and `settling` say what the reader does with them now."""

    title: str
    counted: str
    points: Sequence[PointLine]
    changed: Sequence[Comparison]
    answering: bool
    settling: bool


def points_page(session: Session, row: Row, file: NominationFile, problems: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page of the points shows; problems belong to the point that was sent."""
    definition = definition_of(file)
    rounds = rounds_of(session, row.id)
    answering = _leads(definition, row.state, ANSWERED_BEFORE) and row.unit_id in actor().units_as(UNIT_ROLES)
    settling = _leads(definition, row.state, SETTLED_BEFORE) and actor().has(*settlers(services().office, row))
    return {
        "file": file,
        "badge": badge(file, full=True),
        "rounds": [
            _block(one, problems, answering=answering and one is rounds[0], settling=settling) for one in rounds
        ],
        "due": day(file.due_on) if answering else "",
        "answering": answering,
        "settling": settling and bool(rounds),
        "next_one": _next(rounds, answering=answering, settling=settling),
        "edit_href": url_for("proposals.edit_nomination", nomination_id=row.id),
        "supply_href": _act(session, row, ANSWERED_BEFORE) if answering else "",
        "receive_href": _act(session, row, SETTLED_BEFORE) if settling else "",
        "kinds": [(kind, words(PAPERS[kind])) for kind in KINDS if kind not in OFFICE_KINDS[:1]],
        "secret": file.state_secret,
        "summary": [(f"{name}-{request.form.get('point', '')}", text) for name, text in problems.items()],
    }


def points_note(session: Session, nomination_id: int) -> dict[str, Any] | None:
    """The points in one line each, for the page of the file; None when none was ever raised."""
    rounds = rounds_of(session, nomination_id)
    if not rounds:
        return None
    newest = rounds[0]
    return {"counted": counted(newest.points), "lines": [_line(one, {}) for one in newest.points]}


def suggested(fields: Sequence[InputField], facts: Facts) -> list[InputField]:
    """The form of the request begins with what the checklist lacks, so that everything is named at once."""
    return [replace(one, value=_lacking(facts)) if one.name == "points" and not one.value else one for one in fields]


def _lacking(facts: Facts) -> str:
    return "\n".join(_("%(paper)s: chưa có.", paper=words(paper)) for paper in facts.missing)


def counted(points: Sequence[PointRow]) -> str:
    return _("%(n)s điểm, %(answered)s đã trả lời, %(accepted)s đã chấp nhận", n=len(points),
             answered=sum(one.answered_at is not None for one in points),
             accepted=sum(one.outcome == "accepted" for one in points))  # fmt: skip


def _leads(definition: Definition, state: str, trigger: str) -> bool:
    return any(item.trigger == trigger for item in definition.exits(state))


def _act(session: Session, row: Row, trigger: str) -> str:
    """The way to the move that comes after the points, where it would not be refused."""
    judged = Judge(session, services().office, actor(), [row], today()).judge(row, trigger, {})
    return url_for("nominations.act", code=row.code, trigger=trigger) if judged.moves else ""


def _next(rounds: Sequence[Round], *, answering: bool, settling: bool) -> int | None:
    """The point that is worked on next; its button is the one that stands out."""
    points = [point for one in rounds for point in one.points]
    if answering:
        return next((one.id for one in points if one.answered_at is None), None)
    return next((one.id for one in points if one.outcome is None), None) if settling else None


def _block(one: Round, problems: Mapping[str, str], *, answering: bool, settling: bool) -> RoundBlock:
    told = {point.about for point in one.points}
    return RoundBlock(
        _("Lần %(n)s, yêu cầu %(when)s", n=one.number, when=moment(one.asked_at)), counted(one.points),
        [_line(point, problems) for point in one.points],
        [_comparison(name, *pair) for name, pair in one.changed.items() if name not in told],
        answering, settling,
    )  # fmt: skip


def _line(point: PointRow, problems: Mapping[str, str]) -> PointLine:
    sent = bool(problems) and request.form.get("point") == str(point.id)
    about = SUBJECTS.get(point.about or "")
    typed = {name: request.form.get(name, "") for name in ("answer", "why", "kind")} if sent else {}
    return PointLine(
        point.id, point.position, point.text, words(about) if about else "", point.flagged_late, _standing(point),
        _file(point.file_before), _file(point.file_after),
        _comparison(point.about or "", point.words_before, point.words_after or "")
        if point.words_before is not None and point.answered_at is not None else None,
        point.answer,
        f"{point.answered_by}, {moment(point.answered_at)}" if point.answered_at else "",
        f"{point.settled_by}, {moment(point.settled_at)}" if point.settled_at else "",
        point.why, point.about if point.about in KINDS else "other",
        typed, problems if sent else {},
    )  # fmt: skip


def _standing(point: PointRow) -> Badge:
    if point.outcome is not None:
        return Badge(words(ACCEPTED), "seal") if point.outcome == "accepted" else Badge(words(REFUSED), "ask")
    return Badge(words(ANSWERED), "work") if point.answered_at is not None else Badge(words(ASKED), "ask")


def _file(file: FileThen | None) -> FileLine | None:
    if file is None:
        return None
    below = f"{words(PAPERS[file.kind])} · {moment(file.uploaded_at)} · {file_size(file.size)}"
    if file.withdrawn_at is not None:
        below += " · " + _("đã rút %(when)s", when=moment(file.withdrawn_at))
    return FileLine(file.file_name, url_for("nominations.download", evidence_id=file.id), below)


def _comparison(name: str, before: str, after: str) -> Comparison:
    old, new = compared(before, after)
    return Comparison(words(SUBJECTS[name]) if name in SUBJECTS else "", old, new, before == after)

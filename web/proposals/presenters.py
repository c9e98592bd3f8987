"""What the pages of a letter show, from rows to words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from sqlalchemy import Row

from states import Text
from web.context import actor, me
from web.i18n import _, clock_time, day, pick, short_day, words
from web.presenting import (
    KIND_CHOICES,
    Badge,
    Due,
    badge,
    due,
    options,
    state_of,
)
from web.proposals.composition import composition, person_line
from web.proposals.moves import LetterPanel
from workflow.kernel.db import NO_DUE_DATE
from workflow.nominations.papers import DIGITAL
from workflow.nominations.proposal_queries import LetterLine, LetterSheet, ListLine

SHOWN = 200
HEAD_ROLES = ("unit_head", "deputy_head")
ABOUT = {
    "yearly": Text("Về việc đề nghị khen thưởng thường xuyên, hằng năm", "Proposing regular yearly awards"),
    "thematic": Text("Về việc đề nghị khen thưởng theo đợt, chuyên đề", "Proposing awards of a campaign"),
    "sudden": Text("Về việc đề nghị khen thưởng đột xuất", "Proposing awards for a sudden achievement"),
}


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One letter in a register."""

    title: str
    below: str
    href: str
    count: str
    parts: str
    when: str
    due: Due | None
    act: str
    act_href: str


@dataclass(frozen=True, slots=True)
class Line:
    """One nomination in the list of a letter."""

    id: int
    number: int
    name: str
    about: str
    award: str
    achievement: str
    report: str
    words: int
    has_report: bool
    files: int
    missing: Sequence[str]
    state: Badge | None
    code: str
    href: str
    edit_href: str
    secret: bool


def index_values(unsent: Sequence[LetterLine], sent: Sequence[LetterLine], following: int | None,
                 before: int | None) -> dict[str, Any]:  # fmt: skip
    head = actor().has(*HEAD_ROLES)
    return {
        "head": head,
        "with_head": [letter_line(row, act=_("Đọc và ký") if head else _("Mở")) for row in unsent if is_with_head(row)],
        "drafts": [letter_line(row, act=_("Viết tiếp")) for row in unsent if not is_with_head(row)],
        "sent": [letter_line(row, act=_("Giấy biên nhận"), receipt=True) for row in sent],
        "next_href": url_for("proposals.index", before=following) if following else None,
        "first_href": url_for("proposals.index") if before else None,
    }


def is_with_head(row: LetterLine) -> bool:
    """Everything in it waits for the signature; one line still being written keeps the letter a draft."""
    return row.with_head > 0 and row.with_clerk == 0


def letter_line(row: LetterLine, *, act: str, receipt: bool = False) -> IndexLine:
    unit = pick(row.unit_vi, row.unit_en)
    number = _("Tờ trình %(number)s", number=row.number) if row.number else _("Tờ trình chưa ghi số")
    written = _("Soạn: %(name)s, %(day)s", name=row.prepared_by, day=short_day(row.created_at))
    about = pick(row.movement_vi or "", row.movement_en or "") or words(KIND_CHOICES[row.kind])
    page = "proposals.receipt" if receipt else "proposals.show"
    limit = due(row.due_on) if row.due_on and row.due_on != NO_DUE_DATE and not row.submitted_at else None
    return IndexLine(
        f"{number}: {about}",
        f"{unit} · {written}",
        url_for("proposals.show", proposal_id=row.id),
        _("%(n)s đề nghị", n=row.count),
        _parts(row),
        _when(row),
        limit,
        act,
        url_for(page, proposal_id=row.id),
    )


def letter_values(sheet: LetterSheet, lines: Sequence[ListLine], panel: LetterPanel, movements: Sequence[Row[Any]],
                  problems: Mapping[str, str]) -> dict[str, Any]:  # fmt: skip
    unit = pick(sheet.unit_vi, sheet.unit_en)
    unsent = sheet.submitted_at is None
    mixed = len({line.state for line in lines}) > 1
    listed = lines if "all" in request.args else lines[:SHOWN]
    return {
        "sheet": sheet,
        "unit": unit,
        "heading": _("Tờ trình số %(number)s", number=sheet.number) if sheet.number else _("Tờ trình chưa ghi số"),
        "about": _about(sheet),
        "place_date": place_date(sheet.place, sheet.letter_date),
        "writing": unsent and (not lines or any(state_of(line).editable for line in lines)),
        "unsent": unsent,
        "total": len(lines),
        "lines": [_line(line, panel, shown_state=mixed or not unsent) for line in listed],
        "all_href": url_for("proposals.show", proposal_id=sheet.id, all=1) if len(listed) < len(lines) else None,
        "states_shown": mixed or not unsent,
        "composition": composition(lines),
        "panel": panel,
        "values": _typed(sheet),
        "problems": problems,
        "summary": _summary(panel, problems),
        "kinds": options(KIND_CHOICES),
        "movements": _movements(movements),
        "facts": _facts(sheet),
        "subjects": [(code, label) for code, label in _add_labels().items()],
        "receipt_href": url_for("proposals.receipt", proposal_id=sheet.id) if not unsent else None,
    }


def _summary(panel: LetterPanel, problems: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is wrong, by the id of its control: fields of a move carry its name, for several may ask for a reason."""
    ids = {item.name: f"{move.trigger}-{item.name}" for move in panel.moves if move.pressed for item in move.fields}
    return [(ids.get(name, name), sentence) for name, sentence in problems.items()]


def new_values(units: Sequence[Row[Any]], movements: Sequence[Row[Any]], problems: Mapping[str, str]) -> dict[str, Any]:
    return {
        "units": [("", _("Chọn đơn vị")), *((str(unit.id), pick(unit.name_vi, unit.name_en)) for unit in units)],
        "unit": pick(units[0].name_vi, units[0].name_en) if len(units) == 1 else "",
        "kinds": [("", _("Chọn loại")), *options(KIND_CHOICES)],
        "movements": _movements(movements),
        "values": request.form,
        "problems": problems,
        "warn_head": actor().has(*HEAD_ROLES),
    }


def place_date(place: str, value: date | None) -> str:
    if value is None:
        return _("%(place)s, ngày … tháng … năm …", place=place)
    d, m = f"{value.day:02d}", f"{value.month:02d}"
    return _("%(place)s, ngày %(d)s tháng %(m)s năm %(y)s", place=place, d=d, m=m, y=value.year)


def _line(line: ListLine, panel: LetterPanel, *, shown_state: bool) -> Line:
    own = line.nominee_id is not None and line.nominee_id == me()
    papers = {paper.asked.document: paper for paper in panel.papers.get(line.id, ())}
    reported = any(papers[name].there for name in DIGITAL & papers.keys())
    # A nominee reads of their own file only what the public words say.
    href = url_for("public.own", code=line.code) if own else url_for("nominations.show", code=line.code)
    editable = state_of(line).editable and not own
    return Line(
        line.id,
        line.position,
        line.name,
        person_line(line),
        pick(line.award_vi, line.award_en),
        line.achievement,
        line.report,
        line.report_words,
        bool(line.report) or reported,
        line.files,
        [words(paper.asked.full_name) for name, paper in papers.items() if paper.lacking and name != "letter"],
        None if own or not shown_state else badge(line),
        line.code,
        href,
        url_for("proposals.edit_nomination", nomination_id=line.id) if editable else "",
        line.state_secret,
    )


def _about(sheet: LetterSheet) -> str:
    if sheet.movement_id is not None:
        movement = pick(sheet.movement_vi or "", sheet.movement_en or "")
        return _("Về việc đề nghị khen thưởng phong trào “%(movement)s”", movement=movement)
    return words(ABOUT[sheet.kind])


def _facts(sheet: LetterSheet) -> list[dict[str, str]]:
    pairs = [
        (_("Số"), sheet.number or _("chưa ghi")),
        (_("Ngày ký"), day(sheet.letter_date) or _("chưa ghi")),
        (_("Loại khen thưởng"), words(KIND_CHOICES[sheet.kind])),
        (_("Phong trào"), pick(sheet.movement_vi or "", sheet.movement_en or "")),
        (_("Người soạn"), f"{sheet.prepared_by}, {short_day(sheet.created_at)} {clock_time(sheet.created_at)}"),
        (_("Người ký trình"), ", ".join(part for part in (
            sheet.endorsed_by or "", pick(sheet.endorsed_title_vi or "", sheet.endorsed_title_en or "")) if part)),
    ]  # fmt: skip
    return [{"term": term, "value": value} for term, value in pairs if value]


def _typed(sheet: LetterSheet) -> Mapping[str, Any]:
    """What stands in the fields: what was typed, when the page comes back with errors."""
    if request.method == "POST" and "kind" in request.form:
        return {
            name: request.form.get(name, "") for name in ("kind", "movement_id", "number", "letter_date", "summary")
        }
    return {
        "kind": sheet.kind, "movement_id": sheet.movement_id or "", "number": sheet.number or "",
        "letter_date": day(sheet.letter_date), "summary": sheet.summary,
    }  # fmt: skip


def _movements(movements: Sequence[Row[Any]]) -> list[tuple[str, str]]:
    return [("", _("Không theo phong trào nào")),
            *((str(row.id), pick(row.name_vi, row.name_en)) for row in movements)]  # fmt: skip


def _add_labels() -> dict[str, str]:
    return {"person": _("Thêm cá nhân"), "collective": _("Thêm tập thể"), "household": _("Thêm hộ gia đình")}


def _parts(row: LetterLine) -> str:
    parts = (
        _("%(n)s tập thể", n=row.collectives) if row.collectives else "",
        _("%(n)s hộ gia đình", n=row.households) if row.households else "",
        _("%(n)s cá nhân", n=row.persons) if row.persons else "",
    )
    return ", ".join(part for part in parts if part)


def _when(row: LetterLine) -> str:
    if row.submitted_at is not None:
        return _("nhận %(day)s lúc %(time)s", day=day(row.submitted_at), time=clock_time(row.submitted_at))
    return _("lập %(day)s", day=day(row.created_at))

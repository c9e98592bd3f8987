"""What the pages of a list show: verdicts, differences and results as sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import request, url_for

from states import Text
from web.i18n import _, moment, words
from web.wording import problem_text
from workflow.kernel.errors import Problem
from workflow.nominations.proposal_queries import LetterSheet
from workflow.nominations.sheets.checking import ADDED, BAD, CHANGED, SAME, Plan, Verdict
from workflow.nominations.sheets.columns import BY_NAME
from workflow.nominations.sheets.differences import Difference
from workflow.nominations.sheets.importing import Upload
from workflow.nominations.sheets.labels import Labels
from workflow.nominations.sheets.standing import Elsewhere

SHOWN: Final = 200
LONG: Final = 160
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be taken, and what to mend in which column."""

    number: int
    name: str
    reasons: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what stands, and what would stand."""

    head: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row that would be taken. `doubts` say why somebody has to decide."""

    number: int
    name: str
    code: str
    award: str
    changes: Sequence[Change] = ()
    doubts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """The first rows of a part, and how many there are in all."""

    items: Sequence[Any]
    total: int

    @property
    def rest(self) -> int:
        return self.total - len(self.items)


def list_values(sheet: LetterSheet, uploads: Sequence[Upload], problems: Mapping[str, str]) -> dict[str, Any]:
    return _of_the_letter(sheet) | {
        "problems": problems,
        "uploads": [
            {"name": one.file_name, "by": f"{one.by}, {moment(one.created_at)}", "result": _result_line(one),
             "href": url_for("sheets.preview", proposal_id=sheet.id, upload_id=one.id)}
            for one in uploads
        ],
    }  # fmt: skip


def preview_values(sheet: LetterSheet, upload: Upload, plan: Plan, labels: Labels) -> dict[str, Any]:
    names = {award.code: award.label for award in labels.awards}
    added, changed = plan.of(ADDED, asks=False), plan.of(CHANGED, asks=False)
    return _of_the_letter(sheet) | {
        "upload": upload,
        "title": _title(plan),
        "bad": _folded([_fault(one.row.number, one.name, one.problems) for one in plan.of(BAD)]),
        "asked": _folded([_line(one, names) for one in plan.asked if one.outcome in (ADDED, CHANGED)]),
        "changed": _folded([_line(one, names) for one in changed]),
        "added": _folded([_line(one, names) for one in added]),
        "same": len(plan.of(SAME)),
        "gone": _folded([{"name": line.values["name"], "code": line.code} for line in plan.gone]),
        "ignored": plan.file.ignored,
        "too_many": plan.too_many,
        "seen": plan.seen,
        "button": _button(len(added), len(changed)),
        "whole": "all" in request.args,
        "all_href": url_for("sheets.preview", proposal_id=sheet.id, upload_id=upload.id, all=1),
        "bad_href": url_for("sheets.bad_rows", proposal_id=sheet.id, upload_id=upload.id),
    }


def report_values(sheet: LetterSheet, upload: Upload, result: Mapping[str, Any]) -> dict[str, Any]:
    faults = faults_of(result)
    names = {number: name for number, name, _problems in result["bad"]}
    return _of_the_letter(sheet) | {
        "upload": upload,
        "title": _done(len(result["added"]), len(result["changed"])),
        "added": _folded(result["added"]),
        "changed": _folded(result["changed"]),
        "skipped": _folded(result["skipped"]),
        "bad": _folded([_fault(number, names[number], problems) for number, problems in faults.items()]),
        "all_href": url_for("sheets.preview", proposal_id=sheet.id, upload_id=upload.id, all=1),
        "bad_href": url_for("sheets.bad_rows", proposal_id=sheet.id, upload_id=upload.id),
    }


def faults_of(result: Mapping[str, Any]) -> Mapping[int, Mapping[str, Problem]]:
    """The rows that were not taken, as they were kept with the result."""
    return {
        number: {name: Problem(code, params) for name, (code, params) in problems.items()}
        for number, _name, problems in result["bad"]
    }


def reasons(problems: Mapping[str, Problem]) -> str:
    """Every reason in one cell: the column, and what to do."""
    return "\n".join(f"{words(BY_NAME[name].head)}: {problem_text(one)}" for name, one in problems.items())


def _of_the_letter(sheet: LetterSheet) -> dict[str, Any]:
    number = _("Tờ trình %(number)s", number=sheet.number) if sheet.number else _("Tờ trình chưa ghi số")
    return {"sheet": sheet, "letter_name": number, "back": url_for("proposals.show", proposal_id=sheet.id),
            "list_href": url_for("sheets.show", proposal_id=sheet.id),
            "template_href": url_for("sheets.letter_list", proposal_id=sheet.id)}  # fmt: skip


def _folded(items: Sequence[Shown]) -> Fold:
    return Fold(items if "all" in request.args else items[:SHOWN], len(items))


def _fault(number: int, name: str, problems: Mapping[str, Problem]) -> Fault:
    return Fault(number, name, [(words(BY_NAME[field].head), problem_text(one)) for field, one in problems.items()])


def _line(verdict: Verdict, awards: Mapping[str, Text]) -> Line:
    code = verdict.values.get("award_code", "")
    return Line(
        verdict.row.number, verdict.name, verdict.standing.code if verdict.standing else "",
        words(awards[code]) if code in awards else "", [_change(one, awards) for one in verdict.changes],
        _doubts(verdict),
    )  # fmt: skip


def _doubts(verdict: Verdict) -> list[str]:
    """Why somebody has to decide about the row."""
    found = [_alike(one) for one in verdict.alike[:3]]
    if verdict.twin is not None:
        found.append(_("Giống dòng %(n)s của tệp này", n=verdict.twin))
    if verdict.overtaken:
        found.append(_("Đã sửa trên trang sau khi tải danh sách về: nạp thì ghi đè bằng nội dung trong tệp"))
    return found


def _alike(one: Elsewhere) -> str:
    letter = _("Tờ trình %(number)s", number=one.letter) if one.letter else _("Tờ trình chưa ghi số")
    return f"{one.name}, {one.birth_year or '–'} · {words(one.award)} · {one.code} · {letter}"


def _change(one: Difference, awards: Mapping[str, Text]) -> Change:
    return Change(words(BY_NAME[one.field].head), _shown(one.field, one.old, awards),
                  _shown(one.field, one.new, awards))  # fmt: skip


def _shown(field: str, value: Any, awards: Mapping[str, Text]) -> str:
    """A value as a person reads it; a long text by its beginning."""
    column = BY_NAME[field]
    if value is None or value == "":
        return _("(trống)")
    if column.kind == "flag":
        return words(column.choices["1" if value else "0"])
    labels = awards if column.kind == "award" else column.choices
    text = words(labels[value]) if value in labels else str(value)
    if len(text) <= LONG:
        return text
    return _("%(beginning)s… (%(n)s chữ cái)", beginning=text[:LONG].rstrip(), n=len(text))


def _title(plan: Plan) -> str:
    parts = (
        (ADDED, _("%(n)s đề nghị mới", n=len(plan.of(ADDED)))),
        (CHANGED, _("%(n)s đề nghị đổi nội dung", n=len(plan.of(CHANGED)))),
        (BAD, _("%(n)s dòng sai", n=len(plan.of(BAD)))),
    )
    said = [text for outcome, text in parts if plan.of(outcome)]
    return _("Xem trước: %(parts)s", parts=", ".join(said) if said else _("không có gì đổi"))


def _button(added: int, changed: int) -> str:
    if added and changed:
        return _("Nạp %(n)s đề nghị mới, sửa %(m)s", n=added, m=changed)
    if added:
        return _("Nạp %(n)s đề nghị mới", n=added)
    return _("Sửa %(n)s đề nghị", n=changed) if changed else _("Nạp các dòng đã chọn")


def _done(added: int, changed: int) -> str:
    if added and changed:
        return _("Đã nạp %(n)s đề nghị mới, sửa %(m)s", n=added, m=changed)
    return _("Đã nạp %(n)s đề nghị mới", n=added) if added else _("Đã sửa %(n)s đề nghị", n=changed)


def _result_line(one: Upload) -> str:
    if one.applied_at is None or one.result is None:
        return _("mới xem trước, chưa nạp")
    return _("đã nạp lúc %(time)s: %(n)s mới, %(m)s sửa", time=moment(one.applied_at), n=len(one.result["added"]),
             m=len(one.result["changed"]))  # fmt: skip

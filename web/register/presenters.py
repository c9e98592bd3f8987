"""What the pages of the register show, from rows to words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from sqlalchemy.orm import Session

from web.context import actor
from web.i18n import _, day, moment, pick, words
from web.presenting import LEVELS, Badge, badge
from web.register.wording import DECIDED, GROUNDS, QUESTIONS, SOURCES
from workflow.nominations.register_queries import FileLine, files_of, full_files, names_of_pairs
from workflow.nominations.words import GENDERS, SUBJECTS
from workflow.register.policy import may_decide
from workflow.register.queries import Entries, EntryRow, HonourRow, LikenessRow, entries, honours_of, members_of

SHOWN_HONOURS: Final = 6


@dataclass(frozen=True, slots=True)
class Honoured:
    """One award somebody was given."""

    year: int
    award: str
    about: str
    decision: str
    source: str
    annulled: str
    kind: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two columns; `same` says that both hold the same words."""

    term: str
    first: Sequence[str]
    second: Sequence[str]

    @property
    def same(self) -> bool:
        return list(self.first) == list(self.second)


def index_values(found: Entries, typed: str, after: str | None, waiting: int) -> dict[str, Any]:
    return {
        "typed": typed,
        "rows": [
            {"href": url_for("register.entry_page", laureate_id=row.id), "name": row.name, "below": about(row),
             "unit": pick(row.unit_vi or "", row.unit_en or ""), "honours": found.honours.get(row.id, 0)}
            for row in found.rows
        ],
        "next_href": url_for("register.index", q=typed, after=found.follows) if found.follows else None,
        "first_href": url_for("register.index", q=typed) if after else None,
        "waiting": waiting,
        "may_decide": may_decide(actor()),
    }  # fmt: skip


def about(row: EntryRow) -> str:
    """Kind, birth year and post, in one line."""
    born = _("sinh năm %(year)s", year=row.birth_year) if row.birth_year and row.kind != "collective" else ""
    return " · ".join(part for part in (words(SUBJECTS[row.kind]), born, row.post) if part)


def honoured(rows: Sequence[HonourRow]) -> list[Honoured]:
    """Honours as people read them, newest first."""
    return [
        Honoured(
            row.year,
            pick(row.award_vi, row.award_en),
            row.achievement or row.initiative or "",
            decision_text(row),
            words(SOURCES[row.source]),
            _("thu hồi %(day)s", day=day(row.annulled_on)) if row.annulled_on else "",
            row.kind,
        )
        for row in rows
    ]


def decision_text(row: HonourRow) -> str:
    authority = words(LEVELS[row.authority]) if row.authority in LEVELS else row.authority
    number = row.decision_number
    if row.decision_date is None:
        return _("Quyết định %(number)s, %(who)s", number=number, who=authority)
    when = day(row.decision_date)
    return _("Quyết định %(number)s ngày %(day)s, %(who)s", number=number, day=when, who=authority)


def award_lines(rows: Sequence[HonourRow]) -> str:
    """What stands in the report under “Đã được khen thưởng”, one award in a line; annulled ones are no honour."""
    return "\n".join(
        f"{row.year}: {pick(row.award_vi, row.award_en)}, {decision_text(row)}"
        for row in rows if row.annulled_on is None
    )  # fmt: skip


def entry_values(session: Session, row: EntryRow) -> dict[str, Any]:
    members = members_of(session, [row.id])[row.id]
    honours = [one for each in honours_of(session, members).values() for one in each]
    files = files_of(session, actor(), members)
    joined = [one for key, one in entries(session, members).items() if key != row.id]
    return {
        "entry": row,
        "about": about(row),
        "unit": pick(row.unit_vi or "", row.unit_en or ""),
        "honours": honoured(honours),
        "running": [_file_line(file) for file in files if file.ended_at is None],
        "joined": [_joined(one) for one in joined],
    }


def _joined(row: EntryRow) -> str:
    return ", ".join(part for part in (row.name, about(row), pick(row.unit_vi or "", row.unit_en or "")) if part)


def _file_line(file: FileLine) -> dict[str, Any]:
    shown: Badge = badge(file)
    return {
        "code": file.code, "href": url_for("nominations.show", code=file.code),
        "award": pick(file.award_vi, file.award_en), "unit": pick(file.unit_vi, file.unit_en),
        "achievement": file.achievement, "state": shown,
    }  # fmt: skip


def pair_lines(session: Session, pairs: Sequence[LikenessRow]) -> list[dict[str, Any]]:
    """Pairs in a list: the two names, what is alike, and where to decide."""
    kept = {one for pair in pairs if pair.subject_kind == "laureate" for one in (pair.first_id, pair.second_id)}
    known = entries(session, kept) if kept else {}
    files = names_of_pairs(session, pairs)
    lines = []
    for pair in pairs:
        source: Mapping[int, Any] = known if pair.subject_kind == "laureate" else files
        sides = [source.get(pair.first_id), source.get(pair.second_id)]
        if None in sides:
            continue
        lines.append({
            "href": url_for("register.pair_page", likeness_id=pair.id),
            "names": " – ".join(side.name for side in sides if side),
            "units": " – ".join(pick(side.unit_vi or "", side.unit_en or "") if hasattr(side, "unit_vi")
                                else pick(side.name_vi, side.name_en) for side in sides if side),
            "question": words(QUESTIONS[pair.subject_kind]),
            "grounds": grounds_text(pair),
        })  # fmt: skip
    return lines


def grounds_text(pair: LikenessRow) -> str:
    """What is alike, in one line."""
    return ", ".join(
        words(GROUNDS[ground["code"]], **{name: value for name, value in ground.items() if name != "code"})
        for ground in pair.grounds
    )


def pair_values(session: Session, pair: LikenessRow, problems: Mapping[str, str]) -> dict[str, Any] | None:
    """Two entries or two files side by side; None when one of them is not for this reader."""
    compare = _entries_compared if pair.subject_kind == "laureate" else _files_compared
    lines = compare(session, pair)
    if lines is None:
        return None
    decided = ""
    if pair.decided_at is not None:
        decided = f"{words(DECIDED[pair.state])}, {pair.decided_by or '–'}, {moment(pair.decided_at)}"
    return {
        "pair": pair, "question": words(QUESTIONS[pair.subject_kind]), "grounds": grounds_text(pair), "lines": lines,
        "between_files": pair.subject_kind == "nomination", "decided": decided, "problems": problems,
    }  # fmt: skip


def _entries_compared(session: Session, pair: LikenessRow) -> list[Compared] | None:
    rows = entries(session, (pair.first_id, pair.second_id))
    if len(rows) < 2:
        return None
    first, second = rows[pair.first_id], rows[pair.second_id]
    honours = honours_of(session, (pair.first_id, pair.second_id))
    files = files_of(session, actor(), (pair.first_id, pair.second_id))
    running = {row.id: [f"{one.code}: {pick(one.award_vi, one.award_en)}" for one in files if one.laureate_id == row.id]
               for row in (first, second)}  # fmt: skip
    return [
        *_identity(first, second),
        Compared(_("Đã được khen"), _awards(honours.get(first.id, ())), _awards(honours.get(second.id, ()))),
        Compared(_("Hồ sơ"), running[first.id], running[second.id]),
    ]


def _files_compared(session: Session, pair: LikenessRow) -> list[Compared] | None:
    rows = full_files(session, actor(), (pair.first_id, pair.second_id))
    if len(rows) < 2:
        return None
    first, second = rows[pair.first_id], rows[pair.second_id]

    def both(term: str, tell: Any) -> Compared:
        return Compared(term, [tell(first)] if tell(first) else [], [tell(second)] if tell(second) else [])

    return [
        both(_("Số hồ sơ"), lambda one: one.code),
        *_identity(first, second),
        both(_("Hình thức đề nghị"), lambda one: pick(one.award_vi, one.award_en)),
        both(_("Trạng thái"), lambda one: badge(one).text),
        both(_("Ngày lập thành tích"), lambda one: day(one.happened_on)),
        both(_("Nơi lập thành tích"), lambda one: one.place),
        both(_("Thành tích, một dòng"), lambda one: one.achievement),
        Compared(_("Báo cáo thành tích"), first.report.split("\n"), second.report.split("\n")),
        Compared(_("Hoàn cảnh, đặc điểm"), first.circumstances.split("\n"), second.circumstances.split("\n")),
    ]


def _identity(first: Any, second: Any) -> list[Compared]:
    def both(term: str, tell: Any) -> Compared:
        return Compared(term, [tell(first)] if tell(first) else [], [tell(second)] if tell(second) else [])

    return [
        both(_("Họ tên, tên gọi"), lambda one: one.name),
        both(_("Năm sinh"), lambda one: str(one.birth_year or "")),
        both(_("Giới tính"), lambda one: words(GENDERS[one.gender]) if one.gender else ""),
        both(_("Đơn vị"), lambda one: pick(one.unit_vi or "", one.unit_en or "")),
        both(_("Chức vụ, nơi làm việc hoặc nơi ở"), lambda one: one.post),
    ]


def _awards(rows: Sequence[HonourRow]) -> list[str]:
    return [f"{one.year}: {one.award}. {one.decision}" for one in honoured(rows[:SHOWN_HONOURS])]

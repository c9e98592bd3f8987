"""Lists for the office's own tables: the words of the page, the types of a spreadsheet."""

from collections.abc import Sequence
from datetime import datetime

from web.i18n import _, pick, words
from web.presenting import badge, holder, kind_text
from workflow.kernel.db import NO_DUE_DATE
from workflow.kernel.sheets import Book, Cell, Column
from workflow.nominations.proposal_queries import LetterSheet, ListLine
from workflow.nominations.queue import QueueRow
from workflow.nominations.words import GENDERS, OCCUPATIONS, SUBJECTS


def queue_list(rows: Sequence[QueueRow], at: datetime) -> bytes:
    """The queue, one file a row."""
    columns = [
        Column(head=_("STT"), kind="integer", width=6), Column(head=_("Mã hồ sơ"), width=18),
        Column(head=_("Đối tượng"), width=28), Column(head=_("Đơn vị trình"), width=26),
        Column(head=_("Hình thức đề nghị"), width=30), Column(head=_("Loại khen thưởng"), width=24),
        Column(head=_("Trạng thái"), width=20), Column(head=_("Người giữ"), width=22),
        Column(head=_("Hạn"), kind="date", width=12),
    ]  # fmt: skip
    return _book(_("Hàng chờ"), columns, [_queue_row(number, row) for number, row in enumerate(rows, start=1)], at)


def sent_letter(sheet: LetterSheet, lines: Sequence[ListLine], reader: int, at: datetime) -> bytes:
    """The list of a letter as it was sent. Of their own file a nominee reads only the public words, not its state."""
    columns = [
        Column(head=_("STT"), kind="integer", width=6), Column(head=_("Mã hồ sơ"), width=18),
        Column(head=_("Loại đối tượng"), width=12), Column(head=_("Đối tượng"), width=28),
        Column(head=_("Năm sinh"), kind="integer", width=10), Column(head=_("Giới tính"), width=10),
        Column(head=_("Chức vụ, nơi làm việc"), width=30, wrap=True), Column(head=_("Nhóm"), width=18),
        Column(head=_("Hình thức đề nghị"), width=30), Column(head=_("Thành tích"), width=44, wrap=True),
        Column(head=_("Trạng thái"), width=20), Column(head=_("Hẹn trả"), kind="date", width=12),
    ]  # fmt: skip
    return _book(_("Danh sách"), columns, [_letter_row(line, own=line.nominee_id == reader) for line in lines], at)


def _queue_row(number: int, row: QueueRow) -> list[Cell]:
    unit = pick(row.unit_vi, row.unit_en)
    due_on = row.due_on if row.due_on != NO_DUE_DATE else None
    return [number, row.code, row.name, unit, pick(row.award_vi, row.award_en), kind_text(row), badge(row).text,
            holder(row, unit), due_on]  # fmt: skip


def _letter_row(line: ListLine, *, own: bool) -> list[Cell]:
    return [
        line.position, line.code, words(SUBJECTS[line.subject]), line.name, line.birth_year,
        words(GENDERS[line.gender]) if line.gender else None, line.post,
        words(OCCUPATIONS[line.occupation]) if line.occupation else None, pick(line.award_vi, line.award_en),
        line.achievement, None if own else badge(line).text, line.promised_on,
    ]  # fmt: skip


def _book(name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], at: datetime) -> bytes:
    book = Book(at)
    book.sheet(name, columns, rows)
    return book.done()

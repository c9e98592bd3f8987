"""The page of the calendar: a year as it ships and as it was corrected, and what a correction does elsewhere."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.factories import fire, make_nomination, make_nominations
from tests.support.office import OfficeApp, Visitor, open_office
from tests.web.letters import statements_of, text
from tests.web.test_public import facts_of, status
from workflow.calendars.working_days import SHIPPED
from workflow.kernel.db import table_of
from workflow.nominations.models import Nomination
from workflow.nominations.tasks import AssignTasks, assign_tasks

ROW = re.compile(r"<tr role=\"row\"(?P<mark>[^>]*)><td class=\"stt\".*?</tr>", re.S)
UNREAD = "chưa đọc được văn bản, cần đối chiếu |"
STORM = {
    "day": "06/11/2023", "kind": "off", "name_vi": "nghỉ do bão", "name_en": "closed by the storm",
    "document": "12/CĐ-UBND",
}  # fmt: skip


def rows(visitor: Visitor, year: int) -> list[str]:
    """The lines of the register as they read; a struck one begins with a minus."""
    page = visitor.get("/admin/calendar", year=str(year)).get_data(as_text=True)
    found = []
    for row in ROW.finditer(page):
        cells = [re.sub(r"<[^>]+>", " ", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[0], re.S)]
        said = " | ".join(" ".join(unescape(cell).split()) for cell in cells[1:])
        found.append((("- " if "struck" in row["mark"] else "") + said).rstrip())
    return found


def correct(visitor: Visitor, **changed: str) -> None:
    assert visitor.post("/admin/calendar", **{**STORM, **changed}).status_code == 303


def test_a_year_as_it_ships(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    assert rows(admin, 2026) == [
        "thứ Năm 01/01/2026 | Nghỉ | Tết Dương lịch | lịch đi kèm |",
        "thứ Sáu 02/01/2026 | Nghỉ | nghỉ hoán đổi với ngày làm bù | lịch đi kèm " + UNREAD,
        "thứ Bảy 10/01/2026 | Đi làm | làm bù cho ngày nghỉ hoán đổi | lịch đi kèm " + UNREAD,
        "thứ Hai 16/02 – thứ Sáu 20/02/2026 | Nghỉ | Tết Nguyên đán | lịch đi kèm |",
        "Chủ nhật 26/04/2026 | Nghỉ | Giỗ Tổ Hùng Vương | lịch đi kèm |",
        "thứ Hai 27/04/2026 | Nghỉ | nghỉ bù ngày lễ trùng ngày nghỉ hằng tuần | lịch đi kèm |",
        "thứ Năm 30/04/2026 | Nghỉ | Ngày Chiến thắng 30/4 | lịch đi kèm |",
        "thứ Sáu 01/05/2026 | Nghỉ | Ngày Quốc tế Lao động 1/5 | lịch đi kèm |",
        "thứ Bảy 22/08/2026 | Đi làm | làm bù cho ngày nghỉ hoán đổi | lịch đi kèm |",
        "thứ Hai 31/08/2026 | Nghỉ | nghỉ hoán đổi với ngày làm bù | lịch đi kèm |",
        "thứ Ba 01/09 – thứ Tư 02/09/2026 | Nghỉ | Quốc khánh | lịch đi kèm |",
        "thứ Ba 24/11/2026 | Đi làm | Ngày Văn hóa Việt Nam | lịch đi kèm " + UNREAD,
    ]
    page = text(admin.get("/admin/calendar", year="2026"))
    assert "3 dòng chưa đọc được văn bản" in page and "Bộ luật Lao động 2019, Điều 112" in page
    assert "Ngày đã hẹn với người được đề nghị và hạn đã giao giữ nguyên" in page


def test_a_correction_stands_in_its_place_and_can_be_withdrawn(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    correct(admin)
    correct(admin, day="2023-11-11", kind="worked", name_vi="làm bù", name_en="worked instead")
    assert rows(admin, 2023)[-2:] == [
        "thứ Hai 06/11/2023 | Nghỉ | nghỉ do bão | 12/CĐ-UBND Người admin ghi 01/11/2023 | Rút thứ Hai 06/11/2023",
        "thứ Bảy 11/11/2023 | Đi làm | làm bù | 12/CĐ-UBND Người admin ghi 01/11/2023 | Rút thứ Bảy 11/11/2023",
    ]
    answer = admin.post("/admin/calendar/1/withdraw", year="2023")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/calendar?year=2023")
    assert rows(admin, 2023)[-2] == (
        "- thứ Hai 06/11/2023 | Nghỉ | nghỉ do bão | "
        "12/CĐ-UBND Người admin ghi 01/11/2023; Người admin rút 01/11/2023 |"
    )
    trail = text(admin.get("/admin/audit", subject="calendar_day:1"))
    assert "Sửa một ngày trong lịch" in trail and "Rút một lần sửa lịch" in trail and "Lần sửa lịch" in trail


def test_a_shipped_day_that_is_corrected_is_struck_and_what_is_left_of_it_stays(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    correct(admin, day="12/02/2024", kind="worked", name_vi="trực tiêm phòng", name_en="on duty")
    found = [row for row in rows(admin, 2024) if "Tết Nguyên đán" in row or "trực" in row]
    assert [row.split(" | ")[0] for row in found] == [
        "thứ Năm 08/02 – Chủ nhật 11/02/2024", "- thứ Hai 12/02/2024", "thứ Hai 12/02/2024",
        "thứ Ba 13/02 – thứ Tư 14/02/2024",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        ({"day": "05/11/2023"}, ["Ngày này đã nghỉ rồi (Chủ Nhật). Không cần ghi."]),
        ({"kind": "worked"}, ["Ngày này vốn là ngày làm việc. Không cần ghi."]),
        ({"day": "01/11/2029"}, ["Ngày này cách hôm nay quá xa. Kiểm tra lại năm."]),
        ({"day": "31/11/2023"}, ["Nhập ngày theo mẫu 24/11/2023."]),
        ({"day": "", "kind": "", "name_vi": "", "document": "x" * 301},
         ["Nhập ngày theo mẫu 24/11/2023.", "Chọn một mục trong danh sách.", "Nhập nội dung vào ô này.",
          "Viết gọn lại, nhiều nhất 300 chữ cái."]),
    ],
)  # fmt: skip
def test_what_is_refused_says_what_to_do_and_keeps_what_was_typed(
    office: OfficeApp, changed: dict[str, str], sentences: list[str]
) -> None:
    answer = office.visitor("admin").post("/admin/calendar", **{**STORM, **changed})
    page = text(answer)
    assert answer.status_code == 422
    summary = re.search(r"data-error-summary.*?</ol>", page, re.S)
    assert summary is not None
    assert sorted(re.findall(r"<a href=\"#[a-z_]+\">(.*?)</a>", summary[0])) == sorted(sentences)
    assert 'value="closed by the storm"' in page


def test_the_refusal_is_in_the_readers_language(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    admin.get("/language/en")
    page = text(admin.post("/admin/calendar", **{**STORM, "day": "05/11/2023"}))
    assert "This day is off already (Sunday). There is nothing to enter." in page


def test_a_day_is_corrected_once_until_it_is_withdrawn(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    correct(admin)
    assert "Ngày này đã sửa rồi. Rút lần sửa đó trước" in text(admin.post("/admin/calendar", **STORM))
    admin.post("/admin/calendar/1/withdraw", year="2023")
    correct(admin)


def test_strange_years_are_the_nearest_there_are(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    for asked, shown in (("1", 2017), ("9999", 2026), ("x", 2023), ("-2", 2023), ("2025", 2025)):
        assert f"<h1>Lịch làm việc năm {shown}</h1>" in text(admin.get("/admin/calendar", year=asked))


def test_a_page_costs_the_same_however_much_was_corrected(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    before = statements_of(office, admin, "/admin/calendar")
    for day in range(6, 11):
        correct(admin, day=f"{day:02}/11/2023")
    assert before == statements_of(office, admin, "/admin/calendar") == 2


def test_limits_on_every_page_count_by_the_corrected_calendar(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "under_appraisal")
    officer, path = office.visitor("desk_officer"), f"/nominations/{office.code(nomination_id)}"
    assert "còn 5 ngày" in text(officer.get(path)) and "còn 5 ngày" in text(officer.get("/queue"))
    correct(office.visitor("admin"))
    assert "còn 4 ngày" in text(officer.get(path)) and "còn 4 ngày" in text(officer.get("/queue"))
    asked = text(officer.get("/law", on="03/11/2023", days="1"))
    assert "nghỉ do bão" in asked and "07/11/2023" in asked
    promised = office.row(nomination_id)["promised_on"]
    assert promised == SHIPPED.add(office.district.today, 8)  # given before, and kept


# --- what the head of the office sees


def assign(office: OfficeApp, role: str, ids: list[int]) -> None:
    command = AssignTasks(
        nomination_ids=ids, assignee_id=office.district.people[role], actor=office.district.act("standing_head")
    )
    with office.district.services.store.transaction() as tx:
        assign_tasks(tx, command)


def test_the_head_sees_what_is_overdue_and_with_whom(office: OfficeApp) -> None:
    district = office.district
    theirs = make_nominations(district, 3, "under_appraisal")
    assign(office, "desk_officer", theirs)
    make_nominations(district, 2, "pending_decision")
    asked = make_nomination(district, "supplement_requested")
    free = make_nomination(district, "submitted")
    on_time = make_nomination(district, "under_appraisal")
    with district.services.store.transaction() as tx:
        table = table_of(Nomination)
        tx.connection.execute(update(table).where(table.c.id == on_time).values(due_on=date(2024, 12, 2)))
        tx.connection.execute(update(table).where(table.c.id == theirs[0]).values(due_on=date(2023, 10, 31)))
    district.sleep(20)
    head = office.visitor("standing_head")
    page = text(head.get("/"))
    section = re.search(r"<h2>Quá hạn đang ở ai</h2>.*?</section>", page, re.S)
    assert section is not None
    found = re.findall(r'<a class="who-row" href="([^"]*)">([^<]*)</a>.*?<td role="cell">([^<]*)<', section[0], re.S)
    assert found == [
        ("/queue?view=late&holder=person:4", "Người desk_officer", "3 hồ sơ quá hạn"),
        ("/queue?view=late&holder=free", "Chưa ai nhận", "1 hồ sơ quá hạn"),
        ("/queue?view=late&holder=chairman", "Chủ tịch Ủy ban nhân dân", "2 hồ sơ quá hạn"),
        (f"/queue?view=late&holder=unit:{district.unit_id}", "Xã Liêm Túc", "1 hồ sơ quá hạn"),
    ]
    assert "quá hạn 13 ngày" in section[0]
    codes = {
        "person:4": theirs, "free": [free], "chairman": None, f"unit:{district.unit_id}": [asked], "person:99": [],
        "nobody": [], "unit:x": [],
    }  # fmt: skip
    for holder, ids in codes.items():
        listed = text(head.get("/queue", view="late", holder=holder))
        shown = set(re.findall(r"TĐKT-2023-\d+", listed))
        assert len(shown) == 2 if ids is None else shown == {office.code(one) for one in ids}, holder
    assert "đang ở: Người desk_officer" in text(head.get("/queue", view="late", holder="person:4"))


def test_who_is_not_the_head_sees_no_register_of_others(office: OfficeApp) -> None:
    late = make_nominations(office.district, 2, "under_appraisal")
    assign(office, "desk_officer", late)
    office.district.sleep(30)
    for role in ("desk_officer", "appraiser", "clerk", "chairman"):
        assert "Quá hạn đang ở ai" not in text(office.visitor(role).get("/"))


# --- what the nominee is told


def answered(office: OfficeApp, count: int, days: int) -> None:
    """Files that were decided so many working days after they were complete."""
    ids = make_nominations(office.district, count, "decided")
    with office.district.services.store.transaction() as tx:
        table = table_of(Nomination)
        complete = SHIPPED.shift(office.district.today, -days)
        tx.connection.execute(update(table).where(table.c.id.in_(ids)).values(complete_on=complete))


def told(office: OfficeApp, nomination_id: int) -> str | None:
    return facts_of(status(office, nomination_id)).get("Dự kiến có kết quả")


def test_a_nominee_is_told_an_honest_day(office: OfficeApp) -> None:
    mine = make_nomination(office.district, "under_appraisal", nominee_id=office.district.people["nominee"])
    assert told(office, mine) == (
        "Chưa đủ hồ sơ cùng loại để ước tính. Quy định: trong 8 ngày làm việc kể từ khi nhận đủ giấy tờ."
    )
    answered(office, 5, 6)
    half = "Một nửa số hồ sơ cùng loại gần đây có kết quả trong 6 ngày làm việc."
    assert told(office, mine) == f"Khoảng thứ Năm 09/11/2023. {half}"
    own = text(office.visitor("nominee").get(f"/my-nominations/{office.code(mine)}"))
    assert facts_of(own)["Dự kiến có kết quả"] == told(office, mine)
    assert told(office, make_nomination(office.district, "submitted")) == f"{half} Tính từ khi nhận đủ giấy tờ."
    office.district.sleep(9)
    assert told(office, mine) == f"Muộn hơn thường lệ. {half}"
    fire(office.district, [mine], "refer")
    assert told(office, mine) == f"Muộn hơn thường lệ. {half}"
    fire(office.district, [mine], "sign_decision")
    assert told(office, mine) is None


def test_stuck_files_do_not_make_anybodys_day_later_or_earlier(office: OfficeApp) -> None:
    answered(office, 5, 6)
    mine = make_nomination(office.district, "under_appraisal")
    before = told(office, mine)
    stuck = make_nominations(office.district, 8, "under_appraisal")
    with office.district.services.store.transaction() as tx:
        table = table_of(Nomination)
        tx.connection.execute(update(table).where(table.c.id.in_(stuck)).values(complete_on=date(2022, 2, 1)))
    assert told(office, mine) == before


def test_in_english_and_on_a_draft(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    draft = make_nomination(office.district, "draft", nominee_id=office.district.people["nominee"])
    nominee = office.visitor("nominee")
    nominee.get("/language/en")
    assert "Expected answer" not in text(nominee.get(f"/my-nominations/{office.code(draft)}"))
    sent = make_nomination(office.district, "under_appraisal", nominee_id=office.district.people["nominee"])
    page = text(nominee.get(f"/my-nominations/{office.code(sent)}"))
    assert facts_of(page)["Expected answer"] == (
        "Too few files of this kind to estimate. The rule: within 8 working days of the complete papers."
    )

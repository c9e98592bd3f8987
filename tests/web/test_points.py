"""The pages of a dossier: papers by name, the report's form and its paper, the points of a supplement."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.evidence.forms import forms_of
from tests.factories import attach, fire, make_nomination, pdf
from tests.support.office import OfficeApp, Visitor
from tests.web.letters import new_letter, press, stranger, text
from tests.workflow.register.making import enter, past_award, row, rows, write

POINTS = "Biên bản họp bình xét: thiếu chữ ký\nThành tích đạt được: chưa có số liệu"


def asked(office: OfficeApp) -> tuple[int, str, list[int]]:
    """A file that owes a supplement of two points: its id, the address of their page, their ids."""
    nomination_id = make_nomination(office.district, "submitted", kind="yearly")
    fire(office.district, [nomination_id], "request_supplement", inputs={"points": POINTS, "due_on": "10/11/2023"})
    ids = [one["id"] for one in rows(office.district, "supplement_point")]
    return nomination_id, f"/nominations/{office.code(nomination_id)}/points", ids


def send(visitor: Visitor, page: str, point: int, act: str, **typed: Any) -> TestResponse:
    return visitor.post(page, point=str(point), act=act, **typed)


def upload(name: str = "Biên bản, đủ chữ ký.pdf") -> dict[str, Any]:
    return {"file": (io.BytesIO(pdf()), name)}


def test_the_unit_answers_and_the_desk_sees_old_and_new(office: OfficeApp) -> None:
    nomination_id, page, (first, second) = asked(office)
    clerk, officer = office.visitor("clerk"), office.visitor("desk_officer")
    shown = text(clerk.get(page))
    assert "2 điểm, 0 đã trả lời" in shown and "Ghi trả lời điểm 1" in shown and "Nộp bổ sung" not in shown
    assert "minutes.pdf" in shown, "the file that stood when it was asked"
    assert "Ghi trả lời điểm" not in text(officer.get(page))

    told = send(clerk, page, first, "answer", answer="Đã ký đủ.", kind="minutes", **upload())
    assert (told.status_code, told.location.endswith(f"/points#point-{first}")) == (303, True)
    write(office.district, nomination_id, name="Nguyễn Văn A", report="Báo cáo thành tích có số liệu.")
    send(clerk, page, second, "answer", answer="Đã viết vào mục II.")
    shown = text(clerk.get(page))
    assert "2 điểm, 2 đã trả lời, 0 đã chấp nhận" in shown and "Nộp bổ sung" in shown
    fire(office.district, [nomination_id], "supply")

    shown = text(officer.get(page))
    assert "minutes.pdf" in shown and "Biên bản, đủ chữ ký.pdf" in shown
    assert "<del>tích.</del>" in shown and "<ins>tích có số liệu.</ins>" in shown
    assert "Chấp nhận điểm 1" in shown and "Tiếp nhận hồ sơ" not in shown
    refused = send(officer, page, second, "not_accepted", why="")
    assert refused.status_code == 422 and "Nêu điểm này còn thiếu gì." in text(refused)
    assert send(officer, page, first, "accepted").status_code == 303
    assert send(officer, page, second, "not_accepted", why="Số liệu chưa khớp.").status_code == 303
    file = text(officer.get(page.removesuffix("/points")))
    assert "Chưa đạt: 2. Thành tích đạt được: chưa có số liệu." in file and "Mở các điểm bổ sung" in file
    assert send(officer, page, second, "accepted").status_code == 303
    assert "Tiếp nhận hồ sơ" in text(officer.get(page))
    assert "Số liệu chưa khớp." not in text(clerk.get(page))


def test_what_was_typed_comes_back_with_the_point_that_was_refused(office: OfficeApp) -> None:
    _, page, (first, second) = asked(office)
    clerk = office.visitor("clerk")
    told = send(clerk, page, second, "answer", answer="", kind="minutes")
    assert told.status_code == 422
    assert f'<a href="#answer-{second}">Viết câu trả lời hoặc chọn tệp để gửi.</a>' in text(told)
    told = send(clerk, page, first, "answer", answer="Chữ đã gõ", kind="minutes", **upload("minutes.exe"))
    assert told.status_code == 422 and "Chữ đã gõ" in text(told)
    assert all(one["answered_at"] is None for one in rows(office.district, "supplement_point"))


def test_points_of_other_files_and_acts_that_do_not_exist(office: OfficeApp) -> None:
    _, page, (first, _) = asked(office)
    other = office.code(make_nomination(office.district, "submitted"))
    clerk = office.visitor("clerk")
    assert send(clerk, f"/nominations/{other}/points", first, "answer", answer="Đây").status_code == 404
    assert send(clerk, page, 10**6, "answer", answer="Đây").status_code == 404
    assert clerk.post(page, point="một", act="answer", answer="Đây").status_code == 404
    assert clerk.post(page, act="approve").status_code == 422
    assert send(office.visitor("desk_officer"), page, first, "answer", answer="Đây").status_code == 404
    assert send(clerk, page, first, "accepted").status_code == 404
    stranger(office)
    for role in ("clerk-elsewhere", "admin"):
        assert office.visitor(role).get(page).status_code == 404
        assert send(office.visitor(role), page, first, "answer", answer="Đây").status_code == 404
    assert "Hồ sơ này chưa phải bổ sung lần nào." in text(clerk.get(f"/nominations/{other}/points"))


def test_a_file_that_was_taken_back_is_still_read_where_it_is_compared(office: OfficeApp) -> None:
    nomination_id, page, _ = asked(office)
    clerk = office.visitor("clerk")
    held = next(one["id"] for one in rows(office.district, "evidence") if one["nomination_id"] == nomination_id)
    loose = attach(office.district, nomination_id, "other")
    for evidence_id in (held, loose):
        assert clerk.post(f"/nominations/files/{evidence_id}/withdraw").status_code == 303
    assert clerk.get(f"/nominations/files/{held}").status_code == 200
    assert clerk.get(f"/nominations/files/{loose}").status_code == 404
    assert "đã rút" in text(clerk.get(page))
    stranger(office)
    assert office.visitor("clerk-elsewhere").get(f"/nominations/files/{held}").status_code == 404


def test_the_request_begins_with_what_the_checklist_lacks(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "submitted", kind="yearly")
    held = next(one["id"] for one in rows(office.district, "evidence") if one["nomination_id"] == nomination_id)
    office.district.services.store.engine.dispose()
    with office.district.services.store.transaction() as tx:
        tx.connection.exec_driver_sql(f"UPDATE evidence SET withdrawn_at = uploaded_at WHERE id = {held}")
    code = office.code(nomination_id)
    form = text(office.visitor("desk_officer").get(f"/nominations/{code}/acts/request_supplement"))
    assert re.search(r"<textarea[^>]*name=\"points\"[^>]*>Biên bản bình xét của đơn vị: chưa có.</textarea>", form)
    shown = text(office.visitor("desk_officer").get(f"/nominations/{code}"))
    assert "2 trên 3 giấy tờ" in shown


# --- papers by name -------------------------------------------------------------------------


def test_a_letter_names_the_paper_and_the_person(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk, ("Bùi Văn Sóng Cả", "Kiều Thị Đò Ngang"))
    second = rows(office.district, "nomination")[-1]["id"]
    write(office.district, second, name="Kiều Thị Đò Ngang", report="")
    page = text(clerk.get(f"/proposals/{proposal_id}"))
    assert "Kiều Thị Đò Ngang (dòng 2): Còn thiếu: Báo cáo tóm tắt thành tích." in page
    assert "Bùi Văn Sóng Cả (dòng 1): Còn thiếu" not in page
    assert f'href="/proposals/nominations/{second}#files"' in page
    edit = text(clerk.get(f"/proposals/nominations/{second}"))
    assert "1 trên 2 giấy tờ, theo R2017" in edit
    write(office.district, second, name="Kiều Thị Đò Ngang", report="Cứu ba con bò.")
    assert press(clerk, proposal_id, "send_to_review").status_code == 303


@pytest.mark.parametrize("kind", ["minutes", "vote_record", "report"])
def test_a_secret_file_takes_no_upload_whatever_is_posted(office: OfficeApp, kind: str) -> None:
    nomination_id = make_nomination(office.district, "draft")
    clerk, code = office.visitor("clerk"), office.code(nomination_id)
    attach(office.district, nomination_id)
    fields = {**typed(clerk, f"/proposals/nominations/{nomination_id}"), "state_secret": "1"}
    refused = clerk.post(f"/proposals/nominations/{nomination_id}", **fields)
    assert refused.status_code == 422
    assert f"Hồ sơ {code} còn 1 tệp. Hồ sơ mật chỉ có bản giấy: rút hết tệp" in text(refused)
    held = next(one["id"] for one in rows(office.district, "evidence") if one["nomination_id"] == nomination_id)
    clerk.post(f"/nominations/files/{held}/withdraw")
    assert clerk.post(f"/proposals/nominations/{nomination_id}", **fields).status_code == 303
    told = clerk.post(f"/nominations/{code}/files", kind=kind, **upload())
    assert told.status_code == 422 and "Hồ sơ mật không nhận tệp" in text(told)
    assert [one for one in rows(office.district, "evidence") if one["withdrawn_at"] is None] == []
    assert clerk.get(f"/nominations/{code}/report").status_code == 404


# --- the report -----------------------------------------------------------------------------


# The visitor's own token and key, the buttons, and boxes that nobody has ticked.
NOT_TYPED = ("csrf_token", "idempotency_key", "after", "state_secret", "direct_labour")


def typed(visitor: Visitor, page: str) -> dict[str, str]:
    """The long form of a page as a browser would send it back; its token and key are the visitor's."""
    forms = forms_of(visitor.get(page).get_data(as_text=True), page)
    fields = max((dict(form.fields) for form in forms), key=len)
    return {name: value for name, value in fields.items() if name not in NOT_TYPED}


def test_the_form_of_the_report_keeps_its_parts_and_its_figures(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "draft", kind="yearly")
    clerk = office.visitor("clerk")
    told = clerk.post(f"/proposals/nominations/{nomination_id}", **{
        **typed(clerk, f"/proposals/nominations/{nomination_id}"), "duties": "Trưởng thôn",
        "criteria_met": "Vận động được 7 hộ.",
        "figure-1-what": "Hộ thoát nghèo", "figure-1-before": "5", "figure-1-now": "14",
        "figure-3-what": "Đường | làm mới", "figure-3-before": "", "figure-3-now": "2 km",
    })  # fmt: skip
    assert told.status_code == 303, text(told)
    stored = row(office.district, nomination_id)
    assert (stored.duties, stored.criteria_met) == ("Trưởng thôn", "Vận động được 7 hộ.")
    assert stored.comparison == "Hộ thoát nghèo | 5 | 14\nĐường / làm mới | | 2 km"
    assert 'name="figure-2-what"' in text(clerk.get(f"/proposals/nominations/{nomination_id}"))
    refused = clerk.post(f"/proposals/nominations/{nomination_id}", **{
        **typed(clerk, f"/proposals/nominations/{nomination_id}"), "figure-1-what": "", "figure-1-before": "5",
    })  # fmt: skip
    assert refused.status_code == 422 and "Có số liệu chưa ghi chỉ tiêu." in text(refused)

    paper = text(clerk.get(f"/nominations/{office.code(nomination_id)}/report"))
    for part in ("BÁO CÁO THÀNH TÍCH", "I. Sơ lược", "Trưởng thôn", "1. Căn cứ tiêu chuẩn", "Vận động được 7 hộ.",
                 "3. Số liệu so sánh", "Hộ thoát nghèo", "III. Các hình thức", "XÁC NHẬN CỦA CẤP TRÌNH"):  # fmt: skip
        assert part in paper, part
    assert "BẢN MẪU" not in paper, "no demonstration"
    shown = text(clerk.get(f"/nominations/{office.code(nomination_id)}"))
    assert "Số liệu so sánh (2 chỉ tiêu)" in shown


def test_a_list_from_a_spreadsheet_leaves_the_other_parts_alone(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "draft", kind="yearly")
    write(office.district, nomination_id, duties="Trưởng thôn", comparison="Hộ | 5 | 7")
    write(office.district, nomination_id, achievement="Việc khác")  # as a row of a list: without those columns
    stored = row(office.district, nomination_id)
    assert (stored.duties, stored.comparison, stored.achievement) == ("Trưởng thôn", "Hộ | 5 | 7", "Việc khác")


def test_awards_of_the_register_stand_beside_what_was_typed_and_are_taken_over(office: OfficeApp) -> None:
    district = office.district
    enter(district, past_award(district, "Nguyễn Thị Hoa"), past_award(district, "Nguyễn Thị Hoa", year=2022,
                                                                      decision_number="90/QĐ-UBND"))  # fmt: skip
    nomination_id = make_nomination(district, "draft", kind="yearly")
    write(district, nomination_id, name="Nguyễn Thị Hoa", gender="female", previous_awards="Bằng khen năm 2015.")
    clerk = office.visitor("clerk")
    edit = text(clerk.get(f"/proposals/nominations/{nomination_id}"))
    assert "Quyết định 118/QĐ-UBND ngày 19/11/2021" in edit and "Chép từ sổ vào ô dưới" in edit
    fields = typed(clerk, f"/proposals/nominations/{nomination_id}")
    told = clerk.post(f"/proposals/nominations/{nomination_id}", **fields, after="take_awards")
    assert told.location.endswith(f"/proposals/nominations/{nomination_id}#previous_awards")
    taken = row(district, nomination_id).previous_awards
    assert taken.splitlines()[0] == "Bằng khen năm 2015."
    assert [line[:5] for line in taken.splitlines()[1:]] == ["2022:", "2021:"]
    edit = text(clerk.get(f"/proposals/nominations/{nomination_id}"))
    assert "Chép từ sổ vào ô dưới" not in edit, "nothing is left to take over"
    paper = text(clerk.get(f"/nominations/{office.code(nomination_id)}/report"))
    assert "Theo sổ khen thưởng" in paper and "Theo kê khai" in paper and "90/QĐ-UBND" in paper
    assert "Đơn vị kê khai" in text(clerk.get(f"/nominations/{office.code(nomination_id)}"))


def test_a_nominee_writes_all_parts_of_their_own_report(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "draft", nominee_id=office.district.people["nominee"])
    nominee, page = office.visitor("nominee"), f"/my-nominations/{office.code(nomination_id)}"
    assert "Số liệu so sánh" in text(nominee.get(page))
    told = nominee.post(page, **{
        **typed(nominee, page), "duties": "Lái đò", "figure-1-what": "Chuyến đò", "figure-1-now": "40",
    })  # fmt: skip
    assert told.status_code == 303, text(told)
    stored = row(office.district, nomination_id)
    assert (stored.duties, stored.comparison) == ("Lái đò", "Chuyến đò | | 40")

"""The pages of a list: the template out, the filled list in with its preview, the queue for the office's tables."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.factories import make_nomination
from tests.support.office import OfficeApp, Visitor
from tests.support.sheets import Filled, cells_of
from tests.web.letters import heading, new_letter, press, statements_of, stranger, text
from workflow.nominations.models import ListUpload, Nomination

EVENT = {"achievement_on": "20/10/2023", "achievement_place": "Cầu Treo", "achievement_kind": "Cứu người, cứu tài sản"}
SEEN = re.compile(r'name="seen" value="(\w+)"')


def template(visitor: Visitor, proposal_id: int) -> Filled:
    answer = visitor.get(f"/proposals/{proposal_id}/list.xlsx")
    assert answer.status_code == 200
    return Filled(answer.data)


def send(
    visitor: Visitor, proposal_id: int, content: bytes, name: str = "danh sách.xlsx", **fields: Any
) -> TestResponse:
    return visitor.post(f"/proposals/{proposal_id}/list", file=(io.BytesIO(content), name), **fields)


def confirm(visitor: Visitor, address: str, **fields: Any) -> TestResponse:
    found = SEEN.search(text(visitor.get(address)))
    assert found is not None
    return visitor.post(address, seen=found[1], **fields)


def names(office: OfficeApp, proposal_id: int) -> list[str]:
    query = select(Nomination.name).where(Nomination.proposal_id == proposal_id).order_by(Nomination.position)
    with office.district.services.store.reading() as session:
        return list(session.execute(query).scalars())


def test_a_list_goes_out_is_filled_in_and_comes_back(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    page = text(clerk.get(f"/proposals/{proposal_id}"))
    assert f'href="/proposals/{proposal_id}/list"' in page
    assert f'href="/proposals/{proposal_id}/list.xlsx"' in page
    assert "Tải danh sách Excel" in text(clerk.get(f"/proposals/{proposal_id}/list"))

    filled = template(clerk, proposal_id).add(name="Trần Văn Thóc Mẩy").add(name="Lại Thị Rơm Vàng", birth_year="19x")
    filled.rows[0]["birth_year"] = 1969
    answer = send(clerk, proposal_id, filled.saved())
    address = f"/proposals/{proposal_id}/list/1"
    assert (answer.status_code, answer.location) == (303, address)
    shown = text(clerk.get(address))
    assert heading(clerk.get(address)) == "Xem trước: 1 đề nghị mới, 1 đề nghị đổi nội dung, 1 dòng sai"
    assert re.search(
        r'class="stt" role="cell">6</td>.*?Lại Thị Rơm Vàng.*?<b>Năm sinh</b>: Nhập một số từ 1900', shown, re.S
    )
    assert re.search(r"Năm sinh: .*?<del>1980</del>.*?<b>1969</b>", shown, re.S)
    assert names(office, proposal_id) == ["Bùi Văn Sóng Cả"], "nothing is saved before it is confirmed"

    answer = confirm(clerk, address)
    assert (answer.status_code, answer.location) == (303, address)
    report = text(clerk.get(address))
    assert "Đã nạp 1 đề nghị mới, sửa 1" in report
    assert "đã nạp lúc 01/11/2023 09.00" in report
    assert names(office, proposal_id) == ["Bùi Văn Sóng Cả", "Trần Văn Thóc Mẩy"]
    bad = cells_of(clerk.get(f"{address}/bad.xlsx").data)
    assert (bad[3][2], bad[3][-1]) == ("Lại Thị Rơm Vàng", "Năm sinh: Nhập một số từ 1900 đến 2018.")
    assert "đã nạp lúc" in text(clerk.get(f"/proposals/{proposal_id}/list"))


def test_the_file_of_bad_rows_is_there_before_anything_is_confirmed(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk, ())
    address = send(clerk, proposal_id, template(clerk, proposal_id).add(gender="").saved()).location
    assert "Không có gì để nạp" in text(clerk.get(address))
    answer = clerk.get(f"{address}/bad.xlsx")
    assert cells_of(answer.data)[3][-1] == "Giới tính: Chọn một mục trong danh sách."
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


def test_confirming_twice_has_one_effect(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    address = send(clerk, proposal_id, template(clerk, proposal_id).add().saved()).location
    seen = SEEN.search(text(clerk.get(address)))
    assert seen is not None
    answers = [clerk.post(address, key=key, seen=seen[1]) for key in ("one", "one", "two")]
    assert [answer.location for answer in answers] == [address] * 3
    assert names(office, proposal_id) == ["Bùi Văn Sóng Cả", "Trần Văn Thóc Mẩy"]


def test_the_same_file_is_recognised(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    content = template(clerk, proposal_id).add().saved()
    waiting = send(clerk, proposal_id, content).location
    address = send(clerk, proposal_id, content, key="another form").location
    confirm(clerk, address)
    answer = send(clerk, proposal_id, content, key="a third form")
    assert answer.location == address
    assert "Tệp này đã nạp rồi. Không nạp lần nữa." in text(clerk.get(address))
    assert clerk.get(waiting).location == address
    assert len(names(office, proposal_id)) == 2


def test_sending_the_form_twice_keeps_one_upload(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    content = template(clerk, proposal_id).add().saved()
    assert {send(clerk, proposal_id, content, key="one form").location for _ in range(2)} == {
        f"/proposals/{proposal_id}/list/1"
    }
    with office.district.services.store.reading() as session:
        assert session.execute(select(func.count()).select_from(ListUpload)).scalar_one() == 1


def test_a_letter_that_changed_meanwhile_is_409(office: OfficeApp) -> None:
    clerk, deputy = office.visitor("clerk"), office.visitor("deputy_head")
    proposal_id = new_letter(clerk)
    address = send(clerk, proposal_id, template(clerk, proposal_id).add().saved()).location
    seen = SEEN.search(text(clerk.get(address)))
    assert seen is not None
    confirm(
        deputy, send(deputy, proposal_id, template(deputy, proposal_id).add(name="Đỗ Văn Cày Sâu").saved()).location
    )
    assert clerk.post(address, seen=seen[1]).status_code == 409
    assert names(office, proposal_id) == ["Bùi Văn Sóng Cả", "Đỗ Văn Cày Sâu"]
    assert clerk.post(address, seen="").status_code == 409


def test_a_likely_duplicate_waits_for_a_choice(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    filled = template(clerk, proposal_id).add(name="BUI VAN SONG CA", birth_year=1980).add()
    filled.add(name="bùi văn sóng cả", birth_year=1980)
    address = send(clerk, proposal_id, filled.saved()).location
    page = text(clerk.get(address))
    assert "Cần bạn chọn: 2 dòng" in page
    assert "Bùi Văn Sóng Cả, 1980 · Giấy khen (cá nhân) · TĐKT-2023-0001 · Tờ trình 45/TTr-UBND" in page
    assert "Giống dòng 4 của tệp này" in page
    assert 'name="row-5" value="skip" form="taking" checked' in page
    confirm(clerk, address, **{"row-5": "skip", "row-7": "take"})
    assert names(office, proposal_id) == ["Bùi Văn Sóng Cả", "Trần Văn Thóc Mẩy", "bùi văn sóng cả"]
    assert "Đã bỏ qua: 1 dòng" in text(clerk.get(address))


def test_nothing_chosen_is_said(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    filled = template(clerk, proposal_id).add(name="BUI VAN SONG CA", birth_year=1980)
    answer = confirm(clerk, send(clerk, proposal_id, filled.saved()).location, **{"row-5": "skip"})
    assert answer.status_code == 422
    assert "Chọn “Vẫn nạp” ở ít nhất một dòng." in text(answer)


def test_what_was_taken_out_of_the_file_is_listed_and_stays(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk, ("Bùi Văn Sóng Cả", "Lại Thị Rơm Vàng"))
    filled = template(clerk, proposal_id)
    del filled.rows[1]
    filled.add()
    address = send(clerk, proposal_id, filled.saved()).location
    page = text(clerk.get(address))
    assert "Không còn trong tệp: 1 đề nghị" in page
    assert "Vẫn giữ trong tờ trình." in page
    confirm(clerk, address)
    assert names(office, proposal_id) == ["Bùi Văn Sóng Cả", "Lại Thị Rơm Vàng", "Trần Văn Thóc Mẩy"]


@pytest.mark.parametrize(("name", "content", "sentence"), [
    ("ds.xlsx", b"", "Chỉ nhận tệp"),
    ("ds.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "Chỉ nhận tệp"),
    ("ds.docx", None, "Đuôi tên tệp không khớp"),
    ("", None, "Chọn một tệp để gửi."),
])  # fmt: skip
def test_a_file_that_is_no_list_is_refused_on_the_page(
    name: str, content: bytes | None, sentence: str, office: OfficeApp
) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    sent = template(clerk, proposal_id).saved() if content is None else content
    answer = send(clerk, proposal_id, sent, name)
    assert answer.status_code == 422
    assert text(answer).count(sentence) == 2, "in the summary and at the field"


def test_an_old_template_and_another_letters_list_are_refused_with_what_to_do(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    other = new_letter(clerk, number="46/TTr-UBND")
    filled = template(clerk, proposal_id)
    assert "Tệp này thuộc tờ trình khác." in text(send(clerk, other, filled.saved()))
    assert "Tệp theo mẫu cũ (bản 0), mẫu nay là bản 1." in text(
        send(clerk, proposal_id, filled.fact("template", 0).saved())
    )


def test_to_people_of_other_units_a_list_does_not_exist(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    content = template(clerk, proposal_id).add().saved()
    address = send(clerk, proposal_id, content).location
    for who in (office.visitor(stranger(office)), office.visitor("desk_officer")):
        for path in (
            f"/proposals/{proposal_id}/list",
            f"/proposals/{proposal_id}/list.xlsx",
            address,
            f"{address}/bad.xlsx",
        ):
            assert who.get(path).status_code == 404
        assert send(who, proposal_id, content).status_code == 404
        assert who.post(address, seen="").status_code == 404
    other = new_letter(clerk, number="46/TTr-UBND")
    for path in (f"/proposals/{other}/list/1", f"/proposals/{other}/list/1/bad.xlsx", f"/proposals/{other}/list/99"):
        assert clerk.get(path).status_code == 404


def test_a_letter_that_was_sent_takes_no_list_but_gives_one(office: OfficeApp) -> None:
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    proposal_id = new_letter(clerk)
    content = template(clerk, proposal_id).add().saved()
    address = send(clerk, proposal_id, content).location
    seen = SEEN.search(text(clerk.get(address)))
    assert seen is not None
    press(clerk, proposal_id, "send_to_review")
    press(head, proposal_id, "submit")
    assert send(clerk, proposal_id, content).status_code == 403
    assert clerk.post(address, seen=seen[1]).status_code == 403
    assert clerk.get(address).location == f"/proposals/{proposal_id}"
    rows = cells_of(clerk.get(f"/proposals/{proposal_id}/list.xlsx").data)
    assert rows[0][:4] == ["STT", "Mã hồ sơ", "Loại đối tượng", "Đối tượng"]
    assert rows[1][:4] == [1.0, "TĐKT-2023-0001", "Cá nhân", "Bùi Văn Sóng Cả"]


def test_of_their_own_file_the_list_says_no_state(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "under_appraisal")
    with office.district.services.store.transaction() as tx:
        tx.session.get_one(Nomination, nomination_id).nominee_id = office.district.people["clerk"]
    proposal_id = office.row(nomination_id)["proposal_id"]
    for role, told in (("clerk", False), ("unit_head", True)):
        rows = cells_of(office.visitor(role).get(f"/proposals/{proposal_id}/list.xlsx").data)
        assert (rows[1][10] != "") is told


def test_the_queue_goes_out_under_its_filter(office: OfficeApp) -> None:
    make_nomination(office.district, "submitted")
    appraised = make_nomination(office.district, "under_appraisal")
    officer = office.visitor("desk_officer")
    assert 'href="/queue/list.xlsx?state=submitted"' in text(officer.get("/queue?state=submitted"))
    rows = cells_of(officer.get("/queue/list.xlsx?state=under_appraisal").data, "Hàng chờ")
    assert rows[0] == ["STT", "Mã hồ sơ", "Đối tượng", "Đơn vị trình", "Hình thức đề nghị", "Loại khen thưởng",
                       "Trạng thái", "Người giữ", "Hạn"]  # fmt: skip
    assert [row[1] for row in rows[1:]] == [office.code(appraised)]
    assert rows[1][8].year == 2023, "a date is a date"
    assert len(cells_of(officer.get("/queue/list.xlsx").data, "Hàng chờ")) == 3
    assert office.visitor("clerk").get("/queue/list.xlsx").status_code == 403


def test_a_long_list_is_folded_and_asks_no_more_of_the_database(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk, ())
    filled = template(clerk, proposal_id)
    for number in range(300):
        filled.add(name=f"Trần Văn Thóc {number}", **EVENT).add(name=f"Sai {number}", gender="")
    address = send(clerk, proposal_id, filled.saved()).location
    page = text(clerk.get(address))
    assert page.count("<b>Giới tính</b>") == 200
    assert "Còn 100 dòng nữa, xem cả danh sách" in page
    assert text(clerk.get(f"{address}?all=1")).count("<b>Giới tính</b>") == 300
    few = statements_of(office, clerk, f"/proposals/{new_letter(clerk, number='46/TTr-UBND')}")
    confirm(clerk, address)
    page = text(clerk.get(f"/proposals/{proposal_id}"))
    assert page.count('<tr role="row" id="line-') == 200
    assert "Hiện 200 dòng đầu trên 300." in page
    assert text(clerk.get(f"/proposals/{proposal_id}?all=1")).count('<tr role="row" id="line-') == 300
    assert statements_of(office, clerk, f"/proposals/{proposal_id}") <= few + 2
    assert press(clerk, proposal_id, "send_to_review").status_code == 303, "the button is for all of them"
    with office.district.services.store.reading() as session:
        states = set(session.execute(select(Nomination.state).where(Nomination.proposal_id == proposal_id)).scalars())
    assert states == {"pending_unit_head"}


def test_receipts_of_a_long_list_come_in_pages(office: OfficeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.proposals.receipts.AT_ONCE", 2)
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    proposal_id = new_letter(clerk, tuple(f"Trần Văn Thóc {number}" for number in range(5)))
    press(clerk, proposal_id, "send_to_review")
    press(head, proposal_id, "submit")
    page = text(clerk.get(f"/proposals/{proposal_id}/receipt"))
    assert "Huyện đã nhận 5 đề nghị" in page
    assert page.count('class="qr"') == 2
    assert f'<a href="/proposals/{proposal_id}/receipt?from=5">5–5</a>' in page
    assert text(clerk.get(f"/proposals/{proposal_id}/receipt/print?from=5")).count('class="qr"') == 1

"""Publishing a rule set through its pages: proposed by one, read beside the one before, confirmed by another."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from tests.evidence.databases import dump
from tests.evidence.forms import forms_of
from tests.factories import make_nomination
from tests.support.office import OfficeApp, Visitor
from tests.workflow.awards.publishing import law_in, publish
from workflow.awards.editions import editions

NEW = "/admin/rules/new"
SET = "/admin/rules/R2017-2"
OWN: dict[str, str] = {
    "set_id": "R2017-2", "valid_from": "01/12/2023", "title_vi": "Quy chế của huyện", "title_en": "Own rules",
    "setting.quorum": "3/4", "changes": "[criteria.service_months]\nparameters = { months = 12 }",
}  # fmt: skip


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


def english(office: OfficeApp, role: str) -> Visitor:
    visitor = office.visitor(role)
    visitor.client.set_cookie("language", "en")
    return visitor


def send(visitor: Visitor, base: str = "R2017", **typed: str) -> Any:
    """The form as it stands on the page, with what somebody typed into it."""
    page = visitor.get(NEW, base=base).get_data(as_text=True)
    form = next(form for form in forms_of(page, NEW) if form.method == "post" and form.action == "/admin/rules")
    return visitor.post("/admin/rules", **{**dict(form.fields), **typed})


def press(visitor: Visitor, path: str, act: str) -> Any:
    page = visitor.get(path).get_data(as_text=True)
    form = next(form for form in forms_of(page, path) if form.action.endswith(act))
    return visitor.post(form.action, **dict(form.fields))


def test_two_people_publish_a_rule_set(office: OfficeApp) -> None:
    admin, head = office.visitor("admin"), office.visitor("standing_head")
    sent = send(admin, **OWN)
    assert (sent.status_code, sent.headers["Location"]) == (303, SET)
    mine = text_of(admin.get(SET))
    assert "nên không tự xác nhận được" in mine and "Xác nhận, ban hành" not in mine
    theirs = text_of(head.get(SET))
    assert "Người admin đề nghị. Đọc từng chỗ khác ở dưới rồi xác nhận" in theirs
    assert "Khác với R2017 3 chỗ" in theirs
    assert "quorum Trước" not in theirs and "2/3 3/4 đổi" in theirs
    assert "dưới 10 tháng; nghỉ thai sản được tính. số tháng: 10" in theirs
    assert "dưới 12 tháng; nghỉ thai sản được tính. số tháng: 12" in theirs
    assert press(head, SET, "/confirm").status_code == 303
    assert law_in(office.district).named("R2017-2").quorum.needed(12) == 9
    after = text_of(head.get(SET))
    assert "Người standing_head, 01/11/2023" in after and "Rút đề nghị" not in after
    assert "R2017-2 Quy chế của huyện 01/12/2023 – 31/12/2023" in text_of(head.get("/admin/rules"))


def test_the_difference_is_told_in_english_as_well(office: OfficeApp) -> None:
    send(office.visitor("admin"), **OWN)
    page = text_of(english(office, "standing_head").get(SET))
    assert "What differs from R2017" in page
    assert "recruited less than 12 months ago" in page and "months: 12" in page


def test_the_form_has_a_field_for_every_setting_of_the_base(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    for rules in law_in(office.district).all():
        page = admin.get(NEW, base=rules.id).get_data(as_text=True)
        for name, setting in rules.settings.items():
            assert f'name="setting.{name}"' in page
            assert setting.question.vi in unescape(page)


@pytest.mark.parametrize(
    ("typed", "vi", "en"),
    [
        ({"set_id": "R2017"}, "Mã này đã dùng.", "This code is already used."),
        ({"set_id": "R2030"}, "ít nhất một gạch nối", "at least one hyphen"),
        ({"valid_from": "32/13/2023"}, "Nhập ngày theo mẫu", "Enter the date like"),
        ({"valid_from": "31/10/2023"}, "Nhập ngày không trước hôm nay", "not earlier than today"),
        ({"title_en": ""}, "Nhập nội dung vào ô này.", "Fill in this field."),
        ({"setting.quorum": "5/4"}, "“5/4” không phải tỷ lệ như 2/3", "'5/4' is no share"),
        ({"setting.vote_CSTDCS": "nhiều"}, "không phải số nguyên", "is no integer"),
        ({"setting.nothing": "1"}, "không có tùy chọn nothing", "there is no setting nothing"),
        ({"changes": "[votes"}, "TOML: không đọc được", "TOML: cannot be read"),
        ({"changes": "[votes.default]\nabsent = true"}, "thiếu tỷ lệ chung", "the common share is missing"),
        ({"changes": '[criteria.service_months]\ncertainty = "U"'}, "chưa chắc mà không có tùy chọn",
         "is unsure and has no setting"),
        ({"based_on": "R1999"}, "Chọn một mục có trong danh sách.", "Choose one that is in the list."),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_the_readers_language_and_nothing_is_kept(
    office: OfficeApp, typed: dict[str, str], vi: str, en: str
) -> None:
    before = dump(office.district.services.store.engine)["rule_edition"]
    for visitor, said in ((office.visitor("admin"), vi), (english(office, "admin"), en)):
        answer = send(visitor, **{**OWN, **typed})
        assert answer.status_code == 422
        assert said in text_of(answer)
        kept = {**OWN, **typed}["changes"]
        assert f">{kept}</textarea>" in unescape(answer.get_data(as_text=True))  # what was typed is still there
    assert dump(office.district.services.store.engine)["rule_edition"] == before == []


def test_who_proposed_is_refused_also_without_the_button(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    send(admin, **OWN)
    with office.district.services.store.reading() as session:
        row = editions(session)[0]
    answer = admin.post(f"/admin/rules/editions/{row.id}/confirm", seen=row.fingerprint)
    assert answer.status_code == 403 and "không tự xác nhận" in text_of(answer)
    other = office.visitor("standing_head").post(f"/admin/rules/editions/{row.id}/confirm", seen="0" * 64)
    assert other.status_code == 409
    assert law_in(office.district).all()[-1].id == "R2026" and len(law_in(office.district).all()) == 4


def test_a_proposal_is_withdrawn_and_stays_to_be_read(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    send(admin, **OWN)
    assert press(admin, SET, "/withdraw").status_code == 303
    assert "Đề nghị này đã rút" in text_of(admin.get(SET))
    assert "Đã rút đề nghị" in text_of(admin.get("/admin/rules"))
    assert "Mã này đã dùng." in text_of(send(admin, **OWN))


def test_a_day_that_is_over_is_told_on_the_page(office: OfficeApp) -> None:
    send(office.visitor("admin"), **OWN)
    office.district.sleep(60)
    head = office.visitor("standing_head")
    assert "Ngày có hiệu lực đã qua" in text_of(head.get(SET))
    with office.district.services.store.reading() as session:
        row = editions(session)[0]
    answer = head.post(f"/admin/rules/editions/{row.id}/confirm", seen=row.fingerprint)
    assert answer.status_code == 422 and "01/12/2023 đã qua" in text_of(answer)


READERS = {"admin", "standing_head", "auditor"}


@pytest.mark.parametrize(
    "role", ["clerk", "unit_head", "desk_officer", "chairman", "council_secretary", "nominee", *sorted(READERS)]
)
def test_who_may_open_the_pages(office: OfficeApp, role: str) -> None:
    send(office.visitor("admin"), **OWN)
    visitor = office.visitor(role)
    wanted = 200 if role in READERS else 403
    assert {visitor.get(path).status_code for path in ("/admin/rules", SET, "/admin/rules/R2024")} == {wanted}
    publisher = role in READERS - {"auditor"}
    assert visitor.get(NEW).status_code == (200 if publisher else 403)
    assert ("/admin/rules" in visitor.get("/law").get_data(as_text=True)) == (role in READERS)
    if role == "auditor":
        assert "Rút đề nghị" not in text_of(visitor.get(SET)) and "Ban hành" not in text_of(visitor.get("/admin/rules"))
        assert visitor.post("/admin/rules", **OWN).status_code == 403


def test_a_set_that_is_not_there_is_not_found(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    assert admin.get("/admin/rules/R1999").status_code == 404
    assert admin.post("/admin/rules/editions/99/confirm", seen="x").status_code == 404


def test_the_law_is_asked_with_what_the_office_published(office: OfficeApp) -> None:
    publish(office.district, settings={"quorum": "5/6"}, changes="[votes.default]\npercent = 99")
    officer = office.visitor("desk_officer")
    count = {"award": "GK_CN", "members": "12", "present": "12", "for": "11", "against": "1"}
    assert "cần ít nhất 8 (2/3)" in text_of(officer.get("/law", on="20/11/2023", **count))
    later = text_of(officer.get("/law", on="20/12/2023", **count))
    assert "cần ít nhất 10 (5/6)" in later and "R2017-2" in later and "không thông qua" in later


def test_the_trail_names_the_acts(office: OfficeApp) -> None:
    publish(office.district)
    page = text_of(office.visitor("auditor").get("/admin/audit", subject="rule_edition:1"))
    assert "Đề nghị ban hành bộ quy tắc" in page and "Xác nhận, ban hành bộ quy tắc" in page
    assert "Bộ quy tắc số 1" in page


def test_a_file_of_2023_shows_the_law_of_2023_in_2030(office: OfficeApp) -> None:
    """The decision on paper names the law under which it was made, whatever was published since."""
    district = office.district
    make_nomination(district, "decided", kind="yearly")
    publish(district, changes="[votes.default]\npercent = 99")
    district.sleep(7 * 365)
    secretary = office.visitor("council_secretary")
    assert "Luật Thi đua, khen thưởng 2003" in text_of(secretary.get("/decisions/1/print"))
    minutes = text_of(secretary.get("/council/sessions/1"))
    assert "Quy chế của huyện" not in minutes
    assert "99 %" not in minutes.replace("\u00a0", " ")

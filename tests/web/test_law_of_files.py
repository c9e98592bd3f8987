"""The page of the law about one file, and about a letter: findings, facts, confirmations, waivers."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.factories import fire, make_nomination
from tests.support.office import OfficeApp
from tests.workflow.eligibility.making import judged, state
from workflow.people.models import RoleGrant


def titled(office: OfficeApp, where: str) -> tuple[int, str]:
    nomination = make_nomination(office.district, where, kind="yearly", award="LDTT")
    return nomination, office.code(nomination)


def page(office: OfficeApp, role: str, code: str) -> str:
    answer = office.visitor(role).get(f"/nominations/{code}/law")
    assert answer.status_code == 200, (role, answer.status_code)
    return answer.get_data(as_text=True)


def version(text: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', text)
    assert found
    return found[1]


def test_a_clerk_states_facts_sees_the_reason_and_mends_it(office: OfficeApp) -> None:
    nomination, code = titled(office, "unit_review")
    clerk = office.visitor("clerk")
    before = clerk.get(f"/nominations/{code}/law").get_data(as_text=True)
    assert "cần xác nhận" in before and "Ngày tuyển dụng" in before
    sent = clerk.post(f"/nominations/{code}/law/facts", version=version(before), recruited_on="02/04/2023")
    assert sent.status_code == 303
    after = clerk.get(f"/nominations/{code}/law").get_data(as_text=True)
    assert "cần ít nhất 10 tháng" in after and "đơn vị khai" in after
    clerk.post(f"/nominations/{code}/law/facts", version=version(after), recruited_on="02/04/2022")
    assert judged(office.district, nomination).eligible
    mended = clerk.get(f"/nominations/{code}/law").get_data(as_text=True)
    assert "đủ 10 tháng" in mended and "không đạt" not in mended


def test_nonsense_keeps_what_was_typed_and_names_the_field(office: OfficeApp) -> None:
    nomination, code = titled(office, "unit_review")
    clerk = office.visitor("clerk")
    shown = clerk.get(f"/nominations/{code}/law").get_data(as_text=True)
    answer = clerk.post(f"/nominations/{code}/law/facts", version=version(shown), recruited_on="31/02/2023",
                        rating="good")  # fmt: skip
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#recruited_on"' in text and "31/02/2023" in text
    assert 'value="good" selected' in text
    assert office.visitor("clerk").post(f"/nominations/{code}/law/facts", version="0").status_code == 409
    standing = judged(office.district, nomination).standing("rating")
    assert standing is not None and standing.outcome == "confirm"


def test_an_appraiser_confirms_and_a_second_person_lets_pass(office: OfficeApp) -> None:
    nomination, code = titled(office, "under_appraisal")
    appraiser = office.visitor("appraiser")
    assert "Ghi xác nhận" in page(office, "appraiser", code)
    assert "Ghi xác nhận" not in page(office, "clerk", code)
    done = appraiser.post(f"/nominations/{code}/law/rules/rating", outcome="pass", ground="Quyết định 12/QĐ-UBND.")
    assert done.status_code == 303
    assert "Quyết định 12/QĐ-UBND." in page(office, "chairman", code)
    empty = appraiser.post(f"/nominations/{code}/law/rules/service_months", outcome="pass", ground="")
    assert empty.status_code == 422 and 'id="service_months-ground"' in empty.get_data(as_text=True)
    state(office.district, nomination, "appraiser", registered="no")
    asked = appraiser.post(f"/nominations/{code}/law/rules/registered/waiver", reason="Đơn vị mới thành lập giữa năm.")
    assert asked.status_code == 303
    waiver = judged(office.district, nomination).waivers[0].id
    own = office.visitor("appraiser").post(f"/nominations/{code}/law/waivers/{waiver}", answer="granted", reason="x")
    assert own.status_code == 404  # an appraiser answers no waiver at all
    head = office.visitor("standing_head")
    assert "Đồng ý ngoại lệ" in head.get(f"/nominations/{code}/law").get_data(as_text=True)
    head.post(f"/nominations/{code}/law/waivers/{waiver}", answer="granted", reason="Có văn bản của tỉnh.")
    assert judged(office.district, nomination).eligible


def test_the_council_and_the_signer_read_the_waiver(office: OfficeApp) -> None:
    nomination, code = titled(office, "under_appraisal")
    state(office.district, nomination, "appraiser", registered="no")
    office.visitor("appraiser").post(
        f"/nominations/{code}/law/rules/registered/waiver", reason="Đơn vị mới thành lập giữa năm."
    )
    waiver = judged(office.district, nomination).waivers[0].id
    office.visitor("standing_head").post(
        f"/nominations/{code}/law/waivers/{waiver}", answer="granted", reason="Có văn bản của tỉnh."
    )
    fire(office.district, [nomination], "refer")
    fire(office.district, [nomination], "open_voting")
    sheet = "Đơn vị mới thành lập giữa năm."
    session = 1
    for role in ("council_secretary", "council_member", "chairman"):
        assert sheet in office.visitor(role).get(f"/council/sessions/{session}").get_data(as_text=True), role
    assert sheet in office.visitor("council_member").get(f"/council/sessions/{session}/agenda/print").get_data(True)
    fire(office.district, [nomination], "record_vote", target="council_passed")
    fire(office.district, [nomination], "send_to_chairman")
    assert sheet in office.visitor("chairman").get("/decide").get_data(as_text=True)


def test_only_those_who_work_on_the_file_read_its_findings(office: OfficeApp) -> None:
    _, code = titled(office, "under_appraisal")
    for role in ("council_member", "admin", "nominee"):
        assert office.visitor(role).get(f"/nominations/{code}/law").status_code == 404, role
    assert "đang bị xem xét" not in page(office, "clerk", code)  # whether a matter is pending is for the office
    assert "đang bị xem xét" in page(office, "appraiser", code)


def test_one_fact_for_a_whole_list(office: OfficeApp) -> None:
    nomination, _code = titled(office, "unit_review")
    state(office.district, nomination, "clerk", registered="no")
    clerk = office.visitor("clerk")
    assert "Ghi chung cho cả danh sách" in clerk.get("/proposals/1/law").get_data(as_text=True)
    answer = clerk.post("/proposals/1/law", rating="good", registered="yes", discipline="none")
    assert answer.status_code == 303
    found = judged(office.district, nomination)
    told = {each.finding.rule: each.outcome for each in found.standings}
    assert (told["rating"], told["discipline"], told["registered"]) == ("pass", "pass", "fail")  # what stood stays
    assert clerk.post("/proposals/1/law", rating="superb").status_code == 422
    assert office.visitor("appraiser").get("/proposals/1/law").status_code == 404


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_word_is_in_the_readers_language(office: OfficeApp, locale: str) -> None:
    _, code = titled(office, "under_appraisal")
    visitor = office.visitor("appraiser")
    visitor.get(f"/language/{locale}")
    text = visitor.get(f"/nominations/{code}/law").get_data(as_text=True)
    assert ("To be confirmed" in text) == (locale == "en")
    assert ("tuyển dụng" in text) == (locale == "vi")


def test_the_second_person_finds_the_waiver_in_their_work(office: OfficeApp) -> None:
    nomination, code = titled(office, "under_appraisal")
    state(office.district, nomination, "appraiser", registered="no")
    office.visitor("appraiser").post(f"/nominations/{code}/law/rules/registered/waiver", reason="Đơn vị mới lập.")
    for role in ("standing_head", "vice_chairman"):
        text = office.visitor(role).get("/").get_data(as_text=True)
        assert "Cần người thứ hai" in text and "Đơn vị mới lập." in text, role
    assert "Cần người thứ hai" not in office.visitor("appraiser").get("/").get_data(as_text=True)
    waiver = judged(office.district, nomination).waivers[0].id
    office.visitor("standing_head").post(f"/nominations/{code}/law/waivers/{waiver}", answer="refused", reason="Không.")
    assert "Cần người thứ hai" not in office.visitor("vice_chairman").get("/").get_data(as_text=True)


def test_a_council_member_who_heads_another_unit_reads_no_findings(office: OfficeApp) -> None:
    nomination, code = titled(office, "under_appraisal")
    state(office.district, nomination, "appraiser", discipline="khien_trach", discipline_on="2022-05-01",
          discipline_ended_on="2022-08-01")  # fmt: skip
    fire(office.district, [nomination], "refer")
    fire(office.district, [nomination], "open_voting")
    with office.district.services.store.transaction() as tx:
        tx.session.add(RoleGrant(
            person_id=office.district.people["council_member"], unit_id=office.district.consulted_id,
            role="unit_head", valid_from=date(2020, 1, 1), granted_at=tx.now,
        ))  # fmt: skip
    visitor = office.visitor("council_member")
    assert "khiển trách" not in visitor.get(f"/nominations/{code}").get_data(as_text=True)
    assert visitor.get(f"/nominations/{code}/law").status_code == 404


def test_a_unit_reads_nothing_of_a_matter_that_is_pending(office: OfficeApp) -> None:
    nomination, code = titled(office, "under_appraisal")
    state(office.district, nomination, "appraiser", under_review="yes")
    for path in (f"/nominations/{code}/law", f"/nominations/{code}", "/proposals/1/law"):
        text = office.visitor("clerk").get(path).get_data(as_text=True)
        assert "đang được xem xét" not in text and "đang xem xét kỷ luật" not in text, path
        assert "điểm không đạt" not in text, path
    assert "chờ kết luận" in page(office, "appraiser", code)

"""The page of one nomination: who may open it, what it offers, what a press does."""

from __future__ import annotations

import io
import re

import pytest

from tests.factories import fire, inputs_for, make_nomination, pdf
from tests.support.office import OfficeApp

STATES = [
    "draft", "unit_review", "pending_unit_head", "submitted", "supplement_requested", "under_appraisal", "consulting",
    "public_notice", "council_queue", "council_voting", "council_passed", "pending_decision", "chair_returned",
    "decided", "forwarded", "superior_decided", "announced", "archived", "returned", "council_failed", "not_approved",
    "withdrawn",
]  # fmt: skip
ROLES = [
    "clerk", "unit_head", "deputy_head", "desk_officer", "appraiser", "standing_head", "council_secretary", "chairman",
    "vice_chairman", "auditor",
]  # fmt: skip
OFFERED = re.compile(r'href="/nominations/[^"/]+/acts/(\w+)"')


def move_form(office: OfficeApp, nomination_id: int, trigger: str) -> dict[str, object]:
    """What a person would type into the form of this act."""
    typed = inputs_for(office.district, trigger)
    shown = {name: "\n".join(value) if name == "points" else value for name, value in typed.items()}
    return {
        "trigger": trigger,
        "version": office.row(nomination_id)["version"],
        **{k: str(v) if not isinstance(v, list) else v for k, v in shown.items()},
    }


@pytest.mark.parametrize("state", STATES)
def test_no_page_shows_a_button_that_the_server_refuses(office: OfficeApp, state: str) -> None:
    nomination_id = make_nomination(office.district, state)
    code = office.code(nomination_id)
    offered = 0
    for role in ROLES:
        visitor = office.visitor(role)
        answer = visitor.get(f"/nominations/{code}")
        if answer.status_code == 404:
            continue
        for trigger in OFFERED.findall(answer.get_data(as_text=True)):
            offered += 1
            form = visitor.get(f"/nominations/{code}/acts/{trigger}")
            page = form.get_data(as_text=True)
            assert form.status_code == 200, (role, trigger)
            assert "Lúc này chưa làm được" not in page, (role, trigger)
    definition = office.district.services.office.registry.latest("nomination").definition
    assert (offered > 0) == (not definition.state(state).final and state != "council_voting") or offered


def test_a_file_of_another_unit_answers_as_one_that_does_not_exist(office: OfficeApp) -> None:
    draft = office.code(make_nomination(office.district, "draft"))
    stranger = office.visitor("desk_officer")
    there, nowhere = stranger.get(f"/nominations/{draft}"), stranger.get("/nominations/TĐKT-2023-9999")
    assert there.status_code == nowhere.status_code == 404
    assert strip(there.get_data(as_text=True)) == strip(nowhere.get_data(as_text=True))


def strip(page: str) -> str:
    """A page without what differs by nature: its request number, its token, its own address."""
    page = re.sub(r"yêu cầu [0-9a-f]{8}", "", page)
    return re.sub(r'next=[^"]+|name="csrf_token" value="[^"]+"', "", page)


def test_a_move_shows_what_happened_and_is_in_the_history(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "submitted")
    code = office.code(nomination_id)
    officer = office.visitor("desk_officer")
    answer = officer.post(f"/nominations/{code}/moves", **move_form(office, nomination_id, "receive"))
    page = officer.get(answer.headers["Location"]).get_data(as_text=True)
    assert answer.status_code == 303
    assert "Đã tiếp nhận" in page
    assert office.row(nomination_id)["state"] == "under_appraisal"


def test_pressing_twice_acts_once(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "submitted")
    code = office.code(nomination_id)
    officer = office.visitor("desk_officer")
    form = move_form(office, nomination_id, "receive")
    first = officer.post(f"/nominations/{code}/moves", key="pressed", **form)
    second = officer.post(f"/nominations/{code}/moves", key="pressed", **form)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert office.row(nomination_id)["version"] == int(str(form["version"])) + 1


def test_the_slower_of_two_is_told_who_was_faster_and_keeps_the_words(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "under_appraisal")
    code = office.code(nomination_id)
    slow = move_form(office, nomination_id, "return_ineligible") | {
        "reason": "Chưa đủ tiêu chuẩn về thời gian công tác."
    }
    office.visitor("appraiser").post(f"/nominations/{code}/moves", **move_form(office, nomination_id, "refer"))
    answer = office.visitor("desk_officer").post(f"/nominations/{code}/moves", **slow)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "trước bạn" in page
    assert "Chưa đủ tiêu chuẩn về thời gian công tác." in page
    assert office.row(nomination_id)["state"] != "returned"


def test_a_refusal_names_every_reason_and_changes_nothing(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "unit_review", kind="yearly")
    code = office.code(nomination_id)
    clerk = office.visitor("clerk")
    answer = clerk.post(f"/nominations/{code}/moves", **move_form(office, nomination_id, "propose"))
    assert answer.status_code == 409
    assert "Chưa có biên bản họp bình xét" in answer.get_data(as_text=True)
    assert office.row(nomination_id)["state"] == "unit_review"


def test_somebody_elses_act_is_forbidden(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "submitted")
    code = office.code(nomination_id)
    answer = office.visitor("chairman").post(
        f"/nominations/{code}/moves", **move_form(office, nomination_id, "receive")
    )
    assert answer.status_code == 403
    assert office.row(nomination_id)["state"] == "submitted"


def test_nobody_opens_the_working_page_of_their_own_nomination(office: OfficeApp) -> None:
    officer = office.district.people["desk_officer"]
    nomination_id = make_nomination(office.district, "submitted", nominee_id=officer)
    code = office.code(nomination_id)
    answer = office.visitor("desk_officer").get(f"/nominations/{code}")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/my-nominations/")


def test_a_file_is_kept_by_its_bytes_and_comes_back_as_an_attachment(office: OfficeApp) -> None:
    code = office.code(make_nomination(office.district, "draft"))
    clerk = office.visitor("clerk")
    upload = (io.BytesIO(pdf()), "Báo cáo thành tích.pdf")
    answer = clerk.post(f"/nominations/{code}/files", kind="report", file=upload)
    page = clerk.get(f"/nominations/{code}").get_data(as_text=True)
    address = re.findall(r'href="(/nominations/files/\d+)"', page)[-1]
    sent = clerk.get(address)
    assert answer.status_code == 303
    assert sent.get_data() == pdf()
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    assert office.visitor("chairman").get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.pdf", b"MZ\x90\x00 not a pdf"),
        ("page.html", b"<html><script>alert(1)</script></html>"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("report.docx", pdf()),
        ("empty.pdf", b""),
        ("broken.pdf", b"%PDF-1.7 nothing follows"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(office: OfficeApp, name: str, content: bytes) -> None:
    code = office.code(make_nomination(office.district, "draft"))
    answer = office.visitor("clerk").post(f"/nominations/{code}/files", kind="report", file=(io.BytesIO(content), name))
    assert answer.status_code == 422


def test_the_page_asks_as_many_questions_of_a_long_history_as_of_a_short_one(office: OfficeApp) -> None:
    fresh, busy = (make_nomination(office.district, "chair_returned") for _ in range(2))
    for trigger in ("reappraise", "consult", "close_consultation", "refer", "request_reappraisal") * 2:
        fire(office.district, [busy], trigger)
    officer = office.visitor("desk_officer")
    asked = []
    for nomination_id in (fresh, busy):
        officer.get(f"/nominations/{office.code(nomination_id)}")
        with office.counted() as seen:
            officer.get(f"/nominations/{office.code(nomination_id)}")
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 50

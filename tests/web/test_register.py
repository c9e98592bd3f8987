"""The pages of the register: who may open them, what they tell, and what stays with the officer."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from tests.factories import fire, make_decision_item, make_nomination, move_the_item
from tests.support.office import OfficeApp, Visitor
from tests.web.letters import heading, statements_of, stranger, text
from tests.workflow.register.making import elsewhere, enter, event, past_award, row, rows, write
from workflow.nominations.models import Nomination

SECRET = "Lời kể riêng của đơn vị về hoàn cảnh gia đình."
TOLD = {"achievement_on": "2023-10-20", "achievement_place": "Bến đò thôn Thượng", "achievement_kind": "rescue"}


def two_reports(office: OfficeApp) -> tuple[int, int]:
    """One rescue told by two units, both received: a pair of files and a pair of entries."""
    other = elsewhere(office.district)
    ids = []
    for home, name in ((office.district, "Nguyễn Thị Hoa"), (other, "Hoa Nguyen Thi")):
        nomination_id = make_nomination(home)
        write(home, nomination_id, **TOLD, name=name, circumstances=SECRET)
        fire(home, [nomination_id], "send_to_review")
        fire(home, [nomination_id], "submit")
        ids.append(nomination_id)
    return ids[0], ids[1]


def pair_of(office: OfficeApp, kind: str) -> dict[str, Any]:
    return next(one for one in rows(office.district, "likeness") if one["subject_kind"] == kind)


def press(visitor: Visitor, pair: dict[str, Any], act: str, **typed: str) -> Any:
    return visitor.post(f"/register/likenesses/{pair['id']}", act=act, version=str(pair["version"]), **typed)


@pytest.mark.parametrize(("role", "search", "pairs"), [
    ("desk_officer", 200, 200), ("appraiser", 200, 200), ("standing_head", 200, 200),
    ("council_secretary", 200, 403), ("chairman", 200, 403), ("vice_chairman", 200, 403), ("auditor", 200, 403),
    ("clerk", 403, 403), ("unit_head", 403, 403), ("deputy_head", 403, 403), ("council_member", 403, 403),
    ("admin", 403, 403), ("nominee", 403, 403),
])  # fmt: skip
def test_who_opens_what(office: OfficeApp, role: str, search: int, pairs: int) -> None:
    two_reports(office)
    visitor = office.visitor(role)
    pair = pair_of(office, "nomination")
    assert visitor.get("/register").status_code == search
    assert visitor.get("/register/likenesses").status_code == pairs
    assert visitor.get(f"/register/likenesses/{pair['id']}").status_code == pairs
    if pairs == 403:
        assert press(visitor, pair, "dismiss", reason="Hai người khác nhau.").status_code == 403
        assert pair_of(office, "nomination")["state"] == "open"


def test_a_stranger_is_asked_to_sign_in(office: OfficeApp) -> None:
    for path in ("/register", "/register/1", "/register/likenesses", "/register/likenesses/1"):
        assert office.visitor().get(path).status_code == 303


def test_what_is_not_there_is_not_found(office: OfficeApp) -> None:
    officer = office.visitor("appraiser")
    assert officer.get("/register/9").status_code == 404
    assert officer.get("/register/likenesses/9").status_code == 404
    assert officer.post("/register/likenesses/9", act="join", version="0").status_code == 404


def test_search_takes_no_accents_and_any_order(office: OfficeApp) -> None:
    enter(office.district, past_award(office.district, "Đỗ Thị Đào"), past_award(office.district, "Trần Văn Dao"))
    officer = office.visitor("auditor")
    for typed in ("do thi dao", "ĐÀO đỗ", "Dao Do"):
        page = text(officer.get("/register", q=typed))
        assert "Đỗ Thị Đào" in page and "Trần Văn Dao" not in page
    assert "Không có ai tên như vậy" in text(officer.get("/register", q="không ai"))


def test_a_long_register_is_read_page_by_page(office: OfficeApp) -> None:
    enter(office.district, *(past_award(office.district, f"Người Thứ {number:03d}") for number in range(60)))
    officer = office.visitor("auditor")
    first = text(officer.get("/register"))
    assert first.count('class="who-row"') == 50 and "Người Thứ 050" not in first
    second = text(officer.get("/register", after=f"nguoi thu 049.{50}"))
    assert second.count('class="who-row"') == 10


def test_the_page_of_a_laureate_tells_a_life_of_honours(office: OfficeApp) -> None:
    district = office.district
    enter(district, past_award(district, "Nguyễn Văn A", event=event(told="Dồn 2,4 ha ruộng")))
    item = make_decision_item(district)
    move_the_item(district, item, "open_review", 0)
    move_the_item(district, item, "revoke", 1)
    running = make_nomination(district, "under_appraisal")
    laureate_id = row(district, running).laureate_id
    page = text(office.visitor("chairman").get(f"/register/{laureate_id}"))
    assert heading(office.visitor("chairman").get(f"/register/{laureate_id}")) == "Nguyễn Văn A"
    for words in ("118/QĐ-UBND", "Dồn 2,4 ha ruộng", "nhập từ quyết định cũ", "theo hồ sơ ở đây", "thu hồi 01/11/2023",
                  office.code(running)):  # fmt: skip
        assert words in page
    assert "<del>" in page


def test_a_unit_opens_its_own_people_only(office: OfficeApp) -> None:
    district = office.district
    nomination_id = make_nomination(district)
    path = f"/register/{row(district, nomination_id).laureate_id}"
    assert office.visitor("clerk").get(path).status_code == 200
    assert office.visitor(stranger(office)).get(path).status_code == 404
    assert office.visitor("appraiser").get(path).status_code == 404  # a draft: nobody has told the office
    for trigger in ("send_to_review", "submit"):
        fire(district, [nomination_id], trigger)
    assert office.visitor("appraiser").get(path).status_code == 200
    assert office.visitor(stranger(office, "unit_head")).get(path).status_code == 404


def test_the_other_unit_reads_nothing_confidential(office: OfficeApp) -> None:
    mine, theirs = two_reports(office)
    entry = row(office.district, theirs).laureate_id
    officer, clerk = office.visitor("appraiser"), office.visitor("clerk")
    press(officer, pair_of(office, "laureate"), "join")
    path = f"/register/{row(office.district, mine).laureate_id}"
    assert officer.get(f"/register/{entry}").location == path
    for visitor in (officer, clerk):
        assert SECRET not in text(visitor.get(path))
    page = text(clerk.get(path))
    assert office.code(mine) in page and office.code(theirs) not in page
    assert SECRET in text(officer.get(f"/register/likenesses/{pair_of(office, 'nomination')['id']}"))


def test_two_reports_of_one_rescue_become_one_achievement(office: OfficeApp) -> None:
    mine, theirs = two_reports(office)
    officer = office.visitor("desk_officer")
    listed = text(officer.get("/register/likenesses"))
    assert "Nguyễn Thị Hoa – Hoa Nguyen Thi" in listed and "cùng họ tên, khác thứ tự chữ" in listed
    pair = pair_of(office, "nomination")
    page = text(officer.get(f"/register/likenesses/{pair['id']}"))
    for words in (office.code(mine), office.code(theirs), "Bến đò thôn Thượng", "họ tên giống 100 %"):
        assert words in page
    assert press(officer, pair, "link").location == "/register/likenesses"
    assert row(office.district, mine).achievement_id == row(office.district, theirs).achievement_id
    assert "Đã ghi là một người, một thành tích" in text(officer.get(f"/register/likenesses/{pair['id']}"))
    form = text(office.visitor("clerk").get(f"/nominations/{office.code(mine)}"))
    assert "Thành tích chưa được khen" not in form


def test_a_dismissal_needs_its_reason_and_is_asked_again_at_the_field(office: OfficeApp) -> None:
    two_reports(office)
    officer, pair = office.visitor("standing_head"), pair_of(office, "laureate")
    answer = press(officer, pair, "dismiss", reason=" ")
    assert answer.status_code == 422 and 'href="#reason"' in text(answer)
    assert press(officer, pair, "dismiss", reason="Hai chị em họ.").status_code == 303
    assert press(officer, pair, "join").status_code == 409
    assert "Hai chị em họ." in text(officer.get(f"/register/likenesses/{pair['id']}"))


def test_a_decision_pressed_twice_is_one_decision(office: OfficeApp) -> None:
    two_reports(office)
    officer, pair = office.visitor("appraiser"), pair_of(office, "laureate")
    sent = {"act": "join", "version": "0", "key": "the-same-form"}
    answers = [officer.post(f"/register/likenesses/{pair['id']}", **sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    trail = [one for one in rows(office.district, "audit_entry") if one["subject_kind"] == "likeness"]
    assert len(trail) == 1


def test_an_officer_meets_no_pair_with_a_file_of_their_own(office: OfficeApp) -> None:
    two_reports(office)
    with office.district.services.store.transaction() as tx:
        tx.session.execute(update(Nomination).values(nominee_id=office.district.people["appraiser"]))
    officer = office.visitor("appraiser")
    assert "Nguyễn Thị Hoa" not in text(officer.get("/register/likenesses"))
    for pair in rows(office.district, "likeness"):
        assert officer.get(f"/register/likenesses/{pair['id']}").status_code == 404
        assert press(officer, pair, "dismiss", reason="Không phải một người.").status_code == 404


def test_the_file_shows_what_was_given_before_and_the_form_fills_it_in(office: OfficeApp) -> None:
    district = office.district
    enter(district, past_award(district, "Nguyễn Văn A", authority="Chủ tịch UBND huyện Thanh Liêm"))
    nomination_id = make_nomination(district)
    clerk = office.visitor("clerk")
    known = "2021: Giấy khen (cá nhân), Quyết định 118/QĐ-UBND ngày 19/11/2021, Chủ tịch UBND huyện Thanh Liêm"
    page = text(clerk.get(f"/proposals/nominations/{nomination_id}"))
    assert known in page and "Điền sẵn theo sổ khen thưởng" in page
    for trigger in ("send_to_review", "submit"):
        fire(district, [nomination_id], trigger)
    shown = text(office.visitor("appraiser").get(f"/nominations/{office.code(nomination_id)}"))
    assert "Đã được khen" in shown and "Quyết định 118/QĐ-UBND" in shown


def test_a_clerk_is_offered_the_entries_of_the_own_unit(office: OfficeApp) -> None:
    district = office.district
    enter(district, past_award(district, "Nguyễn Thị Hoà", birth_year=1979),
          past_award(district, "Nguyễn Thị Hoá", unit_id=district.consulted_id))  # fmt: skip
    nomination_id = make_nomination(district)
    write(district, nomination_id, name="Nguyễn Thị Hoa")
    page = text(office.visitor("clerk").get(f"/proposals/nominations/{nomination_id}"))
    assert "Nguyễn Thị Hoà" in page and "Nguyễn Thị Hoá" not in page


def test_a_sudden_letter_says_where_the_day_is_missing(office: OfficeApp) -> None:
    district = office.district
    nomination_id = make_nomination(district)
    write(district, nomination_id, **dict.fromkeys(TOLD, ""))
    clerk = office.visitor("clerk")
    code = office.code(nomination_id)
    answer = clerk.post(f"/nominations/{code}/moves", trigger="send_to_review", version="0")
    assert answer.status_code == 409 and "Khen đột xuất cần ngày và nơi lập thành tích" in text(answer)


def test_pages_take_as_many_statements_however_much_they_show(office: OfficeApp) -> None:
    district = office.district
    enter(district, past_award(district, "Nguyễn Văn A"))
    officer = office.visitor("appraiser")
    before = [statements_of(office, officer, path) for path in ("/register", "/register/1")]
    enter(district, *(past_award(district, "Nguyễn Văn A", year=2000 + n, decision_number=f"{n}/QĐ") for n in range(9)),
          *(past_award(district, f"Trần Thị {n}") for n in range(9)))  # fmt: skip
    assert [statements_of(office, officer, path) for path in ("/register", "/register/1")] == before
    two_reports(office)
    pair = pair_of(office, "nomination")
    assert statements_of(office, officer, f"/register/likenesses/{pair['id']}") <= 4
    assert statements_of(office, officer, "/register/likenesses") <= 4

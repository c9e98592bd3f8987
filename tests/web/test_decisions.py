"""The register of decisions: who reads what, and what may still happen to a name. And the movements."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.factories import make_decision_item, make_nomination, make_nominations, move_the_item
from tests.support.office import OfficeApp
from workflow.decisions.models import Decision, DecisionItem
from workflow.lifecycle.models import Event
from workflow.movements.models import Movement
from workflow.nominations.models import Nomination
from workflow.people.models import Unit

REVIEW = {
    "trigger": "open_review",
    "version": "0",
    "ground": "gian_doi",
    "reason": "Kê khai sai",
    "document": "46/KL-TTr",
}


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def standing(office: OfficeApp, item_id: int) -> str:
    with office.district.services.store.reading() as session:
        return str(session.execute(select(DecisionItem.state).where(DecisionItem.id == item_id)).scalar_one())


def decided(office: OfficeApp, count: int) -> tuple[int, list[int]]:
    """A decision over that many names."""
    ids = make_nominations(office.district, count, "decided")
    with office.district.services.store.reading() as session:
        found = select(DecisionItem.decision_id).where(DecisionItem.nomination_id == ids[0])
        return int(session.execute(found).scalar_one()), ids


@pytest.mark.parametrize("role", ["desk_officer", "auditor", "chairman", "council_secretary", "clerk", "unit_head"])
def test_the_office_and_the_unit_concerned_read_a_decision(office: OfficeApp, role: str) -> None:
    decision_id, _ = decided(office, 2)
    visitor = office.visitor(role)
    assert f'href="/decisions/{decision_id}"' in text_of(visitor.get("/decisions"))
    page = text_of(visitor.get(f"/decisions/{decision_id}"))
    assert page.count("Đang có hiệu lực") == 2 and "CHỦ TỊCH Người chairman" in page
    assert visitor.get(f"/decisions/{decision_id}/print").status_code == 200


@pytest.mark.parametrize("role", ["nominee", "admin", "council_member"])
def test_the_register_is_not_for_everybody(office: OfficeApp, role: str) -> None:
    decision_id, _ = decided(office, 1)
    assert office.visitor(role).get("/decisions").status_code == 403
    assert office.visitor(role).get(f"/decisions/{decision_id}").status_code == 403


def test_a_unit_reads_its_own_names_and_no_others(office: OfficeApp) -> None:
    decision_id, ids = decided(office, 2)
    move_unit(office, ids[1])
    clerk = office.visitor("clerk")
    page = text_of(clerk.get(f"/decisions/{decision_id}"))
    assert "Nguyễn Văn A" in page and "Nguyễn Văn B" not in page and "1 tên khác" in page
    move_unit(office, ids[0])
    assert clerk.get(f"/decisions/{decision_id}").status_code == 404
    assert "Chưa có quyết định nào" in text_of(clerk.get("/decisions"))


def move_unit(office: OfficeApp, nomination_id: int) -> None:
    with office.district.services.store.transaction() as tx:
        unit = Unit(code=f"khac-{nomination_id}", name_vi="Xã Khác", name_en="Other", kind="commune",
                    abbreviation="UBND", place="Khác", valid_from=date(2020, 1, 1))  # fmt: skip
        tx.session.add(unit)
        tx.session.flush()
        tx.session.execute(update(Nomination).where(Nomination.id == nomination_id).values(unit_id=unit.id))


def test_the_register_is_filtered_by_year(office: OfficeApp) -> None:
    decided(office, 1)
    visitor = office.visitor("auditor")
    assert "Chưa có quyết định nào" in text_of(visitor.get("/decisions", year="2022"))
    assert "QĐ-UBND" in text_of(visitor.get("/decisions", year="2023"))
    assert visitor.get("/decisions/999").status_code == 404
    assert visitor.get("/decisions/items/999").status_code == 404


def test_the_printed_decision_follows_the_decree(office: OfficeApp) -> None:
    decision_id, _ = decided(office, 2)
    page = text_of(office.visitor("desk_officer").get(f"/decisions/{decision_id}/print"))
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "HUYỆN THANH LIÊM",
                 "Thanh Liêm, ngày 01 tháng 11 năm 2023", "<h1>QUYẾT ĐỊNH</h1>", "2 cá nhân", "DANH SÁCH"):  # fmt: skip
        assert line in page
    assert "BẢN MẪU" not in page, "only a demonstration carries the mark"


def test_a_decision_from_above_is_listed_but_not_printed_as_ours(office: OfficeApp) -> None:
    make_nomination(office.district, "superior_decided")
    visitor = office.visitor("desk_officer")
    with office.district.services.store.reading() as session:
        decision_id = session.execute(select(Decision.id)).scalar_one()
    assert "cấp tỉnh" in text_of(visitor.get(f"/decisions/{decision_id}"))
    assert visitor.get(f"/decisions/{decision_id}/print").status_code == 404


def test_an_award_is_put_under_review_and_revoked_and_nothing_is_erased(office: OfficeApp) -> None:
    item_id = make_decision_item(office.district)
    officer, chairman = office.visitor("desk_officer"), office.visitor("chairman")
    address = f"/decisions/items/{item_id}/moves"
    once = officer.post(address, key="once", **REVIEW)
    again = officer.post(address, key="once", **REVIEW)
    assert (once.status_code, again.status_code, standing(office, item_id)) == (303, 303, "under_review")
    number = {"decision_number": "77/QĐ-UBND", "decision_date": "01/11/2023"}
    assert chairman.post(address, trigger="revoke", version="0", **number).status_code == 409
    assert chairman.post(address, trigger="revoke", version="1", **number).status_code == 303
    assert standing(office, item_id) == "revoked"
    page = text_of(officer.get(f"/decisions/items/{item_id}"))
    assert "Kê khai sai" in page and "77/QĐ-UBND" in page and "Gian dối trong kê khai thành tích" in page
    with office.district.services.store.reading() as session:
        moves = session.execute(select(Event.trigger).where(Event.subject_kind == "decision_item").order_by(Event.seq))
        assert moves.scalars().all() == ["open_review", "revoke"]
    assert "1 đã hủy" in text_of(officer.get("/decisions"))
    assert "Đã hủy bỏ, thu hồi" in text_of(officer.get("/decisions/1/print"))


def test_a_review_may_be_upheld(office: OfficeApp) -> None:
    item_id = make_decision_item(office.district)
    move_the_item(office.district, item_id, "open_review", 0)
    vice = office.visitor("vice_chairman")
    address = f"/decisions/items/{item_id}/moves"
    empty = vice.post(address, trigger="uphold", version="1", reason="")
    assert empty.status_code == 422 and 'href="#reason"' in text_of(empty) and 'id="reason"' in text_of(empty)
    assert vice.post(address, trigger="uphold", version="1", reason="Đủ căn cứ").status_code == 303
    assert standing(office, item_id) == "in_force"


@pytest.mark.parametrize(
    ("role", "fields", "status"),
    [
        ("clerk", REVIEW, 403),
        ("chairman", REVIEW, 403),
        ("auditor", REVIEW, 403),
        ("desk_officer", {**REVIEW, "trigger": "revoke"}, 409),
        ("desk_officer", {**REVIEW, "trigger": "archive"}, 422),
        ("desk_officer", {**REVIEW, "version": "7"}, 409),
        ("desk_officer", {**REVIEW, "version": "x"}, 422),
        ("desk_officer", {**REVIEW, "ground": "khac"}, 422),
    ],
)
def test_what_may_not_be_done_to_a_name_is_refused(
    office: OfficeApp, role: str, fields: dict[str, str], status: int
) -> None:
    item_id = make_decision_item(office.district)
    answer = office.visitor(role).post(f"/decisions/items/{item_id}/moves", **fields)
    assert (answer.status_code, standing(office, item_id)) == (status, "in_force")


def test_nobody_acts_on_their_own_award(office: OfficeApp) -> None:
    item_id = make_decision_item(office.district)
    with office.district.services.store.transaction() as tx:
        own = select(DecisionItem.nomination_id).where(DecisionItem.id == item_id).scalar_subquery()
        officer = office.district.people["desk_officer"]
        tx.session.execute(update(Nomination).where(Nomination.id == own).values(nominee_id=officer))
    visitor = office.visitor("desk_officer")
    assert visitor.get(f"/decisions/items/{item_id}").status_code == 404
    assert visitor.post(f"/decisions/items/{item_id}/moves", **REVIEW).status_code == 404
    assert standing(office, item_id) == "in_force"


def test_a_decision_takes_as_many_statements_for_three_names_as_for_one(office: OfficeApp) -> None:
    visitor = office.visitor("desk_officer")
    visitor.get("/decisions")
    numbers = []
    for count in (1, 3):
        decision_id, _ = decided(office, count)
        for path in ("/decisions", f"/decisions/{decision_id}"):
            with office.counted() as seen:
                visitor.get(path)
            numbers.append(len(seen))
    assert numbers == [11, 12, 11, 12]


def add_movements(office: OfficeApp, count: int) -> None:
    with office.district.services.store.transaction() as tx:
        for number in range(count):
            tx.session.add(Movement(
                code=f"pt-{number}-{count}", name_vi=f"Phong trào {number}", name_en=f"Movement {number}",
                short_vi="PT", short_en="M", level="district", kind="thematic", purpose_vi="Mục đích rõ",
                purpose_en="A clear purpose", starts_on=date(2023, 1, 1), ends_on=None, launched_by_id=None,
            ))  # fmt: skip


def test_movements_are_listed_with_what_was_received(office: OfficeApp) -> None:
    add_movements(office, 1)
    nomination_id = make_nomination(office.district, "submitted")
    with office.district.services.store.transaction() as tx:
        movement = tx.session.execute(select(Movement.id)).scalar_one()
        tx.session.execute(update(Nomination).where(Nomination.id == nomination_id).values(movement_id=movement))
    visitor = office.visitor("clerk")
    page = text_of(visitor.get("/movements"))
    assert "Phong trào 0" in page and "Cấp huyện" in page and 'data-l="Đề nghị">1</td>' in page
    with office.counted() as seen:
        visitor.get("/movements")
    one = len(seen)
    add_movements(office, 2)
    with office.counted() as seen:
        visitor.get("/movements")
    assert (one, len(seen)) == (8, 8)


def test_an_empty_list_of_movements_says_what_they_are(office: OfficeApp) -> None:
    assert "Chưa có phong trào nào" in text_of(office.visitor("clerk").get("/movements"))

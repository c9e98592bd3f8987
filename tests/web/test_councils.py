"""The council: planning a session, its agenda, the count of each item, and who may see which figure."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import MEMBERS, fire, make_nomination, make_nominations, make_session
from tests.support.office import OfficeApp, Visitor
from workflow.councils.models import AgendaItem, CouncilSession
from workflow.lifecycle.models import Event

ALL_IN_FAVOUR = {"present": "9", "written": "0", "in_favour": "9", "against": "0", "invalid": "", "recused": ""}


def column(office: OfficeApp, statement: Any) -> list[Any]:
    with office.district.services.store.reading() as session:
        return list(session.execute(statement).scalars())


def session_of(office: OfficeApp, session_id: int) -> Any:
    with office.district.services.store.reading() as session:
        return session.execute(select(CouncilSession.__table__).where(CouncilSession.id == session_id)).one()


def states(office: OfficeApp, ids: list[int]) -> list[str]:
    return [str(office.row(one)["state"]) for one in ids]


def voting(office: OfficeApp, count: int) -> tuple[int, list[int]]:
    """A convened session with its votes open."""
    ids = make_nominations(office.district, count, "council_voting")
    (session_id,) = set(column(office, select(AgendaItem.session_id).where(AgendaItem.nomination_id.in_(ids))))
    return session_id, ids


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def count(visitor: Visitor, session_id: int, n: int, version: int, key: str = "", **fields: str) -> Any:
    data = {"trigger": "record_vote", "version": str(version), **ALL_IN_FAVOUR, **fields}
    return visitor.post(f"/council/sessions/{session_id}/items/{n}", key=key, **data)


def test_the_secretary_plans_a_session(office: OfficeApp) -> None:
    secretary = office.visitor("council_secretary")
    fields = {"council_id": str(office.district.council_id), "held_on": "22/11/2023", "held_time": "14.00",
              "place": "Phòng họp số 1"}  # fmt: skip
    answer = secretary.post("/council/sessions", key="once", **fields)
    again = secretary.post("/council/sessions", key="once", **fields)
    assert (answer.status_code, again.location) == (303, answer.location)
    planned = column(office, select(CouncilSession.members))
    assert planned == [MEMBERS]
    page = text_of(secretary.get(answer.location))
    assert "thứ Tư 22/11/2023" in page and "14.00 · Phòng họp số 1" in page


def test_a_session_that_cannot_be_planned_says_what_to_mend(office: OfficeApp) -> None:
    secretary = office.visitor("council_secretary")
    council = str(office.district.council_id)
    answer = secretary.post("/council/sessions", council_id=council, held_on="1/2", held_time="14.00", place="")
    assert answer.status_code == 422
    assert "Nhập ngày theo mẫu" in text_of(answer)
    early = secretary.post("/council/sessions", council_id=council, held_on="01/10/2023", held_time="25", place="P1")
    assert early.status_code == 422 and "Nhập giờ theo mẫu 14.00" in text_of(early)


@pytest.mark.parametrize("role", ["clerk", "unit_head", "nominee", "admin"])
def test_sessions_are_not_for_everybody(office: OfficeApp, role: str) -> None:
    session_id = make_session(office.district)
    visitor = office.visitor(role)
    assert visitor.get("/council").status_code == 403
    assert visitor.get(f"/council/sessions/{session_id}").status_code == 403


@pytest.mark.parametrize("role", ["council_member", "desk_officer", "chairman"])
def test_only_planners_change_the_agenda(office: OfficeApp, role: str) -> None:
    session_id = make_session(office.district)
    visitor = office.visitor(role)
    assert visitor.post(f"/council/sessions/{session_id}/agenda", act="add_all").status_code == 403
    assert visitor.post("/council/sessions", place="P1").status_code == 403
    assert visitor.get("/council/sessions/999").status_code == 404


def test_an_agenda_is_filled_emptied_and_convened(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 3, "council_queue")
    session_id = make_session(office.district)
    secretary = office.visitor("council_secretary")
    address = f"/council/sessions/{session_id}"
    assert "Chưa triệu tập phiên họp được" in text_of(secretary.get(address))
    secretary.post(f"{address}/agenda", act="add_all")
    secretary.post(f"{address}/agenda", act="remove", row=[office.code(ids[0])])
    standing = select(AgendaItem.nomination_id).where(AgendaItem.removed_at.is_(None)).order_by(AgendaItem.position)
    assert column(office, standing) == ids[1:]
    secretary.post(f"{address}/agenda", act="add", row=[office.code(ids[0])])
    assert column(office, standing) == ids
    answer = secretary.post(f"{address}/moves", trigger="convene", version="0")
    assert answer.status_code == 303 and session_of(office, session_id).state == "convened"
    stale = secretary.post(f"{address}/moves", trigger="convene", version="0")
    assert stale.status_code == 409


def test_nothing_chosen_changes_nothing(office: OfficeApp) -> None:
    session_id = make_session(office.district)
    answer = office.visitor("council_secretary").post(f"/council/sessions/{session_id}/agenda", act="add")
    assert answer.status_code == 422


def test_a_session_is_cancelled_with_a_reason_only(office: OfficeApp) -> None:
    session_id = make_session(office.district, "convened")
    secretary = office.visitor("council_secretary")
    address = f"/council/sessions/{session_id}/moves"
    empty = secretary.post(address, trigger="cancel", version="1", reason="")
    assert empty.status_code == 422 and "Nhập mục “Lý do”." in text_of(empty)
    assert secretary.post(address, trigger="cancel", version="1", reason="Hoãn họp").status_code == 303
    assert session_of(office, session_id).state == "cancelled"


def test_a_session_does_not_close_before_all_is_counted(office: OfficeApp) -> None:
    session_id, ids = voting(office, 1)
    secretary = office.visitor("council_secretary")
    early = secretary.post(f"/council/sessions/{session_id}/moves", trigger="close", version="1")
    assert early.status_code == 422 and "Còn 1 mục chưa có kết quả" in text_of(early)
    count(secretary, session_id, 1, office.row(ids[0])["version"])
    done = secretary.post(f"/council/sessions/{session_id}/moves", trigger="close", version="1")
    assert done.status_code == 303
    assert (
        secretary.post(f"/council/sessions/{session_id}/moves", trigger="sign_minutes", version="2").status_code == 303
    )
    assert session_of(office, session_id).state == "minuted"


def test_the_vote_is_opened_on_the_whole_agenda_and_sent_on(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 3, "council_queue")
    session_id = make_session(office.district, "convened", ids)
    secretary = office.visitor("council_secretary")
    address = f"/council/sessions/{session_id}/nominations"
    seen = json.dumps({str(one): office.row(one)["version"] for one in ids})
    assert secretary.post(address, trigger="open_voting", seen=seen).status_code == 303
    assert states(office, ids) == ["council_voting"] * 3
    assert secretary.post(address, trigger="open_voting", seen=seen).status_code == 409
    assert secretary.post(address, trigger="sign_decision", seen=seen).status_code == 422
    fire(office.district, ids, "record_vote", target="council_passed")
    seen = json.dumps({str(one): office.row(one)["version"] for one in ids})
    assert secretary.post(address, trigger="send_to_chairman", seen=seen).status_code == 303
    assert states(office, ids) == ["pending_decision"] * 3


def test_a_count_is_settled_and_leads_to_the_next_item(office: OfficeApp) -> None:
    session_id, ids = voting(office, 2)
    secretary = office.visitor("council_secretary")
    address = f"/council/sessions/{session_id}/items/1"
    page = text_of(secretary.get(address))
    assert "Chốt kết quả, sang mục 2" in page and "Cần trên 50" in page
    first = count(secretary, session_id, 1, office.row(ids[0])["version"], "one")
    twice = count(secretary, session_id, 1, office.row(ids[0])["version"] - 1, "one")
    assert first.location == twice.location == f"/council/sessions/{session_id}/items/2"
    votes = select(Event.id).where(Event.trigger == "record_vote")
    assert states(office, ids) == ["council_passed", "council_voting"] and len(column(office, votes)) == 1
    assert 'value="9"' in text_of(secretary.get(first.location)), "who was there is carried over"
    shown = text_of(secretary.get(address))
    assert "9 trên 9 thành viên = 100\xa0%. Cần trên 50\xa0%, tức 5 phiếu. Thông qua." in shown


def test_the_sums_are_done_without_writing(office: OfficeApp) -> None:
    session_id, ids = voting(office, 1)
    secretary = office.visitor("council_secretary")
    address = f"/council/sessions/{session_id}/items/1"
    answer = secretary.post(address, count="1", present="7", written="1", in_favour="4", against="3", recused="1")
    assert answer.status_code == 200
    assert "Khớp: 7 + 1 = 4 + 3 + 0 + 1" in text_of(answer)
    assert "4 trên 9 thành viên = 44,44\xa0%. Cần trên 50\xa0%, tức 5 phiếu. Không đạt." in text_of(answer)
    assert states(office, ids) == ["council_voting"]


def test_a_count_that_does_not_add_up_is_shown_with_its_arithmetic(office: OfficeApp) -> None:
    session_id, ids = voting(office, 1)
    secretary = office.visitor("council_secretary")
    version = office.row(ids[0])["version"]
    wrong = count(secretary, session_id, 1, version, in_favour="8", against="2")
    assert wrong.status_code == 422
    assert "Chưa khớp: 9 + 0 = 9, còn 8 + 2 + 0 + 0 = 10." in text_of(wrong)
    missing = count(secretary, session_id, 1, version, in_favour="")
    assert missing.status_code == 422 and 'href="#vote-in_favour"' in text_of(missing)
    letters = count(secretary, session_id, 1, version, in_favour="tám")
    assert letters.status_code == 422 and "Nhập một số nguyên" in text_of(letters)
    few = count(secretary, session_id, 1, version, present="5", in_favour="5")
    assert few.status_code == 422 and "Có 5 người dự họp" in text_of(few)
    assert states(office, ids) == ["council_voting"]


def test_an_item_seen_in_an_older_version_is_not_counted(office: OfficeApp) -> None:
    session_id, ids = voting(office, 1)
    answer = count(office.visitor("council_secretary"), session_id, 1, office.row(ids[0])["version"] - 1)
    assert answer.status_code == 409 and states(office, ids) == ["council_voting"]


def test_one_count_for_several_items_makes_a_history_for_each(office: OfficeApp) -> None:
    session_id, ids = voting(office, 3)
    secretary = office.visitor("council_secretary")
    address = f"/council/sessions/{session_id}/votes"
    page = text_of(secretary.get(address))
    assert page.count('name="row"') == 3
    rows = [f"{one}:{office.row(one)['version']}" for one in ids[:2]]
    tried = secretary.post(address, row=rows, count="1", **ALL_IN_FAVOUR)
    assert tried.status_code == 200 and text_of(tried).count("thông qua") == 3
    wrong = secretary.post(address, row=rows, trigger="record_vote", **{**ALL_IN_FAVOUR, "against": "4"})
    assert wrong.status_code == 422 and "Chưa khớp" in text_of(wrong)
    assert secretary.post(address, row=[], trigger="record_vote", **ALL_IN_FAVOUR).status_code == 422
    answer = secretary.post(address, row=rows, trigger="record_vote", **ALL_IN_FAVOUR)
    assert answer.status_code == 303
    assert states(office, ids) == ["council_passed", "council_passed", "council_voting"]
    counted = select(Event.subject_id).where(Event.trigger == "record_vote").order_by(Event.subject_id)
    assert column(office, counted) == ids[:2]


@pytest.mark.parametrize("role", ["council_member", "desk_officer", "appraiser"])
def test_members_read_the_agenda_without_figures(office: OfficeApp, role: str) -> None:
    session_id, ids = voting(office, 1)
    fire(office.district, ids, "record_vote", target="council_failed")
    visitor = office.visitor(role)
    page = text_of(visitor.get(f"/council/sessions/{session_id}"))
    assert "Nguyễn Văn A" in page and "0/9" not in page and "không đạt" not in page.lower()
    assert visitor.get(f"/council/sessions/{session_id}/agenda/print").status_code == 200
    for hidden in ("items/1", "minutes", "votes"):
        assert visitor.get(f"/council/sessions/{session_id}/{hidden}").status_code == 403


@pytest.mark.parametrize("role", ["council_secretary", "standing_head", "chairman", "vice_chairman", "auditor"])
def test_some_read_the_figures(office: OfficeApp, role: str) -> None:
    session_id, ids = voting(office, 1)
    fire(office.district, ids, "record_vote", target="council_failed")
    visitor = office.visitor(role)
    assert "0/9" in text_of(visitor.get(f"/council/sessions/{session_id}"))
    minutes = text_of(visitor.get(f"/council/sessions/{session_id}/minutes"))
    assert "0 trên 9 thành viên = 0\xa0%. Cần trên 50\xa0%, tức 5 phiếu. Không đạt." in minutes


def test_a_nominee_on_the_council_sees_a_neutral_line(office: OfficeApp) -> None:
    own = office.district.people["vice_chairman"]
    ids = [make_nomination(office.district, "council_voting", nominee_id=own)]
    (session_id,) = column(office, select(AgendaItem.session_id))
    fire(office.district, ids, "record_vote", target="council_passed")
    visitor = office.visitor("vice_chairman")
    page = text_of(visitor.get(f"/council/sessions/{session_id}"))
    assert "Nguyễn Văn A" in page and "9/9" not in page and office.code(ids[0]) not in page
    assert visitor.get(f"/council/sessions/{session_id}/items/1").status_code == 404
    assert "Nguyễn Văn A" not in text_of(visitor.get(f"/council/sessions/{session_id}/minutes"))


def test_a_page_takes_as_many_statements_for_three_items_as_for_one(office: OfficeApp) -> None:
    one, _ = voting(office, 1)
    three, _ = voting(office, 3)
    secretary = office.visitor("council_secretary")
    secretary.get("/council")
    numbers = {}
    for session_id in (one, three):
        for path in ("", "/items/1", "/votes"):
            with office.counted() as seen:
                secretary.get(f"/council/sessions/{session_id}{path}")
            numbers[session_id, path] = len(seen)
    assert [numbers[one, path] for path in ("", "/items/1", "/votes")] == [21, 21, 13]
    assert [numbers[three, path] for path in ("", "/items/1", "/votes")] == [21, 21, 13]

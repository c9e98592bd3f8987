"""The chairman decides: one act over a list, a record for each name, nothing signed that was not seen."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from notifications.models import OutboxMessage
from tests.factories import SUPERIOR, fire, make_nomination, make_nominations
from tests.support.office import OfficeApp, Visitor, open_office
from workflow.decisions.models import Decision, DecisionItem
from workflow.lifecycle.models import Event
from workflow.people.models import RoleGrant

NUMBER = {"decision_number": "3187/QĐ-UBND", "decision_date": "01/11/2023"}
REAPPRAISE = "request_reappraisal"
MOST_STATEMENTS = 24  # of the list, however long it is


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def seen_of(office: OfficeApp, ids: list[int]) -> str:
    return json.dumps({str(one): office.row(one)["version"] for one in ids})


def states(office: OfficeApp, ids: list[int]) -> list[str]:
    return [str(office.row(one)["state"]) for one in ids]


def total(office: OfficeApp, statement: Any) -> int:
    with office.district.services.store.reading() as session:
        return int(session.execute(statement).scalar_one())


def send(visitor: Visitor, step: str, seen: str, key: str = "", **fields: Any) -> Any:
    data = {"act": "sign_decision", "trigger": "sign_decision", "seen": seen, **NUMBER, **fields}
    return visitor.post(f"/decide/{step}" if step else "/decide", key=key, **data)


def confirmed(visitor: Visitor, preview: Any, key: str = "") -> Any:
    """Press the button of the page that was shown, with exactly its hidden fields."""
    form = text_of(preview).split('action="/decide/confirm"')[1].split("</form>")[0]
    fields: dict[str, Any] = {"strike": []}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form):
        if name == "strike":
            fields["strike"].append(value)
        elif name not in ("csrf_token", "idempotency_key"):
            fields[name] = value.replace("&#34;", '"')
    return visitor.post("/decide/confirm", key=key, **fields)


@pytest.mark.parametrize("role", ["standing_head", "council_secretary", "auditor", "clerk", "nominee", "admin"])
def test_the_list_is_for_those_who_sign(office: OfficeApp, role: str) -> None:
    ids = make_nominations(office.district, 1, "pending_decision")
    visitor = office.visitor(role)
    assert visitor.get("/decide").status_code == 403
    assert send(visitor, "confirm", seen_of(office, ids)).status_code == 403
    assert states(office, ids) == ["pending_decision"]


def test_the_list_is_grouped_by_authority_and_says_what_is_in_the_way(office: OfficeApp) -> None:
    make_nominations(office.district, 2, "pending_decision", kind="yearly")
    above = make_nomination(office.district, "pending_decision", award=SUPERIOR)
    held = make_nomination(office.district, "pending_decision")
    fire(office.district, [held], "suspend")
    page = text_of(office.visitor("chairman").get("/decide"))
    assert "Ký quyết định cho 2 đề nghị" in page and "Ký trình cấp trên 1 đề nghị" in page
    assert office.code(above) in page and "đang tạm dừng xét: có đơn thư khiếu nại, tố cáo." in page
    assert "Chưa ký được" in page and "9/9" in page and "không qua Hội đồng" in page


def test_an_empty_list_says_so(office: OfficeApp) -> None:
    assert "Không có tên nào chờ bạn ký" in text_of(office.visitor("chairman").get("/decide"))


def test_the_late_and_the_changed_are_named(office: OfficeApp) -> None:
    late = make_nomination(office.district, "pending_decision", kind="yearly")
    office.district.sleep(1)
    fire(office.district, [late], "suspend")
    fire(office.district, [late], "resume")
    office.district.sleep(30)
    page = text_of(office.visitor("chairman").get("/decide"))
    assert "sau khi Hội đồng bỏ phiếu: đã tạm dừng xét 02/11/2023; đã cho tiếp tục xét 02/11/2023." in page
    assert "quá hạn quyết định." in page and "đã qua ngày hẹn trả lời." in page


def test_signing_is_seen_first_and_done_once(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 3, "pending_decision")
    chairman = office.visitor("chairman")
    before = total(office, select(func.count()).select_from(OutboxMessage))
    preview = send(chairman, "preview", seen_of(office, ids))
    page = text_of(preview)
    assert preview.status_code == 200 and "Ký quyết định cho 3 đề nghị?" in page
    assert states(office, ids) == ["pending_decision"] * 3
    foreseen = int(re.search(r"(\d+) thư vào hàng gửi", page)[1])  # type: ignore[index]
    answer = confirmed(chairman, preview, "once")
    again = confirmed(chairman, preview, "once")
    assert answer.status_code == 303 and again.location == answer.location
    assert states(office, ids) == ["decided"] * 3
    assert total(office, select(func.count()).select_from(OutboxMessage)) - before == foreseen > 0
    with office.district.services.store.reading() as session:
        decision = session.execute(select(Decision.__table__)).one()
        places = session.execute(select(DecisionItem.nomination_id).order_by(DecisionItem.position)).scalars().all()
    assert (decision.number, decision.signature, places) == ("3187/QĐ-UBND", "CHỦ TỊCH", ids)
    mark = decision.fingerprint[:12].upper()
    assert f"{mark[:4]} {mark[4:8]} {mark[8:]}" in page, "the list that was seen is the list that was signed"
    result = text_of(chairman.get(answer.location))
    assert "Đã ký quyết định số 3187/QĐ-UBND cho 3 đề nghị" in result and f"/decisions/{decision.id}/print" in result
    assert office.visitor("vice_chairman").get(answer.location).status_code == 404


def test_a_struck_name_goes_its_own_way_with_its_own_reason(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 4, "pending_decision")
    chairman = office.visitor("chairman")
    strikes = {
        "strike": [str(one) for one in ids[:3]],
        f"fate-{ids[0]}": REAPPRAISE, f"reason-{ids[0]}": "Đối chiếu lại số liệu",
        f"fate-{ids[1]}": "decline", f"reason-{ids[1]}": "Đã khen việc này",
        f"fate-{ids[2]}": "later",
    }  # fmt: skip
    listed = text_of(send(chairman, "", seen_of(office, ids), **strikes))
    assert "Ký quyết định cho 1 đề nghị" in listed and listed.count('class="struck"') == 3
    preview = send(chairman, "preview", seen_of(office, ids), **strikes)
    assert "Đối chiếu lại số liệu" in text_of(preview) and "Để lại 1 tên" in text_of(preview)
    assert confirmed(chairman, preview).status_code == 303
    assert states(office, ids) == ["chair_returned", "not_approved", "pending_decision", "decided"]
    with office.district.services.store.reading() as session:
        told = session.execute(
            select(Event.subject_id, Event.reason).where(Event.subject_kind == "nomination", Event.reason.is_not(None))
        )
        reasons = {row.subject_id: row.reason for row in told}
    assert reasons == {ids[0]: "Đối chiếu lại số liệu", ids[1]: "Đã khen việc này"}
    with office.district.services.store.reading() as session:
        assert session.execute(select(DecisionItem.position)).scalars().all() == [1]


def test_a_struck_name_needs_its_reason(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 2, "pending_decision")
    chairman = office.visitor("chairman")
    for step in ("preview", "confirm"):
        answer = send(chairman, step, seen_of(office, ids), strike=[str(ids[0])])
        assert answer.status_code == 422
        assert "Mỗi tên bị bỏ cần một lý do." in text_of(answer) and f'href="#reason-{ids[0]}"' in text_of(answer)
    assert states(office, ids) == ["pending_decision"] * 2


def test_struck_names_may_move_without_a_signature(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 2, "pending_decision")
    chairman = office.visitor("chairman")
    assert send(chairman, "preview", seen_of(office, ids), trigger="struck").status_code == 422
    fields = {"strike": [str(ids[0])], f"reason-{ids[0]}": "Thiếu xác nhận", "decision_number": "", "decision_date": ""}
    preview = send(chairman, "preview", seen_of(office, ids), trigger="struck", **fields)
    assert "Xử lý 1 tên đã bỏ?" in text_of(preview)
    answer = confirmed(chairman, preview)
    assert states(office, ids) == ["chair_returned", "pending_decision"]
    assert "Đã xử lý các tên đã bỏ" in text_of(chairman.get(answer.location))


def test_nobody_left_to_sign_is_refused(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 1, "pending_decision")
    fields = {"strike": [str(ids[0])], f"reason-{ids[0]}": "Không"}
    answer = send(office.visitor("chairman"), "confirm", seen_of(office, ids), **fields)
    assert answer.status_code == 422 and "Không còn tên nào để ký." in text_of(answer)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"decision_number": ""}, "decision_number"),
        ({"decision_date": "31/12/2023"}, "Nhập ngày không sau hôm nay, 01/11/2023."),
        ({"decision_date": "hôm nay"}, "Nhập ngày theo mẫu"),
        ({"decision_number": "1/QĐ-UBND"}, "Số này đã dùng trong năm 2023."),
    ],
)
def test_number_and_date_are_checked_before_anything_is_signed(
    office: OfficeApp, fields: dict[str, str], sentence: str
) -> None:
    taken = make_nomination(office.district, "pending_decision")
    fire(office.district, [taken], "sign_decision",
         inputs={"decision_number": "1/QĐ-UBND", "decision_date": office.district.today})  # fmt: skip
    ids = make_nominations(office.district, 2, "pending_decision")
    chairman = office.visitor("chairman")
    for step in ("preview", "confirm"):
        answer = send(chairman, step, seen_of(office, ids), **fields)
        assert answer.status_code == 422 and sentence in text_of(answer)
    assert states(office, ids) == ["pending_decision"] * 2


def test_a_list_that_changed_is_not_signed_at_all(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 3, "pending_decision")
    chairman = office.visitor("chairman")
    strikes = {"strike": [str(ids[0])], f"reason-{ids[0]}": "Đối chiếu lại"}
    preview = send(chairman, "preview", seen_of(office, ids), **strikes)
    old = seen_of(office, ids)
    fire(office.district, [ids[2]], "suspend")
    answer = confirmed(chairman, preview)
    page = text_of(answer)
    assert answer.status_code == 409 and "Danh sách đã khác, chưa ai được ký" in page
    assert "Đã tạm dừng xét" in page and "Người standing_head" in page and "Đối chiếu lại" in page
    assert states(office, ids) == ["pending_decision"] * 3, "not even the struck name moved"
    assert send(chairman, "preview", old).status_code == 409


def test_the_vice_chairman_signs_for_the_chairman(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 1, "pending_decision")
    vice = office.visitor("vice_chairman")
    assert "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH" in text_of(vice.get("/decide"))
    confirmed(vice, send(vice, "preview", seen_of(office, ids)))
    with office.district.services.store.reading() as session:
        assert session.execute(select(Decision.signature)).scalar_one() == "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"


def test_what_is_above_is_forwarded(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 2, "pending_decision", award=SUPERIOR)
    chairman = office.visitor("chairman")
    fields = {"act": "forward_to_superior", "trigger": "forward_to_superior", "letter_number": "9/TTr-UBND",
              "letter_date": "01/11/2023"}  # fmt: skip
    preview = send(chairman, "preview", seen_of(office, ids), **fields)
    assert preview.status_code == 200 and "9/TTr-UBND" in text_of(preview)
    answer = confirmed(chairman, preview)
    assert states(office, ids) == ["forwarded"] * 2
    assert "Đã ký trình cấp trên 2 đề nghị" in text_of(chairman.get(answer.location))


def test_nobody_decides_on_their_own_nomination(office: OfficeApp) -> None:
    own = make_nomination(office.district, "pending_decision", nominee_id=office.district.people["chairman"])
    chairman = office.visitor("chairman")
    assert office.code(own) not in text_of(chairman.get("/decide"))
    assert send(chairman, "confirm", seen_of(office, [own])).status_code in (403, 409)
    assert states(office, [own]) == ["pending_decision"]


def test_whoever_appraised_a_file_does_not_sign_for_it(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 1, "pending_decision")
    with office.district.services.store.transaction() as tx:
        referred = tx.session.execute(select(Event.actor_id).where(Event.trigger == "refer")).scalar_one()
        tx.session.add(RoleGrant(
            person_id=referred, unit_id=office.district.office_id, role="vice_chairman",
            valid_from=office.district.today, granted_at=tx.now,
        ))  # fmt: skip
    role = next(name for name, person in office.district.people.items() if person == referred)
    appraiser = office.visitor(role)
    page = text_of(appraiser.get("/decide"))
    assert "Chưa ký được" in page and "Ký quyết định cho" not in page
    assert send(appraiser, "confirm", seen_of(office, ids)).status_code == 409
    assert states(office, ids) == ["pending_decision"]


@pytest.mark.parametrize("seen", ["", "[]", "{}", '{"a": 1}', '{"1": -1}', '{"99999": 1}', "x" * 100])
def test_a_list_that_no_page_wrote_is_refused(office: OfficeApp, seen: str) -> None:
    make_nominations(office.district, 1, "pending_decision")
    assert send(office.visitor("chairman"), "confirm", seen).status_code in (404, 409, 422)
    assert send(office.visitor("chairman"), "preview", '{"1": 1}', act="archive").status_code == 422


def test_three_hundred_names_are_one_act_and_three_hundred_histories(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 300, "pending_decision")
    chairman = office.visitor("chairman")
    started = time.perf_counter()
    with office.counted() as seen:
        page = chairman.get("/decide")
    assert page.status_code == 200 and text_of(page).count('name="strike"') == 300
    preview = send(chairman, "preview", seen_of(office, ids))
    answer = confirmed(chairman, preview)
    assert answer.status_code == 303 and time.perf_counter() - started < 20
    signed = select(func.count()).select_from(Event).where(Event.trigger == "sign_decision")
    listed = select(func.count()).select_from(DecisionItem)
    assert (total(office, signed), total(office, listed), len(seen) <= MOST_STATEMENTS) == (300, 300, True)


def test_the_page_takes_as_many_statements_for_three_names_as_for_one(office: OfficeApp) -> None:
    chairman = office.visitor("chairman")
    chairman.get("/decide")
    numbers = []
    for count in (1, 2):
        make_nominations(office.district, count, "pending_decision", kind="yearly")
        with office.counted() as seen:
            chairman.get("/decide")
        numbers.append(len(seen))
    assert numbers[0] == numbers[1] <= MOST_STATEMENTS


@pytest.mark.postgres
def test_the_same_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    office = open_office(tmp_path, database_url=postgres_url)
    try:
        ids = make_nominations(office.district, 2, "pending_decision", kind="yearly")
        chairman = office.visitor("chairman")
        strikes = {"strike": [str(ids[0])], f"reason-{ids[0]}": "Đối chiếu lại"}
        assert confirmed(chairman, send(chairman, "preview", seen_of(office, ids), **strikes)).status_code == 303
        assert states(office, ids) == ["chair_returned", "decided"]
        pages = [
            "/decide",
            "/council",
            "/council/sessions/1",
            "/council/sessions/1/items/1",
            "/council/sessions/1/minutes",
            "/decisions",
            "/decisions/1",
            "/decisions/1/print",
            "/movements",
        ]
        assert [chairman.get(page).status_code for page in pages] == [200] * len(pages)
    finally:
        office.district.services.store.engine.dispose()

"""Administration: who may enter, what a change does at once, what is refused and in which words."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from notifications.models import OutboxMessage
from tests.evidence.access_law import PRIVATE
from tests.factories import IN_THE_OFFICE, IN_THE_UNIT, make_nomination, make_nominations
from tests.support.office import OfficeApp, Visitor, open_office
from workflow.audit.queries import trail_of
from workflow.nominations.draft import link_nominee
from workflow.people.models import Delegation, Person, RoleGrant, Unit

OTHERS = sorted({*IN_THE_UNIT, *IN_THE_OFFICE, "council_member", "nominee"} - {"admin"})
# Whose doors these are: some stand open to others than the administrator.
LAW = {re.sub(r"<[^>]*>", "1", route): roles for route, roles, _otherwise in PRIVATE}


def routes(app: Flask) -> list[tuple[str, str]]:
    """Every method and address below /admin, its numbers filled in."""
    return sorted(
        (method, re.sub(r"<[^>]*>", "1", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/admin")
        for method in (rule.methods or set()) & {"GET", "POST"}
    )


def shown(visitor: Visitor, path: str, **query: str) -> str:
    answer = visitor.get(path, **query)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def test_the_law_knows_every_door_of_the_admin(office: OfficeApp) -> None:
    doors = {f"{method} {path}" for method, path in routes(office.app)}
    assert doors == {door for door in LAW if door.partition(" ")[2].startswith("/admin")}
    assert all("admin" in LAW[door] for door in doors)


@pytest.mark.parametrize("role", OTHERS)
def test_every_door_is_shut_to_every_other_role(office: OfficeApp, role: str) -> None:
    visitor = office.visitor(role)
    for method, path in routes(office.app):
        answer = visitor.get(path) if method == "GET" else visitor.post(path)
        open_here = role in LAW[f"{method} {path}"]
        assert (method, path, answer.status_code == 403) == (method, path, not open_here)


def test_a_stranger_is_asked_to_sign_in(office: OfficeApp) -> None:
    for method, path in routes(office.app):
        if method == "GET":
            assert office.visitor().get(path).headers["Location"].startswith("/sign-in?next=/admin")


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/admin", 24),
        ("/admin/units", 8),
        ("/admin/units/1", 9),
        ("/admin/people", 10),
        ("/admin/people/1", 12),
        ("/admin/delegations", 10),
        ("/admin/outbox", 10),
        ("/admin/outbox/1", 10),
        ("/admin/audit", 11),
    ],
)
def test_a_page_asks_the_database_so_often_however_much_there_is(office: OfficeApp, path: str, queries: int) -> None:
    make_nominations(office.district, 7, "under_appraisal")
    visitor = office.visitor("admin")
    visitor.get("/account")
    with office.counted() as seen:
        assert visitor.get(path).status_code == 200
    assert len(seen) == queries, "\n".join(seen)


def test_the_overview_counts_and_tells_what_is_wrong(office: OfficeApp) -> None:
    make_nomination(office.district, "submitted")
    stop_a_letter(office)
    page = shown(office.visitor("admin"), "/admin")
    assert "Chưa có tiến trình gửi thư nào chạy" in page
    assert "1 thư không tới được người nhận" in page
    assert re.search(r'class="is-late"><b>1</b> không tới', page)


def stop_a_letter(office: OfficeApp) -> int:
    with office.district.services.store.transaction() as tx:
        letter_id = tx.session.execute(select(OutboxMessage.id).order_by(OutboxMessage.id)).scalars().first()
        assert letter_id is not None
        tx.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == letter_id)
            .values(state="dead", attempts=3, last_error="550 5.1.1 no such mailbox")
        )
    return letter_id


# --- units


def unit_fields(**changed: str) -> dict[str, str]:
    return {
        "code": "thanh-nghi", "name_vi": "Xã Thanh Nghị", "name_en": "", "kind": "commune", "abbreviation": "UBND",
        "place": "Thanh Nghị", "email": "", "valid_from": "01/01/2021", "valid_to": "", "successor_id": "", **changed,
    }  # fmt: skip


def test_a_unit_is_entered_changed_and_ended(office: OfficeApp) -> None:
    visitor = office.visitor("admin")
    made = visitor.post("/admin/units", **unit_fields())
    assert made.status_code == 303
    successor = str(office.district.unit_id)
    ended = visitor.post(made.headers["Location"], **unit_fields(valid_to="01/10/2023", successor_id=successor))
    assert ended.status_code == 303
    with office.district.services.store.reading() as session:
        row = session.execute(
            select(Unit.name_en, Unit.valid_from, Unit.valid_to, Unit.successor_id).where(Unit.code == "thanh-nghi")
        ).one()
    assert tuple(row) == ("Xã Thanh Nghị", date(2021, 1, 1), date(2023, 10, 1), office.district.unit_id)
    assert "nối tiếp: Xã Liêm Túc" in shown(visitor, "/admin/units")


def test_every_mistake_in_a_unit_is_told_at_once_and_nothing_is_kept(office: OfficeApp) -> None:
    wrong = unit_fields(code="Thanh Nghị", name_vi="", kind="x", email="không phải", valid_from="hôm qua",
                        valid_to="31/02/2023", successor_id="999")  # fmt: skip
    answer = office.visitor("admin").post("/admin/units", **wrong)
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "Có 7 chỗ cần sửa trước khi ghi đơn vị" in page
    assert page.count('class="err"') == 7
    assert 'value="hôm qua"' in page


def test_a_unit_that_is_not_there_is_not_found(office: OfficeApp) -> None:
    assert office.visitor("admin").get("/admin/units/999").status_code == 404


# --- people and roles


def person_fields(office: OfficeApp, **changed: str) -> dict[str, str]:
    return {
        "full_name": "Lê Thị Mới", "title_vi": "Chuyên viên", "title_en": "", "email": "moi@thanhliem.example",
        "unit_id": str(office.district.office_id), "locale": "vi", **changed,
    }  # fmt: skip


def enter_person(office: OfficeApp, visitor: Visitor) -> int:
    made = visitor.post("/admin/people", **person_fields(office))
    assert made.status_code == 303
    return int(made.headers["Location"].rsplit("/", 1)[1])


def grant_fields(office: OfficeApp, role: str, **changed: str) -> dict[str, str]:
    return {"role": role, "unit_id": str(office.district.office_id), "valid_from": "01/11/2023", "valid_to": "",
            "document": "12/QĐ-UBND", **changed}  # fmt: skip


def test_people_are_found_without_accents_and_in_pages(office: OfficeApp) -> None:
    visitor = office.visitor("admin")
    with office.district.services.store.transaction() as tx:
        tx.session.add_all(
            Person(full_name=f"Đinh Văn {n:03}", folded_name=f"dinh van {n:03}", title_vi="", title_en="", unit_id=None)
            for n in range(51)
        )
    page = shown(visitor, "/admin/people", q="ĐINH van")
    assert page.count('class="who-row"') == 50
    following = re.search(r'href="([^"]+)" rel="next"', page)
    assert following is not None
    assert shown(visitor, following[1]).count('class="who-row"') == 1
    assert "Không có ai tên như vậy" in shown(visitor, "/admin/people", q="nobody")


def test_a_granted_role_opens_a_page_at_the_next_request_and_its_end_shuts_it(office: OfficeApp) -> None:
    admin, other = office.visitor("admin"), office.visitor("nominee")
    person_id = office.district.people["nominee"]
    assert other.get("/queue").status_code == 403
    granted = admin.post(f"/admin/people/{person_id}/grants", **grant_fields(office, "desk_officer"))
    assert granted.status_code == 303
    assert other.get("/queue").status_code == 200
    with office.district.services.store.reading() as session:
        grant_id = session.execute(select(RoleGrant.id).where(RoleGrant.person_id == person_id)).scalar_one()
    assert admin.post(f"/admin/grants/{grant_id}/end").status_code == 303
    assert other.get("/queue").status_code == 403
    page = shown(admin, f"/admin/people/{person_id}")
    assert "từ 01/11/2023, hết từ 01/11/2023" in page
    assert "12/QĐ-UBND · do Người admin giao" in page


@pytest.mark.parametrize(
    ("who", "role", "sentence"),
    [
        ("clerk", "admin", "Quản trị viên không giữ vai nghiệp vụ"),
        ("clerk", "system", "Chọn một mục có trong danh sách"),
        ("desk_officer", "desk_officer", "Người này đang giữ vai đó ở đơn vị đó"),
    ],
)
def test_a_grant_that_may_not_be_is_refused_at_its_field(office: OfficeApp, who: str, role: str, sentence: str) -> None:
    person_id = office.district.people[who]
    answer = office.visitor("admin").post(f"/admin/people/{person_id}/grants", **grant_fields(office, role))
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert sentence in page.split('id="grant-role-err"')[1].split("</p>")[0]


def test_an_administrator_gets_no_business_role(office: OfficeApp) -> None:
    path = f"/admin/people/{office.district.people['nominee']}/grants"
    admin = office.visitor("admin")
    assert admin.post(path, **grant_fields(office, "admin")).status_code == 303
    answer = admin.post(path, **grant_fields(office, "auditor"))
    assert (answer.status_code, "không giữ vai nghiệp vụ" in answer.get_data(as_text=True)) == (422, True)


def test_nobody_grants_to_themselves_nor_ends_their_own_role(office: OfficeApp) -> None:
    visitor, own = office.visitor("admin"), office.district.people["admin"]
    answer = visitor.post(f"/admin/people/{own}/grants", **grant_fields(office, "admin"))
    assert "Không ai tự cấp quyền cho mình" in answer.get_data(as_text=True)
    with office.district.services.store.reading() as session:
        grant_id = session.execute(select(RoleGrant.id).where(RoleGrant.person_id == own)).scalar_one()
    for path, fields in [
        (f"/admin/grants/{grant_id}/end", {}),
        (f"/admin/people/{own}/active", {"active": "no"}),
        (f"/admin/people/{own}/account/enabled", {"enabled": "no"}),
        (f"/admin/people/{own}/account/password", {}),
    ]:
        assert (path, visitor.post(path, **fields).status_code) == (path, 422)
    assert visitor.get("/admin").status_code == 200


# --- accounts


def test_a_first_password_is_shown_once_works_and_is_kept_nowhere(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    person_id = enter_person(office, admin)
    path, email = f"/admin/people/{person_id}/account", "moi@thanhliem.example"
    first = admin.post(path, key="once", email=email)
    found = re.search(r'class="code">([0-9a-z-]+)<', first.get_data(as_text=True))
    assert first.status_code == 200 and found is not None
    assert first.headers["Cache-Control"] == "no-store"
    assert signed_in(office, email, found[1])
    again = admin.post(path, key="once", email=email)
    assert (again.status_code, found[1] in again.get_data(as_text=True)) == (303, False)
    with office.district.services.store.reading() as session:
        tables = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        kept = [row for table in tables for row in session.execute(text(f'SELECT * FROM "{table}"')).all()]
    assert not any(found[1] in str(row) for row in kept)


def signed_in(office: OfficeApp, email: str, password: str) -> bool:
    visitor = office.visitor()
    visitor.get("/sign-in")
    return visitor.post("/sign-in", email=email, password=password).status_code == 303


def test_a_second_account_and_a_wrong_address_are_refused(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    person_id = enter_person(office, admin)
    path = f"/admin/people/{person_id}/account"
    wrong = admin.post(path, email="không dấu")
    assert (wrong.status_code, "Nhập địa chỉ thư đầy đủ" in wrong.get_data(as_text=True)) == (422, True)
    assert admin.post(path, email="moi@thanhliem.example").status_code == 200
    assert admin.post(path, email="khac@thanhliem.example").status_code == 422


def test_a_new_password_ends_every_session(office: OfficeApp) -> None:
    officer = office.visitor("desk_officer")
    assert officer.get("/queue").status_code == 200
    path = f"/admin/people/{office.district.people['desk_officer']}/account/password"
    assert "Ghi lại mật khẩu này ngay" in office.visitor("admin").post(path).get_data(as_text=True)
    assert officer.get("/queue").status_code == 303


def test_whoever_has_left_is_out_at_once_and_comes_back_without_going_in_circles(office: OfficeApp) -> None:
    admin, officer = office.visitor("admin"), office.visitor("desk_officer")
    path = f"/admin/people/{office.district.people['desk_officer']}"
    assert officer.get("/queue").status_code == 200
    assert admin.post(f"{path}/active", active="no").status_code == 303
    assert officer.get("/queue").status_code == 303
    assert officer.get("/sign-in").status_code == 200
    assert "Người này đã thôi làm việc" in shown(admin, path)
    assert admin.post(f"{path}/active", active="yes").status_code == 303
    assert officer.get("/queue").status_code == 303  # the account has to be opened apart
    assert admin.post(f"{path}/account/enabled", enabled="yes").status_code == 303
    assert office.visitor("desk_officer").get("/queue").status_code == 200


# --- delegations


def delegation_fields(office: OfficeApp, **changed: str) -> dict[str, str]:
    district = office.district
    return {
        "held": f"{district.people['unit_head']}.unit_head.{district.unit_id}",
        "to_person_id": str(district.people["clerk"]), "valid_from": "01/11/2023", "valid_to": "05/11/2023",
        "document": "12/UQ-UBND", **changed,
    }  # fmt: skip


def test_a_delegate_acts_from_the_next_request_until_it_is_revoked(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    assert admin.post("/admin/delegations", **delegation_fields(office)).status_code == 303
    assert "unit_head" in office.district.act("clerk").roles
    assert "đang có hiệu lực" in shown(admin, "/admin/delegations")
    with office.district.services.store.reading() as session:
        delegation_id = session.execute(select(Delegation.id)).scalar_one()
    assert admin.post(f"/admin/delegations/{delegation_id}/revoke").status_code == 303
    assert "unit_head" not in office.district.act("clerk").roles
    with office.district.services.store.reading() as session:
        for role in ("unit_head", "clerk"):
            told = trail_of(session, "person", office.district.people[role])
            assert [row.action for row in told][-2:] == ["delegate", "revoke_delegation"]


def refused(office: OfficeApp, **changed: str) -> str:
    answer = office.visitor("admin").post("/admin/delegations", **delegation_fields(office, **changed))
    assert answer.status_code == 422
    return unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"valid_to": "01/12/2023"}, "Ủy quyền nhiều nhất 30 ngày"),
        ({"valid_from": "31/10/2023"}, "Nhập ngày không trước hôm nay, 01/11/2023"),
        ({"valid_to": "31/10/2023"}, "Ngày kết thúc phải sau ngày bắt đầu"),
        ({"valid_to": "mai"}, "Nhập ngày theo mẫu 24/11/2023"),
        ({"document": " "}, "Nhập nội dung vào ô này"),
        ({"held": ""}, "Chọn người ủy quyền và vai"),
        ({"held": "2.unit_head.2"}, "không tự giữ vai này"),
        ({"held": "2.clerk.1"}, "không tự giữ vai này"),
        ({"held": "11.admin.2"}, "không ủy quyền được"),
        ({"to_person_id": "2"}, "khác với người ủy quyền"),
        ({"to_person_id": "999"}, "không còn làm việc"),
        ({"to_person_id": "11"}, "Không ai tự cấp quyền cho mình"),
    ],
)
def test_a_delegation_that_may_not_be_is_refused(office: OfficeApp, changed: dict[str, str], sentence: str) -> None:
    people = office.district.people
    assert (people["unit_head"], people["admin"], office.district.unit_id, office.district.office_id) == (2, 11, 1, 2)
    assert sentence in refused(office, **changed)
    with office.district.services.store.reading() as session:
        assert session.execute(select(Delegation.id)).all() == []


def test_thirty_days_are_allowed_and_a_second_delegation_of_the_same_days_is_not(office: OfficeApp) -> None:
    admin = office.visitor("admin")
    assert admin.post("/admin/delegations", **delegation_fields(office, valid_to="30/11/2023")).status_code == 303
    deputy = str(office.district.people["deputy_head"])
    assert "đã ủy quyền cho người khác" in refused(
        office, to_person_id=deputy, valid_from="30/11/2023", valid_to="01/12/2023"
    )
    later = delegation_fields(office, to_person_id=deputy, valid_from="01/12/2023", valid_to="02/12/2023")
    assert admin.post("/admin/delegations", **later).status_code == 303


def test_what_was_lent_cannot_be_lent_on(office: OfficeApp) -> None:
    assert office.visitor("admin").post("/admin/delegations", **delegation_fields(office)).status_code == 303
    clerk, deputy = office.district.people["clerk"], str(office.district.people["deputy_head"])
    assert "không tự giữ vai này" in refused(
        office, held=f"{clerk}.unit_head.{office.district.unit_id}", to_person_id=deputy
    )


# --- letters


def test_a_letter_that_did_not_arrive_goes_again_to_a_corrected_address(office: OfficeApp) -> None:
    make_nomination(office.district, "submitted")
    letter_id = stop_a_letter(office)
    admin, path = office.visitor("admin"), f"/admin/outbox/{letter_id}"
    page = shown(admin, path)
    assert "không tới: 550 5.1.1 no such mailbox" in page
    assert "Kính gửi Người" in page
    wrong = admin.post(f"{path}/retry", address="không phải")
    assert (wrong.status_code, "Nhập địa chỉ thư đầy đủ" in wrong.get_data(as_text=True)) == (422, True)
    assert admin.post(f"{path}/retry", address="dung@thanhliem.example").status_code == 303
    with office.district.services.store.reading() as session:
        row = session.execute(
            select(OutboxMessage.state, OutboxMessage.to_address, OutboxMessage.attempts).where(
                OutboxMessage.id == letter_id
            )
        ).one()
    assert tuple(row) == ("pending", "dung@thanhliem.example", 0)
    again = admin.post(f"{path}/retry", address="")
    assert (again.status_code, "không cần gửi lại" in again.get_data(as_text=True)) == (422, True)


def test_the_outbox_is_filtered_by_what_became_of_a_letter(office: OfficeApp) -> None:
    make_nomination(office.district, "submitted")
    stop_a_letter(office)
    admin = office.visitor("admin")
    assert shown(admin, "/admin/outbox", state="dead").count('class="who-row"') == 1
    assert "Không có thư nào ở nhóm này" in shown(admin, "/admin/outbox", state="held")


# --- the trail


def test_the_trail_tells_who_did_what_and_is_filtered_by_both(office: OfficeApp) -> None:
    first, second = make_nominations(office.district, 2, "submitted")
    auditor = office.visitor("auditor")
    page = shown(auditor, "/admin/audit", subject=office.code(first))
    assert "Ký trình" in page
    assert "từ “Chờ thủ trưởng ký trình” sang “Đã trình, chờ tiếp nhận”" in page
    assert office.code(second) not in page
    by_the_head = shown(auditor, "/admin/audit", actor="nguoi unit_head")
    assert "Ghi, sửa nội dung" not in by_the_head
    assert "Không có mục nào" in shown(auditor, "/admin/audit", actor="nobody at all")
    assert "từ “" not in shown(office.visitor("admin"), "/admin/audit")  # where it went may be a result


def test_the_trail_turns_its_pages(office: OfficeApp) -> None:
    make_nominations(office.district, 20, "submitted")
    auditor = office.visitor("auditor")
    page = shown(auditor, "/admin/audit")
    following = re.search(r'href="([^"]+)" rel="next"', page)
    assert following is not None
    marks = re.compile(r'data-l="Dấu">([0-9a-f]{12})<')
    first, second = marks.findall(page), marks.findall(shown(auditor, following[1]))
    assert len(first) == 50
    assert second and not set(first) & set(second)


def test_whoever_is_the_nominee_reads_nothing_about_their_own_file(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "draft")
    with office.district.services.store.transaction() as tx:
        link_nominee(tx, office.district.act("clerk"), nomination_id, office.district.people["auditor"])
    page = shown(office.visitor("auditor"), "/admin/audit", subject=office.code(nomination_id))
    assert "Việc trong hồ sơ của chính bạn" in page
    assert "Ghi, sửa nội dung" not in page


def test_the_verification_counts_what_it_read_and_names_what_does_not_fit(office: OfficeApp) -> None:
    make_nomination(office.district, "submitted")
    auditor = office.visitor("auditor")
    assert "Mọi thứ khớp với nhau" in shown(auditor, "/admin/audit/verify")
    with office.district.services.store.transaction() as tx:
        tx.session.execute(text("DROP TRIGGER IF EXISTS audit_entry_no_update"))
        for (name,) in tx.session.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
        ).all():
            tx.session.execute(text(f'DROP TRIGGER "{name}"'))
        tx.session.execute(
            text("UPDATE audit_entry SET body = replace(body, 'submit', 'sudmit') WHERE action = 'move'")
        )
    page = shown(auditor, "/admin/audit/verify")
    assert "Nhật ký có chỗ không khớp" in page
    assert "nội dung mục đã bị sửa" in page


def test_the_pages_of_administration_are_there_without_a_demonstration(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    assert "Hộp thư thử" not in shown(office.visitor("admin"), "/admin")

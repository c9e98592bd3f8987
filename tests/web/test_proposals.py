"""The letter of a unit: written, signed once, receipted; nobody else sees it and nothing typed is lost."""

from __future__ import annotations

import html
import io
import re
from urllib.parse import quote, unquote

import pytest
from sqlalchemy import Row, select

from tests.factories import answer_points, attach, content, fire, make_nomination, make_nominations, pdf
from tests.support.office import OfficeApp
from tests.web.letters import LETTER, heading, hidden, new_letter, press, statements_of, stranger, text
from web.auth.accounts import account_of, set_password
from workflow.nominations.models import Nomination, Proposal

AUTOSAVE = {"X-Requested-With": "autosave"}


def state_of(office: OfficeApp, proposal_id: int) -> list[str]:
    with office.district.services.store.reading() as session:
        return list(session.execute(
            select(Nomination.state).where(Nomination.proposal_id == proposal_id).order_by(Nomination.id)
        ).scalars())  # fmt: skip


def letter_of(office: OfficeApp, proposal_id: int) -> Row[int, str | None, str]:
    query = select(Proposal.version, Proposal.number, Proposal.summary).where(Proposal.id == proposal_id)
    with office.district.services.store.reading() as session:
        return session.execute(query).one()


def autosave(visitor: object, path: str, **fields: str):  # type: ignore[no-untyped-def]
    client, token = visitor.client, visitor.token  # type: ignore[attr-defined]
    return client.post(path, data={"csrf_token": token, **fields}, headers=AUTOSAVE)


def test_a_letter_goes_from_the_clerk_to_the_receipt(office: OfficeApp) -> None:
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    proposal_id = new_letter(clerk, ("Bùi Văn Sóng Cả", "Lại Thị Rơm Vàng"))
    page = text(clerk.get(f"/proposals/{proposal_id}"))
    assert "Gửi bình xét 2 hồ sơ" in page
    assert "2 cá nhân" in page
    assert press(clerk, proposal_id, "send_to_review").location == f"/proposals/{proposal_id}"

    page = text(head.get(f"/proposals/{proposal_id}"))
    assert "Ký trình 2 đề nghị" in page
    assert 'name="kind" class' not in page, "what is signed is text, not fields"
    assert press(head, proposal_id, "submit").location == f"/proposals/{proposal_id}/receipt"

    receipt = text(head.get(f"/proposals/{proposal_id}/receipt"))
    assert "Huyện đã nhận 2 đề nghị lúc 09.00.00, thứ Tư 01/11/2023" in receipt
    codes = re.findall(r'<b class="num">((?:[0-9A-Z]{4}-){3}[0-9A-Z])</b>', receipt)
    assert len(set(codes)) == 2
    assert receipt.count('class="qr"') == 2
    assert text(head.get(f"/proposals/{proposal_id}/receipt/print")).count('class="qr"') == 2


def test_a_signature_pressed_twice_is_one_signature(office: OfficeApp) -> None:
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    proposal_id = new_letter(clerk)
    press(clerk, proposal_id, "send_to_review")
    fields = hidden(head.get(f"/proposals/{proposal_id}").get_data(as_text=True), "submit")
    carried = {name: fields[name] for name in ("version", "seen")}
    answers = [
        head.post(f"/proposals/{proposal_id}/moves", key="one press", trigger="submit", **carried) for _ in range(2)
    ]
    assert [answer.location for answer in answers] == [f"/proposals/{proposal_id}/receipt"] * 2
    with office.district.services.store.reading() as session:
        versions = list(session.execute(select(Nomination.version)).scalars())
    assert versions == [2]


def test_a_changed_letter_is_not_signed_unread(office: OfficeApp) -> None:
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    proposal_id = new_letter(clerk)
    press(clerk, proposal_id, "send_to_review")
    fields = hidden(head.get(f"/proposals/{proposal_id}").get_data(as_text=True), "submit")
    changed = clerk.post(f"/proposals/{proposal_id}", version=str(letter_of(office, proposal_id).version),
                         **{**LETTER, "number": "46/TTr-UBND"})  # fmt: skip
    assert changed.status_code == 303
    carried = {name: fields[name] for name in ("version", "seen")}
    answer = head.post(f"/proposals/{proposal_id}/moves", trigger="submit", **carried)
    assert answer.status_code == 409
    assert state_of(office, proposal_id) == ["pending_unit_head"]


def test_what_was_typed_goes_along_with_the_button(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    answer = press(clerk, proposal_id, "send_to_review", **{**LETTER, "number": "77/TTr-UBND"})
    assert answer.status_code == 303
    assert letter_of(office, proposal_id).number == "77/TTr-UBND"
    assert state_of(office, proposal_id) == ["pending_unit_head"]


def test_what_is_missing_is_named_before_the_press_with_the_place_to_supply_it(office: OfficeApp) -> None:
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    proposal_id = new_letter(clerk, kind="yearly", number="", letter_date="")
    press(clerk, proposal_id, "send_to_review")
    page = text(clerk.get(f"/proposals/{proposal_id}"))
    (nomination_id,) = re.findall(r"/proposals/nominations/(\d+)#files", page)[:1]
    assert "Bùi Văn Sóng Cả (dòng 1): Chưa có biên bản họp bình xét." in page
    assert 'value="propose"' not in page

    attach(office.district, int(nomination_id), "minutes")
    press(clerk, proposal_id, "propose")
    page = text(head.get(f"/proposals/{proposal_id}"))
    assert "Tờ trình chưa có số hoặc ngày." in page
    assert f'href="/proposals/{proposal_id}#number"' in page
    assert 'value="submit"' not in page
    numbered = head.post(f"/proposals/{proposal_id}", **{**LETTER, "kind": "yearly"},
                         version=str(letter_of(office, proposal_id).version))  # fmt: skip
    assert numbered.status_code == 303
    assert 'value="submit"' in text(head.get(f"/proposals/{proposal_id}"))


def test_who_prepared_the_letter_is_told_that_another_signs_it(office: OfficeApp) -> None:
    head = office.visitor("unit_head")
    proposal_id = new_letter(head)
    press(head, proposal_id, "send_to_review")
    page = text(head.get(f"/proposals/{proposal_id}"))
    assert "Bạn là người lập tờ trình này." in page
    assert 'value="submit"' not in page
    carried = hidden(office.visitor("deputy_head").get(f"/proposals/{proposal_id}").get_data(as_text=True), "submit")
    answer = head.post(
        f"/proposals/{proposal_id}/moves", trigger="submit", version=carried["version"], seen=carried["seen"]
    )
    assert answer.status_code == 409
    assert state_of(office, proposal_id) == ["pending_unit_head"]


def test_a_clerk_does_not_sign(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    press(clerk, proposal_id, "send_to_review")
    carried = hidden(office.visitor("unit_head").get(f"/proposals/{proposal_id}").get_data(as_text=True), "submit")
    answer = clerk.post(
        f"/proposals/{proposal_id}/moves", trigger="submit", version=carried["version"], seen=carried["seen"]
    )
    assert answer.status_code == 403
    assert state_of(office, proposal_id) == ["pending_unit_head"]


def test_a_head_returns_the_whole_list_with_a_reason(office: OfficeApp) -> None:
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    proposal_id = new_letter(clerk, ("A", "B"))
    press(clerk, proposal_id, "send_to_review")
    unreasoned = press(head, proposal_id, "return_to_unit", reason="")
    assert unreasoned.status_code == 422
    assert '<a href="#return_to_unit-reason">Nhập mục “Lý do”.</a>' in text(unreasoned)
    assert press(head, proposal_id, "return_to_unit", reason="Ghi rõ số liệu.").status_code == 303
    assert state_of(office, proposal_id) == ["draft", "draft"]


def test_one_line_that_is_not_ready_keeps_the_list_from_being_signed(office: OfficeApp) -> None:
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    proposal_id = new_letter(clerk)
    press(clerk, proposal_id, "send_to_review")
    carried = hidden(head.get(f"/proposals/{proposal_id}").get_data(as_text=True), "submit")
    clerk.post(f"/proposals/{proposal_id}/nominations/new", **content("Đến Sau"), after="letter")
    page = text(head.get(f"/proposals/{proposal_id}"))
    assert "Đến Sau (dòng 2) chưa đến bước ký trình." in page
    assert 'value="submit"' not in page
    answer = head.post(
        f"/proposals/{proposal_id}/moves", trigger="submit", version=carried["version"], seen=carried["seen"]
    )
    assert answer.status_code == 422
    assert state_of(office, proposal_id) == ["pending_unit_head", "draft"]


def test_a_supplement_is_asked_for_and_supplied(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "supplement_requested")
    proposal_id = office.row(nomination_id)["proposal_id"]
    clerk = office.visitor("clerk")
    edit = text(clerk.get(f"/proposals/nominations/{nomination_id}"))
    assert "Huyện yêu cầu bổ sung, hạn 06/11/2023" in edit
    assert "Bản sao quyết định" in edit
    blocked = text(clerk.get(f"/proposals/{proposal_id}"))
    assert "(dòng 1): Chưa trả lời: 1. Bản sao quyết định." in blocked and "/points" in blocked
    answer_points(office.district, [nomination_id])
    assert press(clerk, proposal_id, "supply", note="").status_code == 303
    assert state_of(office, proposal_id) == ["submitted"]


PAGES = ("/proposals/{0}", "/proposals/{0}/receipt", "/proposals/{0}/receipt/print", "/proposals/nominations/{1}",
         "/proposals/{0}/nominations/new")  # fmt: skip


@pytest.mark.parametrize("role", ["clerk-elsewhere", "desk_officer", "nominee", "admin"])
def test_a_letter_does_not_exist_for_others(office: OfficeApp, role: str) -> None:
    stranger(office)
    nomination_id = make_nomination(office.district, "submitted")
    proposal_id = office.row(nomination_id)["proposal_id"]
    visitor = office.visitor(role)
    paths = [path.format(proposal_id, nomination_id) for path in PAGES]
    assert [visitor.get(path).status_code for path in paths] == [404] * len(paths)
    posts = [paths[0], f"{paths[0]}/moves", paths[3], f"{paths[3]}/remove", paths[4]]
    assert [visitor.post(path, version="1", seen="{}", trigger="withdraw").status_code for path in posts] == [404] * 5


def test_the_list_of_letters_is_for_people_of_units(office: OfficeApp) -> None:
    assert office.visitor("desk_officer").get("/proposals").status_code == 403
    assert "Đơn vị chưa có tờ trình nào" in text(office.visitor("clerk").get("/proposals"))


def test_fields_that_cannot_be_read_come_back_with_what_was_typed(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    wrong = {**LETTER, "letter_date": "30/11/2023", "kind": "thematic", "summary": "Chữ đã gõ"}
    answer = clerk.post("/proposals/new", **wrong)
    assert answer.status_code == 422
    page = text(answer)
    assert "<title>Lỗi: " in page
    assert page.count("Nhập ngày không sau hôm nay, 01/11/2023.") == 2, "in the summary and at the field"
    assert "Đề nghị theo chuyên đề thì chọn phong trào." in page
    assert "Chữ đã gõ" in page

    proposal_id = new_letter(clerk, ())
    answer = clerk.post(f"/proposals/{proposal_id}", version="1", **{**wrong, "kind": "sudden"})
    assert answer.status_code == 422
    assert 'value="30/11/2023"' in text(answer)

    answer = clerk.post(f"/proposals/{proposal_id}/nominations/new", **{**content(""), "birth_year": "1800"})
    assert answer.status_code == 422
    assert "Nhập một số từ 1900 đến 2018." in text(answer)
    assert "Báo cáo thành tích." in text(answer)


def test_a_draft_saves_itself_and_notices_another_hand(office: OfficeApp) -> None:
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    proposal_id = new_letter(clerk)
    path = f"/proposals/{proposal_id}"
    clerk.get(path)
    head.get(path)
    saved = autosave(clerk, path, version="1", **{**LETTER, "summary": "Lần một"})
    assert (saved.status_code, saved.headers["X-Row-Version"], saved.headers["X-Saved-At"]) == (204, "2", "09.00")
    assert autosave(head, path, version="1", **LETTER).status_code == 409
    assert autosave(clerk, path, version="2", **{**LETTER, "kind": "?"}).status_code == 422
    assert letter_of(office, proposal_id).summary == "Lần một"

    nomination_id = office_line(office, proposal_id)
    path = f"/proposals/nominations/{nomination_id}"
    saved = autosave(clerk, path, version="1", **{**content("Tên Mới")})
    assert (saved.status_code, saved.headers["X-Row-Version"]) == (204, "2")
    assert autosave(clerk, path, version="1", **content("Tên Khác")).status_code == 409
    assert office.row(nomination_id)["name"] == "Tên Mới"


def office_line(office: OfficeApp, proposal_id: int) -> int:
    with office.district.services.store.reading() as session:
        return session.execute(select(Nomination.id).where(Nomination.proposal_id == proposal_id)).scalar_one()


def test_a_line_takes_files_and_is_removed_while_it_has_no_history(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    nomination_id = office_line(office, proposal_id)
    edit = f"/proposals/nominations/{nomination_id}"
    sent = clerk.post(f"/nominations/{office.code(nomination_id)}/files", kind="minutes", back=edit,
                      file=(io.BytesIO(pdf()), "bien-ban.pdf"))  # fmt: skip
    assert sent.location == edit
    assert "bien-ban.pdf" in text(clerk.get(edit))
    assert clerk.post(f"{edit}/remove").location == f"/proposals/{proposal_id}"
    assert clerk.get(edit).status_code == 404
    assert "Chưa có ai trong danh sách." in text(clerk.get(f"/proposals/{proposal_id}"))


def test_a_line_with_a_history_is_not_removed(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    press(clerk, proposal_id, "send_to_review")
    press(office.visitor("unit_head"), proposal_id, "return_to_unit", reason="Sửa lại.")
    nomination_id = office_line(office, proposal_id)
    edit = f"/proposals/nominations/{nomination_id}"
    assert f"{edit}/remove" not in text(clerk.get(edit))
    assert clerk.post(f"{edit}/remove").status_code == 403


def test_a_closed_content_leads_to_the_file(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "submitted")
    clerk = office.visitor("clerk")
    led = unquote(clerk.get(f"/proposals/nominations/{nomination_id}").location)
    assert led == f"/nominations/{office.code(nomination_id)}"
    assert clerk.post(f"/proposals/nominations/{nomination_id}", version="1", **content("X")).status_code == 403


def test_words_survive_the_end_of_a_session(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    typed = "Những lời đã gõ trong một giờ, đủ dài để không ai muốn gõ lại một lần nữa."
    with clerk.client.session_transaction() as session:
        session.clear()
    answer = clerk.post(f"/proposals/{proposal_id}", version="1", **{**LETTER, "summary": typed})
    assert answer.status_code == 401
    page = answer.get_data(as_text=True)
    assert "chữ bạn nhập vẫn còn" in html.unescape(page)
    kept = dict(re.findall(r'name="((?:kept:\w+)|kept_path)" value="([^"]*)"', page))
    assert html.unescape(kept["kept:summary"]) == typed
    assert letter_of(office, proposal_id).summary == "Đề nghị."

    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    office.token_of("clerk")
    clerk.token = token[1] if token else ""
    give_password(office)
    fields = {name: html.unescape(value) for name, value in kept.items()}
    email = f"clerk.{office.district.people['clerk']}@thanhliem.example"
    signing_in = {"csrf_token": clerk.token, "email": email, "password": PASSWORD}
    signed_in = clerk.client.post("/sign-in", data={**signing_in, **fields})
    back = signed_in.get_data(as_text=True)
    assert typed in html.unescape(back)
    form = {
        name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', back)
    }
    sent = clerk.client.post(f"/proposals/{proposal_id}", data={**form, "summary": typed})
    assert sent.status_code == 303
    assert letter_of(office, proposal_id).summary == typed


PASSWORD = "cá chép vượt vũ môn"


def give_password(office: OfficeApp) -> None:
    store = office.district.services.store
    with store.reading() as session:
        found = account_of(session, office.district.people["clerk"])
    assert found is not None
    set_password(store, found[0], PASSWORD, keep_session=None, actor_id=None)


@pytest.mark.parametrize(("path", "statements"), [("/proposals", 2), ("/proposals/{0}", 10)])
def test_the_number_of_statements_does_not_grow_with_the_rows(office: OfficeApp, path: str, statements: int) -> None:
    counts = []
    for rows in (1, 3):
        ids = make_nominations(office.district, rows, "draft")
        visitor = office.visitor("clerk")
        counts.append(statements_of(office, visitor, path.format(office.row(ids[0])["proposal_id"])))
    assert counts == [statements, statements]


def test_a_nominee_of_their_own_unit_reads_only_public_words(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "council_failed", nominee_id=office.district.people["deputy_head"])
    page = text(office.visitor("deputy_head").get(f"/proposals/{office.row(nomination_id)['proposal_id']}"))
    assert f"/my-nominations/{quote(office.code(nomination_id))}" in page
    assert "Không đạt tỷ lệ phiếu" not in page
    assert "t-closed" not in page


def test_an_unknown_trigger_or_list_is_turned_away(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    proposal_id = new_letter(clerk)
    other = make_nomination(office.district, "draft")
    path = f"/proposals/{proposal_id}/moves"
    answers = [
        clerk.post(path, trigger="nonsense", version="1", seen='{"1":0}'),
        clerk.post(path, trigger="send_to_review", version="1", seen="nonsense"),
        clerk.post(path, trigger="send_to_review", version="1", seen="{}"),
        clerk.post(path, trigger="send_to_review", version="x", seen='{"1":0}'),
        clerk.post(path, trigger="send_to_review", version="1", seen=f'{{"{other}":0}}'),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 404]
    assert clerk.get(path).location == f"/proposals/{proposal_id}"
    assert state_of(office, proposal_id) == ["draft"]


def test_the_reading_page_after_sending_shows_where_each_stands(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 2, "submitted")
    fire(office.district, ids[:1], "receive")
    page = text(office.visitor("clerk").get(f"/proposals/{office.row(ids[0])['proposal_id']}"))
    assert "Đang thẩm định" in page
    assert "Đã trình, chờ tiếp nhận" in page
    assert heading(office.visitor("clerk").get(f"/proposals/{office.row(ids[0])['proposal_id']}")).startswith(
        "Tờ trình số"
    )

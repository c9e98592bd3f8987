"""What outsiders may know: one sentence, the same for everything that is not told yet."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import event

from tests.factories import (
    fire,
    make_decision_item,
    make_nomination,
    make_nominations,
    make_session,
    move_the_item,
    move_the_session,
    uncounted,
)
from tests.support.office import OfficeApp, Visitor, open_office
from tests.web.letters import heading, statements_of, text
from web.access import limiter
from workflow.lifecycle.numbering import shown_lookup_code

LOOKING = "Phòng Nội vụ huyện đang xem hồ sơ của ông."
TOKEN = re.compile(r'name="(?:csrf_token|idempotency_key)" value="[^"]*"')
UNTOLD = (
    "under_appraisal", "consulting", "public_notice", "council_queue", "council_voting", "council_passed",
    "council_failed", "pending_decision", "chair_returned",
)  # fmt: skip


def look_up(visitor: Visitor, code: str, year: str = "1980") -> str:
    visitor.get("/status")
    answer = visitor.post("/status", code=code, year=year)
    assert answer.status_code == 200
    return text(answer)


def receipt_code(office: OfficeApp, nomination_id: int) -> str:
    return shown_lookup_code(office.row(nomination_id)["lookup_code"])


def status(office: OfficeApp, nomination_id: int) -> str:
    """The page that the receipt opens, without what differs from file to file."""
    page = look_up(office.visitor(), receipt_code(office, nomination_id))
    return page.replace(office.code(nomination_id), "CODE")


def answer_of(page: str) -> str:
    found = re.search(r'<h1 class="answer">(.*?)</h1>', page)
    return found[1] if found else ""


def facts_of(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))


def steps_of(page: str) -> list[tuple[str, str]]:
    return [(place, label) for place, label in re.findall(r'<li(?: class="(was|now)")?[^>]*><b>(.*?)</b>', page)]


def test_until_it_is_told_every_state_reads_the_same(office: OfficeApp) -> None:
    pages = {}
    for state in UNTOLD:
        pages[state] = status(office, make_nomination(office.district, state, kind="yearly"))
    for state in ("under_appraisal", "council_queue", "pending_decision"):
        nomination_id = make_nomination(office.district, state, kind="yearly")
        fire(office.district, [nomination_id], "suspend")
        pages[f"{state} on hold"] = status(office, nomination_id)
    assert answer_of(pages["under_appraisal"]) == LOOKING
    assert {name: page == pages["under_appraisal"] for name, page in pages.items()} == dict.fromkeys(pages, True)


def test_a_hold_does_not_show_before_the_appraisal_either(office: OfficeApp) -> None:
    for state in ("submitted", "supplement_requested"):
        plain, held = (make_nomination(office.district, state) for _ in range(2))
        fire(office.district, [held], "suspend")
        assert status(office, held) == status(office, plain)


def own_pages(office: OfficeApp, nomination_id: int) -> list[str]:
    nominee, code = office.visitor("nominee"), office.code(nomination_id)
    paths = (f"/my-nominations/{quote(code)}", "/my-nominations", "/")
    return [TOKEN.sub("", text(nominee.get(path))).replace(code, "CODE").replace(quote(code), "CODE") for path in paths]


def test_a_signed_in_nominee_is_told_no_more(office: OfficeApp, tmp_path_factory: pytest.TempPathFactory) -> None:
    seen = {}
    for state in UNTOLD:
        own = open_office(tmp_path_factory.mktemp(state))
        nomination_id = make_nomination(own.district, state, kind="yearly", nominee_id=own.district.people["nominee"])
        seen[state] = own_pages(own, nomination_id)
    assert {state: pages == seen["under_appraisal"] for state, pages in seen.items()} == dict.fromkeys(UNTOLD, True)
    assert LOOKING in seen["under_appraisal"][0]


def test_a_failed_vote_is_told_when_the_session_closes(office: OfficeApp) -> None:
    district = office.district
    nomination_id = make_nomination(district, "council_queue")
    session_id = make_session(district, "convened", [nomination_id])
    fire(district, uncounted(district, session_id), "record_vote", target="council_failed")
    assert answer_of(status(office, nomination_id)) == LOOKING
    move_the_session(district, session_id, "close", 1)
    page = status(office, nomination_id)
    assert answer_of(page) == "Lần này hồ sơ chưa được khen thưởng."
    assert facts_of(page)["Lý do"] == "Không đạt tỷ lệ phiếu"
    assert "Chủ tịch huyện quyết định" not in page, "a step that was not taken"
    assert "phiếu thuận" not in page and "9" not in facts_of(page)["Lý do"]


TOLD = [
    ("submitted", "Huyện đã nhận đề nghị, đang kiểm tra giấy tờ."),
    ("supplement_requested", "Đang chờ Xã Liêm Túc gửi thêm giấy tờ."),
    ("forwarded", "Huyện đã trình cấp tỉnh quyết định."),
    ("returned", "Lần này hồ sơ chưa được khen thưởng."),
    ("not_approved", "Lần này hồ sơ chưa được khen thưởng."),
    ("superior_declined", "Lần này hồ sơ chưa được khen thưởng."),
]


@pytest.mark.parametrize(("state", "sentence"), TOLD)
def test_what_is_told(office: OfficeApp, state: str, sentence: str) -> None:
    assert answer_of(status(office, make_nomination(office.district, state))) == sentence


@pytest.mark.parametrize("state", ["decided", "announced", "archived", "superior_decided"])
def test_an_award_names_its_decision(office: OfficeApp, state: str) -> None:
    answer = answer_of(status(office, make_nomination(office.district, state)))
    assert re.fullmatch(r"Nguyễn Văn A được tặng .+, Quyết định số \d+/QĐ-UBND ngày 01/11/2023\.", answer)


def test_a_reason_and_a_way_on_stand_beside_a_refusal(office: OfficeApp) -> None:
    facts = facts_of(status(office, make_nomination(office.district, "returned")))
    assert facts["Lý do"] == "Không đủ tiêu chuẩn"
    assert facts["Bạn cần làm gì"] == "Hỏi đơn vị còn thiếu tiêu chuẩn nào. Lần sau vẫn đề nghị được."
    assert "Theo kết quả xem xét" not in str(facts), "the ground is told, the remarks are not"


def test_a_review_of_an_award_is_not_told_its_revocation_is(office: OfficeApp) -> None:
    item_id = make_decision_item(office.district)
    decided = status(office, 1)
    move_the_item(office.district, item_id, "open_review", 0)
    assert status(office, 1) == decided
    move_the_item(office.district, item_id, "revoke", 1)
    assert re.fullmatch(
        r"Quyết định số \d+/QĐ-UBND ngày 01/11/2023 đã bị hủy, ngày 01/11/2023\.", answer_of(status(office, 1))
    )


def test_the_steps_never_make_the_chairman_current(office: OfficeApp) -> None:
    page = status(office, make_nomination(office.district, "pending_decision"))
    assert steps_of(page) == [
        ("was", "Xã Liêm Túc đã gửi đề nghị"), ("was", "Huyện đã nhận đủ hồ sơ"), ("now", "Phòng Nội vụ xem hồ sơ"),
        ("", "Chủ tịch huyện quyết định"), ("", "Báo kết quả cho bạn và đơn vị"),
    ]  # fmt: skip


def test_a_promise_that_has_passed_says_so(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "under_appraisal")
    promised = office.row(nomination_id)["promised_on"]
    assert facts_of(status(office, nomination_id))["Trả lời chậm nhất"].endswith(f"{promised:%d/%m/%Y}")
    office.district.sleep((promised - office.district.today + timedelta(days=1)).days)
    expected = f"Chậm hơn hẹn {promised:%d/%m/%Y}. Phòng Nội vụ sẽ báo ngày mới."
    assert facts_of(status(office, nomination_id))["Trả lời chậm nhất"] == expected


@pytest.mark.parametrize("state", ["submitted", "under_appraisal", "decided"])
def test_every_miss_gets_the_same_answer_for_the_same_work(office: OfficeApp, state: str) -> None:
    code = receipt_code(office, make_nomination(office.district, state))
    tries = {"wrong year": (code, "1981"), "no year": (code, ""), "nothing": ("", ""), "no code": ("0000", "1980"),
             "another": ("0000-0000-0000-0", "1980"), "strange": ("đ" * 90, "٣")}  # fmt: skip
    visitor = office.visitor()
    pages, work = set(), set()
    for typed, year in tries.values():
        with office.counted() as seen:
            page = look_up(visitor, typed, year)
        work.add(len([statement for statement in seen if "nomination" in statement]))
        pages.add(re.sub(r'value="[^"]*"', "", page))
    assert len(pages) == 1
    assert work == {1}
    assert "Không tìm thấy hồ sơ với mã và năm sinh này" in pages.pop()


def test_a_code_is_read_however_it_is_typed(office: OfficeApp) -> None:
    code = receipt_code(office, make_nomination(office.district, "submitted"))
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')} "):
        assert answer_of(look_up(office.visitor(), typed, " 1980 ")) == TOLD[0][1]


def test_the_public_page_is_private(office: OfficeApp) -> None:
    code = receipt_code(office, make_nomination(office.district, "submitted"))
    visitor = office.visitor()
    visitor.get("/status")
    for answer in (visitor.get("/status", code=code), visitor.post("/status", code=code, year="1980")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"] == "no-store"
        page = text(answer)
        assert "<script" not in page
        assert '<nav class="nav"' not in page
        assert '<meta name="robots" content="noindex,nofollow">' in page
    assert answer_of(text(visitor.get("/status", code=code, year="1980"))) == "", "a code in an address opens nothing"


def test_guessing_is_slowed_down(office: OfficeApp) -> None:
    visitor = office.visitor()
    visitor.get("/status")
    limiter.enabled = True
    limiter.reset()
    try:
        codes = [
            visitor.post("/status", code="0000-0000-0000-0", year=str(year)).status_code for year in range(1950, 1961)
        ]
        assert codes == [200] * 10 + [429], "ten years of birth for one code"
        many = [visitor.post("/status", code=f"{n}", year="1980").status_code for n in range(100, 160)]
        assert many.count(429) > 5, "sixty in an hour from one address"
    finally:
        limiter.enabled = False
        limiter.reset()


def test_notices_name_who_is_on_notice_and_nobody_else(office: OfficeApp) -> None:
    visitor = office.visitor()
    assert "Lúc này không có danh sách nào lấy ý kiến" in text(visitor.get("/notices"))
    make_nomination(office.district, "public_notice")
    make_nomination(office.district, "under_appraisal")
    page = text(visitor.get("/notices"))
    assert page.count("Nguyễn Văn A") == 1
    assert "Nhận ý kiến đến hết" in page
    assert "02260000123" in page
    office.district.sleep(10)
    assert "Nguyễn Văn A" not in text(visitor.get("/notices"))


def test_a_nominee_writes_the_own_report_while_the_unit_prepares(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "draft", nominee_id=office.district.people["nominee"])
    nominee, path = office.visitor("nominee"), f"/my-nominations/{office.code(nomination_id)}"
    page = text(nominee.get(path))
    assert heading(nominee.get(path)) == "Xã Liêm Túc đang chuẩn bị đề nghị."
    assert 'name="report"' in page
    words = {"achievement": "Cứu người", "report": "Việc đã làm.", "circumstances": "", "previous_awards": ""}
    client = nominee.client
    saved = client.post(
        path, data={"csrf_token": nominee.token, "version": "1", **words}, headers={"X-Requested-With": "autosave"}
    )
    assert (saved.status_code, saved.headers["X-Row-Version"]) == (204, "2")
    assert nominee.post(path, version="1", **words).status_code == 409, "the clerk was faster"
    assert nominee.post(path, version="2", **{**words, "achievement": ""}).status_code == 422
    assert nominee.post(path, version="2", **{**words, "report": "Viết lại.", "name": "Tên Khác"}).status_code == 303
    row = office.row(nomination_id)
    assert (row["report"], row["name"]) == ("Viết lại.", "Nguyễn Văn A")


def test_a_sent_report_is_read_only(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "under_appraisal", nominee_id=office.district.people["nominee"])
    nominee, path = office.visitor("nominee"), f"/my-nominations/{office.code(nomination_id)}"
    assert 'name="report"' not in text(nominee.get(path))
    assert nominee.post(path, version="1", achievement="X", report="Y").status_code == 403
    assert office.visitor("clerk").get(path).status_code == 404
    assert office.visitor("desk_officer").get(path).status_code == 404


@pytest.mark.parametrize(("role", "path", "statements"), [(None, "/notices", 1), ("nominee", "/my-nominations", 3)])
def test_the_number_of_statements_does_not_grow_with_the_rows(
    office: OfficeApp, role: str | None, path: str, statements: int
) -> None:
    counts = []
    visitor = office.visitor(role)
    for rows in (1, 2):
        make_nominations(office.district, rows, "public_notice", nominee_id=office.district.people["nominee"])
        counts.append(statements_of(office, visitor, path))
    assert counts == [statements, statements]


def test_a_status_costs_the_same_in_every_state(office: OfficeApp) -> None:
    counts = []
    for state in ("submitted", "pending_decision", "decided"):
        code, visitor = receipt_code(office, make_nomination(office.district, state)), office.visitor()
        visitor.get("/status")
        with office.counted() as seen:
            visitor.post("/status", code=code, year="1980")
        counts.append(len([statement for statement in seen if statement.startswith("SELECT")]))
    assert len(set(counts)) == 1 and counts[0] <= 7


def test_events_are_written_nowhere_by_looking(office: OfficeApp) -> None:
    """Reading must not change anything, not even a little."""
    nomination_id = make_nomination(office.district, "submitted")
    written: list[str] = []
    engine = office.district.services.store.engine
    code = receipt_code(office, nomination_id)

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if statement.split(" ", 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            written.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    look_up(office.visitor(), code)
    event.remove(engine, "before_cursor_execute", note)
    assert written == []

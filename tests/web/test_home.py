"""My work: each capacity sees its own groups, most urgent first, with the one act that comes next."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from sqlalchemy import update

from notifications.models import OutboxMessage
from tests.factories import fire, make_nomination, make_nominations, make_session
from tests.support.office import OfficeApp
from tests.web.letters import new_letter, press, statements_of, text
from workflow.nominations.models import Nomination
from workflow.nominations.tasks import AssignTasks, assign_tasks
from workflow.people.models import Person

GROUP = re.compile(r"<section><div class=\"bar grp\"><h2>(.*?)</h2>.*?</section>", re.S)
ACT = re.compile(r'<td class="end" role="cell"><a[^>]*href="([^"]*)">([^<]*)')


def groups(page: str) -> list[str]:
    return GROUP.findall(page)


def acts(page: str, title: str) -> list[tuple[str, str]]:
    section = next(found[0] for found in GROUP.finditer(page) if found[1] == title)
    return [(text_, unquote(href)) for href, text_ in ACT.findall(section)]


def hold(office: OfficeApp, role: str, ids: list[int]) -> None:
    command = AssignTasks(
        nomination_ids=ids, assignee_id=office.district.people[role], actor=office.district.act("standing_head")
    )
    with office.district.services.store.transaction() as tx:
        assert len(assign_tasks(tx, command)) == len(ids)


EVERYBODY = ("clerk", "unit_head", "desk_officer", "standing_head", "council_secretary", "chairman", "council_member",
             "nominee", "admin", "auditor")  # fmt: skip


@pytest.mark.parametrize("role", EVERYBODY)
def test_nothing_to_do_says_so_and_shows_a_way(office: OfficeApp, role: str) -> None:
    page = text(office.visitor(role).get("/"))
    assert "Lúc này không có việc cho bạn" in page
    assert groups(page) == []


def test_a_clerk_finishes_supplies_and_waits(office: OfficeApp) -> None:
    clerk = office.visitor("clerk")
    make_nomination(office.district, "supplement_requested")
    make_nomination(office.district, "under_appraisal")
    new_letter(clerk)
    press(clerk, new_letter(clerk), "send_to_review")
    page = text(clerk.get("/"))
    assert groups(page) == ["Huyện đang hỏi đơn vị", "Đang soạn", "Chờ thủ trưởng ký trình", "Đã trình"]
    assert "Huyện đang chờ bổ sung 1 hồ sơ. 1 tờ trình đang soạn." in page
    assert [name for name, _href in acts(page, "Huyện đang hỏi đơn vị")] == ["Bổ sung"]


@pytest.mark.parametrize(
    ("gender", "title"), [("male", "Chờ ông ký trình"), ("female", "Chờ bà ký trình"), (None, "Chờ bạn ký trình")]
)
def test_a_head_signs_first_and_is_addressed_as_the_record_says(
    office: OfficeApp, gender: str | None, title: str
) -> None:
    clerk, head = office.visitor("clerk"), office.visitor("unit_head")
    with office.district.services.store.transaction() as tx:
        tx.session.execute(update(Person).where(Person.id == office.district.people["unit_head"]).values(gender=gender))
    proposal_id = new_letter(clerk)
    new_letter(clerk)
    press(clerk, proposal_id, "send_to_review")
    page = text(head.get("/"))
    assert groups(page) == [title, "Đang soạn"]
    assert acts(page, title) == [("Đọc và ký", f"/proposals/{proposal_id}")]
    assert "1 tờ trình chờ bạn ký." in page


def test_an_officer_sees_what_is_late_what_is_held_what_is_free_and_what_others_do(office: OfficeApp) -> None:
    district = office.district
    late, calm, free, asked = (make_nomination(district, "under_appraisal") for _ in range(4))
    hold(office, "desk_officer", [late, calm])
    fire(district, [asked], "consult", role="desk_officer")
    waiting = make_nomination(district, "submitted")
    fire(district, [waiting], "request_supplement", role="desk_officer")
    with district.services.store.transaction() as tx:
        tx.session.execute(update(Nomination).where(Nomination.id == late).values(due_on=district.today.replace(day=1)))
    district.sleep(1)
    page = text(office.visitor("desk_officer").get("/"))
    assert groups(page) == ["Làm trước", "Đang giữ", "Chưa ai nhận", "Chờ người khác"]
    assert acts(page, "Làm trước") == [("Trình xét khen thưởng", f"/nominations/{office.code(late)}/acts/refer")]
    assert "2 việc đang ở tay bạn. Quá hạn 1." in page
    assert [href for _name, href in acts(page, "Chờ người khác")] == [f"/nominations/{office.code(waiting)}"]
    assert office.code(free) in page


def test_an_act_that_would_be_refused_is_not_offered(office: OfficeApp) -> None:
    """A file that lacks papers is opened, not received."""
    nomination_id = make_nomination(office.district, "submitted")
    with office.district.services.store.transaction() as tx:
        tx.session.execute(update(Nomination).where(Nomination.id == nomination_id).values(report=""))
    hold(office, "desk_officer", [nomination_id])
    page = text(office.visitor("desk_officer").get("/"))
    found = [acts(page, title) for title in groups(page)]
    assert found == [[("Mở", f"/nominations/{office.code(nomination_id)}")]]


def test_the_head_of_the_office_reviews_holds_passes_results_on_and_sees_what_is_late(office: OfficeApp) -> None:
    district = office.district
    passed, held = make_nomination(district, "council_passed"), make_nomination(district, "under_appraisal")
    fire(district, [held], "suspend")
    late = make_nomination(district, "under_appraisal")
    district.sleep(60)
    page = text(office.visitor("standing_head").get("/"))
    assert "Chờ bạn" in groups(page)
    assert ("Trình Chủ tịch", f"/nominations/{office.code(passed)}/acts/send_to_chairman") in acts(page, "Chờ bạn")
    assert [href for _name, href in acts(page, "Quá hạn trong phòng")] == [f"/nominations/{office.code(late)}"]


def test_the_secretary_and_the_members_see_the_meeting(office: OfficeApp) -> None:
    waiting = make_nominations(office.district, 2, "council_queue")
    make_session(office.district, "convened", waiting[:1])
    page = text(office.visitor("council_secretary").get("/"))
    assert groups(page) == ["Phiên họp", "Chờ Hội đồng"]
    assert "2 hồ sơ chờ Hội đồng, 1 phiên họp sắp tới." in page
    assert groups(text(office.visitor("council_member").get("/"))) == ["Phiên họp của Hội đồng"]


def test_the_chairman_sees_lists_and_what_was_decided_last(office: OfficeApp) -> None:
    make_nominations(office.district, 2, "pending_decision")
    make_nomination(office.district, "pending_decision", kind="yearly")
    make_nomination(office.district, "decided")
    page = text(office.visitor("chairman").get("/"))
    assert groups(page) == ["Chờ bạn quyết định", "Vừa quyết định"]
    assert "3 tên trong 2 danh sách chờ quyết định." in page
    assert [name for name, _href in acts(page, "Chờ bạn quyết định")] == ["Đọc và ký", "Đọc và ký"]


def test_an_administrator_is_told_of_letters_that_did_not_arrive(office: OfficeApp) -> None:
    make_nomination(office.district, "submitted")
    with office.district.services.store.transaction() as tx:
        tx.session.execute(update(OutboxMessage).values(state="dead"))
    page = text(office.visitor("admin").get("/"))
    assert groups(page) == ["Thư hỏng"]
    assert "thư không tới người nhận." in page


def test_a_nominee_reads_the_public_sentence(office: OfficeApp) -> None:
    make_nomination(office.district, "council_passed", nominee_id=office.district.people["nominee"])
    page = text(office.visitor("nominee").get("/"))
    assert groups(page) == ["Hồ sơ của bạn"]
    assert "Phòng Nội vụ huyện đang xem hồ sơ của ông." in page


@pytest.mark.parametrize(
    ("role", "state", "statements"),
    [
        ("clerk", "draft", 5),
        ("unit_head", "pending_unit_head", 6),
        ("desk_officer", "under_appraisal", 11),
        ("standing_head", "council_passed", 9),
        ("chairman", "pending_decision", 5),
        ("council_secretary", "council_queue", 5),
        ("council_member", "council_queue", 3),
        ("nominee", "under_appraisal", 4),
    ],
)
def test_the_number_of_statements_does_not_grow_with_the_rows(
    office: OfficeApp, role: str, state: str, statements: int
) -> None:
    counts = []
    visitor = office.visitor(role)
    for rows in (1, 2):
        ids = make_nominations(office.district, rows, state, nominee_id=office.district.people["nominee"])
        if role == "desk_officer":
            hold(office, role, ids)
        counts.append(statements_of(office, visitor, "/"))
    assert counts == [statements, statements]

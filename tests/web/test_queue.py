"""The officers' queue: what it shows, how it is searched, what a bulk act does to each row."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import update

from tests.factories import make_nomination, make_nominations
from tests.support.office import OfficeApp
from workflow.kernel.folding import fold
from workflow.nominations.models import Nomination


def seen_of(office: OfficeApp, ids: list[int]) -> str:
    return json.dumps({str(one): office.row(one)["version"] for one in ids})


def test_the_queue_shows_received_files_and_counts(office: OfficeApp) -> None:
    make_nominations(office.district, 2, "submitted")
    make_nomination(office.district, "draft")
    page = office.visitor("desk_officer").get("/queue").get_data(as_text=True)
    assert page.count('class="who-row"') == 2
    assert re.search(r"<b>2</b> Tất cả", page)


@pytest.mark.parametrize("role", ["clerk", "unit_head", "admin", "nominee"])
def test_the_queue_is_for_the_office(office: OfficeApp, role: str) -> None:
    assert office.visitor(role).get("/queue").status_code == 403


def test_a_search_without_accents_finds_and_typed_accents_rank_first(office: OfficeApp) -> None:
    first, second = make_nominations(office.district, 2, "submitted")
    rename(office, first, "Nguyễn Văn Dụng")
    rename(office, second, "Nguyễn Văn Dũng")
    officer = office.visitor("desk_officer")
    both = officer.get("/queue", q="nguyen van dung").get_data(as_text=True)
    typed = officer.get("/queue", q="Nguyễn Văn Dũng").get_data(as_text=True)
    assert both.count('class="who-row"') == 2
    assert typed.index("Nguyễn Văn Dũng</a>") < typed.index("Nguyễn Văn Dụng</a>")


def rename(office: OfficeApp, nomination_id: int, name: str) -> None:
    with office.district.services.store.transaction() as tx:
        tx.session.execute(
            update(Nomination)
            .where(Nomination.id == nomination_id)
            .values(name=name, name_key=name.casefold(), search_text=fold(name))
        )


def test_a_preview_changes_nothing_and_names_both_lists(office: OfficeApp) -> None:
    fresh = make_nominations(office.district, 2, "submitted")
    done = make_nomination(office.district, "under_appraisal")
    officer = office.visitor("desk_officer")
    codes = [office.code(one) for one in [*fresh, done]]
    answer = officer.post("/queue/preview", act="receive", scope="chosen", row=codes)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Tiếp nhận: 2 trên 3 hồ sơ?" in page
    assert "Không chuyển 1 hồ sơ" in page
    assert [office.row(one)["state"] for one in fresh] == ["submitted", "submitted"]


def test_everything_the_filter_shows_is_more_than_one_page(office: OfficeApp) -> None:
    make_nominations(office.district, 60, "submitted")
    officer = office.visitor("desk_officer")
    page = officer.post("/queue/preview", act="receive", scope="filter").get_data(as_text=True)
    assert "Tiếp nhận: 60 trên 60 hồ sơ?" in page


def test_a_bulk_act_moves_what_can_move_and_reports_each_row(office: OfficeApp) -> None:
    fresh = make_nominations(office.district, 3, "submitted")
    seen = seen_of(office, fresh)
    other = office.visitor("standing_head")
    other.post("/queue/run", trigger="receive", seen=seen_of(office, fresh[:1]))
    officer = office.visitor("desk_officer")
    answer = officer.post("/queue/run", trigger="receive", seen=seen)
    report = officer.get(answer.headers["Location"]).get_data(as_text=True)
    assert answer.status_code == 303
    assert [office.row(one)["state"] for one in fresh] == ["under_appraisal"] * 3
    assert "Đã tiếp nhận 2 hồ sơ" in report
    assert "Có người vừa làm việc này trước bạn" in report


def test_inputs_that_are_missing_are_asked_for_and_nothing_moves(office: OfficeApp) -> None:
    fresh = make_nominations(office.district, 2, "submitted")
    officer = office.visitor("desk_officer")
    answer = officer.post("/queue/run", trigger="return_ineligible", seen=seen_of(office, fresh), reason="")
    assert answer.status_code == 422
    assert "Nhập mục “Lý do”." in answer.get_data(as_text=True)
    assert office.row(fresh[0])["state"] == "submitted"


def test_a_claim_takes_free_files_only(office: OfficeApp) -> None:
    mine, taken = make_nominations(office.district, 2, "submitted")
    officer = office.visitor("appraiser")
    codes = [office.code(one) for one in (mine, taken)]
    office.visitor("desk_officer").post("/queue/preview", act="claim", scope="chosen", row=[codes[1]])
    officer.post("/queue/preview", act="claim", scope="chosen", row=codes)
    assert office.row(mine)["assignee_id"] == office.district.people["appraiser"]
    assert office.row(taken)["assignee_id"] == office.district.people["desk_officer"]


def test_the_queue_asks_the_same_number_of_questions_for_one_row_and_for_fifty(office: OfficeApp) -> None:
    officer = office.visitor("desk_officer")
    make_nomination(office.district, "submitted")
    officer.get("/queue")
    with office.counted() as few:
        officer.get("/queue")
    make_nominations(office.district, 55, "submitted")
    with office.counted() as many:
        officer.get("/queue")
    assert len(few) == len(many) == 15


def test_the_second_page_begins_where_the_first_ended(office: OfficeApp) -> None:
    make_nominations(office.district, 55, "submitted")
    officer = office.visitor("desk_officer")
    first = officer.get("/queue").get_data(as_text=True)
    following = re.search(r'href="(/queue\?after=[^"]+)" rel="next"', first)
    assert following is not None
    second = officer.get(following[1].replace("&amp;", "&")).get_data(as_text=True)
    codes = re.findall(r"TĐKT-2023-\d{4}", first) + re.findall(r"TĐKT-2023-\d{4}", second)
    assert len({*codes}) == 55

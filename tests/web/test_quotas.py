"""Places on the pages: set by those who may, shown live on the letter, and in the way of a list that is too long."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.factories import content, fire
from tests.support.lists import make_letter, make_movement, quota, to_the_head
from tests.support.office import OfficeApp, Visitor, open_office
from tests.web.letters import press, statements_of, stranger, text
from workflow.audit.queries import trail_of

QUOTA = {
    "award_code": "LDTT", "reach": "each_unit", "unit_id": "", "kind": "", "year": "2023", "places": "2", "percent": "",
    "force": "hard", "document": "12/HD-HĐTĐKT",
}  # fmt: skip


def letter_of(office: OfficeApp, nomination_id: int) -> int:
    return int(str(office.row(nomination_id)["proposal_id"]))


def plain(visitor: Visitor, path: str) -> str:
    """The words of a page, without its tags."""
    answer = visitor.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))))


def states(office: OfficeApp, ids: list[int]) -> set[str]:
    return {str(office.row(one)["state"]) for one in ids}


@pytest.mark.parametrize("role", ["admin", "standing_head"])
def test_a_quota_is_set_seen_and_ended(office: OfficeApp, role: str) -> None:
    visitor = office.visitor(role)
    assert "Chưa đặt chỉ tiêu nào" in plain(visitor, "/admin/quotas")
    assert visitor.post("/admin/quotas", **QUOTA).status_code == 303
    shown = plain(visitor, "/admin/quotas")
    for words in ("Lao động tiên tiến", "Mỗi đơn vị, tính riêng từng đơn vị", "2 chỗ", "12/HD-HĐTĐKT",
                  "Chặn ký trình khi vượt"):  # fmt: skip
        assert words in shown
    twice = visitor.post("/admin/quotas", **QUOTA)
    assert (twice.status_code, "Kết thúc chỉ tiêu đó trước" in text(twice)) == (422, True)
    assert visitor.post("/admin/quotas/1/end").status_code == 303
    assert "kết thúc 01/11/2023" in plain(visitor, "/admin/quotas")
    with office.district.services.store.reading() as session:
        assert [entry.action for entry in trail_of(session, "quota", 1)] == ["set_quota", "end_quota"]


@pytest.mark.parametrize(("changed", "said"), [
    ({"places": "", "percent": ""}, "Ghi số chỗ hoặc tỷ lệ, một trong hai."),
    ({"places": "hai"}, "Nhập một số nguyên từ 0 đến 100000."),
    ({"places": "", "percent": "101"}, "Nhập một số nguyên từ 0 đến 100."),
    ({"reach": "unit"}, "Chọn một mục trong danh sách."),
    ({"award_code": "X"}, "Chọn một mục có trong danh sách."),
    ({"force": "maybe"}, "Chọn một mục có trong danh sách."),
    ({"document": ""}, "Nhập nội dung vào ô này."),
    ({"year": "23"}, "Nhập một số từ 1945 đến 2100."),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(office: OfficeApp, changed: dict[str, str], said: str) -> None:
    answer = office.visitor("standing_head").post("/admin/quotas", **{**QUOTA, **changed})
    assert (answer.status_code, said in text(answer)) == (422, True)


def test_the_list_shows_its_places_while_it_is_written(office: OfficeApp) -> None:
    head, clerk = office.visitor("standing_head"), office.visitor("clerk")
    head.post("/admin/quotas", **QUOTA)
    proposal_id = letter_of(office, make_letter(office.district, ["LDTT"])[0])
    told = []
    for number in range(3):
        shown = plain(clerk, f"/proposals/{proposal_id}")
        told.append(re.findall(r"chỉ tiêu 2; đã trình 0; trong tờ trình này \d → \S+ \S+", shown)[0])
        clerk.post(
            f"/proposals/{proposal_id}/nominations/new", **content(f"Người thêm {number}", "LDTT"), after="letter"
        )
    assert told == [
        "chỉ tiêu 2; đã trình 0; trong tờ trình này 1 → còn 1",
        "chỉ tiêu 2; đã trình 0; trong tờ trình này 2 → vừa đủ",
        "chỉ tiêu 2; đã trình 0; trong tờ trình này 3 → vượt 1",
    ]
    shown = plain(clerk, f"/proposals/{proposal_id}")
    assert "Vượt 2 chỗ" in shown and "dòng 3, Người thêm 1 ; dòng 4, Người thêm 2" in shown
    clerk.client.post("/account/language", data={"csrf_token": clerk.token, "locale": "en"})
    shown = plain(clerk, f"/proposals/{proposal_id}")
    assert "2 places; sent in 0; on this letter 4 → over by 2" in shown and "Over by 2" in shown


def test_the_head_reads_the_sum_before_signing_and_signs_when_it_is_mended(office: OfficeApp) -> None:
    quota(office.district, "LDTT", places=2)
    ids = to_the_head(office.district, make_letter(office.district, ["LDTT"] * 3))
    proposal_id, head = letter_of(office, ids[0]), office.visitor("unit_head")
    page = head.get(f"/proposals/{proposal_id}").get_data(as_text=True)
    assert 'value="submit"' not in page
    assert f"/proposals/{proposal_id}#places" in page and 'id="places"' in page
    assert "Vượt chỉ tiêu. Lao động tiên tiến của đơn vị, năm 2023 (12/HD-HĐTĐKT): chỉ tiêu 2; đã trình 0;" in unescape(
        page
    )
    seen = "{" + ", ".join(f'"{one}": {office.row(one)["version"]}' for one in ids) + "}"
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    forced = head.post(f"/proposals/{proposal_id}/moves", trigger="submit", seen=seen, version=version[1])
    assert (forced.status_code, "trong tờ trình này 3 → vượt 1" in text(forced)) == (409, True)
    assert states(office, ids) == {"pending_unit_head"}
    fire(office.district, ids[2:], "withdraw", role="unit_head")
    assert press(head, proposal_id, "submit").status_code == 303
    assert states(office, ids[:2]) == {"submitted"}


def test_the_unit_enters_what_a_share_is_counted_of(office: OfficeApp) -> None:
    movement_id = make_movement(office.district)
    standing = office.visitor("standing_head")
    plan = {"movement_id": str(movement_id), "person_percent": "5", "collective_percent": "", "plan": "157/KH-UBND"}
    assert standing.post("/admin/quotas/movements", **plan).status_code == 303
    assert "cá nhân, hộ 5 %" in plain(standing, "/admin/quotas")
    assert "Tỷ lệ theo kế hoạch: cá nhân, hộ 5 %" in plain(office.visitor("clerk"), "/movements")
    ids = make_letter(office.district, ["GK_CN"], kind="thematic", movement_id=movement_id)
    page, clerk = f"/proposals/{letter_of(office, ids[0])}/places", office.visitor("clerk")
    assert "5 % × ?" in plain(clerk, page) and "Chưa tính được" in plain(clerk, page)
    wrong = clerk.post(f"{page}/participation", persons="nhiều", collectives="2", document="")
    assert wrong.status_code == 422
    assert text(wrong).count('aria-invalid="true"') == 2 and 'href="#movement-document"' in text(wrong)
    given = {"persons": "40", "collectives": "2", "document": "45/BC-UBND"}
    assert clerk.post(f"{page}/participation", **given).status_code == 303
    assert "5 % × 40 = 2,00, làm tròn xuống = 2; đã trình 0; trong tờ trình này 1 → còn 1" in plain(clerk, page)
    paper = {"award_code": "LDTT", "names": "40", "document": "86/QĐ"}
    assert clerk.post(f"{page}/paper-list", **paper).status_code == 303
    shown = plain(office.visitor("desk_officer"), "/admin/quotas/figures")
    assert "40 người, 2 tập thể" in shown and "86/QĐ" in shown


def test_the_desk_corrects_a_number_and_the_admin_only_reads_it(office: OfficeApp) -> None:
    desk, page = office.visitor("desk_officer"), "/admin/quotas/figures/paper-list"
    given = {"unit_id": str(office.district.unit_id), "award_code": "LDTT", "year": "2023", "names": "47",
             "document": "86/QĐ"}  # fmt: skip
    assert desk.post(page, **given).status_code == 303
    assert desk.post(page, **{**given, "names": "40", "document": "Biên bản 3"}).status_code == 303
    shown = plain(desk, "/admin/quotas/figures")
    assert "Biên bản 3" in shown and "86/QĐ ghi" not in shown
    assert desk.post(page, **{**given, "unit_id": "999"}).status_code == 422
    assert desk.get("/admin/quotas").status_code == 403
    admin = office.visitor("admin")
    assert "Ghi số trên giấy" not in plain(admin, "/admin/quotas/figures")
    assert admin.post(page, **given).status_code == 403


def test_the_places_of_another_unit_do_not_exist(office: OfficeApp) -> None:
    proposal_id = letter_of(office, make_letter(office.district, ["LDTT"])[0])
    other = office.visitor(stranger(office))
    assert other.get(f"/proposals/{proposal_id}/places").status_code == 404
    answer = other.post(f"/proposals/{proposal_id}/places/paper-list", award_code="LDTT", names="1", document="x")
    assert answer.status_code == 404


def test_the_letter_asks_as_often_for_two_names_as_for_forty(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    quota(office.district, "LDTT", places=2, reach="office")
    counts = []
    for many in (2, 40):
        proposal_id = letter_of(office, make_letter(office.district, ["LDTT"] * many)[0])
        counts.append(statements_of(office, office.visitor("clerk"), f"/proposals/{proposal_id}"))
    assert counts[0] == counts[1]


def test_a_name_that_was_sent_is_still_counted_when_its_letter_is_read(office: OfficeApp) -> None:
    """Once all names are sent the letter has no list to bound any more; the next one counts them."""
    quota(office.district, "LDTT", places=3)
    sent = to_the_head(office.district, make_letter(office.district, ["LDTT"]))
    fire(office.district, sent, "submit")
    clerk = office.visitor("clerk")
    assert "Chỉ tiêu của danh sách này" not in plain(clerk, f"/proposals/{letter_of(office, sent[0])}")
    following = make_letter(office.district, ["LDTT"])
    assert "chỉ tiêu 3; đã trình 1; trong tờ trình này 1 → còn 1" in plain(
        clerk, f"/proposals/{letter_of(office, following[0])}"
    )

"""Money on the pages: before the signature, in the decision, on paper, for the nominee, and set by an officer."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.cli.test_commands import run
from tests.factories import make_decision_item, make_nomination, make_nominations, move_the_item
from tests.support.office import OfficeApp
from tests.web.test_decide import confirmed, seen_of, send
from tests.workflow.decisions.making import bonus_of, decide, drafts, raw
from tests.workflow.register.making import enter, past_award, rows
from web.i18n import fraction, money
from workflow.lifecycle.numbering import shown_lookup_code

SPACE = "\u00a0"


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True)).replace(SPACE, " ")


def plain(page: str) -> str:
    """The words of a page without their marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def household(office: OfficeApp) -> int:
    """A decided household whose multiplier the rules of 2017 leave open; its place in the decision."""
    ids = drafts(office.district, "GK_HGD", subject="household")
    decide(office.district, ids)
    return int(rows(office.district, "decision_item")[-1]["id"])


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(0, "0 đ", "0 VND"), (540_000, "540.000 đ", "540,000 VND"), (1_080_000, "1.080.000 đ", "1,080,000 VND"),
     (None, "", "")],
)  # fmt: skip
def test_money_is_written_in_the_readers_way(value: int | None, vi: str, en: str) -> None:
    assert [money(value, language).replace(SPACE, " ") for language in ("vi", "en")] == [vi, en]


def test_fractions_are_exact() -> None:
    assert [fraction(Decimal(one), "vi") for one in ("0.45", "1.0", "1234.50", "20", "100")] == [
        "0,45", "1", "1.234,5", "20", "100",
    ]  # fmt: skip
    assert fraction(Decimal("1234.5"), "en") == "1,234.5"


def test_the_chairman_sees_the_sum_before_he_signs_and_strikes_change_it(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 3, "pending_decision")
    chairman = office.visitor("chairman")
    page = text_of(chairman.get("/decide"))
    assert "3 tên, tổng tiền thưởng 1.620.000 đ" in page and "mức lương cơ sở 1.800.000 đ" in page
    struck = {"strike": [str(ids[0])], f"fate-{ids[0]}": "later"}
    assert "2 tên, tổng tiền thưởng 1.080.000 đ" in text_of(send(chairman, "", seen_of(office, ids), **struck))
    preview = send(chairman, "preview", seen_of(office, ids), **struck)
    assert "2 tên, tổng tiền thưởng 1.080.000 đ" in text_of(preview) and text_of(preview).count(">540.000 đ<") == 2
    assert confirmed(chairman, preview).status_code == 303
    granted = rows(office.district, "bonus")
    assert sum(one["amount"] for one in granted) == 1_080_000 and len(granted) == 2


def test_the_sum_follows_the_day_that_is_typed(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 1, "pending_decision")
    preview = text_of(send(office.visitor("chairman"), "preview", seen_of(office, ids), decision_date="30/06/2023"))
    assert "mức lương cơ sở 1.490.000 đ" in preview and "1 tên, tổng tiền thưởng 450.000 đ" in preview


def test_what_is_for_a_higher_level_is_paid_there(office: OfficeApp) -> None:
    make_nomination(office.district, "pending_decision", award="BK_T_CN")
    page = text_of(office.visitor("chairman").get("/decide"))
    assert "Tiền thưởng do cấp ra quyết định chi." in page and "tổng tiền thưởng" not in page
    make_nomination(office.district, "superior_decided", award="BK_T_CN")
    assert "Tiền thưởng do cấp ra quyết định chi." in text_of(office.visitor("desk_officer").get("/decisions/1"))


def test_the_decision_shows_amount_unrounded_and_how_it_was_counted(office: OfficeApp) -> None:
    persons, collectives = (
        drafts(office.district, "GK_CN", "GK_CN"),
        drafts(office.district, "GK_TT", subject="collective"),
    )
    decide(office.district, [*persons, *collectives], date(2023, 6, 30))
    page = plain(text_of(office.visitor("auditor").get("/decisions/1")))
    assert page.count("450.000 đ trước làm tròn 447.000 đ") == 2
    assert "0,3 × 1.490.000 đ = 447.000 đ, làm tròn lên hàng chục nghìn đồng: 450.000 đ." in page
    assert "Nghị định 91/2017/NĐ-CP, Điều 73" in page and "Nghị định 38/2019/NĐ-CP" in page
    assert "Tập thể 1 tên: 900.000 đ" in page and "Cá nhân 2 tên: 900.000 đ" in page
    assert "Tổng tiền thưởng 3 tên: 1.800.000 đ" in page
    paper = plain(text_of(office.visitor("auditor").get("/decisions/1/print")))
    assert "Tiền thưởng" in paper and paper.count("450.000 đ") == 2 and "Cộng 1.800.000 đ" in paper


def test_the_page_speaks_english_too(office: OfficeApp) -> None:
    make_nomination(office.district, "decided")
    visitor = office.visitor("auditor")
    visitor.get("/language/en")
    page = plain(text_of(visitor.get("/decisions/1")))
    assert "540,000 VND before rounding 540,000 VND" in page and "0.3 × 1,800,000 VND = 540,000 VND" in page
    assert "540.000 đ" in plain(text_of(visitor.get("/decisions/1/print"))), "the paper is Vietnamese for everybody"


def test_the_higher_title_says_what_it_was_reduced_by(office: OfficeApp) -> None:
    enter(office.district, past_award(office.district, "Nguyễn Thị Hoa", year=2010))
    who = rows(office.district, "laureate")[-1]["id"]
    first, second = drafts(office.district, "LDTT", "CSTDCS", laureate=who)
    decide(office.district, [first])
    decide(office.district, [second])
    page = plain(text_of(office.visitor("auditor").get("/decisions/2")))
    assert "Cùng năm đã hưởng 540.000 đ tiền thưởng danh hiệu, cao nhất là Lao động tiên tiến (quyết định" in page
    assert "1.800.000 đ − 540.000 đ = 1.260.000 đ chi thêm." in page


def test_a_revoked_award_is_to_be_paid_back_and_its_amount_stays(office: OfficeApp) -> None:
    item_id = make_decision_item(office.district, "under_review")
    visitor = office.visitor("desk_officer")
    assert "thu hồi" not in plain(text_of(visitor.get("/decisions/1")))
    move_the_item(office.district, item_id, "revoke", 1)
    page = plain(text_of(visitor.get("/decisions/1")))
    assert "540.000 đ thu hồi" in page and "Trong đó thu hồi 1 tên: 540.000 đ" in page
    assert "540.000 đ, thu hồi" in plain(text_of(visitor.get(f"/decisions/items/{item_id}")))


def test_an_officer_sets_what_the_law_left_open(office: OfficeApp) -> None:
    item_id = household(office)
    officer = office.visitor("desk_officer")
    assert "Chưa ấn định" in text_of(officer.get("/decisions/1"))
    page = text_of(officer.get(f"/decisions/items/{item_id}"))
    assert 'name="multiplier"' in page and "Chỉ ấn định một lần" in page
    typed = {"multiplier": "0,45", "bonus_reason": "Bằng 1,5 lần mức cá nhân", "bonus_document": "12/HD-SNV"}
    address = f"/decisions/items/{item_id}/bonus"
    wrong = officer.post(address, **{**typed, "multiplier": "nhiều", "bonus_reason": ""})
    assert wrong.status_code == 422
    assert 'href="#multiplier"' in text_of(wrong) and 'href="#bonus_reason"' in text_of(wrong)
    assert 'value="12/HD-SNV"' in text_of(wrong), "what was typed stays"
    answers = [officer.post(address, key="once", **typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    page = plain(text_of(officer.get(f"/decisions/items/{item_id}")))
    assert "810.000 đ" in page and "theo 12/HD-SNV: Bằng 1,5 lần mức cá nhân" in page
    assert "Chỉ ấn định một lần" not in page
    late = office.visitor("appraiser").post(address, **{**typed, "multiplier": "2"})
    assert (late.status_code, rows(office.district, "bonus")[0]["amount"]) == (409, 810_000)


@pytest.mark.parametrize(
    ("role", "status"), [("clerk", 403), ("chairman", 403), ("auditor", 403), ("nominee", 403), ("admin", 403)]
)
def test_others_see_it_and_do_not_set_it(office: OfficeApp, role: str, status: int) -> None:
    item_id = household(office)
    visitor = office.visitor(role)
    typed = {"multiplier": "0,45", "bonus_reason": "x", "bonus_document": "x"}
    assert visitor.post(f"/decisions/items/{item_id}/bonus", **typed).status_code == status
    assert 'name="multiplier"' not in text_of(visitor.get(f"/decisions/items/{item_id}"))
    assert rows(office.district, "bonus")[0]["amount"] is None


def test_what_is_not_open_cannot_be_set(office: OfficeApp) -> None:
    item_id = make_decision_item(office.district)
    officer = office.visitor("desk_officer")
    assert 'name="multiplier"' not in text_of(officer.get(f"/decisions/items/{item_id}"))
    typed = {"multiplier": "0,45", "bonus_reason": "x", "bonus_document": "x"}
    answer = officer.post(f"/decisions/items/{item_id}/bonus", **typed)
    assert answer.status_code == 422 and "không chờ ấn định" in text_of(answer)
    assert officer.post("/decisions/items/999/bonus", **typed).status_code == 404
    assert rows(office.district, "bonus")[0]["amount"] == 540_000


def test_the_nominee_reads_the_amount_with_the_award_and_not_before(office: OfficeApp) -> None:
    waiting = make_nomination(office.district, "pending_decision", nominee_id=office.district.people["nominee"])
    decided = make_nomination(office.district, "decided", nominee_id=office.district.people["nominee"])
    nominee = office.visitor("nominee")
    assert "Tiền thưởng" not in text_of(nominee.get(f"/my-nominations/{office.code(waiting)}"))
    assert "<dt>Tiền thưởng</dt><dd>540.000 đ</dd>" in text_of(nominee.get(f"/my-nominations/{office.code(decided)}"))
    stranger = office.visitor()
    stranger.get("/status")
    told = stranger.post("/status", code=shown_lookup_code(office.row(decided)["lookup_code"]), year="1980")
    assert "<dt>Tiền thưởng</dt><dd>540.000 đ</dd>" in text_of(told)
    with raw(office.district, "UPDATE nomination SET released_at = NULL WHERE id = :id", id=decided):
        pass
    assert "Tiền thưởng" not in text_of(nominee.get(f"/my-nominations/{office.code(decided)}"))


def test_the_command_line_tells_the_bonus(office: OfficeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    decided, waiting = make_nomination(office.district, "decided"), make_nomination(office.district, "submitted")
    monkeypatch.setenv("THIDUA_DATA_DIR", str(office.district.services.settings.data_dir))

    def told(nomination_id: int) -> Any:
        found = run("nominations", "show", office.code(nomination_id), "--json")
        assert found.exit_code == 0, found.output
        return json.loads(found.output)["bonus"]

    assert told(waiting) is None
    shown = told(decided)
    wanted = {"multiplier": "0.3", "base_salary": 1_800_000, "unrounded": "540000", "amount": 540_000, "note": "full",
              "rule_set": "R2017", "rounding": "ceil_10000", "set_by": None}  # fmt: skip
    assert {name: shown[name] for name in wanted} == wanted
    assert bonus_of(office.district, decided)["amount"] == shown["amount"]

"""One person, one identity: exact matches link by themselves, everything less waits for a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from states import Refused
from tests.factories import District, content, fire, make_nomination, make_nominations
from tests.workflow.register.making import add, elsewhere, enter, event, past_award, row, rows, statements, write
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Stale
from workflow.nominations.draft import remove_nomination
from workflow.nominations.likenesses import SettleLikeness, settle_likeness
from workflow.nominations.models import Nomination
from workflow.nominations.register_queries import files_of, full_files, honours_for
from workflow.register.queries import honours_of, search


def settle(district: District, likeness_id: int, act: str, *, role: str = "appraiser", reason: str = "",
           seen: int = 0) -> str:  # fmt: skip
    with district.services.store.transaction() as tx:
        return settle_likeness(tx, SettleLikeness(
            likeness_id=likeness_id, act=act, seen_version=seen, actor=district.act(role), reason=reason
        ))  # fmt: skip


def open_pairs(district: District) -> list[tuple[str, int, int]]:
    return [(one["subject_kind"], one["first_id"], one["second_id"])
            for one in rows(district, "likeness") if one["state"] == "open"]  # fmt: skip


def test_the_same_name_year_unit_and_kind_is_one_entry_without_asking(district: District) -> None:
    first = make_nomination(district)
    second = add(district, first, **{**content("nguyen van a"), "name": "nguyen van a"})
    assert row(district, first).laureate_id == row(district, second).laureate_id
    other_year = add(district, first, **{**content("Nguyễn Văn A"), "birth_year": "1981"})
    assert row(district, other_year).laureate_id != row(district, first).laureate_id


def test_a_draft_that_is_renamed_leaves_no_entry_behind(district: District) -> None:
    nomination_id = make_nomination(district)
    before = row(district, nomination_id).laureate_id
    write(district, nomination_id, name="Nguyễn Thị Hoa")
    assert [one["name"] for one in rows(district, "laureate")] == ["Nguyễn Thị Hoa"]
    assert row(district, nomination_id).laureate_id != before
    write(district, nomination_id, report="Viết thêm.")
    assert len(rows(district, "laureate")) == 1


def test_a_draft_that_is_removed_takes_its_entry_and_its_achievement_along(district: District) -> None:
    nomination_id = make_nomination(district)
    assert len(rows(district, "laureate")) == len(rows(district, "achievement")) == 1
    with district.services.store.transaction() as tx:
        remove_nomination(tx, district.services.office, district.act("clerk"), nomination_id)
    assert rows(district, "laureate") == rows(district, "achievement") == []


def test_an_entry_with_a_history_outlives_the_draft(district: District) -> None:
    enter(district, past_award(district, "Nguyễn Văn A"))
    nomination_id = make_nomination(district)
    assert [one["id"] for one in rows(district, "laureate")] == [row(district, nomination_id).laureate_id]
    with district.services.store.transaction() as tx:
        remove_nomination(tx, district.services.office, district.act("clerk"), nomination_id)
    assert len(rows(district, "laureate")) == 1


def test_a_clerk_chooses_an_entry_of_the_own_unit_and_no_other(district: District) -> None:
    enter(district, past_award(district, "Hoa Nguyễn Thị"),
          past_award(district, "Hoà Nguyễn Thị", unit_id=district.consulted_id))  # fmt: skip
    own, foreign = (one["id"] for one in rows(district, "laureate"))
    nomination_id = make_nomination(district)
    write(district, nomination_id, laureate_id=str(own))
    assert row(district, nomination_id).laureate_id == own
    write(district, nomination_id, report="Viết thêm.")
    assert row(district, nomination_id).laureate_id == own
    with pytest.raises(Invalid):
        write(district, nomination_id, laureate_id=str(foreign))


def test_what_a_unit_drafts_is_not_in_the_register_of_the_office(district: District) -> None:
    nomination_id = make_nomination(district, "pending_unit_head")
    officer = district.act("appraiser")
    with district.services.store.reading() as session:
        assert search(session, officer, "nguyen").rows == ()
    fire(district, [nomination_id], "submit")
    with district.services.store.reading() as session:
        assert [one.name for one in search(session, officer, "NGUYEN van").rows] == ["Nguyễn Văn A"]
        assert search(session, officer, "van nguyen a").rows != ()
        assert search(session, officer, "%").rows == ()


def test_one_flood_and_one_rescuer_from_two_units_are_shown_side_by_side(anywhere: District) -> None:
    other = elsewhere(anywhere)
    told = {"achievement_on": "2023-10-20", "achievement_place": "Bến đò thôn Thượng", "achievement_kind": "rescue"}
    first, second = make_nomination(anywhere), make_nomination(other)
    write(anywhere, first, **told, name="Nguyễn Thị Hoa", achievement="Cứu ba người bị nước cuốn ở bến đò")
    write(other, second, **{**told, "achievement_on": "2023-10-22"}, name="Hoa Nguyen Thi",
          achievement="cuu ba nguoi khoi dong nuoc lu tai ben do")  # fmt: skip
    for district, nomination_id in ((anywhere, first), (other, second)):
        fire(district, [nomination_id], "send_to_review")
        fire(district, [nomination_id], "submit")
    people = row(anywhere, first).laureate_id, row(anywhere, second).laureate_id
    assert open_pairs(anywhere) == [("laureate", *people), ("nomination", first, second)]


def test_a_decision_about_a_pair_is_made_once_by_those_who_may(district: District) -> None:
    enter(district, past_award(district, "Nguyễn Thị Hoa"))
    make_nominations(district, 1)
    nomination_id = make_nomination(district)
    write(district, nomination_id, name="Hoa Nguyễn Thị")
    fire(district, [nomination_id], "send_to_review")
    fire(district, [nomination_id], "submit")
    (pair,) = rows(district, "likeness")
    for role in ("clerk", "chairman", "auditor", "council_member"):
        with pytest.raises(Forbidden):
            settle(district, pair["id"], "join", role=role)
    with pytest.raises(Invalid):
        settle(district, pair["id"], "link")
    with pytest.raises(Invalid):
        settle(district, pair["id"], "dismiss")
    with pytest.raises(NotFound):
        settle(district, 999, "join")
    assert settle(district, pair["id"], "dismiss", reason="Hai chị em họ, đã hỏi Công an xã.") == "dismissed"
    with pytest.raises(Stale):
        settle(district, pair["id"], "join", seen=1)
    (kept,) = rows(district, "likeness")
    assert (kept["state"], kept["version"], kept["decided_by_id"]) == ("dismissed", 1, district.people["appraiser"])
    trail = [one["action"] for one in rows(district, "audit_entry") if one["subject_kind"] == "likeness"]
    assert trail == ["dismissed"]


def test_nobody_decides_about_a_pair_with_a_file_of_their_own(district: District) -> None:
    pair = joined_pair(district)
    with district.services.store.transaction() as tx:
        tx.session.execute(update(Nomination).values(nominee_id=district.people["appraiser"]))
    with pytest.raises(NotFound):
        settle(district, pair, "join")
    assert settle(district, pair, "join", role="standing_head") == "joined"


def joined_pair(district: District) -> int:
    """A nomination of somebody whom the register knows under the name in another order. The id of the pair."""
    enter(district, past_award(district, "Nguyễn Thị Hoa"))
    nomination_id = make_nomination(district)
    write(district, nomination_id, name="Hoa Nguyễn Thị")
    fire(district, [nomination_id], "send_to_review")
    fire(district, [nomination_id], "submit")
    (pair,) = rows(district, "likeness")
    return int(pair["id"])


def test_two_entries_become_one_and_no_history_is_rewritten(district: District) -> None:
    pair = joined_pair(district)
    kept, joined = (one["id"] for one in rows(district, "laureate"))
    honours = rows(district, "honour")
    assert settle(district, pair, "join") == "joined"
    assert [one["merged_into_id"] for one in rows(district, "laureate")] == [None, kept]
    assert rows(district, "honour") == honours
    with district.services.store.reading() as session:
        assert [one.decision_number for one in honours_for(session, joined)] == ["118/QĐ-UBND"]
        assert [one.entry_id for one in honours_of(session, [kept])[kept]] == [kept]
        assert [one.id for one in search(session, district.act("auditor"), "hoa").rows] == [kept]
    again = make_nomination(district)
    write(district, again, name="Hoa Nguyễn Thị")
    assert row(district, again).laureate_id == kept
    trail = [(one["subject_id"], one["action"]) for one in rows(district, "audit_entry")
             if one["subject_kind"] == "laureate" and one["action"].startswith("join")]  # fmt: skip
    assert trail == [(kept, "join"), (joined, "joined_into")]


def test_linked_files_stand_on_one_achievement_and_the_unit_cannot_step_off(district: District) -> None:
    other = elsewhere(district)
    told = {"achievement_on": "2023-10-20", "achievement_place": "Bến đò", "achievement_kind": "rescue"}
    first, second = make_nomination(district), make_nomination(other)
    write(district, first, **told)
    write(other, second, **told, name="Nguyễn Thị Hoà")
    for home, nomination_id in ((district, first), (other, second)):
        fire(home, [nomination_id], "send_to_review")
        fire(home, [nomination_id], "submit")
    pair = next(one for one in rows(district, "likeness") if one["subject_kind"] == "nomination")
    assert settle(district, pair["id"], "link", role="desk_officer") == "linked"
    one, two = row(district, first), row(district, second)
    assert (one.laureate_id, one.achievement_id) == (two.laureate_id, two.achievement_id)
    fire(district, [second], "request_supplement")
    write(other, second, **{**told, "achievement_on": "2023-09-01"}, name="Nguyễn Thị Hoà")
    assert row(district, second).achievement_id == one.achievement_id
    fire(district, [first], "receive")
    fire(district, [first], "refer")
    fire(district, [first], "sign_decision")
    fire(other, [second], "supply")
    fire(district, [second], "receive")
    with pytest.raises(Refused) as no:
        fire(district, [second], "refer")
    (refusal,) = no.value.refusals
    assert refusal.code == "achievement_taken" and "Giấy khen (cá nhân), Quyết định" in refusal.text("vi")


def test_the_other_unit_reads_nothing_of_a_file(district: District) -> None:
    other = elsewhere(district)
    nomination_id = make_nomination(district, "submitted")
    laureate_id = row(district, nomination_id).laureate_id
    with district.services.store.reading() as session:
        for role in ("clerk", "unit_head", "deputy_head"):
            assert files_of(session, other.act(role), [laureate_id]) == []
            assert full_files(session, other.act(role), [nomination_id]) == {}
        assert [one.report for one in files_of(session, district.act("clerk"), [laureate_id])] == [""]
        assert [one.report for one in full_files(session, district.act("appraiser"), [nomination_id]).values()] == [
            "Báo cáo thành tích."
        ]


def test_a_secret_file_is_compared_by_nobody(district: District) -> None:
    other = elsewhere(district)
    told = {"achievement_on": "2023-10-20", "achievement_place": "Bến đò", "achievement_kind": "rescue"}
    for home, secret in ((district, "1"), (other, "")):
        nomination_id = make_nomination(home)
        write(home, nomination_id, **told, state_secret=secret)
        fire(home, [nomination_id], "send_to_review")
        fire(home, [nomination_id], "submit")
    assert [kind for kind, *_ in open_pairs(district)] == ["laureate"]


def test_a_sudden_award_needs_the_day_and_the_place(district: District) -> None:
    nomination_id = make_nomination(district)
    blank = dict.fromkeys(("achievement_on", "achievement_place", "achievement_kind"), "")
    write(district, nomination_id, **blank)
    assert row(district, nomination_id).achievement_id is None and rows(district, "achievement") == []
    with pytest.raises(Refused) as no:
        fire(district, [nomination_id], "send_to_review")
    assert [one.code for one in no.value.refusals] == ["achievement_unnamed"]
    with pytest.raises(Invalid) as wrong:
        write(district, nomination_id, **{**blank, "achievement_on": "30/12/2023", "name": ""})
    assert set(wrong.value.problems) == {"achievement_on", "achievement_place", "achievement_kind", "name"}


def test_an_achievement_honoured_before_is_that_very_achievement(district: District) -> None:
    told = event()
    enter(district, past_award(district, "Nguyễn Thị Hoa", year=2023, event=told))
    nomination_id = make_nomination(district)
    fields = {"achievement_place": "canh dong chiem", "achievement_kind": "labour"}
    write(district, nomination_id, **fields, achievement_on="2023-09-05")
    assert [one["id"] for one in rows(district, "achievement")] == [row(district, nomination_id).achievement_id]
    for trigger in ("send_to_review", "submit", "receive"):
        fire(district, [nomination_id], trigger)
    with pytest.raises(Refused) as no:
        fire(district, [nomination_id], "refer")
    assert "118/QĐ-UBND ngày 19/11/2021" in no.value.refusals[0].text("vi")
    assert rows(district, "achievement")[0]["summary"] == told.summary


def test_the_same_certificate_is_the_same_initiative(district: District) -> None:
    first = make_nomination(district)
    told = {"initiative_number": "12/2023", "initiative_year": "2023", "initiative_title": "Góc đọc nửa giờ"}
    write(district, first, **told)
    second = add(district, first, **told, name="Trần Thị Lan")
    assert row(district, first).initiative_id == row(district, second).initiative_id
    with pytest.raises(Invalid) as wrong:
        write(district, first, initiative_number="13/2023")
    assert set(wrong.value.problems) == {"initiative_year", "initiative_title"}


def test_submitting_takes_as_many_statements_for_twenty_names_as_for_two(district: District) -> None:
    def counted(count: int) -> int:
        ids = make_nominations(district, count, "pending_unit_head", kind="yearly")
        with statements(district) as seen:
            fire(district, ids, "submit")
        return len([one for one in seen if "laureate" in one or "achievement" in one or "likeness" in one])

    assert counted(2) == counted(20)


def test_two_units_of_one_name_stay_two_entries(district: District) -> None:
    other = elsewhere(district)
    first, second = make_nomination(district), make_nomination(replace(other))
    assert row(district, first).laureate_id != row(district, second).laureate_id

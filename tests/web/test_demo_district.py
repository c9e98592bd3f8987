"""The district of 2023: its files stand where the month left them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Final

import pytest

from tests.support.told import DISTRICT, files, history, local, table, told_in
from workflow.bootstrap import Services
from workflow.calendars.working_days import SHIPPED
from workflow.kernel.clock import office_date

TODAY: Final = date(2023, 11, 24)
STANDS: Final = {
    "0101": "council_queue", "0102": "under_appraisal", "0103": "decided", "0104": "council_passed",
    "0105": "under_appraisal", "0106": "council_queue", "0107": "pending_decision", "0108": "public_notice",
    "0109": "submitted", "0110": "supplement_requested", "0111": "under_appraisal", "0112": "council_queue",
    "0113": "returned", "0114": "under_appraisal", "0115": "returned", "0116": "forwarded", "0117": "draft",
    "0118": "council_queue", "0119": "forwarded", "0120": "submitted", "0121": "council_failed",
    "0122": "chair_returned", "0123": "announced", "0124": "announced", "0125": "submitted",
    "0126": "submitted", "0127": "pending_decision", "0128": "pending_unit_head",
    "0129": "pending_unit_head", "0130": "pending_unit_head", "0131": "draft",
}  # fmt: skip
OVERLAYS: Final = {"0114": "on_hold", "0124": "revoked"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = told_in(tmp_path_factory.mktemp("district"), DISTRICT)
    yield services
    services.store.engine.dispose()


def test_every_file_stands_where_the_month_left_it(told: Services) -> None:
    found = files(told)
    assert {code: row["state"] for code, row in found.items()} == STANDS
    assert {code: row["overlay"] for code, row in found.items() if row["overlay"]} == OVERLAYS
    assert [row["code"] for row in found.values()] == [f"TĐKT-2023-{number:04d}" for number in range(101, 132)]


def test_the_days_of_the_pictures(told: Services) -> None:
    found = files(told)
    due = {
        code: found[code]["due_on"].isoformat()[5:] for code in ("0102", "0104", "0107", "0108", "0110", "0114", "0122")
    }
    assert due == {"0102": "11-30", "0104": "11-27", "0107": "11-28", "0108": "12-01", "0110": "11-29",
                   "0114": "12-15", "0122": "11-22"}  # fmt: skip
    assert found["0104"]["promised_on"] == date(2023, 12, 5)
    assert found["0101"]["promised_on"] == date(2023, 12, 6)


def test_one_file_is_overdue_by_two_working_days(told: Services) -> None:
    late = {code: row["due_on"] for code, row in files(told).items() if row["waits_for"] and row["due_on"] < TODAY}
    assert late == {"0122": date(2023, 11, 22)}
    assert SHIPPED.between(late["0122"], TODAY) == 2


def test_the_hours_of_the_teacher(told: Services) -> None:
    assert [(each["trigger"], local(each["at"])) for each in history(told, "0104")] == [
        ("send_to_review", "02/11 08:40"), ("propose", "03/11 08:25"), ("submit", "06/11 14:26"),
        ("receive", "07/11 10:12"), ("refer", "16/11 15:48"), ("open_voting", "22/11 08:30"),
        ("record_vote", "22/11 11:05"),
    ]  # fmt: skip
    assert local(files(told)["0104"]["created_at"]) == "30/10 08:30"


def test_a_rescue_is_decided_within_three_working_days(told: Services) -> None:
    submitted, decided = (
        next(office_date(each["at"]) for each in history(told, "0103") if each["trigger"] == trigger)
        for trigger in ("submit", "sign_decision")
    )
    assert decided == date(2023, 11, 17)
    assert SHIPPED.between(submitted, decided) == 3
    assert files(told)["0103"]["kind"] == files(told)["0120"]["kind"] == "sudden"


def test_votes_and_sessions(told: Services) -> None:
    sessions = {row["number"]: row for row in table(told, "council_session")}
    assert {number: row["state"] for number, row in sessions.items()} == {10: "minuted", 11: "minuted", 12: "convened"}
    assert {row["members"] for row in sessions.values()} == {13}
    votes = {
        (row["session_id"], row["nomination_id"]): (row["in_favour"], row["needed"], row["passed"])
        for row in table(told, "agenda_item")
    }
    ids = {code: row["id"] for code, row in files(told).items()}
    eleventh = {code: votes[sessions[11]["id"], ids[code]] for code in ("0127", "0119", "0104", "0121", "0107", "0116")}
    assert eleventh == {"0127": (13, 10, True), "0119": (12, 7, True), "0104": (12, 10, True), "0121": (9, 10, False),
                        "0107": (11, 7, True), "0116": (13, 7, True)}  # fmt: skip
    agenda = [row["nomination_id"] for row in table(told, "agenda_item") if row["session_id"] == sessions[12]["id"]]
    assert agenda == [ids[code] for code in ("0101", "0106", "0112", "0118")]


def test_a_failed_vote_is_told_when_the_session_closes(told: Services) -> None:
    assert local(files(told)["0121"]["released_at"]) == "22/11 11:55"


def test_one_point_of_the_supplement_is_answered_and_two_are_owed(told: Services) -> None:
    owed = files(told)["0110"]
    points = [row for row in table(told, "supplement_point") if row["nomination_id"] == owed["id"]]
    assert [(row["position"], row["about"], row["answered_at"] is not None) for row in points] == [
        (1, "minutes", True), (2, "confirmation", False), (3, "confirmation", False)
    ]  # fmt: skip
    assert points[0]["before_evidence_id"] < points[0]["after_evidence_id"], "the unsigned minutes and the signed ones"


def test_reasons_grounds_and_papers(told: Services) -> None:
    details = {code: json.loads(history(told, code)[-1]["detail"]) for code in ("0110", "0113", "0114", "0115")}
    assert len(details["0110"]["points"]) == 3
    assert details["0113"]["reason_code"] == "khong_du_tieu_chuan"
    assert details["0114"]["hold_ground"] == "khieu_nai_to_cao"
    assert details["0115"]["reason_code"] == "trung_thanh_tich"
    secret = files(told)["0111"]
    assert secret["state_secret"] and not secret["report"]
    assert secret["id"] not in {row["nomination_id"] for row in table(told, "evidence")}
    women = files(told)["0108"]
    assert women["female_count"] * 10 == women["member_count"] * 7
    decisions = {row["number"]: row["signature"] for row in table(told, "decision")}
    assert decisions == {"3058/QĐ-UBND": "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "3099/QĐ-UBND": "CHỦ TỊCH"}


def test_a_teacher_wrote_her_own_report_before_the_unit_met(told: Services) -> None:
    teacher = files(told)["0104"]
    (entry,) = [
        row
        for row in table(told, "audit_entry")
        if row["action"] == "write_report" and row["subject_id"] == teacher["id"]
    ]
    assert entry["actor_id"] == teacher["nominee_id"]
    assert teacher["report"].startswith("Năm học 2022–2023 tôi chủ nhiệm lớp 3B")

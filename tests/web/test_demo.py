"""The demo district: its files stand where the month left them, and the month was lawful."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text

from states import ROLES
from web import schema
from web.app import create_app
from web.auth.accounts import make_account
from web.auth.passwords import hash_password, password_fits
from web.demo.district import district
from web.demo.papers import FILE_NAMES, WATERMARK, paper
from web.demo.reference import PASSWORD
from web.demo.seed import START, HalfTold, seed, seed_demo
from workflow.audit.chain import genesis, link
from workflow.bootstrap import Services, build
from workflow.calendars.working_days import is_working_day, working_days_between
from workflow.kernel.clock import OFFICE_ZONE, ManualClock, office_date
from workflow.kernel.settings import Settings
from workflow.kernel.transaction import Tx

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
HASH: Final = hash_password(PASSWORD)
BUSINESS_ROLES: Final = frozenset(ROLES) - {"admin", "system", "nominee"}


def account(tx: Tx, person_id: int, email: str, password: str) -> None:
    assert password == PASSWORD
    make_account(tx, person_id, email, HASH)


def services_in(folder: Path, database_url: str | None = None) -> Services:
    settings = Settings(data_dir=folder, database_url=database_url)
    services = build(settings, clock=ManualClock(datetime(2023, 10, 1, tzinfo=UTC)))
    schema.upgrade(services.store.engine)
    return services


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = services_in(tmp_path_factory.mktemp("district"))
    seed(services, account)
    yield services
    services.store.engine.dispose()


def rows(services: Services, statement: str, **values: object) -> list[dict[str, Any]]:
    with services.store.reading() as session:
        return [dict(row._mapping) for row in session.execute(text(statement), values)]


def table(services: Services, name: str) -> list[dict[str, Any]]:
    """A table with its columns as Python values, in the order of its ids."""
    source = schema.metadata().tables[name]
    with services.store.reading() as session:
        found = session.execute(select(source).order_by(*source.primary_key.columns))
        return [dict(row._mapping) for row in found]


def files(services: Services) -> dict[str, dict[str, Any]]:
    return {row["code"][-4:]: row for row in table(services, "nomination")}


def history(services: Services, code: str) -> list[dict[str, Any]]:
    file_id = files(services)[code]["id"]
    events = table(services, "event")
    return [each for each in events if (each["subject_kind"], each["subject_id"]) == ("nomination", file_id)]


def local(instant: datetime) -> str:
    return instant.astimezone(OFFICE_ZONE).strftime("%d/%m %H:%M")


# --- where everything stands ----------------------------------------------------------------


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
    assert working_days_between(late["0122"], TODAY) == 2


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
    assert working_days_between(submitted, decided) == 3
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


# --- that it was lawful ---------------------------------------------------------------------


def test_everything_happened_in_working_hours(told: Services) -> None:
    acts = [row["at"] for name in ("event", "audit_entry") for row in table(told, name)]
    acts += [row["uploaded_at"] for row in table(told, "evidence")]
    outside = {
        at for at in (each.astimezone(OFFICE_ZONE) for each in acts)
        if not is_working_day(at.date())
        or not (time(7, 30) <= at.time() <= time(12, 0) or time(13, 0) <= at.time() <= time(17, 0))
    }  # fmt: skip
    assert outside == set()
    assert max(acts) <= START


def test_nobody_acted_on_their_own_file(told: Services) -> None:
    own = rows(
        told,
        "SELECT n.code FROM event e JOIN nomination n ON e.subject_kind = 'nomination' AND n.id = e.subject_id"
        " WHERE n.nominee_id IN (e.actor_id, e.on_behalf_of_id)",
    )
    assert own == []
    assert len([row for row in files(told).values() if row["nominee_id"]]) == 12


def test_nobody_signed_a_letter_that_they_prepared(told: Services) -> None:
    letters = table(told, "proposal")
    assert [row["number"] for row in letters if row["endorsed_by_id"] == row["prepared_by_id"]] == []
    assert all(row["letter_date"] <= office_date(row["submitted_at"]) for row in letters if row["submitted_at"])
    numbers = Counter((row["unit_id"], row["number"]) for row in letters if row["number"])
    assert set(numbers.values()) == {1}


def test_histories_have_no_gap(told: Services) -> None:
    for code, row in files(told).items():
        events = history(told, code)
        assert [each["seq"] for each in events] == list(range(1, row["version"] + 1)), code
        path = ["draft", *(each["target"] for each in events)]
        assert [each["source"] for each in events] == path[:-1], code
        assert path[-1] == row["state"], code
        assert [each["at"] for each in events] == sorted(each["at"] for each in events), code


def test_the_audit_chains_hold_and_name_every_move(told: Services) -> None:
    heads: dict[tuple[str, int], tuple[int, str]] = {}
    for entry in table(told, "audit_entry"):
        key = (entry["subject_kind"], entry["subject_id"])
        seq, head = heads.get(key) or (0, genesis(*key))
        assert (entry["seq"], entry["prev_hash"]) == (seq + 1, head)
        assert entry["hash"] == link(head, entry["body"])
        heads[key] = (entry["seq"], entry["hash"])
    moves = [row for row in table(told, "audit_entry") if row["action"] == "move"]
    assert len(moves) == len(table(told, "event")) > 150


def test_each_waiting_file_has_one_open_task_that_says_the_same(told: Services) -> None:
    open_tasks = [row for row in table(told, "task") if row["closed_at"] is None]
    columns = ("queue", "state", "due_on", "assignee_id")
    said = {row["nomination_id"]: tuple(row[name] for name in columns) for row in open_tasks}
    assert len(said) == len(open_tasks)
    assert said == {
        row["id"]: (row["waits_for"], row["state"], row["due_on"], row["assignee_id"])
        for row in files(told).values() if row["waits_for"]
    }  # fmt: skip


# --- people and accounts --------------------------------------------------------------------


def test_accounts_for_every_role_and_plain_ones_among_them(told: Services) -> None:
    listed = json.loads((told.settings.data_dir / "accounts.json").read_text(encoding="utf-8"))
    assert {entry["role"] for entry in listed} == set(ROLES) - {"system"}
    accounts = {row["email"]: row for row in table(told, "account")}
    assert all(password_fits(accounts[entry["email"]]["password_hash"], entry["password"]) for entry in listed[:1])
    assert {accounts[entry["email"]]["password_hash"] for entry in listed} == {HASH}
    roles: dict[int, set[str]] = {}
    for grant in table(told, "role_grant"):
        roles.setdefault(grant["person_id"], set()).add(grant["role"])
    plain = {
        entry["role"] for entry in listed
        if roles.get(accounts[entry["email"]]["person_id"], {"nominee"}) == {entry["role"]}
    }  # fmt: skip
    assert plain == set(ROLES) - {"system", "standing_head", "chairman", "vice_chairman"}
    for role in ("clerk", "unit_head", "deputy_head"):
        units = {entry["unit"] for entry in listed if entry["role"] == role}
        assert units == {"UBND xã Liêm Túc", "Phòng Giáo dục và Đào tạo"}


def test_administrators_hold_no_business_role(told: Services) -> None:
    grants = table(told, "role_grant")
    admins = {row["person_id"] for row in grants if row["role"] == "admin"}
    assert admins and not {row["role"] for row in grants if row["person_id"] in admins} & BUSINESS_ROLES
    assert all(row["document"] for row in grants)
    assert all(row["granted_by_id"] in admins for row in grants if row["person_id"] not in admins)


def test_every_unit_that_proposes_is_staffed(told: Services) -> None:
    proposing = {row["unit_id"] for row in table(told, "proposal")}
    for role in ("clerk", "unit_head", "deputy_head"):
        assert proposing <= {row["unit_id"] for row in table(told, "role_grant") if row["role"] == role}, role


def test_letters_and_files_are_complete_texts() -> None:
    for one in district().nominations:
        assert one.state_secret or len(one.report.split()) >= 45, one.code
        assert 20 <= len(one.achievement) <= 200, one.code
    assert all(len(letter.summary.split()) >= 8 for letter in district().letters)
    assert all(person.key.isascii() and person.key.islower() for person in district().people)


# --- papers ---------------------------------------------------------------------------------


def test_papers_open_and_say_that_they_are_samples() -> None:
    for kind, name in FILE_NAMES.items():
        content = paper(kind, name)
        assert content == paper(kind, name)
        if name.endswith(".pdf"):
            reader = PdfReader(io.BytesIO(content))
            assert len(reader.pages) == 1
            assert reader.metadata is not None and WATERMARK in str(reader.metadata.title)


def test_every_attached_file_is_stored(told: Services) -> None:
    evidence = table(told, "evidence")
    assert len(evidence) > 50
    for digest, size in {(row["sha256"], row["size"]) for row in evidence}:
        assert told.blobs.path(digest).stat().st_size == size


# --- telling it twice, elsewhere, and with letters ------------------------------------------


def whole(services: Services) -> dict[str, list[dict[str, Any]]]:
    return {name: table(services, name) for name in schema.metadata().tables}


def test_a_second_seed_changes_nothing(told: Services) -> None:
    path = told.settings.data_dir / "accounts.json"
    before, listed = whole(told), path.read_bytes()
    days: list[object] = []
    assert seed(told, account, before_each_day=lambda: days.append(1)) == json.loads(listed)
    assert (whole(told), path.read_bytes(), days) == (before, listed, [])


def test_a_story_that_was_cut_off_is_not_told_over_itself(tmp_path: Path) -> None:
    services = services_in(tmp_path)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(services, account, after_each_day=stop)
    with pytest.raises(HalfTold):
        seed(services, account)
    assert not (tmp_path / "accounts.json").exists()


def test_each_working_day_begins_and_ends_once(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    begun: list[datetime] = []
    ended: list[datetime] = []
    seed(
        services,
        account,
        before_each_day=lambda: begun.append(services.clock.now()),
        after_each_day=lambda: ended.append(services.clock.now()),
    )
    assert [office_date(each) for each in begun] == [office_date(each) for each in ended]
    assert len(begun) == len(set(begun)) == working_days_between(date(2023, 10, 25), TODAY)
    assert ended[-1] == services.clock.now() == START


@pytest.mark.postgres
def test_the_same_month_on_postgresql(told: Services, tmp_path: Path, postgres_url: str) -> None:
    services = services_in(tmp_path, postgres_url)
    seed(services, account)
    columns = ("code", "state", "overlay", "waits_for", "assignee_id", "due_on", "promised_on", "since", "released_at")
    mine, theirs = ([tuple(row[name] for name in columns) for row in files(each).values()] for each in (services, told))
    assert mine == theirs
    bodies = [[row["body"] for row in table(each, "audit_entry")] for each in (services, told)]
    assert bodies[0] == bodies[1]
    services.store.engine.dispose()


def test_the_served_demo_has_sent_its_letters(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, demo=True, mail_transport="capture", clock_start=START))
    listed = seed_demo(app)
    services: Services = app.extensions["thidua"].services
    letters = table(services, "outbox_message")
    states = Counter(row["state"] for row in letters)
    assert states["sent"] > 400 and states["dead"] == 1 and not states["pending"]
    (lost,) = [row for row in letters if row["state"] == "dead"]
    assert lost["to_name"] == "Nguyễn Văn Bảng" and local(lost["created_at"]) == "07/11 10:12"
    assert seed_demo(app) == listed
    count = select(func.count()).select_from(schema.metadata().tables["outbox_message"])
    with services.store.reading() as session:
        assert session.execute(count).scalar_one() == len(letters)
    services.store.engine.dispose()

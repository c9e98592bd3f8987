"""The demo's places: each month was lawful, whoever tells it; telling it twice, elsewhere, and with letters."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from states import ROLES
from tests.support.told import (
    COMMUNE,
    CONFIGS,
    DISTRICT,
    account_maker,
    files,
    hashed,
    history,
    local,
    rows,
    services_in,
    table,
    told_in,
)  # fmt: skip
from web import schema
from web.app import create_app
from web.auth.passwords import password_fits
from web.demo.locality import locality_of
from web.demo.papers import FILE_NAMES, WATERMARK, paper
from web.demo.seed import HalfTold, OtherPlace, seed, seed_demo, start_of
from workflow.audit.chain import genesis, link
from workflow.bootstrap import Services
from workflow.calendars.working_days import SHIPPED, is_working_day
from workflow.kernel.clock import OFFICE_ZONE, office_date
from workflow.kernel.settings import Settings

BUSINESS_ROLES: Final = frozenset(ROLES) - {"admin", "system", "nominee"}
NOMINEES: Final = {DISTRICT: 12, COMMUNE: 7}
SHOWN: Final = {
    DISTRICT: {"UBND xã Liêm Túc", "Phòng Giáo dục và Đào tạo"},
    COMMUNE: {"Trường Tiểu học Bút Chì", "Thôn Bến Bướm"},
}


@pytest.fixture(scope="module", params=CONFIGS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = told_in(tmp_path_factory.mktemp("place"), request.param)
    yield services
    services.store.engine.dispose()


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
    assert max(acts) <= start_of(told.settings.config)


def test_nobody_acted_on_their_own_file(told: Services) -> None:
    own = rows(
        told,
        "SELECT n.code FROM event e JOIN nomination n ON e.subject_kind = 'nomination' AND n.id = e.subject_id"
        " WHERE n.nominee_id IN (e.actor_id, e.on_behalf_of_id)",
    )
    assert own == []
    nominees = [row for row in files(told).values() if row["nominee_id"]]
    assert len(nominees) == NOMINEES[told.settings.config]


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
    assert len(moves) == len(table(told, "event")) > 80


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
    kept = hashed(locality_of(told.settings.config).password)
    assert {accounts[entry["email"]]["password_hash"] for entry in listed} == {kept}
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
        assert units == SHOWN[told.settings.config]
    held = Counter(entry["role"] for entry in listed)
    assert held["desk_officer"] >= 2 and held["council_member"] >= 3


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


@pytest.mark.parametrize("config", CONFIGS)
def test_letters_and_files_are_complete_texts(config: str) -> None:
    place = locality_of(config)
    for one in place.nominations:
        assert one.state_secret or len(one.report.split()) >= 45, one.code
        assert 20 <= len(one.achievement) <= 200, one.code
    assert all(len(letter.summary.split()) >= 8 for letter in place.letters)
    assert all(person.key.isascii() and person.key.islower() for person in place.people)


# --- papers ---------------------------------------------------------------------------------


def test_papers_open_and_say_that_they_are_samples() -> None:
    foot = locality_of(COMMUNE).sample_line
    for kind, name in FILE_NAMES.items():
        content = paper(kind, name, foot)
        assert content == paper(kind, name, foot)
        if name.endswith(".pdf"):
            reader = PdfReader(io.BytesIO(content))
            assert len(reader.pages) == 1
            assert reader.metadata is not None and WATERMARK in str(reader.metadata.title)


def test_every_attached_file_is_stored(told: Services) -> None:
    evidence = table(told, "evidence")
    assert len(evidence) > 40
    for digest, size in {(row["sha256"], row["size"]) for row in evidence}:
        assert told.blobs.path(digest).stat().st_size == size


# --- telling it twice, elsewhere, and with letters ------------------------------------------


def whole(services: Services) -> dict[str, list[dict[str, Any]]]:
    return {name: table(services, name) for name in schema.metadata().tables}


MAKER: Final = account_maker(locality_of(COMMUNE))


def test_a_second_seed_changes_nothing(told: Services) -> None:
    path = told.settings.data_dir / "accounts.json"
    before, listed = whole(told), path.read_bytes()
    days: list[object] = []
    maker = account_maker(locality_of(told.settings.config))
    assert seed(told, maker, before_each_day=lambda: days.append(1)) == json.loads(listed)
    assert (whole(told), path.read_bytes(), days) == (before, listed, [])


def test_a_story_that_was_cut_off_is_not_told_over_itself(tmp_path: Path) -> None:
    services = services_in(tmp_path, COMMUNE)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(services, MAKER, after_each_day=stop)
    with pytest.raises(HalfTold):
        seed(services, MAKER)
    assert not (tmp_path / "accounts.json").exists()


def test_each_working_day_begins_and_ends_once(tmp_path: Path) -> None:
    services = services_in(tmp_path, COMMUNE)
    begun: list[datetime] = []
    ended: list[datetime] = []
    seed(
        services,
        MAKER,
        before_each_day=lambda: begun.append(services.clock.now()),
        after_each_day=lambda: ended.append(services.clock.now()),
    )
    assert [office_date(each) for each in begun] == [office_date(each) for each in ended]
    assert len(begun) == len(set(begun)) == SHIPPED.between(date(2025, 10, 24), date(2025, 11, 26))
    assert ended[-1] == services.clock.now() == start_of(COMMUNE)


@pytest.mark.postgres
@pytest.mark.parametrize("config", CONFIGS)
def test_the_same_month_on_postgresql(config: str, tmp_path: Path, postgres_url: str) -> None:
    both = told_in(tmp_path / "sqlite", config), told_in(tmp_path / "postgres", config, postgres_url)
    columns = ("code", "state", "overlay", "waits_for", "assignee_id", "due_on", "promised_on", "since", "released_at")
    mine, theirs = ([tuple(row[name] for name in columns) for row in files(each).values()] for each in both)
    assert mine == theirs
    bodies = [[row["body"] for row in table(each, "audit_entry")] for each in both]
    assert bodies[0] == bodies[1]
    for each in both:
        each.store.engine.dispose()


def test_another_place_is_not_told_into_a_folder_that_holds_one(told: Services) -> None:
    (other,) = set(CONFIGS) - {told.settings.config}
    before = whole(told)
    stranger = replace(told, settings=told.settings.model_copy(update={"config": other}))
    with pytest.raises(OtherPlace, match=rf"holds {told.settings.config}.*--config {told.settings.config}"):
        seed(stranger, account_maker(locality_of(other)))
    assert whole(told) == before


def test_the_served_demo_has_sent_its_letters(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, demo=True, mail_transport="capture", clock_start=start_of(DISTRICT)))
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

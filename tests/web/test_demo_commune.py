"""The commune of 2025: where its files stand, that the law of its day made them so, and no word of a district."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from tests.support.told import COMMUNE, files, history, rows, table, told_in
from web.app import create_app
from web.auth.models import Account
from web.auth.sessions import open_session
from web.cli import thidua
from web.demo.locality import locality_of
from web.demo.seed import start_of
from web.i18n import COOKIE
from workflow.bootstrap import LEVELS, Services
from workflow.calendars.working_days import SHIPPED
from workflow.kernel.clock import ManualClock, office_date
from workflow.kernel.settings import Settings

TODAY: Final = date(2025, 11, 26)
STANDS: Final = {
    "0041": "decided", "0042": "council_failed", "0043": "pending_decision", "0044": "council_queue",
    "0045": "public_notice", "0046": "archived", "0047": "chair_returned", "0048": "supplement_requested",
    "0049": "returned", "0050": "forwarded", "0051": "under_appraisal", "0052": "withdrawn", "0053": "announced",
    "0054": "superior_decided", "0055": "under_appraisal", "0056": "announced", "0057": "consulting",
    "0058": "submitted", "0059": "pending_unit_head",
}  # fmt: skip
PASSED_THROUGH: Final = {"unit_review", "council_voting", "council_passed"}
READERS: Final = (None, "giaymau", "loathon", "giaydo", "bosong", "lathu", "ocam")
PAGES_EACH: Final = 20
LINK: Final = re.compile(r'href="(/[^"#]*)')
ASIDE: Final = re.compile(r"^/(static|styleguide|language|sign-out)|/files/|/template|\.xlsx")
PIECE: Final = re.compile(r"</(?:p|li|td|th|h\d|div|option|dd|span|a|summary)>|\n")
TAG: Final = re.compile(r"<[^>]+>")
OLD_WORD: Final = re.compile(r"huyện|\bdistrict\b|nội vụ|home affairs", re.IGNORECASE)
# The bodies of before July 2025 keep their names.
OF_OLD: Final = re.compile(r"(Phòng Nội vụ )?huyện Thanh Liêm|(Home Affairs Office of )?Thanh Liêm District")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = told_in(tmp_path_factory.mktemp("commune"), COMMUNE)
    yield services
    services.store.engine.dispose()


@pytest.fixture(scope="module")
def app(told: Services) -> Iterator[Flask]:
    settings = Settings(data_dir=told.settings.data_dir, config=COMMUNE, demo=True, mail_transport="capture")
    made = create_app(settings, clock=ManualClock(start_of(COMMUNE)))
    yield made
    made.extensions["thidua"].services.store.engine.dispose()


# --- where everything stands ----------------------------------------------------------------


def test_every_file_stands_where_the_month_left_it(told: Services) -> None:
    found = files(told)
    assert {code: row["state"] for code, row in found.items()} == STANDS
    assert {code: row["overlay"] for code, row in found.items() if row["overlay"]} == {
        "0051": "on_hold", "0053": "revoked"
    }  # fmt: skip
    assert {row["rule_set"] for row in found.values()} == {"R2025", None}


def test_every_main_state_was_reached_by_a_move(told: Services) -> None:
    reached = {row["target"] for row in table(told, "event") if row["subject_kind"] == "nomination"}
    assert reached >= set(STANDS.values()) | PASSED_THROUGH
    assert {row["state"] for row in table(told, "council_session")} == {"minuted", "convened"}


def test_one_file_is_overdue(told: Services) -> None:
    late = {code: row["due_on"] for code, row in files(told).items() if row["waits_for"] and row["due_on"] < TODAY}
    assert late == {"0047": date(2025, 11, 21)}


# --- by the law of its day --------------------------------------------------------------------


def test_the_grassroots_title_needs_four_fifths_of_all_members(told: Services) -> None:
    codes = {row["id"]: code for code, row in files(told).items()}
    votes = {
        codes[row["nomination_id"]]: (row["in_favour"], row["needed"], row["passed"])
        for row in table(told, "agenda_item")
        if row["passed"] is not None
    }
    assert votes == {
        "0046": (11, 6, True), "0047": (10, 6, True), "0053": (9, 6, True), "0041": (10, 9, True),
        "0042": (8, 9, False), "0043": (11, 6, True), "0050": (11, 6, True),
    }  # fmt: skip
    assert {row["members"] for row in table(told, "council_session")} == {11}


def test_the_commune_decides_what_the_district_did_and_forwards_the_rest(told: Services) -> None:
    decisions = {row["number"]: (row["authority"], row["level"]) for row in table(told, "decision")}
    assert decisions == {
        "231/QĐ-UBND": ("xa", "xa"), "238/QĐ-UBND": ("xa", "xa"), "246/QĐ-UBND": ("xa", "xa"),
        "1187/QĐ-UBND": ("tinh", "superior"),
    }  # fmt: skip
    assert LEVELS[COMMUNE] == told.office.level == "xa"


def test_bonuses_of_the_base_salary_of_the_day(told: Services) -> None:
    found = rows(
        told,
        "SELECT i.name, b.base_salary, b.unrounded, b.amount FROM bonus b"
        " JOIN decision_item i ON i.id = b.decision_item_id ORDER BY b.id",
    )
    assert [tuple(row.values()) for row in found] == [
        ("Hộ bà Giàng Thị Vườn Ổi", 2_340_000, "1053000", 1_060_000),  # 1.5 times what a person is given
        ("Nông Thị Bếp Than", 2_340_000, "702000", 710_000),
        ("Lâm Văn Áo Phao", 2_340_000, "702000", 710_000),
        ("Hoàng Thị Thước Kẻ", 2_340_000, "2340000", 2_340_000),
    ]


def test_seven_months_are_enough_and_seventy_per_cent_too(told: Services) -> None:
    stated = {
        (row["nomination_id"], row["name"]): json.loads(row["value"]) for row in table(told, "stated_fact")
    }  # fmt: skip
    newcomer, collective = (files(told)[code] for code in ("0043", "0044"))
    assert stated[newcomer["id"], "recruited_on"] == "2025-04-14"
    assert newcomer["complete_on"] == date(2025, 11, 7)
    assert stated[collective["id"], "unit_ldtt"] * 10 == collective["member_count"] * 7


def test_a_rescue_goes_the_short_way(told: Services) -> None:
    triggers = [each["trigger"] for each in history(told, "0056")]
    assert triggers == ["send_to_review", "submit", "receive", "refer", "sign_decision", "announce"]
    submitted, decided = (office_date(history(told, "0056")[place]["at"]) for place in (1, 4))
    assert SHIPPED.between(submitted, decided) == 2


def test_a_cultural_village_is_on_public_notice_for_ten_days(told: Services) -> None:
    (notice,) = [row for row in table(told, "notice") if row["nomination_id"] == files(told)["0045"]["id"]]
    assert (notice["ends_on"] - notice["starts_on"]).days == 10


def test_honours_of_before_keep_the_unit_where_they_were_given(told: Services) -> None:
    found = rows(
        told,
        "SELECT u.code, u.valid_to, s.code AS successor, h.award_code, h.year, h.authority FROM honour h"
        " JOIN laureate l ON l.id = h.laureate_id JOIN unit u ON u.id = l.unit_id"
        " JOIN unit s ON s.id = u.successor_id WHERE l.name = :name ORDER BY h.year",
        name="Đinh Thị Lá Thư",
    )
    assert {(row["code"], row["successor"], row["authority"]) for row in found} == {
        ("noi-vu-cu", "phong-van-hoa-xa-hoi", "Chủ tịch UBND huyện Thanh Liêm")
    }
    assert [(row["award_code"], row["year"]) for row in found] == [("LDTT", 2022), ("CSTDCS", 2023), ("CSTDCS", 2024)]
    (joined,) = [row for row in table(told, "likeness") if row["state"] == "joined"]
    assert joined["subject_kind"] == "laureate"


# --- what the commands and the pages say ------------------------------------------------------


@pytest.mark.parametrize("command", [["audit", "verify"], ["definitions", "check"]])
def test_the_installation_is_sound(told: Services, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setenv("THIDUA_DATA_DIR", str(told.settings.data_dir))
    monkeypatch.setenv("THIDUA_CONFIG", COMMUNE)
    monkeypatch.setenv("THIDUA_CLOCK_START", start_of(COMMUNE).isoformat())
    found = CliRunner().invoke(thidua, command)
    assert found.exit_code == 0, found.output


def test_another_configuration_is_refused_in_a_sentence(
    told: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(told.settings.data_dir, tmp_path / "copy")
    monkeypatch.setattr(os, "environ", dict(os.environ))  # the command sets what the demonstration needs
    found = CliRunner().invoke(thidua, ["demo", "--data", str(folder), "--port", "1"])
    assert found.exit_code == 1
    assert "Error: the data folder holds commune-2025, not district-2023" in found.output


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_speaks_of_a_district_but_for_those_of_old(app: Flask, language: str) -> None:
    pieces = [
        f"{path}: {piece}"
        for reader in READERS
        for path, piece in _pieces(app, reader, language)
        if OLD_WORD.search(piece)
    ]
    assert len(pieces) > 10, "nobody came to a page that tells of an award of the district"
    assert [piece for piece in pieces if OLD_WORD.search(OF_OLD.sub("", piece))] == []


def _pieces(app: Flask, reader: str | None, language: str) -> Iterator[tuple[str, str]]:
    """What stands on the pages that a reader comes to from the first one, piece by piece."""
    client = app.test_client()
    client.set_cookie(COOKIE, language)
    if reader is not None:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = _token(app, reader), True
    todo, seen = ["/"], {"/"}
    for path in todo:
        answer = client.get(path)
        if answer.mimetype != "text/html":
            continue
        page = answer.get_data(as_text=True)
        yield from ((path, " ".join(unescape(TAG.sub(" ", piece)).split())) for piece in PIECE.split(page))
        fresh = dict.fromkeys(unescape(found) for found in LINK.findall(page) if not ASIDE.search(found))
        todo += [each for each in fresh if each not in seen][: PAGES_EACH - len(todo)]
        seen.update(todo)


def _token(app: Flask, reader: str) -> str:
    with app.extensions["thidua"].services.store.transaction() as tx:
        address = locality_of(COMMUNE).address_of(reader)
        account_id = tx.session.execute(select(Account.id).where(Account.email == address)).scalar_one()
        return open_session(tx, account_id)


def test_the_configuration_files_say_the_level_that_the_product_uses() -> None:
    folder = Path(__file__).resolve().parents[2] / "web" / "configurations"
    for config in Settings.configs():
        assert f'level = "{LEVELS[config]}"' in (folder / f"{config}.toml").read_text(encoding="utf-8")

"""The commands know the rule sets of the database that the environment names, and do without one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from tests.evidence.databases import raw, take_the_fence_down
from tests.factories import District, make_district, make_services
from tests.workflow.awards.publishing import publish
from web.cli import thidua
from web.doctor import BAD, GOOD, examine

CASE = {"award": "LDTT", "complete_on": "2023-12-20", "year": 2023,
        "candidate": {"subject": "person", "recruited_on": "2023-02-01"}}  # fmt: skip
COUNT = {"award": "GK_CN", "date": "2023-12-20", "members": 12, "present": 12, "for": 11, "against": 1}


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> District:
    monkeypatch.setenv("THIDUA_DATA_DIR", str(tmp_path))
    district = make_district(make_services(tmp_path))
    publish(
        district, settings={"quorum": "5/6"},
        changes="[votes.default]\npercent = 99\n[criteria.service_months]\nparameters = { months = 12 }\n"
        "[services.form]\ndays = 3",
    )  # fmt: skip
    return district


def told(*arguments: str, given: object = None) -> Any:
    answer = CliRunner().invoke(thidua, ["rules", *arguments, "--json"], input=json.dumps(given))
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_every_question_is_answered_by_what_the_office_published(district: District) -> None:
    assert told("show", "LDTT", "--on", "2023-11-20")["rule_set"] == "R2017"
    assert told("show", "LDTT", "--on", "2023-12-20")["rule_set"] == "R2017-2"
    judged = told("judge", "-", given=CASE)
    months = next(one for one in judged["findings"] if one["rule"] == "service_months")
    assert (judged["rule_set"], months["outcome"]) == ("R2017-2", "fail")
    voted = told("vote", "-", given=COUNT)
    assert (voted["rule_set"], voted["quorum"], voted["passed"]) == ("R2017-2", 10, False)
    due = told("deadline", "--complete", "2023-12-20", "--award", "GK_CN", "--kind", "yearly")
    assert (due["rule_set"], due["days"]) == ("R2017-2", 3)
    assert told("authority", "--award", "LDTT", "--on", "2023-12-20")["rule_set"] == "R2017-2"
    bonus = told("bonus", "--award", "LDTT", "--subject", "person", "--level", "huyen", "--decided", "2023-12-20")
    assert bonus["rule_set"] == "R2017-2"


def test_check_looks_at_the_published_ones_as_well(district: District) -> None:
    answer = told("check")
    assert answer["sound"] and [one["rule_set"] for one in answer["rule_sets"]] == [
        "R2017", "R2024", "R2025", "R2026", "R2017-2",
    ]  # fmt: skip


def test_a_broken_text_is_found_by_check_and_by_the_doctor(district: District) -> None:
    services = district.services
    assert {one.grade for one in examine(services) if one.code == "rules"} == {GOOD}
    with raw(services.store.engine) as connection:
        take_the_fence_down(connection)
        connection.execute(text("UPDATE rule_edition SET fingerprint = substr(fingerprint, 2) || 'x'"))
    answer = CliRunner().invoke(thidua, ["rules", "check"])
    assert answer.exit_code == 1 and "R2017-2: the text is not the one that was confirmed" in answer.output
    assert {one.grade for one in examine(services) if one.code == "rules"} == {BAD}


def test_without_a_database_the_shipped_law_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_DATA_DIR", str(tmp_path / "nothing"))
    assert told("vote", "-", given=COUNT)["rule_set"] == "R2017"
    assert not (tmp_path / "nothing").exists()


def test_a_database_that_is_not_upgraded_is_said_and_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_DATA_DIR", str(tmp_path))
    (tmp_path / "thidua.sqlite3").touch()
    answer = CliRunner().invoke(thidua, ["rules", "show", "LDTT", "--on", "2023-12-20", "--json"])
    assert (answer.exit_code, json.loads(answer.stdout)["rule_set"]) == (0, "R2017")
    assert "answered by the shipped rule sets" in answer.stderr

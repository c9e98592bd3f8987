"""Correcting the calendar: who may, what is refused, what it changes from then on and what it leaves alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from states import Text
from tests.evidence.databases import DATABASES, district_on
from tests.factories import District, fire, make_district, make_nomination, make_services
from web.cli import thidua
from workflow.audit.queries import trail_of
from workflow.calendars.corrections import AHEAD, BEHIND, CorrectDay, correct_day, withdraw_correction
from workflow.calendars.office import calendar_of, corrections
from workflow.calendars.working_days import SHIPPED
from workflow.kernel.errors import Forbidden, Invalid, NotFound
from workflow.nominations.rows import Row, load_rows

STORM = date(2023, 11, 6)  # a Monday


@pytest.fixture(params=DATABASES)
def district(request: pytest.FixtureRequest, tmp_path: Path) -> District:
    return district_on(request.param, tmp_path, request)


def wish(district: District, day: date, kind: str = "off", **changed: Any) -> CorrectDay:
    asked = CorrectDay(
        day=day, kind=kind, name_vi="nghỉ do bão", name_en="closed by the storm", document="12/CĐ-UBND",
        actor=district.act("admin"),
    )  # fmt: skip
    return replace(asked, **changed)


def correct(district: District, day: date, kind: str = "off", **changed: Any) -> int:
    command = wish(district, day, kind, **changed)
    with district.services.store.transaction() as tx:
        return correct_day(tx, command)


def withdraw(district: District, correction_id: int) -> None:
    actor = district.act("admin")
    with district.services.store.transaction() as tx:
        withdraw_correction(tx, actor, correction_id)


def works(district: District, day: date) -> bool:
    with district.services.store.reading() as session:
        return calendar_of(session).is_working_day(day)


def nomination(district: District, nomination_id: int) -> Row:
    with district.services.store.reading() as session:
        return load_rows(session, [nomination_id], locked=False)[nomination_id]


def test_a_correction_counts_from_now_on_and_a_withdrawal_undoes_it(district: District) -> None:
    saturday = STORM + timedelta(days=5)
    assert (works(district, STORM), works(district, saturday)) == (True, False)
    off, worked = correct(district, STORM), correct(district, saturday, "worked")
    assert (works(district, STORM), works(district, saturday)) == (False, True)
    with district.services.store.reading() as session:
        calendar = calendar_of(session)
        assert calendar.reason_off(STORM) == Text("nghỉ do bão", "closed by the storm")
        assert calendar is calendar_of(session.connection())  # one object for the same rows, whatever is asked
    withdraw(district, off)
    withdraw(district, worked)
    withdraw(district, worked)
    assert (works(district, STORM), works(district, saturday)) == (True, False)
    again = correct(district, STORM, name_vi="nghỉ bù")
    with district.services.store.reading() as session:
        rows = [(one.id, one.withdrawn_by) for one in corrections(session, 2023)]
    assert rows == [(again, None), (off, "Người admin"), (worked, "Người admin")]


@pytest.mark.parametrize(
    ("day", "kind", "field", "code"),
    [
        (date(2023, 11, 5), "off", "day", "day_off_already"),  # a Sunday
        (date(2024, 5, 1), "off", "day", "day_off_already"),
        (date(2023, 11, 6), "worked", "day", "day_worked_already"),
        (date(2024, 5, 4), "worked", "day", "day_worked_already"),  # a Saturday worked by decision
        (date(2023, 11, 1) + timedelta(days=AHEAD + 1), "off", "day", "date_far_away"),
        (date(2023, 11, 1) - timedelta(days=BEHIND + 1), "off", "day", "date_far_away"),
        (date(2023, 11, 6), "half", "kind", "missing_choice"),
    ],
)
def test_what_is_refused(tmp_path: Path, day: date, kind: str, field: str, code: str) -> None:
    district = district_on("sqlite", tmp_path, None)
    with pytest.raises(Invalid) as caught:
        correct(district, day, kind)
    assert {name: problem.code for name, problem in caught.value.problems.items()} == {field: code}


def test_a_sunday_says_why_it_is_off_in_both_languages(tmp_path: Path) -> None:
    district = district_on("sqlite", tmp_path, None)
    with pytest.raises(Invalid) as caught:
        correct(district, date(2023, 11, 5), name_en=" ", document="")
    problems = caught.value.problems
    assert problems["day"].params == {"why": Text("Chủ Nhật", "Sunday")}
    assert {name: one.code for name, one in problems.items() if name != "day"} == {
        "name_en": "missing_text", "document": "missing_text",
    }  # fmt: skip


def test_a_day_is_corrected_once(district: District) -> None:
    correct(district, STORM)
    with pytest.raises(Invalid) as caught:
        correct(district, STORM)
    assert caught.value.problems["day"].code == "day_corrected"
    with pytest.raises(Exception, match=r"(?i)unique"), district.services.store.transaction() as tx:
        tx.connection.execute(text(
            "INSERT INTO calendar_day (day, kind, name_vi, name_en, document, entered_by_id, entered_at)"
            " SELECT day, kind, name_vi, name_en, document, entered_by_id, entered_at FROM calendar_day"
        ))  # fmt: skip


@pytest.mark.parametrize("role", ["standing_head", "chairman", "auditor", "clerk"])
def test_only_an_administrator_corrects(tmp_path: Path, role: str) -> None:
    district = district_on("sqlite", tmp_path, None)
    made = correct(district, STORM)
    stranger = district.act(role)
    with pytest.raises(Forbidden), district.services.store.transaction() as tx:
        correct_day(tx, wish(district, STORM + timedelta(days=1), actor=stranger))
    with pytest.raises(Forbidden), district.services.store.transaction() as tx:
        withdraw_correction(tx, stranger, made)
    with pytest.raises(NotFound):
        withdraw(district, 99)


def test_the_trail_keeps_both_acts_and_their_document(tmp_path: Path) -> None:
    district = district_on("sqlite", tmp_path, None)
    made = correct(district, STORM)
    withdraw(district, made)
    with district.services.store.reading() as session:
        trail = trail_of(session, "calendar_day", made)
    assert [row.action for row in trail] == ["correct_day", "withdraw_correction"]
    assert {row.actor_id for row in trail} == {district.people["admin"]}
    assert json.loads(json.dumps(trail[0].detail))["document"] == "12/CĐ-UBND"


def test_two_databases_never_share_a_correction(tmp_path: Path) -> None:
    one, other = (district_on("sqlite", tmp_path / name, None) for name in ("one", "other"))
    correct(one, STORM)
    assert (works(one, STORM), works(other, STORM)) == (False, True)
    correct(other, STORM, name_vi="cắt điện")
    assert works(other, STORM) is False
    with one.services.store.reading() as first, other.services.store.reading() as second:
        assert calendar_of(first).reason_off(STORM) != calendar_of(second).reason_off(STORM)


def test_moves_count_by_the_corrected_calendar(district: District) -> None:
    plain = nomination(district, make_nomination(district, "under_appraisal"))
    correct(district, STORM)
    later = nomination(district, make_nomination(district, "under_appraisal"))
    assert plain.complete_on == later.complete_on == district.today
    assert SHIPPED.between(plain.promised_on or STORM, later.promised_on or STORM) == 1
    assert SHIPPED.between(plain.due_on, later.due_on) == 1


def test_a_promise_that_was_given_stays_whatever_is_corrected(district: District) -> None:
    """Behind or ahead: a correction is for what is counted afterwards."""
    given = make_nomination(district, "under_appraisal")
    district.sleep(3)
    before = nomination(district, given)
    correct(district, district.today - timedelta(days=1))
    correct(district, STORM)
    after = nomination(district, given)
    assert (before.promised_on, before.due_on) == (after.promised_on, after.due_on)
    fire(district, [given], "refer")
    assert nomination(district, given).promised_on == before.promised_on


def test_the_command_counts_by_the_database_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["rules", "deadline", "--complete", "2023-11-03", "--days", "1"]
    monkeypatch.setenv("THIDUA_DATA_DIR", str(tmp_path))
    assert CliRunner().invoke(thidua, asked).output.splitlines()[0] == "2023-11-06 (+1)"
    correct(make_district(make_services(tmp_path)), STORM)
    lines = CliRunner().invoke(thidua, asked).output.splitlines()
    assert lines[0] == "2023-11-07 (+1)" and "  – 2023-11-06 nghỉ do bão" in lines


def test_two_who_correct_one_day_at_the_same_moment(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has looked before the first was done: the database refuses, and it is told as any other refusal."""
    correct(district, STORM)
    monkeypatch.setattr("workflow.calendars.corrections._day_problems", lambda tx, command: {})
    with pytest.raises(Invalid) as caught:
        correct(district, STORM)
    assert caught.value.problems["day"].code == "day_corrected"
    with district.services.store.reading() as session:
        assert [one.day for one in corrections(session, 2023)] == [STORM]

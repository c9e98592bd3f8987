"""The command line: every command has help, prints JSON, and ends with the right code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text, update

from notifications.models import OutboxMessage
from states import Refused
from tests.factories import fire, make_nomination, make_nominations
from tests.support.office import OfficeApp, open_office
from web.auth.accounts import sign_in
from web.cli import main, thidua
from web.composition import compose
from workflow.kernel.errors import Forbidden, NotFound
from workflow.kernel.settings import Settings
from workflow.kernel.transaction import Tx
from workflow.people.models import Person, RoleGrant

ALL = [
    "serve", "worker", "demo", "db", "db upgrade", "db check", "db revision", "doctor", "people",
    "people create-admin", "nominations", "nominations list", "nominations show", "register", "register import",
    "outbox", "outbox list",
    "outbox retry", "audit", "audit verify", "audit anchor", "definitions", "definitions check", "definitions list",
    "definitions show", "definitions draw", "notifications", "notifications table", "roles", "roles matrix", "docs",
    "docs build", "rules", "rules check", "rules show", "rules judge", "rules vote", "rules deadline", "rules bonus",
    "rules authority",
]  # fmt: skip
WITHOUT_JSON = {"serve", "worker", "demo", "db revision", "definitions draw"}  # they run on, or print a document


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")


def test_these_are_all_the_commands_and_each_has_help() -> None:
    found = dict(commands(thidua))
    assert sorted(found) == sorted(ALL)
    assert [name for name, command in found.items() if not (command.help or "").strip()] == []
    options = [option for command in found.values() for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_whatever_prints_for_people_prints_json_too() -> None:
    leaves = {name: command for name, command in commands(thidua) if not isinstance(command, click.Group)}
    without = {name for name, command in leaves.items() if "as_json" not in [item.name for item in command.params]}
    assert without == WITHOUT_JSON


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfficeApp:
    """A district whose data folder the commands are pointed at."""
    for name in [name for name in os.environ if name.startswith("THIDUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("THIDUA_DATA_DIR", str(tmp_path))
    return open_office(tmp_path)


def run(*arguments: str, typed: str | None = None) -> Result:
    """In this process, as the console script runs it."""

    @click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
    @click.argument("rest", nargs=-1, type=click.UNPROCESSED)
    def console(rest: tuple[str, ...]) -> None:
        main(rest)

    return CliRunner().invoke(console, list(arguments), input=typed)


def told(*arguments: str, code: int = 0) -> Any:
    answer = run(*arguments, "--json")
    assert answer.exit_code == code, answer.output
    return json.loads(answer.stdout)


def script(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
    return subprocess.run(
        [sys.executable, "-c", "import sys; from web.cli import main; main(sys.argv[1:])", *arguments],
        env={**environment, "THIDUA_DATA_DIR": str(folder), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


# --- wrong calls, and a house without a database


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["nonsense"], 2, "No such command"),
        (["nominations", "list", "--state", "nowhere"], 2, "there is no state"),
        (["definitions", "show", "nothing"], 2, "there are: nomination, revocation, session"),
        (["nominations", "list"], 1, "thidua db upgrade"),
        (["doctor"], 1, "thidua db upgrade"),
        (["outbox", "list"], 1, "thidua db upgrade"),
        (["serve"], 1, "thidua db upgrade"),
    ],
)
def test_a_wrong_call_and_a_missing_database_get_a_sentence_not_a_trace(
    tmp_path: Path, arguments: list[str], code: int, sentence: str
) -> None:
    answer = script(tmp_path / "nothing", *arguments)
    assert answer.returncode == code
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr + answer.stdout
    assert not (tmp_path / "nothing").exists()  # looking makes nothing


@pytest.mark.parametrize(
    ("settings", "code", "sentence"),
    [
        ({"THIDUA_DATADIR": "x"}, 2, "unknown settings: THIDUA_DATADIR"),
        ({"THIDUA_MAIL_PORT": "many"}, 2, "THIDUA_MAIL_PORT"),
        ({"THIDUA_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}, 1, "The database"),
    ],
)
def test_a_wrong_setting_gets_a_sentence(tmp_path: Path, settings: dict[str, str], code: int, sentence: str) -> None:
    answer = script(tmp_path, "nominations", "list", **settings)
    assert (answer.returncode, "Traceback" in answer.stderr, sentence in answer.stderr) == (code, False, True)


def test_an_empty_database_is_told_to_be_brought_up_to_date(tmp_path: Path) -> None:
    (tmp_path / "thidua.sqlite3").touch()
    answer = script(tmp_path, "nominations", "list")
    assert (answer.returncode, "thidua db upgrade" in answer.stderr) == (1, True)


def test_help_lists_the_commands_without_a_database(tmp_path: Path) -> None:
    answer = script(tmp_path / "nothing", "--help")
    assert answer.returncode == 0
    assert all(f"  {name} " in answer.stdout for name in ALL if " " not in name)
    assert not (tmp_path / "nothing").exists()


# --- what needs no database


def test_definitions_are_proved_listed_shown_and_drawn(tmp_path: Path) -> None:
    assert [one["key"] for one in told("definitions", "check")["definitions"]] == [
        "nomination",
        "session",
        "revocation",
    ]
    assert [len(one["fingerprint"]) for one in told("definitions", "list")] == [64, 64, 64]
    shown = told("definitions", "show", "nomination")
    assert {"draft", "archived"} <= {state["code"] for state in shown["states"]}
    assert run("definitions", "show", "session", "--locale", "en").output.startswith("Council session")
    assert run("definitions", "draw", "nomination").output.startswith("<svg")
    assert "[*] --> in_force" in run("definitions", "draw", "revocation", "--format", "mermaid").output
    assert not list(tmp_path.iterdir())


def test_every_kind_of_letter_is_in_the_table() -> None:
    kinds = [row["kind"] for row in told("notifications", "table")]
    assert len(kinds) == len(set(kinds)) and "received" in kinds
    assert run("notifications", "table").output.startswith("KIND")


def test_the_matrix_is_the_answer_of_the_policy() -> None:
    rows = {(row["role"], row["trigger"]): row for row in told("roles", "matrix") if row["own_unit"] == "yes"}
    head, chair = rows["unit_head", "submit"], rows["chairman", "sign_decision"]
    relations = ("own_unit", "other_unit", "own_nomination", "prepared_by_self", "handled_before")
    assert [head[name] for name in relations] == ["yes", "not_your_role", "own_case", "prepared_letter", "yes"]
    assert [chair[name] for name in relations] == ["yes", "yes", "own_case", "yes", "handled_file"]
    assert rows["clerk", "withdraw"]["sources"] == ["draft", "unit_review", "pending_unit_head"]
    assert {role for role, _ in rows}.isdisjoint({"admin", "auditor", "council_member", "nominee"})
    assert "| clerk | submit |" not in run("roles", "matrix").output


def test_the_documents_are_written_once_and_a_difference_is_found(tmp_path: Path) -> None:
    out = str(tmp_path / "docs")
    assert told("docs", "build", "--check", "--out", out, code=1)["written"] is False
    assert len(told("docs", "build", "--out", out)["changed"]) == 15
    assert told("docs", "build", "--check", "--out", out)["changed"] == []
    page = tmp_path / "docs" / "roles.md"
    page.write_text(page.read_text(encoding="utf-8").replace("own_case", "yes", 1), encoding="utf-8")
    assert told("docs", "build", "--check", "--out", out, code=1)["changed"] == ["roles.md"]
    assert "THIDUA_DATA_DIR" in (tmp_path / "docs" / "settings.md").read_text(encoding="utf-8")


# --- with data


def test_a_new_installation_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_DATA_DIR", str(tmp_path / "new"))
    assert told("db", "upgrade")["schema"] == told("db", "check")["schema"]
    typed = "bốn từ không liên quan\nbốn từ không liên quan\n"
    made = run("people", "create-admin", "quan.tri@thanhliem.example", "Quản Trị", typed=typed)
    assert made.exit_code == 0, made.output
    office = compose(Settings(data_dir=tmp_path / "new")).services
    assert sign_in(office.store, "quan.tri@thanhliem.example", "bốn từ không liên quan") is not None
    with office.store.reading() as session:
        held = session.execute(select(RoleGrant.role).join(Person, Person.id == RoleGrant.person_id)).scalars().all()
    assert held == ["admin"]
    short = run("people", "create-admin", "khac@thanhliem.example", "Khác", typed="ngắn\nngắn\n")
    assert (short.exit_code, "Đặt mật khẩu từ 12 chữ cái trở lên" in short.output) == (2, True)
    twice = run("people", "create-admin", "quan.tri@thanhliem.example", "Khác", typed=typed)
    assert (twice.exit_code, "đã có tài khoản khác" in twice.output) == (2, True)


def test_nominations_are_listed_as_they_are_shown(office: OfficeApp) -> None:
    ids = make_nominations(office.district, 2, "under_appraisal")
    make_nomination(office.district, "draft")
    fire(office.district, ids[:1], "suspend")
    assert [row["state"] for row in told("nominations", "list")] == ["on_hold", "under_appraisal", "draft"]
    assert [row["code"] for row in told("nominations", "list", "--state", "on_hold")] == [office.code(ids[0])]
    assert [row["code"] for row in told("nominations", "list", "--state", "under_appraisal")] == [office.code(ids[1])]
    assert len(told("nominations", "list", "--unit", "liem-tuc")) == 3
    assert told("nominations", "list", "--unit", "noi-vu") == []
    assert office.code(ids[0]) in run("nominations", "list").output


def test_one_nomination_with_history_tasks_and_mails(office: OfficeApp) -> None:
    nomination_id = make_nomination(office.district, "under_appraisal")
    fire(office.district, [nomination_id], "suspend")
    shown = told("nominations", "show", office.code(nomination_id))
    assert (shown["state"], shown["machine_state"], shown["version"]) == ("on_hold", "under_appraisal", 4)
    assert [(row["seq"], row["trigger"], row["to"], row["capacity"]) for row in shown["history"]] == [
        (1, "send_to_review", "pending_unit_head", "clerk"),
        (2, "submit", "submitted", "unit_head"),
        (3, "receive", "under_appraisal", "desk_officer"),
        (4, "suspend", "under_appraisal", "standing_head"),
    ]
    assert shown["history"][3]["reason"].startswith("Theo kết quả xem xét")
    assert [row["queue"] for row in shown["tasks"]][:4] == ["clerk", "unit_head", "desk_officer", "appraiser"]
    assert {"kind", "to", "state", "message_id", "id"} == set(shown["mails"][0])
    assert "suspend" in run("nominations", "show", office.code(nomination_id)).output
    assert run("nominations", "show", "TĐKT-2023-9999").exit_code == 2


def test_the_outbox_is_listed_and_a_dead_letter_goes_again(office: OfficeApp) -> None:
    make_nomination(office.district, "submitted")
    with office.district.services.store.transaction() as tx:
        letter_id = tx.session.execute(select(OutboxMessage.id)).scalars().first()
        tx.session.execute(update(OutboxMessage).where(OutboxMessage.id == letter_id).values(state="dead"))
    assert [row["id"] for row in told("outbox", "list", "--state", "dead")["letters"]] == [letter_id]
    assert told("outbox", "list")["counts"]["dead"] == 1
    assert told("outbox", "retry", str(letter_id)) == {"id": letter_id, "state": "pending"}
    assert told("outbox", "list")["counts"]["dead"] == 0
    assert run("outbox", "retry", str(letter_id)).exit_code == 2
    assert "there is no such letter" in run("outbox", "retry", "999").output


def without_its_fence(tx: Tx, table: str) -> None:
    """As an owner of the database could do it."""
    fence = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    for name in tx.session.execute(fence, {"table": table}).scalars().all():
        tx.session.execute(text(f'DROP TRIGGER "{name}"'))


def test_the_trail_is_verified_against_a_witness(office: OfficeApp, tmp_path: Path) -> None:
    make_nomination(office.district, "submitted")
    witness = tmp_path / "witness.jsonl"
    assert told("audit", "anchor", str(witness))["heads"] > 0
    assert told("audit", "anchor", str(witness))["heads"] == 0
    report = told("audit", "verify", "--anchors", str(witness))
    assert (report["sound"], report["events"], report["faults"]) == (True, 2, [])
    with office.district.services.store.transaction() as tx:
        without_its_fence(tx, "audit_entry")
        tx.session.execute(text("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)"))
    answer = run("audit", "verify", "--anchors", str(witness))
    assert (answer.exit_code, "dropped" in answer.output) == (1, True)
    assert run("audit", "verify", "--anchors", str(tmp_path / "none")).exit_code == 2


def test_the_doctor_finds_what_would_leave_a_file_in_a_drawer(office: OfficeApp) -> None:
    make_nomination(office.district, "submitted")
    parts = office.app.extensions["thidua"]
    parts.clockwork().tick()
    sick = told("doctor", code=1)  # the district lives in 2023: its worker has been silent for years
    grades = {row["code"]: row["grade"] for row in sick["findings"]}
    assert [code for code, grade in grades.items() if grade == "bad"] == ["worker"]
    assert {"data_dir", "schema", "durability", "definitions", "staffing"} <= grades.keys()
    with office.district.services.store.transaction() as tx:
        held = RoleGrant.role.in_(("desk_officer", "standing_head"))
        tx.session.execute(update(RoleGrant).where(held).values(valid_to=tx.now.date()))
        without_its_fence(tx, "published_definition")
        tx.session.execute(text("UPDATE published_definition SET fingerprint = 'x' WHERE key = 'session'"))
    rows = {row["code"]: row for row in told("doctor", code=1)["findings"]}
    assert rows["staffing"]["grade"] == rows["definitions"]["grade"] == "bad"
    assert "1 hồ sơ của Xã Liêm Túc chờ Cán bộ tiếp nhận hồ sơ" in rows["staffing"]["text"]
    assert "DEAD" not in run("doctor", "--locale", "en").output


def test_the_doctor_is_content_with_a_healthy_house(office: OfficeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_DEMO", "true")
    monkeypatch.setenv("THIDUA_CLOCK_START", office.district.services.clock.now().isoformat())
    office.app.extensions["thidua"].clockwork().tick()
    report = told("doctor")
    assert {row["grade"] for row in report["findings"]} == {"good"} and report["fit"] is True


def test_the_matrix_agrees_with_what_really_happens(office: OfficeApp) -> None:
    """Every role tries to receive, sign and withdraw a real file: it moves exactly where the matrix says yes."""
    rows = told("roles", "matrix")
    for trigger, state in (("receive", "submitted"), ("sign_decision", "pending_decision"), ("withdraw", "submitted")):
        for role in sorted(set(office.district.people) - {"nominee"}):
            nomination_id = make_nomination(office.district, state)
            yes = any(
                row["own_unit"] == "yes"
                for row in rows
                if (row["role"], row["trigger"]) == (role, trigger) and state in row["sources"]
            )
            moved = True
            try:
                fire(office.district, [nomination_id], trigger, role=role)
            except (Refused, Forbidden, NotFound):
                moved = False
            assert (trigger, role, moved) == (trigger, role, yes)

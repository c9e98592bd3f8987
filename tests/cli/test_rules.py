"""Asking the law on the command line: JSON in and out, exit codes, and a page that documents every field."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pydantic import BaseModel

from web.cli import thidua
from workflow.awards import cases, law
from workflow.awards.questions import VoteQuestion, known_fields
from workflow.awards.rules import rule_sets
from workflow.awards.shelf import SHELF

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
TEACHER = {
    "award": "CSTDCS", "complete_on": "2023-11-20", "year": 2023,
    "candidate": {
        "subject": "person", "recruited_on": "2010-09-01", "rating": "excellent", "disciplines": [],
        "under_review": False, "initiatives": [{"number": "12/2023"}], "is_head": False, "registered": True,
        "female": True, "direct_labour": False,
    },
    "unit": {"ldtt": 40, "cstdcs": 7, "cstdcs_place": 7},
}  # fmt: skip
COUNT = {"award": "CSTDCS", "date": "2023-11-20", "members": 13, "present": 13, "written": 0, "for": 9, "against": 4,
         "recused": 0, "invalid": 0}  # fmt: skip


def ask(*arguments: str, given: object = None) -> Result:
    typed = given if isinstance(given, str) or given is None else json.dumps(given)
    return CliRunner().invoke(thidua, ["rules", *arguments], input=typed)


def told(*arguments: str, given: object = None) -> Any:
    answer = ask(*arguments, "--json", given=given)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_the_shipped_texts_are_sound() -> None:
    answer = told("check")
    assert (answer["sound"], answer["faults"]) == (True, [])
    assert [each["rule_set"] for each in answer["rule_sets"]] == ["R2017", "R2024", "R2025", "R2026"]
    assert "sound" in ask("check").output


def test_a_changed_or_broken_text_is_a_fault(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHELF, tmp_path / "rulesets"))
    votes = folder / "R2024" / "votes.toml"
    votes.write_text(votes.read_text(encoding="utf-8").replace("percent = 80", "percent = 60", 1), encoding="utf-8")
    changed = ask("check", "--from", str(folder))
    assert (changed.exit_code, "R2024: the text was changed" in changed.output) == (1, True)
    votes.write_text("percent = ", encoding="utf-8")
    broken = ask("check", "--from", str(folder), "--json")
    assert broken.exit_code == 1 and "R2024/votes.toml" in json.loads(broken.stdout)["faults"][0]
    assert ask("check", "--from", str(tmp_path / "none")).exit_code == 2


def test_a_case_is_judged() -> None:
    answer = told("judge", "-", given=TEACHER)
    assert (answer["rule_set"], answer["eligible"], answer["confirmed"]) == ("R2017", False, True)
    (failed,) = [each for each in answer["findings"] if each["outcome"] == "fail"]
    assert (failed["rule"], failed["value"], failed["certainty"], failed["hard"]) == ("cap", "7/6", "V", True)
    assert failed["reason_vi"] == "15 % × 40 = 6,00, làm tròn xuống = 6; hồ sơ này là thứ 7"
    assert failed["article"] == "Nghị định 91/2017/NĐ-CP, Điều 9 khoản 3" and failed["reason_en"]
    later = told("judge", "-", given={**TEACHER, "complete_on": "2024-11-20", "year": 2024})
    assert (later["rule_set"], later["eligible"], later["flags"]) == ("R2024", True, ["women_first"])


def test_a_case_is_read_from_a_file_and_told_to_people(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text("\ufeff" + json.dumps(TEACHER), encoding="utf-8")
    people = ask("judge", str(file)).output
    assert "không đạt" in people and people.rstrip().endswith("R2017: không đủ điều kiện")
    assert ask("judge", str(file), "--locale", "en").output.rstrip().endswith("R2017: not eligible")


def test_a_vote_is_weighed() -> None:
    answer = told("vote", "-", given=COUNT)
    assert [answer[name] for name in ("quorum", "base", "share", "needed", "passed")] == [9, 13, 70, 10, False]
    assert "9/13 = 69,2 %" in answer["sentence_vi"] and "69.2 %" in answer["sentence_en"]
    province = told("vote", "-", given={**COUNT, "award": "CSTDT", "for": 11, "against": 2})
    assert (province["share"], province["needed"], province["passed"]) == (90, 12, False)
    own = told("vote", "-", given={**COUNT, "award": "CSTDT", "for": 11, "against": 2, "council": "huyen"})
    assert (own["share"], own["reach"], own["passed"]) == (50, "more_than", True)
    assert "không thông qua" in ask("vote", "-", given=COUNT).output


def test_a_deadline_names_what_it_skips() -> None:
    answer = told("deadline", "--complete", "2024-04-24", "--days", "8")
    assert answer["date"] == "2024-05-08"
    assert answer["skipped"][2] == {
        "day": "2024-04-29", "name_vi": "nghỉ hoán đổi với ngày làm bù",
        "name_en": "day off swapped with a worked Saturday",
    }  # fmt: skip
    assert [each["day"] for each in answer["worked"]] == ["2024-05-04"]
    award = told("deadline", "--complete", "2023-11-13", "--award", "GK_CN", "--kind", "sudden")
    assert (award["date"], award["days"], award["limit"]) == ("2023-11-23", 8, "form_sudden")
    village = told("deadline", "--complete", "2024-11-13", "--award", "THON_VH")
    assert (village["date"], village["calendar_days"], village["skipped"]) == ("2024-11-23", True, [])
    assert (
        "2024-04-30 Victory Day" in ask("deadline", "--complete", "2024-04-24", "--days", "8", "--locale", "en").output
    )


@pytest.mark.parametrize(
    ("arguments", "multiplier", "base", "amount"),
    [
        (["GK_CN", "person", "huyen", "2023-11-20"], 0.3, 1_800_000, 540_000),
        (["GK_CN", "ca_nhan", "district", "2023-11-20"], 0.3, 1_800_000, 540_000),
        (["GK_CN", "person", "xa", "2023-06-01"], 0.15, 1_490_000, 230_000),
        (["GK_TT", "collective", "huyen", "2023-11-20"], 0.6, 1_800_000, 1_080_000),
        (["CSTDCS", "person", "huyen", "2023-11-20"], 1, 1_800_000, 1_800_000),
        (["GK_HGD", "household", "xa", "2025-11-20"], 0.45, 2_340_000, 1_060_000),
        (["GK_HGD", "household", "huyen", "2023-11-20"], None, 1_800_000, None),
    ],
)
def test_a_bonus(arguments: list[str], multiplier: float | None, base: int, amount: int | None) -> None:
    award, subject, level, day = arguments
    answer = told("bonus", "--award", award, "--subject", subject, "--level", level, "--decided", day)
    assert [answer[name] for name in ("multiplier", "base_salary", "amount")] == [multiplier, base, amount]
    assert (answer["note_en"] == "to be set by the officer") is (multiplier is None)


def test_a_bonus_before_rounding_and_across_periods() -> None:
    late = ["--award", "BK_T_CN", "--subject", "person", "--decided", "2024-02-01"]
    assert told("bonus", *late)["multiplier"] == 1.5
    assert told("bonus", *late, "--complete", "2023-12-20")["multiplier"] == 1
    commune = ["--award", "GK_CN", "--subject", "person", "--level", "xa", "--decided", "2023-06-01"]
    assert told("bonus", *commune)["amount_unrounded"] == 223_500
    assert ask("bonus", *commune).output.startswith("0.15 × 1490000 = 223500 → 230000 đồng")
    unset = ask("bonus", "--award", "GDVH", "--subject", "household", "--decided", "2023-11-20")
    assert unset.output.startswith("do cán bộ phụ trách ấn định") and "bonus_cultural_family" in unset.output
    wrong_level = told("bonus", "--award", "CSTDCS", "--subject", "person", "--level", "xa", "--decided", "2023-11-20")
    assert wrong_level["note_en"] == "this level does not decide this award"


def test_who_decides() -> None:
    answer = told("authority", "--award", "CSTDCS", "--on", "2025-08-01")
    assert [(each["level"], each["name_vi"]) for each in answer["authorities"]] == [
        ("xa", "Chủ tịch Ủy ban nhân dân cấp xã"),
        ("don_vi", "Thủ trưởng cơ quan, đơn vị có tư cách pháp nhân"),
    ]
    assert "huyen" in ask("authority", "--award", "CSTDCS", "--on", "2023-08-01").output


def test_all_that_is_said_of_an_award() -> None:
    for rules in rule_sets():
        for code in rules.awards:
            answer = told("show", code, "--on", rules.valid_from.isoformat())
            assert answer["rule_set"] == rules.id and answer["criteria"] and answer["authorities"] and answer["bonuses"]
    text = ask("show", "CSTDCS", "--on", "2023-11-20").output
    assert "≥ 70 %" in text and "không quá 15 %" in text


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (["judge", "-"], {**TEACHER, "colour": "red"}, "colour: unknown field"),
        (["judge", "-"], {**TEACHER, "award": "GOLD"}, "there is no award “GOLD”"),
        (["judge", "-"], {**TEACHER, "complete_on": "1990-01-01", "year": 1989}, "days from 2000-01-01"),
        (["judge", "-"], "{", "not JSON"),
        (["judge", "-"], "[]", "one object"),
        (["judge", "nowhere.json"], None, "nowhere.json"),
        (["vote", "-"], {**COUNT, "for": 14}, "for, against and invalid are more than present and written"),
        (["vote", "-"], {**COUNT, "abstained": 1}, "abstained: unknown field"),
        (["vote", "-"], {**COUNT, "award": "XA_TB"}, "there is no award “XA_TB” at that time"),
        (["deadline", "--complete", "2023-11-20"], None, "--days N, or --award CODE"),
        (["deadline", "--complete", "2023-11-20", "--days", "1", "--award", "LDTT"], None, "--days N, or --award CODE"),
        (["deadline", "--complete", "2023-11-20", "--days", "1", "--kind", "sudden"], None, "--days N, or --award"),
        (["deadline", "--complete", "2023-11-20", "--award", "LDTT", "--kind", "sudden"], None, "not given as sudden"),
        (["deadline", "--complete", "2023-11-31", "--days", "1"], None, "2023-11-31"),
        (["deadline", "--complete", "2023-11-20", "--days", "-1"], None, "-1"),
        (["deadline", "--complete", "2023-11-20", "--days", "1001"], None, "1001"),
        (["bonus", "--award", "GK_CN", "--subject", "person", "--decided", "2023-11-20"], None, "depends on the level"),
        (["bonus", "--award", "LDTT", "--subject", "household", "--decided", "2023-11-20"], None,
         "not given to a household"),
        (["bonus", "--award", "LDTT", "--subject", "cat", "--decided", "2023-11-20"], None, "cat"),
        (["bonus", "--award", "LDTT", "--subject", "person", "--decided", "2010-11-20"], None, "no base salary"),
        (["authority", "--award", "GOLD", "--on", "2023-11-20"], None, "there is no award"),
        (["show", "BK_T_HGD", "--on", "2023-11-20"], None, "there is no award “BK_T_HGD” at that time"),
    ],
)  # fmt: skip
def test_a_wrong_question_gets_a_sentence_and_code_two(arguments: list[str], given: object, said: str) -> None:
    answer = ask(*arguments, "--json", given=given)
    assert (answer.exit_code, said in answer.output) == (2, True), answer.output


def test_text_that_is_no_utf8_is_refused() -> None:
    answer = CliRunner().invoke(thidua, ["rules", "judge", "-"], input=b'{"award": "\xff"}')
    assert (answer.exit_code, "not UTF-8" in answer.output) == (2, True)


def test_nothing_is_made_and_no_database_is_needed(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
    console = "import sys; from web.cli import main; main(sys.argv[1:])"
    answer = subprocess.run(
        [sys.executable, "-c", console, "rules", "vote", "-", "--json"],
        env={**environment, "THIDUA_DATA_DIR": str(tmp_path / "new")}, input=json.dumps(COUNT), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (answer.returncode, json.loads(answer.stdout)["passed"]) == (0, False)
    assert not (tmp_path / "new").exists()


# --- the page


def names_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            if name != "parameters":
                yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def documented() -> set[str]:
    prose = re.sub(r"^```.*?^```$", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return set(re.findall(r"`([^`]+)`", prose))


def test_every_field_of_every_question_is_documented() -> None:
    shapes: list[type[BaseModel]] = [
        cases.Case, cases.Candidate, cases.Unit, cases.Movement, cases.PastDiscipline, cases.Initiative,
        cases.PastAward, cases.Achievement, VoteQuestion,
    ]  # fmt: skip
    asked = {name for shape in shapes for name in known_fields(shape)}
    assert asked - documented() == set()


def test_every_field_of_every_answer_is_documented() -> None:
    answers = [
        told("check"), told("judge", "-", given=TEACHER), told("vote", "-", given=COUNT),
        told("deadline", "--complete", "2024-04-24", "--days", "8"),
        told("deadline", "--complete", "2024-04-24", "--award", "GK_CN", "--kind", "sudden"),
        told("bonus", "--award", "CSTDCS", "--subject", "person", "--decided", "2023-11-20"),
        told("authority", "--award", "CSTDCS", "--on", "2023-11-20"), told("show", "CSTDCS", "--on", "2023-11-20"),
    ]  # fmt: skip
    given = {name for answer in answers for name in names_in(answer)}
    both = {name.removesuffix("_vi") + "_vi" for name in given if name.endswith("_vi")}
    assert {name for name in given if not name.endswith("_en")} | both <= documented()
    assert {name.removesuffix("_en") + "_vi" for name in given if name.endswith("_en")} == both


def test_every_code_and_every_part_of_a_rule_set_is_documented() -> None:
    codes = {*cases.RATINGS, *cases.SCOPES, *cases.DISCIPLINES, "yearly", "thematic", "sudden"}
    codes |= {code for rules in rule_sets() for code in rules.awards}
    codes |= {rule.criterion for rules in rule_sets() for rule in rules.criteria.values()}
    codes |= {level for rules in rule_sets() for level in rules.level_names}
    shapes: list[type[BaseModel]] = [
        law.Award,
        law.Rule,
        law.VoteRule,
        law.Decider,
        law.Multiplier,
        law.Document,
        law.Service,
        law.Setting,
    ]
    codes |= {name for shape in shapes for name in known_fields(shape)}
    codes |= {name for rules in rule_sets() for name in rules.settings if not name.startswith("limit_")}
    assert codes - documented() == set()

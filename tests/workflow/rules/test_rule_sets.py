"""The shipped texts: complete, cited, with a setting for all that is unsure, and what is wrong with broken ones."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from workflow.awards.criteria import CRITERIA
from workflow.awards.rules import RuleSet, compile_shelf, rule_set, rule_set_on, rule_sets
from workflow.awards.shelf import SHELF, read_shelf, recorded_fingerprints
from workflow.awards.soundness import faults_of


def test_the_shipped_rule_sets_are_sound() -> None:
    assert faults_of(rule_sets(), read_shelf(SHELF)) == []


def test_the_texts_are_those_that_were_released() -> None:
    """A file is judged in ten years by the words of its year: a released text changes only with its record."""
    assert recorded_fingerprints(SHELF) == {rules.id: rules.fingerprint for rules in rule_sets()}


@pytest.mark.parametrize(
    ("day", "period"),
    [("2010-01-01", "R2017"), ("2017-10-01", "R2017"), ("2023-12-31", "R2017"), ("2024-01-01", "R2024"),
     ("2025-06-30", "R2024"), ("2025-07-01", "R2025"), ("2026-09-30", "R2025"), ("2026-10-01", "R2026"),
     ("2040-01-01", "R2026")],
)  # fmt: skip
def test_the_rule_set_of_a_day(day: str, period: str) -> None:
    assert rule_set_on(date.fromisoformat(day)).id == period


def test_every_day_has_one_rule_set() -> None:
    day = date(2017, 10, 1)
    while day < date(2027, 1, 1):
        holding = [rules.id for rules in rule_sets() if rules.valid_from <= day <= (rules.valid_to or date.max)]
        assert holding == [rule_set_on(day).id]
        day += timedelta(days=1)


@pytest.mark.parametrize("rules", rule_sets(), ids=lambda rules: rules.id)
def test_what_is_unsure_has_a_setting_and_every_criterion_is_used(rules: RuleSet) -> None:
    unsure = {name: one.setting for name, one in rules.statements() if one.certainty == "U"}
    assert all(setting in rules.settings for setting in unsure.values())
    assert {rule.criterion for rule in rules.criteria.values()} <= CRITERIA.keys()


def test_the_vocabulary_holds_no_dead_word() -> None:
    used = {rule.criterion for rules in rule_sets() for rule in rules.criteria.values()}
    assert used == set(CRITERIA)


def test_what_is_inherited_is_complete() -> None:
    """R2025 says only what differs from R2024, and answers everything R2024 answers."""
    before, after, unread = rule_set("R2024"), rule_set("R2025"), rule_set("R2026")
    for name in ("awards", "votes", "deciders", "documents", "services", "limits"):
        assert getattr(before, name).keys() == getattr(after, name).keys() == getattr(unread, name).keys()
    assert set(before.criteria) < set(after.criteria) == set(unread.criteria)
    assert after.criteria["rating"] == before.criteria["rating"]
    assert after.awards["XA_TB"].name.vi != before.awards["XA_TB"].name.vi
    assert "huyen" not in after.level_names and "huyen" in before.level_names
    assert rule_set("R2017").awards.keys() == before.awards.keys() - {"XA_TB", "BK_T_HGD"}


def test_an_unread_law_is_unsure_throughout() -> None:
    unread = rule_set("R2026")
    assert unread.unverified
    assert {one.certainty for _, one in unread.statements()} == {"U"}
    assert unread.criteria["chain_nation"].setting == "national_title_every"
    assert unread.criteria["rating"].setting == "unread_law"


def test_old_names_still_answer() -> None:
    rules = rule_set("R2024")
    assert [rules.services["form_sudden"].days, rules.service_for("LDTT", "yearly")[1].days] == [8, 20]
    assert (rules.limits["decide"], rules.supplement.most, rules.council_required("sudden")) == (3, 1, False)
    assert rules.may_decide("huyen", "GK_CN") and not rules.may_decide("xa", "CSTDCS")
    assert rules.certainty["votes.CSTDCS"] == "V" and rules.certainty["quorum"] == "U"
    with pytest.raises(KeyError):
        rule_set("R1999")


def test_a_fingerprint_is_of_what_is_said_not_of_how_it_is_typed(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    votes = folder / "R2024" / "votes.toml"
    votes.write_text("# a remark\n\n" + votes.read_text(encoding="utf-8"), encoding="utf-8")
    assert [each.fingerprint for each in compile_shelf(read_shelf(folder))] == [one.fingerprint for one in rule_sets()]
    change(votes, "percent = 80", "percent = 75")
    changed = [one.id for one, shipped in zip(compile_shelf(read_shelf(folder)), rule_sets(), strict=True)
               if one.fingerprint != shipped.fingerprint]  # fmt: skip
    assert changed == ["R2024"]  # R2025 gives its own figures, by its settings


def test_settings_of_the_office_are_taken_and_wrong_ones_refused() -> None:
    shelf = read_shelf(SHELF)
    given = compile_shelf(shelf, {"R2017": {"quorum": "4/5", "vote_CSTDCS": 75}})[0]
    assert (given.quorum.needed(13), given.vote_for("CSTDCS").percent) == (11, 75)
    assert "75 %" in given.votes["CSTDCS"].told().vi
    for wrong in ({"quorum": "5/4"}, {"quorum": "much"}, {"vote_CSTDCS": "many"}, {"cap_base": "town"},
                  {"nothing": 1}, {"vote_CSTDCS": None}, {"bonus_household_form": "-1"}):  # fmt: skip
        with pytest.raises(ValueError, match="R2017: "):
            compile_shelf(shelf, {"R2017": wrong})


def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHELF, tmp_path / "rulesets"))


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "before", "after", "fault"),
    [
        ("R2024/criteria.toml", 'criterion = "months_of_service"', 'criterion = "luck"', "no criterion luck"),
        ("R2024/criteria.toml", "months = 6", "month = 6", "no parameter month"),
        ("R2024/criteria.toml", "months = 6", 'months = "6"', "is no int"),
        ("R2024/criteria.toml", 'awards = ["LDTT", "CSTDCS"]', 'awards = ["LDTT", "GOLD"]', "names GOLD"),
        ("R2024/criteria.toml", 'certainty = "V"', 'certainty = "U"', "is unsure and has no setting"),
        ("R2024/criteria.toml", 'article = "Thông tư 01/2024/TT-BNV"', 'article = " "', "cites nothing"),
        ("R2024/criteria.toml", "dưới {months} tháng", "dưới {weeks} tuần", "asks for 'weeks'"),
        ("R2024/criteria.toml", "Tasks well completed or better.", "", "not said in both languages"),
        ("R2024/bonus.toml", "[rows.LDTT]", "[rows.gone]\nabsent = true\n[rows.X]", ""),
        ("R2024/bonus.toml", 'award = "LDTT"', 'award = "CSTDCS"', "LDTT: no bonus for a person"),
        ("R2024/bonus.toml", 'like = "GK_CN"', 'like = "nothing"', "counted from nothing"),
        ("R2024/bonus.toml", 'multiplier = "0.3"', "", "neither a multiplier nor a setting"),
        ("R2024/authority.toml", "[deciders.LDTT]", "[deciders.LDT]", "LDTT: nobody decides it"),
        ("R2024/authority.toml", 'levels = ["xa"', 'levels = ["xom"', "the level xom has no name"),
        ("R2024/documents.toml", 'awards = ["LDTT", "CSTT"', 'awards = ["CSTT"', ""),
        ("R2024/criteria.toml", 'setting = "title_chain_ends"\n', 'setting = "nothing"\n', "no setting nothing"),
        ("R2024/criteria.toml", '[rating]\n', '[rating]\nabsent = true\n[ratings]\n', ""),
        ("office/criteria.toml", 'awards = ["CSTT"]', 'awards = ["LDTT"]', "CSTT: no criterion of its own"),
        ("R2017/set.toml", "valid_from = 2017-10-01", "valid_from = 2016-10-01", "base_salary: begins after"),
        ("R2024/set.toml", "valid_to = 2025-06-30", "valid_to = 2025-06-29", "R2024 ends on 2025-06-29"),
        ("R2026/set.toml", "valid_from = 2026-10-01", "valid_from = 2026-10-01\nvalid_to = 2027-01-01",
         "nothing follows"),
        ("R2017/settings.toml", "[cap_base]", '[idle]\nkind = "integer"\ndefault = 1\nlabel = { vi = "a", en = "a" }\n'
         'question = { vi = "a", en = "a" }\n\n[cap_base]', "setting idle is used nowhere"),
    ],
)  # fmt: skip
def test_a_broken_text_is_found(tmp_path: Path, file: str, before: str, after: str, fault: str) -> None:
    folder = copy(tmp_path)
    change(folder / file, before, after)
    shelf = read_shelf(folder)
    faults = faults_of(compile_shelf(shelf), shelf)
    assert any(fault in one for one in faults) if fault else faults == []


@pytest.mark.parametrize(
    ("file", "before", "after", "fault"),
    [
        ("R2024/set.toml", 'inherits = "office"', 'inherits = "nobody"', "inherits nobody, which is not there"),
        ("R2024/set.toml", 'inherits = "office"', 'inherits = "R2025"', "in a circle"),
        ("R2024/set.toml", 'id = "R2024"', 'id = "R2024"\ncolour = "red"', "colour"),
        ("R2024/set.toml", 'id = "R2024"', "id = ", "R2024/set.toml"),
        (
            "R2017/criteria.toml",
            'base = { setting = "cap_base" }',
            'base = { setting = "no" }',
            "there is no setting no",
        ),
        ("R2017/settings.toml", "default = 70", 'default = "seventy"', "setting vote_CSTDCS"),
        ("R2024/votes.toml", "percent = 80", 'percent = "most"', r"R2024: votes\.CSTDCS\.percent"),
        ("R2024/votes.toml", "percent = 80", "percent = 80\nwhen = 10:00:00", "a time "),
    ],
)
def test_a_text_that_cannot_be_read_says_where(tmp_path: Path, file: str, before: str, after: str, fault: str) -> None:
    folder = copy(tmp_path)
    change(folder / file, before, after)
    with pytest.raises(ValueError, match=fault):
        compile_shelf(read_shelf(folder))


def test_an_award_without_papers_is_found() -> None:
    bare = rule_set("R2026").model_copy(update={"documents": {}})
    assert "R2026: LDTT: no documents for a person, yearly" in faults_of([bare])


def test_a_stray_file_is_refused(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    (folder / "R2024" / "notes.toml").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"R2024/notes\.toml: there is no such part"):
        read_shelf(folder)

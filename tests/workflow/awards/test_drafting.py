"""What makes no rule set is told at its field, in both languages; whatever is typed, nothing else happens."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states import Text
from tests.workflow.awards.publishing import NEW_AWARD, wish
from tests.workflow.rules.making import case
from workflow.awards.drafting import CHANGEABLE, Draft, draft, read_changes
from workflow.awards.faults import Unsound
from workflow.awards.judging import judge
from workflow.awards.rules import UnknownAward, rule_set, shipped_law
from workflow.awards.shelf import fingerprint_of
from workflow.awards.soundness import faults_within
from workflow.kernel.errors import Invalid, Problem

TODAY = date(2023, 11, 1)


def made(**given: Any) -> Draft:
    return draft(wish(**given), shipped_law(), (), TODAY)


def problems(**given: Any) -> dict[str, Problem]:
    with pytest.raises(Invalid) as refused:
        made(**given)
    return refused.value.problems


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"set_id": "R2017"}, "set_id", "code_taken"),
        ({"set_id": "R2028"}, "set_id", "bad_rule_set_id"),
        ({"set_id": "r2017-2"}, "set_id", "bad_rule_set_id"),
        ({"set_id": "R2017-"}, "set_id", "bad_rule_set_id"),
        ({"set_id": "R2017-2\n"}, "set_id", "bad_rule_set_id"),
        ({"set_id": "R" * 30 + "-22"}, "set_id", "bad_rule_set_id"),
        ({"set_id": "../R-2"}, "set_id", "bad_rule_set_id"),
        ({"based_on": "R1999"}, "based_on", "not_a_choice"),
        ({"based_on": "office"}, "based_on", "not_a_choice"),
        ({"valid_from": None}, "valid_from", "not_a_date"),
        ({"valid_from": date(2023, 10, 31)}, "valid_from", "date_before_today"),
        ({"valid_from": date(2023, 12, 1), "based_on": "R2024"}, "valid_from", "not_after_base"),
        ({"valid_from": date(2024, 1, 1), "based_on": "R2024"}, "valid_from", "not_after_base"),
        ({"valid_from": date(2099, 1, 1)}, "valid_from", "date_far_away"),
        ({"title_vi": " "}, "title_vi", "missing_text"),
        ({"title_en": "x" * 301}, "title_en", "too_long"),
        ({"title_en": "{months.__class__}"}, "title_en", "rules_not_sound"),
        ({"sources": "\n \n"}, "sources", "missing_text"),
        ({"settings": {"quorum": "5/4"}}, "setting.quorum", "rules_not_sound"),
        ({"settings": {"quorum": "1e999999999"}}, "setting.quorum", "rules_not_sound"),
        ({"settings": {"quorum": "2/0"}}, "setting.quorum", "rules_not_sound"),
        ({"settings": {"vote_CSTDCS": None}}, "setting.vote_CSTDCS", "rules_not_sound"),
        ({"settings": {"vote_CSTDCS": "nhiều"}}, "setting.vote_CSTDCS", "rules_not_sound"),
        ({"settings": {"vote_CSTDCS": 101}}, "changes", "rules_not_sound"),  # a number, but no share of a whole
        ({"settings": {"cap_base": "town"}}, "setting.cap_base", "rules_not_sound"),
        ({"settings": {"bonus_medal": "-1"}}, "setting.bonus_medal", "rules_not_sound"),
        ({"settings": {"nothing": 1}}, "changes", "rules_not_sound"),
        ({"changes": "[votes"}, "changes", "rules_not_sound"),
        ({"changes": "x = " + "[" * 5_000}, "changes", "rules_not_sound"),
        ({"changes": "#" * 100_001}, "changes", "rules_not_sound"),
        ({"changes": 'id = "R2030"'}, "changes", "rules_not_sound"),
        ({"changes": "valid_to = 2024-01-01"}, "changes", "rules_not_sound"),
        ({"changes": 'inherits = "office"'}, "changes", "rules_not_sound"),
        ({"changes": "criteria = 5"}, "changes", "rules_not_sound"),
        ({"changes": "[criteria]\nservice_months = 5"}, "changes", "rules_not_sound"),
        ({"changes": '[criteria.service_months]\ncriterion = "luck"'}, "changes", "rules_not_sound"),
        ({"changes": "[criteria.service_months]\nparameters = { weeks = 3 }"}, "changes", "rules_not_sound"),
        ({"changes": '[criteria.rating]\nparameters = { least = "great" }'}, "changes", "rules_not_sound"),
        ({"changes": '[criteria.service_months.says]\nvi = "{weeks}"'}, "changes", "rules_not_sound"),
        ({"changes": '[criteria.service_months.says]\nvi = "{months.__class__}"'}, "changes", "rules_not_sound"),
        ({"changes": '[criteria.service_months.says]\nvi = "{months:>99999999}"'}, "changes", "rules_not_sound"),
        ({"changes": '[criteria.service_months]\narticle = ""'}, "changes", "rules_not_sound"),
        ({"changes": '[criteria.service_months]\ncertainty = "U"'}, "changes", "rules_not_sound"),
        ({"changes": "[votes.default]\nabsent = true"}, "changes", "rules_not_sound"),
        ({"changes": "[votes.default]\npercent = 101"}, "changes", "rules_not_sound"),
        ({"changes": "[votes.default]\npercent = { setting = [1] }"}, "changes", "rules_not_sound"),
        ({"changes": '[votes.default]\npercent = { setting = "no" }'}, "changes", "rules_not_sound"),
        ({"changes": "[limits.receive]\nabsent = true"}, "changes", "rules_not_sound"),
        ({"changes": "[limits]\nreceive = 100000000"}, "changes", "rules_not_sound"),
        ({"changes": "[services.form]\nabsent = true"}, "changes", "rules_not_sound"),
        ({"changes": "[services.form]\ndays = 10:00:00"}, "changes", "rules_not_sound"),
        ({"changes": "[council]\nyearly = { absent = true }"}, "changes", "rules_not_sound"),
        ({"changes": '[quorum]\nshare = "1e999999"'}, "changes", "rules_not_sound"),
        ({"changes": '[quorum]\nshare = "3/2"'}, "changes", "rules_not_sound"),
        ({"changes": "[awards.LDTT]\nabsent = true"}, "changes", "rules_not_sound"),
        ({"changes": "[awards.LDTT]\nkinds = []"}, "changes", "rules_not_sound"),
        ({"changes": '[deciders.LDTT]\nlevels = ["xom"]'}, "changes", "rules_not_sound"),
        ({"changes": "[deciders.LDTT]\nlevels = []"}, "changes", "rules_not_sound"),
        ({"changes": '[bonus.rows.GK_CN]\nlike = "GK_TT"\ntimes = "2"\n[bonus.rows.GK_TT]\nlike = "GK_CN"'
                     '\ntimes = "2"'}, "changes", "rules_not_sound"),
        ({"changes": '[bonus.rows.LDTT]\nmultiplier = "1e999999"'}, "changes", "rules_not_sound"),
        ({"changes": '[settings.quorum]\ndefault = "x"'}, "changes", "rules_not_sound"),
        ({"changes": "[settings.quorum]\ndefault = [1]"}, "changes", "rules_not_sound"),
        ({"changes": "[settings]\nquorum = 5"}, "changes", "rules_not_sound"),
    ],
)  # fmt: skip
def test_each_fault_is_told_where_it_can_be_mended(given: dict[str, Any], field: str, code: str) -> None:
    found = problems(**given)
    assert {name: problem.code for name, problem in found.items()} == {field: code}
    for told in found[field].params.get("faults", ()):
        assert isinstance(told, Text) and told.complete and told.vi != told.en


def test_several_faults_are_told_at_once_and_a_long_list_by_its_first() -> None:
    found = problems(set_id="x", title_vi="", valid_from=None)
    assert {name: problem.code for name, problem in found.items()} == {
        "set_id": "bad_rule_set_id", "title_vi": "missing_text", "valid_from": "not_a_date",
    }  # fmt: skip
    many = problems(title_en="", changes="[documents]\n" + "\n".join(
        f"{name} = {{ absent = true }}" for name in rule_set("R2017").documents
    ))  # fmt: skip
    assert many["title_en"].code == "missing_text"
    *told, rest = many["changes"].params["faults"]
    assert (len(told), told[0].en.split(": ")[0], rest.en.startswith("and ")) == (8, "LDTT", True)


def test_a_wish_that_leaves_everything_says_the_same_as_its_base() -> None:
    found, base = made().rules, rule_set("R2017")
    apart = {"id", "inherits", "valid_from", "valid_to", "title", "sources", "fingerprint"}
    assert found.model_dump(exclude=apart) == base.model_dump(exclude=apart)


def test_what_is_kept_is_what_was_checked() -> None:
    found = made(settings={"quorum": "3/4"}, changes="[criteria.service_months]\nparameters = { months = 12 }")
    assert fingerprint_of(json.loads(found.text)) == found.rules.fingerprint
    assert "12 tháng" in found.rules.criteria["service_months"].told().vi


def test_a_setting_may_come_and_go_with_what_differs() -> None:
    gone = made(
        changes='[settings.cap_base]\nabsent = true\n[criteria.cap]\nsetting = "cap_rounding"\n'
        '[criteria.cap.parameters]\nbase = "district"'
    )
    assert "cap_base" not in gone.rules.settings
    new = made(changes='[settings.months]\nkind = "integer"\ndefault = 9\nlabel = { vi = "a", en = "b" }\n'
                       'question = { vi = "a", en = "b" }\n[criteria.service_months.parameters]\n'
                       'months = { setting = "months" }', settings={"months": 7})  # fmt: skip
    assert new.rules.criteria["service_months"].parameters["months"] == 7


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2_000)
    | st.sampled_from(["", "x", "LDTT", "V", "U", "2/3", "{x}", "0.3"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["setting", "absent", "vi", "en", "percent", "months", "kind", "default", "rows", "LDTT"]),
        inner, max_size=3,
    ),
    max_leaves=6,
)  # fmt: skip


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {toml(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(each) for each in value) + "]"
    return json.dumps("none" if value is None else value)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_either_makes_a_sound_set_or_is_refused(data: st.DataObject) -> None:
    """A real entry of the base with one of its parts replaced by anything."""
    group = data.draw(st.sampled_from([name for name in CHANGEABLE if name != "unread_law"]))
    entries = getattr(rule_set("R2017"), group)
    names: list[str] = list(entries) if hasattr(entries, "keys") else []
    place = data.draw(st.sampled_from([group, *(f"{group}.{name}" for name in names)]))
    parts = st.sampled_from(["parameters", "percent", "days", "article", "levels", "awards", "says", "x"])
    anything = toml(data.draw(VALUES))
    one_part = f"[{place}]\n{data.draw(parts)} = {anything}"
    text = data.draw(st.sampled_from([one_part, f"{place} = {anything}"]))
    try:
        found = made(changes=text)
    except Invalid as refused:
        assert refused.problems
        return
    assert list(faults_within(found.rules)) == []


def test_what_has_no_place_is_named() -> None:
    with pytest.raises(Unsound, match="colour: has no place here; these have: awards, criteria"):
        read_changes('colour = "red"')


def test_a_case_of_an_award_that_only_the_office_knows_is_judged() -> None:
    """In another period the award is not there yet, which is an answer and no mistake."""
    law = shipped_law().with_sets([made(changes=NEW_AWARD).rules])
    early, later = (case("R2017", "GK_TRE", complete_on=day, year=2023) for day in ("2023-11-20", "2023-12-20"))
    with pytest.raises(UnknownAward):
        judge(early)
    first, second = judge(early, law=law), judge(later, law=law)
    assert (first.rule_set, [each.reason.en for each in first.failed]) == (
        "R2017", ["this period of the law has no Young talent"],
    )  # fmt: skip
    assert (second.rule_set, second.eligible) == ("R2017-2", True)

"""What holds for every case: later law changes nothing, better facts never harm, the answer is always whole."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflow.rules.making import ALL, DAYS, SPOTLESS, case
from tests.workflow.rules.test_rule_sets import copy
from workflow.awards.cases import DISCIPLINES, RATINGS, Case
from workflow.awards.judging import judge
from workflow.awards.rules import RuleSet, compile_shelf, in_force, rule_set, rule_sets
from workflow.awards.shelf import SHELF, read_shelf

AWARDS = sorted({code for rules in rule_sets() for code in rules.awards})
COUNTS = st.none() | st.integers(0, 40)
FLAGS = st.sampled_from([None, True, False])


def days(first: str = "2020-01-01", last: str = "2027-12-31") -> st.SearchStrategy[str]:
    return st.dates(date.fromisoformat(first), date.fromisoformat(last)).map(date.isoformat)


def discipline(kind: str, begin: str, end: str | None) -> dict[str, Any]:
    return {"kind": kind, "decided_on": begin, "ended_on": end if end is None or end >= begin else None}


DISCIPLINE = st.builds(discipline, st.sampled_from(DISCIPLINES), days(), st.none() | days())
PAST = st.fixed_dictionaries({
    "award": st.sampled_from(["CSTDCS", "CSTDT", "LDTT"]), "year": st.integers(2017, 2027),
    "kind": st.sampled_from(["yearly", "thematic", "sudden"]), "revoked": st.booleans(),
})  # fmt: skip
INITIATIVE = st.fixed_dictionaries({
    "kind": st.sampled_from(["initiative", "research", "combat"]),
    "scope": st.sampled_from(["unit", "province", "nation"]),
    "used_for": st.sampled_from([None, "GK_CN 2020"]),
})  # fmt: skip
CANDIDATE = st.fixed_dictionaries({
    "subject": st.sampled_from(["person", "collective", "household"]), "recruited_on": st.none() | days(),
    "months_of_service": COUNTS, "maternity_months": st.integers(0, 6), "rating": st.sampled_from([None, *RATINGS]),
    "rating_points": st.none() | st.integers(0, 100), "disciplines": st.none() | st.lists(DISCIPLINE, max_size=2),
    "initiatives": st.none() | st.lists(INITIATIVE, max_size=2),
    "previous_awards": st.none() | st.lists(PAST, max_size=6),
    "under_review": FLAGS, "is_head": FLAGS, "registered": FLAGS, "female": FLAGS, "direct_labour": FLAGS,
    "criteria_confirmed": FLAGS,
    "grounds": st.none() | st.lists(st.sampled_from(["movement", "task", "other"]), max_size=2),
    "achievement": st.none() | st.fixed_dictionaries({"awarded_by": st.sampled_from([None, "QĐ 1"])}),
})  # fmt: skip
UNIT = st.fixed_dictionaries({
    "rating": st.sampled_from([None, *RATINGS]), "members": st.sampled_from([None, 40, 100]), "ldtt": COUNTS,
    "cstdcs": COUNTS, "cstdcs_place": st.none() | st.integers(1, 40), "completed": COUNTS, "disciplined": COUNTS,
    "female": COUNTS, "small": FLAGS, "dissolved_on": st.none() | days(),
})  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    complete = draw(days("2020-01-01", "2027-12-31"))
    return Case.model_validate({
        "award": draw(st.sampled_from(AWARDS)), "complete_on": complete,
        "year": int(complete[:4]) - draw(st.integers(0, 1)), "candidate": draw(CANDIDATE), "unit": draw(UNIT),
        "kind": draw(st.sampled_from([None, "yearly", "thematic", "sudden"])),
    })  # fmt: skip


@pytest.fixture(scope="module")
def with_a_later_law(tmp_path_factory: pytest.TempPathFactory) -> tuple[RuleSet, ...]:
    """The shelf after somebody has published another rule set, much stricter, from 2028."""
    folder = copy(tmp_path_factory.mktemp("later"))
    publish(folder)
    return compile_shelf(read_shelf(folder))


def publish(folder: Path) -> None:
    later = folder / "R2028"
    later.mkdir()
    (later / "set.toml").write_text(
        'id = "R2028"\ninherits = "R2026"\nvalid_from = 2028-01-01\nunverified = false\n'
        'title = { vi = "Luật mới", en = "A new law" }\nsources = ["Luật mới"]\n', encoding="utf-8",
    )  # fmt: skip
    (later / "criteria.toml").write_text("[service_months]\nparameters = { months = 60 }\n", encoding="utf-8")


@given(it=cases())
@settings(max_examples=300, deadline=None)
def test_a_later_rule_set_changes_no_file(with_a_later_law: tuple[RuleSet, ...], it: Case) -> None:
    assert judge(it, in_force(with_a_later_law, it.complete_on)) == judge(it)


def test_the_later_law_is_there_and_binds_its_own_files(with_a_later_law: tuple[RuleSet, ...]) -> None:
    late = case("R2026", "LDTT", {**SPOTLESS, "recruited_on": "2025-01-01"}, complete_on="2028-05-01", year=2028)
    assert judge(late, in_force(with_a_later_law, late.complete_on)).rule_set == "R2028"
    assert not judge(late, in_force(with_a_later_law, late.complete_on)).eligible
    assert judge(late).eligible


@given(it=cases())
@settings(max_examples=300, deadline=None)
def test_every_finding_says_why_and_by_which_article(it: Case) -> None:
    told = judge(it)
    assert told == judge(it)
    assert told.eligible == (not any(each.hard and each.outcome == "fail" for each in told.findings))
    for each in told.findings:
        assert each.reason.complete and each.says.complete and "{" not in each.says.vi
        assert each.article or each.rule == "kind_fits"
        assert (each.outcome == "confirm") == (each.confirmed_by is not None)
        assert each.flag is None or not each.hard


@given(it=cases(), data=st.data())
@settings(max_examples=300, deadline=None)
def test_better_facts_never_harm(it: Case, data: st.DataObject) -> None:
    """A better rating of person and unit, more months, more LĐTT, fewer disciplined: nothing that passed fails."""
    who, unit = it.candidate, it.unit
    months, more = who.months_of_service, data.draw(st.integers(0, 9))
    better = {
        "months_of_service": None if months is None else months + more,
        "rating": who.rating and data.draw(st.sampled_from(RATINGS[RATINGS.index(who.rating):])),
        "rating_points": None,
    }  # fmt: skip
    counts = {
        "ldtt": None if unit.ldtt is None else unit.ldtt + data.draw(st.integers(0, 9)),
        "rating": unit.rating and data.draw(st.sampled_from(RATINGS[RATINGS.index(unit.rating):])),
        "disciplined": None if unit.disciplined is None else data.draw(st.integers(0, unit.disciplined)),
    }  # fmt: skip
    improved = it.model_copy(
        update={"candidate": who.model_copy(update=better), "unit": unit.model_copy(update=counts)}
    )
    before = {each.rule: each.outcome for each in judge(it).findings}
    after = {each.rule: each.outcome for each in judge(improved).findings}
    worse = [rule for rule, outcome in after.items() if outcome == "fail" and before.get(rule) == "pass"]
    assert worse == []


@given(
    it=cases(), field=st.sampled_from(["rating", "disciplines", "under_review", "registered", "is_head", "achievement"])
)
@settings(max_examples=300, deadline=None)
def test_silence_never_helps(it: Case, field: str) -> None:
    """A fact that is left out is asked for: what was refused or asked for is never met by saying less."""
    less = it.model_copy(update={"candidate": it.candidate.model_copy(update={field: None})})
    before = {each.rule: each.outcome for each in judge(it).findings}
    met = {each.rule for each in judge(less).findings if each.outcome == "pass"}
    assert {rule for rule in met if before[rule] != "pass"} <= {"achievement_once"}


def test_a_title_needs_no_single_achievement() -> None:
    """The one exception: a yearly title rests on the year, so there is nothing to compare."""
    assert judge(case("R2017", "LDTT", {**SPOTLESS, "achievement": {"awarded_by": "QĐ 1"}})).eligible is False
    assert judge(case("R2017", "LDTT", SPOTLESS)).eligible


def test_an_unread_law_can_be_confirmed_by_hand() -> None:
    careful = compile_shelf(read_shelf(SHELF), {"R2026": {"unread_law": "confirm"}})[-1]
    it = case("R2026", "LDTT", SPOTLESS)
    assert judge(it).confirmed
    told = judge(it, careful)
    assert (told.eligible, told.confirmed) == (True, False)
    assert {each.outcome for each in told.findings if each.rule != "award_exists"} == {"confirm"}
    assert told.flags == ("women_first",)


@pytest.mark.parametrize("period", ALL)
def test_five_hundred_names_are_judged_at_once(period: str) -> None:
    names = [
        case(period, "CSTDCS", SPOTLESS, unit={"ldtt": 4000, "cstdcs": 500, "cstdcs_place": n + 1}) for n in range(500)
    ]
    rules = rule_set(period)
    begun = time.perf_counter()
    assert all(judge(it, rules).eligible for it in names)
    assert time.perf_counter() - begun < 2
    assert DAYS[period]

"""The difference of two rule sets: complete, and in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states import Text
from tests.workflow.awards.test_drafting import made
from workflow.awards.differences import GROUPS, Difference, differences, entries_of
from workflow.awards.drafting import read_changes
from workflow.awards.rules import RuleSet, rule_set, rule_sets


def within(days: int) -> str:
    said = rule_set("R2017").services["form"].model_copy(update={"days": days}).told()
    assert said is not None
    return said.en


def told(before: RuleSet, after: RuleSet) -> list[tuple[Any, ...]]:
    """Each difference as the English page says it."""
    return [
        (one.group, one.title.en, one.kind, one.before and one.before.en, one.after and one.after.en,
         [(each.label.en, each.before and each.before.en, each.after and each.after.en) for each in one.details])
        for one in differences(before, after)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("", []),
        ("[criteria.service_months]\nparameters = { months = 12 }", [
            ("criteria", "service_months", "changed",
             "Who was recruited less than 10 months ago is not considered; maternity leave counts.",
             "Who was recruited less than 12 months ago is not considered; maternity leave counts.",
             [("months", "10", "12")]),
        ]),
        ('[criteria.service_months]\ncertainty = "K"', [
            ("criteria", "service_months", "changed",
             "Who was recruited less than 10 months ago is not considered; maternity leave counts.",
             "Who was recruited less than 10 months ago is not considered; maternity leave counts.",
             [("certainty", "read in the text", "known, not read again")]),
        ]),
        ("[criteria.women_first]\nabsent = true", [
            ("criteria", "women_first", "removed",
             rule_set("R2017").criteria["women_first"].told().en, None, []),
        ]),
        ('[deciders.LDTT]\nlevels = ["huyen"]', [
            ("deciders", rule_set("R2017").awards["LDTT"].short.en, "changed", None, None,
             [("levels", "xa, huyen, don_vi", "huyen")]),
        ]),
        ("[services.form]\ndays = 12", [
            ("services", "form", "changed", *(
                within(days) for days in (10, 12)
            ), [("days", "10", "12")]),
        ]),
        ("unverified = true", [
            ("general", "The law was not read", "changed", "no", "yes", []),
        ]),
        ('[level_names.bo]\nname = { vi = "Bộ trưởng", en = "A minister" }', [
            ("level_names", "bo", "changed", rule_set("R2017").level_names["bo"].name.en, "A minister", []),
        ]),
    ],
)  # fmt: skip
def test_what_differs_is_told_in_words(changes: str, expected: list[tuple[Any, ...]]) -> None:
    assert told(rule_set("R2017"), made(changes=changes).rules) == expected


def test_a_setting_is_told_with_its_question_and_what_hangs_on_it() -> None:
    found = differences(rule_set("R2017"), made(settings={"vote_CSTDCS": 75}).rules)
    first = found[0]
    assert (first.group, first.title.en) == ("values", "Share of the vote, Emulation Fighter, grassroots (%)")
    assert (first.before, first.after) == (Text("70", "70"), Text("75", "75"))
    assert [one.group for one in found] == ["values", "votes"]


APART = {"id", "inherits", "valid_from", "valid_to", "title", "sources", "fingerprint"}
WISHES = st.fixed_dictionaries({
    "settings": st.dictionaries(
        st.sampled_from(["vote_CSTDCS", "supplements", "limit_receive", "service_form"]), st.integers(1, 99), max_size=2
    ),
    "changes": st.lists(st.sampled_from([
        '[criteria.cap]\narticle = "khác"', "[limits]\nreceive = 9", "[votes.default]\npercent = 60",
        "[criteria.rating]\nhard = false", '[bonus.rows.LDTT]\nmultiplier = "0.4"',
        '[documents.report]\nform = "Mẫu 5"',
        "[criteria.women_first]\nabsent = true", 'levels = ["xa"]',
    ]), max_size=3, unique=True).map(lambda parts: "\n".join(sorted(parts, key=lambda part: part[0] == "["))),
})  # fmt: skip


@given(WISHES)
@settings(max_examples=60, deadline=None)
def test_no_difference_is_left_out_and_none_is_made_up(given_: dict[str, Any]) -> None:
    before, after = rule_set("R2017"), made(**given_).rules
    same = before.model_dump(exclude=APART) == after.model_dump(exclude=APART)
    found = differences(before, after)
    assert (found == ()) == same
    assert {one.name for one in differences(after, before)} == {one.name for one in found}
    assert all(_complete(one) for one in found)


@pytest.mark.parametrize("later", rule_sets()[1:], ids=lambda rules: rules.id)
def test_the_shipped_periods_differ_in_words_of_both_languages(later: RuleSet) -> None:
    earlier = rule_sets()[rule_sets().index(later) - 1]
    found = differences(earlier, later)
    assert found and all(_complete(one) for one in found)
    assert {one.group for one in found} <= GROUPS.keys()
    assert differences(later, later) == ()


def _complete(one: Difference) -> bool:
    texts = [one.title, one.before, one.after, *(part for each in one.details for part in (each.label, each.before))]
    said = one.details or one.before != one.after
    return bool(said) and all(text.complete for text in texts if text is not None)


@pytest.mark.parametrize("rules", rule_sets(), ids=lambda rules: rules.id)
def test_the_place_of_an_entry_is_where_it_is_written(rules: RuleSet) -> None:
    """Each place, written as a table that takes it away, is one that what differs may hold."""
    found = entries_of(rules)
    assert all(one.text.complete for one in found)
    for one in found:
        said = read_changes(f"[{one.place}]\nabsent = true")
        group, *rest = one.place.split(".")
        assert isinstance(said[group], dict)
        entries = rules.bonus.rows if group == "bonus" else getattr(rules, group)
        assert rest == [] or rest[-1] in entries

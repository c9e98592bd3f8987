"""No file changes its result when a later rule set is published, whatever it says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflow.awards.publishing import wish
from tests.workflow.rules.test_properties import cases
from workflow.awards.cases import Case
from workflow.awards.drafting import draft
from workflow.awards.judging import judge
from workflow.awards.rules import Law, RuleSet, shipped_law
from workflow.kernel.errors import Invalid

TODAY: Final = date(2020, 6, 1)
PARTS: Final = (
    "[criteria.service_months]\nparameters = { months = 60 }",
    '[criteria.rating]\nparameters = { least = "excellent" }',
    "[votes.default]\npercent = 99\n", '[deciders.GK_CN]\nlevels = ["tinh"]', "[limits]\nreceive = 99",
    '[bonus.rows.LDTT]\nmultiplier = "9"', "[criteria.under_review]\nabsent = true",
    '[awards.LDTT.short]\nvi = "Tên khác"\nen = "Another name"', '[criteria.rating.says]\nvi = "Khác."\nen = "Other."',
)  # fmt: skip
LATER: Final = st.lists(
    st.fixed_dictionaries({
        "based_on": st.sampled_from(["R2017", "R2024", "R2025", "R2026"]),
        "valid_from": st.dates(TODAY, date(2029, 12, 31)),
        "changes": st.lists(st.sampled_from(PARTS), max_size=3, unique=True).map("\n".join),
        "settings": st.dictionaries(st.sampled_from(["quorum"]), st.sampled_from(["1/2", "9/10"])),
    }), min_size=1, max_size=3,
)  # fmt: skip


def published(wishes: list[dict[str, Any]]) -> tuple[RuleSet, ...]:
    """The sets that these wishes make, in the order in which they are confirmed."""
    law, made = shipped_law(), []
    for number, given_ in enumerate(wishes):
        try:
            made.append(draft(wish(set_id=f"X-{number}", **given_), law, (), TODAY).rules)
        except Invalid:  # such as a day before the base's
            continue
    return tuple(made)


@given(it=cases(), wishes=LATER)
@settings(max_examples=150, deadline=None)
def test_a_pinned_file_is_judged_as_before(it: Case, wishes: list[dict[str, Any]]) -> None:
    before = shipped_law()
    pinned = before.on(it.complete_on).id
    after = before.with_sets(published(wishes))
    assert judge(it, after.named(pinned), after) == judge(it, before.named(pinned), before)


@given(wishes=LATER, data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_rule_set_holds_from_its_day_until_another_begins(wishes: list[dict[str, Any]], data: st.DataObject) -> None:
    """Every day has one rule set: the last that began; of two on one day the one confirmed later."""
    more = published(wishes)
    law = shipped_law().with_sets(more)
    begins = st.sampled_from([one.valid_from for one in law.all()])
    day = data.draw(begins) + timedelta(data.draw(st.integers(-2, 2) | st.integers(-400, 400)))
    begun = [
        (one.valid_from, number, one)
        for number, one in enumerate((*shipped_law().all(), *more))
        if one.valid_from <= day
    ]
    assert law.on(day).id == (max(begun)[2] if begun else shipped_law().all()[0]).id
    if more and day < min(one.valid_from for one in more):
        assert law.on(day) is shipped_law().on(day)


def test_a_law_is_a_value() -> None:
    law: Law = shipped_law()
    assert law.with_sets(()) == law
    assert law.on(TODAY + timedelta(9_000)).id == "R2026"

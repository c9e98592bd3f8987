"""An officer sets the multiplier that the law left open: once, with a reason and a paper, on the record."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import update

from tests.factories import District
from tests.workflow.decisions.making import bonus_of, decide, drafts, raw
from tests.workflow.register.making import rows
from workflow.decisions.bonus_acts import SetBonus, set_bonus
from workflow.kernel.errors import DomainError, Forbidden, Invalid, NotFound, Stale
from workflow.nominations.models import Nomination


def household(district: District, award: str = "GK_HGD") -> tuple[int, int]:
    """A household that was decided under the rules of 2017: the file and its place in the decision."""
    (nomination_id,) = drafts(district, award, subject="household")
    decide(district, [nomination_id])
    return nomination_id, int(rows(district, "decision_item")[-1]["id"])


def set_it(district: District, item_id: int, role: str = "desk_officer", **typed: str) -> None:
    given = {"multiplier": "0,45", "reason": "Bằng 1,5 lần mức cá nhân", "document": "12/HD-SNV"} | typed
    command = SetBonus(item_id=item_id, actor=district.act(role), **given)
    with district.services.store.transaction() as tx:
        set_bonus(tx, command)


@pytest.mark.parametrize(
    ("role", "typed", "multiplier", "amount"),
    [("desk_officer", "0,45", "0.45", 810_000), ("appraiser", "0.3", "0.3", 540_000),
     ("standing_head", "1", "1", 1_800_000), ("desk_officer", "0,333", "0.333", 600_000)],
)  # fmt: skip
def test_the_office_sets_it(anywhere: District, role: str, typed: str, multiplier: str, amount: int) -> None:
    nomination_id, item_id = household(anywhere)
    set_it(anywhere, item_id, role, multiplier=typed)
    found = bonus_of(anywhere, nomination_id)
    assert (found["multiplier"], found["amount"], found["note"]) == (multiplier, amount, "full")
    assert (found["set_by_id"], found["set_reason"], found["set_document"]) == (
        anywhere.people[role], "Bằng 1,5 lần mức cá nhân", "12/HD-SNV",
    )  # fmt: skip
    (entry,) = [one for one in rows(anywhere, "audit_entry") if one["action"] == "set_bonus"]
    told = json.loads(entry["body"])
    assert (entry["subject_kind"], entry["subject_id"], told["detail"]["amount"]) == ("decision_item", item_id, amount)


def test_it_is_counted_by_the_salary_and_rounding_of_the_decision(district: District) -> None:
    nomination_id, item_id = household(district)
    district.sleep(400)  # the base salary has risen since
    set_it(district, item_id)
    assert bonus_of(district, nomination_id)["unrounded"] == "810000"


def test_it_is_set_once(district: District) -> None:
    nomination_id, item_id = household(district)
    set_it(district, item_id)
    with pytest.raises(Stale):
        set_it(district, item_id, "standing_head", multiplier="2")
    assert bonus_of(district, nomination_id)["amount"] == 810_000


def test_of_two_officers_at_once_one_sets_it(anywhere: District) -> None:
    nomination_id, item_id = household(anywhere)
    barrier, told = Barrier(2), Counter[str]()

    def act(role: str, multiplier: str) -> None:
        barrier.wait()
        try:
            set_it(anywhere, item_id, role, multiplier=multiplier)
        except Stale:
            told["late"] += 1
        else:
            told[multiplier] += 1

    threads = [Thread(target=act, args=one) for one in (("desk_officer", "0.3"), ("standing_head", "0.45"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told["late"] == 1 and told[bonus_of(anywhere, nomination_id)["multiplier"]] == 1


@pytest.mark.parametrize(
    ("role", "refused"),
    [("clerk", Forbidden), ("chairman", Forbidden), ("council_secretary", Forbidden), ("admin", Forbidden),
     ("auditor", Forbidden)],
)  # fmt: skip
def test_it_is_the_appraising_offices_work(district: District, role: str, refused: type[DomainError]) -> None:
    nomination_id, item_id = household(district)
    with pytest.raises(refused):
        set_it(district, item_id, role)
    assert bonus_of(district, nomination_id)["amount"] is None


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [({"multiplier": ""}, "multiplier", "not_a_multiplier"), ({"multiplier": "0"}, "multiplier", "not_a_multiplier"),
     ({"multiplier": "-1"}, "multiplier", "not_a_multiplier"), ({"multiplier": "21"}, "multiplier", "not_a_multiplier"),
     ({"multiplier": "1e3"}, "multiplier", "not_a_multiplier"),
     ({"multiplier": "٠٫٤"}, "multiplier", "not_a_multiplier"),
     ({"multiplier": "NaN"}, "multiplier", "not_a_multiplier"), ({"reason": " "}, "bonus_reason", "missing_text"),
     ({"document": ""}, "bonus_document", "missing_text"), ({"reason": "x" * 301}, "bonus_reason", "too_long")],
)  # fmt: skip
def test_what_is_typed_is_checked(district: District, typed: dict[str, str], field: str, code: str) -> None:
    nomination_id, item_id = household(district)
    with pytest.raises(Invalid) as no:
        set_it(district, item_id, **typed)
    assert {name: problem.code for name, problem in no.value.problems.items()} == {field: code}
    assert bonus_of(district, nomination_id)["amount"] is None


def test_only_what_the_law_left_open_is_set(district: District) -> None:
    (person,) = drafts(district, "GK_CN")
    decide(district, [person])
    item_id = rows(district, "decision_item")[-1]["id"]
    with pytest.raises(Invalid) as no:
        set_it(district, item_id)
    assert no.value.problems["multiplier"].code == "bonus_not_open"
    with pytest.raises(NotFound):
        set_it(district, 999)
    assert bonus_of(district, person)["amount"] == 540_000


def test_nobody_sets_their_own(district: District) -> None:
    nomination_id, item_id = household(district)
    with district.services.store.transaction() as tx:
        own = update(Nomination).where(Nomination.id == nomination_id)
        tx.session.execute(own.values(nominee_id=district.people["desk_officer"]))
    with pytest.raises(NotFound):
        set_it(district, item_id)


def test_an_open_title_that_is_set_stands_beside_the_others_of_its_year(district: District) -> None:
    """A household with the title that the law gives no figure for, and another of the same year."""
    first, item_id = household(district, "GDVH")
    second, other_id = household(district, "GDVH")
    shared = min(rows(district, "nomination"), key=lambda one: one["id"])["laureate_id"]
    with raw(district, "UPDATE nomination SET laureate_id = :who", who=shared):
        pass
    with raw(district, "UPDATE honour SET laureate_id = :who", who=shared):
        pass
    set_it(district, item_id, multiplier="0.1")
    set_it(district, other_id, multiplier="0.2")
    lower, higher = bonus_of(district, first), bonus_of(district, second)
    assert (lower["amount"], lower["note"]) == (180_000, "full")
    assert (higher["full_amount"], higher["amount"], higher["granted_before"], higher["note"]) == (
        360_000, 180_000, 180_000, "difference",
    )  # fmt: skip
    assert higher["beside_date"] == date(2023, 11, 1)

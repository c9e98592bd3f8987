"""Separation of duties never leaves a file in a drawer, even where a district has one person per role."""

from itertools import combinations

import pytest

from states import DEFAULT_STAFFING, Definition, InvalidDefinition, prove_staffing, shipped
from states.definitions import ALL
from states.staffing import Exclusion, exclusions_of, staffing_faults
from tests.states.makers import definition, move, state

NOMINATION = shipped().latest("nomination").definition


def without(*roles: str) -> dict[str, int]:
    return {role: people for role, people in DEFAULT_STAFFING.items() if role not in roles}


@pytest.mark.parametrize("item", [pytest.param(item, id=item.key) for item in ALL])
def test_somebody_always_remains(item: Definition) -> None:
    prove_staffing(item)


def test_every_exclusion_is_tried() -> None:
    words = [exclusion.words for exclusion in exclusions_of(NOMINATION, DEFAULT_STAFFING)]
    assert words == [
        *(f"nominee is the {role}" for role in DEFAULT_STAFFING),
        "prepared_letter by the clerk", "prepared_letter by the unit_head",
        "handled_file by the desk_officer", "handled_file by the appraiser",
        "handled_file by the standing_head",
    ]  # fmt: skip


@pytest.mark.parametrize(("gone", "state", "because"), [
    ("vice_chairman", "pending_decision", "nominee is the chairman"),
    ("chairman", "pending_decision", "nominee is the vice_chairman"),
    ("deputy_head", "pending_unit_head", "nominee is the unit_head"),
    ("deputy_head", "pending_unit_head", "prepared_letter by the unit_head"),
    ("council_secretary", "council_queue", "nominee is the standing_head"),
])  # fmt: skip
def test_without_a_second_person_it_fails_and_says_where(gone: str, state: str, because: str) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        prove_staffing(NOMINATION, without(gone))
    assert f"{state}: {because}" in {fault.where for fault in caught.value.faults}
    assert f"{because}: draft –send_to_review→" in str(caught.value)


def test_an_unstaffed_role_is_no_nominee() -> None:
    faults = list(staffing_faults(NOMINATION, without("chairman", "vice_chairman"), ()))
    assert [fault.where for fault in faults] == ["pending_decision: everybody is there"]


def test_a_ring_without_an_end_is_seen() -> None:
    """Each state has someone to move it on, yet only the chairman could end it and he is the nominee."""
    ring = definition(
        (state("draft"), state("review", "clerk", "chairman"), state("done", final=True)),
        (move("send", "draft", "review"), move("give_back", "review", "draft"),
         move("sign", "review", "done", "chairman")),
    )  # fmt: skip
    chairman = Exclusion("nominee is the chairman", "chairman")
    assert {fault.where for fault in staffing_faults(ring, {"clerk": 1, "chairman": 1}, (chairman,))} == {
        "review: nominee is the chairman"
    }


def test_which_pairs_of_exclusions_the_least_staffing_does_not_bear() -> None:
    """Not promised, but known: two exclusions at once that need a third person."""
    pairs = combinations(exclusions_of(NOMINATION, DEFAULT_STAFFING), 2)
    stuck = {
        fault.where for pair in pairs for fault in staffing_faults(NOMINATION, DEFAULT_STAFFING, pair)
        if not all("nominee" in one.words for one in pair)
    }  # fmt: skip
    assert stuck == {"pending_unit_head: nominee is the deputy_head and prepared_letter by the unit_head"}

"""The proof accepts what is sound, and names every fault with a walk that shows it."""

import os
import sys
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from states import (
    Definition,
    Input,
    InvalidDefinition,
    Registry,
    Separation,
    Text,
    TransitionDef,
    faults_of,
    prove,
    shipped,
)
from states.definitions import ALL
from tests.states.explorer import explore
from tests.states.makers import SOUND, at_random, definition, move, state, text, trigger

DRAFT, REVIEW, DONE = SOUND.states
SEND, DECIDE, GIVE_BACK = SOUND.transitions


def having(*moves: TransitionDef, **more: object) -> Definition:
    return replace(SOUND, transitions=(*SOUND.transitions, *moves), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("item", [pytest.param(item, id=item.key) for item in ALL])
def test_what_ships_is_sound(item: Definition) -> None:
    assert faults_of(item) == ()


def test_a_small_one_is_sound() -> None:
    prove(SOUND)


SEEDED = {
    "no_initial": (replace(SOUND, initial="start"), "the initial state start is not defined"),
    "unreachable": (
        replace(SOUND, states=(*SOUND.states, state("lost")), triggers=(*SOUND.triggers, trigger("find")),
                transitions=(*SOUND.transitions, move("find", "lost", "done"))),
        "lost is never reached from draft: nothing leads to it"),
    "no_way_to_end": (
        definition(
            (DRAFT, state("unit_review"), state("stuck"), DONE),
            (move("send_to_review", "draft", "unit_review"), move("finish", "unit_review", "done"),
             move("propose", "unit_review", "stuck"), move("wait", "stuck", "stuck"))),
        "draft –send_to_review→ unit_review –propose→ stuck … has no way to an end"),
    "exit_from_end": (
        having(move("send", "done", "draft")),
        "draft –send→ review –decide→ done is final, yet –send→ draft leads on"),
    "no_end": (
        definition((DRAFT, REVIEW), (SEND, move("decide", "review", "draft", "clerk", "unit_head"))),
        "no state is final or resting: whatever begins never ends"),
    "unknown_state": (having(move("send", "review", "moon")), "review –send→ moon names moon, no state of a"),
    "unknown_trigger": (having(move("fly", "review", "done")),
        "review –fly→ done names fly, no trigger of a"),
    "unknown_role": (having(move("send", "review", "done", "king")),
        "review –send→ done names king, no role of a"),
    "unknown_condition": (
        having(move("send", "review", "done", when=("full_moon",))),
        "names full_moon, no condition of a nomination"),
    "unknown_guard": (
        having(replace(move("send", "review", "done"), guards=("tide_is_in",))),
        "names tide_is_in, no guard of a nomination"),
    "no_roles": (having(replace(move("send", "review", "done"), roles=())),
        "review –send→ done is allowed to nobody"),
    "same_target_twice": (
        replace(SOUND, transitions=(SEND, replace(DECIDE, when=("simplified",)),
                                    replace(DECIDE, when=("council_required",)), GIVE_BACK)),
        "review –decide→ done is there 2 times"),
    "route_never_taken": (
        replace(SOUND, transitions=(SEND, GIVE_BACK, DECIDE)),
        "review –decide→ done is never taken: whenever it fits, review –decide→ draft "
        "(when nothing else is asked) fits before it"),
    "nobody_responsible": (
        replace(SOUND, states=(DRAFT, replace(REVIEW, waits_for=()), DONE)),
        "draft –send→ review waits for nobody"),
    "no_limit": (
        replace(SOUND, states=(DRAFT, replace(REVIEW, limit=None), DONE)),
        "draft –send→ review may wait for ever: it names no limit"),
    "no_way_out": (
        replace(SOUND, states=(DRAFT, replace(REVIEW, waits_for=("clerk", "chairman")), DONE)),
        "draft –send→ review waits for chairman, who has no way out of it"),
    "missing_text": (
        replace(SOUND, states=(replace(DRAFT, label=Text("Bản nháp", " ")), REVIEW, DONE)),
        "draft.label says nothing in en"),
    "placeholder": (
        replace(SOUND,
            triggers=(replace(SOUND.triggers[0], batch=Text("Gửi {n}", "Send")), SOUND.triggers[1])),
        "send.batch in en asks for [], it is given ['n']"),
    "unused_trigger": (
        replace(SOUND, triggers=(*SOUND.triggers, trigger("spare"))),
        "the trigger spare leads from nowhere to nowhere"),
    "system_loop": (
        having(move("send", "review", "draft", "clerk", "system"),
               move("decide", "draft", "review", "system")),
        "review –send→ draft –decide→ review … turns by itself, with no person in it"),
    "duplicate_code": (
        replace(SOUND, states=(*SOUND.states, DONE)), "the state done is defined 2 times"),
    "bad_code": (
        definition((DRAFT, state("Đã xong", final=True)), (move("send", "draft", "Đã xong"),)),
        "the state code 'Đã xong' is not lower snake_case"),
    "unknown_input": (
        replace(SOUND,
            triggers=(replace(SOUND.triggers[0], inputs=(Input(name="mood"),)), SOUND.triggers[1])),
        "send asks for the unknown mood"),
    "unknown_word": (
        replace(SOUND, states=(replace(DRAFT, limit="some_day"), REVIEW, DONE)),
        "draft has the unknown limit 'some_day'"),
    "unreleased": (
        replace(SOUND, states=(DRAFT, REVIEW, replace(DONE, outcome="awarded"))),
        "done is an outcome the nominee is never told"),
    "end_waits": (
        replace(SOUND, states=(DRAFT, REVIEW, replace(DONE, limit="archive"))),
        "done is an end, yet waits, has a limit or a running clock"),
    "final_and_resting": (
        replace(SOUND, states=(DRAFT, REVIEW, replace(DONE, resting=True))),
        "done is both final and resting"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SEEDED)
def test_each_kind_of_defect_is_found_with_its_counter_example(kind: str) -> None:
    broken, words = SEEDED[kind]
    with pytest.raises(InvalidDefinition) as caught:
        prove(broken)
    told = [fault.words for fault in caught.value.faults if fault.kind == kind]
    assert any(words in one for one in told), caught.value


@pytest.mark.parametrize("broken", [
    replace(SOUND, separations=(Separation(code="held", roles=("king",), by=("fly",), barred=("send",)),)),
    replace(SOUND, separations=(Separation(code="unheard_of", roles=("clerk",), by=(), barred=("send",)),)),
    replace(SOUND, states=(replace(DRAFT, public=text("{salary}")), REVIEW, DONE)),
    replace(SOUND, states=(replace(DRAFT, waits_for=("clerk", "system")), REVIEW, DONE)),
])  # fmt: skip
def test_smaller_defects_are_found(broken: Definition) -> None:
    with pytest.raises(InvalidDefinition):
        prove(broken)


def test_every_fault_is_named_at_once() -> None:
    broken = having(move("fly", "review", "moon", "king"))
    with pytest.raises(InvalidDefinition, match="sample 1 is not sound") as caught:
        Registry((broken,))
    assert {fault.kind for fault in caught.value.faults} >= {
        "unknown_state",
        "unknown_trigger",
        "unknown_role",
    }


COMPARED = {
    "unreachable", "no_way_to_end", "exit_from_end", "no_end", "no_way_out", "same_target_twice",
    "route_never_taken", "unused_trigger", "system_loop",
}  # fmt: skip


def test_the_proof_agrees_with_a_brute_force_explorer() -> None:
    """5,000 random definitions; another seed by STATES_SEED."""
    seed = int(os.environ.get("STATES_SEED", "2023"))
    random = Random(seed)
    sound, kinds = 0, Counter[str]()
    for number in range(5_000):
        drawn = at_random(random)
        proved = {(fault.kind, fault.where) for fault in faults_of(drawn)}
        found = explore(drawn)
        assert proved == found, f"seed {seed}, definition {number}: {drawn.transitions}"
        sound += not proved
        kinds.update(kind for kind, _ in found)
    sys.stdout.write(f"seed {seed}: {sound} sound; {dict(kinds)}\n")
    assert sound > 250
    assert set(kinds) == COMPARED


def test_the_initial_state_cannot_be_passed_over() -> None:
    assert shipped().latest("nomination").definition.initial == "draft"

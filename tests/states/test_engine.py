"""What the engine relies on in `transitions`, and what the registry lets in."""

import logging
import threading
from dataclasses import replace

import pytest
from transitions import Machine

from states import (
    CONDITIONS,
    GUARDS,
    ChangedDefinition,
    Engine,
    Refused,
    Registry,
    Text,
    UnknownDefinition,
    shipped,
)
from states.definitions import NOMINATION_V1, SESSION_V1
from states.guards import guard
from tests.states.facts import WELL
from tests.states.makers import SOUND


def machine_of(engine: Engine) -> Machine:
    return engine._machine


def test_the_machine_holds_no_model_and_offers_no_shortcut() -> None:
    machine = machine_of(shipped().latest("nomination"))
    assert machine.models == []
    assert not machine.has_queue
    assert set(machine.events) == {trigger.code for trigger in NOMINATION_V1.triggers}


def test_no_condition_is_a_string_and_no_callback_is_registered() -> None:
    machine = machine_of(shipped().latest("nomination"))
    for event in machine.events.values():
        for built in event.transitions.values():
            for item in built:
                assert not (item.prepare or item.before or item.after)
                assert all(callable(condition.func) and condition.target for condition in item.conditions)


def test_the_library_is_quiet() -> None:
    assert logging.getLogger("transitions.core").getEffectiveLevel() == logging.WARNING


def test_stepping_leaves_no_trace() -> None:
    engine = shipped().latest("nomination")
    machine = machine_of(engine)
    before = {name: dict(event.transitions) for name, event in machine.events.items()}
    for _ in range(3):
        engine.step_slow("draft", "send_to_review", WELL)
        engine.step("draft", "send_to_review", WELL)
    with pytest.raises(Refused):
        engine.step_slow("archived", "submit", WELL)
    assert machine.models == []
    assert {name: dict(event.transitions) for name, event in machine.events.items()} == before


def test_threads_share_an_engine() -> None:
    engine = shipped().latest("nomination")
    targets: list[str] = []

    def work(simplified: bool, expected: str) -> None:
        facts = replace(WELL, simplified=simplified)
        for _ in range(300):
            assert engine.step_slow("draft", "send_to_review", facts).target == expected
        targets.append(expected)

    threads = [
        threading.Thread(target=work, args=(n % 2 == 0, "pending_unit_head" if n % 2 == 0 else "unit_review"))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(targets) == 4


def test_conditions_answer_yes_or_no() -> None:
    assert {code: condition.ask(WELL) for code, condition in CONDITIONS.items()} == {
        "simplified": False, "council_required": True, "vote_passed": True,
    }  # fmt: skip
    assert CONDITIONS["vote_passed"].ask(replace(WELL, vote=None)) is False


def test_no_route_when_no_condition_fits() -> None:
    engine = shipped().latest("nomination")
    assert engine.route("archived", "submit", WELL) is None
    assert engine.triggers_from("draft") == ("send_to_review", "withdraw")
    assert engine.triggers_from("archived") == ()


def test_a_trigger_whose_routes_all_ask_may_have_no_way() -> None:
    send, decide, _ = SOUND.transitions
    engine = Engine(replace(SOUND, transitions=(send, decide)))
    assert engine.route("review", "decide", WELL) is None
    for step in (engine.step, engine.step_slow):
        assert step("review", "decide", replace(WELL, simplified=True)).target == "done"
        with pytest.raises(Refused, match="no_such_move"):
            step("review", "decide", WELL)


def test_a_guard_needs_words_for_its_refusal() -> None:
    with pytest.raises(ValueError, match="no words"):
        guard(holds=Text("đúng", "true"))(lambda facts: None)
    assert "<lambda>" not in GUARDS


def test_the_registry_finds_by_version_and_the_latest() -> None:
    second = replace(SOUND, version=2)
    registry = Registry((SOUND, second, SESSION_V1), staffing={"clerk": 2, "unit_head": 1,
                                                              "council_secretary": 2})  # fmt: skip
    assert registry.latest("sample") is registry.engine("sample", 2)
    assert registry.engine("sample", 1).definition is SOUND
    assert [engine.definition.version for engine in registry.all()] == [1, 2, 1]
    with pytest.raises(UnknownDefinition):
        registry.engine("sample", 3)
    with pytest.raises(UnknownDefinition):
        registry.latest("dream")


def test_the_registry_refuses_twins_and_changed_definitions() -> None:
    with pytest.raises(ChangedDefinition):
        Registry((SESSION_V1, replace(SESSION_V1)))
    published = {("nomination", 1): NOMINATION_V1.fingerprint}
    shipped().compare(published)
    with pytest.raises(ChangedDefinition, match="nomination 1"):
        shipped().compare({("nomination", 1): "0" * 64})
    with pytest.raises(UnknownDefinition):
        shipped().compare({("nomination", 7): "0" * 64})

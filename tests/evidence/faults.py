"""Breaking a use case before any of its statements, or before its commit."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, event

from tests.factories import (
    District,
    fire,
    inputs_for,
    make_decision_item,
    make_nomination,
    make_ready,
    make_session,
    uncounted,
    wish,
)
from workflow.councils.sessions import MoveSession, move_session
from workflow.decisions.revoke import MoveDecisionItem, move_decision_item
from workflow.kernel.transaction import Tx
from workflow.nominations.advance import advance

KILLED: Final = 77
UseCase = Callable[[Tx], object]


class Broken(Exception):
    """The fault that was planned."""


@dataclass(slots=True)
class Steps:
    """Counts statements and commits of an engine, and does `then` before the one numbered `at`."""

    at: int = 0
    then: Callable[[], None] = lambda: None
    count: int = 0

    def step(self, *_: Any) -> None:
        self.count += 1
        if self.count == self.at:
            self.then()


@contextmanager
def steps(engine: Engine, at: int = 0, then: Callable[[], None] = lambda: None) -> Iterator[Steps]:
    counted = Steps(at, then)
    names = ("before_cursor_execute", "commit")
    for name in names:
        event.listen(engine, name, counted.step)
    try:
        yield counted
    finally:
        for name in names:
            event.remove(engine, name, counted.step)


def break_off() -> None:
    raise Broken


def attempt(district: District, use_case: UseCase, at: int = 0) -> int:
    """Run the use case, broken before step `at`. Returns how many steps were begun."""
    store = district.services.store
    with steps(store.engine, at, break_off) as counted:
        try:
            with store.transaction() as tx:
                use_case(tx)
        except Broken:
            pass
    return counted.count


def killed(district: District, use_case: UseCase, at: int) -> bool:
    """Run the use case in a process of its own that dies before step `at`, or right after its commit."""
    store = district.services.store
    store.engine.dispose()  # connections are not shared with a child
    child = os.fork()
    if child == 0:
        try:
            with steps(store.engine, at, lambda: os._exit(KILLED)):
                with store.transaction() as tx:
                    use_case(tx)
                os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), code
    return code == KILLED


def use_cases(district: District) -> Iterator[tuple[str, UseCase]]:
    """Every transition of every definition, one at a time: its name, and the act with all made ready."""
    registry = district.services.office.registry
    for transition in registry.latest("nomination").definition.transitions:
        yield _name(transition), _advance(district, make_ready(district, transition), transition)
    for transition in registry.latest("session").definition.transitions:
        yield _name(transition), _session(district, transition)
    for transition in registry.latest("revocation").definition.transitions:
        yield _name(transition), _item(district, transition)


def _name(transition: Any) -> str:
    return f"{transition.source} –{transition.trigger}→ {transition.target}"


def _advance(district: District, nomination_id: int, transition: Any) -> UseCase:
    command = wish(district, [nomination_id], transition.trigger, target=transition.target)
    return lambda tx: advance(tx, district.services.office, command)


def _session(district: District, transition: Any) -> UseCase:
    listed = [make_nomination(district, "council_queue")] if transition.source in ("planned", "convened") else []
    session_id = make_session(district, transition.source, listed)
    if transition.trigger == "close":
        fire(district, uncounted(district, session_id), "record_vote", target="council_failed")
    seen = {"planned": 0, "convened": 1, "closed": 2}[transition.source]
    inputs = {"reason": "Hoãn."} if transition.trigger == "cancel" else {}
    command = MoveSession(
        session_id=session_id, trigger=transition.trigger, seen_version=seen, inputs=inputs,
        actor=district.act("council_secretary"),
    )  # fmt: skip
    return lambda tx: move_session(tx, district.services.office, command)


def _item(district: District, transition: Any) -> UseCase:
    item_id = make_decision_item(district, transition.source)
    role = "standing_head" if transition.trigger == "open_review" else "chairman"
    command = MoveDecisionItem(
        item_id=item_id, trigger=transition.trigger, seen_version=0 if transition.source == "in_force" else 1,
        actor=district.act(role), inputs=inputs_for(district, transition.trigger),
    )  # fmt: skip
    return lambda tx: move_decision_item(tx, district.services.office, command)

"""Two hundred people at once: threads in several processes, let go by one barrier."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from threading import Thread
from typing import Any, Final

from tests.factories import District
from workflow.bootstrap import Services, build
from workflow.kernel.errors import Stale
from workflow.nominations.advance import Advance, advance

PEOPLE: Final = 200
PROCESSES: Final = 4
WAIT: Final = 60

Press = Callable[[Services, Advance], str]
Rounds = Sequence[Sequence[Advance]]  # for each round, the wishes that people take turns to have


def press(services: Services, command: Advance) -> str:
    """What one person is told."""
    try:
        with services.store.transaction() as tx:
            advance(tx, services.office, command)
    except Stale:
        return "stale"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "won"


def let_go(district: District, rounds: Rounds, act: Press = press) -> list[Counter[str]]:
    """In each round everybody presses at the same moment. Returns what they were told, counted."""
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(PEOPLE), context.Queue()
    district.services.store.engine.dispose()  # connections are not shared with a child
    children = [
        context.Process(target=_office, args=(district, rounds, number, barrier, answers, act))
        for number in range(PROCESSES)
    ]
    for child in children:
        child.start()
    told = [answers.get(timeout=WAIT * len(rounds)) for _ in children]
    for child in children:
        child.join(WAIT)
    return [sum((part[number] for part in told), Counter()) for number in range(len(rounds))]


def _office(district: District, rounds: Rounds, number: int, barrier: Barrier, answers: Any, act: Press) -> None:
    """One process with its own engine and its share of the people."""
    services = build(district.services.settings, clock=replace(district.services.clock))  # type: ignore[type-var]
    told: list[Counter[str]] = [Counter() for _ in rounds]

    def person(place: int) -> None:
        for counted, wishes in zip(told, rounds, strict=True):
            barrier.wait(WAIT)
            counted[act(services, wishes[place % len(wishes)])] += 1

    share = PEOPLE // PROCESSES
    crowd = [Thread(target=person, args=(number * share + place,)) for place in range(share)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    answers.put(told)

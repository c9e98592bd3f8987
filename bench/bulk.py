"""A thousand nominations decided in one act against the bare driver writing the same rows at once."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.floor import Floor, marks, ready, written_since
from bench.places import chosen, district_in, parser, server, twin
from tests.evidence.databases import dump
from tests.factories import District, make_nominations, wish
from workflow.kernel.transaction import Store
from workflow.nominations.advance import advance

PER_LETTER = 250
TARGET = 4.0


def one_round(district: District, ids: Sequence[int]) -> tuple[float, float]:
    """Seconds of the engine and of the floor on two fresh copies of the same database, left equal."""
    office, own = district.services.office, district.services.store
    command = wish(district, ids, "sign_decision")
    with twin(district) as left, twin(district) as right:
        store = Store(left, district.services.clock, own.subscribers)
        before = marks(left)
        gc.collect()
        started = perf_counter()
        with store.transaction() as tx:
            advance(tx, office, command)
        ours = perf_counter() - started
        written = ready(written_since(left, before))
        floor = Floor(right)
        gc.collect()
        started = perf_counter()
        floor.replay(written)
        theirs = perf_counter() - started
        floor.close()
        ours_left, theirs_left = dump(left), dump(right)
        different = [name for name in ours_left if ours_left[name] != theirs_left[name]]
        if different:
            raise AssertionError(f"the floor did not write what the engine wrote: {different}")
    return ours, theirs


def measure(database: str, folder: Path | None, size: int, rounds: int) -> tuple[float, float, float]:
    with server(database) as address, district_in(folder, address) as district:
        ids: list[int] = []
        while len(ids) < size:
            ids += make_nominations(district, min(PER_LETTER, size - len(ids)), "pending_decision")
        times = [one_round(district, ids) for _ in range(rounds + 1)][1:]
    ours, theirs = zip(*times, strict=True)
    return median(ours), median(theirs), median(a / b for a, b in times)


def main(arguments: Sequence[str]) -> int:
    options = parser("bulk", __doc__ or "")
    options.add_argument("--size", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args(arguments)
    worst = 0
    for database in chosen(given):
        ours, theirs, ratio = measure(database, given.folder, given.size, given.rounds)
        worst |= ratio > TARGET
        print(
            f"bulk, {database}: {given.size} decided in {ours * 1e3:.0f} ms, bare driver {theirs * 1e3:.0f} ms,"
            f" {ratio:.2f} times (at most {TARGET:g} wanted)"
        )
    return int(worst)

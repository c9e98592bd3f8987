"""One durable move through the whole engine against the bare driver writing the same rows."""

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
from workflow.nominations.advance import Advance, advance

ROUND = ("refer", "request_reappraisal", "reappraise")
TARGETS = {"sqlite": 3.0, "postgresql": 2.0}


def engine_move(district: District, command: Advance) -> float:
    """Seconds for the whole use case: lock, reading, permission, guards, event, trail, task, letters, commit."""
    store, office = district.services.store, district.services.office
    started = perf_counter()
    with store.transaction() as tx:
        advance(tx, office, command)
    return perf_counter() - started


def measure(database: str, folder: Path | None, rounds: int) -> tuple[float, float]:
    """Median seconds of the engine and of the floor, move by move in turn; both databases end up equal."""
    with server(database) as address, district_in(folder, address) as district:
        (nomination_id,) = make_nominations(district, 1, "under_appraisal")
        engine = district.services.store.engine
        with twin(district) as other:
            floor = Floor(other)
            ours, theirs = [], []
            for trigger in ROUND * rounds:
                command = wish(district, [nomination_id], trigger)
                before = marks(engine)
                gc.collect()
                ours.append(engine_move(district, command))
                written = ready(written_since(engine, before))
                started = perf_counter()
                floor.replay(written)
                theirs.append(perf_counter() - started)
            floor.close()
            left, right = dump(engine), dump(other)
            different = [name for name in left if left[name] != right[name]]
            if different:
                raise AssertionError(f"the floor did not write what the engine wrote: {different}")
    warm = len(ROUND)
    return median(ours[warm:]), median(theirs[warm:])


def main(arguments: Sequence[str]) -> int:
    options = parser("step", __doc__ or "")
    options.add_argument("--rounds", type=int, default=100, help=f"times {len(ROUND)} moves")
    given = options.parse_args(arguments)
    worst = 0
    for database in chosen(given):
        ours, theirs = measure(database, given.folder, given.rounds)
        ratio = ours / theirs
        worst |= ratio > TARGETS[database]
        print(
            f"step, {database}: engine {ours * 1e6:.0f} µs, bare driver {theirs * 1e6:.0f} µs,"
            f" {ratio:.2f} times (at most {TARGETS[database]:g} wanted)"
        )
    return int(worst)

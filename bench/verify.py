"""How fast the whole record is verified: chains, moves, states, against the published law."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from time import perf_counter

from bench.places import chosen, district_in, parser, server
from tests.factories import make_nominations
from workflow.lifecycle.verify import verify

TARGET = 100_000
PER_LETTER = 250


def main(arguments: Sequence[str]) -> int:
    options = parser("verify", __doc__ or "")
    options.add_argument("--size", type=int, default=1_000, help="nominations, each taken to the archive")
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args(arguments)
    worst = 0
    for database in chosen(given):
        with server(database) as address, district_in(given.folder, address) as district:
            for start in range(0, given.size, PER_LETTER):
                make_nominations(district, min(PER_LETTER, given.size - start), "archived")
            times = []
            for _ in range(given.rounds + 1):
                with district.services.store.engine.connect() as connection:
                    started = perf_counter()
                    report = verify(connection, district.services.office.registry)
                    times.append(perf_counter() - started)
            seconds = median(times[1:])
        speed = (report.entries + report.events) / seconds
        worst |= not report.sound or speed < TARGET
        print(
            f"verify, {database}: {report.entries} entries and {report.events} events of {report.subjects} files"
            f" in {seconds * 1e3:.0f} ms, {speed:,.0f} records a second ({TARGET:,} wanted),"
            f" {len(report.faults)} faults"
        )
    return int(worst)

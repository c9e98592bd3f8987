"""What the law says of a list of five hundred names, against the bare driver reading the same rows."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import event

from bench.places import chosen, district_in, parser, server
from tests.factories import District, make_nominations
from workflow.nominations.law.facts import StateFacts, state_facts
from workflow.nominations.law.queries import eligibility_for

FACTS = {"recruited_on": "2020-03-01", "rating": "good", "discipline": "none", "registered": "yes", "is_head": "no"}
NAMES = (50, 500)
TARGET = 40.0
"""Times the bare reading: each name is judged by a dozen criteria, with its sentences in two languages."""


def listed(district: District, count: int) -> list[int]:
    """A letter of that many names, each with its facts."""
    ids = make_nominations(district, count, "unit_review", kind="yearly", award="LDTT")
    clerk = district.act("clerk")
    with district.services.store.transaction() as tx:
        for nomination_id in ids:
            command = StateFacts(nomination_id=nomination_id, typed=FACTS, actor=clerk)
            state_facts(tx, district.services.office, command)
    return ids


def judged(district: District, ids: Sequence[int]) -> tuple[float, list[tuple[str, Any]]]:
    """Seconds for the judgement of all, and what was said to the driver."""
    said: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, sql: str, values: Any, *_more: Any) -> None:
        if sql.startswith("SELECT"):
            said.append((sql, values))

    engine = district.services.store.engine
    with district.services.store.reading() as session:
        event.listen(engine, "before_cursor_execute", hear)
        started = perf_counter()
        found = eligibility_for(session, ids, district.today)
        seconds = perf_counter() - started
        event.remove(engine, "before_cursor_execute", hear)
    if len(found) != len(ids):
        raise AssertionError("not every name was judged")
    return seconds, said


def floor(district: District, said: Sequence[tuple[str, Any]]) -> float:
    """Seconds for the driver to read the same rows."""
    with district.services.store.reading() as session:
        cursor = session.connection().connection.cursor()
        started = perf_counter()
        for sql, values in said:
            cursor.execute(sql, values)
            cursor.fetchall()
        return perf_counter() - started


def main(arguments: Sequence[str]) -> int:
    options = parser("law", __doc__ or "")
    options.add_argument("--rounds", type=int, default=15)
    given = options.parse_args(arguments)
    return max(_measured(database, given.folder, given.rounds) for database in chosen(given))


def _measured(database: str, folder: Path | None, rounds: int) -> int:
    with server(database) as address, district_in(folder, address) as district:
        lists = {count: listed(district, count) for count in NAMES}
        told = {}
        for count, ids in lists.items():
            judged(district, ids)
            gc.collect()
            runs = [judged(district, ids) for _ in range(rounds)]
            base = [floor(district, runs[0][1]) for _ in range(rounds)]
            told[count] = (median(seconds for seconds, _said in runs), median(base), len(runs[0][1]))
    few, many = (told[count] for count in NAMES)
    ratio = many[0] / many[1]
    print(
        f"law, {database}: {NAMES[1]} names in {many[0] * 1e3:.0f} ms, {many[2]} queries ({NAMES[0]} names: {few[2]}),"
        f" bare driver {many[1] * 1e3:.1f} ms, {ratio:.1f} times (at most {TARGET:g} wanted)"
    )
    return int(ratio > TARGET or many[2] > few[2])

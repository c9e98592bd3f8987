"""A page of the queue among ten thousand files and among a million, at its start, half-way and at its end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.load import fill
from bench.places import chosen, district_in, parser, server
from tests.factories import District, make_nomination
from workflow.kernel.paging import PAGE_SIZE, Cursor
from workflow.nominations.models import Nomination
from workflow.nominations.queue import QueueFilter, queue_page

TARGET = 1.2
WARM = 30
DEPTHS = {"first": 0.0, "half-way": 0.5, "last": 1.0}


def cursors(session: Session) -> dict[str, Cursor | None]:
    """Where the pages start, found once and slowly."""
    n = Nomination
    queue = select(n.due_on, n.id).where(n.waits_for.is_not(None), n.received_at.is_not(None)).order_by(n.due_on, n.id)
    lines = session.execute(queue).all()
    found: dict[str, Cursor | None] = {"first": None}
    for name, depth in DEPTHS.items():
        if depth:
            place = int(depth * (len(lines) - PAGE_SIZE - 2))
            found[name] = Cursor(0, lines[place].due_on, lines[place].id, place)
    return found


class Reader:
    """One person turning pages in one database."""

    def __init__(self, district: District, session: Session) -> None:
        self.head = district.act("standing_head")
        self.today = district.today
        self.session = session
        self.starts = cursors(session)

    def page(self, depth: str) -> float:
        started = perf_counter()
        page = queue_page(self.session, self.head, QueueFilter(), self.today, self.starts[depth])
        seconds = perf_counter() - started
        assert len(page.items) == PAGE_SIZE
        return seconds


def measure(
    database: str, folder: Path | None, sizes: Sequence[int], rounds: int
) -> dict[tuple[str, int], list[float]]:
    """Seconds of a page by depth and size, the sizes in turn so that both meet the same machine."""
    found: dict[tuple[str, int], list[float]] = {(depth, size): [] for depth in DEPTHS for size in sizes}
    with ExitStack() as stack:
        address = stack.enter_context(server(database))
        readers = {}
        for size in sizes:
            district = stack.enter_context(district_in(folder, address))
            fill(district.services.store.engine, make_nomination(district, "submitted"), size)
            readers[size] = Reader(district, stack.enter_context(district.services.store.reading()))
        for _ in range(rounds + WARM):
            for depth, size in found:
                found[depth, size].append(readers[size].page(depth))
    return {key: values[WARM:] for key, values in found.items()}


def main(arguments: Sequence[str]) -> int:
    options = parser("queue", __doc__ or "")
    options.add_argument("--sizes", type=int, nargs=2, default=(10_000, 1_000_000))
    options.add_argument("--rounds", type=int, default=200)
    given = options.parse_args(arguments)
    small, large = given.sizes
    worst = 0
    for database in chosen(given):
        found = measure(database, given.folder, given.sizes, given.rounds)
        for depth in DEPTHS:
            few, many = found[depth, small], found[depth, large]
            ratio = median(b / a for a, b in zip(few, many, strict=True))
            worst |= ratio > TARGET
            print(
                f"queue, {database}, {depth} page: {median(few) * 1e6:.0f} µs among {small:,},"
                f" {median(many) * 1e6:.0f} µs among {large:,}, {ratio:.2f} times (at most {TARGET:g} wanted)"
            )
    return int(worst)

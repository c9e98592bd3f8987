"""The queue on each of its three stores, and the worker as a guest in another process."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from huey import PostgresHuey, RedisHuey, SqliteHuey

from notifications.clockwork import Clockwork
from notifications.queue import Queue, open_queue
from notifications.transports.capture import CaptureTransport
from tests.factories import fire, make_nomination
from tests.notifications.post import Post
from tests.support.processes import free_port, wait_until


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'queue' / 'queue.sqlite3'}"
    return str(request.getfixturevalue({"postgresql": "postgres_url", "redis": "redis_url"}[request.param]))


def test_each_address_has_its_store(address: str) -> None:
    kinds = {"sqlite": SqliteHuey, "postgresql+psycopg": PostgresHuey, "redis": RedisHuey}
    assert isinstance(open_queue(address), kinds[address.split(":")[0]])


def test_another_address_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        open_queue("mysql://127.0.0.1/queue")


def test_a_move_wakes_the_worker_and_the_letter_leaves_at_once(address: str, post: Post) -> None:
    nomination_id = make_nomination(post.district, "submitted")
    post.forget()
    queue = Queue(address)
    queue.serve(Clockwork(post.services, post.subscriber, CaptureTransport))
    post.subscriber.wake = queue.wake
    before = threading.active_count()
    worker = queue.embedded()
    worker.start()
    try:
        fire(post.district, [nomination_id], "receive")
        wait_until(lambda: len(post.letters(state="sent")) == 2, what="two letters sent", seconds=10)
    finally:
        worker.stop()
    wait_until(lambda: threading.active_count() <= before, what="the end of the worker's threads", seconds=10)


def test_a_queue_that_is_away_loses_nothing_and_stops_nobody(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    nomination_id = make_nomination(post.district, "submitted")
    post.forget()
    post.subscriber.wake = Queue(f"redis://127.0.0.1:{free_port()}/0").wake
    with caplog.at_level(logging.WARNING):
        fire(post.district, [nomination_id], "receive")
    assert len(post.letters(state="pending")) == 2
    assert "the queue could not be reached" in caplog.text

"""What happens by itself: overdue files move, reminders are written once, and one of many workers acts."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from notifications.clockwork import Clockwork, take_slot, tidy
from notifications.models import JobRun
from notifications.reminders import remind
from notifications.transports.capture import CaptureTransport
from tests.factories import fire, make_nomination, make_nominations
from tests.notifications.post import Post
from workflow.deadlines.sweep import sweep
from workflow.nominations.models import Nomination


def state_of(post: Post, nomination_id: int) -> str:
    with post.services.store.reading() as session:
        return session.execute(select(Nomination.state).where(Nomination.id == nomination_id)).scalar_one()


def test_a_supplement_that_does_not_come_ends_the_file(both: Post) -> None:
    overdue = make_nomination(both.district, "supplement_requested")
    both.clock.advance(days=5)
    assert sweep(both.services.store, both.services.office) == {}  # its last day is not over
    both.clock.advance(days=1)
    both.forget()
    assert sweep(both.services.store, both.services.office) == {"lapse": 1}
    assert sweep(both.services.store, both.services.office) == {}
    assert state_of(both, overdue) == "returned"
    assert both.told(nomination_id=overdue) == {
        "unit_head": "lapsed", "clerk": "lapsed", "appraiser": "lapsed", "desk_officer": "lapsed",
    }  # fmt: skip


def test_a_notice_that_is_over_is_closed_and_a_file_on_hold_stays(both: Post) -> None:
    over, held = make_nominations(both.district, 2, "public_notice")
    fire(both.district, [held], "suspend")
    both.clock.advance(days=6)
    assert sweep(both.services.store, both.services.office) == {"close_notice": 1}
    assert (state_of(both, over), state_of(both, held)) == ("under_appraisal", "public_notice")


def test_more_than_one_batch_is_swept(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    make_nominations(post.district, 5, "supplement_requested")
    monkeypatch.setattr("workflow.deadlines.sweep.BATCH", 2)
    post.clock.advance(days=6)
    assert sweep(post.services.store, post.services.office) == {"lapse": 5}


def test_the_owner_and_the_head_are_reminded_once_before_and_once_after(both: Post) -> None:
    nomination_id = make_nomination(both.district, "under_appraisal")
    both.forget()
    for _ in range(16):
        remind(both.services.store, both.subscriber)
        both.clock.advance(days=1)
    assert sorted({each.kind for each in both.letters()}) == ["due_soon", "overdue"]
    for kind in ("due_soon", "overdue"):
        letters = both.letters(kind=kind, nomination_id=nomination_id)
        assert len({each.recipient for each in letters}) == len(letters)
        assert both.told(kind=kind) == {"appraiser": kind, "standing_head": kind}


def test_a_draft_reminds_the_unit_and_a_move_takes_the_reminder_back(post: Post) -> None:
    nomination_id = make_nomination(post.district, "pending_unit_head")
    post.clock.advance(days=30)
    post.forget()
    assert remind(post.services.store, post.subscriber) == 1
    assert post.told() == {"unit_head": "overdue"}
    fire(post.district, [nomination_id], "submit")
    assert [each.state for each in post.letters(kind="overdue")] == ["superseded"]


def test_of_forty_that_hear_the_clock_one_acts(both: Post) -> None:
    def take(_: int) -> bool:
        with both.services.store.transaction() as tx:
            return take_slot(tx, "sweep", "2023-11-01T09:00")

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(40))) == 1


def test_a_minute_has_each_job_once(post: Post) -> None:
    make_nomination(post.district, "submitted")
    clockwork = Clockwork(post.services, post.subscriber, CaptureTransport)
    assert clockwork.tick() == ("sweep", "remind", "tidy", "drain")
    assert clockwork.tick() == ()
    assert post.letters(state="pending") == []
    post.clock.advance(minutes=1)
    assert clockwork.tick() == ("sweep", "remind", "tidy", "drain")


def test_a_job_that_fails_does_not_stop_the_others(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no sweeping today")

    monkeypatch.setattr("notifications.clockwork.sweep", broken)
    clockwork = Clockwork(post.services, post.subscriber, CaptureTransport)
    with caplog.at_level(logging.ERROR):
        assert clockwork.tick() == ("remind", "tidy", "drain")
    assert "job sweep failed" in caplog.text


def test_old_slots_are_forgotten(post: Post) -> None:
    with post.services.store.transaction() as tx:
        take_slot(tx, "sweep", "old")
    post.clock.advance(days=3)
    with post.services.store.transaction() as tx:
        take_slot(tx, "sweep", "fresh")
    tidy(post.services.store)
    with post.services.store.reading() as session:
        assert list(session.execute(select(JobRun.slot)).scalars()) == ["fresh"]

"""The worker against a real SMTP server that behaves, refuses, hangs and dies; on both databases."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from notifications.render import Renderer
from notifications.transports.base import Envelope, TransportError
from notifications.transports.capture import CaptureTransport
from notifications.transports.smtp import SmtpTransport
from notifications.worker import BACK_OFF, BATCH, LEASE, SILENT, Drained, Worker, back_off, drain, gives_up
from tests.factories import fire, make_nomination, make_nominations
from tests.notifications.post import Post
from tests.support.processes import free_port
from tests.support.smtp import Fault, SmtpServer


def test_letters_arrive_as_they_are_kept_one_for_each_person(both: Post, smtp: SmtpServer) -> None:
    make_nomination(both.district, "under_appraisal", nominee_id=both.district.people["nominee"])
    waiting, lines = both.letters(state="pending"), smtp.connections
    assert both.drain(smtp) == Drained(sent=len(waiting))
    sent = both.letters(state="sent")
    assert [each.id for each in sent] == [each.id for each in waiting]
    assert sorted((each.recipients, each.content) for each in smtp.messages) == sorted(
        ((each.to_address,), each.raw) for each in sent if each.raw is not None
    )
    assert {each.sender for each in smtp.messages} == {"thidua@thanhliem.example"}
    assert smtp.connections == lines + 1
    assert {each.sent_at for each in sent} == {both.clock.now()}
    assert both.drain(smtp) == Drained()


def test_each_reads_in_their_own_language(post: Post, smtp: SmtpServer) -> None:
    post.change_person("vice_chairman", locale="en")
    make_nomination(post.district, "pending_decision")
    post.drain(smtp)
    subjects = {each.recipients[0].split("@")[0]: str(each.mail["Subject"]) for each in smtp.messages}
    assert subjects["chairman"] == "[TĐKT] Trình ký quyết định: hồ sơ TĐKT-2023-0001"
    assert subjects["vice_chairman"] == "[TĐKT] For decision: file TĐKT-2023-0001"


def test_a_recipient_refused_for_good_is_given_up_at_once(post: Post, smtp: SmtpServer) -> None:
    letter = post.one_letter()
    smtp.fail(Fault("refuse", at="RCPT", code=550))
    assert post.drain(smtp) == Drained(dead=1)
    (dead,) = post.letters(state="dead")
    assert (dead.id, dead.last_error, dead.attempts) == (letter.id, "550 refused by the script", 1)
    assert smtp.messages == []


@pytest.mark.parametrize("fault", [
    Fault("refuse", at="RCPT", code=450), Fault("refuse", at="MAIL", code=550), Fault("refuse", at="DATA", code=451),
    Fault("drop", at="MAIL"), Fault("drop", at="RCPT"), Fault("drop", at="DATA"), Fault("drop", at="DATA", keep=True),
    Fault("hang", at="DATA", keep=True), Fault("hang", at="RCPT"), Fault("refuse", at="CONNECT", code=421),
    Fault("drop", at="EHLO"), Fault("hang", at="EHLO"), Fault("drop", at="CONNECT"),
], ids=lambda fault: f"{fault.kind}-{fault.at}-{fault.code}-{fault.keep}")  # fmt: skip
def test_what_may_pass_is_tried_again_with_the_same_bytes(post: Post, smtp: SmtpServer, fault: Fault) -> None:
    post.one_letter()
    smtp.fail(fault)
    if fault.at == "EHLO" and fault.kind != "hang":
        smtp.fail(fault)  # smtplib says HELO when EHLO is not answered
    assert post.drain(smtp) == Drained(failed=1)
    (first,) = post.letters()
    assert first.raw is not None
    assert first.next_at > post.clock.now() + timedelta(seconds=40)
    assert post.drain(smtp) == Drained()  # not before its time
    smtp.behave()
    post.clock.advance(minutes=2)
    assert post.drain(smtp) == Drained(sent=1)
    assert {each.content for each in smtp.messages} == {first.raw}
    assert len(smtp.messages) == (2 if fault.keep else 1)


def test_a_silent_server_costs_no_more_than_the_time_out(post: Post, smtp: SmtpServer) -> None:
    post.one_letter()
    smtp.fail(Fault("hang", at="CONNECT"))
    began = time.monotonic()
    assert post.drain(smtp, mail_timeout=0.3) == Drained(failed=1)
    assert time.monotonic() - began < 2


def test_nobody_answering_stops_the_round_after_five(both: Post) -> None:
    make_nominations(both.district, 10, "submitted")
    port = free_port()
    server = SmtpServer("127.0.0.1", port, script=None)  # type: ignore[arg-type]
    assert both.drain(server) == Drained(failed=SILENT)
    letters = both.letters(state="pending")
    assert sorted(each.attempts for each in letters)[-SILENT - 1 :] == [0, 1, 1, 1, 1, 1]
    assert {each.lease_owner for each in letters} == {None}


def test_a_server_that_is_away_does_not_slow_the_move(post: Post) -> None:
    """The move writes a row; who sends it is another matter."""
    nomination_id = make_nomination(post.district, "submitted")
    began = time.monotonic()
    fire(post.district, [nomination_id], "receive")
    assert time.monotonic() - began < 1
    assert {each.attempts for each in post.letters()} == {0}


def test_the_rests_grow_to_an_hour_and_end_after_three_days(post: Post, smtp: SmtpServer) -> None:
    letter = post.one_letter()
    rests = []
    while not post.letters(state="dead"):
        smtp.fail(Fault("refuse", at="RCPT", code=451))
        now = post.clock.now()
        post.drain(smtp)
        (letter,) = post.letters()
        rests.append(letter.next_at - now)
        post.clock.move_to(letter.next_at)
        assert len(rests) < 120
    steps = [*BACK_OFF, *[BACK_OFF[-1]] * len(rests)]
    assert all(abs(rest / step - 1) <= 0.2001 for rest, step in zip(rests[:-1], steps, strict=False))
    age = post.clock.now() - letter.created_at
    assert timedelta(hours=72) <= age <= timedelta(hours=74)
    assert smtp.messages == []


def test_patience() -> None:
    assert [gives_up(7, timedelta(hours=72)), gives_up(6, timedelta(days=9)), gives_up(70, timedelta(hours=71))] == [
        True, False, False,
    ]  # fmt: skip
    assert 45 < back_off(1).total_seconds() < 75
    assert 48 * 60 - 1 <= back_off(500).total_seconds() <= 72 * 60 + 1


def test_two_workers_never_hold_the_same_letter(both: Post) -> None:
    for _ in range(2):
        make_nominations(both.district, 20, "submitted")
    waiting = {each.id for each in both.letters(state="pending")}
    workers = [Worker(both.services, CaptureTransport(), Renderer.of(both.services.settings)) for _ in range(2)]
    held: list[set[int]] = [set(), set()]
    while True:
        claims = [{row.id for row in worker.claim()[0]} for worker in workers]
        if not any(claims):
            break
        assert max(map(len, claims)) <= BATCH
        for taken, claim in zip(held, claims, strict=True):
            taken |= claim
    assert held[0] & held[1] == set()
    assert held[0] | held[1] == waiting


def test_the_letters_of_a_worker_that_died_are_claimed_when_its_lease_is_over(both: Post) -> None:
    letter = both.one_letter()
    dying, other = (Worker(both.services, CaptureTransport(), Renderer.of(both.services.settings)) for _ in range(2))
    assert [row.id for row in dying.claim()[0]] == [letter.id]
    assert list(other.claim()[0]) == []
    both.clock.advance(seconds=LEASE.total_seconds() + 1)
    assert [row.id for row in other.claim()[0]] == [letter.id]


def test_a_worker_whose_lease_is_over_leaves_the_rest(post: Post) -> None:
    make_nominations(post.district, 3, "submitted")

    class Slow(CaptureTransport):
        def send(self, envelope: Envelope) -> None:
            post.clock.advance(minutes=3)

    worker = Worker(post.services, Slow(), Renderer.of(post.services.settings))
    assert worker.round() == (Drained(sent=2), False)
    assert len(post.letters(state="sent")) == 2


def test_a_letter_that_cannot_be_written_as_mail_does_not_hold_up_the_others(post: Post, smtp: SmtpServer) -> None:
    make_nominations(post.district, 2, "submitted")
    first, *others = post.letters(state="pending")
    post.change([first], to_address="a@b.example\r\nBcc: thief@evil.example")
    assert post.drain(smtp) == Drained(sent=len(others), dead=1)
    assert [each.last_error for each in post.letters(state="dead")] == ["ValueError: bad_address"]
    assert not [each for each in smtp.messages if b"evil" in each.content or "evil" in str(each.recipients)]


def test_a_name_with_a_line_end_adds_no_header_and_no_recipient(post: Post, smtp: SmtpServer) -> None:
    letter = post.one_letter()
    post.change([letter], to_name="Ông A\r\nBcc: thief@evil.example")
    assert post.drain(smtp) == Drained(sent=1)
    (received,) = smtp.messages
    assert received.recipients == (letter.to_address,)
    assert "Bcc" not in received.mail


def test_capturing_keeps_the_bytes_and_sends_nothing(post: Post, smtp: SmtpServer) -> None:
    post.one_letter()
    lines = smtp.connections
    assert drain(post.mailing(smtp), CaptureTransport()) == Drained(sent=1)
    (letter,) = post.letters(state="sent")
    assert letter.raw is not None
    assert smtp.connections == lines


def test_a_worker_told_to_stop_finishes_the_letter_in_hand(post: Post) -> None:
    make_nominations(post.district, 3, "submitted")
    asked = iter([False, False, True, True])
    done = drain(post.services, CaptureTransport(), stop=lambda: next(asked))
    assert done == Drained(sent=1)
    assert {each.lease_owner for each in post.letters()} == {None}


def test_one_connection_serves_a_batch_and_a_broken_one_is_replaced(post: Post, smtp: SmtpServer) -> None:
    transport, lines = SmtpTransport.of(post.mailing(smtp).settings), smtp.connections
    envelope = Envelope("a@b.example", "c@d.example", b"Subject: x\r\n\r\n.one\r\n")
    transport.send(envelope)
    transport.send(envelope)
    smtp.fail(Fault("drop", at="DATA"))
    with pytest.raises(TransportError) as caught:
        transport.send(envelope)
    assert (caught.value.permanent, caught.value.unreachable) == (False, False)
    transport.send(envelope)
    transport.close()
    assert {each.content for each in smtp.messages} == {envelope.raw}
    assert (len(smtp.messages), smtp.connections) == (3, lines + 2)

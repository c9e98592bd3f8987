"""G3: each letter leaves at least once, repeats are recognisable, and nobody else receives it.

Two thousand letters, written by real moves, go through a server that refuses, hangs and drops by
script, while the processes that send them are killed. Then the same is asked of two spoilt builds.
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import func, select

from notifications.models import OutboxMessage
from notifications.subscriber import Subscriber
from tests.evidence.letters import FastClock, send_until_killed
from tests.factories import District, fire, make_district, make_nominations, make_services
from tests.support.processes import wait_until
from tests.support.smtp import Fault, SmtpServer
from workflow.kernel.settings import Settings

SENDERS = 3
FAULTS = (
    Fault("refuse", at="CONNECT", code=421), Fault("drop", at="CONNECT"), Fault("hang", at="CONNECT"),
    Fault("refuse", at="MAIL", code=451), Fault("drop", at="MAIL"), Fault("hang", at="MAIL"),
    Fault("refuse", at="RCPT", code=450), Fault("drop", at="RCPT"), Fault("hang", at="RCPT"),
    Fault("refuse", at="RCPT", code=550), Fault("refuse", at="DATA", code=452), Fault("drop", at="DATA"),
    Fault("drop", at="DATA", keep=True), Fault("hang", at="DATA", keep=True),
)  # fmt: skip
# Who has to hear what of a file that went from the unit to a signed decision: what was true to the end.
PRESCRIBED = (
    ("submitted", "clerk"), ("submitted_nominee", "nominee"), ("received", "unit_head"), ("received", "clerk"),
    ("received_nominee", "nominee"), ("decided", "unit_head"), ("decided", "clerk"), ("decided_nominee", "nominee"),
    ("conferring_asked", "desk_officer"), ("conferring_asked", "appraiser"),
    ("conferring_asked", "council_secretary"), ("conferring_asked", "standing_head"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it. `unrecognisable`: received under an id that the outbox does not know."""

    letters: int
    received: int
    dead: int
    repeats: int
    missing: int
    wrong_address: int
    two_bodies: int
    unrecognisable: int


class Trial:
    """An outbox full of letters, a server, and senders to be killed."""

    def __init__(self, folder: Path, server: SmtpServer, build: str) -> None:
        self.folder, self.server, self.build = folder, server, build
        self.clock = FastClock(time.monotonic(), datetime(2023, 11, 1, 2, tzinfo=UTC))
        settings = Settings(data_dir=folder)
        self.services = make_services(folder, Subscriber.of(settings), clock=self.clock)
        self.district: District = make_district(self.services)
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.evidence.letters"])
        self.senders: list[multiprocessing.context.ForkServerProcess] = []
        self.kills = 0

    def write(self, files: int) -> set[tuple[str, str, str]]:
        """Bring files to a decision; gives the letters prescribed: file, kind, address."""
        ids = make_nominations(self.district, files, "pending_unit_head", nominee_id=self.district.people["nominee"])
        for trigger in ("submit", "receive", "refer", "sign_decision"):
            fire(self.district, ids, trigger)
        return {
            (str(number), kind, f"{post}@thanhliem.example") for number in ids for kind, post in PRESCRIBED
        }  # fmt: skip

    def start(self) -> None:
        where = (self.build, str(self.folder), self.server.port, self.clock)
        sender = self.context.Process(target=send_until_killed, args=where, daemon=True)
        sender.start()
        self.senders.append(sender)

    def kill(self, *, replace: bool = True) -> None:
        sender = self.senders.pop(random.randrange(len(self.senders)))
        sender.kill()
        sender.join(5)
        self.kills += 1
        if replace:
            self.start()

    def kill_while_sending(self) -> None:
        """Let the server fall silent in the middle of a letter, and kill whoever waits for it."""
        taken = self.server.commands.count("RCPT")
        self.server.fail(Fault("hang", at="RCPT"))
        wait_until(lambda: self.server.commands.count("RCPT") > taken, what="a letter under way")
        time.sleep(0.03)
        for _ in range(len(self.senders)):
            self.kill()

    def waiting(self) -> int:
        query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == "pending")
        with self.services.store.reading() as session:
            return session.execute(query).scalar_one()

    def finish(self) -> None:
        self.server.behave()
        wait_until(lambda: self.waiting() == 0, what="an empty outbox", seconds=45)

    def figures(self) -> Figures:
        query = select(OutboxMessage.message_id, OutboxMessage.to_address, OutboxMessage.state).where(
            OutboxMessage.state != "superseded"
        )
        with self.services.store.reading() as session:
            rows = list(session.execute(query))
        address = {row.message_id: row.to_address for row in rows}
        dead = {row.message_id for row in rows if row.state == "dead"}
        received = self.server.messages
        bodies: dict[str, set[bytes]] = {}
        for each in received:
            bodies.setdefault(str(each.mail["Message-ID"]), set()).add(each.content)
        return Figures(
            letters=len(rows),
            received=len(received),
            dead=len(dead),
            repeats=len(received) - len(bodies),
            missing=len(address.keys() - bodies.keys() - dead),
            wrong_address=sum(
                each.recipients != (address.get(str(each.mail["Message-ID"]), each.recipients[0]),) for each in received
            ),
            two_bodies=sum(len(different) > 1 for different in bodies.values()),
            unrecognisable=sum(identity not in address for identity in bodies),
        )

    def written(self) -> set[tuple[str, str, str]]:
        """The letters in the outbox that are still true: file, kind, address."""
        query = select(OutboxMessage).where(OutboxMessage.state != "superseded")
        with self.services.store.reading() as session:
            return {(str(row.nomination_id), row.kind, row.to_address) for row in session.execute(query).scalars()}


@contextmanager
def trial(folder: Path, server: SmtpServer, build: str = "shipped") -> Iterator[Trial]:
    made = Trial(folder, server, build)
    try:
        yield made
    finally:
        for sender in made.senders:
            sender.kill()
            sender.join(5)
        made.services.store.engine.dispose()


def torment(running: Trial, *, kills: int, pause: float, faults: Sequence[Fault]) -> Counter[str]:
    """Script one fault after the other and kill a sender in between; gives how often each fault was set."""
    scripted: Counter[str] = Counter()
    every = cycle(faults)
    for number in range(kills):
        for _ in range(3):
            fault = next(every)
            running.server.fail(fault)
            scripted[f"{fault.kind} {fault.at} {fault.code if fault.kind == 'refuse' else ''}".strip()] += 1
            time.sleep(pause)
        if number % 5 == 4:
            running.kill_while_sending()
        else:
            running.kill()
    return scripted


@pytest.mark.timeout(110)
def test_two_thousand_letters_through_faults_and_kills(
    tmp_path: Path, smtp: SmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    with trial(tmp_path, smtp) as running:
        prescribed = running.write(170)
        assert running.written() >= prescribed
        for _ in range(SENDERS):
            running.start()
        scripted = torment(running, kills=24, pause=0.08, faults=FAULTS)
        running.finish()
        figures = running.figures()
    refused_for_good = scripted["refuse RCPT 550"]
    with capsys.disabled():
        print(
            f"\nG3: {figures.letters} letters, {len(scripted)} fault scripts set {sum(scripted.values())} times, "
            f"{running.kills} kills, {time.monotonic() - began:.0f} s: {figures.received} received, "
            f"{figures.dead} given up visibly, {figures.repeats} repeats, {figures.missing} missing, "
            f"{figures.wrong_address} to a wrong address, {figures.two_bodies} with two bodies for one id"
        )
    assert figures.letters >= len(prescribed) >= 2_000
    assert len(scripted) >= 10
    assert running.kills >= 30
    assert (figures.missing, figures.wrong_address, figures.two_bodies, figures.unrecognisable) == (0, 0, 0, 0)
    assert figures.dead <= refused_for_good
    unclear = sum(number for name, number in scripted.items() if "DATA" in name)
    assert figures.repeats <= running.kills + unclear


def test_marking_before_sending_would_lose_letters(
    tmp_path: Path, smtp: SmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Negative control: the same kills on a build that writes "sent" first."""
    with trial(tmp_path, smtp, "mark_first") as running:
        running.write(20)
        running.start()
        for _ in range(4):
            running.kill_while_sending()
        running.finish()
        figures = running.figures()
    with capsys.disabled():
        print(f"\nG3 control, marked before sending: {figures.missing} of {figures.letters} missing")
    assert figures.missing > 0


def test_an_id_for_every_attempt_would_hide_repeats(
    tmp_path: Path, smtp: SmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Negative control: a server that takes the letter and drops the line, on a build with random ids."""
    with trial(tmp_path, smtp, "random_id") as running:
        prescribed = running.write(5)
        smtp.fail(Fault("drop", at="DATA", keep=True), times=6)
        running.start()
        wait_until(lambda: running.waiting() == 0, what="an empty outbox", seconds=45)
        figures = running.figures()
    with capsys.disabled():
        print(
            f"\nG3 control, random ids: {figures.received} received for {figures.letters} letters, "
            f"{figures.unrecognisable} under ids nobody can recognise, {figures.repeats} seen as repeats"
        )
    assert figures.received > len(prescribed)
    assert figures.unrecognisable > 0
    assert figures.repeats == 0

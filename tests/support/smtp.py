"""A real SMTP server that can be told to misbehave.

`smtp_server()` gives one on a free port; `server.fail(Fault("refuse", at="DATA", code=451), times=2)` scripts
it. Faults are used up in order, one each time their command arrives; with none left the server behaves.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Command = Literal["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


@dataclass(frozen=True, slots=True)
class Fault:
    """refuse: answer with the code · hang: never answer · drop: close the line without an answer.

    At DATA, `keep` says whether the message has been taken before the line is dropped: then the sender
    cannot know that it arrived.
    """

    kind: Literal["refuse", "hang", "drop"]
    at: Command = "DATA"
    code: int = 451
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        message = BytesParser(policy=policy.default).parsebytes(self.content)
        assert isinstance(message, EmailMessage)
        return message


@dataclass
class Script:
    """What has come in and what shall still go wrong; shared by the server's thread and the test's."""

    messages: list[Received] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_fault(self, command: str) -> Fault | None:
        with self.lock:
            self.commands.append(command)
            for fault in self.faults:
                if fault.at == command:
                    self.faults.remove(fault)
                    return fault
        return None


class _Scripted(SMTP):
    """Asks the script before each command."""

    def __init__(self, script: Script, *arguments: Any, **keywords: Any) -> None:
        self.script = script
        super().__init__(*arguments, **keywords)

    def _line(self) -> asyncio.Transport:
        assert isinstance(self.transport, asyncio.Transport)
        return self.transport

    async def _trip(self, command: Command) -> bool:
        """Whether a fault has answered in place of the command."""
        fault = self.script.next_fault(command)
        if fault is None:
            return False
        await self._carry_out(fault)
        return True

    async def _carry_out(self, fault: Fault) -> None:
        if fault.kind == "refuse":
            await self.push(f"{fault.code} refused by the script")
        elif fault.kind == "hang":
            await asyncio.sleep(3600)
        else:
            self._line().abort()

    async def _handle_client(self) -> None:
        self.script.connections += 1
        fault = self.script.next_fault("CONNECT")
        if fault is None:
            await super()._handle_client()
        else:
            await self._carry_out(fault)
            self._line().close()

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self._trip("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:
        if not await self._trip("EHLO"):
            await super().smtp_HELO(hostname)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if not await self._trip("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        if not await self._trip("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        if not await self._trip("QUIT"):
            await super().smtp_QUIT(arg)


class _Handler:
    """Sees each message when its last line has arrived, before the server answers."""

    def __init__(self, script: Script) -> None:
        self.script = script

    async def handle_DATA(self, server: _Scripted, _: Session, envelope: Envelope) -> str:
        fault = self.script.next_fault("DATA")
        if fault is None or fault.keep:
            self.script.messages.append(_received(envelope))
        if fault is None:
            return "250 taken"
        if fault.kind == "refuse":
            return f"{fault.code} refused by the script"
        await server._carry_out(fault)
        return "421 gone"


def _received(envelope: Envelope) -> Received:
    content = envelope.content
    assert isinstance(content, bytes)
    return Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content)


class _Controller(Controller):
    def __init__(self, script: Script) -> None:
        self.script = script
        super().__init__(_Handler(script), hostname="127.0.0.1", port=0, ready_timeout=10)

    def factory(self) -> SMTP:
        return _Scripted(self.script, self.handler, enable_SMTPUTF8=True, data_size_limit=30_000_000)

    def _trigger_server(self) -> None:
        """The port is given by the system; only now is it known."""
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@dataclass
class SmtpServer:
    host: str
    port: int
    script: Script

    @property
    def messages(self) -> list[Received]:
        with self.script.lock:
            return list(self.script.messages)

    @property
    def commands(self) -> list[str]:
        with self.script.lock:
            return list(self.script.commands)

    @property
    def connections(self) -> int:
        return self.script.connections

    def fail(self, fault: Fault, *, times: int = 1) -> None:
        with self.script.lock:
            self.script.faults.extend([fault] * times)

    def behave(self) -> None:
        """Forget the faults that have not happened yet."""
        with self.script.lock:
            self.script.faults.clear()


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    script = Script()
    controller = _Controller(script)
    controller.start()
    try:
        yield SmtpServer("127.0.0.1", controller.port, script)
    finally:
        controller.stop()

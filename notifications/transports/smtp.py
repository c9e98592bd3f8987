"""Sending through an SMTP server with Flask-Mail; the only file that imports it.

Flask-Mail sends what `Message.as_bytes()` gives over what `Connection.configure_host()` opens. Both
are overridden here: the bytes are those of the outbox, and the line has a time-out.
"""

import smtplib
from contextlib import suppress
from typing import Any, Final

from flask import Flask
from flask_mail import Connection, Mail, Message

from notifications.transports.base import Envelope, TransportError
from workflow.kernel.settings import Settings

_FAILURES: Final = (smtplib.SMTPException, OSError)
# Answers to a recipient or to the message itself are about this letter; to anything else, about the server.
_ABOUT_THE_LETTER: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


class StoredMessage(Message):  # type: ignore[misc, unused-ignore]
    """A message whose bytes were rendered and kept before."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__(sender=envelope.sender, recipients=[envelope.recipient])
        self.raw = envelope.raw

    def as_bytes(self) -> bytes:
        return self.raw


class TimedConnection(Connection):  # type: ignore[misc, unused-ignore]
    """A connection that gives up on a silent server."""

    def __init__(self, mail: Any, timeout: float) -> None:
        super().__init__(mail)
        self.timeout = timeout

    def configure_host(self) -> smtplib.SMTP:
        host = smtplib.SMTP(self.mail.server, self.mail.port, timeout=self.timeout)
        try:
            if self.mail.use_tls:
                host.starttls()
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
            else:
                host.ehlo_or_helo_if_needed()
        except BaseException:
            host.close()
            raise
        return host


class SmtpTransport:
    """One line to the server, opened with the first letter and kept until something goes wrong."""

    def __init__(self, app: Flask, *, timeout: float) -> None:
        self.app = app
        self.timeout = timeout
        self._mail = app.extensions["mail"]
        self._line: TimedConnection | None = None

    @classmethod
    def of(cls, settings: Settings) -> "SmtpTransport":
        """A transport with an application of its own that knows nothing but the mail settings."""
        password = settings.mail_password
        app = Flask("thidua.mail", static_folder=None)
        app.config.update(
            MAIL_SERVER=settings.mail_server,
            MAIL_PORT=settings.mail_port,
            MAIL_USE_TLS=settings.mail_use_tls,
            MAIL_USERNAME=settings.mail_username,
            MAIL_DEFAULT_SENDER=settings.mail_from,
            MAIL_PASSWORD=password.get_secret_value() if password else None,
            MAIL_SUPPRESS_SEND=False,
        )
        Mail(app)
        return cls(app, timeout=settings.mail_timeout)

    def send(self, envelope: Envelope) -> None:
        line = self._opened()
        try:
            with self.app.app_context():
                line.send(StoredMessage(envelope))
        except _ABOUT_THE_LETTER as error:
            self.close()
            raise _refused(error) from error
        except _FAILURES as error:
            self.close()
            raise TransportError(_named(error)) from error

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None and line.host is not None:
            with suppress(*_FAILURES):
                line.host.close()

    def _opened(self) -> TimedConnection:
        if self._line is None:
            line = TimedConnection(self._mail, self.timeout)
            try:
                line.__enter__()
            except _FAILURES as error:
                raise TransportError(_named(error), unreachable=True) from error
            self._line = line
        return self._line


def _refused(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> TransportError:
    if isinstance(error, smtplib.SMTPDataError):
        code, words = error.smtp_code, error.smtp_error
    else:
        code, words = next(iter(error.recipients.values()))
    said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return TransportError(f"{code} {said}"[:300], permanent=500 <= code < 600)


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]

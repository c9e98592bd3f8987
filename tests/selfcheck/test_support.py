"""The parts that other tests lean on do what they promise."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
import pytest
from redis import Redis

from tests.support.browser import NARROW, Browser
from tests.support.server import serving
from tests.support.smtp import Fault, SmtpServer

LETTER = "From: a@example.vn\r\nTo: b@example.vn\r\nSubject: Chào\r\n\r\nXin chào\r\n".encode()


def send(server: SmtpServer, timeout: float = 0.5) -> None:
    with smtplib.SMTP(server.host, server.port, timeout=timeout) as client:
        client.sendmail("a@example.vn", ["b@example.vn", "c@example.vn"], LETTER)


def test_the_mail_server_keeps_envelope_and_bytes(smtp: SmtpServer) -> None:
    send(smtp)
    (message,) = smtp.messages
    assert (message.sender, message.recipients) == ("a@example.vn", ("b@example.vn", "c@example.vn"))
    assert message.mail["Subject"] == "Chào"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("refuse", at="MAIL", code=550), smtplib.SMTPSenderRefused),
        (Fault("refuse", at="DATA", code=451), smtplib.SMTPDataError),
        (Fault("refuse", at="CONNECT", code=421), smtplib.SMTPConnectError),
        (Fault("hang", at="CONNECT"), smtplib.SMTPServerDisconnected),
        (Fault("hang", at="MAIL"), (TimeoutError, smtplib.SMTPServerDisconnected)),
        (Fault("hang", at="DATA"), (TimeoutError, smtplib.SMTPServerDisconnected)),
        (Fault("drop", at="RCPT"), (smtplib.SMTPServerDisconnected, ConnectionError)),
    ],
)
def test_a_fault_happens_once_and_nothing_arrives(smtp: SmtpServer, fault: Fault, error: Any) -> None:
    smtp.fail(fault)
    with pytest.raises(error):
        send(smtp)
    assert smtp.messages == []
    send(smtp)
    assert len(smtp.messages) == 1


def test_one_refused_recipient_does_not_stop_the_other(smtp: SmtpServer) -> None:
    smtp.fail(Fault("refuse", at="RCPT", code=550))
    send(smtp)
    assert smtp.messages[0].recipients == ("c@example.vn",)


def test_the_line_may_drop_after_the_message_was_taken(smtp: SmtpServer) -> None:
    smtp.fail(Fault("drop", at="DATA", keep=True))
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(smtp)
    assert len(smtp.messages) == 1


@pytest.mark.postgres
def test_each_database_is_empty_and_speaks_vietnamese(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT upper('đạt'), pg_encoding_to_char(6)").fetchone() == ("ĐẠT", "UTF8")
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.mark.redis
def test_redis_answers(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.ping()


PAGE = """<!doctype html><html lang="vi">
<meta name="viewport" content="width=device-width"><title>Trang</title>
<main><h1>Xin chào</h1><p id="w">%s</p></main></html>"""


def little_app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    policy = "default-src 'none'; style-src 'self'"
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy)])
    image = '<img src="/x.png">' if environ["PATH_INFO"] == "/bad" else "Đạt"
    return [(PAGE % image).encode()]


@pytest.mark.browser
def test_a_page_under_a_strict_policy_can_be_examined(browser: Browser) -> None:
    with serving(little_app) as address:
        page = browser.page(address, width=NARROW, locale="en")
        page.goto("/good")
        assert page.get_by_role("heading", name="Xin chào").is_visible()
        assert browser.overflow(page) == 0
        assert browser.violations(page) == []
        assert browser.shot(page, "selfcheck good").stat().st_size > 1000
        page.goto("/bad")
        assert [each.split(":")[0] for each in browser.violations(page)] == ["image-alt"]


@pytest.mark.browser
def test_a_page_without_scripts_can_be_read_and_measured(browser: Browser) -> None:
    with serving(little_app) as address:
        page = browser.page(address, scripts=False)
        page.goto("/good")
        assert page.get_by_role("heading", name="Xin chào").is_visible()
        assert browser.overflow(page) == 0


def test_a_served_application_is_gone_afterwards() -> None:
    with serving(little_app) as address:
        port = int(address.rsplit(":", 1)[1])
        socket.create_connection(("127.0.0.1", port)).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))

"""The outbox as people see it, the second chance of a letter, and the table of kinds."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from notifications.commands import RetryLetter, retry_letter
from notifications.kinds import KINDS
from notifications.queries import letter, letters_of, outbox_counts, outbox_page
from notifications.render import Renderer
from notifications.table import as_json, as_text, kind_table
from notifications.worker import Drained
from tests.factories import make_nominations
from tests.notifications.post import Post
from tests.support.smtp import Fault, SmtpServer
from workflow.audit.models import AuditEntry
from workflow.kernel.errors import Forbidden, Invalid, NotFound


def retry(post: Post, letter_id: int, who: str = "standing_head", address: str = "") -> None:
    with post.services.store.transaction() as tx:
        retry_letter(
            tx, post.subscriber, RetryLetter(letter_id=letter_id, actor=post.district.act(who), address=address)
        )


def test_the_letters_of_a_file_in_the_order_they_were_written(post: Post) -> None:
    first, other = make_nominations(post.district, 2, "submitted")
    with post.services.store.reading() as session:
        rows = letters_of(session, first)
    assert {row.nomination_id for row in rows} == {first}
    assert [(row.kind, row.to_name, row.state) for row in rows] == [
        ("signature_asked", "Người unit_head", "superseded"), ("signature_asked", "Người deputy_head", "superseded"),
        ("arrived", "Người desk_officer", "pending"), ("submitted", "Người clerk", "pending"),
    ]  # fmt: skip
    assert rows[3].subject == "[TĐKT] Đã nhận đề nghị TĐKT-2023-0001 – Giấy khen (cá nhân)"
    assert other != first


def test_the_outbox_is_turned_page_by_page(both: Post) -> None:
    make_nominations(both.district, 3, "submitted")
    seen: list[int] = []
    before = None
    while True:
        with both.services.store.reading() as session:
            page = outbox_page(session, before=before, size=5)
        seen += [row.id for row in page.rows]
        before = page.next_before
        if before is None:
            break
    everything = [each.id for each in both.letters()]
    assert seen == everything[::-1]
    with both.services.store.reading() as session:
        assert {row.state for row in outbox_page(session, state="superseded").rows} == {"superseded"}
        assert outbox_counts(session) == {"pending": len(both.letters(state="pending")), "dead": 0, "held": 0}


def test_one_letter_before_and_after_it_has_bytes(post: Post, smtp: SmtpServer) -> None:
    number = post.one_letter().id
    renderer = Renderer.of(post.services.settings)
    with post.services.store.reading() as session:
        before = letter(session, number, renderer)
        assert letter(session, number + 1, renderer) is None
    post.drain(smtp)
    with post.services.store.reading() as session:
        after = letter(session, number, renderer)
    assert before is not None
    assert after is not None
    assert (before.raw, before.headers) == (None, ())
    assert before.text == after.text.replace("\r\n", "\n")
    assert dict(after.headers)["Message-ID"] == after.message_id
    assert after.row.state == "sent"


def test_a_dead_letter_goes_again_under_its_old_id_with_its_old_bytes(both: Post, smtp: SmtpServer) -> None:
    number = both.one_letter().id
    smtp.fail(Fault("refuse", at="RCPT", code=550))
    both.drain(smtp)
    (dead,) = both.letters(state="dead")
    retry(both, number, address="moi@thanhliem.example")
    assert both.drain(smtp) == Drained(sent=1)
    (received,) = smtp.messages
    assert received.recipients == ("moi@thanhliem.example",)
    assert (received.content, received.mail["Message-ID"]) == (dead.raw, dead.message_id)
    with both.services.store.reading() as session:
        entry = session.execute(select(AuditEntry).where(AuditEntry.action == "retry_letter")).scalar_one()
        assert json.loads(entry.body)["detail"] == {
            "kind": "sent_back_in_unit", "recipient": dead.recipient, "address_changed": True,
        }  # fmt: skip


def test_a_letter_without_an_address_leaves_when_it_has_one(post: Post, smtp: SmtpServer) -> None:
    post.change_person("clerk", email=None)
    number = post.one_letter().id
    with pytest.raises(Invalid):
        retry(post, number)
    retry(post, number, address="clerk@moi.example")
    assert post.drain(smtp) == Drained(sent=1)
    assert str(smtp.messages[0].mail["To"]) == "Người clerk <clerk@moi.example>"


def test_only_a_stuck_letter_and_only_by_those_who_may(post: Post) -> None:
    number = post.one_letter().id
    with pytest.raises(Invalid):
        retry(post, number)
    post.change(post.letters(), state="dead")
    with pytest.raises(Forbidden):
        retry(post, number, who="clerk")
    with pytest.raises(NotFound):
        retry(post, number + 1)
    for address in ("nobody", "a@b.example\r\nBcc: c@d.example", "x" * 300 + "@b.example"):
        with pytest.raises(Invalid):
            retry(post, number, address=address)


def test_the_table_names_every_kind() -> None:
    rows = kind_table()
    assert [row.kind for row in rows] == list(KINDS)
    lines = as_text(rows).splitlines()
    assert len(lines) == len(KINDS) + 1
    assert lines[1].split()[0] == "review_asked"
    assert json.loads(as_json(rows))[0]["superseded_by"] == "*"

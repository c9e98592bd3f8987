"""Letters as bytes: words, languages, headers, and what a hostile value cannot do to them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest

from notifications.kinds import KINDS
from notifications.render import Draft, Renderer, Unrenderable, checked_address

RENDERER = Renderer("thidua@huyen.example", "noivu@huyen.example", "huyen.example", "https://thidua.huyen.example/")
VALUES: dict[str, Any] = {
    "code": "TĐKT-2023-0104", "name": "Phan Văn Cân Đối", "award": "Giấy khen", "unit": "UBND xã Liêm Túc",
    "due": "24/11/2023", "promised": "30/11/2023", "reason": "Thiếu biên bản", "ground": "Không đủ hồ sơ",
    "points": ["Biên bản họp", "Báo cáo <mới>"], "question": "Có vi phạm không?", "notice_until": "25/11/2023",
    "decision_number": "12/QĐ-UBND", "decision_date": "23/11/2023", "letter_number": "9/TTr-UBND",
    "letter_date": "22/11/2023", "session": "3", "held_at": "09.30, 20/11/2023", "place": "Phòng họp tầng 2",
}  # fmt: skip


def draft(kind: str = "received", locale: str = "vi", **changed: Any) -> Draft:
    values = {**VALUES, **changed.pop("values", {})}
    kept = {name: values[name] for name in KINDS[kind].fields}
    given = {
        "subject_id": 7, "nomination_id": 42, "kind": kind, "to_address": "truong@huyen.example",
        "to_name": "Trần Thị Bút Mực", "locale": locale, "params": json.dumps(kept),
        "message_id": "<nomination-42.3.received.00112233445566aa@huyen.example>",
        "created_at": datetime(2023, 11, 20, 18, 30, tzinfo=UTC),
    }  # fmt: skip
    return Draft(**{**given, **changed})


def parsed(raw: bytes) -> EmailMessage:
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(mail, EmailMessage)
    return mail


def body(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_complete_letter_in_both_languages(kind: str, locale: str) -> None:
    subject, raw = RENDERER.mail(draft(kind, locale))
    mail = parsed(raw)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert mail["Subject"] == subject
    assert subject.startswith("[TĐKT] ")
    for text in (body(mail, "plain"), body(mail, "html")):
        assert "{" not in text
        assert ("Kính gửi" in text) == (locale == "vi")
        assert "https://thidua.huyen.example/" in text


def test_the_headers_of_a_letter() -> None:
    mail = parsed(RENDERER.mail(draft())[1])
    assert {name: str(mail[name]) for name in mail if not name.startswith(("Content", "MIME"))} == {
        "From": '"Thi đua, khen thưởng" <thidua@huyen.example>',
        "To": "Trần Thị Bút Mực <truong@huyen.example>",
        "Reply-To": "noivu@huyen.example",
        "Subject": "[TĐKT] Đã tiếp nhận đủ hồ sơ TĐKT-2023-0104, hẹn trả kết quả 30/11/2023",
        "Date": "Tue, 21 Nov 2023 01:30:00 +0700",
        "Message-ID": "<nomination-42.3.received.00112233445566aa@huyen.example>",
        "In-Reply-To": "<case.T=C4=90KT-2023-0104@huyen.example>",
        "References": "<case.T=C4=90KT-2023-0104@huyen.example>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def test_the_words_of_a_supplement_letter() -> None:
    mail = parsed(RENDERER.mail(draft("supplement_asked", "en"))[1])
    assert body(mail, "plain") == (
        "Dear Trần Thị Bút Mực,\n\nFile TĐKT-2023-0104 still needs:\n\n– Biên bản họp\n– Báo cáo <mới>\n\n"
        "Send all of it at once by 24/11/2023. After that day the file is returned.\n\n"
        "File: TĐKT-2023-0104\nFor: Phan Văn Cân Đối\nAward: Giấy khen\nSubmitted by: UBND xã Liêm Túc\n\n"
        "Open the file: https://thidua.huyen.example/nominations/T%C4%90KT-2023-0104\n\n"
        "Sent automatically. The link asks you to sign in and changes nothing in the file.\n"
    )
    assert "<li>Báo cáo &lt;mới&gt;</li>" in body(mail, "html")


def test_a_letter_is_the_same_however_often_it_is_rendered() -> None:
    assert len({RENDERER.mail(draft()) for _ in range(20)}) == 1


def test_a_paragraph_without_its_value_is_left_out() -> None:
    text = body(parsed(RENDERER.mail(draft("returned", values={"reason": ""}))[1]), "plain")
    assert "Nội dung" not in text
    assert "Không đủ hồ sơ" in text


@pytest.mark.parametrize(
    "evil", ["x\r\nBcc: thief@evil.example", "x\nBcc: thief@evil.example", "x\r\n\r\n<b>body</b>", "x\u2028Bcc: y@z"]
)
@pytest.mark.parametrize("where", ["to_name", "code", "award"])
def test_no_value_begins_a_header_of_its_own(evil: str, where: str) -> None:
    changed: dict[str, Any] = {"to_name": evil} if where == "to_name" else {"values": {where: evil}}
    mail = parsed(RENDERER.mail(draft("arrived", **changed))[1])
    assert "Bcc" not in mail
    assert [each.addr_spec for each in mail["To"].addresses] == ["truong@huyen.example"]


@pytest.mark.parametrize("address", [
    "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "a b@c.example", "nobody", "@b.example",
    "a@", "đ@b.example", "<a@b.example>", "a@b.example>",
])  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Unrenderable):
        RENDERER.mail(draft(to_address=address))


def test_a_domain_of_vietnamese_letters_is_written_as_servers_read_it() -> None:
    assert checked_address("van.thu@thiđua.vn") == "van.thu@xn--thiua-7ya.vn"


def test_a_nominee_has_a_page_of_their_own() -> None:
    text = body(parsed(RENDERER.mail(draft("received_nominee"))[1]), "plain")
    assert "https://thidua.huyen.example/my-nominations/T%C4%90KT-2023-0104" in text
    assert "thẩm định" not in text


def test_public_letters_tell_no_result_and_no_figure() -> None:
    """Nominees read the public words; votes, holds and reasons of people are not in any letter to them."""
    shy = {"reason", "points", "question", "due"}
    for kind in KINDS.values():
        if kind.page == "own":
            assert shy.isdisjoint(kind.fields), kind.code
        for text in (kind.body.vi, kind.body.en, kind.subject.vi, kind.subject.en):
            assert not {"hold_ground", "in_favour", "against", "note", "conclusion"} & set(text.split()), kind.code

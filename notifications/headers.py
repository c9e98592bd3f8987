"""Header lines of Vietnamese text, broken where nothing is lost."""

from base64 import b64encode
from collections.abc import Iterator
from email.policy import SMTP, EmailPolicy
from typing import Any, Final

BYTES_IN_WORD: Final = 36  # 60 characters as an encoded word: the first fits behind the name of the header

IDS: Final = frozenset({"Message-ID", "In-Reply-To", "References"})
"""One id on one line, however long: some servers take a folded one for an empty one."""


class LetterPolicy(EmailPolicy):
    """The standard policy, but for folding: Python 3.11 drops the blank where it breaks a line of such text."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name in IDS:
            return f"{name}: {value}\r\n".encode("ascii")
        if str(value).isascii():
            return super().fold_binary(name, value)
        people = getattr(value, "addresses", ())
        text = ", ".join(f"{encoded(each.display_name)} <{each.addr_spec}>" for each in people)
        return f"{name}: {text or encoded(str(value))}\r\n".encode("ascii")


def encoded(text: str) -> str:
    """Encoded words (RFC 2047) that hold their blanks inside."""
    return "\r\n ".join(f"=?utf-8?b?{b64encode(part).decode()}?=" for part in _words(text))


def _words(text: str) -> Iterator[bytes]:
    part = b""
    for mark in text:
        if len(part) + len(mark.encode()) > BYTES_IN_WORD:
            yield part
            part = b""
        part += mark.encode()
    yield part


POLICY: Final = LetterPolicy(
    linesep=SMTP.linesep, max_line_length=SMTP.max_line_length, raise_on_defect=False, cte_type="7bit"
)

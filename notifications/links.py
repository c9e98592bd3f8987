"""Absolute addresses for letters: from the settings alone, never from a request."""

from typing import Final
from urllib.parse import quote

# Where the web shows what a letter is about; each page asks the reader to sign in and changes nothing.
PATHS: Final = {"file": "/nominations/{id}", "own": "/my-nominations/{id}", "session": "/council/sessions/{id}"}


def link(public_url: str, page: str, subject: str | int) -> str:
    """The address of a file by its code, of a session by its number."""
    return public_url.rstrip("/") + PATHS[page].format(id=quote(str(subject)))


def thread_id(code: str, mail_domain: str) -> str:
    """What all letters about one nomination answer to, so that mail programs keep them together."""
    # Codes hold Vietnamese letters; a message id is plain ASCII.
    return f"<case.{quote(code, safe='').replace('%', '=')}@{mail_domain}>"

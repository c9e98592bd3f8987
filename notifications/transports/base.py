"""What a way of sending must do, and how it says that it could not."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Envelope:
    """Exact bytes, from one address to one address."""

    sender: str
    recipient: str
    raw: bytes


class TransportError(Exception):
    """The letter was not taken. Permanent: trying again cannot help. Unreachable: nobody answered at all."""

    def __init__(self, reason: str, *, permanent: bool = False, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.unreachable = unreachable


class Transport(Protocol):
    def send(self, envelope: Envelope) -> None:
        """Hand the letter over. Raises `TransportError`; anything unclear counts as not taken."""

    def close(self) -> None:
        """Let go of the line, if there is one; the next letter opens it again."""

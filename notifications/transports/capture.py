"""Sending nothing: the letter counts as sent and its bytes stay in the outbox, where a page shows them."""

from notifications.transports.base import Envelope


class CaptureTransport:
    def send(self, envelope: Envelope) -> None:
        """The outbox has kept the bytes already."""

    def close(self) -> None:
        """There is no line."""

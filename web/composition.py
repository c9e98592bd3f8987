"""Which parts work together: the workflow, the letters that listen to it, the queue that wakes their sender."""

from dataclasses import dataclass

from notifications.clockwork import Clockwork
from notifications.queue import Queue
from notifications.subscriber import Subscriber
from notifications.transports.base import Transport
from notifications.transports.capture import CaptureTransport
from notifications.transports.smtp import SmtpTransport
from workflow.bootstrap import Services, build
from workflow.kernel.clock import Clock
from workflow.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything an entry point may need."""

    services: Services
    subscriber: Subscriber
    queue: Queue

    def transport(self) -> Transport:
        """Where letters go: a server, or nowhere in a demonstration."""
        settings = self.services.settings
        return CaptureTransport() if settings.mail_transport == "capture" else SmtpTransport.of(settings)

    def clockwork(self) -> Clockwork:
        return Clockwork(self.services, self.subscriber, self.transport)


def compose(settings: Settings, *, clock: Clock | None = None) -> Parts:
    """Put the parts together. `clock` replaces the product's clock."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    queue = Queue(settings.queue_address)
    subscriber = Subscriber.of(settings, queue.wake)
    return Parts(build(settings, subscriber, clock=clock), subscriber, queue)

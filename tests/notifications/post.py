"""A district whose letters can be looked at, on a database of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update

from notifications.models import OutboxMessage
from notifications.subscriber import Subscriber
from notifications.transports.smtp import SmtpTransport
from notifications.worker import Drained, drain
from tests.factories import District, fire, make_district, make_nomination, make_services
from tests.support.smtp import SmtpServer
from workflow.bootstrap import Services
from workflow.kernel.clock import Clock, ManualClock
from workflow.people.models import Delegation, Person, RoleGrant

KEY, DOMAIN = b"a key for tests", "thanhliem.example"


@dataclass
class Post:
    """The district, and everything that is written in it."""

    district: District
    subscriber: Subscriber

    @property
    def services(self) -> Services:
        return self.district.services

    @property
    def clock(self) -> ManualClock:
        assert isinstance(self.services.clock, ManualClock)
        return self.services.clock

    def letters(self, **wanted: Any) -> list[OutboxMessage]:
        query = select(OutboxMessage).filter_by(**wanted).order_by(OutboxMessage.id)
        with self.services.store.reading() as session:
            found = list(session.execute(query).scalars())
            session.expunge_all()  # what was read stays readable
            return found

    def told(self, **wanted: Any) -> dict[str, str]:
        """Whom letters went to, by post, and the kind of the last one."""
        posts = {f"person:{number}": post for post, number in self.district.people.items()}
        return {posts.get(each.recipient, each.recipient): each.kind for each in self.letters(**wanted)}

    def forget(self) -> None:
        """Start from an empty outbox."""
        with self.services.store.transaction() as tx:
            tx.session.execute(delete(OutboxMessage))

    def change(self, letters: Sequence[OutboxMessage], **values: Any) -> None:
        ids = [each.id for each in letters]
        with self.services.store.transaction() as tx:
            tx.session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(**values))

    def change_person(self, post: str, **values: Any) -> None:
        with self.services.store.transaction() as tx:
            tx.session.execute(update(Person).where(Person.id == self.district.people[post]).values(**values))

    def employ(self, post: str, role: str, unit_id: int, since: date = date(2020, 1, 1)) -> int:
        """One more person in a post."""
        with self.services.store.transaction() as tx:
            person = Person(
                full_name=post, folded_name=post, title_vi=post, title_en=post, unit_id=unit_id,
                email=f"{post}@thanhliem.example",
            )  # fmt: skip
            tx.session.add(person)
            tx.session.flush()
            tx.session.add(
                RoleGrant(person_id=person.id, unit_id=unit_id, role=role, granted_at=tx.now, valid_from=since)
            )
        assert isinstance(self.district.people, dict)
        self.district.people[post] = person.id
        return person.id

    def delegate(self, giver: str, taker: str, role: str, unit_id: int) -> None:
        with self.services.store.transaction() as tx:
            tx.session.add(Delegation(
                from_person_id=self.district.people[giver], to_person_id=self.district.people[taker], role=role,
                unit_id=unit_id, valid_from=date(2023, 10, 1), valid_to=date(2023, 12, 31), document="5/UQ",
            ))  # fmt: skip

    def mailing(self, server: SmtpServer, **values: Any) -> Services:
        """The services as they are when letters leave through this server."""
        changed = {"mail_server": server.host, "mail_port": server.port, "mail_timeout": 0.5, **values}
        return replace(self.services, settings=self.services.settings.model_copy(update=changed))

    def drain(self, server: SmtpServer, **values: Any) -> Drained:
        services = self.mailing(server, **values)
        return drain(services, SmtpTransport.of(services.settings))

    def one_letter(self) -> OutboxMessage:
        """A single letter in the outbox: a draft given back to the clerk who wrote it."""
        nomination_id = make_nomination(self.district, "pending_unit_head")
        self.forget()
        fire(self.district, [nomination_id], "return_to_unit", role="unit_head")
        (letter,) = self.letters()
        return letter


def open_post(folder: Path, database_url: str | None = None, clock: Clock | None = None) -> Post:
    subscriber = Subscriber(KEY, DOMAIN)
    services = make_services(folder, subscriber, database_url=database_url, clock=clock)
    return Post(make_district(services), subscriber)

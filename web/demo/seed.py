"""Filling an empty installation with the demo district, once."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, cast

from flask import Flask
from sqlalchemy import select

from notifications.clockwork import Clockwork
from notifications.subscriber import Subscriber
from notifications.transports.base import Envelope, TransportError
from web import schema
from web.auth.accounts import make_account
from web.auth.passwords import hash_password
from web.composition import Parts
from web.demo.district import District, LostLetter, district
from web.demo.reference import PASSWORD, MakeAccount, address_of, enter_reference
from web.demo.story import Teller
from workflow.bootstrap import Services
from workflow.kernel.clock import Clock, ManualClock
from workflow.kernel.transaction import Store
from workflow.lifecycle.publish import publish_definitions

Accounts = list[dict[str, str]]
START: Final = district().ends_at
"""When the demo's own clock begins to run: where the story ends."""


class HalfTold(Exception):
    """An earlier seeding was cut off. The data folder has to be emptied before another try."""


def nothing() -> None:
    """What follows an act or a day when nothing is to follow."""


def seed(
    services: Services,
    account_maker: MakeAccount,
    *,
    after_each_act: Callable[[], None] = nothing,
    after_each_day: Callable[[], None] = nothing,
) -> Accounts:
    """Enter the district and tell its month, unless that was done before. Returns the accounts to try.

    The services need a `ManualClock`; it stands at the end of the story afterwards. The two calls are for
    what the clock does in a running installation: sending letters, reminding, ending what has run out.
    """
    if not isinstance(services.clock, ManualClock):
        raise TypeError("a story is told with a ManualClock")
    told = district()
    if not _present(services, told):
        services.clock.move_to(told.opens_at)
        with services.store.transaction() as tx:
            publish_definitions(tx, [engine.definition for engine in services.office.registry.all()])
            register = enter_reference(tx, told, account_maker)
        Teller(services, services.clock, told, register).tell(after_each_act, after_each_day)
    accounts = _accounts(told)
    path = services.settings.data_dir / "accounts.json"
    path.write_text(json.dumps(accounts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return accounts


def seed_demo(app: Flask) -> Accounts:
    """The demo as it is served: the tables, the story, and the letters that each act and each day brought."""
    services = with_clock(cast(Parts, app.extensions["thidua"]).services, ManualClock(district().opens_at))
    schema.upgrade(services.store.engine)
    hashed = hash_password(PASSWORD)
    clockwork = Clockwork(
        services,
        Subscriber.of(services.settings),
        lambda: Postman(services.clock, district().lost_letter),
    )
    return seed(
        services,
        lambda tx, person_id, email, _password: make_account(tx, person_id, email, hashed),
        after_each_act=clockwork.drain,
        after_each_day=lambda: cast(None, clockwork.tick()),
    )


def with_clock(services: Services, clock: Clock) -> Services:
    """The same services under another clock; whoever holds the first ones keeps theirs."""
    store = Store(services.store.engine, clock, services.store.subscribers)
    return replace(services, clock=clock, store=store)


@dataclass(frozen=True, slots=True)
class Postman:
    """Keeps every letter, but for one mailbox that does not exist for a minute: an outbox has such a letter."""

    clock: Clock
    lost: LostLetter

    def send(self, envelope: Envelope) -> None:
        at = self.clock.now()
        if envelope.recipient == address_of(self.lost.to) and self.lost.begins_at <= at < self.lost.ends_at:
            raise TransportError("550 5.1.1 no such mailbox", permanent=True)

    def close(self) -> None:
        """There is no line."""


def _present(services: Services, told: District) -> bool:
    """Whether the last act of the story is in the history already."""
    unit, event = (schema.metadata().tables[name] for name in ("unit", "event"))
    with services.store.reading() as session:
        if session.execute(select(unit.c.id).limit(1)).first() is None:
            return False
        if session.execute(select(event.c.id).where(event.c.at >= told.steps[-1].at).limit(1)).first() is None:
            raise HalfTold("there are units, but not the whole story; empty the data folder and begin again")
    return True


def _accounts(told: District) -> Accounts:
    """One entry for each role that can be tried and each person who has it."""
    people = {person.key: person for person in told.people}
    units = {unit.code: unit.name.vi for unit in told.units}
    return [
        {
            "role": shown.role,
            "email": address_of(shown.person),
            "password": PASSWORD,
            "name": people[shown.person].name,
            "unit": units[people[shown.person].unit],
        }
        for shown in told.showcase
    ]

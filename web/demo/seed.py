"""Filling an empty installation with the demo of its configuration, once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask
from sqlalchemy import select

from notifications.clockwork import Clockwork
from notifications.subscriber import Subscriber
from notifications.transports.base import Envelope, TransportError
from notifications.worker import drain
from web import schema
from web.auth.accounts import make_account
from web.auth.passwords import hash_password
from web.composition import Parts
from web.demo.locality import Locality, locality_of
from web.demo.reference import MakeAccount, enter_reference
from web.demo.story import Meanwhile, Teller, nothing
from workflow.bootstrap import Services, build
from workflow.kernel.clock import Clock, ManualClock
from workflow.kernel.settings import Settings
from workflow.lifecycle.publish import publish_definitions

Accounts = list[dict[str, str]]


class HalfTold(Exception):
    """An earlier seeding was cut off. The data folder has to be emptied before another try."""


class OtherPlace(Exception):
    """The folder holds another configuration: its units, people and decisions are not of this one."""


def start_of(config: str) -> datetime:
    """When the demo's own clock begins to run: where the story ends."""
    return locality_of(config).ends_at


def seed(
    services: Services,
    account_maker: MakeAccount,
    *,
    before_each_day: Callable[[], None] = nothing,
    after_each_act: Callable[[], None] = nothing,
    after_each_day: Callable[[], None] = nothing,
) -> Accounts:
    """Enter the place and tell its month, unless that was done before. Returns the accounts to try.

    The services need a `ManualClock`; telling moves it to the end of the story. The three calls are
    for what a running installation does by itself: reminding, sending letters, ending what has run out.
    """
    if not isinstance(services.clock, ManualClock):
        raise TypeError("a story is told with a ManualClock")
    told = locality_of(services.settings.config)
    if not _present(services, told):
        services.clock.move_to(told.opens_at)
        with services.store.transaction() as tx:
            publish_definitions(tx, [engine.definition for engine in services.office.registry.all()])
            register = enter_reference(tx, told, account_maker)
        meanwhile = Meanwhile(
            before_each_day=before_each_day, after_each_act=after_each_act, after_each_day=after_each_day
        )
        Teller(services, services.clock, told, register).tell(meanwhile)
    accounts = _accounts(told)
    path = services.settings.data_dir / "accounts.json"
    path.write_text(json.dumps(accounts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return accounts


def seed_demo(app: Flask) -> Accounts:
    """The demo as it is served: the tables, the story, and the letters that each act and each day brought."""
    settings = cast(Parts, app.extensions["thidua"]).services.settings
    told = locality_of(settings.config)
    clock = ManualClock(told.opens_at)
    # This subscriber wakes nobody: the story sends its letters itself, at the hours of the story.
    subscriber = Subscriber.of(settings)
    services = build(settings, subscriber, clock=clock)
    schema.upgrade(services.store.engine)
    hashed = hash_password(told.password)
    postman = Postman(clock, told)
    clockwork = Clockwork(services, subscriber, lambda: postman)
    try:
        return seed(
            services,
            lambda tx, person_id, email, _password: make_account(tx, person_id, email, hashed),
            before_each_day=lambda: cast(None, clockwork.tick()),
            after_each_act=lambda: cast(None, drain(services, postman)),
        )
    finally:
        services.store.engine.dispose()


@dataclass(slots=True)
class Postman:
    """Keeps every letter but one, whose mailbox does not exist: the outbox of an office has such a letter."""

    clock: Clock
    told: Locality
    returned: bool = False

    def send(self, envelope: Envelope) -> None:
        lost = self.told.lost_letter
        its_turn = envelope.recipient == self.told.address_of(lost.to) and self.clock.now() >= lost.at
        if its_turn and not self.returned:
            self.returned = True
            raise TransportError("550 5.1.1 no such mailbox", permanent=True)

    def close(self) -> None:
        """There is no line."""


def _present(services: Services, told: Locality) -> bool:
    """Whether the last act of the story is in the history already."""
    unit, event = (schema.metadata().tables[name] for name in ("unit", "event"))
    with services.store.reading() as session:
        codes = set(session.execute(select(unit.c.code)).scalars())
        if not codes:
            return False
        if told.council.unit not in codes:
            raise OtherPlace(_refusal(told.config, codes))
        if session.execute(select(event.c.id).where(event.c.at >= told.steps[-1].at).limit(1)).first() is None:
            raise HalfTold("there are units, but not the whole story; empty the data folder and begin again")
    return True


def _refusal(wanted: str, codes: set[str]) -> str:
    """What the folder holds, by the unit whose council it has."""
    there = next((one for one in Settings.configs() if locality_of(one).council.unit in codes), "another place")
    return (
        f"the data folder holds {there}, not {wanted}; choose another folder with --data, "
        f"or start with --config {there}"
    )  # fmt: skip


def _accounts(told: Locality) -> Accounts:
    """One entry for each role that can be tried and each person who has it."""
    people = {person.key: person for person in told.people}
    units = {unit.code: unit.name.vi for unit in told.units}
    return [
        {
            "role": shown.role,
            "email": told.address_of(shown.person),
            "password": told.password,
            "name": people[shown.person].name,
            "unit": units[people[shown.person].unit],
        }
        for shown in told.showcase
    ]

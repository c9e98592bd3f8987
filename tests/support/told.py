"""The demo's places, each told once for a run of tests, and what stands in their tables then."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select, text

from web import schema
from web.auth.accounts import make_account
from web.auth.passwords import hash_password
from web.demo.locality import Locality, locality_of
from web.demo.reference import MakeAccount
from web.demo.seed import seed
from workflow.bootstrap import Services, build
from workflow.kernel.clock import OFFICE_ZONE, ManualClock
from workflow.kernel.settings import Settings

DISTRICT: Final = "district-2023"
COMMUNE: Final = "commune-2025"
CONFIGS: Final = (DISTRICT, COMMUNE)


@cache
def hashed(password: str) -> str:
    """Slow to make, so it is made once."""
    return hash_password(password)


def account_maker(place: Locality) -> MakeAccount:
    def make(tx: Any, person_id: int, email: str, password: str) -> object:
        assert password == place.password
        return make_account(tx, person_id, email, hashed(password))

    return make


def services_in(folder: Path, config: str, database_url: str | None = None) -> Services:
    """An empty installation of this configuration, its clock before the story."""
    settings = Settings.model_validate({"data_dir": folder, "database_url": database_url, "config": config})
    services = build(settings, clock=ManualClock(datetime(2023, 10, 1, tzinfo=UTC)))
    schema.upgrade(services.store.engine)
    return services


def told_in(folder: Path, config: str, database_url: str | None = None) -> Services:
    services = services_in(folder, config, database_url)
    seed(services, account_maker(locality_of(config)))
    return services


def rows(services: Services, statement: str, **values: object) -> list[dict[str, Any]]:
    with services.store.reading() as session:
        return [dict(row._mapping) for row in session.execute(text(statement), values)]


def table(services: Services, name: str) -> list[dict[str, Any]]:
    """A table with its columns as Python values, in the order of its ids."""
    source = schema.metadata().tables[name]
    with services.store.reading() as session:
        found = session.execute(select(source).order_by(*source.primary_key.columns))
        return [dict(row._mapping) for row in found]


def files(services: Services) -> dict[str, dict[str, Any]]:
    return {row["code"][-4:]: row for row in table(services, "nomination")}


def history(services: Services, code: str) -> list[dict[str, Any]]:
    file_id = files(services)[code]["id"]
    events = table(services, "event")
    return [each for each in events if (each["subject_kind"], each["subject_id"]) == ("nomination", file_id)]


def local(instant: datetime) -> str:
    return instant.astimezone(OFFICE_ZONE).strftime("%d/%m %H:%M")

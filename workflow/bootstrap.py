"""Putting the parts together: the only list of subscribers, in the order in which they hear."""

from dataclasses import dataclass

from states import shipped
from workflow.decisions.honours import annul_honour
from workflow.decisions.reactions import IssueDecisions
from workflow.kernel.clock import Clock, clock_for
from workflow.kernel.db import make_engine
from workflow.kernel.files import BlobStore
from workflow.kernel.settings import Settings
from workflow.kernel.transaction import Store, Subscriber
from workflow.lifecycle.office import Office
from workflow.nominations.reactions import release_results

LEVELS = {"district-2023": "huyen", "commune-2025": "xa"}


@dataclass(frozen=True, slots=True)
class Services:
    """What the outside needs to call a use case."""

    settings: Settings
    clock: Clock
    store: Store
    office: Office
    blobs: BlobStore


def build(settings: Settings, *listeners: Subscriber, clock: Clock | None = None) -> Services:
    """Build the services. `listeners` hear after the workflow's own reactions, in the same transaction."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    office = Office(registry=shipped(), level=LEVELS[settings.config])
    own_clock = clock or clock_for(settings.clock_start, settings.data_dir)
    subscribers: tuple[Subscriber, ...] = (IssueDecisions(office), annul_honour, release_results, *listeners)
    store = Store(make_engine(settings.database_address), own_clock, subscribers)
    return Services(settings, own_clock, store, office, BlobStore(settings.data_dir / "objects"))

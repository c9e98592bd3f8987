"""Administration: units, people, delegations, letters, the trail. Each module brings its pages to the blueprint."""

from web.admin import audit, calendar, delegations, outbox, overview, people, quotas, rules, units
from web.admin.doors import blueprint

__all__ = [
    "audit", "blueprint", "calendar", "delegations", "outbox", "overview", "people", "quotas", "rules", "units",
]  # fmt: skip

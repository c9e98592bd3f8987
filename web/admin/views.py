"""Administration: units, people, delegations, letters, the trail. Each module brings its pages to the blueprint."""

from web.admin import audit, delegations, outbox, overview, people, units
from web.admin.doors import blueprint

__all__ = ["audit", "blueprint", "delegations", "outbox", "overview", "people", "units"]

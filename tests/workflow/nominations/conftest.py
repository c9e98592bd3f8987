"""A district of its own for each test, on SQLite and, where it matters, on PostgreSQL."""

from tests.workflow.register.conftest import anywhere as anywhere
from tests.workflow.register.conftest import district as district

"""The same districts as the register's, on one database or on both."""

from tests.workflow.register.conftest import anywhere, district

__all__ = ["anywhere", "district"]

"""The definitions that ship. A published one is never edited: a change is a next version beside it."""

from typing import Final

from states.definition import Definition
from states.definitions.nomination_v1 import NOMINATION_V1
from states.definitions.revocation_v1 import REVOCATION_V1
from states.definitions.session_v1 import SESSION_V1

__all__ = ["ALL", "NOMINATION_V1", "REVOCATION_V1", "SESSION_V1"]

ALL: Final[tuple[Definition, ...]] = (NOMINATION_V1, SESSION_V1, REVOCATION_V1)

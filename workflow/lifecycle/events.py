"""The fact that all lifecycles share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.people.authority import Actor, Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A subject went from one state to another; `seq` numbers the moves of that subject."""

    subject_kind: str
    subject_id: int
    seq: int
    trigger: str
    source: str
    target: str
    actor: Actor
    capacity: Capacity
    at: datetime
    inputs: Mapping[str, Any]

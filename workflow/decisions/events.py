"""Facts about decisions, in the past tense."""

from dataclasses import dataclass

from workflow.lifecycle.events import Moved
from workflow.nominations.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionItemMoved:
    """The award of one nomination was put under review, revoked or upheld."""

    row: Row
    moved: Moved

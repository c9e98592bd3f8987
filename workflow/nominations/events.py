"""Facts about nominations, in the past tense."""

from dataclasses import dataclass
from datetime import date

from workflow.lifecycle.events import Moved
from workflow.nominations.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationAdvanced:
    """One nomination moved: the row as it was, the move, and what was promised with it."""

    row: Row
    moved: Moved
    due_on: date
    promised_on: date | None


@dataclass(frozen=True, slots=True)
class NominationsAdvanced:
    """Everything that one act moved, in the order in which it was asked for."""

    each: tuple[NominationAdvanced, ...]

    @property
    def trigger(self) -> str:
        return self.each[0].moved.trigger


@dataclass(frozen=True, slots=True)
class ResultsReleased:
    """The session closed: these nominees may now be told. `reference` is the session's number."""

    rows: tuple[Row, ...]
    seqs: tuple[int, ...]
    session_id: int

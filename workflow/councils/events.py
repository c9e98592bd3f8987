"""Facts about council sessions, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from workflow.lifecycle.events import Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMoved:
    """A session was convened, closed, minuted or cancelled."""

    session_id: int
    council_id: int
    number: int
    held_at: datetime
    place: str
    moved: Moved

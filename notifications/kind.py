"""What a kind of letter is: the event it answers, who gets it, what it says, until when it is true."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from states import Text

SUBJECTS: Final = ("nomination", "session", "decision_item", "release", "clock")
PAGES: Final = ("file", "own", "session")
NOMINEE: Final = "nominee"
AUDIENCES: Final = (
    "unit_head",
    "deputy_head",
    "clerks",
    "preparer",
    NOMINEE,
    "desk_officers",
    "officer",
    "standing_head",
    "secretary",
    "chairman",
    "vice_chairman",
    "members",
    "consulted",
    "owner",
    "owner_head",
)
ANY_MOVE: Final = ("*",)
"""For a call to act: once the file stands elsewhere, the call is no longer true."""
CASE_FIELDS: Final = ("code", "name", "award", "unit")
SESSION_FIELDS: Final = ("session", "held_at", "place")


@dataclass(frozen=True, slots=True)
class On:
    """An event: a trigger of a lifecycle (narrowed by where it comes from or leads), a release, a clock."""

    subject: str
    trigger: str
    source: str | None = None
    target: str | None = None

    def hears(self, subject: str, trigger: str, source: str, target: str) -> bool:
        return (
            (self.subject, self.trigger) == (subject, trigger)
            and self.source in (None, source)
            and self.target in (None, target)
        )

    def __str__(self) -> str:
        source = f"{self.source} → " if self.source else ""
        target = f" → {self.target}" if self.target else ""
        return f"{self.subject}: {source}{self.trigger}{target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of letter. `body` has a paragraph a line; one that names an empty value is left out."""

    code: str
    on: tuple[On, ...]
    to: tuple[str, ...]
    subject: Text
    body: Text
    page: str = "file"
    required: bool = True
    superseded_by: tuple[str, ...] = ()
    """Triggers of the same subject after which an unsent letter of this kind would be untrue."""
    version: int = 1
    fields: tuple[str, ...] = field(init=False)
    """The values kept with the letter: what its texts name and what its register shows, nothing else."""

    def __post_init__(self) -> None:
        named = frozenset().union(*self.subject.placeholders, *self.body.placeholders)
        shown = SESSION_FIELDS if self.page == "session" else CASE_FIELDS
        object.__setattr__(self, "fields", (*shown, *sorted(named - frozenset(shown))))

    def superseded(self, trigger: str, *, moves: bool) -> bool:
        return trigger in self.superseded_by or (moves and self.superseded_by == ANY_MOVE)


def nomination(*triggers: str, source: str | None = None, target: str | None = None) -> tuple[On, ...]:
    return tuple(On("nomination", trigger, source, target) for trigger in triggers)


def session(trigger: str, source: str | None = None) -> tuple[On, ...]:
    return (On("session", trigger, source),)


def award(*triggers: str) -> tuple[On, ...]:
    """Of the award once decided: its review and what came of it."""
    return tuple(On("decision_item", trigger) for trigger in triggers)


RELEASE: Final = (On("release", "release"),)
"""The session has closed: a vote that failed may be told."""


def clock(event: str) -> tuple[On, ...]:
    return (On("clock", event),)


def index(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """The kinds by code. Raises `ValueError` for a code, audience or page that is wrong or doubled."""
    found: dict[str, Kind] = {}
    for kind in kinds:
        strange = set(kind.to) - set(AUDIENCES)
        if kind.code in found or strange or kind.page not in PAGES or not kind.to:
            raise ValueError(f"kind {kind.code}: doubled, or unknown {sorted(strange) or kind.page}")
        if NOMINEE in kind.to and (kind.to != (NOMINEE,) or kind.page != "own"):
            raise ValueError(f"kind {kind.code}: a nominee has letters and a page of their own")
        found[kind.code] = kind
    return found

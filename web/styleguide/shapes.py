"""What each component is given: one frozen shape per macro."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Badge:
    text: str
    tone: str
    shape: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class StateGroup:
    title: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    number: int
    name: str
    sub: str
    award: str
    kind: str
    badge: Badge
    holder: str
    due: Due
    act: str
    href: str = "#"


@dataclass(frozen=True, slots=True)
class View:
    label: str
    count: int
    current: bool = False
    late: bool = False
    href: str = "#"


@dataclass(frozen=True, slots=True)
class Figure:
    value: str
    label: str
    href: str | None = "#"


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    current: bool = False
    href: str = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    first: int
    last: int
    total: int
    previous: str | None
    next: str | None
    pages: tuple[PageLink | None, ...]


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    when: str
    status: str

    @property
    def note(self) -> str:
        """The plain steps say the same thing below the label."""
        return self.when


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    label: str
    effect: str
    button: str
    kind: str = ""
    href: str | None = "#"


@dataclass(frozen=True, slots=True)
class Condition:
    text: str
    ok: bool
    href: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    date: str
    time: str
    source: Badge | None = None
    target: Badge | None = None
    title: str = ""
    who: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    sub: str
    end: str
    tone: str
    href: str | None = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    label: str
    note: str = ""
    name: str = ""
    value: int
    editable: bool = False
    rule: bool = False
    matches: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    members: int
    in_favour: int
    needed: int
    share: str
    threshold: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class QrPicture:
    size: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    code: str
    name: str
    award: str
    unit: str
    received_at: str
    promised: str
    lookup: str
    lookup_with: str
    qr: QrPicture | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: int
    before: int


@dataclass(frozen=True, slots=True)
class Columns:
    label: str
    text: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    label: str
    top: int


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    rows: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Edge:
    path: str
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    id: str
    title: str
    description: str
    width: int
    height: int
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    legend: str

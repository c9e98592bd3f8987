"""Who is meant by an audience: people in office on the day, looked up once for a whole act."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import CompoundSelect, Connection, Date, and_, bindparam, literal_column, or_, select, union_all

from notifications.cases import Case, units_of
from notifications.kind import NOMINEE
from workflow.councils.models import Seat
from workflow.kernel.db import AnySelect
from workflow.kernel.prepared import Prepared
from workflow.nominations.policy import UNIT_ROLES
from workflow.people.authority import in_force
from workflow.people.models import Delegation, Person, RoleGrant, Unit

CHUNK: Final = 10_000  # values in one statement; both databases allow more
NO_UNIT: Final = 0
OFFICE: Final = (
    "desk_officer",
    "appraiser",
    "standing_head",
    "council_secretary",
    "chairman",
    "vice_chairman",
)
HOLDERS: Final = ("appraiser", "desk_officer")
ROLE_OF: Final[Mapping[str, str]] = {
    "unit_head": "unit_head",
    "deputy_head": "deputy_head",
    "clerks": "clerk",
    "desk_officers": "desk_officer",
    "standing_head": "standing_head",
    "secretary": "council_secretary",
    "chairman": "chairman",
    "vice_chairman": "vice_chairman",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a letter goes to. No address means a letter to be printed."""

    recipient: str
    person_id: int | None
    name: str
    address: str
    locale: str


Readers = tuple[Reader, ...]


class Directory:
    """The people of one act; each kind of question is one query, however many nominations it is about."""

    def __init__(self, connection: Connection, day: date, cases: Sequence[Case]) -> None:
        self.connection = connection
        self.day = day
        self.cases = cases
        self._known: dict[tuple[str, int | None], Readers] = {}

    def readers(self, audience: str, case: Case) -> Readers:
        """Everybody the audience means in this case, before anyone is left out."""
        role = ROLE_OF.get(audience)
        if role is not None:
            return self._in_role(role, case)
        return _SPECIAL[audience](self, case)

    def _in_role(self, role: str, case: Case) -> Readers:
        if role not in UNIT_ROLES:
            return self.holders(role, None)
        if case.row is None:
            return ()
        return self.heads(case.row.unit_id) if role == "unit_head" else self.holders(role, case.row.unit_id)

    def holders(self, role: str, unit_id: int | None) -> Readers:
        """Those who hold the role, or hold it for somebody, at the unit or (None) in the office."""
        return self._posts.get((role, unit_id), ())

    def heads(self, unit_id: int) -> Readers:
        """The head of a unit, or its mailbox when nobody is in the post."""
        return self.holders("unit_head", unit_id) or self._mailboxes.get(unit_id, ())

    def person(self, person_id: int | None) -> Readers:
        return self._people.get(person_id, ()) if person_id is not None else ()

    def seats(self, council_id: int | None) -> Readers:
        """The members of a council on the day."""
        if ("seats", council_id) not in self._known:
            rows = _SEATED.rows(self.connection, {"council": council_id, "day": self.day})
            self._known["seats", council_id] = tuple(_reader(*row) for row in rows)
        return self._known["seats", council_id]

    @cached_property
    def _posts(self) -> Mapping[tuple[str, int | None], Readers]:
        units = sorted(units_of(self.cases)) or [NO_UNIT]
        found: dict[tuple[str, int | None], dict[int, Reader]] = {}
        for _rank, _grant, role, unit_id, *person in _POSTS.rows(self.connection, {"units": units, "day": self.day}):
            post = (role, unit_id if role in UNIT_ROLES else None)
            found.setdefault(post, {}).setdefault(person[0], _reader(*person))
        return {post: tuple(readers.values()) for post, readers in found.items()}

    @cached_property
    def _people(self) -> Mapping[int, Readers]:
        ids: set[int] = set()
        for case in self.cases:
            if case.row is not None:
                ids.update(one for one in (case.row.nominee_id, case.row.assignee_id) if one is not None)
                ids.add(case.row.prepared_by_id)
        found: dict[int, Readers] = {}
        for part in _parts(ids):
            for person in _PEOPLE.rows(self.connection, {"ids": part}):
                found[person[0]] = (_reader(*person),)
        return found

    @cached_property
    def _mailboxes(self) -> Mapping[int, Readers]:
        units = sorted(units_of(self.cases)) or [NO_UNIT]
        return {
            unit_id: (Reader(f"unit:{unit_id}", None, name, address or "", "vi"),)
            for unit_id, name, address in _MAILBOXES.rows(self.connection, {"units": units})
        }


def _parts(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _reader(person_id: int, name: str, address: str | None, locale: str) -> Reader:
    return Reader(f"person:{person_id}", person_id, name, address or "", locale)


def _posts() -> CompoundSelect[*tuple[Any, ...]]:
    """Everybody in a post of the office or of these units on the day, then everybody who acts for them."""
    units = RoleGrant.unit_id.in_(bindparam("units", expanding=True))
    wanted = or_(RoleGrant.role.in_(OFFICE), and_(RoleGrant.role.in_(sorted(UNIT_ROLES)), units))
    acting = and_(
        Delegation.from_person_id == RoleGrant.person_id,
        Delegation.role == RoleGrant.role,
        Delegation.unit_id == RoleGrant.unit_id,
        Delegation.revoked_at.is_(None),
        Delegation.valid_from <= _DAY,
        Delegation.valid_to >= _DAY,
    )
    held = (
        _post(0).join(Person, Person.id == RoleGrant.person_id),
        _post(1).join(Delegation, acting).join(Person, Person.id == Delegation.to_person_id),
    )
    in_post = (one.where(wanted, in_force(RoleGrant, _DAY), Person.active) for one in held)
    return union_all(*in_post).order_by("rank", "grant_id")


def _post(rank: int) -> AnySelect:
    return select(
        literal_column(str(rank)).label("rank"), RoleGrant.id.label("grant_id"), RoleGrant.role, RoleGrant.unit_id,
        *_COLUMNS,
    )  # fmt: skip


_DAY: Final = bindparam("day", type_=Date)
_COLUMNS: Final = (Person.id, Person.full_name, Person.email, Person.locale)
_POSTS: Final = Prepared(_posts())
_PEOPLE: Final = Prepared(select(*_COLUMNS).where(Person.id.in_(bindparam("ids", expanding=True)), Person.active))
_SEATED: Final = Prepared(
    select(*_COLUMNS)
    .join(Seat, Seat.person_id == Person.id)
    .where(
        Seat.council_id == bindparam("council"),
        Seat.valid_from <= _DAY,
        or_(Seat.valid_to.is_(None), Seat.valid_to > _DAY),
        Person.active,
    )
    .order_by(Seat.id)
)
_MAILBOXES: Final = Prepared(
    select(Unit.id, Unit.name_vi, Unit.email).where(Unit.id.in_(bindparam("units", expanding=True)))
)


def _preparer(directory: Directory, case: Case) -> Readers:
    return directory.person(case.row.prepared_by_id) if case.row else ()


def _nominee(directory: Directory, case: Case) -> Readers:
    return directory.person(case.row.nominee_id) if case.row else ()


def _officer(directory: Directory, case: Case) -> Readers:
    """Who holds the file; while nobody does, everyone who may take it."""
    held = directory.person(case.row.assignee_id) if case.row else ()
    return held or tuple(reader for role in HOLDERS for reader in directory.holders(role, None))


def _owner(directory: Directory, case: Case) -> Readers:
    """Who the file waits for."""
    row = case.row
    if row is None or row.waits_for is None:
        return ()
    if row.waits_for == "clerk":
        return directory.person(row.prepared_by_id) or directory.holders("clerk", row.unit_id)
    if row.waits_for in UNIT_ROLES:
        return directory._in_role(row.waits_for, case)
    return directory.person(row.assignee_id) or directory.holders(row.waits_for, None)


def _owner_head(directory: Directory, case: Case) -> Readers:
    row = case.row
    if row is None:
        return ()
    return directory.heads(row.unit_id) if row.waits_for in UNIT_ROLES else directory.holders("standing_head", None)


def _consulted(directory: Directory, case: Case) -> Readers:
    return tuple(reader for unit_id in case.consulted for reader in directory.heads(unit_id))


def _members(directory: Directory, case: Case) -> Readers:
    return directory.seats(case.council_id)


_SPECIAL: Final[Mapping[str, Callable[[Directory, Case], Readers]]] = {
    NOMINEE: _nominee,
    "preparer": _preparer,
    "officer": _officer,
    "owner": _owner,
    "owner_head": _owner_head,
    "consulted": _consulted,
    "members": _members,
}

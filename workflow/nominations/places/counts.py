"""Counting names of an award and year: those sent in, those of the letter at hand, those settled on paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from states import COUNCIL_FAILED, REVOKED
from workflow.awards.models import PaperList
from workflow.kernel.db import AnySelect
from workflow.kernel.prepared import CHUNK, Prepared, Source, connection_of
from workflow.nominations.models import Nomination, Proposal

WORKER: Final = "LDTT"


@dataclass(frozen=True, slots=True)
class Name:
    """One name on a list, as far as counting goes."""

    id: int
    unit_id: int
    year: int
    award_code: str
    kind: str
    movement_id: int | None
    subject: str
    proposal_id: int
    position: int
    received_at: datetime | None
    ended_at: datetime | None
    rule_set: str | None
    name: str

    @property
    def unsent(self) -> bool:
        """Still with the unit, and neither withdrawn nor set aside there."""
        return self.received_at is None and self.ended_at is None

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.proposal_id, self.position, self.id)


@dataclass(frozen=True, slots=True)
class Group:
    """So many names of one unit, year, award and kind of letter that count."""

    unit_id: int
    year: int
    award_code: str
    kind: str
    names: int


def counts() -> ColumnElement[bool]:
    """A name counts once it is sent in, unless it ended without an award or the award was revoked.

    The place of a name that the council did not pass is free when the nominee is told, not before: the
    numbers on a unit's page must not tell a vote whose session is still open.
    """
    n = Nomination
    return and_(
        n.received_at.is_not(None),
        or_(
            n.ended_at.is_(None),
            n.decision_item_id.is_not(None),
            and_(n.state == COUNCIL_FAILED, n.released_at.is_(None)),
        ),
        or_(n.overlay.is_(None), n.overlay != REVOKED.code),
    )


def names_of_letters(source: Source, ids: Collection[int]) -> list[Name]:
    """All names of the letters in which these nominations stand, in the order of the letters."""
    connection, ordered = connection_of(source), sorted(set(ids))
    names = {
        row[0]: Name(*row)
        for start in range(0, len(ordered), CHUNK)
        for row in _LETTERS.rows(connection, {"ids": ordered[start : start + CHUNK]})
    }
    return sorted(names.values(), key=lambda name: name.order)


def on_paper(source: Source, years: Sequence[int]) -> Mapping[tuple[int, int, str], int]:
    """Names settled on paper, by unit, year and award."""
    return {tuple(key): names for *key, names in _ON_PAPER.rows(connection_of(source), {"years": years})}


@dataclass(frozen=True, slots=True)
class Sent:
    """How many names count already, in groups that any pool is a sum of."""

    groups: Sequence[Group]
    in_movements: Sequence[tuple[int, int, bool, int]]  # unit, movement, collectives, names
    paper: Mapping[tuple[int, int, str], int]

    def names(self, awards: Collection[str], year: int, unit_id: int | None, kind: str | None = None) -> int:
        """Sent in here; no unit: of all units together, no kind: of every kind."""
        return sum(
            group.names
            for group in self.groups
            if group.award_code in awards and group.year == year
            and unit_id in (None, group.unit_id) and kind in (None, group.kind)
        )  # fmt: skip

    def on_paper(self, awards: Collection[str], year: int, unit_id: int | None, kind: str | None = None) -> int:
        """Settled on paper; such lists are those of the year."""
        if kind not in (None, "yearly"):
            return 0
        return sum(
            names for (unit, of_year, award), names in self.paper.items()
            if award in awards and of_year == year and unit_id in (None, unit)
        )  # fmt: skip

    def of_movement(self, unit_id: int, movement_id: int, *, collectives: bool) -> int:
        return sum(n for *key, n in self.in_movements if key == [unit_id, movement_id, collectives])


def sent_in(source: Source, letters: Collection[Name], awards: Collection[str], *, everywhere: bool) -> Sent:
    """What the units of these letters have sent in of these awards, or `everywhere` all units: three statements."""
    connection = connection_of(source)
    years = sorted({name.year for name in letters})
    units = sorted({name.unit_id for name in letters})
    movements = sorted({name.movement_id for name in letters if name.movement_id is not None})
    asked = {"years": years, "awards": sorted(awards)}
    groups = _GROUPS.rows(connection, asked) if everywhere else _OF_UNITS.rows(connection, {**asked, "units": units})
    moved = _IN_MOVEMENTS.rows(connection, {"units": units, "movements": movements}) if movements else []
    return Sent(
        groups=[Group(*row) for row in groups],
        in_movements=[(unit, movement, subject == "collective", n) for unit, movement, subject, n in moved],
        paper=on_paper(source, years),
    )


def _letters() -> AnySelect:
    n, p = Nomination, Proposal
    asked = select(n.proposal_id).where(n.id.in_(bindparam("ids", expanding=True)))
    return (
        select(
            n.id, n.unit_id, p.year, n.award_code, n.kind, n.movement_id, n.subject, n.proposal_id, n.position,
            n.received_at, n.ended_at, n.rule_set, n.name,
        )
        .join(p, p.id == n.proposal_id)
        .where(n.proposal_id.in_(asked))
    )  # fmt: skip


def _groups(*conditions: ColumnElement[bool]) -> AnySelect:
    key = (Nomination.unit_id, Proposal.year, Nomination.award_code, Nomination.kind)
    return (
        select(*key, func.count())
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .where(
            Proposal.year.in_(bindparam("years", expanding=True)),
            Nomination.award_code.in_(bindparam("awards", expanding=True)), counts(), *conditions,
        )
        .group_by(*key)
    )  # fmt: skip


_LETTERS: Final = Prepared(_letters())
_GROUPS: Final = Prepared(_groups())
_OF_UNITS: Final = Prepared(_groups(Proposal.unit_id.in_(bindparam("units", expanding=True))))
_IN_MOVEMENTS: Final = Prepared(
    select(Proposal.unit_id, Proposal.movement_id, Nomination.subject, func.count())
    .join(Nomination, Nomination.proposal_id == Proposal.id)
    .where(
        Proposal.unit_id.in_(bindparam("units", expanding=True)),
        Proposal.movement_id.in_(bindparam("movements", expanding=True)), counts(),
    )
    .group_by(Proposal.unit_id, Proposal.movement_id, Nomination.subject)
)  # fmt: skip
_ON_PAPER: Final = Prepared(
    select(PaperList.unit_id, PaperList.year, PaperList.award_code, PaperList.names).where(
        PaperList.year.in_(bindparam("years", expanding=True)), PaperList.ended_at.is_(None)
    )
)

"""The letter as it stands: its nominations with their whole content, and who else is proposed by the unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from states import Text
from workflow.awards.models import Award
from workflow.kernel.db import AnyRow, AnySelect
from workflow.kernel.errors import NotFound
from workflow.kernel.folding import fold
from workflow.lifecycle.office import Office
from workflow.nominations.models import Nomination, Proposal
from workflow.nominations.sheets.columns import CONTENT, TIES
from workflow.register.models import Achievement, Consumption, Initiative

Likeness = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """One nomination of the letter."""

    id: int
    code: str
    position: int
    version: int
    content_version: int
    state: str
    ended: bool
    editable: bool
    fixed: bool  # the achievement is another's too, or an award's already
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A nomination of the unit that is still open, as far as telling two people apart goes."""

    code: str
    name: str
    birth_year: int | None
    award: Text
    proposal_id: int
    letter: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter, its lines by their code, and the unit's open nominations by their likeness."""

    proposal_id: int
    unit_id: int
    version: int
    year: int
    number: str | None
    sent: bool
    lines: Mapping[str, Standing]
    open: Mapping[Likeness, Sequence[Elsewhere]]

    @property
    def listed(self) -> list[Standing]:
        """The lines of the list as it goes out: what has ended is on it no longer."""
        return [line for line in self.lines.values() if not line.ended]


def likeness(name: str, birth_year: int | None) -> Likeness:
    """What two entries of one person have in common, however the name was typed."""
    return fold(name), birth_year


def letter_as_it_stands(session: Session, office: Office, proposal_id: int, *, locked: bool = False) -> Letter:
    """Read the letter, in four queries whatever its length. Raises `NotFound`."""
    p = session.execute(
        select(Proposal.id, Proposal.unit_id, Proposal.version, Proposal.year, Proposal.number, Proposal.submitted_at)
        .where(Proposal.id == proposal_id)
    ).one_or_none()  # fmt: skip
    if p is None:
        raise NotFound("proposal")
    query = _lines(proposal_id)
    if locked:
        query = query.with_for_update(of=Nomination)
    fixed = _fixed_achievements(session, proposal_id)
    lines = {}
    for row in session.execute(query):
        definition = office.registry.engine(row.definition_key, row.definition_version).definition
        lines[row.code] = Standing(
            row.id, row.code, row.position, row.version, row.content_version, row.state, row.ended_at is not None,
            definition.state(row.state).editable, row.achievement_id in fixed, _values(row),
        )  # fmt: skip
    return Letter(p.id, p.unit_id, p.version, p.year, p.number, p.submitted_at is not None, lines,
                  _open_nominations(session, p.unit_id))  # fmt: skip


def _lines(proposal_id: int) -> AnySelect:
    n, a, i = Nomination, Achievement, Initiative
    return (
        select(n.id, n.code, n.position, n.version, n.content_version, n.state, n.ended_at, n.definition_key,
               n.definition_version, n.achievement_id, a.happened_on, a.place, a.kind, i.number, i.year, i.title,
               *(getattr(n, name) for name in CONTENT))
        .outerjoin(a, a.id == n.achievement_id)
        .outerjoin(i, i.id == n.initiative_id)
        .where(n.proposal_id == proposal_id)
        .order_by(n.position, n.id)
    )  # fmt: skip


def _values(row: AnyRow) -> dict[str, Any]:
    """The content and the ties, as the file's cells would say them."""
    happened_on, *ties = row[10:16]
    told = (f"{happened_on:%d/%m/%Y}" if happened_on else "", *(value or "" for value in ties))
    return dict(zip(CONTENT, row[16:], strict=True)) | dict(zip(TIES, told, strict=True))


def _fixed_achievements(session: Session, proposal_id: int) -> frozenset[int]:
    """Achievements of the letter that somebody else's nomination shares or that an award has consumed."""
    n = Nomination
    here = select(n.achievement_id).where(n.proposal_id == proposal_id, n.achievement_id.is_not(None))
    query = (
        select(n.achievement_id)
        .outerjoin(Consumption, Consumption.achievement_id == n.achievement_id)
        .where(n.achievement_id.in_(here))
        .group_by(n.achievement_id)
        .having(or_(func.count(n.id.distinct()) > 1, func.count(Consumption.id) > 0))
    )
    return frozenset(one for one in session.execute(query).scalars() if one is not None)


_OPEN: Final = (
    select(Nomination.code, Nomination.name, Nomination.birth_year, Award.name_vi, Award.name_en,
           Nomination.proposal_id, Proposal.number)
    .join(Award, Award.code == Nomination.award_code)
    .join(Proposal, Proposal.id == Nomination.proposal_id)
    .where(Nomination.ended_at.is_(None))
    .order_by(Nomination.id)
)  # fmt: skip


def _open_nominations(session: Session, unit_id: int) -> Mapping[Likeness, Sequence[Elsewhere]]:
    found: dict[Likeness, list[Elsewhere]] = {}
    for row in session.execute(_OPEN.where(Nomination.unit_id == unit_id)):
        one = Elsewhere(row.code, row.name, row.birth_year, Text(row.name_vi, row.name_en), row.proposal_id, row.number)
        found.setdefault(likeness(one.name, one.birth_year), []).append(one)
    return found

"""Reading the register of decisions. The office reads all of it, a unit what concerns its own names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, select, true
from sqlalchemy.orm import Session, aliased

from workflow.awards.models import Award
from workflow.decisions.bonus_queries import COLUMNS, BonusRow, bonus_row, with_bonus
from workflow.decisions.models import Decision, DecisionItem
from workflow.kernel.db import AnySelect
from workflow.nominations.models import Nomination
from workflow.nominations.policy import OFFICE_ROLES, UNIT_ROLES
from workflow.people.authority import Actor
from workflow.people.models import Person, Unit


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A line of the register. `level` tells this office's own decisions from those of a higher one."""

    id: int
    year: int
    number: str
    signed_on: date
    signer: str | None
    principal: str | None
    signature: str
    authority: str
    level: str
    fingerprint: str
    recorded_at: datetime
    names: int
    revoked: int

    @property
    def own(self) -> bool:
        """Signed here, not above."""
        return self.level != "superior"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A name in a decision, at its place in the golden book."""

    id: int
    decision_id: int
    position: int
    version: int
    name: str
    nomination_id: int
    code: str
    nominee_id: int | None
    subject: str
    gender: str | None
    post: str
    achievement: str
    unit_id: int
    unit_vi: str
    unit_en: str
    award_vi: str
    award_en: str
    rule_set: str | None
    definition_key: str
    definition_version: int
    state: str
    bonus: BonusRow | None


def decisions(session: Session, actor: Actor, year: int | None = None) -> list[DecisionRow]:
    """The register, newest first: every decision that the actor may open."""
    query = _decisions().where(visible_to(actor)).order_by(Decision.signed_on.desc(), Decision.id.desc())
    if year is not None:
        query = query.where(Decision.year == year)
    return [DecisionRow(*row) for row in session.execute(query.limit(500))]


def decision_years(session: Session, actor: Actor) -> list[int]:
    """Years in which the actor may read a decision, newest first."""
    query = select(Decision.year).where(visible_to(actor)).distinct().order_by(Decision.year.desc())
    return list(session.execute(query).scalars())


def decision(session: Session, actor: Actor, decision_id: int) -> DecisionRow | None:
    row = session.execute(_decisions().where(Decision.id == decision_id, visible_to(actor))).one_or_none()
    return DecisionRow(*row) if row else None


def items_of(session: Session, actor: Actor, decision_id: int) -> list[ItemRow]:
    """The names that the actor may read, in the order of the golden book."""
    query = _items().where(DecisionItem.decision_id == decision_id, names_open_to(actor))
    return [_item_row(row) for row in session.execute(query.order_by(DecisionItem.position))]


def decision_item(session: Session, actor: Actor, item_id: int) -> ItemRow | None:
    row = session.execute(_items().where(DecisionItem.id == item_id, names_open_to(actor))).one_or_none()
    return _item_row(row) if row else None


def decision_with(session: Session, nomination_ids: Sequence[int]) -> DecisionRow | None:
    """The newest decision that names the first of these nominations."""
    if not nomination_ids:
        return None
    latest = select(func.max(DecisionItem.decision_id)).where(DecisionItem.nomination_id == nomination_ids[0])
    row = session.execute(_decisions().where(Decision.id == latest.scalar_subquery())).one_or_none()
    return DecisionRow(*row) if row else None


def number_is_taken(session: Session, year: int, number: str) -> bool:
    """Whether this office has a decision of that number; a higher authority numbers its own."""
    found = exists().where(Decision.year == year, Decision.number == number, Decision.level != "superior")
    return bool(session.execute(select(found)).scalar_one())


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Decisions that the actor may open."""
    if actor.has(*OFFICE_ROLES):
        return true()
    units = actor.units_as(UNIT_ROLES)
    if not units:
        return false()
    own = (
        select(DecisionItem.id)
        .join(Nomination, Nomination.id == DecisionItem.nomination_id)
        .where(DecisionItem.decision_id == Decision.id, Nomination.unit_id.in_(units))
    )
    return exists(own)


def names_open_to(actor: Actor) -> ColumnElement[bool]:
    """Names within a decision that the actor may read: all of them, or those of the own unit."""
    if actor.has(*OFFICE_ROLES):
        return true()
    return Nomination.unit_id.in_(actor.units_as(UNIT_ROLES))


def _decisions() -> Select[*tuple[Any, ...]]:
    signer, principal, d = aliased(Person), aliased(Person), Decision
    # Counted for each decision that is shown: one page must not add up the whole register.
    names = select(func.count()).where(DecisionItem.decision_id == d.id).correlate(d)
    revoked = names.where(DecisionItem.state == "revoked")
    return (
        select(
            d.id, d.year, d.number, d.signed_on, signer.full_name, principal.full_name, d.signature, d.authority,
            d.level, d.fingerprint, d.recorded_at, names.scalar_subquery(), revoked.scalar_subquery(),
        )
        .outerjoin(signer, signer.id == d.signer_id)
        .outerjoin(principal, principal.id == d.on_behalf_of_id)
    )  # fmt: skip


def _items() -> AnySelect:
    i, n = DecisionItem, Nomination
    query: AnySelect = (
        select(
            i.id, i.decision_id, i.position, i.version, i.name, n.id, n.code, n.nominee_id, n.subject, n.gender, n.post,
            n.achievement, n.unit_id, Unit.name_vi, Unit.name_en, Award.name_vi, Award.name_en, n.rule_set,
            i.definition_key, i.definition_version, i.state, *COLUMNS,
        )
        .select_from(i)
        .join(n, n.id == i.nomination_id)
        .join(Unit, Unit.id == n.unit_id)
        .join(Award, Award.code == i.award_code)
    )  # fmt: skip
    return with_bonus(query)


def _item_row(found: Sequence[Any]) -> ItemRow:
    return ItemRow(*(*found[: -len(COLUMNS)], bonus_row(found[-len(COLUMNS) :])))

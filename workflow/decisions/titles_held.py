"""Who the names of a list are, by the register, and which titles they hold already: what a bonus is weighed against."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from states import PENDING_DECISION
from workflow.awards.bonus import NoBaseSalary, NoSuchBonus, bonus_of
from workflow.awards.editions import law_of
from workflow.awards.models import Award
from workflow.awards.rules import Law, UnknownAward
from workflow.decisions.bonuses import TITLE, Beside, Earlier, Name, Reckoned, WhoAndYear, reckon
from workflow.decisions.models import Bonus, DecisionItem
from workflow.kernel.db import AnyRow, AnySelect
from workflow.nominations.models import Nomination, Proposal
from workflow.nominations.rows import Row
from workflow.register.models import Honour, Laureate


@dataclass(frozen=True, slots=True)
class Outlook:
    """A list that is not signed yet: what its names would be granted, by the very rule that grants it."""

    names: Mapping[int, Name]
    earlier: Earlier
    level: str

    def granted(self, nomination_ids: Iterable[int], decided_on: date) -> dict[int, Reckoned]:
        """For these of the names, signed for that day. Nothing where no base salary is known for the day."""
        try:
            return reckon([self.names[one] for one in nomination_ids], self.earlier, self.level, decided_on)
        except NoBaseSalary:
            return {}


def outlook(session: Session, rows: Sequence[Row], level: str, today: date) -> Outlook:
    """The bonuses of rows that wait for the chairman; two statements at most, however many there are."""
    if not rows:
        return Outlook({}, {}, level)
    connection = session.connection()
    people = {found[0]: found for found in connection.execute(_WAITING)}
    names = names_of(rows, people, today)
    earlier = _earlier(connection, names, law_of(connection), _HELD, {})
    return Outlook({one.nomination_id: one for one in names}, earlier, level)


def names_of(rows: Sequence[Row], people: Mapping[int, AnyRow], today: date) -> list[Name]:
    """The list as the rule takes it: rows with their person of the register and their year."""
    return [
        Name(nomination_id=row.id, award=row.award_code, family=row.family, subject=row.subject,
             laureate=people[row.id][2], year=people[row.id][1], rules=row.rules(today))
        for row in rows
    ]  # fmt: skip


def people_in(connection: Connection, decision_id: int) -> dict[int, AnyRow]:
    """By nomination: its id, its year, the entry of the register that stands for it, its place in the decision."""
    return {found[0]: found for found in connection.execute(_PEOPLE, {"decision": decision_id})}


def earlier_than(connection: Connection, decision_id: int, names: Sequence[Name]) -> Earlier:
    """Titles that these people hold already for the same year, other than by this decision.

    Two decisions on titles of one person wait for each other here; the second then sees what the first granted.
    """
    if not any(name.family == TITLE and name.laureate is not None for name in names):
        return {}
    connection.execute(_LOCK, {"decision": decision_id}).all()
    return _earlier(connection, names, law_of(connection), _EARLIER, {"decision": decision_id})


def beside_item(connection: Connection, item_id: int) -> Sequence[Beside]:
    """Titles that the person of one decided title holds for the same year."""
    connection.execute(_LOCK_ITEM, {"item": item_id}).all()
    found = connection.execute(_BESIDE_ITEM, {"item": item_id}).all()
    law = law_of(connection)
    return [title for row in found if (title := _title(row, law)) is not None]


def _earlier(
    connection: Connection, names: Sequence[Name], law: Law, query: AnySelect, values: dict[str, int]
) -> Earlier:
    if not any(name.family == TITLE and name.laureate is not None for name in names):
        return {}
    found: dict[WhoAndYear, list[Beside]] = {}
    for row in connection.execute(query, values):
        title = _title(row, law)
        if title is not None:
            found.setdefault((row.root, row.year), []).append(title)
    return found


def _title(row: AnyRow, law: Law) -> Beside | None:
    """An honour as an amount: what stands frozen, else what the law of its day had to be paid.

    An award of a higher level or of a list of the past has no frozen bonus here; one whose amount nobody
    knows decides nothing.
    """
    if row.bonus_id is not None:
        if row.full_amount is None:
            return None
        full, granted = row.full_amount, row.amount
    else:
        counted = _by_law_of_its_day(row, law)
        if counted is None:
            return None
        full = granted = counted
    return Beside(award=row.award_code, number=row.decision_number, decided_on=row.decision_date, full=full,
                  granted=granted)  # fmt: skip


def _by_law_of_its_day(row: AnyRow, law: Law) -> int | None:
    decided_on = row.decision_date or date(row.year, 12, 31)
    try:
        return bonus_of(law.on(decided_on), row.award_code, row.kind, row.authority, decided_on).amount
    except (NoSuchBonus, UnknownAward, NoBaseSalary):
        return None


def _listed(where: ColumnElement[bool], *more: Any, decided: bool) -> AnySelect:
    """Names of a list, in a decision or before it: nomination, year, the entry that stands for the person."""
    root = func.coalesce(Laureate.merged_into_id, Laureate.id).label("root")
    query: AnySelect = select(Nomination.id, Proposal.year.label("year"), root, *more)
    if decided:
        query = query.select_from(DecisionItem).join(Nomination, Nomination.id == DecisionItem.nomination_id)
    return (
        query.join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(Award, Award.code == Nomination.award_code)
        .outerjoin(Laureate, Laureate.id == Nomination.laureate_id)
        .where(where)
    )


def _earlier_of(where: ColumnElement[bool], *besides: ColumnElement[bool], decided: bool) -> AnySelect:
    """Titles in force of the people in a list, for the years of the list, each once."""
    titled = _listed(and_(where, _TITLED), decided=decided).subquery()
    people = select(titled.c.root, titled.c.year).distinct().subquery()
    return (
        select(
            people.c.root, people.c.year, Honour.award_code, Laureate.kind, Honour.authority, Honour.decision_number,
            Honour.decision_date, Bonus.id.label("bonus_id"), Bonus.full_amount, Bonus.amount,
        )
        .select_from(people)
        .join(Laureate, or_(Laureate.id == people.c.root, Laureate.merged_into_id == people.c.root))
        .join(Honour, and_(Honour.laureate_id == Laureate.id, Honour.year == people.c.year))
        .join(Award, and_(Award.code == Honour.award_code, Award.family == TITLE))
        .outerjoin(Bonus, Bonus.decision_item_id == Honour.decision_item_id)
        .where(Honour.annulled_on.is_(None), *besides)
        .order_by(Honour.id)
    )  # fmt: skip


def _lock(where: ColumnElement[bool]) -> AnySelect:
    """No key is locked: an honour of the same person may be entered meanwhile, and waits for its own turn here."""
    titled = _listed(and_(where, _TITLED), decided=True).subquery()
    return (
        select(Laureate.id)
        .where(Laureate.id.in_(select(titled.c.root)))
        .order_by(Laureate.id)
        .with_for_update(key_share=True)
    )


_TITLED: Final = and_(Award.family == TITLE, Nomination.laureate_id.is_not(None))
_PENDING: Final = Nomination.state == PENDING_DECISION
_HERE: Final = DecisionItem.decision_id == bindparam("decision")
_OWN: Final = select(DecisionItem.id).where(_HERE)
_WAITING: Final = _listed(_PENDING, decided=False)
_PEOPLE: Final = _listed(_HERE, DecisionItem.id, decided=True)
_LOCK: Final = _lock(_HERE)
_EARLIER: Final = _earlier_of(
    _HERE, or_(Honour.decision_item_id.is_(None), Honour.decision_item_id.not_in(_OWN)), decided=True
)
_HELD: Final = _earlier_of(_PENDING, decided=False)
_ITEM: Final = DecisionItem.id == bindparam("item")
_LOCK_ITEM: Final = _lock(_ITEM)
_BESIDE_ITEM: Final = _earlier_of(
    _ITEM,
    or_(Honour.decision_item_id.is_(None), Honour.decision_item_id != bindparam("item")),
    decided=True,
)

"""The queue: open files of the office, soonest due first, in keyset pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, literal, select, tuple_
from sqlalchemy.orm import Session, aliased

from workflow.awards.models import Award
from workflow.kernel.db import AnySelect
from workflow.kernel.folding import clean, fold
from workflow.kernel.paging import COUNT_LIMIT, PAGE_SIZE, Cursor, Rows
from workflow.movements.models import Movement
from workflow.nominations.holders import held_by
from workflow.nominations.models import Nomination
from workflow.nominations.policy import UNIT_ROLES, visible_to
from workflow.nominations.tasks import HOLDERS
from workflow.people.authority import Actor
from workflow.people.models import Person, Unit

MOST_AT_ONCE: Final = 5_000
VIEWS: Final = ("all", "mine", "free", "late", "unit", "council", "chair")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the reader asked to see. Empty means no restriction."""

    view: str = "all"
    words: str = ""
    unit_id: int | None = None
    award_code: str = ""
    state: str = ""
    kind: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    id: int
    version: int
    code: str
    name: str
    unit_vi: str
    unit_en: str
    award_vi: str
    award_en: str
    kind: str
    movement_vi: str | None
    movement_en: str | None
    definition_key: str
    definition_version: int
    state: str
    overlay: str | None
    waits_for: str | None
    assignee_id: int | None
    assignee: str | None
    due_on: date
    paused_on: date | None


_Holder = aliased(Person)


def queue_page(
    session: Session, actor: Actor, wanted: QueueFilter, today: date, after: Cursor | None = None, *,
    size: int = PAGE_SIZE,
) -> Rows[QueueRow]:  # fmt: skip
    """A page of the files that wait for somebody, after the cursor."""
    n = Nomination
    rank = _rank(wanted)
    query = (
        _filtered(select(
            n.id, n.version, n.code, n.name, Unit.name_vi, Unit.name_en, Award.short_vi, Award.short_en, n.kind,
            Movement.short_vi, Movement.short_en, n.definition_key, n.definition_version, n.state, n.overlay,
            n.waits_for, n.assignee_id, _Holder.full_name, n.due_on, n.paused_on,
        ), actor, wanted, today)
        .join(Unit, Unit.id == n.unit_id)
        .join(Award, Award.code == n.award_code)
        .outerjoin(Movement, Movement.id == n.movement_id)
        .outerjoin(_Holder, _Holder.id == n.assignee_id)
    )  # fmt: skip
    keys: tuple[Any, ...] = (n.due_on, n.id) if rank is None else (rank, n.due_on, n.id)
    if after is not None:
        seen = (after.due_on, after.id) if rank is None else (after.rank, after.due_on, after.id)
        query = query.where(tuple_(*keys) > tuple_(*(literal(value) for value in seen)))
    if rank is not None:
        query = query.add_columns(rank)
    found = session.execute(query.order_by(*keys).limit(size + 1)).all()
    rows = [QueueRow(*row[:20]) for row in found[:size]]
    before = after.before if after else 0
    last = found[size - 1] if len(found) > size else None
    following = None
    if last is not None:
        following = Cursor(last[20] if rank is not None else 0, rows[-1].due_on, rows[-1].id, before + size)
    return Rows(rows, before + 1, following)


def queue_counts(session: Session, actor: Actor, today: date) -> Mapping[str, int]:
    """How many files each view holds, counted no further than `COUNT_LIMIT`; one statement for all."""
    counts = [
        _capped(_filtered(select(Nomination.id), actor, QueueFilter(view=view), today)).label(view) for view in VIEWS
    ]
    return dict(session.execute(select(*counts)).one()._mapping)


def count_filtered(session: Session, actor: Actor, wanted: QueueFilter, today: date) -> int:
    """How many files the filter shows, counted no further than `COUNT_LIMIT`."""
    return session.execute(select(_capped(_filtered(select(Nomination.id), actor, wanted, today)))).scalar_one()


def filtered_versions(session: Session, actor: Actor, wanted: QueueFilter, today: date) -> dict[int, int]:
    """Ids and versions of everything the filter shows, up to `MOST_AT_ONCE`, soonest due first."""
    query = _filtered(select(Nomination.id, Nomination.version), actor, wanted, today)
    found = session.execute(query.order_by(Nomination.due_on, Nomination.id).limit(MOST_AT_ONCE))
    return {row.id: row.version for row in found}


def chosen_versions(session: Session, actor: Actor, codes: list[str]) -> dict[int, int]:
    """Ids and versions of the named files that the actor may see, in the order of the queue."""
    query = select(Nomination.id, Nomination.version).where(Nomination.code.in_(codes), visible_to(actor))
    return {row.id: row.version for row in session.execute(query.order_by(Nomination.due_on, Nomination.id))}


def _filtered(query: AnySelect, actor: Actor, wanted: QueueFilter, today: date) -> AnySelect:
    n = Nomination
    query = query.where(n.waits_for.is_not(None), n.received_at.is_not(None), visible_to(actor))
    query = query.where(*_of_view(wanted.view, actor, today))
    if wanted.unit_id is not None:
        query = query.where(n.unit_id == wanted.unit_id)
    if wanted.award_code:
        query = query.where(n.award_code == wanted.award_code)
    if wanted.state:
        query = query.where(n.overlay == wanted.state if wanted.state == "on_hold" else n.state == wanted.state)
    if wanted.kind:
        query = query.where(n.kind == wanted.kind)
    query = query.where(*held_by(wanted.holder))
    return query.where(*(n.search_text.contains(word, autoescape=True) for word in fold(wanted.words).split()[:8]))


def _of_view(view: str, actor: Actor, today: date) -> tuple[ColumnElement[bool], ...]:
    n = Nomination
    conditions: dict[str, tuple[ColumnElement[bool], ...]] = {
        "mine": (n.assignee_id == actor.person_id,),
        "free": (n.assignee_id.is_(None), n.waits_for.in_(sorted(HOLDERS))),
        "late": (n.due_on < today,),
        "unit": (n.waits_for.in_(sorted(UNIT_ROLES)),),
        "council": (n.waits_for == "council_secretary",),
        "chair": (n.waits_for == "chairman",),
    }
    return conditions.get(view, ())


def _rank(wanted: QueueFilter) -> ColumnElement[int] | None:
    """Names that contain the words exactly as typed, accents included, come first."""
    typed = clean(wanted.words).casefold()
    if not typed:
        return None
    return case((Nomination.name_key.contains(typed, autoescape=True), 0), else_=1)


def _capped(query: AnySelect) -> ColumnElement[int]:
    limited = query.limit(COUNT_LIMIT + 1).subquery()
    return select(func.count()).select_from(limited).scalar_subquery()

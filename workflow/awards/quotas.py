"""The office's own measure: how many of an award may be proposed in a year. Set with a paper, ended, never changed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from states import Text
from workflow.audit.record import Entry, record
from workflow.awards.models import Award, Quota
from workflow.kernel.db import AnyRow
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.folding import clean
from workflow.kernel.prepared import Prepared, Source, connection_of
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor
from workflow.people.models import Person, Unit

SETTERS: Final = ("admin", "standing_head")
REACHES: Final = ("each_unit", "unit", "office")
KINDS: Final = ("yearly", "thematic", "sudden")
MOST: Final = 100_000
YEARS: Final = (1945, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetQuota:
    """The wish to bound an award: `places`, or a `percent` of the Advanced Workers of the same year."""

    reach: str
    unit_id: int | None
    award_code: str
    year: int | None
    kind: str | None
    places: int | None
    percent: int | None
    hard: bool
    document: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class QuotaInForce:
    """A quota that binds."""

    id: int
    reach: str
    unit_id: int | None
    award_code: str
    year: int
    kind: str | None
    places: int | None
    percent: int | None
    hard: bool
    document: str


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """A quota for the page of those who set them."""

    id: int
    reach: str
    unit_vi: str | None
    unit_en: str | None
    award_vi: str
    award_en: str
    year: int
    kind: str | None
    places: int | None
    percent: int | None
    hard: bool
    document: str
    entered_by: str
    entered_at: datetime
    ended_by: str | None
    ended_at: datetime | None


def set_quota(tx: Tx, command: SetQuota) -> int:
    """Set a quota and say on which paper it rests. Returns its id. It binds what is submitted from now on."""
    _setters_only(command.actor)
    document = clean(command.document)
    problems = _problems(tx, command, document)
    if problems:
        raise Invalid(problems)
    # Two who set the same quota at once wait for each other on its award.
    tx.session.execute(select(Award.code).where(Award.code == command.award_code).with_for_update(key_share=True))
    if _same_in_force(tx, command):
        raise Invalid({"award_code": Problem("quota_exists")})
    assert command.year is not None and command.actor.person_id is not None
    made = Quota(
        reach=command.reach, unit_id=command.unit_id, award_code=command.award_code, year=command.year,
        kind=command.kind, places=command.places, percent=command.percent, hard=command.hard,
        document=document, entered_by_id=command.actor.person_id, entered_at=tx.now,
    )  # fmt: skip
    tx.session.add(made)
    tx.session.flush()  # the id is the answer
    _record(tx, command.actor, made, "set_quota")
    return made.id


def end_quota(tx: Tx, actor: Actor, quota_id: int) -> None:
    """It binds nothing that is submitted from now on. Ended twice changes nothing."""
    _setters_only(actor)
    found = tx.session.get(Quota, quota_id, with_for_update=True)
    if found is None:
        raise NotFound("quota")
    if found.ended_at is not None:
        return
    found.ended_at, found.ended_by_id = tx.now, actor.person_id
    _record(tx, actor, found, "end_quota")


def quotas_for(source: Source, years: Collection[int]) -> list[QuotaInForce]:
    """All quotas of these years that bind now, in the order in which they were set."""
    if not years:
        return []
    return [QuotaInForce(*row) for row in _IN_FORCE.rows(connection_of(source), {"years": sorted(set(years))})]


def all_quotas(session: Session) -> list[QuotaRow]:
    """Quotas in force first, then the ended ones, the newest first."""
    setter, ender = aliased(Person), aliased(Person)
    q = Quota
    found: Iterable[AnyRow] = session.execute(
        select(
            q.id, q.reach, Unit.name_vi, Unit.name_en, Award.name_vi, Award.name_en, q.year, q.kind, q.places,
            q.percent, q.hard, q.document, setter.full_name, q.entered_at, ender.full_name, q.ended_at,
        )
        .join(Award, Award.code == q.award_code)
        .join(setter, setter.id == q.entered_by_id)
        .outerjoin(Unit, Unit.id == q.unit_id)
        .outerjoin(ender, ender.id == q.ended_by_id)
        .order_by(q.ended_at.is_not(None), q.year.desc(), Award.position, q.id.desc())
        .limit(300)
    )  # fmt: skip
    return [QuotaRow(*row) for row in found]


def award_names(source: Source, codes: Collection[str]) -> dict[str, Text]:
    """The short names of awards, as the catalogue has them."""
    if not codes:
        return {}
    rows = _NAMES.rows(connection_of(source), {"codes": sorted(set(codes))})
    return {code: Text(vi, en) for code, vi, en in rows}


def _problems(tx: Tx, command: SetQuota, document: str) -> dict[str, Problem]:
    """Everything that is wrong with the wish, at its field."""
    problems = _reach_problems(tx, command) | _measure_problems(command)
    if tx.session.get(Award, command.award_code) is None:
        problems["award_code"] = Problem("not_a_choice")
    if command.year is None or not YEARS[0] <= command.year <= YEARS[1]:
        problems["year"] = Problem("number_out_of_range", {"least": YEARS[0], "most": YEARS[1]})
    if command.kind is not None and command.kind not in KINDS:
        problems["kind"] = Problem("not_a_choice")
    if not document:
        problems["document"] = Problem("missing_text")
    elif len(document) > 300:
        problems["document"] = Problem("too_long", {"most": 300})
    return problems


def _reach_problems(tx: Tx, command: SetQuota) -> dict[str, Problem]:
    """One unit is named where one is meant, and only there."""
    if command.reach not in REACHES:
        return {"reach": Problem("not_a_choice")}
    if command.reach != "unit":
        return {} if command.unit_id is None else {"unit_id": Problem("quota_unit_unasked")}
    if command.unit_id is None:
        return {"unit_id": Problem("missing_choice")}
    return {} if tx.session.get(Unit, command.unit_id) else {"unit_id": Problem("not_a_choice")}


def _measure_problems(command: SetQuota) -> dict[str, Problem]:
    """Either places or a share, and one that means something."""
    if (command.places is None) == (command.percent is None):
        return {"places": Problem("quota_one_measure")}
    if command.places is not None and not 0 <= command.places <= MOST:
        return {"places": Problem("number_out_of_range", {"least": 0, "most": MOST})}
    if command.percent is not None and not 1 <= command.percent <= 100:
        return {"percent": Problem("number_out_of_range", {"least": 1, "most": 100})}
    return {}


def _same_in_force(tx: Tx, command: SetQuota) -> bool:
    same = select(Quota.id).where(
        Quota.ended_at.is_(None), Quota.reach == command.reach, Quota.award_code == command.award_code,
        Quota.year == command.year, Quota.unit_id.is_not_distinct_from(command.unit_id),
        Quota.kind.is_not_distinct_from(command.kind),
    )  # fmt: skip
    return tx.session.execute(same).first() is not None


def _setters_only(actor: Actor) -> None:
    if not actor.has(*SETTERS):
        raise Forbidden("not_your_role", who=SETTERS)


def _record(tx: Tx, actor: Actor, made: Quota, action: str) -> None:
    detail: dict[str, Any] = {
        name: getattr(made, name)
        for name in ("reach", "unit_id", "award_code", "year", "kind", "places", "percent", "hard", "document")
    }
    entry = Entry(
        subject_kind="quota", subject_id=made.id, action=action, actor_id=actor.person_id, detail=detail
    )  # fmt: skip
    record(tx, [entry])


_IN_FORCE: Final = Prepared(
    select(
        Quota.id, Quota.reach, Quota.unit_id, Quota.award_code, Quota.year, Quota.kind, Quota.places, Quota.percent,
        Quota.hard, Quota.document,
    )
    .where(Quota.year.in_(bindparam("years", expanding=True)), Quota.ended_at.is_(None))
    .order_by(Quota.id)
)  # fmt: skip
_NAMES: Final = Prepared(
    select(Award.code, Award.short_vi, Award.short_en).where(Award.code.in_(bindparam("codes", expanding=True)))
)

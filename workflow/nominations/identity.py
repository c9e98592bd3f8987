"""Who a nomination is about, what was done, which initiative: the ties of a nomination to the register."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from workflow.kernel.db import table_of
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import clean
from workflow.kernel.prepared import CHUNK
from workflow.kernel.transaction import Tx
from workflow.kernel.typed import read_date
from workflow.nominations.content import LINE, Reader
from workflow.nominations.models import Nomination
from workflow.nominations.policy import UNIT_ROLES
from workflow.people.authority import Actor
from workflow.register import commands
from workflow.register.commands import ACHIEVEMENT_KINDS, Certificate, Event, Wanted
from workflow.register.models import Laureate

EVENT_FIELDS: Final = ("achievement_on", "achievement_place", "achievement_kind")
INITIATIVE_FIELDS: Final = ("initiative_number", "initiative_year", "initiative_title")
OLDEST_INITIATIVE: Final = 1990
# What the form asks for beside the columns of the nomination.
FIELDS: Final = (*EVENT_FIELDS, *INITIATIVE_FIELDS, "laureate_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What was typed about the register. A part that the form did not ask for is left as it was."""

    event: Event | None
    certificate: Certificate | None
    chosen: int | None
    tells_event: bool
    tells_initiative: bool


def checked_ties(fields: Mapping[str, Any], today: date) -> Ties:
    """The achievement, the initiative and the entry that were named, each whole or not at all."""
    read = Reader(fields)
    ties = Ties(
        event=_event(read, today), certificate=_certificate(read, today),
        chosen=read.number("laureate_id", 1, 10**9),
        tells_event=not fields.keys().isdisjoint(EVENT_FIELDS),
        tells_initiative=not fields.keys().isdisjoint(INITIATIVE_FIELDS),
    )  # fmt: skip
    read.done({})
    return ties


def _event(read: Reader, today: date) -> Event | None:
    if not any(read.raw(name).strip() for name in EVENT_FIELDS):
        return None
    happened_on = read_date(read.raw("achievement_on"))
    if happened_on is None:
        read.problems["achievement_on"] = Problem("not_a_date")
    elif happened_on > today:
        read.problems["achievement_on"] = Problem("date_after_today", {"today": today})
    place = read.line("achievement_place", required=True)
    kind = read.choice("achievement_kind", ACHIEVEMENT_KINDS)
    if happened_on is None or kind is None:
        return None
    return Event(happened_on=happened_on, place=place, kind=kind, summary=clean(read.raw("achievement"))[:LINE])


def _certificate(read: Reader, today: date) -> Certificate | None:
    if not any(read.raw(name).strip() for name in INITIATIVE_FIELDS):
        return None
    number = read.line("initiative_number", most=60, required=True)
    year = read.number("initiative_year", OLDEST_INITIATIVE, today.year, required=True)
    title = read.line("initiative_title", required=True)
    return Certificate(number=number, year=year, title=title) if year is not None else None


def link_laureates(tx: Tx, unit_id: int, each: Sequence[Mapping[str, Any]]) -> list[int]:
    """The entry of each new line: the one with exactly its name, birth year, unit and kind, or one entered now.

    Anything less is only suggested, when the nomination is submitted.
    """
    return commands.entries_for(tx, [_wanted(unit_id, values) for values in each])


@dataclass(frozen=True, slots=True)
class Relinked:
    """The entry of each line now, and the entries that lines have left."""

    now: Mapping[int, int | None]
    left: frozenset[int]


def relink_laureates(tx: Tx, unit_id: int, each: Mapping[int, Mapping[str, Any]]) -> Relinked:
    """The entry of each changed line. A link stays until the name, the birth year or the kind changes."""
    n = Nomination
    before = {row.id: row for start in range(0, len(each), CHUNK) for row in tx.session.execute(
        select(n.id, n.subject, n.name, n.birth_year, n.laureate_id).where(n.id.in_([*each][start : start + CHUNK]))
    )}  # fmt: skip
    renamed = [
        key for key, values in each.items()
        if before[key].laureate_id is None or _told(values) != tuple(before[key])[1:4]
    ]  # fmt: skip
    fresh = dict(zip(renamed, link_laureates(tx, unit_id, [each[key] for key in renamed]), strict=True))
    now = {key: fresh.get(key, before[key].laureate_id) for key in each}
    left = {before[key].laureate_id for key in renamed if before[key].laureate_id is not None}
    return Relinked(now, frozenset(left - set(now.values())))


def _told(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return values["subject"], values["name"], values["birth_year"]


def _wanted(unit_id: int, values: Mapping[str, Any]) -> Wanted:
    return Wanted(
        kind=values["subject"], name=values["name"], birth_year=values["birth_year"], unit_id=unit_id,
        gender=values["gender"], post=values["post"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tied:
    """What a nomination is tied to now."""

    id: int
    unit_id: int
    subject: str
    laureate_id: int | None
    achievement_id: int | None
    initiative_id: int | None


def tied(tx: Tx, nomination_id: int) -> Tied:
    n = Nomination
    return Tied(*tx.session.execute(
        select(n.id, n.unit_id, n.subject, n.laureate_id, n.achievement_id, n.initiative_id)
        .where(n.id == nomination_id)
    ).one())  # fmt: skip


def tie(tx: Tx, actor: Actor, nomination_id: int, ties: Ties) -> None:
    """Everything else that writing a nomination says to the register."""
    now = tied(tx, nomination_id)
    if ties.chosen is not None:
        link_laureate(tx, actor, now, ties.chosen)
    if ties.tells_event:
        name_achievement(tx, actor, now, ties.event)
    if ties.tells_initiative:
        name_initiative(tx, actor, now, ties.certificate)


def tie_new(tx: Tx, actor: Actor, unit_id: int, each: Mapping[int, Ties]) -> None:
    """The same for many new lines of one unit, by a few statements."""
    events = {line: ties.event for line, ties in each.items() if ties.event is not None}
    made = commands.enter_achievements(tx, actor, list(events.values()))
    _set_each(tx, "achievement_id", dict(zip(events, made, strict=True)))
    certificates = {line: ties.certificate for line, ties in each.items() if ties.certificate is not None}
    known = {one: commands.initiative_for(tx, actor, unit_id, one) for one in dict.fromkeys(certificates.values())}
    _set_each(tx, "initiative_id", {line: known[one] for line, one in certificates.items()})


def link_laureate(tx: Tx, actor: Actor, now: Tied, chosen: int) -> None:
    """Tie the nomination to an entry of the same kind that a person of the unit may know: one of the unit's own."""
    row = tx.session.execute(
        select(func.coalesce(Laureate.merged_into_id, Laureate.id)).where(
            Laureate.id == chosen, Laureate.kind == now.subject, Laureate.unit_id.in_(actor.units_as(UNIT_ROLES))
        )
    ).first()
    if row is None:
        raise Invalid({"laureate_id": Problem("not_a_choice")})
    _set(tx, now.id, laureate_id=row[0])
    if now.laureate_id not in (None, row[0]):
        forget_private(tx, {now.laureate_id})


def name_achievement(tx: Tx, actor: Actor, now: Tied, event: Event | None) -> None:
    """Say when and where it was done. One for which the person was honoured already is that very achievement.

    What an officer tied to another nomination stays; what an award consumed is never rewritten.
    """
    current = now.achievement_id
    if current is not None and _is_shared(tx, now.id, current):
        return
    own = current if current is not None and not commands.is_consumed(tx, current) else None
    if event is None:
        _set(tx, now.id, achievement_id=None)
    else:
        honoured = commands.honoured_achievement(tx, now.laureate_id, event)
        if honoured is None and own is not None:
            commands.correct_achievement(tx, own, event)
            return
        _set(tx, now.id, achievement_id=honoured or commands.enter_achievement(tx, actor, event))
    if own is not None:
        commands.forget_achievement(tx, own)


def name_initiative(tx: Tx, actor: Actor, now: Tied, certificate: Certificate | None) -> None:
    """Say which initiative is used; the same certificate is the same initiative, whoever uses it again."""
    initiative_id = commands.initiative_for(tx, actor, now.unit_id, certificate) if certificate else None
    if initiative_id != now.initiative_id:
        _set(tx, now.id, initiative_id=initiative_id)


def untie(tx: Tx, before: Tied) -> None:
    """The nomination is gone from its list: what only it had told the register goes with it."""
    if before.laureate_id is not None:
        forget_private(tx, {before.laureate_id})
    achievement_id = before.achievement_id
    if achievement_id is None or _is_shared(tx, before.id, achievement_id):
        return
    if not commands.is_consumed(tx, achievement_id):
        commands.forget_achievement(tx, achievement_id)


def forget_private(tx: Tx, laureate_ids: Collection[int | None]) -> None:
    """Drop entries that no nomination names any more and that nobody else ever saw."""
    ids = sorted(one for one in laureate_ids if one is not None)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        used = set(tx.session.execute(
            select(Nomination.laureate_id).where(Nomination.laureate_id.in_(some))
        ).scalars())  # fmt: skip
        commands.forget_entries(tx, [one for one in some if one not in used])


def _is_shared(tx: Tx, nomination_id: int, achievement_id: int) -> bool:
    others = select(Nomination.id).where(Nomination.achievement_id == achievement_id, Nomination.id != nomination_id)
    return tx.session.execute(others.limit(1)).first() is not None


def _set(tx: Tx, nomination_id: int, **values: int | None) -> None:
    table = table_of(Nomination)
    tx.flushed().execute(update(table).where(table.c.id == nomination_id).values(values))


def _set_each(tx: Tx, name: str, values: Mapping[int, int]) -> None:
    if not values:
        return
    table = table_of(Nomination)
    statement = update(table).where(table.c.id == bindparam("line")).values({name: bindparam("value")})
    tx.flushed().execute(statement, [{"line": line, "value": value} for line, value in values.items()])

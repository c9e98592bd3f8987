"""Nominations tied to the register, made by the use cases that people use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.event import listen, remove

from tests.factories import District, content, fire, make_nomination
from web.schema import metadata
from workflow.nominations.draft import WriteNomination, write_nomination
from workflow.nominations.models import Nomination
from workflow.people.authority import SYSTEM
from workflow.people.models import Person, RoleGrant
from workflow.register.commands import Event, Wanted
from workflow.register.honours import PastAward, enter_past_awards


def row(district: District, nomination_id: int) -> Any:
    with district.services.store.reading() as session:
        return session.execute(select(Nomination.__table__).where(Nomination.id == nomination_id)).one()


@contextmanager
def statements(district: District) -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = district.services.store.engine
    listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        remove(engine, "before_cursor_execute", note)


def rows(district: District, table: str) -> list[dict[str, Any]]:
    source = metadata().tables[table]
    with district.services.store.reading() as session:
        return [dict(one._mapping) for one in session.execute(select(source).order_by(source.c.id))]


def write(district: District, nomination_id: int, **fields: Any) -> None:
    """Write a draft again with other fields, as the clerk."""
    proposal_id = row(district, nomination_id).proposal_id
    with district.services.store.transaction() as tx:
        write_nomination(tx, district.services.office, WriteNomination(
            proposal_id=proposal_id, fields={**content("Nguyễn Thị Hoa"), **fields}, actor=district.act("clerk"),
            nomination_id=nomination_id,
        ))  # fmt: skip


def add(district: District, beside: int, **fields: Any) -> int:
    """One more line in the letter of this nomination."""
    proposal_id = row(district, beside).proposal_id
    with district.services.store.transaction() as tx:
        return write_nomination(tx, district.services.office, WriteNomination(
            proposal_id=proposal_id, fields={**content("Nguyễn Thị Hoa"), **fields}, actor=district.act("clerk")
        ))  # fmt: skip


def waiting_for_signature(district: District, count: int = 2) -> list[int]:
    """Nominations that wait for the decision, each with an achievement of its own."""
    return [make_nomination(district, "pending_decision", kind="sudden") for _ in range(count)]


def tie_to_one(district: District, ids: list[int], what: str = "achievement") -> int:
    """Put several nominations on the achievement of the first, as an officer's decision would."""
    with district.services.store.transaction() as tx:
        first = tx.session.get_one(Nomination, ids[0])
        tied = getattr(first, f"{what}_id")
        assert tied is not None
        tx.session.execute(update(Nomination).where(Nomination.id.in_(ids)).values({f"{what}_id": tied}))
    return int(tied)


def sign(district: District, *ids: int) -> None:
    fire(district, list(ids), "sign_decision")


def past_award(district: District, name: str, **changed: Any) -> PastAward:
    known: dict[str, Any] = {"kind": "person", "birth_year": 1980, "unit_id": district.unit_id, "gender": "female"}
    known |= {key: changed.pop(key) for key in ("birth_year", "unit_id") if key in changed}
    award: dict[str, Any] = {
        "award_code": "GK_CN", "kind": "thematic", "year": 2021, "decision_number": "118/QĐ-UBND",
        "decision_date": date(2021, 11, 19), "authority": "huyen",
    }  # fmt: skip
    return PastAward(laureate=Wanted(name=name, **known), **{**award, **changed})


def enter(district: District, *awards: PastAward) -> None:
    with district.services.store.transaction() as tx:
        enter_past_awards(tx, SYSTEM, awards)


def event(day: date = date(2023, 9, 5), place: str = "Cánh đồng Chiêm", told: str = "Dồn 2,4 ha ruộng") -> Event:
    return Event(happened_on=day, place=place, kind="labour", summary=told)


def elsewhere(district: District) -> District:
    """The same district seen by a second unit: its clerk and head propose, the office is the same."""
    people = dict(district.people)
    with district.services.store.transaction() as tx:
        for role in ("clerk", "unit_head", "deputy_head"):
            person = Person(full_name=f"{role} khác", folded_name=f"{role} khac", title_vi="", title_en="",
                            unit_id=district.consulted_id)  # fmt: skip
            tx.session.add(person)
            tx.session.flush()
            tx.session.add(RoleGrant(person_id=person.id, unit_id=district.consulted_id, role=role,
                                     valid_from=date(2020, 1, 1), granted_at=tx.now))  # fmt: skip
            people[role] = person.id
    return District(
        services=district.services, unit_id=district.consulted_id, office_id=district.office_id,
        consulted_id=district.unit_id, council_id=district.council_id, people=people,
    )  # fmt: skip

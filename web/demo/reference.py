"""What is there before the story begins: bodies, people with their roles, the council, awards, movements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert

from web import schema
from web.demo.locality import Locality
from web.demo.shapes import Person
from workflow.audit.record import Entry, record
from workflow.awards.rules import rule_set_on, rule_sets
from workflow.kernel.folding import fold
from workflow.kernel.transaction import Tx
from workflow.people.authority import SYSTEM
from workflow.register.commands import Event, Wanted
from workflow.register.honours import PastAward, enter_past_awards

ADMIN: Final = "admin"

MakeAccount = Callable[[Tx, int, str, str], object]


@dataclass(frozen=True, slots=True)
class Register:
    """The ids that the database gave to what the data files call by name."""

    units: Mapping[str, int]
    people: Mapping[str, int]
    movements: Mapping[str, int]
    council_id: int


def enter_reference(tx: Tx, locality: Locality, make_account: MakeAccount) -> Register:
    """Enter everything, with an account for every person."""
    units = _enter_units(tx, locality)
    people = {person.key: _enter_person(tx, locality, person, units) for person in locality.people}
    _grant_roles(tx, locality, people, units)
    _enter_delegations(tx, locality, people, units)
    for key, person_id in people.items():
        make_account(tx, person_id, locality.address_of(key), locality.password)
    _enter_awards(tx, locality)
    movements = _enter_movements(tx, locality, units)
    council_id = _enter_council(tx, locality, people, units)
    _start_series(tx, locality, council_id)
    _enter_honours(tx, locality, units)
    return Register(units, people, movements, council_id)


def _add(tx: Tx, table: str, **values: Any) -> int:
    target = schema.metadata().tables[table]
    made: int = tx.session.execute(insert(target).values(values).returning(target.c.id)).scalar_one()
    return made


def _add_all(tx: Tx, table: str, rows: Sequence[dict[str, Any]]) -> None:
    tx.session.execute(insert(schema.metadata().tables[table]), rows)


def _enter_units(tx: Tx, locality: Locality) -> dict[str, int]:
    """The bodies in the order of the file; one that is gone names a successor that stands before it."""
    ids: dict[str, int] = {}
    for unit in locality.units:
        ids[unit.code] = _add(
            tx,
            "unit",
            code=unit.code,
            name_vi=unit.name.vi,
            name_en=unit.name.en,
            kind=unit.kind,
            abbreviation=unit.abbreviation,
            place=unit.place,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            successor_id=ids[unit.successor] if unit.successor else None,
            email=unit.email,
        )
    return ids


def _enter_person(tx: Tx, locality: Locality, person: Person, units: Mapping[str, int]) -> int:
    return _add(
        tx,
        "person",
        full_name=person.name,
        folded_name=fold(person.name),
        title_vi=person.title.vi,
        title_en=person.title.en,
        unit_id=units[person.unit],
        email=locality.address_of(person.key),
        gender=person.gender,
        birth_year=person.birth_year,
        locale="vi",
        active=True,
    )


def _grant_roles(tx: Tx, locality: Locality, people: Mapping[str, int], units: Mapping[str, int]) -> None:
    """The administrator enters everybody's roles; their own stands on the decision that made them one."""
    (admin,) = (one.key for one in locality.people if any(grant.role == ADMIN for grant in one.grants))
    rows: list[dict[str, Any]] = [
        {
            "person_id": people[person.key],
            "unit_id": units[grant.unit or person.unit],
            "role": grant.role,
            "valid_from": grant.valid_from,
            "document": grant.document,
            "granted_by_id": None if person.key == admin else people[admin],
            "granted_at": tx.now,
        }
        for person in locality.people
        for grant in person.grants
    ]
    _add_all(tx, "role_grant", rows)
    kept = ("role", "unit_id", "valid_from", "document")
    record(
        tx,
        [
            Entry(
                subject_kind="person",
                subject_id=row["person_id"],
                action="grant_role",
                actor_id=row["granted_by_id"],
                detail={name: row[name] for name in kept},
            )
            for row in rows
        ],
    )


def _enter_delegations(tx: Tx, locality: Locality, people: Mapping[str, int], units: Mapping[str, int]) -> None:
    for one in locality.delegations:
        _add(
            tx,
            "delegation",
            from_person_id=people[one.giver],
            to_person_id=people[one.taker],
            role=one.role,
            unit_id=units[one.unit],
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            document=one.document,
        )


def _enter_awards(tx: Tx, locality: Locality) -> None:
    """The catalogue of every period of the law, in the words of the one that is in force when the story opens."""
    in_force = rule_set_on(locality.opens_at.date())
    catalogue = {code: award for rules in (*rule_sets()[::-1], in_force) for code, award in rules.awards.items()}
    rows = [
        {
            "code": code,
            "name_vi": award.name.vi,
            "name_en": award.name.en,
            "short_vi": award.short.vi,
            "short_en": award.short.en,
            "family": award.family,
            "subject": award.subjects[0] if len(award.subjects) == 1 else "any",
            "position": position,
        }
        for position, (code, award) in enumerate(catalogue.items(), start=1)
    ]
    _add_all(tx, "award", rows)


def _enter_movements(tx: Tx, locality: Locality, units: Mapping[str, int]) -> dict[str, int]:
    return {
        movement.code: _add(
            tx,
            "movement",
            code=movement.code,
            name_vi=movement.name.vi,
            name_en=movement.name.en,
            short_vi=movement.short.vi,
            short_en=movement.short.en,
            level=movement.level,
            kind=movement.kind,
            purpose_vi=movement.purpose.vi,
            purpose_en=movement.purpose.en,
            starts_on=movement.starts_on,
            ends_on=movement.ends_on,
            launched_by_id=units[movement.launched_by] if movement.launched_by else None,
            for_groups=movement.for_groups,
        )
        for movement in locality.movements
    }


def _enter_council(tx: Tx, locality: Locality, people: Mapping[str, int], units: Mapping[str, int]) -> int:
    council = locality.council
    council_id = _add(
        tx,
        "council",
        name_vi=council.name.vi,
        name_en=council.name.en,
        unit_id=units[council.unit],
        document=council.document,
        valid_from=council.valid_from,
    )
    rows = [
        {
            "council_id": council_id,
            "person_id": people[seat.person],
            "office": seat.office,
            "valid_from": council.valid_from,
        }
        for seat in council.seats
    ]
    _add_all(tx, "seat", rows)
    return council_id


def _start_series(tx: Tx, locality: Locality, council_id: int) -> None:
    """The year did not begin with this story: numbers go on from those given out on paper before."""
    year = locality.opens_at.year
    before = int(locality.first_code.rpartition("-")[2]) - 1
    rows = [
        {"name": "nomination", "year": year, "last": before},
        {"name": f"session:{council_id}", "year": year, "last": locality.council.last_session},
    ]
    _add_all(tx, "series", rows)


def _enter_honours(tx: Tx, locality: Locality, units: Mapping[str, int]) -> None:
    """The register of honours, as the office took it over from the decisions of earlier years."""
    files = {one.code: one for one in locality.nominations}
    letters = {letter.key: letter.unit for letter in locality.letters}
    awards = []
    for one in locality.honours:
        if one.of:
            file = files[one.of]
            named = file.model_dump(include={"name", "birth_year", "gender", "post"})
            whom = Wanted(kind=file.subject, unit_id=units[one.unit or letters[file.letter]], **named)
        else:
            known = dict(one.named)
            whom = Wanted(unit_id=units[str(known.pop("unit"))], **known)  # type: ignore[arg-type]
        event = one.event
        awards.append(PastAward(
            laureate=whom, award_code=one.award, kind=one.kind, year=one.year, decision_number=one.number,
            decision_date=one.date, authority=one.authority,
            event=Event(happened_on=event.on, place=event.place, kind=event.kind, summary=event.summary)
            if event else None,
        ))  # fmt: skip
    enter_past_awards(tx, SYSTEM, awards)

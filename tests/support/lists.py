"""Letters with lists that caps bind: written, walked to the head's signature, bounded by quotas and shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any, Final

from sqlalchemy import Engine, event

from tests.factories import District, attach, content, fire
from workflow.awards.models import Award
from workflow.awards.paper_lists import EnterPaperList, enter_paper_list
from workflow.awards.quotas import SetQuota, set_quota
from workflow.kernel.transaction import Tx
from workflow.movements.models import Movement
from workflow.nominations.draft import WriteLetter, WriteNomination, write_letter, write_nomination
from workflow.people.authority import Actor, authority_of
from workflow.people.models import Person, RoleGrant

_NUMBERS: Final = count(1)
_FIGHTER: Final = ("CSTDCS", "Chiến sĩ thi đua cơ sở", "Emulation fighter")


def know_fighters(district: District) -> None:
    """The title whose share of a list the law of 2017 bounds."""
    code, vi, en = _FIGHTER
    with district.services.store.transaction() as tx:
        tx.session.add(Award(
            code=code, name_vi=vi, name_en=en, short_vi=vi, short_en=en, family="title", subject="person", position=9,
        ))  # fmt: skip


def make_letter(
    district: District, awards: Sequence[str], *, kind: str = "yearly", unit_id: int | None = None,
    movement_id: int | None = None, actor: Actor | None = None, subject: str = "person",
) -> list[int]:  # fmt: skip
    """A letter with one name for each award, as its clerk writes it. Gives the nominations in its order."""
    clerk = actor or district.act("clerk")
    fields = {"kind": kind, "movement_id": str(movement_id or "")}
    with district.services.store.transaction() as tx:
        return _written(tx, district, clerk, unit_id or district.unit_id, fields, awards, subject)


def make_letters(district: District, number: int, award: str) -> list[int]:
    """So many letters of a sudden achievement with one name each. Gives the names."""
    clerk, fields = district.act("clerk"), {"kind": "sudden", "movement_id": ""}
    with district.services.store.transaction() as tx:
        return [
            _written(tx, district, clerk, district.unit_id, fields, [award], "person")[0] for _each in range(number)
        ]


def _written(
    tx: Tx, district: District, clerk: Actor, unit_id: int, fields: dict[str, str], awards: Sequence[str], subject: str
) -> list[int]:
    office, number = district.services.office, next(_NUMBERS)
    head = {"number": f"{number}/TTr-DS", "letter_date": district.today.isoformat(), "summary": "Đề nghị."}
    proposal_id = write_letter(tx, office, WriteLetter(unit_id=unit_id, fields={**head, **fields}, actor=clerk))
    return [
        write_nomination(tx, office, WriteNomination(
            proposal_id=proposal_id, actor=clerk, fields=_line(award, f"{number}-{place}", subject),
        ))
        for place, award in enumerate(awards, start=1)
    ]  # fmt: skip


def to_the_head(district: District, ids: Sequence[int], kind: str = "yearly") -> list[int]:
    """Bring every name of the list to the signature of the head, with the papers it needs."""
    fire(district, ids, "send_to_review", target="pending_unit_head" if kind == "sudden" else None)
    if kind != "sudden":
        fire(district, ids, "propose")
    return list(ids)


def signed_list(district: District, awards: Sequence[str], **letter: Any) -> list[int]:
    """A letter whose head can sign it now."""
    ids = make_letter(district, awards, **letter)
    for nomination_id, award in zip(ids, awards, strict=True):
        if award == _FIGHTER[0]:
            attach(district, nomination_id, "certificate")
    return to_the_head(district, ids, letter.get("kind", "yearly"))


def quota(district: District, award: str, **changed: Any) -> int:
    """Set a quota as the head of the standing body."""
    usual: dict[str, Any] = {
        "reach": "each_unit", "unit_id": None, "year": district.today.year, "kind": None, "places": None,
        "percent": None, "hard": True, "document": "12/HD-HĐTĐKT", "actor": district.act("standing_head"),
    }  # fmt: skip
    with district.services.store.transaction() as tx:
        return set_quota(tx, SetQuota(award_code=award, **{**usual, **changed}))


def on_paper(district: District, award: str, names: int, **changed: Any) -> None:
    """Say how many names of the award the unit has on paper."""
    usual: dict[str, Any] = {
        "unit_id": district.unit_id, "year": district.today.year, "document": "86/QĐ", "actor": district.act("clerk"),
    }  # fmt: skip
    with district.services.store.transaction() as tx:
        enter_paper_list(tx, EnterPaperList(award_code=award, names=names, **{**usual, **changed}))


def make_movement(district: District, **more: Any) -> int:
    with district.services.store.transaction() as tx:
        movement = Movement(
            code=f"M{next(_NUMBERS)}", name_vi="Phong trào", name_en="Movement", short_vi="Nông thôn mới",
            short_en="New countryside", level="district", kind="thematic", purpose_vi="", purpose_en="",
            starts_on=date(2023, 1, 1), ends_on=None, launched_by_id=None, **more,
        )  # fmt: skip
        tx.session.add(movement)
        tx.session.flush()
        return movement.id


def people_of(district: District, unit_id: int) -> Actor:
    """A clerk of another unit."""
    with district.services.store.transaction() as tx:
        person = Person(full_name="Người đơn vị khác", folded_name="nguoi don vi khac", title_vi="", title_en="",
                        unit_id=unit_id)  # fmt: skip
        tx.session.add(person)
        tx.session.flush()
        for role in ("clerk", "unit_head"):
            tx.session.add(RoleGrant(
                person_id=person.id, unit_id=unit_id, role=role, valid_from=date(2020, 1, 1), granted_at=tx.now
            ))  # fmt: skip
        person_id = person.id
    with district.services.store.reading() as session:
        actor = authority_of(session, person_id, district.today)
    assert actor is not None
    return actor


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What the database is asked, in order."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        seen.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _line(award: str, place: str, subject: str) -> dict[str, Any]:
    fields = content(f"Người thứ {place}", award)
    if subject == "collective":
        fields |= {"subject": "collective", "member_count": "9", "female_count": "4"}
    return fields

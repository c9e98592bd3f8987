"""Walking a letter through its pages, as a person with a browser does."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

from werkzeug.test import TestResponse

from tests.factories import content
from tests.support.office import OfficeApp, Visitor
from workflow.people.models import Person, RoleGrant

FORM = re.compile(r"<form[^>]*>.*?</form>", re.S)
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
LETTER = {
    "kind": "sudden",
    "movement_id": "",
    "number": "45/TTr-UBND",
    "letter_date": "31/10/2023",
    "summary": "Đề nghị.",
}


def text(answer: TestResponse) -> str:
    return html.unescape(answer.get_data(as_text=True))


def heading(answer: TestResponse) -> str:
    found = HEADING.search(text(answer))
    return found[1] if found else ""


def new_letter(clerk: Visitor, names: tuple[str, ...] = ("Bùi Văn Sóng Cả",), **changed: str) -> int:
    """A letter of the clerk's unit with these people in it. Gives its id."""
    answer = clerk.post("/proposals/new", **{**LETTER, **changed})
    assert answer.status_code == 303, text(answer)
    proposal_id = int(answer.location.rsplit("/", 1)[1])
    for name in names:
        answer = clerk.post(f"/proposals/{proposal_id}/nominations/new", **content(name), after="letter")
        assert answer.location == f"/proposals/{proposal_id}", text(answer)
    return proposal_id


def hidden(page: str, trigger: str) -> dict[str, str]:
    """The hidden fields of the form that holds the button of this trigger."""
    form = next(form for form in FORM.findall(page) if f'value="{trigger}"' in form)
    return {name: html.unescape(value) for name, value in FIELD.findall(form)}


def press(visitor: Visitor, proposal_id: int, trigger: str, *, key: str = "", **typed: Any) -> TestResponse:
    """Press the button of a move of the whole letter, with what the page carries."""
    page = visitor.get(f"/proposals/{proposal_id}").get_data(as_text=True)
    fields = hidden(page, trigger)
    carried = {name: fields[name] for name in ("version", "seen")}
    return visitor.post(f"/proposals/{proposal_id}/moves", key=key, trigger=trigger, **{**carried, **typed})


def statements_of(office: OfficeApp, visitor: Visitor, path: str) -> int:
    """How many statements the page itself needs, beyond what the frame of every page needs for this person."""
    counts = []
    for address in ("/status", path):
        visitor.get(address)
        with office.counted() as seen:
            assert visitor.get(address).status_code == 200
        counts.append(len([statement for statement in seen if statement != "BEGIN"]))
    return counts[1] - counts[0]


def stranger(office: OfficeApp, role: str = "clerk") -> str:
    """A person of another unit, under a name that `visitor` knows."""
    district = office.district
    with district.services.store.transaction() as tx:
        person = Person(full_name="Người nơi khác", folded_name="nguoi noi khac", title_vi="", title_en="",
                        unit_id=district.consulted_id)  # fmt: skip
        tx.session.add(person)
        tx.session.flush()
        tx.session.add(RoleGrant(person_id=person.id, unit_id=district.consulted_id, role=role,
                                 valid_from=date(2020, 1, 1), granted_at=tx.now))  # fmt: skip
    name = f"{role}-elsewhere"
    district.people[name] = person.id  # type: ignore[index]
    return name

"""Keeping people, units and the roles they hold. Every change is dated; nothing is overwritten."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, or_, select, update

from states import ROLES
from workflow.audit.record import Entry, record
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem
from workflow.kernel.folding import clean, fold
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor
from workflow.people.models import Delegation, Person, RoleGrant, Unit

ADMIN: Final = "admin"
MOST_CODE: Final = 64  # what the columns of codes hold
GRANTABLE: Final = tuple(role for role in ROLES if role not in ("system", "nominee"))


def choose_locale(tx: Tx, person_id: int, locale: str) -> None:
    """The language in which a person gets their letters."""
    if locale not in ("vi", "en"):
        raise Invalid({"locale": Problem("not_a_choice")})
    other = update(Person).where(Person.id == person_id, Person.locale != locale).values(locale=locale)
    if tx.session.execute(other.returning(Person.id)).first() is not None:  # chosen again, it is no second choice
        _record(tx, person_id, "person", person_id, "choose_locale", {"locale": locale})


def write_person(tx: Tx, actor: Actor, fields: Mapping[str, Any], person_id: int | None = None) -> int:
    """Enter a person or change one. Returns the id."""
    _admin_only(actor)
    values = _person_fields(tx, fields)
    if person_id is None:
        person = Person(**values)
        tx.session.add(person)
        tx.session.flush()  # the id is the answer
        person_id = person.id
    else:
        known = tx.session.get(Person, person_id, with_for_update=True)
        if known is None:
            raise NotFound("person")
        for name, value in values.items():
            setattr(known, name, value)
    _record(tx, actor.person_id, "person", person_id, "write", values)
    return person_id


def set_active(tx: Tx, actor: Actor, person_id: int, *, active: bool) -> None:
    """Somebody left, or came back. Rights end at once: they are read afresh for every request."""
    _admin_only(actor)
    if person_id == actor.person_id:
        raise Invalid({"person_id": Problem("not_to_self")})
    person = tx.session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound("person")
    person.active = active
    _record(tx, actor.person_id, "person", person_id, "activate" if active else "deactivate", {})


def write_unit(tx: Tx, actor: Actor, fields: Mapping[str, Any], unit_id: int | None = None) -> int:
    """Enter a unit or change one; a unit that ends names its last day and, if any, its successor."""
    _admin_only(actor)
    values = _unit_fields(tx, fields, unit_id)
    if unit_id is None:
        unit = Unit(**values)
        tx.session.add(unit)
        tx.session.flush()  # the id is the answer
        unit_id = unit.id
    else:
        known = tx.session.get(Unit, unit_id, with_for_update=True)
        if known is None:
            raise NotFound("unit")
        for name, value in values.items():
            setattr(known, name, value)
    _record(tx, actor.person_id, "unit", unit_id, "write", values)
    return unit_id


def grant_role(tx: Tx, actor: Actor, *, person_id: int, unit_id: int, role: str, valid_from: date,
               valid_to: date | None, document: str) -> int:  # fmt: skip
    """Give a person a role at a unit from a day on. Administrators hold no business role, and nobody grants to self."""
    _admin_only(actor)
    problems: dict[str, Problem] = {}
    if role not in GRANTABLE:
        problems["role"] = Problem("not_a_choice")
    if person_id == actor.person_id:
        problems["person_id"] = Problem("not_to_self")
    if tx.session.get(Unit, unit_id) is None:
        problems["unit_id"] = Problem("not_a_choice")
    if valid_to is not None and valid_to < valid_from:
        problems["valid_to"] = Problem("dates_out_of_order")
    if tx.session.get(Person, person_id) is None:
        raise NotFound("person")
    held = list(tx.session.execute(
        select(RoleGrant.role, RoleGrant.unit_id).where(
            RoleGrant.person_id == person_id, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > valid_from)
        )
    ))  # fmt: skip
    lent = role == ADMIN and _acts_for_another(tx, person_id, valid_from, valid_to)
    if lent or any((row.role == ADMIN) != (role == ADMIN) for row in held):
        problems["role"] = Problem("role_conflict")
    if any(row.role == role and row.unit_id == unit_id for row in held):
        problems["role"] = Problem("grant_exists")
    if problems:
        raise Invalid(problems)
    grant = RoleGrant(
        person_id=person_id, unit_id=unit_id, role=role, valid_from=valid_from, valid_to=valid_to,
        document=clean(document)[:300] or None, granted_by_id=actor.person_id, granted_at=tx.now,
    )  # fmt: skip
    tx.session.add(grant)
    tx.session.flush()  # the id is the answer
    detail = {"role": role, "unit": unit_id, "from": valid_from, "to": valid_to}
    _record(tx, actor.person_id, "person", person_id, "grant_role", detail)
    return grant.id


def _acts_for_another(tx: Tx, person_id: int, valid_from: date, valid_to: date | None) -> bool:
    """Whether a delegation to the person runs within these days; a role no longer counts on its last day."""
    query = select(Delegation.id).where(
        Delegation.to_person_id == person_id, Delegation.revoked_at.is_(None), Delegation.valid_to >= valid_from
    )
    if valid_to is not None:
        query = query.where(Delegation.valid_from < valid_to)
    return tx.session.execute(query.limit(1)).first() is not None


def end_grant(tx: Tx, actor: Actor, grant_id: int, last_day: date | None = None) -> None:
    """End a role; from that day on the person no longer holds it. Without a day: today."""
    _admin_only(actor)
    grant = tx.session.get(RoleGrant, grant_id, with_for_update=True)
    if grant is None:
        raise NotFound("grant")
    end = max(last_day or office_date(tx.now), grant.valid_from)
    still_held = and_(RoleGrant.id == grant.id, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > end))
    tx.session.execute(update(RoleGrant).where(still_held).values(valid_to=end))
    _record(
        tx,
        actor.person_id,
        "person",
        grant.person_id,
        "end_grant",
        {"role": grant.role, "unit": grant.unit_id, "to": end},
    )


def _admin_only(actor: Actor) -> None:
    if not actor.has(ADMIN):
        raise Forbidden("not_your_role", who=(ADMIN,))


def _person_fields(tx: Tx, fields: Mapping[str, Any]) -> dict[str, Any]:
    name = clean(str(fields.get("full_name") or ""))
    title_vi = clean(str(fields.get("title_vi") or ""))
    title_en = clean(str(fields.get("title_en") or "")) or title_vi
    email = clean(str(fields.get("email") or "")).lower() or None
    unit_id = fields.get("unit_id")
    problems: dict[str, Problem] = {}
    if not name:
        problems["full_name"] = Problem("missing_text")
    if max(len(name), len(title_vi), len(title_en)) > 160:
        problems["full_name"] = Problem("too_long", {"most": 160})
    if email and (email.count("@") != 1 or not email.isascii() or " " in email or len(email) > 200):
        problems["email"] = Problem("not_an_address")
    unit = int(str(unit_id)) if str(unit_id or "").isascii() and str(unit_id or "").isdigit() else None
    if unit is None or tx.session.get(Unit, unit) is None:
        problems["unit_id"] = Problem("missing_choice")
    locale = str(fields.get("locale") or "vi")
    if locale not in ("vi", "en"):
        problems["locale"] = Problem("not_a_choice")
    if problems:
        raise Invalid(problems)
    return {"full_name": name, "folded_name": fold(name), "title_vi": title_vi, "title_en": title_en,
            "unit_id": unit, "email": email, "locale": locale}  # fmt: skip


def _unit_fields(tx: Tx, fields: Mapping[str, Any], unit_id: int | None) -> dict[str, Any]:
    text = {
        name: clean(str(fields.get(name) or ""))
        for name in ("code", "name_vi", "name_en", "kind", "abbreviation", "place")
    }
    problems = {name: Problem("missing_text") for name in ("code", "name_vi", "kind") if not text[name]}
    most = {name: MOST_CODE if name in ("code", "kind", "abbreviation") else 160 for name in text}
    problems |= {
        name: Problem("too_long", {"most": most[name]}) for name, value in text.items() if len(value) > most[name]
    }
    if text["code"] and not (
        text["code"].replace("-", "").isalnum() and text["code"].isascii() and text["code"].islower()
    ):
        problems["code"] = Problem("bad_code")
    if tx.session.execute(select(Unit.id).where(Unit.code == text["code"], Unit.id != (unit_id or 0))).first():
        problems["code"] = Problem("code_taken")
    valid_from, valid_to = fields.get("valid_from"), fields.get("valid_to")
    if not isinstance(valid_from, date):
        problems["valid_from"] = Problem("not_a_date")
    elif isinstance(valid_to, date) and valid_to < valid_from:
        problems["valid_to"] = Problem("dates_out_of_order")
    if problems:
        raise Invalid(problems)
    return {**text, "name_en": text["name_en"] or text["name_vi"], "valid_from": valid_from,
            "valid_to": valid_to if isinstance(valid_to, date) else None,
            "successor_id": fields.get("successor_id"), "email": fields.get("email") or None}  # fmt: skip


def _record(tx: Tx, actor_id: int | None, kind: str, subject_id: int, action: str, detail: Mapping[str, Any]) -> None:
    record(tx, [Entry(subject_kind=kind, subject_id=subject_id, action=action, actor_id=actor_id, detail=detail)])

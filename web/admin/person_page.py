"""What the page of one person shows, whichever of its forms was sent."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from states import ROLES
from web.auth.listing import AccountRow, account_row, accounts_of
from web.context import me, now, services, today
from web.i18n import _, day, moment, pick, words
from web.presenting import role_name
from workflow.kernel.errors import NotFound
from workflow.people.admin_queries import (
    GrantRow,
    People,
    PersonForm,
    PersonRow,
    all_units,
    grants_of,
    person_form,
)
from workflow.people.commands import GRANTABLE
from workflow.people.delegation_queries import DelegationRow, delegations


def person_values(session: Session, found: People, typed: str) -> dict[str, Any]:
    """The list of people."""
    accounts = accounts_of(session, [row.id for row in found.rows])
    here: dict[str, Any] = {"q": typed} if typed else {}
    return {
        "rows": [_row(row, accounts.get(row.id)) for row in found.rows],
        "typed": typed,
        "next_href": url_for("admin.people", after=found.after, **here) if found.after else "",
        "first_href": url_for("admin.people", **here) if request.args.get("after") else "",
    }


def person_page(person_id: int | None, form: str = "", problems: Mapping[str, str] | None = None) -> str:
    """The page of a person, or the empty form for one; `form` names the form that had mistakes."""
    found: dict[str, Any] = {"person": None, "grants": [], "lent": [], "account": None}
    with services().store.reading() as session:
        if person_id is not None:
            found["person"] = person_form(session, person_id)
            if found["person"] is None:
                raise NotFound("person")
            found["grants"] = [_grant(row) for row in grants_of(session, person_id)]
            found["lent"] = [_lent(row, person_id) for row in delegations(session, person_id)]
            found["account"] = _account(account_row(session, person_id, now()))
        units = [unit for unit in all_units(session, today()) if unit.valid_to is None or unit.valid_to > today()]
    choices = [("", _("Chọn"))] + [(str(unit.id), pick(unit.name_vi, unit.name_en)) for unit in units]
    return render_template(
        "admin/person.html",
        **found,
        form_name=form,
        problems=dict(problems or {}),
        units=choices,
        roles=[("", _("Chọn"))] + [(role, words(ROLES[role])) for role in GRANTABLE],
        value=_value(found["person"], form),
        again=_typed_again(form),
        myself=person_id == me(),
    )


def _row(row: PersonRow, enabled: bool | None) -> dict[str, Any]:
    account = {None: _("chưa có"), True: _("đang mở"), False: _("đã đóng")}[enabled]
    return {
        "href": url_for("admin.person", person_id=row.id),
        "name": row.full_name,
        "below": " · ".join(part for part in (pick(row.title_vi, row.title_en), row.email) if part),
        "unit": pick(row.unit_vi or "", row.unit_en or ""),
        "roles": ", ".join(role_name(role) for role in row.roles),
        "account": account,
        "active": row.active,
    }


def _grant(row: GrantRow) -> dict[str, Any]:
    ended = row.valid_to is not None and row.valid_to <= today()
    if row.valid_to is None:
        dates = _("từ %(first)s", first=day(row.valid_from))
    else:
        dates = _("từ %(first)s, hết từ %(last)s", first=day(row.valid_from), last=day(row.valid_to))
    giver = _("do %(name)s giao", name=row.granted_by) if row.granted_by else ""
    return {
        "id": row.id,
        "role": role_name(row.role),
        "below": " · ".join(part for part in (row.document, giver) if part),
        "unit": pick(row.unit_vi, row.unit_en),
        "dates": dates,
        "ended": ended,
    }


def _lent(row: DelegationRow, person_id: int) -> dict[str, Any]:
    """A delegation seen from one of its two ends."""
    giving = row.from_id == person_id
    title = _("Ủy quyền cho %(name)s", name=row.to_name) if giving else _("Làm thay %(name)s", name=row.from_name)
    dates = f"{day(row.valid_from)}–{day(row.valid_to)}"
    return {
        "title": title,
        "href": "",
        "sub": " · ".join((role_name(row.role), pick(row.unit_vi, row.unit_en), row.document)),
        "end": _("đã thu hồi") if row.revoked_at else dates,
        "tone": "meta",
    }


def _account(row: AccountRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    facts = [
        {"term": _("Địa chỉ đăng nhập"), "value": row.email},
        {"term": _("Lập"), "value": moment(row.created_at)},
        {"term": _("Dùng gần nhất"), "value": moment(row.last_seen_at) if row.last_seen_at else _("chưa lần nào")},
        {"term": _("Phiên đang mở"), "value": row.live_sessions},
    ]
    if row.failures:
        facts.append({"term": _("Sai mật khẩu liền nhau"), "value": _("%(n)s lần", n=row.failures)})
    return {"enabled": row.enabled, "facts": facts}


def _value(known: PersonForm | None, form: str) -> Callable[[str], str]:
    """What stands in a field of the person's own data."""

    def value(name: str) -> str:
        if form == "data":
            return request.form.get(name, "")
        return str(getattr(known, name) or "") if known else ""

    return value


def _typed_again(form: str) -> Callable[[str, str], str]:
    """What was typed into another form of the page, if that is the one with mistakes."""

    def again(where: str, name: str) -> str:
        return request.form.get(name, "") if form == where else ""

    return again

"""Delegations: who acts for whom, in which role, on which days, on the strength of which document."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for

from web.admin.doors import Page, act_or_show, all_at_once, blueprint, number, typed, typed_date, typed_id
from web.context import actor, services, today
from web.i18n import _, day, pick
from web.presenting import role_name
from workflow.kernel.errors import Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.people.delegation_queries import DelegationRow, HeldRole, active_people, roles_held
from workflow.people.delegation_queries import delegations as all_delegations
from workflow.people.delegations import DELEGABLE, MOST_DAYS, Delegate, delegate, revoke_delegation


@blueprint.get("/delegations")
def delegations() -> str:
    return _page({})


@blueprint.post("/delegations")
def add_delegation() -> Page:
    unreadable: dict[str, Problem] = {}
    first, last = typed_date("valid_from", unreadable), typed_date("valid_to", unreadable)
    for name, found in (("valid_from", first), ("valid_to", last)):
        if found is None:
            unreadable[name] = Problem("not_a_date")
    giver, role, unit_id = _held(typed("held"))

    def effect(tx: Tx) -> Answer:
        command = Delegate(
            from_person_id=giver, to_person_id=typed_id("to_person_id") or 0, role=role, unit_id=unit_id,
            valid_from=first or today(), valid_to=last or first or today(), document=typed("document"), actor=actor(),
        )  # fmt: skip
        all_at_once(unreadable, lambda: delegate(tx, command))
        return Answer(url_for("admin.delegations"), _("Đã ủy quyền."))

    return act_or_show(effect, lambda problems: _page(_at_a_field(problems)))


@blueprint.post("/delegations/<int:delegation_id>/revoke")
def revoke(delegation_id: int) -> Page:
    def effect(tx: Tx) -> Answer:
        revoke_delegation(tx, actor(), delegation_id)
        return Answer(url_for("admin.delegations"), _("Đã thu hồi. Việc đã làm thay vẫn có hiệu lực."))

    return act_or_show(effect, _page)


def _held(value: str) -> tuple[int, str, int]:
    """The role that was chosen with its holder and unit: `12.unit_head.3`."""
    person, _dot, rest = value.partition(".")
    role, _dot, unit = rest.rpartition(".")
    return number(person) or 0, role, number(unit) or 0


def _at_a_field(problems: Mapping[str, str]) -> dict[str, str]:
    """Holder and role are one choice on the page."""
    shown = dict(problems)
    said = [shown.pop(name) for name in ("from_person_id", "role") if name in shown]
    if not typed("held"):
        said = [_("Chọn người ủy quyền và vai.")]
    return {"held": " ".join(said), **shown} if said else shown


def _page(problems: Mapping[str, str]) -> str:
    with services().store.reading() as session:
        found = all_delegations(session)
        held = roles_held(session, DELEGABLE, today())
        people = active_people(session, today())
    return render_template(
        "admin/delegations.html",
        rows=[_row(one) for one in found],
        problems=problems,
        most=MOST_DAYS,
        held=[("", _("Chọn")), *(_choice(one) for one in held)],
        people=[("", _("Chọn"))] + [(str(key), f"{name}, {pick(vi, en)}") for key, name, vi, en in people],
        value=lambda name: request.form.get(name, ""),
    )


def _choice(one: HeldRole) -> tuple[str, str]:
    words = (one.full_name, role_name(one.role), pick(one.unit_vi, one.unit_en))
    return f"{one.person_id}.{one.role}.{one.unit_id}", " – ".join(words)


def _row(one: DelegationRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "giver": one.from_name,
        "giver_href": url_for("admin.person", person_id=one.from_id),
        "taker": one.to_name,
        "taker_href": url_for("admin.person", person_id=one.to_id),
        "role": role_name(one.role),
        "unit": pick(one.unit_vi, one.unit_en),
        "first": day(one.valid_from),
        "last": day(one.valid_to),
        "document": one.document,
        "standing": _standing(one),
        "open": one.revoked_at is None and one.valid_to >= today(),
    }


def _standing(one: DelegationRow) -> str:
    if one.revoked_at is not None:
        return _("thu hồi %(day)s", day=day(one.revoked_at))
    if one.valid_to < today():
        return _("đã hết hạn")
    return _("chưa đến ngày") if one.valid_from > today() else _("đang có hiệu lực")

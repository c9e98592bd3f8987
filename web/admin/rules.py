"""Rule sets: which hold from when, how one differs from the one before, and publishing another by two people."""

from collections.abc import Mapping
from typing import Final

from flask import render_template, request, url_for

from web.admin.doors import Page, act_or_show, all_at_once, blueprint, typed, typed_date
from web.admin.rules_presenters import form_values, list_values, set_values
from web.context import actor, law, services
from web.i18n import _
from workflow.awards.drafting import Wish
from workflow.awards.editions import set_id_of
from workflow.awards.law import Value
from workflow.awards.publishing import ProposeEdition, confirm_edition, propose_edition, withdraw_edition
from workflow.kernel.errors import NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer

SETTING: Final = "setting."


@blueprint.get("/rules")
def rules() -> str:
    with services().store.reading() as session:
        values = list_values(session)
    return render_template("admin/rules.html", **values)


@blueprint.get("/rules/new")
def rules_new() -> str:
    return _form({})


@blueprint.post("/rules")
def rules_propose() -> Page:
    """Write the proposal and show it beside the set before it, for a second person to read."""
    unreadable: dict[str, Problem] = {}
    first = typed_date("valid_from", unreadable)
    wish = Wish(
        set_id=typed("set_id"), based_on=typed("based_on"), valid_from=first, title_vi=typed("title_vi"),
        title_en=typed("title_en"), sources=typed("sources"), settings=_settings(), changes=typed("changes"),
    )  # fmt: skip

    def effect(tx: Tx) -> Answer:
        all_at_once(unreadable, lambda: propose_edition(tx, ProposeEdition(wish=wish, actor=actor())))
        said = _("Đã ghi đề nghị. Bộ quy tắc chưa có hiệu lực cho tới khi người thứ hai xác nhận.")
        return Answer(url_for("admin.rules_set", set_id=wish.set_id), said)

    return act_or_show(effect, _form)


@blueprint.get("/rules/<set_id>")
def rules_set(set_id: str) -> str:
    return _page(set_id, {})


@blueprint.post("/rules/editions/<int:edition_id>/confirm")
def rules_confirm(edition_id: int) -> Page:
    set_id = _set_id(edition_id)

    def effect(tx: Tx) -> Answer:
        confirm_edition(tx, actor(), edition_id, typed("seen"))
        return Answer(url_for("admin.rules_set", set_id=set_id), _("Đã ban hành. Hồ sơ đã đủ trước đó giữ bộ cũ."))

    return act_or_show(effect, lambda problems: _page(set_id, problems))


@blueprint.post("/rules/editions/<int:edition_id>/withdraw")
def rules_withdraw(edition_id: int) -> Page:
    set_id = _set_id(edition_id)

    def effect(tx: Tx) -> Answer:
        withdraw_edition(tx, actor(), edition_id)
        return Answer(url_for("admin.rules"), _("Đã rút đề nghị. Không có gì đổi."))

    return act_or_show(effect, lambda problems: _page(set_id, problems))


def _settings() -> dict[str, Value]:
    """What was typed for the settings of the base; a name that it does not know stays text and is refused."""
    base = next((one for one in law().all() if one.id == typed("based_on")), None)
    found: dict[str, Value] = {}
    for field in request.form:
        if field.startswith(SETTING):
            name, text = field.removeprefix(SETTING), typed(field)
            known = base.settings.get(name) if base else None
            found[name] = known.read(text) if known else text
    return found


def _set_id(edition_id: int) -> str:
    with services().store.reading() as session:
        found = set_id_of(session, edition_id)
    if found is None:
        raise NotFound("rule_edition")
    return found


def _form(problems: Mapping[str, str]) -> str:
    base = request.form.get("based_on") or request.args.get("base", "")
    with services().store.reading() as session:
        values = form_values(session, base, problems)
    return render_template("admin/rules_new.html", **values)


def _page(set_id: str, problems: Mapping[str, str]) -> str:
    with services().store.reading() as session:
        values = set_values(session, set_id, problems)
    return render_template("admin/rules_set.html", **values)

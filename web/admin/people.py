"""People: search, one page for each with data, roles and account, and the acts on it."""

import secrets
from collections.abc import Callable, Mapping
from typing import Final

from flask import render_template, request, url_for

from web.admin.doors import Page, act_or_show, all_at_once, blueprint, typed, typed_date, typed_id
from web.admin.person_page import person_page, person_values
from web.auth.accounts import account_of, enable_account, make_account, store_password
from web.auth.passwords import hash_password
from web.auth.sessions import end_sessions_of
from web.context import actor, me, services, today
from web.i18n import _
from workflow.kernel.errors import Invalid, NotFound, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.lifecycle.numbering import ALPHABET
from workflow.people.admin_queries import holder_of_grant, people_page
from workflow.people.commands import end_grant, grant_role, set_active, write_person

FIELDS: Final = ("full_name", "title_vi", "title_en", "email", "unit_id", "locale")
GROUPS, GROUP_LENGTH = 4, 4  # eighty random bits, easy to read out


@blueprint.get("/people")
def people() -> str:
    words = request.args.get("q", "").replace("\x00", "")[:120]
    with services().store.reading() as session:
        found = people_page(session, words, today(), request.args.get("after"))
        values = person_values(session, found, words)
    return render_template("admin/people.html", **values)


@blueprint.get("/people/new")
def new_person() -> str:
    return person_page(None)


@blueprint.post("/people")
def add_person() -> Page:
    return _write(None)


@blueprint.get("/people/<int:person_id>")
def person(person_id: int) -> str:
    return person_page(person_id)


@blueprint.post("/people/<int:person_id>")
def change_person(person_id: int) -> Page:
    return _write(person_id)


def _write(person_id: int | None) -> Page:
    fields = {name: typed(name) for name in FIELDS}

    def effect(tx: Tx) -> Answer:
        made = write_person(tx, actor(), fields, person_id)
        return _back(made, _("Đã ghi thông tin của %(name)s.", name=fields["full_name"]))

    return act_or_show(effect, lambda problems: person_page(person_id, "data", problems))


@blueprint.post("/people/<int:person_id>/grants")
def grant(person_id: int) -> Page:
    unreadable: dict[str, Problem] = {}
    first = typed_date("valid_from", unreadable)
    last = typed_date("valid_to", unreadable)
    if first is None:
        unreadable["valid_from"] = Problem("not_a_date")

    def effect(tx: Tx) -> Answer:
        all_at_once(unreadable, lambda: grant_role(
            tx, actor(), person_id=person_id, unit_id=typed_id("unit_id") or 0, role=typed("role"),
            valid_from=first or today(), valid_to=last, document=typed("document"),
        ))  # fmt: skip
        return _back(person_id, _("Đã giao vai. Có hiệu lực ngay ở lần bấm tiếp theo của người đó."))

    return act_or_show(effect, lambda problems: person_page(person_id, "grant", _at_a_field(problems)))


@blueprint.post("/grants/<int:grant_id>/end")
def end(grant_id: int) -> Page:
    with services().store.reading() as session:
        person_id = holder_of_grant(session, grant_id)
    if person_id is None:
        raise NotFound("grant")
    unreadable: dict[str, Problem] = {}
    last = typed_date("last_day", unreadable)

    def effect(tx: Tx) -> Answer:
        _not_self(person_id)
        all_at_once(unreadable, lambda: end_grant(tx, actor(), grant_id, last))
        return _back(person_id, _("Đã kết thúc vai."))

    return act_or_show(effect, lambda problems: person_page(person_id, "grants", problems))


@blueprint.post("/people/<int:person_id>/account")
def open_account(person_id: int) -> Page:
    """A way in, with a first password that is shown once and kept nowhere."""
    password = _first_password()
    hashed = hash_password(password)
    done: list[str] = []

    def effect(tx: Tx) -> Answer:
        make_account(tx, person_id, typed("email"), hashed, actor_id=me())
        done.append(typed("email"))
        return _back(person_id, "")

    return _shown_once(person_id, act_or_show(effect, _again(person_id)), password, done)


@blueprint.post("/people/<int:person_id>/account/password")
def renew_password(person_id: int) -> Page:
    """A new password in place of a forgotten one; every session of the account ends."""
    password = _first_password()
    hashed = hash_password(password)
    done: list[str] = []

    def effect(tx: Tx) -> Answer:
        _not_self(person_id)
        account = account_of(tx.session, person_id)
        if account is None:
            raise Invalid({"email": Problem("no_account")})
        store_password(tx, account[0], hashed, keep_session=None, actor_id=me())
        done.append(account[1])
        return _back(person_id, "")

    return _shown_once(person_id, act_or_show(effect, _again(person_id)), password, done)


@blueprint.post("/people/<int:person_id>/account/enabled")
def switch_account(person_id: int) -> Page:
    wanted = typed("enabled") == "yes"

    def effect(tx: Tx) -> Answer:
        _not_self(person_id)
        enable_account(tx, me(), person_id, enabled=wanted)
        said = _("Đã mở tài khoản.") if wanted else _("Đã đóng tài khoản. Mọi phiên đăng nhập đã kết thúc.")
        return _back(person_id, said)

    return act_or_show(effect, _again(person_id))


@blueprint.post("/people/<int:person_id>/active")
def switch_person(person_id: int) -> Page:
    """Somebody left or came back. Whoever left is out at once; the account of whoever comes back is opened apart."""
    wanted = typed("active") == "yes"

    def effect(tx: Tx) -> Answer:
        set_active(tx, actor(), person_id, active=wanted)
        account = account_of(tx.session, person_id)
        if account is not None and not wanted:
            enable_account(tx, me(), person_id, enabled=False)
            end_sessions_of(tx, account[0])
        said = (
            _("Người này làm việc trở lại. Mở tài khoản nếu cần.")
            if wanted
            else _("Người này đã thôi làm việc; vai và tài khoản không còn hiệu lực.")
        )
        return _back(person_id, said)

    return act_or_show(effect, lambda problems: person_page(person_id, "active", problems))


def _back(person_id: int, said: str) -> Answer:
    return Answer(url_for("admin.person", person_id=person_id), said)


def _again(person_id: int) -> Callable[[Mapping[str, str]], str]:
    return lambda problems: person_page(person_id, "account", problems)


def _not_self(person_id: int) -> None:
    """Nobody keeps their own rights: another administrator has to look."""
    if person_id == me():
        raise Invalid({"person_id": Problem("not_to_self")})


def _at_a_field(problems: Mapping[str, str]) -> dict[str, str]:
    """Who may not get the role is said where the role is chosen."""
    shown = dict(problems)
    person_problem = shown.pop("person_id", "")
    return {**shown, "role": person_problem} if person_problem else shown


def _first_password() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _each in range(GROUP_LENGTH)) for _group in range(GROUPS))
    return "-".join(groups).lower()


def _shown_once(person_id: int, answer: Page, password: str, done: list[str]) -> Page:
    """The page with the password if it was set just now; a form sent twice finds it gone."""
    if not done:
        return answer
    return render_template("admin/password.html", password=password, email=done[0], person_id=person_id)

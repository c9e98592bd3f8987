"""G15 and E14: a session ends on the server. A copied cookie dies with it; each test has a sabotaged twin."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.support.office import OfficeApp, Visitor, open_office
from web.auth import sessions, views
from web.auth.accounts import account_of, enable_account
from web.auth.models import Account, UserSession
from web.auth.passwords import hash_password
from workflow.people.commands import end_grant
from workflow.people.models import RoleGrant

PASSWORD = "bốn từ không liên quan"
PAGE = "/queue"


@pytest.fixture
def office(tmp_path: Path) -> OfficeApp:
    return open_office(tmp_path)


def sign_in(office: OfficeApp, role: str = "desk_officer") -> Visitor:
    """Through the real form, with a real password."""
    with office.district.services.store.reading() as session:
        known = account_of(session, office.district.people[role])
    if known is None:
        office.token_of(role)  # makes the account
    with office.district.services.store.transaction() as tx:
        account = update(Account).where(Account.person_id == office.district.people[role])
        email = tx.session.execute(
            account.values(password_hash=hash_password(PASSWORD)).returning(Account.email)
        ).scalar_one()
    visitor = office.visitor()
    visitor.get("/sign-in")
    assert visitor.post("/sign-in", email=email, password=PASSWORD).status_code == 303
    assert visitor.get(PAGE).status_code == 200
    return visitor


def thief(office: OfficeApp, victim: Visitor) -> FlaskClient:
    """Another browser with a copy of the cookie."""
    cookie = victim.client.get_cookie("thidua")
    assert cookie is not None
    other = office.app.test_client()
    other.set_cookie("thidua", cookie.value)
    assert other.get(PAGE).status_code == 200
    return other


def is_out(client: FlaskClient) -> bool:
    return client.get(PAGE).status_code == 303


def test_a_copied_cookie_is_dead_after_sign_out(office: OfficeApp) -> None:
    victim = sign_in(office)
    other = thief(office, victim)
    assert victim.post("/sign-out").status_code == 303
    assert is_out(other)


def test_control_a_sign_out_that_only_forgets_the_cookie_is_caught(
    office: OfficeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "end_session", lambda tx, token: None)
    victim = sign_in(office)
    other = thief(office, victim)
    victim.post("/sign-out")
    assert not is_out(other)


def test_the_cookie_holds_no_more_than_a_token_and_is_out_of_reach_of_scripts(office: OfficeApp) -> None:
    visitor = office.visitor()
    visitor.get("/sign-in")
    cookie = visitor.client.get_cookie("thidua")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    with office.district.services.store.reading() as session:
        digests = session.execute(select(UserSession.token_digest)).scalars().all()
    signed_in = sign_in(office).client.get_cookie("thidua")
    assert signed_in is not None and not any(digest in signed_in.value for digest in digests)


def test_signing_in_gives_a_session_that_was_not_there_before(office: OfficeApp) -> None:
    visitor = office.visitor()
    visitor.get("/sign-in")
    before = visitor.client.get_cookie("thidua")
    fixed = office.app.test_client()
    assert before is not None
    fixed.set_cookie("thidua", before.value)
    sign_in(office)
    assert is_out(fixed)


def test_half_an_hour_without_a_request_ends_a_session_and_a_request_within_it_does_not(office: OfficeApp) -> None:
    visitor, clock = sign_in(office), office.district.services.clock
    for _ in range(3):
        clock.advance(minutes=29)  # type: ignore[attr-defined]
        assert not is_out(visitor.client)
    clock.advance(minutes=30)  # type: ignore[attr-defined]
    assert is_out(visitor.client)


def test_control_without_the_idle_limit_the_session_lives(office: OfficeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "IDLE", timedelta(days=1))
    visitor = sign_in(office)
    office.district.services.clock.advance(minutes=31)  # type: ignore[attr-defined]
    assert not is_out(visitor.client)


def test_twelve_hours_end_a_session_however_busy_it_is(office: OfficeApp) -> None:
    visitor, clock = sign_in(office), office.district.services.clock
    for _ in range(35):  # eleven hours and forty minutes, never idle
        clock.advance(minutes=20)  # type: ignore[attr-defined]
        assert not is_out(visitor.client)
    clock.advance(minutes=20)  # type: ignore[attr-defined]
    assert is_out(visitor.client)


def test_control_without_the_absolute_limit_the_session_lives(
    office: OfficeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "LONGEST", timedelta(days=31))
    visitor = sign_in(office)
    for _ in range(40):
        office.district.services.clock.advance(minutes=20)  # type: ignore[attr-defined]
        assert not is_out(visitor.client)


def test_a_disabled_account_is_out_at_once_and_cannot_come_back(office: OfficeApp) -> None:
    visitor = sign_in(office)
    other = thief(office, visitor)
    with office.district.services.store.transaction() as tx:
        enable_account(tx, office.district.people["admin"], office.district.people["desk_officer"], enabled=False)
        email = tx.session.execute(
            select(Account.email).where(Account.person_id == office.district.people["desk_officer"])
        ).scalar_one()
    assert is_out(visitor.client) and is_out(other)
    again = office.visitor()
    again.get("/sign-in")
    assert again.post("/sign-in", email=email, password=PASSWORD).status_code == 422
    with office.district.services.store.transaction() as tx:
        enable_account(tx, office.district.people["admin"], office.district.people["desk_officer"], enabled=True)
    assert is_out(visitor.client) and is_out(other)  # what was ended stays ended


def test_a_role_that_ended_is_gone_at_the_next_request_of_a_living_session(office: OfficeApp) -> None:
    visitor = sign_in(office)
    with office.district.services.store.transaction() as tx:
        grant_id = tx.session.execute(
            select(RoleGrant.id).where(RoleGrant.person_id == office.district.people["desk_officer"])
        ).scalar_one()
    with office.district.services.store.transaction() as tx:
        end_grant(tx, office.district.act("admin"), grant_id)
    assert visitor.get(PAGE).status_code == 403


def test_a_sixth_session_ends_the_oldest(office: OfficeApp) -> None:
    visitors = [sign_in(office) for _ in range(sessions.MOST_SESSIONS + 1)]
    assert [is_out(visitor.client) for visitor in visitors] == [True, False, False, False, False, False]


def test_a_made_up_or_altered_cookie_is_nobody(office: OfficeApp) -> None:
    cookie = sign_in(office).client.get_cookie("thidua")
    assert cookie is not None
    for value in (cookie.value[:-2], cookie.value.swapcase(), "x", ""):
        client = office.app.test_client()
        client.set_cookie("thidua", value)
        assert is_out(client)

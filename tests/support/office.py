"""The whole application on a small district, and people who use it through its forms."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from tests.factories import START, District, make_district
from web.access import limiter
from web.app import create_app
from web.auth.accounts import make_account
from web.auth.models import Account
from web.auth.sessions import open_session
from web.cli.db import prepare
from workflow.kernel.clock import Clock, ManualClock
from workflow.kernel.settings import Settings
from workflow.nominations.models import Nomination

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')


@dataclass
class Visitor:
    """Somebody with a browser: follows forms as they are on the page."""

    client: FlaskClient
    token: str = ""

    def get(self, path: str, **query: str) -> TestResponse:
        answer = self.client.get(path, query_string=query or None)
        if answer.mimetype == "text/html":
            found = TOKEN.search(answer.get_data(as_text=True))
            self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, *, key: str = "", **fields: Any) -> TestResponse:
        """Send a form with its token and a fresh key, as a page would have given them."""
        if not self.token:
            self.get("/account")
        hidden = {"csrf_token": self.token, "idempotency_key": key or token_urlsafe(18)}
        return self.client.post(path, data={**hidden, **fields}, content_type="multipart/form-data")


@dataclass(frozen=True)
class OfficeApp:
    """The application with its district."""

    app: Flask
    district: District

    def visitor(self, role: str | None = None) -> Visitor:
        """Somebody of that role, signed in; nobody in particular without one."""
        client = self.app.test_client()
        if role is not None:
            with client.session_transaction() as session:
                session["_user_id"] = self.token_of(role)
                session["_fresh"] = True
        return Visitor(client)

    def token_of(self, role: str) -> str:
        """A new session for the person of that role, without the wait for a password."""
        person_id = self.district.people[role]
        with self.district.services.store.transaction() as tx:
            account_id = tx.session.execute(
                select(Account.id).where(Account.person_id == person_id)
            ).scalar_one_or_none()
            if account_id is None:
                account_id = make_account(tx, person_id, f"{role}.{person_id}@thanhliem.example", "no password")
            return open_session(tx, account_id)

    def code(self, nomination_id: int) -> str:
        return str(self.row(nomination_id)["code"])

    def row(self, nomination_id: int) -> Mapping[str, Any]:
        """The nomination's columns as they stand in the database."""
        with self.district.services.store.reading() as session:
            return dict(
                session.execute(select(Nomination.__table__).where(Nomination.id == nomination_id)).one()._mapping
            )

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements that are sent to the database meanwhile."""
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        engine = self.district.services.store.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)


def open_office(
    folder: Path, *, database_url: str | None = None, clock: Clock | None = None, **settings: Any
) -> OfficeApp:
    """The application with the small district in it: on a copy of a prepared file, or on an empty database."""
    chosen = Settings(data_dir=folder, database_url=database_url, mail_transport="capture", **settings)
    if database_url is None:
        prepared, district = _prepared()
        shutil.copy(prepared, folder / prepared.name)
    app = create_app(chosen, clock=clock or ManualClock(START))
    limiter.reset()  # each office starts with nothing counted
    services = app.extensions["thidua"].services
    if database_url is None:
        return OfficeApp(app, replace(district, services=services, people=dict(district.people)))
    with app.app_context():
        prepare()
    return OfficeApp(app, make_district(services))


@cache
def _prepared() -> tuple[Path, District]:
    """One migrated SQLite file with the district, made once for each process of the tests."""
    folder = Path(tempfile.mkdtemp(prefix="thidua-office-"))
    app = create_app(Settings(data_dir=folder), clock=ManualClock(START))
    with app.app_context():
        prepare()
    district = make_district(app.extensions["thidua"].services)
    district.services.store.engine.dispose()  # the last connection folds the log into the file
    return folder / "thidua.sqlite3", district

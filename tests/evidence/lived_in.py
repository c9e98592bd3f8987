"""An office in the middle of its year: files at every step, a session, a decision, somebody acting for another.

Made once for each process and copied, so that every batch of attacks meets the same office untouched.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text, update
from werkzeug.routing import Rule

from tests.evidence.databases import raw
from tests.factories import (
    AWARDS,
    START,
    District,
    attach,
    fire,
    make_decision_item,
    make_nomination,
    make_nominations,
    make_session,
    uncounted,
)
from tests.support.lists import make_letter, make_movement, quota
from tests.support.office import OfficeApp, open_office
from tests.workflow.awards.publishing import propose
from web.app import create_app
from workflow.awards.models import Award
from workflow.calendars.corrections import CorrectDay, correct_day
from workflow.kernel.clock import ManualClock
from workflow.kernel.settings import Settings
from workflow.nominations.law.acts import ask_waiver
from workflow.nominations.law.facts import StateFacts, state_facts
from workflow.nominations.models import Nomination
from workflow.people.delegations import Delegate, delegate
from workflow.people.models import Delegation

ROLES: Final = (
    "clerk", "unit_head", "deputy_head", "desk_officer", "appraiser", "standing_head", "council_secretary",
    "council_member", "chairman", "vice_chairman", "auditor", "admin", "nominee",
)  # fmt: skip
"""Everybody with an account; a stranger is `None`."""
STEPS: Final = (
    "draft", "unit_review", "pending_unit_head", "submitted", "submitted", "supplement_requested",
    "under_appraisal", "consulting", "public_notice", "council_queue", "council_passed", "pending_decision",
    "pending_decision", "chair_returned", "forwarded", "announced",
)  # fmt: skip
IDS: Final = {
    "proposal_id": "proposal",
    "nomination_id": "nomination", "session_id": "council_session", "item_id": "decision_item",
    "decision_id": "decision", "evidence_id": "evidence", "opinion_id": "opinion", "letter_id": "outbox_message",
    "person_id": "person", "unit_id": "unit", "grant_id": "role_grant", "delegation_id": "delegation",
    "correction_id": "calendar_day", "quota_id": "quota", "edition_id": "rule_edition",
    "report_id": "bulk_report", "waiver_id": "waiver",
}  # fmt: skip
MOST_OF_A_KIND: Final = 5


@dataclass(frozen=True)
class LivedIn:
    """The application on that office, and what its addresses may be filled with."""

    office: OfficeApp
    folder: Path

    @property
    def engine(self) -> Any:
        return self.office.district.services.store.engine

    def values(self, argument: str) -> list[str]:
        """Real values for one part of an address."""
        if argument in IDS:
            return self._column(f"SELECT id FROM {IDS[argument]} ORDER BY id")
        if argument == "code":
            return self._column("SELECT code FROM nomination ORDER BY id")
        if argument == "set_id":
            return ["R2017", "R2026", *self._column("SELECT set_id FROM rule_edition ORDER BY id")]
        if argument == "n":
            return ["1", "2"]
        if argument == "trigger":
            definition = self.office.district.services.office.registry.latest("nomination").definition
            return [trigger.code for trigger in definition.triggers]
        return {"locale": ["vi", "en"], "rule": ["head_with_unit", "rating", "registered"]}.get(argument, ["1"])

    def addresses(self, rule: Rule, *, most: int = MOST_OF_A_KIND) -> list[str]:
        """The address of a route with real values in it: some of each kind, spread over all there are."""
        filled = [rule.rule]
        for argument in sorted(rule.arguments):
            known = spread(self.values(argument), most if argument != "code" else most * 5)
            filled = [_put(address, argument, value) for address in filled for value in known]
        return spread(filled, most * 16)

    def _column(self, query: str) -> list[str]:
        with self.engine.connect() as connection:
            return [str(value) for value in connection.execute(text(query)).scalars()]


def spread(values: list[str], most: int) -> list[str]:
    """At most so many, from the first to the last."""
    if len(values) <= most:
        return values
    return [values[place * (len(values) - 1) // (most - 1)] for place in range(most)]


def rules_of(app: Any, method: str) -> Iterable[Rule]:
    """The routes that answer a method, static files apart."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return [rule for rule in rules if method in (rule.methods or ()) and rule.endpoint != "static"]


def lived_in(folder: Path, *, database_url: str | None = None, demo: bool = False) -> LivedIn:
    """A fresh copy of the office in its middle of the year."""
    if database_url is not None:
        office = open_office(folder, database_url=database_url, demo=demo)
        _live(office.district)
        return LivedIn(office, folder)
    made, district = _prepared()
    shutil.copytree(made, folder, dirs_exist_ok=True)
    app = create_app(Settings(data_dir=folder, mail_transport="capture", demo=demo), clock=ManualClock(START))
    return LivedIn(OfficeApp(app, replace(district, services=app.extensions["thidua"].services)), folder)


@cache
def _prepared() -> tuple[Path, District]:
    folder = Path(tempfile.mkdtemp(prefix="thidua-lived-in-"))
    office = open_office(folder)
    _live(office.district)
    office.district.services.store.engine.dispose()
    return folder, office.district


def _live(district: District) -> None:
    made = [make_nomination(district, step) for step in STEPS]
    attach(district, made[0])
    attach(district, made[STEPS.index("unit_review")], "minutes")
    make_nomination(district, "draft", nominee_id=district.people["nominee"])
    make_nomination(district, "submitted", nominee_id=district.people["nominee"])
    make_nomination(district, "pending_decision", nominee_id=district.people["chairman"])
    make_session(district, "planned", [make_nomination(district, "council_queue")])
    uncounted(district, make_session(district, "convened", make_nominations(district, 2, "council_queue")))
    make_decision_item(district)
    make_decision_item(district, "under_review")
    _honour_a_household(district)
    _question_a_title(district)
    lend(district, "standing_head", "appraiser")
    _correct_a_day(district)
    _bound_a_list(district)
    propose(district, settings={"quorum": "3/4"})
    _kill_a_letter(district)


def _correct_a_day(district: District) -> None:
    """Far from everything that is counted here."""
    command = CorrectDay(
        day=date(2024, 12, 24), kind="off", name_vi="nghỉ do bão", name_en="closed by the storm",
        document="12/CĐ-UBND", actor=district.act("admin"),
    )  # fmt: skip
    with district.services.store.transaction() as tx:
        correct_day(tx, command)


def _bound_a_list(district: District) -> None:
    """A quota that nobody here reaches, and a letter within a movement whose plan bounds it widely."""
    quota(district, "BK_T_CN", reach="office", places=900)
    movement_id = make_movement(district, cap_person_percent=100)
    make_letter(district, ["GK_CN"], kind="thematic", movement_id=movement_id)


def lend(district: District, role: str, to: str) -> int:
    """Somebody acts for the holder of a role for ten days, on paper."""
    place = district.unit_id if role in ("clerk", "unit_head", "deputy_head") else district.office_id
    command = Delegate(
        from_person_id=district.people[role], to_person_id=district.people[to], role=role, unit_id=place,
        valid_from=district.today, valid_to=district.today + timedelta(days=10), document="7/UQ-UBND",
        actor=district.act("admin"),
    )  # fmt: skip
    with district.services.store.transaction() as tx:
        return delegate(tx, command)


def end_delegations(district: District) -> None:
    with district.services.store.transaction() as tx:
        tx.session.execute(update(Delegation).values(revoked_at=tx.now))


def _kill_a_letter(district: District) -> None:
    """One letter that could not be sent, for the page that tries again."""
    with raw(district.services.store.engine) as connection:
        first = text("UPDATE outbox_message SET state = 'dead', last_error = '550 no such box' WHERE id = 1")
        connection.execute(first)


def _honour_a_household(district: District) -> None:
    """Decided under rules that name no multiplier for it: its bonus waits to be set."""
    with district.services.store.transaction() as tx:
        tx.session.add(Award(
            code="GK_HGD", name_vi="Giấy khen (hộ gia đình)", name_en="Certificate of commendation", short_vi="GK_HGD",
            short_en="GK_HGD", family="form", subject="household", position=len(AWARDS) + 1,
        ))  # fmt: skip
    nomination_id = make_nomination(district, "pending_decision")
    with district.services.store.transaction() as tx:
        household = {"award_code": "GK_HGD", "subject": "household"}
        tx.session.execute(update(Nomination).where(Nomination.id == nomination_id).values(household))
    fire(district, [nomination_id], "sign_decision")


def _question_a_title(district: District) -> None:
    """In appraisal: two criteria fail where the law leaves room, for one of them a waiver waits for its answer."""
    nomination_id = make_nomination(district, "under_appraisal", kind="yearly", award="LDTT")
    facts = {"registered": "no", "is_head": "yes", "unit_rating": "completed"}
    services, appraiser = district.services, district.act("appraiser")
    with services.store.transaction() as tx:
        state_facts(tx, services.office, StateFacts(nomination_id=nomination_id, typed=facts, actor=appraiser))
    with services.store.transaction() as tx:
        ask_waiver(tx, services.office, appraiser, nomination_id, "registered", "Đơn vị mới thành lập.")


def _put(address: str, argument: str, value: str) -> str:
    before, _, rest = address.partition("<")
    inside, _, after = rest.partition(">")
    if inside.rpartition(":")[2] == argument:
        return f"{before}{value}{after}"
    return f"{before}<{inside}>{_put(after, argument, value)}"

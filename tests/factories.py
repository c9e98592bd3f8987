"""A small district with people, letters and files, brought to any state by the product's real moves.

Plain functions: `make_services` → `make_district` → `make_nomination(district, "under_appraisal")`.
Every state is reached by the use cases that people use, with real files and real guards.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from pypdf import PdfWriter
from sqlalchemy import select

from states import TransitionDef
from web import schema
from workflow.awards.models import Award
from workflow.bootstrap import Services, build
from workflow.councils.models import AgendaItem, Council, Seat
from workflow.councils.sessions import MoveSession, PlanSession, move_session, plan_session
from workflow.decisions.models import DecisionItem
from workflow.decisions.revoke import MoveDecisionItem, move_decision_item
from workflow.kernel.clock import Clock, ManualClock, office_date
from workflow.kernel.folding import fold
from workflow.kernel.settings import Settings
from workflow.kernel.transaction import Subscriber
from workflow.lifecycle.publish import publish_definitions
from workflow.nominations.advance import Advance, Outcome, advance
from workflow.nominations.agenda import SetAgenda, add_to_agenda
from workflow.nominations.draft import WriteLetter, WriteNomination, link_nominee, write_letter, write_nomination
from workflow.nominations.evidence import AttachFile, attach_file
from workflow.nominations.models import Nomination, Opinion
from workflow.nominations.opinions import record_opinion
from workflow.nominations.points.models import SupplementPoint
from workflow.nominations.supplements import AnswerPoint, SettlePoint, answer_point, settle_point
from workflow.people.authority import SYSTEM, Actor, authority_of
from workflow.people.models import Person, RoleGrant, Unit

START: Final = datetime(2023, 11, 1, 2, tzinfo=UTC)
IN_THE_UNIT: Final = ("clerk", "unit_head", "deputy_head")
IN_THE_OFFICE: Final = (
    "desk_officer", "appraiser", "standing_head", "council_secretary", "chairman", "vice_chairman", "auditor", "admin",
)  # fmt: skip
MEMBERS: Final = 9
AWARDS: Final = (
    ("GK_CN", "Giấy khen (cá nhân)", "Certificate of commendation", "form", "person"),
    ("GK_TT", "Giấy khen (tập thể)", "Certificate of commendation", "form", "collective"),
    ("LDTT", "Lao động tiên tiến", "Advanced worker", "title", "person"),
    ("BK_T_CN", "Bằng khen của Chủ tịch tỉnh", "Provincial certificate of merit", "form", "person"),
)
_EVENTS: Final = itertools.count()
SUPERIOR: Final = "BK_T_CN"  # an award that this district may not decide

# The state before each state, and the trigger that leads from there.
_FROM: Final[Mapping[str, tuple[str, str]]] = {
    "unit_review": ("draft", "send_to_review"),
    "unit_rejected": ("unit_review", "reject_in_unit"),
    "submitted": ("pending_unit_head", "submit"),
    "supplement_requested": ("submitted", "request_supplement"),
    "under_appraisal": ("submitted", "receive"),
    "consulting": ("under_appraisal", "consult"),
    "public_notice": ("under_appraisal", "open_notice"),
    "council_queue": ("under_appraisal", "refer"),
    "council_voting": ("council_queue", "open_voting"),
    "council_passed": ("council_voting", "record_vote"),
    "council_failed": ("council_voting", "record_vote"),
    "chair_returned": ("pending_decision", "request_reappraisal"),
    "not_approved": ("pending_decision", "decline"),
    "decided": ("pending_decision", "sign_decision"),
    "forwarded": ("pending_decision", "forward_to_superior"),
    "superior_decided": ("forwarded", "record_superior_award"),
    "superior_declined": ("forwarded", "record_superior_refusal"),
    "announced": ("decided", "announce"),
    "archived": ("announced", "archive"),
    "returned": ("submitted", "return_ineligible"),
    "withdrawn": ("draft", "withdraw"),
}
# The simplified procedure of a sudden achievement goes round the unit's review and the council.
_BY_REVIEW: Final = {"sudden": ("draft", "send_to_review"), "yearly": ("unit_review", "propose")}
_BY_COUNCIL: Final = {"sudden": ("under_appraisal", "refer"), "yearly": ("council_passed", "send_to_chairman")}
_COUNCIL: Final = (
    "unit_review",
    "unit_rejected",
    "council_queue",
    "council_voting",
    "council_passed",
    "council_failed",
)
_ABOVE: Final = ("forwarded", "superior_decided", "superior_declined")


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """One proposing unit, one office, one council of nine; one person for each role."""

    services: Services
    unit_id: int
    office_id: int
    consulted_id: int
    council_id: int
    people: Mapping[str, int]

    @property
    def today(self) -> date:
        return office_date(self.services.clock.now())

    def act(self, role: str) -> Actor:
        """The person of that role, with their authority of today."""
        if role == "system":
            return SYSTEM
        with self.services.store.reading() as session:
            actor = authority_of(session, self.people[role], self.today)
        assert actor is not None
        return actor

    def sleep(self, days: int) -> None:
        """Let days pass; only on a clock that can be told to."""
        assert isinstance(self.services.clock, ManualClock)
        self.services.clock.advance(days=days)


def make_services(
    folder: Path, *listeners: Subscriber, database_url: str | None = None, clock: Clock | None = None
) -> Services:
    """The services on an empty, migrated database: SQLite in the folder, or what the address says."""
    settings = Settings(data_dir=folder, database_url=database_url)
    services = build(settings, *listeners, clock=clock or ManualClock(START))
    schema.upgrade(services.store.engine)
    with services.store.transaction() as tx:
        publish_definitions(tx, [engine.definition for engine in services.office.registry.all()])
    return services


def make_district(services: Services) -> District:
    with services.store.transaction() as tx:
        for position, (code, name, english, family, subject) in enumerate(AWARDS, start=1):
            tx.session.add(Award(
                code=code, name_vi=name, name_en=english, short_vi=name, short_en=english,
                family=family, subject=subject, position=position,
            ))  # fmt: skip
        units = [
            _unit(code, name, kind)
            for code, name, kind in (
                ("liem-tuc", "Xã Liêm Túc", "commune"),
                ("noi-vu", "Phòng Nội vụ", "authority"),
                ("cong-an", "Công an huyện", "security"),
            )
        ]
        tx.session.add_all(units)
        tx.session.flush()
        unit, office, consulted = units
        people = {role: _person(tx.session, role, unit.id, granted_at=tx.now) for role in IN_THE_UNIT}
        people |= {role: _person(tx.session, role, office.id, granted_at=tx.now) for role in IN_THE_OFFICE}
        people["nominee"] = _person(tx.session, "nominee", unit.id)
        council = Council(
            name_vi="Hội đồng Thi đua - Khen thưởng huyện", name_en="District council", unit_id=office.id,
            document="12/QĐ-UBND", valid_from=date(2020, 1, 1),
        )  # fmt: skip
        tx.session.add(council)
        tx.session.flush()
        seated = [people[role] for role in ("chairman", "vice_chairman", "standing_head")]
        while len(seated) < MEMBERS:
            seated.append(_person(tx.session, "council_member", office.id, granted_at=tx.now))
        people["council_member"] = seated[-1]
        for person_id in seated:
            tx.session.add(
                Seat(council_id=council.id, person_id=person_id, office="member", valid_from=date(2020, 1, 1))
            )
    return District(
        services=services, unit_id=unit.id, office_id=office.id, consulted_id=consulted.id,
        council_id=council.id, people=people,
    )  # fmt: skip


def make_nomination(
    district: District, state: str = "draft", *, kind: str | None = None, award: str | None = None,
    nominee_id: int | None = None,
) -> int:  # fmt: skip
    """One nomination in that state. `kind` and `award` are chosen so that the state can be reached."""
    return make_nominations(district, 1, state, kind=kind, award=award, nominee_id=nominee_id)[0]


def make_nominations(
    district: District, count: int, state: str = "draft", *, kind: str | None = None, award: str | None = None,
    nominee_id: int | None = None,
) -> list[int]:  # fmt: skip
    """Nominations of one letter, walked to the state side by side."""
    kind = kind or ("yearly" if state in _COUNCIL else "sudden")
    award = award or (SUPERIOR if state in _ABOVE else "GK_CN")
    ids = _draft(district, count, kind, award, nominee_id)
    for trigger, target in _path(state, kind):
        fire(district, ids, trigger, target=target)
    return ids


def fire(
    district: District, ids: Sequence[int], trigger: str, *, target: str | None = None, role: str | None = None,
    inputs: Mapping[str, Any] | None = None,
) -> Outcome:  # fmt: skip
    """Make the guards of a trigger hold, then fire it as somebody who may."""
    prepare(district, ids, trigger)
    with district.services.store.transaction() as tx:
        return advance(
            tx, district.services.office, wish(district, ids, trigger, target=target, role=role, inputs=inputs)
        )


def wish(
    district: District, ids: Sequence[int], trigger: str, *, target: str | None = None, role: str | None = None,
    inputs: Mapping[str, Any] | None = None,
) -> Advance:  # fmt: skip
    """The command that `fire` sends: whose turn it is, with everything the trigger asks for."""
    definition = district.services.office.registry.latest("nomination").definition
    routes = [item.roles for item in definition.transitions if item.trigger == trigger]
    able = [name for name in routes[0] if all(name in roles for roles in routes) and name in district.people]
    actor = district.act(role or able[0])
    given = inputs_for(district, trigger, target) if inputs is None else inputs
    return Advance(trigger=trigger, seen=dict.fromkeys(ids), actor=actor, inputs=given)


def make_ready(district: District, transition: TransitionDef) -> int:
    """A nomination in the source of this transition, for which its route is the one that is taken."""
    source, trigger, target = transition.source, transition.trigger, transition.target
    simplified = target in ("draft", "pending_unit_head") and source in ("draft", "pending_unit_head")
    direct = (trigger, target) == ("refer", "pending_decision")
    yearly = trigger in ("send_to_review", "return_to_unit", "refer") and not (simplified or direct)
    award = SUPERIOR if trigger == "forward_to_superior" else None
    nomination_id = make_nomination(district, source, kind="yearly" if yearly else None, award=award)
    if trigger == "resume":
        fire(district, [nomination_id], "suspend")
    prepare(district, [nomination_id], trigger)
    return nomination_id


def prepare(district: District, ids: Sequence[int], trigger: str) -> None:
    """What people do before this trigger: attach the minutes, answer, wait, convene."""
    if trigger == "propose":
        for nomination_id in ids:
            attach(district, nomination_id, "minutes")
    elif trigger in ("lapse", "close_notice"):
        district.sleep(10)
    elif trigger == "close_consultation":
        _answer(district, ids)
    elif trigger == "supply":
        answer_points(district, ids)
    elif trigger == "receive":
        settle_points(district, ids)
    elif trigger == "open_voting":
        make_session(district, "convened", ids)


def attach(district: District, nomination_id: int, kind: str = "report") -> int:
    """Attach a small, real PDF as somebody of the unit."""
    services = district.services
    command = AttachFile(
        nomination_id=nomination_id, kind=kind, file_name=f"{kind}.pdf", content=pdf(),
        most_bytes=services.settings.upload_max_bytes, actor=district.act("clerk"),
    )  # fmt: skip
    with services.store.transaction() as tx:
        return attach_file(tx, services.office, services.blobs, command)


def make_session(district: District, state: str = "planned", nominations: Sequence[int] = ()) -> int:
    """A session with these nominations on its agenda; beyond `planned` it needs at least one."""
    services = district.services
    secretary = district.act("council_secretary")
    if not nominations and state in ("convened", "closed", "minuted"):
        nominations = [make_nomination(district, "council_queue")]
    plan = PlanSession(
        council_id=district.council_id, held_at=services.clock.now() + timedelta(days=3), place="Phòng họp số 1",
        actor=secretary,
    )  # fmt: skip
    with services.store.transaction() as tx:
        session_id = plan_session(tx, services.office, plan)
    if nominations:
        agenda = SetAgenda(session_id=session_id, nomination_ids=nominations, actor=secretary)
        with services.store.transaction() as tx:
            assert add_to_agenda(tx, agenda) == len(nominations)
    triggers = {"convened": ("convene",), "cancelled": ("cancel",), "closed": ("convene", "close"),
                "minuted": ("convene", "close", "sign_minutes")}.get(state, ())  # fmt: skip
    for version, trigger in enumerate(triggers):
        if trigger == "close":
            fire(district, uncounted(district, session_id), "record_vote", target="council_passed")
        move_the_session(district, session_id, trigger, version)
    return session_id


def move_the_session(district: District, session_id: int, trigger: str, version: int) -> None:
    inputs = {"reason": "Hoãn theo lịch công tác."} if trigger == "cancel" else {}
    command = MoveSession(
        session_id=session_id, trigger=trigger, seen_version=version,
        actor=district.act("council_secretary"), inputs=inputs,
    )  # fmt: skip
    with district.services.store.transaction() as tx:
        move_session(tx, district.services.office, command)


def uncounted(district: District, session_id: int) -> list[int]:
    """Open the vote on everything on the agenda that is not counted yet."""
    waiting = select(AgendaItem.nomination_id).where(
        AgendaItem.session_id == session_id, AgendaItem.passed.is_(None), AgendaItem.removed_at.is_(None)
    )
    with district.services.store.reading() as session:
        ids = list(session.execute(waiting).scalars())
        queued = list(session.execute(
            select(Nomination.id).where(Nomination.id.in_(ids), Nomination.state == "council_queue")
        ).scalars())  # fmt: skip
    if queued:
        with district.services.store.transaction() as tx:
            advance(tx, district.services.office, wish(district, queued, "open_voting"))
    return ids


def make_decision_item(district: District, state: str = "in_force") -> int:
    """The place of a decided nomination in its decision, moved to this state of its revocation."""
    nomination_id = make_nomination(district, "decided")
    with district.services.store.reading() as session:
        item_id = session.execute(
            select(DecisionItem.id).where(DecisionItem.nomination_id == nomination_id)
        ).scalar_one()
    for version, trigger in enumerate(
        {"under_review": ("open_review",), "revoked": ("open_review", "revoke")}.get(state, ())
    ):
        move_the_item(district, item_id, trigger, version)
    return item_id


def move_the_item(district: District, item_id: int, trigger: str, version: int) -> None:
    role = "standing_head" if trigger == "open_review" else "chairman"
    command = MoveDecisionItem(
        item_id=item_id, trigger=trigger, seen_version=version, actor=district.act(role),
        inputs=inputs_for(district, trigger),
    )  # fmt: skip
    with district.services.store.transaction() as tx:
        move_decision_item(tx, district.services.office, command)


def inputs_for(district: District, trigger: str, target: str | None = None) -> dict[str, Any]:
    """What a reasonable person enters with this trigger."""
    today = district.today
    soon, reason = today + timedelta(days=5), "Theo kết quả xem xét ngày " + today.isoformat()
    favour = 0 if target == "council_failed" else MEMBERS
    given: dict[str, dict[str, Any]] = {
        "request_supplement": {"points": "Bản sao quyết định", "due_on": soon},
        "consult": {"units": [district.consulted_id], "question": "Có vi phạm gì không?", "due_on": soon},
        "open_notice": {"notice_until": soon},
        "return_ineligible": {"reason_code": "khong_du_tieu_chuan", "reason": reason},
        "refer": {"conclusion": "Đủ tiêu chuẩn.", "law_checked": "on"},
        "record_vote": {"present": MEMBERS, "written": 0, "in_favour": favour, "against": MEMBERS - favour},
        "sign_decision": {"decision_number": _number("QĐ-UBND"), "decision_date": today},
        "record_superior_award": {"decision_number": _number("QĐ-UBND"), "decision_date": today},
        "revoke": {"decision_number": _number("QĐ-UBND"), "decision_date": today},
        "forward_to_superior": {"letter_number": _number("TTr-UBND"), "letter_date": today},
        "suspend": {"hold_ground": "khieu_nai_to_cao", "reason": reason, "review_on": soon},
        "resume": {"document": "45/KL-TTr"},
        "open_review": {"ground": "gian_doi", "reason": reason, "document": "46/KL-TTr"},
    }
    with_reason = ("reject_in_unit", "return_to_unit", "withdraw", "record_superior_refusal",
                   "request_reappraisal", "decline", "uphold", "postpone")  # fmt: skip
    return {"reason": reason} if trigger in with_reason else given.get(trigger, {})


@cache
def pdf() -> bytes:
    """A real PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _path(state: str, kind: str) -> list[tuple[str, str]]:
    """The triggers from draft to a state, each with the state it leads to."""
    steps: list[tuple[str, str]] = []
    while state != "draft":
        if state == "pending_unit_head":
            source, trigger = _BY_REVIEW[kind]
        elif state == "pending_decision":
            source, trigger = _BY_COUNCIL[kind]
        else:
            source, trigger = _FROM[state]
        steps.append((trigger, state))
        state = source
    return steps[::-1]


def _draft(district: District, count: int, kind: str, award: str, nominee_id: int | None) -> list[int]:
    services, clerk = district.services, district.act("clerk")
    letter = {
        "kind": kind,
        "number": _number("TTr-UBND"),
        "letter_date": district.today.isoformat(),
        "summary": "Đề nghị.",
    }
    with services.store.transaction() as tx:
        proposal_id = write_letter(
            tx, services.office, WriteLetter(unit_id=district.unit_id, fields=letter, actor=clerk)
        )
        ids = [
            write_nomination(tx, services.office, WriteNomination(
                proposal_id=proposal_id, actor=clerk, fields=content(f"Nguyễn Văn {_letters(number)}", award)
            ))
            for number in range(count)
        ]  # fmt: skip
        if nominee_id is not None:
            for nomination_id in ids:
                link_nominee(tx, clerk, nomination_id, nominee_id)
    return ids


def content(name: str, award: str = "GK_CN") -> dict[str, Any]:
    """The fields of a complete nomination of one person."""
    return {
        "subject": "person", "award_code": award, "name": name, "birth_year": "1980", "gender": "male",
        "post": "Nông dân, thôn Thượng", "achievement": "Cứu người đuối nước", "report": "Báo cáo thành tích.",
        "achievement_on": event_day().isoformat(), "achievement_place": "Bến đò thôn Thượng",
        "achievement_kind": "rescue",
    }  # fmt: skip


def event_day() -> date:
    """A day on which nothing else happened: two reports of one week could tell of one event."""
    return date(2023, 10, 20) - timedelta(days=7 * (next(_EVENTS) % 5_000))


def _answer(district: District, ids: Sequence[int]) -> None:
    open_ones = select(Opinion.id).where(Opinion.nomination_id.in_(ids), Opinion.answered_at.is_(None))
    with district.services.store.transaction() as tx:
        for opinion_id in tx.session.execute(open_ones).scalars().all():
            record_opinion(tx, district.act("appraiser"), opinion_id, "Không có vi phạm.")


def answer_points(district: District, ids: Sequence[int], text: str = "Đã bổ sung.") -> list[int]:
    """Answer, as the clerk, every point that is not answered yet. Gives the points."""
    open_ones = select(SupplementPoint.id).where(
        SupplementPoint.nomination_id.in_(ids), SupplementPoint.answered_at.is_(None)
    )
    services = district.services
    with services.store.transaction() as tx:
        found = list(tx.session.execute(open_ones.order_by(SupplementPoint.id)).scalars())
        for point_id in found:
            answer_point(tx, services.office, services.blobs, AnswerPoint(
                point_id=point_id, text=text, kind="other", file_name="", content=b"",
                most_bytes=services.settings.upload_max_bytes, actor=district.act("clerk"),
            ))  # fmt: skip
    return found


def settle_points(district: District, ids: Sequence[int], outcome: str = "accepted", why: str = "") -> list[int]:
    """Settle, as the desk, every answered point that is not settled yet. Gives the points."""
    open_ones = select(SupplementPoint.id).where(
        SupplementPoint.nomination_id.in_(ids), SupplementPoint.outcome.is_(None),
        SupplementPoint.answered_at.is_not(None),
    )  # fmt: skip
    with district.services.store.transaction() as tx:
        found = list(tx.session.execute(open_ones.order_by(SupplementPoint.id)).scalars())
        for point_id in found:
            settle_point(tx, district.services.office, SettlePoint(
                point_id=point_id, outcome=outcome, why=why, actor=district.act("desk_officer")
            ))  # fmt: skip
    return found


_given: Final[list[int]] = [0]


def _number(symbol: str) -> str:
    """A number that no document of this process has yet."""
    _given[0] += 1
    return f"{_given[0]}/{symbol}"


def _letters(number: int) -> str:
    return chr(ord("A") + number % 26) + (str(number // 26) if number >= 26 else "")


def _unit(code: str, name: str, kind: str) -> Unit:
    return Unit(
        code=code, name_vi=name, name_en=name, kind=kind, abbreviation="UBND", place="Thanh Liêm",
        valid_from=date(2020, 1, 1), email=f"{code}@thanhliem.example",
    )  # fmt: skip


def _person(session: Any, role: str, unit_id: int, granted_at: datetime | None = None) -> int:
    person = Person(
        full_name=f"Người {role}", folded_name=fold(f"Người {role}"), title_vi=role, title_en=role,
        unit_id=unit_id, email=f"{role}@thanhliem.example",
    )  # fmt: skip
    session.add(person)
    session.flush()
    if granted_at is not None:
        session.add(RoleGrant(
            person_id=person.id, unit_id=unit_id, role=role, valid_from=date(2020, 1, 1), granted_at=granted_at,
        ))  # fmt: skip
    return int(person.id)

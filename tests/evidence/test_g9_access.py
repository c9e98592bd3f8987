"""G9 and G10: everything is denied unless the table written by hand allows it, and nobody acts on their own file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import text

from tests.evidence import access_law as law
from tests.evidence.databases import raw
from tests.evidence.lived_in import ROLES, LivedIn, end_delegations, lived_in, rules_of, spread
from tests.factories import District, answer_points, fire, inputs_for, make_nomination
from tests.support.office import OfficeApp, Visitor, open_office
from workflow.nominations.judging import Judge
from workflow.nominations.policy import OFFICE_ROLES
from workflow.nominations.rows import Row, load_rows
from workflow.people.authority import Actor, Capacity, Principal
from workflow.people.queries import holders_of

RELATIONS: Final = ("own_unit", "other_unit", "own_nomination", "prepared_by_self", "handled_before")
OTHERS: Final = ("own_nomination", "prepared_by_self", "handled_before")
SOMEBODY, PRINCIPAL, THIRD = 9_001, 9_002, 9_003
TELLING: Final = tuple(f"TĐKT-2023-{number:04}" for number in (1, 4, 11, 17, 19))
"""Files with the unit, at the desk, before the council, the nominee's own, the chairman's own."""
OPENED: Final = frozenset({200, 303, 409, 422})


@dataclass(frozen=True)
class Cell:
    """One square of the matrix: who, acting for whom, what, in which state, and how they stand to the file."""

    role: str
    delegated: bool
    trigger: str
    source: str
    relation: str
    whose: str = "actor"  # the one who is nominee, preparer or handler: the actor, or the principal

    @property
    def expected(self) -> frozenset[str]:
        """No reason at all, or the reasons of the refusal."""
        if self.role not in law.MOVES.get((self.trigger, self.source), law.NOBODY):
            return frozenset({"not_your_role"})
        if self.role in law.UNIT and self.relation == "other_unit":
            return frozenset({"not_your_role"})
        if self.role not in law.UNIT and self.source in law.IN_THE_UNIT:
            return frozenset({"not_your_role"})
        if self.relation == "own_nomination":
            return frozenset({"own_case"})
        if self.relation == "prepared_by_self" and self.trigger in law.SIGNED_BY_ANOTHER:
            return frozenset({"prepared_letter"})
        if self.relation == "handled_before" and self.trigger in law.DECIDED_BY_ANOTHER:
            return frozenset({"handled_file"})
        return frozenset()


def cells() -> Iterator[Cell]:
    for trigger, source in law.MOVES:
        for role in (*ROLES, "anybody"):
            for relation in RELATIONS:
                yield Cell(role, False, trigger, source, relation)
                yield Cell(role, True, trigger, source, relation)
                if relation in OTHERS:
                    yield Cell(role, True, trigger, source, relation, "principal")


def actor_of(cell: Cell, district: District) -> Actor:
    unit = district.consulted_id if cell.relation == "other_unit" else district.unit_id
    place = unit if cell.role in law.UNIT else district.office_id
    lent = Principal(PRINCIPAL, "Người ủy quyền") if cell.delegated else None
    capacities = () if cell.role == "anybody" else (Capacity(cell.role, place, lent, "7/UQ" if lent else None),)
    return replace(district.act("auditor"), person_id=SOMEBODY, capacities=capacities)


def row_of(cell: Cell, pattern: Row) -> Row:
    whose = SOMEBODY if cell.whose == "actor" else PRINCIPAL
    return replace(
        pattern,
        state=cell.source,
        nominee_id=whose if cell.relation == "own_nomination" else THIRD,
        prepared_by_id=whose if cell.relation == "prepared_by_self" else THIRD,
        received_at=None if cell.source in law.IN_THE_UNIT else datetime(2023, 11, 2, tzinfo=UTC),
    )


def judged(cell: Cell, district: District, session: Any, pattern: Row) -> frozenset[str]:
    """What the product says; reasons that do not concern the person are left out."""
    row = row_of(cell, pattern)
    judge = Judge(session, district.services.office, actor_of(cell, district), [row], district.today)
    whose = SOMEBODY if cell.whose == "actor" else PRINCIPAL
    handled = frozenset({whose if cell.relation == "handled_before" else THIRD})
    judge.batch.__dict__["hands"] = {row.id: {"receive": handled, "refer": handled}}
    found = judge.judge(row, cell.trigger, {})
    return frozenset() if found.capacity is not None else frozenset(no.code for no in found.refusals)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> OfficeApp:
    return open_office(tmp_path_factory.mktemp("law"))


def wrong_cells(office: OfficeApp) -> tuple[int, list[str]]:
    district = office.district
    nomination_id = make_nomination(district, "under_appraisal")
    number, wrong = 0, []
    with district.services.store.reading() as session:
        pattern = load_rows(session, [nomination_id], locked=False)[nomination_id]
        for cell in cells():
            number += 1
            said = judged(cell, district, session, pattern)
            if said != cell.expected:
                wrong.append(f"{cell}: {sorted(said)} instead of {sorted(cell.expected)}")
    return number, wrong


def test_every_cell_of_the_matrix(office: OfficeApp) -> None:
    number, wrong = wrong_cells(office)
    allowed = sum(1 for cell in cells() if not cell.expected)
    print(f"\n{number} cells of role, delegation, trigger, state and relation: {allowed} allowed, {len(wrong)} wrong")
    assert wrong == []


def test_the_table_names_every_move_there_is(office: OfficeApp) -> None:
    definition = office.district.services.office.registry.latest("nomination").definition
    assert {(item.trigger, item.source) for item in definition.transitions} == set(law.MOVES)


def test_a_policy_without_separation_of_duties_is_caught(office: OfficeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr("workflow.nominations.policy._conflicts", lambda *_: ())
    _, wrong = wrong_cells(office)
    print(f"\nwithout separation of duties {len(wrong)} cells are wrong")
    assert len(wrong) > 100
    assert all("own_nomination" in one or "prepared" in one or "handled" in one for one in wrong)


# The same over HTTP


def sees(role: str, row: dict[str, Any], on_agenda: bool) -> bool:
    """Whose file it is, what the office has received, what the council has before it."""
    if role in law.UNIT:
        return True
    received = row["received_at"] is not None
    return received and (role in law.OFFICE or (role == "council_member" and on_agenda))


def test_a_move_that_is_not_yours_is_refused_over_http(tmp_path: Path) -> None:
    world = lived_in(tmp_path)
    end_delegations(world.office.district)  # what was lent is looked at in the cells
    office, told, wrong = world.office, Counter[int](), []
    with world.engine.connect() as connection:
        on_agenda = set(connection.execute(text("SELECT nomination_id FROM agenda_item")).scalars())
    visitors = {role: office.visitor(role) for role in ROLES}
    files = [dict(office.row(int(one))) for one in world.values("nomination_id")]
    for row in files[::2]:
        mine = {trigger for trigger, source in law.MOVES if source == row["state"]}
        for role in ROLES:
            own = row["nominee_id"] == office.district.people[role]
            for trigger in sorted(mine):
                if role in law.MOVES[trigger, row["state"]] and sees(role, row, False) and not own:
                    continue
                expected = 403 if sees(role, row, row["id"] in on_agenda) and not own else 404
                answer = send_move(office, visitors[role], row, trigger)
                told[answer] += 1
                if answer != expected:
                    wrong.append((role, trigger, row["state"], answer, expected))
    untouched = [one["id"] for one in files if office.row(one["id"])["version"] != one["version"]]
    print(f"\n{told.total()} moves over HTTP by those whose they are not: {dict(told)}, {len(wrong)} wrong")
    assert told.total() >= 300
    assert wrong == []
    assert untouched == []


def send_move(office: OfficeApp, visitor: Visitor, row: dict[str, Any], trigger: str, code: str = "") -> int:
    typed: dict[str, Any] = {
        name: value if isinstance(value, list) else str(value)
        for name, value in inputs_for(office.district, trigger).items()
    }
    answer = visitor.post(
        f"/nominations/{code or row['code']}/moves", trigger=trigger, version=str(row["version"]), **typed
    )
    return answer.status_code


def test_what_is_yours_moves_and_what_does_not_exist_is_not_found(tmp_path: Path) -> None:
    office = lived_in(tmp_path).office
    moved = Counter[int]()
    for trigger, source in law.MOVES:
        if trigger in (
            "withdraw",
            "suspend",
            "resume",
            "record_vote",
            "lapse",
            "close_notice",
            "close_consultation",
            "open_voting",
        ):
            continue
        kind = "yearly" if source in ("unit_review", "council_passed") else None
        award = "BK_T_CN" if trigger == "forward_to_superior" or source in ("forwarded", "superior_decided") else None
        nomination_id = make_nomination(office.district, source, kind=kind, award=award)
        role = next(
            one
            for one in ROLES
            if one in law.MOVES[trigger, source] and (trigger != "sign_decision" or one == "chairman")
        )
        if trigger == "supply":
            answer_points(office.district, [nomination_id])
        row = dict(office.row(nomination_id))
        assert send_move(office, office.visitor(role), row, trigger, "TĐKT-2023-9999") == 404
        answer = send_move(office, office.visitor(role), row, trigger)
        moved[answer] += 1
        assert answer == 303 or (answer == 409 and trigger in ("propose",)), (trigger, source, role)
    print(f"\n{moved.total()} moves over HTTP by those whose they are: {dict(moved)}")
    assert moved[303] >= 20


# Routes


def test_every_route_is_in_the_list(tmp_path: Path) -> None:
    app = open_office(tmp_path, demo=True).app
    there = {
        f"{method} {rule.rule}"
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        for rule in rules_of(app, method)
    }
    there = {route for route in there if not route.partition(" ")[2].startswith(law.ONLY_IN_A_DEMONSTRATION)}
    assert there == {*law.PUBLIC, *(page[0] for page in law.PRIVATE)}


def address_list(world: LivedIn, route: str) -> tuple[str, list[str]]:
    method, _, pattern = route.partition(" ")
    rule = next(rule for rule in rules_of(world.office.app, method) if rule.rule == pattern)
    if pattern in law.EMPTY_HERE:
        return method, [re.sub("<[^>]+>", "1", pattern)]
    if "<code>" in pattern:
        filled = pattern.replace("<trigger>", "receive").replace("<rule>", "registered").replace("<int:waiver_id>", "1")
        return method, [filled.replace("<code>", code) for code in TELLING]
    return method, spread(world.addresses(rule, most=5), 8 if "evidence" in pattern else 3)


def ask(visitor: Visitor, method: str, address: str) -> Any:
    return visitor.get(address) if method == "GET" else visitor.client.post(address, data={"csrf_token": visitor.token})


def test_a_stranger_gets_no_private_page(tmp_path: Path) -> None:
    world = lived_in(tmp_path)
    stranger = world.office.visitor()
    stranger.get("/sign-in")
    asked = 0
    for route, _, _ in law.PRIVATE:
        method, addresses = address_list(world, route)
        for address in addresses[:2]:
            answer, asked = ask(stranger, method, address), asked + 1
            if method == "GET":
                assert (answer.status_code, answer.headers["Location"][:14]) == (303, "/sign-in?next="), route
                assert stranger.client.head(address).status_code == 303
            else:
                assert answer.status_code == 401, route
                assert stranger.client.post(address).status_code == 401
    print(f"\n{asked} requests of a stranger to {len(law.PRIVATE)} private routes: all led to the sign-in")


@pytest.mark.timeout(400)
def test_every_private_route_answers_each_role_as_the_list_says(tmp_path: Path) -> None:
    world = lived_in(tmp_path)
    end_delegations(world.office.district)
    visitors = {role: world.office.visitor(role) for role in ROLES}
    told, wrong = Counter[int](), []
    for visitor in visitors.values():
        visitor.get("/account")
    for route, allowed, refusal in law.PRIVATE:
        method, addresses = address_list(world, route)
        for role, visitor in visitors.items():
            answers = Counter(ask(visitor, method, address).status_code for address in addresses)
            told += answers
            if role not in allowed and set(answers) != {refusal}:
                wrong.append(f"{role} {route}: {dict(answers)} instead of {refusal}")
            fine = OPENED | {404} | ({403} if route.partition(" ")[2].startswith(law.CLOSED_LATER) else set())
            if role in allowed and (
                not set(answers) <= fine
                or (not OPENED & set(answers) and route.partition(" ")[2] not in law.EMPTY_HERE)
            ):
                wrong.append(f"{role} {route}: {dict(answers)} though it is theirs")
    print("", *wrong, sep="\n")
    print(
        f"\n{told.total()} requests: {len(law.PRIVATE)} private routes x {len(ROLES)} roles: "
        f"{dict(sorted(told.items()))}, {len(wrong)} wrong"
    )
    assert wrong == []


def test_a_line_and_a_paper_are_taken_back_by_their_unit_alone(tmp_path: Path) -> None:
    world = lived_in(tmp_path)
    end_delegations(world.office.district)
    with world.engine.connect() as connection:
        held = connection.execute(text("SELECT id FROM evidence WHERE nomination_id = 1")).scalars().first()
    paper = f"/nominations/files/{held}/withdraw"
    for address in (paper, "/proposals/nominations/1/remove"):
        told = {role: world.office.visitor(role).post(address).status_code for role in ROLES if role not in law.UNIT}
        assert set(told.values()) == {404}, told
        assert world.office.visitor("clerk").post(address).status_code == 303


def test_a_route_without_its_question_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: one door is taken away."""
    monkeypatch.setattr("web.queue.views._office_only", lambda: None)
    office = open_office(tmp_path)
    assert office.visitor("clerk").get("/queue").status_code == 200


def test_a_role_that_has_ended_opens_nothing_at_the_next_request(tmp_path: Path) -> None:
    world = lived_in(tmp_path)
    officer, appraiser = world.office.visitor("desk_officer"), world.office.visitor("appraiser")
    assert officer.get("/queue").status_code == 200
    assert appraiser.get("/council/sessions/1/votes").status_code == 200  # lent by the standing head
    with raw(world.engine) as connection:
        connection.execute(text("UPDATE delegation SET revoked_at = valid_from"))
        connection.execute(text("UPDATE role_grant SET valid_to = '2023-10-31' WHERE role = 'desk_officer'"))
    assert officer.get("/queue").status_code == 403
    assert appraiser.get("/council/sessions/1/votes").status_code == 403
    assert appraiser.get("/queue").status_code == 200


def test_what_was_lent_ends_with_the_role_of_the_lender(tmp_path: Path) -> None:
    world = lived_in(tmp_path)
    appraiser = world.office.visitor("appraiser")
    assert appraiser.get("/council/sessions/1/votes").status_code == 200
    with raw(world.engine) as connection:
        connection.execute(text("UPDATE role_grant SET valid_to = '2023-10-31' WHERE role = 'standing_head'"))
    assert appraiser.get("/council/sessions/1/votes").status_code == 403


# Separation of duties at the door


def test_an_administrator_holds_no_office_and_nobody_grants_to_themselves(tmp_path: Path) -> None:
    world = lived_in(tmp_path)
    people, admin = world.office.district.people, world.office.visitor("admin")
    asked = 0
    for person, roles in (
        ("admin", sorted(OFFICE_ROLES | law.UNIT | {"council_member", "admin"})),
        ("desk_officer", ["admin"]),
    ):
        for role in roles:
            answer = admin.post(
                f"/admin/people/{people[person]}/grants",
                role=role,
                unit_id=str(world.office.district.office_id),
                valid_from="01/11/2023",
                document="1/QĐ",
            )
            asked += 1
            assert answer.status_code in (403, 422), (person, role)
    with world.office.district.services.store.reading() as session:
        admins = {row.id for row in holders_of(session, ("admin",), world.office.district.today)}
    print(f"\n{asked} grants that would join what is kept apart: 0 made")
    assert admins == {people["admin"]}


# Two worlds: what is not for you cannot be told from any page

TOKENS: Final = re.compile(r'value="[^"]{18,}"|\b[0-9a-f]{8}\b|next=[^"]+|còn trống \d+\s%')
"""What differs between any two answers: tokens of forms, request ids, and the disk of the machine that fills."""


@dataclass(frozen=True)
class Secret:
    """A fact, how it is in the other world, and who must not be able to tell."""

    name: str
    other: tuple[str, ...]
    readers: tuple[str | None, ...]


SECRETS: Final = (
    Secret(
        "a file that another unit still writes",
        (
            "UPDATE nomination SET name = 'Trần Thị Bí Mật', name_key = 'tran thi bi mat',"
            " search_text = 'tran thi bi mat', achievement = 'Một thành tích khác hẳn, dài hơn', report = ''"
            " WHERE received_at IS NULL AND nominee_id IS NULL",
            "UPDATE proposal SET summary = 'Khác', number = '999/TTr' WHERE submitted_at IS NULL",
        ),
        (None, "desk_officer", "chairman", "auditor", "council_member", "nominee", "admin", "stranger_clerk"),
    ),
    Secret(
        "the ground of a hold",
        ("UPDATE hold SET ground = 'ky_luat', reason = 'Một lý do khác hẳn, dài hơn nhiều', review_on = '2023-12-30'",),
        (None, "nominee", "admin", "stranger_clerk"),
    ),
    Secret(
        "the count of a session that is not closed",
        (
            "UPDATE agenda_item SET present = 9, written = 0, in_favour = 1, against = 8, needed = 7,"
            " passed = false WHERE passed IS NOT NULL",
        ),
        (None, "nominee", "admin", "stranger_clerk", "clerk", "unit_head", "desk_officer", "council_member"),
    ),
)


def prepared_world(folder: Path) -> LivedIn:
    """The office with a hold, an open count, and a clerk of another unit."""
    world = lived_in(folder)
    district = world.office.district
    fire_hold_and_count(world)
    with raw(world.engine) as connection:
        person = connection.execute(
            text(
                "INSERT INTO person (full_name, folded_name, title_vi, title_en, unit_id, locale, active)"
                " VALUES ('Người khác', 'nguoi khac', 'x', 'x', :unit, 'vi', true) RETURNING id"
            ),
            {"unit": district.consulted_id},
        ).scalar_one()
        connection.execute(
            text(
                "INSERT INTO role_grant (person_id, unit_id, role, valid_from, granted_at)"
                " VALUES (:person, :unit, 'clerk', '2020-01-01', '2020-01-01 00:00:00.000000')"
            ),
            {"person": person, "unit": district.consulted_id},
        )
    people = {**district.people, "stranger_clerk": int(person)}
    return replace(world, office=replace(world.office, district=replace(district, people=people)))


def fire_hold_and_count(world: LivedIn) -> None:
    district = world.office.district
    with district.services.store.reading() as session:
        voting = (
            session.execute(text("SELECT id FROM nomination WHERE state = 'council_voting' ORDER BY id"))
            .scalars()
            .first()
        )
        own = (
            session.execute(text("SELECT id FROM nomination WHERE state = 'submitted' AND nominee_id IS NOT NULL"))
            .scalars()
            .first()
        )
    assert voting is not None and own is not None
    with raw(world.engine) as connection:
        connection.execute(
            text("UPDATE nomination SET nominee_id = :who WHERE id = :id"),
            {"who": district.people["nominee"], "id": voting},
        )
    fire(district, [voting], "record_vote", target="council_passed")
    fire(district, [own], "suspend")


def pages_of(world: LivedIn, role: str | None, addresses: list[str]) -> dict[str, tuple[int, str]]:
    visitor = world.office.visitor(role)
    found = {}
    for address in addresses:
        answer = visitor.client.get(address)
        body = answer.get_data(as_text=True) if answer.mimetype in ("text/html", "application/json") else ""
        found[address] = (answer.status_code, TOKENS.sub("", body))
    return found


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: secret.name)
def test_two_worlds_look_the_same_to_those_who_must_not_know(tmp_path: Path, secret: Secret) -> None:
    one = prepared_world(tmp_path / "one")
    other = prepared_world(tmp_path / "other")
    with raw(other.engine) as connection:
        changed = sum(connection.execute(text(statement)).rowcount for statement in secret.other)
    assert changed > 0
    rules = rules_of(one.office.app, "GET")
    addresses = [address for rule in rules for address in spread(one.addresses(rule, most=2), 8)]
    addresses += ["/queue?q=tran+thi+bi+mat", "/queue?view=late", "/admin/audit?subject=0001"]
    compared, told = 0, []
    for role in secret.readers:
        here, there = pages_of(one, role, addresses), pages_of(other, role, addresses)
        compared += len(here)
        told += [f"{role} {address}" for address in here if here[address] != there[address]]
    print(f"\n{secret.name}: {compared} pages compared as {len(secret.readers)} kinds of people, {len(told)} tell it")
    assert told == []


def test_a_page_that_tells_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the file of a unit shown to everybody."""
    monkeypatch.setattr("web.nominations.reaching.may_view", lambda *_args, **_more: True)
    one, other = prepared_world(tmp_path / "one"), prepared_world(tmp_path / "other")
    with raw(other.engine) as connection:
        for statement in SECRETS[0].other:
            connection.execute(text(statement))
    code = one.office.code(1)
    assert pages_of(one, "admin", [f"/nominations/{code}"]) != pages_of(other, "admin", [f"/nominations/{code}"])

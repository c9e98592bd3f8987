"""Caps and quotas: what is allowed, what is taken, who is over, and that a letter is refused as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from states import Refused, Text
from tests.factories import District, fire, make_district, make_services, move_the_session, wish
from tests.support.lists import (
    know_fighters,
    make_letter,
    make_movement,
    on_paper,
    people_of,
    quota,
    signed_list,
    statements,
)
from workflow.audit.queries import trail_of
from workflow.awards.models import PaperList
from workflow.awards.quotas import SetQuota, end_quota, quotas_for, set_quota
from workflow.awards.rules import rule_set
from workflow.councils.models import CouncilSession
from workflow.kernel.errors import Forbidden, Invalid
from workflow.movements.caps import SetMovementCaps, set_movement_caps
from workflow.movements.participation import EnterParticipation, enter_participation
from workflow.nominations.advance import Advance, advance
from workflow.nominations.models import Nomination
from workflow.nominations.places.binding import Bindings
from workflow.nominations.places.caps import Cap, Share
from workflow.nominations.places.counts import Group, Name, Sent
from workflow.nominations.places.letters import Places, list_counts, places_of

LISTED = Text("40 Lao động tiên tiến", "40 Advanced Workers")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A district in which every wish is refused."""
    services = make_services(tmp_path_factory.mktemp("untouched"))
    yield make_district(services)
    services.store.engine.dispose()


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    services = make_services(tmp_path)
    district = make_district(services)
    know_fighters(district)
    yield district
    services.store.engine.dispose()


def places(district: District, ids: list[int]) -> Places:
    with district.services.store.reading() as session:
        return places_of(session, ids, district.today)


def submit(district: District, ids: list[int]) -> None:
    fire(district, ids, "submit")


def refused(district: District, ids: list[int]) -> str:
    """Why the head cannot sign, in Vietnamese; nothing has moved."""
    with pytest.raises(Refused) as no:
        submit(district, ids)
    assert states_of(district, ids) == {"pending_unit_head"}
    return " ".join(refusal.text("vi") for refusal in no.value.refusals if refusal.code == "no_place_left")


def states_of(district: District, ids: list[int]) -> set[str]:
    with district.services.store.reading() as session:
        return set(session.execute(select(Nomination.state).where(Nomination.id.in_(ids))).scalars())


def name(number: int, award: str = "CSTDCS", **changed: Any) -> Name:
    usual: dict[str, Any] = {
        "id": number, "unit_id": 1, "year": 2023, "award_code": award, "kind": "yearly", "movement_id": None,
        "subject": "person", "proposal_id": 1, "position": number, "received_at": None, "ended_at": None,
        "rule_set": None, "name": f"Tên {number}",
    }  # fmt: skip
    return Name(**{**usual, **changed})


@pytest.mark.parametrize(
    ("limit", "sent", "paper", "here", "left", "over", "told"),
    [
        (10, 9, 0, 1, 0, 0, "chỉ tiêu 10; đã trình 9; trong tờ trình này 1 → vừa đủ"),
        (10, 9, 0, 2, -1, 1, "chỉ tiêu 10; đã trình 9; trong tờ trình này 2 → vượt 1"),
        (10, 12, 0, 2, -4, 2, "chỉ tiêu 10; đã trình 12; trong tờ trình này 2 → vượt 4"),
        (0, 0, 0, 1, -1, 1, "chỉ tiêu 0; đã trình 0; trong tờ trình này 1 → vượt 1"),
        (Share(percent=15, of=40, told=LISTED), 6, 0, 1, -1, 1,
         "15 % × 40 = 6,00, làm tròn xuống = 6; đã trình 6; trong tờ trình này 1 → vượt 1"),
        (Share(percent=15, of=46, told=LISTED), 1, 5, 1, -1, 1,
         "15 % × 46 = 6,90, làm tròn xuống = 6; đã trình 1; trên giấy 5; trong tờ trình này 1 → vượt 1"),
        (Share(percent=15, of=46, told=LISTED, rounding="nearest"), 6, 0, 1, 0, 0,
         "15 % × 46 = 6,90, làm tròn = 7; đã trình 6; trong tờ trình này 1 → vừa đủ"),
        (Share(percent=15, of=6, told=LISTED), 0, 0, 1, -1, 1,
         "15 % × 6 = 0,90, làm tròn xuống = 0; đã trình 0; trong tờ trình này 1 → vượt 1"),
        (Share(percent=15, of=0, told=LISTED), 0, 0, 1, -1, 1,
         "15 % × 0 = 0,00, làm tròn xuống = 0; đã trình 0; trong tờ trình này 1 → vượt 1"),
        (Share(percent=5, of=None, told=LISTED), 0, 0, 2, None, 2,
         "5 % × ?: chưa ghi số để tính tỷ lệ; đã trình 0; trong tờ trình này 2 → chưa tính được"),
    ],
)  # fmt: skip
def test_the_sum_at_its_edges(
    limit: int | Share, sent: int, paper: int, here: int, left: int | None, over: int, told: str
) -> None:
    cap = Cap(
        origin="quota", about=LISTED, basis=LISTED, hard=True, limit=limit, sent=sent, paper=paper,
        here=[name(number) for number in range(1, here + 1)],
    )  # fmt: skip
    assert (cap.left, len(cap.over), cap.sum.vi) == (left, over, told)
    assert [one.id for one in cap.over] == list(range(here - over + 1, here + 1))  # the last of the list
    assert cap.sum.complete


def test_the_sum_in_english() -> None:
    share = Share(percent=15, of=40, told=LISTED)
    cap = Cap(origin="law", about=LISTED, basis=LISTED, hard=True, limit=share, sent=6, paper=0, here=[name(1)])
    assert cap.sum.en == "15 % × 40 = 6.00, rounded down = 6; sent in 6; on this letter 1 → over by 1"


@pytest.mark.parametrize(("base", "allowed"), [("unit", 6), ("district", 12)])
def test_the_law_counts_the_unit_or_the_district(base: str, allowed: int) -> None:
    rule = rule_set("R2017").criteria["cap"]
    groups = [Group(unit, 2023, "LDTT", "yearly", 40) for unit in (1, 2)]
    bindings = Bindings(
        today=rule_set("R2017").valid_from, quotas=[], plans=[], awards={"LDTT": LISTED, "CSTDCS": LISTED},
        rules=[rule.model_copy(update={"parameters": {**rule.parameters, "base": base}})],
        sent=Sent(groups=groups, in_movements=[], paper={}),
    )  # fmt: skip
    (cap,) = bindings.caps_of([name(1)], [])
    assert (cap.origin, cap.allowed, cap.basis.vi) == ("law", allowed, rule.article)


def test_six_of_forty_pass_and_the_seventh_is_refused_with_the_sum(district: District) -> None:
    on_paper(district, "LDTT", 40)
    submit(district, signed_list(district, ["CSTDCS"] * 6))
    seventh = signed_list(district, ["CSTDCS"])
    told = refused(district, seventh)
    assert "15 % × 40 = 6,00, làm tròn xuống = 6; đã trình 6; trong tờ trình này 1 → vượt 1" in told
    assert "Chiến sĩ thi đua cơ sở của đơn vị, năm 2023 (Nghị định 91/2017/NĐ-CP, Điều 9 khoản 3)" in told


def test_the_workers_of_the_same_letter_count(district: District) -> None:
    """Forty and six on one letter pass; forty and seven do not, and the last name is told."""
    too_many = signed_list(district, [*["LDTT"] * 40, *["CSTDCS"] * 7])
    assert "Không còn chỗ cho: Người thứ" in refused(district, too_many)
    fire(district, too_many[-1:], "withdraw")
    submit(district, too_many[:-1])
    assert states_of(district, too_many[:-1]) == {"submitted"}


def test_without_workers_there_is_no_place(district: District) -> None:
    fighters = signed_list(district, ["CSTDCS"])
    assert "15 % × 0 = 0,00" in refused(district, fighters)
    on_paper(district, "LDTT", 7)
    submit(district, fighters)


def test_a_letter_over_the_cap_is_refused_as_a_whole_and_names_the_lines_in_order(district: District) -> None:
    quota(district, "LDTT", places=6)
    seven = signed_list(district, ["LDTT"] * 8)
    with district.services.store.reading() as session:
        names = list(session.execute(select(Nomination.name).where(Nomination.id.in_(seven[6:]))).scalars())
    assert f"chỉ tiêu 6; đã trình 0; trong tờ trình này 8 → vượt 2. Không còn chỗ cho: {', '.join(names)}." in refused(
        district, seven
    )


@pytest.mark.parametrize("ending", ["withdraw", "return_ineligible"])
def test_a_file_that_ends_without_an_award_frees_its_place(district: District, ending: str) -> None:
    quota(district, "LDTT", places=1)
    first = signed_list(district, ["LDTT"])
    submit(district, first)
    second = signed_list(district, ["LDTT"])
    assert refused(district, second)
    fire(district, first, ending)
    submit(district, second)


def test_a_vote_that_failed_frees_its_place_only_when_it_is_told(district: District) -> None:
    """The figures of a unit's page must not tell a vote before its session is closed."""
    quota(district, "LDTT", places=1)
    first = signed_list(district, ["LDTT"])
    for trigger in ("submit", "receive", "refer", "open_voting"):
        fire(district, first, trigger)
    fire(district, first, "record_vote", target="council_failed")
    second = signed_list(district, ["LDTT"])
    assert refused(district, second)
    with district.services.store.reading() as session:
        session_id, version = session.execute(select(CouncilSession.id, CouncilSession.version)).one()
    move_the_session(district, session_id, "close", version)
    submit(district, second)


def test_an_advisory_quota_is_shown_and_stops_nobody(district: District) -> None:
    quota(district, "LDTT", places=1, hard=False)
    ids = signed_list(district, ["LDTT"] * 2)
    (cap,) = places(district, ids).caps
    assert (cap.left, cap.hard, places(district, ids).exceeded()) == (-1, False, {})
    submit(district, ids)


def test_a_quota_can_be_for_each_unit_for_one_or_for_all_together(district: District) -> None:
    other = people_of(district, district.consulted_id)
    submit(district, signed_list(district, ["LDTT"]))
    elsewhere = make_letter(district, ["LDTT"], unit_id=district.consulted_id, actor=other)
    for reach, unit_id, taken in (
        ("each_unit", None, 0), ("office", None, 1),
        ("unit", district.consulted_id, 0), ("unit", district.unit_id, None),
    ):  # fmt: skip
        made = quota(district, "LDTT", reach=reach, unit_id=unit_id, places=5)
        caps = places(district, elsewhere).caps
        assert [cap.taken for cap in caps] == ([] if taken is None else [taken]), reach
        with district.services.store.transaction() as tx:
            end_quota(tx, district.act("standing_head"), made)


@pytest.mark.parametrize(("kind", "year", "binds"), [
    (None, 2023, True), ("yearly", 2023, True), ("thematic", 2023, False), (None, 2022, False),
])  # fmt: skip
def test_a_quota_binds_its_year_and_kind(district: District, kind: str | None, year: int, binds: bool) -> None:
    quota(district, "LDTT", places=0, kind=kind, year=year)
    assert bool(places(district, make_letter(district, ["LDTT"])).caps) is binds


def test_a_share_of_the_workers_as_a_quota(district: District) -> None:
    quota(district, "GK_CN", percent=10)
    ids = make_letter(district, ["LDTT"] * 19 + ["GK_CN"] * 2)
    (cap,) = places(district, ids).caps
    assert cap.sum.vi == "10 % × 19 = 1,90, làm tròn xuống = 1; đã trình 0; trong tờ trình này 2 → vượt 1"


def test_the_plan_of_a_movement_bounds_those_who_took_part(district: District) -> None:
    movement_id = make_movement(district)
    head = district.act("standing_head")
    with district.services.store.transaction() as tx:
        set_movement_caps(tx, SetMovementCaps(
            movement_id=movement_id, person_percent=5, collective_percent=10, document="157/KH-UBND", actor=head
        ))  # fmt: skip
    ids = signed_list(district, ["GK_CN"] * 3, kind="thematic", movement_id=movement_id)
    assert "5 % × ?: chưa ghi số để tính tỷ lệ" in refused(district, ids)
    for persons, left in ((40, -1), (60, 0)):
        with district.services.store.transaction() as tx:
            enter_participation(tx, EnterParticipation(
                movement_id=movement_id, unit_id=district.unit_id, persons=persons, collectives=3,
                document="Báo cáo 45", actor=district.act("clerk"),
            ))  # fmt: skip
        (cap,) = places(district, ids).caps
        assert (cap.left, cap.origin) == (left, "movement")
    submit(district, ids)


def test_in_one_act_over_several_letters_the_earlier_letter_comes_first(district: District) -> None:
    quota(district, "LDTT", places=3)
    first, second = signed_list(district, ["LDTT"] * 2), signed_list(district, ["LDTT"] * 2)
    command = wish(district, [*second, *first], "submit")
    with district.services.store.transaction() as tx:
        outcome = advance(tx, district.services.office, Advance(
            trigger="submit", seen=command.seen, actor=command.actor, inputs=command.inputs, whole=False
        ))  # fmt: skip
    assert {one.row.id for one in outcome.moved} == {*first, second[0]}
    assert [one.row.id for one in outcome.left] == [second[1]]


def test_counts_and_caps_speak_of_the_same_numbers(district: District) -> None:
    on_paper(district, "LDTT", 12)
    on_paper(district, "CSTDCS", 1)
    submit(district, signed_list(district, ["LDTT"] * 8 + ["CSTDCS"]))
    ids = make_letter(district, ["CSTDCS", "LDTT", "CSTDCS"])
    with district.services.store.reading() as session:
        found = list_counts(session, ids)
    assert [(one.ldtt, one.cstdcs_place) for one in found.values()] == [(21, 3), (21, None), (21, 4)]
    assert [(one.district_ldtt, one.district_cstdcs) for one in found.values()] == [(21, 3), (21, None), (21, 4)]
    (cap,) = places(district, ids).caps
    assert (cap.allowed, [one.id for one in cap.over]) == (3, [ids[2]])


@pytest.mark.parametrize(("changed", "field", "code"), [
    ({}, "places", "quota_one_measure"),
    ({"places": 3, "percent": 5}, "places", "quota_one_measure"),
    ({"places": -1}, "places", "number_out_of_range"),
    ({"percent": 101}, "percent", "number_out_of_range"),
    ({"places": 3, "reach": "somewhere"}, "reach", "not_a_choice"),
    ({"places": 3, "reach": "unit"}, "unit_id", "missing_choice"),
    ({"places": 3, "reach": "unit", "unit_id": 999}, "unit_id", "not_a_choice"),
    ({"places": 3, "unit_id": 1}, "unit_id", "quota_unit_unasked"),
    ({"places": 3, "year": None}, "year", "number_out_of_range"),
    ({"places": 3, "kind": "daily"}, "kind", "not_a_choice"),
    ({"places": 3, "document": " "}, "document", "missing_text"),
    ({"places": 3, "document": "x" * 301}, "document", "too_long"),
])  # fmt: skip
def test_a_quota_that_means_nothing_is_refused_at_its_field(
    untouched: District, changed: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as no:
        quota(untouched, "LDTT", **changed)
    assert {name: problem.code for name, problem in no.value.problems.items()} == {field: code}


def test_a_quota_is_set_once_and_its_trail_tells_who_and_why(district: District) -> None:
    made = quota(district, "LDTT", places=3)
    with pytest.raises(Invalid) as no:
        quota(district, "LDTT", places=4)
    assert no.value.problems["award_code"].code == "quota_exists"
    admin = district.act("admin")
    for _again in range(2):
        with district.services.store.transaction() as tx:
            end_quota(tx, admin, made)
    with district.services.store.reading() as session:
        assert quotas_for(session, [2023]) == []
        assert [entry.action for entry in trail_of(session, "quota", made)] == ["set_quota", "end_quota"]
    assert quota(district, "LDTT", places=4) != made


@pytest.mark.parametrize("role", ["clerk", "unit_head", "desk_officer", "chairman", "auditor"])
def test_others_set_no_quota(untouched: District, role: str) -> None:
    with pytest.raises(Forbidden), untouched.services.store.transaction() as tx:
        set_quota(tx, SetQuota(
            reach="office", unit_id=None, award_code="LDTT", year=2023, kind=None, places=1, percent=None, hard=True,
            document="1", actor=untouched.act(role),
        ))  # fmt: skip


def test_a_number_on_paper_is_replaced_and_kept(district: District) -> None:
    for names in (40, 47):
        on_paper(district, "LDTT", names)
    with pytest.raises(Forbidden):
        on_paper(district, "LDTT", 99, unit_id=district.consulted_id)
    on_paper(district, "LDTT", 5, unit_id=district.consulted_id, actor=district.act("desk_officer"))
    with district.services.store.reading() as session:
        found = session.execute(select(PaperList.names, PaperList.ended_at.is_(None)).order_by(PaperList.id)).all()
    assert [tuple(row) for row in found] == [(40, False), (47, True), (5, True)]


def test_five_names_and_five_hundred_take_the_same_statements(district: District) -> None:
    quota(district, "LDTT", places=10, reach="office")
    movement_id = make_movement(district, cap_person_percent=5)
    few, many = (
        make_letter(district, ["LDTT", "CSTDCS"] * (n // 2), kind="thematic", movement_id=movement_id) for n in (4, 500)
    )
    counted = []
    for ids in (few, many):
        with district.services.store.reading() as session, statements(district.services.store.engine) as seen:
            assert len(places_of(session, ids, district.today).caps) == 3
            assert len(list_counts(session, ids)) == len(ids)
        counted.append([statement for statement in seen if not statement.startswith("BEGIN")])
    assert len(counted[0]) == len(counted[1]) <= 11

"""Rule sets of the office: two people publish them, a day begins them, and nothing that is pinned moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from tests.evidence.databases import DATABASES, district_on, dump, raw, take_the_fence_down
from tests.factories import District, fire, make_district, make_nomination, make_services
from tests.workflow.awards.publishing import DECEMBER, NEW_AWARD, confirm, law_in, propose, publish
from workflow.audit.queries import trail_of
from workflow.awards.editions import BrokenEdition, edition, editions, law_of
from workflow.awards.models import Award, RuleEdition
from workflow.awards.publishing import confirm_edition, may_confirm, withdraw_edition
from workflow.awards.rules import shipped_law
from workflow.councils.models import AgendaItem
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Stale
from workflow.nominations.models import Nomination
from workflow.nominations.rows import load_rows
from workflow.people.authority import Actor, Capacity, Principal


@pytest.fixture
def district(tmp_path: Path) -> District:
    return make_district(make_services(tmp_path))


@pytest.fixture(params=DATABASES)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> District:
    return district_on(request.param, tmp_path, request)


def acting_for(district: District, actor: str, principal: str) -> Actor:
    """Somebody who holds the standing head's role for another person only."""
    whose = Principal(district.people[principal], "Người ủy quyền")
    lent = Capacity("standing_head", district.office_id, whose, "7/UQ")
    return replace(district.act(actor), capacities=(lent,))


def test_a_rule_set_holds_from_its_day_once_two_people_want_it(either: District) -> None:
    made = propose(either, settings={"quorum": "3/4"})
    assert law_in(either) == shipped_law()
    confirm(either, made)
    law = law_in(either)
    assert [law.on(day).id for day in (DECEMBER - timedelta(1), DECEMBER, date(2023, 12, 31), date(2024, 1, 1))] == [
        "R2017", "R2017-2", "R2017-2", "R2024",
    ]  # fmt: skip
    held = law.named("R2017-2")
    assert (held.inherits, held.values["quorum"], held.quorum.needed(12)) == ("R2017", "3/4", 9)
    assert (held.title.en, held.sources, held.valid_to) == (
        "The district's own rules", ("Quyết định 12/2023/QĐ-UBND",), None,
    )  # fmt: skip


def test_both_are_in_the_chain_of_the_rule_set(either: District) -> None:
    made = publish(either)
    with either.services.store.reading() as session:
        trail = trail_of(session, "rule_edition", made)
    assert [(one.action, one.actor_id) for one in trail] == [
        ("propose_rules", either.people["admin"]), ("confirm_rules", either.people["standing_head"]),
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["admin", "standing_head"])
def test_who_proposed_does_not_confirm(district: District, role: str) -> None:
    made = propose(district, district.act(role))
    with pytest.raises(Forbidden, match="second_person_needed"):
        confirm(district, made, district.act(role))
    assert law_in(district) == shipped_law()


def test_nor_does_anybody_who_stands_for_them(district: District) -> None:
    """Whoever acts for the proposer is the proposer, and so is whomever the proposer acted for."""
    own = propose(district, district.act("standing_head"), set_id="R2017-A")
    with pytest.raises(Forbidden, match="second_person_needed"):
        confirm(district, own, acting_for(district, "appraiser", "standing_head"))
    lent = propose(district, acting_for(district, "appraiser", "standing_head"), set_id="R2017-B")
    for somebody in (district.act("standing_head"), acting_for(district, "appraiser", "standing_head")):
        with pytest.raises(Forbidden, match="second_person_needed"):
            confirm(district, lent, somebody)
    with district.services.store.reading() as session:
        row = edition(session, "R2017-B")
        assert row is not None
        assert [may_confirm(district.act(role), row) for role in ("admin", "standing_head", "appraiser")] == [
            True, False, False,
        ]  # fmt: skip
    confirm(district, lent, district.act("admin"))
    assert law_in(district).named("R2017-B")


@pytest.mark.parametrize(
    "role", ["clerk", "desk_officer", "chairman", "council_secretary", "auditor", "council_member"]
)
def test_it_is_for_the_two_roles_alone(district: District, role: str) -> None:
    made = propose(district)
    for attempt in (
        lambda: propose(district, district.act(role), set_id="R2017-3"),
        lambda: confirm(district, made, district.act(role)),
        lambda: withdraw(district, made, role),
    ):
        with pytest.raises(Forbidden, match="not_your_role"):
            attempt()


def withdraw(district: District, edition_id: int, role: str = "admin") -> None:
    with district.services.store.transaction() as tx:
        withdraw_edition(tx, district.act(role), edition_id)


def test_a_proposal_is_withdrawn_and_never_holds(district: District) -> None:
    made = propose(district)
    withdraw(district, made)
    assert law_in(district) == shipped_law()
    with pytest.raises(Stale):
        confirm(district, made)
    with pytest.raises(Stale):
        withdraw(district, made)
    with pytest.raises(NotFound):
        withdraw(district, 99)


def test_what_was_confirmed_is_neither_withdrawn_nor_confirmed_again(district: District) -> None:
    made = publish(district)
    attempts: list[Callable[[], object]] = [lambda: withdraw(district, made), lambda: confirm(district, made)]
    for attempt in attempts:
        with pytest.raises(Stale):
            attempt()


def test_the_second_person_confirms_what_was_on_the_page(district: District) -> None:
    made = propose(district)
    with pytest.raises(Stale), district.services.store.transaction() as tx:
        confirm_edition(tx, district.act("standing_head"), made, "0" * 64)
    assert law_in(district) == shipped_law()


def test_a_day_that_is_over_is_no_day_to_begin_on(district: District) -> None:
    made = propose(district)
    district.sleep(60)
    with pytest.raises(Invalid, match="edition_day_over"):
        confirm(district, made)


def test_a_later_rule_set_of_the_same_day_replaces_the_earlier_one(district: District) -> None:
    publish(district, settings={"quorum": "3/4"})
    district.sleep(1)
    publish(district, set_id="R2017-3", settings={"quorum": "5/6"})
    assert law_in(district).on(DECEMBER).id == "R2017-3"
    assert law_in(district).named("R2017-2").values["quorum"] == "3/4"


def test_one_rule_set_builds_on_another_of_the_office(district: District) -> None:
    publish(district, settings={"quorum": "3/4"}, changes="[criteria.service_months]\nparameters = { months = 12 }")
    publish(
        district, set_id="R2017-3", based_on="R2017-2", valid_from=date(2023, 12, 15),
        changes='[votes.CSTDCS]\narticle = "Quy chế 2023"',
    )  # fmt: skip
    law = law_in(district)
    first, second = law.named("R2017-2"), law.named("R2017-3")
    assert (second.values["quorum"], second.criteria["service_months"].parameters) == ("3/4", {"months": 12})
    assert second.votes["CSTDCS"].article == "Quy chế 2023" != first.votes["CSTDCS"].article


def test_an_award_that_no_law_knew_comes_into_the_catalogue(district: District) -> None:
    publish(district, changes=NEW_AWARD)
    with district.services.store.reading() as session:
        found = session.execute(
            select(Award.name_en, Award.family, Award.subject, Award.position).where(Award.code == "GK_TRE")
        ).one()
    assert tuple(found) == ("A certificate for the young", "form", "person", 5)
    assert law_in(district).named("R2017-2").service_for("GK_TRE", "yearly")[1].days


# The database itself

CHANGES = {
    "the values": "UPDATE rule_edition SET settings = '{}'",
    "the text": "UPDATE rule_edition SET text = '{}'",
    "the day": "UPDATE rule_edition SET valid_from = '2020-01-01'",
    "the name": "UPDATE rule_edition SET set_id = 'R2017-9'",
    "the mark": "UPDATE rule_edition SET fingerprint = replace(fingerprint, 'a', 'b')",
    "the words": "UPDATE rule_edition SET title_vi = 'khác', title_en = 'other', sources = 'khác', changes = 'khác'",
    "who proposed it": "UPDATE rule_edition SET proposed_by_id = confirmed_by_id, confirmed_by_id = proposed_by_id",
    "that it was confirmed": "UPDATE rule_edition SET confirmed_at = NULL, confirmed_by_id = NULL",
    "who confirmed it": "UPDATE rule_edition SET confirmed_by_id = proposed_by_id + 1",
    "to a withdrawn one":
        "UPDATE rule_edition SET confirmed_at = NULL, confirmed_by_id = NULL, withdrawn_at = proposed_at,"
        " withdrawn_by_id = proposed_by_id",
    "nothing of it": "DELETE FROM rule_edition",
    "one that nobody proposed": "INSERT INTO rule_edition (set_id, based_on, valid_from, title_vi, title_en, sources,"
        " settings, changes, text, fingerprint, proposed_by_id, proposed_at, confirmed_by_id, confirmed_at)"
        " SELECT 'R2017-8', based_on, valid_from, title_vi, title_en, sources, settings, changes, text, fingerprint,"
        " proposed_by_id, proposed_at, confirmed_by_id, confirmed_at FROM rule_edition",
}  # fmt: skip
OTHERWISE = {
    "sqlite": {"replace": "INSERT OR REPLACE INTO rule_edition SELECT * FROM rule_edition"},
    "postgresql": {
        "empty": "TRUNCATE rule_edition",
        "as a replica": "SET LOCAL session_replication_role = replica; UPDATE rule_edition SET title_vi = 'khác'",
    },
}


def through(district: District, statements: dict[str, str]) -> list[str]:
    """The statements that the database lets happen, each undone again."""
    happened = []
    for name, statement in statements.items():
        with district.services.store.engine.execution_options(writing=True).connect() as connection:
            try:
                for part in statement.split("; "):
                    connection.execute(text(part))
                happened.append(name)
            except DBAPIError:
                pass
            finally:
                connection.rollback()
    return happened


def test_raw_sql_changes_nothing_in_a_published_rule_set(either: District) -> None:
    publish(either)
    engine = either.services.store.engine
    before = dump(engine)
    statements = {**CHANGES, **OTHERWISE[engine.dialect.name]}
    assert through(either, statements) == []
    assert dump(engine) == before
    with raw(engine) as connection:
        take_the_fence_down(connection)
    # The negative control: without the triggers most of it happens; what is left is refused by a check or a key.
    assert len(through(either, statements)) >= 9


def test_the_checks_want_two_people_also_of_raw_sql(either: District) -> None:
    propose(either)
    again = ", confirmed_at = proposed_at"
    assert through(either, {
        "oneself": f"UPDATE rule_edition SET confirmed_by_id = proposed_by_id{again}",
        "for oneself":
            f"UPDATE rule_edition SET confirmed_by_id = proposed_by_id + 1, confirmed_for_id = proposed_by_id{again}",
        "nobody": "UPDATE rule_edition SET confirmed_at = proposed_at",
        "other words": "UPDATE rule_edition SET title_vi = 'khác'",
        "away": "DELETE FROM rule_edition",
    }) == []  # fmt: skip
    assert through(either, {"another": f"UPDATE rule_edition SET confirmed_by_id = proposed_by_id + 1{again}"})


def test_a_text_that_is_not_the_confirmed_one_is_not_used(district: District) -> None:
    publish(district)
    engine = district.services.store.engine
    with raw(engine) as connection:
        take_the_fence_down(connection)
        connection.execute(text("UPDATE rule_edition SET text = replace(text, '10', '11'), fingerprint ="
                                " substr(fingerprint, 2) || 'f'"))  # fmt: skip
    with pytest.raises(BrokenEdition):
        law_in(district)


# One process, several databases


def test_two_databases_in_one_process_do_not_leak_into_each_other(tmp_path: Path) -> None:
    found = []
    for number, share in enumerate(("3/4", "5/6")):
        folder = tmp_path / str(number)
        folder.mkdir()
        district = make_district(make_services(folder))
        publish(district, settings={"quorum": share})
        found.append(district)
    empty = make_district(make_services(tmp_path))
    for _again in range(2):
        assert [law_in(one).named("R2017-2").values["quorum"] for one in found] == ["3/4", "5/6"]
        assert law_in(empty) == shipped_law()


def test_knowing_the_law_again_costs_one_small_question(district: District) -> None:
    publish(district, title_vi="Chỉ có trong phép thử này")
    said: list[str] = []
    with district.services.store.reading() as session:
        session.connection()
        event.listen(district.services.store.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
        first, second = law_of(session), law_of(session)
    assert first is second
    assert [one.startswith("SELECT rule_edition.id, rule_edition.fingerprint") for one in said] == [True, False, True]


# Several people at once


def at_once(people: int, act: Callable[[], object]) -> Counter[str]:
    """What each was told who did the same at the same moment."""
    barrier, told = Barrier(people), list[str]()

    def one() -> None:
        barrier.wait(30)
        try:
            act()
            told.append("done")
        except (Invalid, Stale) as error:
            told.append(type(error).__name__)

    crowd = [Thread(target=one) for _ in range(people)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join(60)
    return Counter(told)


def test_of_many_at_once_one_proposes_an_id_and_one_confirms_it(either: District) -> None:
    assert at_once(8, lambda: propose(either)) == {"done": 1, "Invalid": 7}
    assert at_once(8, lambda: confirm(either, 1)) == {"done": 1, "Stale": 7}
    with either.services.store.reading() as session:
        assert [one.action for one in trail_of(session, "rule_edition", 1)] == ["propose_rules", "confirm_rules"]


# Nothing that is decided moves


def decided(district: District) -> tuple[int, dict[str, Any]]:
    """A file that went before the council and was decided by the rules of 2023, as its rows stand."""
    nomination_id = make_nomination(district, "decided", kind="yearly")
    return nomination_id, rows_of(district, nomination_id)


def rows_of(district: District, nomination_id: int) -> dict[str, Any]:
    with district.services.store.reading() as session:
        file = session.execute(select(Nomination.__table__).where(Nomination.id == nomination_id)).one()
        item = session.execute(select(AgendaItem.__table__).where(AgendaItem.nomination_id == nomination_id)).one()
        rules = load_rows(session, [nomination_id], locked=False)[nomination_id].rules(district.today)
        held = (rules.id, rules.fingerprint, rules.title, rules.votes)
        return {"file": tuple(file), "item": tuple(item), "rules": held}


def test_a_decided_file_keeps_its_rules_numbers_and_words(either: District) -> None:
    nomination_id, before = decided(either)
    assert before["rules"][0] == "R2017"
    publish(either, settings={"quorum": "1/1", "vote_CSTDCS": 100}, changes="[votes.default]\npercent = 99")
    assert rows_of(either, nomination_id) == before
    either.sleep(7 * 365)  # opened in 2030
    assert either.today.year == 2030
    assert rows_of(either, nomination_id) == before


def test_a_file_under_way_is_counted_by_the_rules_it_was_received_under(either: District) -> None:
    """Received before the day, voted on after it: the old share; received after it: the new one."""
    old = make_nomination(either, "council_queue", kind="yearly")
    publish(either, changes="[votes.default]\npercent = 99")
    either.sleep(40)
    new = make_nomination(either, "council_queue", kind="yearly")
    found = {}
    for nomination_id in (old, new):
        fire(either, [nomination_id], "open_voting")
        fire(either, [nomination_id], "record_vote", target="council_passed")
        with either.services.store.reading() as session:
            found[nomination_id] = session.execute(
                select(AgendaItem.rule_set, AgendaItem.needed).where(AgendaItem.nomination_id == nomination_id)
            ).one()
    assert [tuple(found[key]) for key in (old, new)] == [("R2017", 5), ("R2017-2", 9)]


def test_a_fresh_file_is_pinned_to_what_holds_when_it_is_complete(district: District) -> None:
    publish(district, changes="[services.form]\ndays = 3\n[services.form_sudden]\ndays = 3")
    district.sleep(40)
    nomination_id = make_nomination(district, "under_appraisal")
    with district.services.store.reading() as session:
        row = load_rows(session, [nomination_id], locked=False)[nomination_id]
    assert row.pinned_rules == "R2017-2"
    assert row.promised_on is not None and (row.promised_on - district.today).days <= 5


def test_the_list_tells_who_and_when(district: District) -> None:
    publish(district)
    propose(district, district.act("standing_head"), set_id="R2017-3")
    with district.services.store.reading() as session:
        told = [(row.set_id, row.open, row.proposed_by, row.confirmed_by) for row in editions(session)]
    assert told == [
        ("R2017-3", True, "Người standing_head", None),
        ("R2017-2", False, "Người admin", "Người standing_head"),
    ]


def test_an_attempt_that_fails_leaves_no_trace(district: District) -> None:
    before = dump(district.services.store.engine)
    attempts: list[Callable[[], object]] = [
        lambda: propose(district, set_id="R2017"),
        lambda: propose(district, settings={"quorum": "9/4"}),
        lambda: propose(district, changes="[votes"),
    ]
    for attempt in attempts:
        with pytest.raises(Invalid):
            attempt()
    assert dump(district.services.store.engine) == before
    with district.services.store.reading() as session:
        assert session.query(RuleEdition).count() == 0

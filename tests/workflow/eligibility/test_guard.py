"""A criterion that fails stops a file where it is signed, referred and decided; and says what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, update

from states import Refused
from tests.evidence.lived_in import lend
from tests.factories import District, fire, make_nomination, make_nominations
from tests.support.lists import know_fighters, on_paper, signed_list
from tests.workflow.eligibility.making import answered, asked, confirmed, judged, outcome, state
from tests.workflow.register.making import rows
from workflow.awards.models import Award
from workflow.eligibility.statements import checked_facts
from workflow.eligibility.vocabulary import FACTS
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Stale
from workflow.nominations.law.facts import StateFacts, state_facts
from workflow.nominations.law.queries import eligibility_for
from workflow.nominations.models import Nomination

TOO_SHORT = date(2023, 4, 2)  # nine months to the end of 2023: R2017 asks for ten


def titled(district: District, where: str = "pending_unit_head") -> int:
    return make_nomination(district, where, kind="yearly", award="LDTT")


def test_what_nobody_stated_is_to_be_confirmed_and_stops_no_submission(district: District) -> None:
    nomination = titled(district)
    found = judged(district, nomination)
    assert {each.finding.rule for each in found.open} >= {"service_months", "rating", "discipline", "under_review"}
    assert found.eligible
    fire(district, [nomination], "submit")


def test_a_unit_is_refused_understands_mends_and_submits(anywhere: District) -> None:
    nomination = titled(anywhere, "unit_review")
    assert state(anywhere, nomination, recruited_on=TOO_SHORT.isoformat(), rating="good") == 2
    fire(anywhere, [nomination], "propose")
    with pytest.raises(Refused) as refused:
        fire(anywhere, [nomination], "submit")
    (refusal,) = refused.value.refusals
    assert refusal.code == "law_failed"
    assert "8 tháng" in refusal.text("vi") and "10 tháng" in refusal.text("vi")
    assert "8 months" in refusal.text("en") and "at least 10" in refusal.text("en")
    fire(anywhere, [nomination], "return_to_unit")
    state(anywhere, nomination, recruited_on="2022-04-02")
    fire(anywhere, [nomination], "propose")
    fire(anywhere, [nomination], "submit")


@pytest.mark.parametrize(("recruited", "good"), [("2023-03-01", True), ("2023-03-02", False)])
def test_ten_months_to_the_day(district: District, recruited: str, good: bool) -> None:
    nomination = titled(district, "unit_review")
    state(district, nomination, recruited_on=recruited)
    assert outcome(district, nomination, "service_months") == ("pass" if good else "fail")


def test_referring_confirms_what_is_open_criterion_by_criterion(anywhere: District) -> None:
    nomination = titled(anywhere, "under_appraisal")
    left_open = {each.finding.rule for each in judged(anywhere, nomination).open}
    assert left_open
    with pytest.raises(Invalid) as unticked:
        fire(anywhere, [nomination], "refer", inputs={"conclusion": "Đủ tiêu chuẩn."})
    assert unticked.value.problems["law_checked"].code == "not_ticked"
    fire(anywhere, [nomination], "refer")
    found = judged(anywhere, nomination)
    assert not found.open
    by = {each.finding.rule: each.confirmation for each in found.standings if each.confirmation}
    assert by.keys() == left_open
    assert {answer.ground for answer in by.values()} == {"Đủ tiêu chuẩn."}


def test_what_the_desk_finds_out_stops_the_file_at_referral(anywhere: District) -> None:
    nomination = titled(anywhere, "under_appraisal")
    state(anywhere, nomination, "appraiser", recruited_on=TOO_SHORT.isoformat())
    with pytest.raises(Refused, match="law_failed"):
        fire(anywhere, [nomination], "refer")
    fire(anywhere, [nomination], "return_ineligible")


def test_a_confirmation_holds_only_for_what_was_seen(district: District) -> None:
    nomination = titled(district, "under_appraisal")
    confirmed(district, nomination, "service_months")
    assert outcome(district, nomination, "service_months") == "pass"
    state(district, nomination, "appraiser", recruited_on=TOO_SHORT.isoformat())
    assert outcome(district, nomination, "service_months") == "fail"


def test_a_conclusion_of_not_met_stops_and_can_be_revised(district: District) -> None:
    nomination = titled(district, "under_appraisal")
    confirmed(district, nomination, "rating", "fail")
    with pytest.raises(Refused, match="law_failed"):
        fire(district, [nomination], "refer")
    confirmed(district, nomination, "rating")
    fire(district, [nomination], "refer")


def test_a_waiver_needs_a_second_person_and_stays_on_the_sheet(anywhere: District) -> None:
    nomination = titled(anywhere, "under_appraisal")
    state(anywhere, nomination, "appraiser", registered="no")
    waiver = asked(anywhere, nomination, "registered", role="standing_head")
    with pytest.raises(Refused, match="law_failed"):
        fire(anywhere, [nomination], "refer")
    with pytest.raises(Forbidden, match="waiver_second_person"):
        answered(anywhere, nomination, waiver, role="standing_head")
    answered(anywhere, nomination, waiver, role="vice_chairman")
    with pytest.raises(Forbidden, match="waiver_answered"):
        answered(anywhere, nomination, waiver, role="vice_chairman", granted=False)
    fire(anywhere, [nomination], "refer")
    (one,) = judged(anywhere, nomination).waivers
    assert (one.rule, one.answer, one.asked_by == one.answered_by) == ("registered", "granted", False)


def test_a_refused_waiver_stops_the_file_and_stays_readable(district: District) -> None:
    nomination = titled(district, "under_appraisal")
    state(district, nomination, "appraiser", registered="no")
    answered(district, nomination, asked(district, nomination, "registered"), granted=False)
    with pytest.raises(Refused, match="law_failed"):
        fire(district, [nomination], "refer")
    assert [one.answer for one in judged(district, nomination).waivers] == ["refused"]


def test_where_the_law_leaves_no_room_nobody_can_ask(district: District) -> None:
    nomination = titled(district, "under_appraisal")
    state(district, nomination, "appraiser", recruited_on=TOO_SHORT.isoformat())
    with pytest.raises(Forbidden, match="rule_not_waivable"):
        asked(district, nomination, "service_months")


def test_a_waiver_is_for_the_value_that_was_seen(district: District) -> None:
    nomination = titled(district, "under_appraisal")
    state(district, nomination, "appraiser", is_head="yes", unit_rating="completed")
    answered(district, nomination, asked(district, nomination, "head_with_unit"))
    assert judged(district, nomination).eligible
    state(district, nomination, "appraiser", unit_rating="not_completed")
    assert not judged(district, nomination).eligible


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"recruited_on": "31/02/2023"}, "recruited_on", "not_a_date"),
        ({"recruited_on": "2024-01-01"}, "recruited_on", "date_after_today"),
        ({"rating": "superb"}, "rating", "not_a_choice"),
        ({"maternity_months": "-1"}, "maternity_months", "number_out_of_range"),
        ({"discipline": "khien_trach"}, "discipline_on", "discipline_undated"),
        ({"discipline": "khien_trach", "discipline_on": ""}, "discipline_on", "discipline_undated"),
        (
            {"discipline": "canh_cao", "discipline_on": "2023-05-02", "discipline_ended_on": "2023-05-01"},
            "discipline_ended_on", "discipline_ends_early",
        ),
    ],
)  # fmt: skip
def test_nonsense_is_named_and_nothing_is_kept(
    district: District, typed: dict[str, str], field: str, code: str
) -> None:
    nomination = titled(district, "unit_review")
    with pytest.raises(Invalid) as invalid:
        state(district, nomination, **typed)
    assert invalid.value.problems[field].code == code
    assert outcome(district, nomination, "service_months") == "confirm"


def test_what_is_stated_already_is_not_entered_again(district: District) -> None:
    nomination = titled(district, "unit_review")
    assert state(district, nomination, rating="good") == 1
    before = rows(district, "stated_fact"), rows(district, "audit_entry")
    assert state(district, nomination, rating="good", recruited_on="") == 0
    assert (rows(district, "stated_fact"), rows(district, "audit_entry")) == before
    assert state(district, nomination, rating="") == 1  # taken back: not known any more
    assert outcome(district, nomination, "rating") == "confirm"


def test_who_may_state_what_and_when(district: District) -> None:
    nomination = titled(district, "under_appraisal")
    with pytest.raises(Forbidden, match="facts_closed"):
        state(district, nomination, "clerk", rating="good")
    with pytest.raises(NotFound):
        state(district, nomination, "council_member", rating="good")
    drafted = titled(district, "unit_review")
    assert state(district, drafted, "clerk", under_review="no", rating="good") == 1  # the first is for the office
    with pytest.raises(NotFound):
        state(district, drafted, "appraiser", rating="good")
    with district.services.store.transaction() as tx, pytest.raises(Stale):
        wish = StateFacts(nomination_id=drafted, typed={"rating": "good"}, actor=district.act("clerk"), seen_content=99)
        state_facts(tx, district.services.office, wish)


def test_a_count_of_more_than_there_are_is_asked_for_anew(district: District) -> None:
    nomination = titled(district, "unit_review")
    with district.services.store.transaction() as tx:
        tx.session.add(Award(
            code="TTLDTT", name_vi="Tập thể Lao động tiên tiến", name_en="Advanced Collective", short_vi="TTLDTT",
            short_en="TTLDTT", family="title", subject="collective", position=9,
        ))  # fmt: skip
        tx.session.flush()
        changed = {"subject": "collective", "award_code": "TTLDTT", "member_count": 9, "female_count": 4}
        tx.session.execute(update(Nomination).where(Nomination.id == nomination).values(changed))
    state(district, nomination, unit_ldtt="7", unit_disciplined="0")
    assert outcome(district, nomination, "title_share") == "pass"
    with district.services.store.transaction() as tx:
        tx.session.execute(update(Nomination).where(Nomination.id == nomination).values(member_count=5))
    assert outcome(district, nomination, "title_share") == "confirm"


@pytest.mark.parametrize("count", [1, 40])
def test_the_queries_do_not_grow_with_the_names(district: District, count: int) -> None:
    ids = make_nominations(district, count, "unit_review", kind="yearly", award="LDTT")
    said: list[str] = []
    engine = district.services.store.engine
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    with district.services.store.reading() as session:
        assert len(eligibility_for(session, ids, district.today)) == count
    assert len([each for each in said if each.startswith("SELECT")]) <= 9, said


def test_a_share_that_shrank_after_submission_stops_the_last_of_the_list(district: District) -> None:
    """47 names on paper allow seven fighters; when the desk finds only 40, the seventh cannot be referred."""
    know_fighters(district)
    on_paper(district, "LDTT", 47)
    ids = signed_list(district, ["CSTDCS"] * 7)
    fire(district, ids, "submit")
    fire(district, ids, "receive")
    on_paper(district, "LDTT", 40, actor=district.act("desk_officer"))
    for nomination in ids:
        state(district, nomination, "appraiser", initiative_kind="initiative", initiative_scope="unit")
    fire(district, ids[:6], "refer")
    with pytest.raises(Refused) as refused:
        fire(district, ids[6:], "refer")
    assert "15 % × 40 = 6,00" in refused.value.refusals[0].text("vi")


def test_a_pending_matter_stops_the_file_and_nobody_confirms_it_away(district: District) -> None:
    nomination = titled(district, "under_appraisal")
    state(district, nomination, "desk_officer", under_review="yes")
    with pytest.raises(Forbidden, match="rule_not_open"):
        confirmed(district, nomination, "under_review")
    with pytest.raises(Refused, match="law_failed"):
        fire(district, [nomination], "refer")
    state(district, nomination, "desk_officer", under_review="no")
    fire(district, [nomination], "refer")


def test_a_waiver_that_waits_is_the_only_one_of_its_rule(district: District) -> None:
    nomination = titled(district, "under_appraisal")
    state(district, nomination, "appraiser", is_head="yes", unit_rating="completed")
    waiver = asked(district, nomination, "head_with_unit")
    state(district, nomination, "appraiser", unit_rating="not_completed")
    with pytest.raises(Forbidden, match="rule_not_waivable"):
        asked(district, nomination, "head_with_unit")
    answered(district, nomination, waiver, granted=False)
    asked(district, nomination, "head_with_unit")


def test_a_lent_role_is_no_second_person_and_no_way_round_the_nominee(anywhere: District) -> None:
    nomination = titled(anywhere, "under_appraisal")
    state(anywhere, nomination, "appraiser", registered="no")
    lend(anywhere, "standing_head", "council_secretary")
    waiver = asked(anywhere, nomination, "registered", role="council_secretary")  # in the name of the head
    with pytest.raises(Forbidden, match="waiver_second_person"):
        answered(anywhere, nomination, waiver, role="standing_head")
    answered(anywhere, nomination, waiver, role="vice_chairman")
    own = make_nomination(
        anywhere, "under_appraisal", kind="yearly", award="LDTT", nominee_id=anywhere.people["standing_head"]
    )
    with pytest.raises(NotFound):
        state(anywhere, own, "council_secretary", registered="no")
    with pytest.raises(NotFound):
        confirmed(anywhere, own, "rating", role="council_secretary")


def test_a_confirmation_of_nothing_known_does_not_cover_what_is_found_later(district: District) -> None:
    nomination = make_nomination(district, "under_appraisal")
    confirmed(district, nomination, "after_discipline")
    served = {"discipline": "khien_trach", "discipline_on": "2023-03-01", "discipline_ended_on": "2023-06-01"}
    state(district, nomination, "appraiser", **served)
    assert outcome(district, nomination, "after_discipline") == "confirm"


def test_an_old_count_that_nobody_asks_for_blocks_no_other_fact(district: District) -> None:
    known: dict[str, str | int | None] = {"unit_ldtt": 40}
    wanted = [FACTS["ground"]]
    assert checked_facts({"ground": "task"}, wanted, known, 30, district.today) == {"ground": "task"}

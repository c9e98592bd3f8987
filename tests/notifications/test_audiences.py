"""Who hears of which move: every transition of every definition, made for real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event, update

from notifications.cases import reminder
from notifications.kinds import KINDS, kinds_on
from states import TransitionDef, shipped
from tests.factories import (
    MEMBERS,
    make_decision_item,
    make_nomination,
    make_nominations,
    make_ready,
    make_session,
    move_the_item,
    move_the_session,
    wish,
)
from tests.notifications.post import Post, open_post
from workflow.nominations.advance import advance
from workflow.nominations.models import Nomination
from workflow.nominations.rows import load_rows

UNIT = {"unit_head", "clerk"}
OFFICERS = {"appraiser", "desk_officer"}
SIGNERS = {"unit_head", "deputy_head"}
CHAIR = {"chairman", "vice_chairman"}
Letters = dict[str, set[str]]

# What each trigger writes when the first role of the transition acts, the clerk has prepared the letter
# and nobody holds the file. Kind → posts; the one who acted is told nothing.
EXPECTED: dict[str, Letters] = {
    "send_to_review > pending_unit_head": {"signature_asked": SIGNERS},
    "send_to_review > unit_review": {"review_asked": {"unit_head"}},
    "propose": {"signature_asked": SIGNERS},
    "reject_in_unit": {"not_proposed": {"unit_head"}, "not_proposed_nominee": {"nominee"}},
    "submit": {"arrived": {"desk_officer"}, "submitted": {"clerk"}, "submitted_nominee": {"nominee"}},
    "return_to_unit": {"sent_back_in_unit": {"clerk"}},
    "receive": {"received": UNIT, "received_nominee": {"nominee"}},
    "request_supplement": {"supplement_asked": UNIT},
    "supply": {"supplied": {*OFFICERS, "unit_head"}},
    "lapse": {"lapsed": {*UNIT, *OFFICERS}, "not_awarded_nominee": {"nominee"}},
    "consult": {"opinion_asked": {"unit:3"}, "consultation_begun": {"desk_officer", "standing_head"}},
    "close_consultation": {"consultation_closed": {"desk_officer", "standing_head"}},
    "open_notice": {"notice_opened": {*UNIT, "desk_officer"}},
    "close_notice": {"notice_closed": {"desk_officer", "standing_head"}},
    "return_ineligible": {"returned": UNIT, "not_awarded_nominee": {"nominee"}},
    "refer > council_queue": {"council_asked": {"council_secretary", "standing_head"}},
    "refer > pending_decision": {"decision_asked": CHAIR},
    "open_voting": {"voting_opened": {"standing_head"}},
    "postpone": {"vote_postponed": {"standing_head"}},
    "record_vote": {"vote_settled": {"standing_head"}},
    "send_to_chairman": {"decision_asked": CHAIR},
    "sign_decision": {
        "decided": UNIT, "decided_nominee": {"nominee"},
        "conferring_asked": {*OFFICERS, "council_secretary", "standing_head"},
    },
    "forward_to_superior": {"forwarded": {*UNIT, *OFFICERS, "standing_head"}, "forwarded_nominee": {"nominee"}},
    "request_reappraisal": {"reappraisal_asked": {*OFFICERS, "standing_head"}},
    "decline": {
        "not_approved": UNIT, "outcome_office": {*OFFICERS, "standing_head"}, "not_awarded_nominee": {"nominee"},
    },
    "reappraise": {"reappraisal_begun": {"desk_officer", "standing_head"}},
    "record_superior_award": {
        "decided": UNIT, "decided_nominee": {"nominee"},
        "conferring_asked": {"appraiser", "council_secretary", "standing_head"},
    },
    "record_superior_refusal": {
        "declined_above": UNIT, "outcome_office": {"appraiser", "standing_head"}, "not_awarded_nominee": {"nominee"},
    },
    "announce": {"conferred": {*UNIT, "appraiser"}, "conferred_nominee": {"nominee"}},
    "archive": {"archived": {*UNIT, "appraiser"}},
    "suspend": {"held": {*UNIT, *OFFICERS}},
    "resume": {"resumed": {*UNIT, *OFFICERS}},
}  # fmt: skip
# Whoever the file waited for hears that it waits no more.
WAITED_FOR = {
    "draft": "unit_head", "unit_review": "unit_head", "pending_unit_head": "unit_head", "submitted": "desk_officer",
    "supplement_requested": "clerk", "council_queue": "council_secretary", "council_voting": "council_secretary",
    "council_passed": "standing_head", "pending_decision": "chairman",
}  # fmt: skip

NOMINATIONS = shipped().latest("nomination").definition.transitions


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    made = open_post(tmp_path_factory.mktemp("audiences"))
    yield made
    made.services.store.engine.dispose()


def expected(transition: TransitionDef) -> Letters:
    trigger = transition.trigger
    if trigger == "withdraw":
        told = {WAITED_FOR.get(transition.source, "appraiser")}
        # The clerk withdraws a draft; later the head does, and the clerk hears of it.
        return {
            "withdrawn": told | ({"clerk"} if "clerk" not in transition.roles else set()),
            "withdrawn_nominee": {"nominee"},
        }
    return EXPECTED.get(f"{trigger} > {transition.target}") or EXPECTED[trigger]


@pytest.mark.parametrize("transition", NOMINATIONS, ids=lambda each: f"{each.source}-{each.trigger}-{each.target}")
def test_every_move_of_a_nomination_tells_those_concerned(shared: Post, transition: TransitionDef) -> None:
    district = shared.district
    nomination_id = make_ready(district, transition)
    with shared.services.store.transaction() as tx:
        tx.session.execute(
            update(Nomination).where(Nomination.id == nomination_id).values(nominee_id=district.people["nominee"])
        )
    shared.forget()
    command = wish(district, [nomination_id], transition.trigger, target=transition.target, role=transition.roles[0])
    with shared.services.store.transaction() as tx:
        advance(tx, shared.services.office, command)
    letters: Letters = {}
    for who, kind in shared.told().items():
        letters.setdefault(kind, set()).add(who)
    assert letters == expected(transition)


def test_every_move_of_every_definition_has_a_kind() -> None:
    silent = [
        (engine.definition.key, each.trigger, each.source, each.target)
        for engine in shipped().all()
        for each in engine.definition.transitions
        if not kinds_on(engine.definition.subject, each.trigger, each.source, each.target)
    ]
    assert silent == []


def test_every_kind_is_heard_somewhere() -> None:
    moves = {
        kind.code
        for engine in shipped().all()
        for each in engine.definition.transitions
        for kind in kinds_on(engine.definition.subject, each.trigger, each.source, each.target)
    }
    others = {
        kind.code
        for heard in (("release", "release"), ("clock", "due_soon"), ("clock", "overdue"))
        for kind in kinds_on(*heard)
    }
    assert moves | others == set(KINDS)


def test_the_whole_council_is_invited_and_told_when_it_will_not_meet(post: Post) -> None:
    session_id = make_session(post.district, "convened")
    invited = post.letters(kind="convened")
    assert len({each.recipient for each in invited}) == len(invited) == MEMBERS
    move_the_session(post.district, session_id, "cancel", 1)
    assert {each.state for each in post.letters(kind="convened")} == {"superseded"}
    assert len(post.letters(kind="session_cancelled")) == MEMBERS


def test_a_plan_that_is_dropped_is_no_matter_for_members(post: Post) -> None:
    make_session(post.district, "cancelled", [make_nomination(post.district, "council_queue")])
    assert post.told(subject_kind="session") == {"standing_head": "plan_dropped"}


def test_a_failed_vote_is_told_when_the_session_closes_and_not_before(post: Post) -> None:
    nominee = post.district.people["nominee"]
    nomination_id = make_nomination(post.district, "council_queue", nominee_id=nominee)
    session_id = make_session(post.district, "convened", [nomination_id])
    post.forget()
    for trigger in ("open_voting", "record_vote"):
        with post.services.store.transaction() as tx:
            command = wish(post.district, [nomination_id], trigger, target="council_failed")
            advance(tx, post.services.office, command)
    assert {"nominee", "unit_head", "clerk"}.isdisjoint(post.told())
    move_the_session(post.district, session_id, "close", 1)
    assert post.told(nomination_id=nomination_id) == {
        "standing_head": "vote_settled", "nominee": "not_awarded_nominee", "unit_head": "not_passed",
        "clerk": "not_passed",
    }  # fmt: skip
    move_the_session(post.district, session_id, "sign_minutes", 2)
    assert post.told(subject_kind="session", kind="minutes_signed")["chairman"] == "minutes_signed"


def test_a_review_of_an_award_is_told_to_those_who_decide_and_its_end_to_the_awardee(post: Post) -> None:
    item_id = make_decision_item(post.district)
    with post.services.store.transaction() as tx:
        tx.session.execute(update(Nomination).values(nominee_id=post.district.people["nominee"]))
    post.forget()
    move_the_item(post.district, item_id, "open_review", 0)
    assert post.told() == {
        "chairman": "review_opened", "vice_chairman": "review_opened", "unit_head": "review_told",
    }  # fmt: skip
    move_the_item(post.district, item_id, "uphold", 1)
    assert {each.state for each in post.letters(kind="review_opened")} == {"superseded"}
    assert post.told(kind="upheld") == {
        "unit_head": "upheld", "council_secretary": "upheld", "standing_head": "upheld",
    }  # fmt: skip
    move_the_item(post.district, item_id, "open_review", 2)
    move_the_item(post.district, item_id, "revoke", 3)
    assert post.told(kind="revoked_nominee") == {"nominee": "revoked_nominee"}


def test_a_nominee_in_office_hears_of_the_own_file_as_a_nominee_only(post: Post) -> None:
    chairman = post.district.people["chairman"]
    nomination_id = make_nomination(post.district, "under_appraisal", nominee_id=chairman)
    command = wish(post.district, [nomination_id], "refer")
    with post.services.store.transaction() as tx:
        advance(tx, post.services.office, command)
    assert [each.kind for each in post.letters(person_id=chairman)] == ["submitted_nominee", "received_nominee"]
    assert post.told(kind="decision_asked") == {"vice_chairman": "decision_asked"}


def test_a_person_in_two_audiences_gets_one_letter(post: Post) -> None:
    post.delegate("standing_head", "council_secretary", "standing_head", post.district.office_id)
    nomination_id = make_nomination(post.district, "under_appraisal", kind="yearly")
    with post.services.store.transaction() as tx:
        advance(tx, post.services.office, wish(post.district, [nomination_id], "refer"))
    secretary = post.district.people["council_secretary"]
    assert [each.kind for each in post.letters(person_id=secretary)] == ["council_asked"]


def test_people_out_of_office_hear_nothing_and_delegates_do(post: Post) -> None:
    post.change_person("desk_officer", active=False)
    from_tomorrow = post.employ(
        "tomorrow", "desk_officer", post.district.office_id, since=post.district.today.replace(year=2024)
    )
    post.employ("second", "desk_officer", post.district.office_id)
    post.delegate("second", "appraiser", "desk_officer", post.district.office_id)
    make_nomination(post.district, "submitted")
    assert post.told(kind="arrived") == {"second": "arrived", "appraiser": "arrived"}
    assert post.letters(person_id=from_tomorrow) == []


def test_without_an_address_the_letter_waits_to_be_printed(post: Post) -> None:
    post.change_person("clerk", email=None)
    make_nomination(post.district, "submitted")
    (letter,) = post.letters(kind="submitted")
    assert (letter.state, letter.to_address, letter.last_error) == ("held", "", "no_address")


def test_a_post_that_nobody_holds_is_written_to_the_mailbox_of_the_unit(post: Post) -> None:
    make_nomination(post.district, "consulting")
    (letter,) = post.letters(kind="opinion_asked")
    assert (letter.recipient, letter.person_id, letter.to_address) == (
        f"unit:{post.district.consulted_id}", None, "cong-an@thanhliem.example",
    )  # fmt: skip


def test_a_bulk_act_asks_no_more_questions_than_a_single_one(both: Post) -> None:
    asked: list[str] = []
    event.listen(both.services.store.engine, "before_cursor_execute", lambda *sent: asked.append(sent[2]))
    counts = []
    for number in (1, 60):
        ids = make_nominations(both.district, number, "pending_unit_head", nominee_id=both.district.people["nominee"])
        with both.services.store.transaction() as tx:
            rows = load_rows(tx.session, ids, locked=True).values()
            asked.clear()
            written = both.subscriber.write(tx, [reminder(row, "overdue", row.due_on) for row in rows])
            counts.append(len(asked))
        assert written == number
    assert counts[0] == counts[1] <= 8

"""The shipped lifecycles, move by move."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states import (
    BEFORE_REFERRAL,
    COUNCIL_QUEUE,
    COUNCIL_VOTING,
    PENDING_DECISION,
    Engine,
    NominationFacts,
    Refused,
    Step,
    shipped,
)
from tests.states.facts import AWRY, POINTS, WELL, Facts, Vote

NOMINATION = shipped().engine("nomination", 1)
SESSION = shipped().engine("session", 1)
REVOCATION = shipped().engine("revocation", 1)
ALL_ENGINES = [pytest.param(engine, id=engine.definition.key) for engine in shipped().all()]


def target_or_codes(engine: Engine, state: str, trigger: str, facts: object = WELL) -> str | tuple[str, ...]:
    try:
        return engine.step(state, trigger, facts).target
    except Refused as no:
        return tuple(refusal.code for refusal in no.refusals)


@pytest.mark.parametrize(("state", "trigger", "facts", "expected"), [
    ("draft", "send_to_review", WELL, "unit_review"),
    ("draft", "send_to_review", replace(WELL, simplified=True), "pending_unit_head"),
    ("draft", "send_to_review", AWRY, ("content_missing",)),
    ("draft", "send_to_review", replace(AWRY, simplified=True),
     ("content_missing", "achievement_unnamed", "papers_lacking")),
    ("draft", "submit", WELL, ("no_such_move",)),
    ("unit_review", "propose", WELL, "pending_unit_head"),
    ("unit_review", "propose", AWRY, ("minutes_missing", "papers_lacking")),
    ("unit_review", "reject_in_unit", WELL, "unit_rejected"),
    ("pending_unit_head", "submit", WELL, "submitted"),
    ("pending_unit_head", "submit", AWRY,
     ("letter_unnumbered", "content_missing", "achievement_unnamed", "papers_lacking", "law_failed", "no_place_left")),
    ("pending_unit_head", "return_to_unit", WELL, "unit_review"),
    ("pending_unit_head", "return_to_unit", replace(WELL, simplified=True), "draft"),
    ("submitted", "receive", WELL, "under_appraisal"),
    ("submitted", "receive", AWRY, ("papers_missing", "points_unsettled", "held")),
    ("submitted", "receive", replace(WELL, points_not_accepted=POINTS), ("points_not_accepted",)),
    ("submitted", "request_supplement", WELL, "supplement_requested"),
    ("submitted", "request_supplement", AWRY, ("supplements_used", "held")),
    ("supplement_requested", "supply", WELL, "submitted"),
    ("supplement_requested", "supply", AWRY, ("points_unanswered", "held")),
    ("supplement_requested", "lapse", WELL, "returned"),
    ("supplement_requested", "lapse", AWRY, ("supplement_running", "held")),
    ("supplement_requested", "lapse", replace(WELL, supplement_due=None), ("supplement_undated",)),
    ("supplement_requested", "lapse", replace(WELL, supplement_due=WELL.today), ("supplement_running",)),
    ("under_appraisal", "consult", WELL, "consulting"),
    ("consulting", "close_consultation", WELL, "under_appraisal"),
    ("consulting", "close_consultation", AWRY, ("opinions_awaited", "held")),
    ("consulting", "close_consultation", replace(WELL, opinions_open=1), ("opinions_undated",)),
    ("consulting", "close_consultation", replace(AWRY, on_hold=False, opinions_due=WELL.notice_ends_on),
     "under_appraisal"),
    ("under_appraisal", "open_notice", WELL, "public_notice"),
    ("under_appraisal", "open_notice", AWRY, ("content_secret", "held")),
    ("public_notice", "close_notice", WELL, "under_appraisal"),
    ("public_notice", "close_notice", AWRY, ("notice_running", "held")),
    ("public_notice", "close_notice", replace(WELL, notice_ends_on=None), ("notice_undated",)),
    ("submitted", "return_ineligible", WELL, "returned"),
    ("under_appraisal", "return_ineligible", WELL, "returned"),
    ("under_appraisal", "refer", WELL, "council_queue"),
    ("under_appraisal", "refer", replace(WELL, council_required=False), "pending_decision"),
    ("council_queue", "open_voting", WELL, "council_voting"),
    ("council_queue", "open_voting", AWRY, ("not_on_agenda", "held")),
    ("council_voting", "record_vote", WELL, "council_passed"),
    ("council_voting", "record_vote", replace(WELL, vote=Vote(passed=False)), "council_failed"),
    ("council_voting", "record_vote", AWRY, ("vote_missing", "quorum_missing", "held")),
    ("council_voting", "record_vote", replace(WELL, vote=Vote(balanced=False, quorum_ok=False)),
     ("vote_unbalanced", "quorum_missing")),
    ("council_voting", "postpone", WELL, "council_queue"),
    ("council_voting", "postpone", AWRY, ("held",)),
    ("council_queue", "postpone", WELL, ("no_such_move",)),
    ("council_passed", "send_to_chairman", WELL, "pending_decision"),
    ("pending_decision", "sign_decision", WELL, "decided"),
    ("pending_decision", "sign_decision", AWRY,
     ("beyond_authority", "law_failed", "achievement_taken", "initiative_taken", "held")),
    ("pending_decision", "forward_to_superior", WELL, ("own_authority",)),
    ("pending_decision", "forward_to_superior", replace(WELL, within_authority=False), "forwarded"),
    ("pending_decision", "request_reappraisal", WELL, "chair_returned"),
    ("pending_decision", "decline", WELL, "not_approved"),
    ("chair_returned", "reappraise", WELL, "under_appraisal"),
    ("forwarded", "record_superior_award", WELL, "superior_decided"),
    ("forwarded", "record_superior_refusal", WELL, "superior_declined"),
    ("decided", "announce", WELL, "announced"),
    ("superior_decided", "announce", WELL, "announced"),
    ("announced", "archive", WELL, "archived"),
    ("draft", "withdraw", AWRY, "withdrawn"),
    ("pending_decision", "withdraw", AWRY, "withdrawn"),
    ("decided", "withdraw", WELL, ("no_such_move",)),
    ("archived", "withdraw", WELL, ("no_such_move",)),
    ("council_queue", "suspend", WELL, "council_queue"),
    ("council_queue", "suspend", AWRY, ("held",)),
    ("council_queue", "resume", AWRY, "council_queue"),
    ("council_queue", "resume", WELL, ("not_held",)),
    ("forwarded", "suspend", WELL, ("no_such_move",)),
    ("nowhere", "submit", WELL, ("no_such_move",)),
    ("draft", "to_archived", WELL, ("no_such_move",)),
])  # fmt: skip
def test_nomination_moves(state: str, trigger: str, facts: Facts, expected: str | tuple[str, ...]) -> None:
    assert target_or_codes(NOMINATION, state, trigger, facts) == expected


@pytest.mark.parametrize(("engine", "state", "trigger", "expected"), [
    (SESSION, "planned", "convene", "convened"),
    (SESSION, "convened", "close", "closed"),
    (SESSION, "closed", "sign_minutes", "minuted"),
    (SESSION, "planned", "cancel", "cancelled"),
    (SESSION, "convened", "cancel", "cancelled"),
    (SESSION, "closed", "cancel", ("no_such_move",)),
    (REVOCATION, "in_force", "open_review", "under_review"),
    (REVOCATION, "under_review", "revoke", "revoked"),
    (REVOCATION, "under_review", "uphold", "in_force"),
    (REVOCATION, "revoked", "uphold", ("no_such_move",)),
])  # fmt: skip
def test_smaller_moves(engine: Engine, state: str, trigger: str, expected: str | tuple[str, ...]) -> None:
    assert target_or_codes(engine, state, trigger, None) == expected


@pytest.mark.parametrize(("state", "trigger", "roles"), [
    ("pending_unit_head", "submit", ("unit_head", "deputy_head")),
    ("submitted", "receive", ("desk_officer", "standing_head")),
    ("supplement_requested", "lapse", ("system", "standing_head")),
    ("pending_decision", "sign_decision", ("chairman", "vice_chairman")),
    ("draft", "withdraw", ("clerk", "unit_head", "deputy_head")),
    ("submitted", "withdraw", ("unit_head", "deputy_head")),
    ("submitted", "suspend", ("standing_head", "vice_chairman")),
])  # fmt: skip
def test_who_may(state: str, trigger: str, roles: tuple[str, ...]) -> None:
    assert NOMINATION.step(state, trigger, WELL).roles == roles


def test_a_failed_guard_never_changes_the_route() -> None:
    """A vote that passed but does not balance is refused; it does not slip into `council_failed`."""
    facts = replace(WELL, vote=Vote(balanced=False))
    route = NOMINATION.route("council_voting", "record_vote", facts)
    assert route is not None
    assert route.target == "council_passed"
    assert target_or_codes(NOMINATION, "council_voting", "record_vote", facts) == ("vote_unbalanced",)


def test_checks_tell_what_holds_and_what_does_not() -> None:
    route = NOMINATION.route("submitted", "receive", replace(WELL, on_hold=True))
    assert route is not None
    checks = NOMINATION.checks(route, replace(WELL, on_hold=True))
    assert [(code, no and no.code) for code, no in checks] == [
        ("checklist_complete", None), ("points_settled", None), ("not_on_hold", "held"),
    ]  # fmt: skip


def outcome(step: object, *asked: object) -> Step | tuple[object, ...]:
    try:
        return step(*asked)  # type: ignore[operator, no-any-return]
    except Refused as no:
        return (no.trigger, no.state, no.refusals)


CONDITION_OUTCOMES = [
    replace(facts, simplified=simplified, council_required=council, vote=vote)
    for facts, simplified, council, vote in product(
        (WELL, AWRY), (False, True), (False, True), (None, Vote(), Vote(passed=False), Vote(balanced=False))
    )
]


@pytest.mark.parametrize("engine", ALL_ENGINES)
def test_the_table_answers_as_the_library_does(engine: Engine) -> None:
    """Every state × trigger × outcome of the conditions, and the names nobody knows."""
    definition = engine.definition
    states = [*(state.code for state in definition.states), "nowhere"]
    triggers = [*(trigger.code for trigger in definition.triggers), "to_archived", "trigger"]
    for state, trigger, facts in product(states, triggers, CONDITION_OUTCOMES):
        fast = outcome(engine.step, state, trigger, facts)
        assert fast == outcome(engine.step_slow, state, trigger, facts), (state, trigger, facts)


facts_of_any_kind = st.builds(
    Facts, simplified=st.booleans(), council_required=st.booleans(), within_authority=st.booleans(),
    on_hold=st.booleans(), missing=st.sampled_from(((), ("biên bản",))), has_minutes=st.booleans(),
    letter_ready=st.booleans(), supplements_asked=st.integers(0, 2),
    supplement_due=st.none() | st.dates(), opinions_open=st.integers(0, 3),
    opinions_due=st.none() | st.dates(), notice_ends_on=st.none() | st.dates(),
    achievement_named=st.booleans(), achievement_taken_by=st.none() | st.just(AWRY.achievement_taken_by),
    initiative_taken_by=st.none() | st.just(AWRY.initiative_taken_by),
    on_convened_agenda=st.booleans(), content_present=st.booleans(), is_state_secret=st.booleans(),
    vote=st.none() | st.builds(Vote, passed=st.booleans(), balanced=st.booleans(), quorum_ok=st.booleans()),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(facts=facts_of_any_kind, data=st.data())
def test_the_table_answers_as_the_library_does_on_any_facts(facts: Facts, data: st.DataObject) -> None:
    state = data.draw(st.sampled_from([item.code for item in NOMINATION.definition.states]))
    trigger = data.draw(st.sampled_from([item.code for item in NOMINATION.definition.triggers]))
    fast = outcome(NOMINATION.step, state, trigger, facts)
    assert fast == outcome(NOMINATION.step_slow, state, trigger, facts)


def test_random_walks_end() -> None:
    """5,000 walks, any open trigger at each step: every one comes to an end within the bound."""
    random = Random(2023)
    finals = {state.code for state in NOMINATION.definition.states if state.final}
    longest = 0
    for _ in range(5_000):
        state, steps = NOMINATION.definition.initial, 0
        while state not in finals:
            facts: NominationFacts = replace(
                WELL, simplified=random.random() < 0.5, council_required=random.random() < 0.5,
                within_authority=random.random() < 0.5, vote=Vote(passed=random.random() < 0.5),
            )  # fmt: skip
            answer = outcome(NOMINATION.step, state, random.choice(NOMINATION.triggers_from(state)), facts)
            state = answer.target if isinstance(answer, Step) else state
            steps += 1
            assert steps <= 500
        longest = max(longest, steps)
    assert longest > 10


def test_the_places_that_others_name_stand_in_every_version() -> None:
    """Where an item waits, where it is voted on, where it is signed: asked of what may be done there."""
    versions = [one.definition for one in shipped().all() if one.definition.subject == "nomination"]
    assert versions
    for version in versions:
        for place, trigger in (
            (COUNCIL_QUEUE, "open_voting"),
            (COUNCIL_VOTING, "postpone"),
            (PENDING_DECISION, "sign_decision"),
        ):
            assert trigger in {route.trigger for route in version.exits(place)}
        before = {state.code for state in version.states if state.code in BEFORE_REFERRAL}
        assert before == set(BEFORE_REFERRAL)
        assert not before & {route.target for route in version.transitions if route.trigger == "refer"}

"""What is written into the outbox, and what is taken back."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update

from notifications.cases import Case
from notifications.kinds import KINDS
from notifications.models import OutboxMessage
from notifications.subscriber import Subscriber
from tests.factories import fire, make_nomination, make_nominations, wish
from tests.notifications.post import DOMAIN, KEY, Post
from workflow.nominations.advance import advance
from workflow.nominations.models import Nomination

SECRETS = ("Đủ tiêu chuẩn", "khieu_nai", "45/KL", "Khiếu nại", "khiếu nại, tố cáo")


def test_a_call_to_act_is_taken_back_when_the_file_has_moved_on(both: Post) -> None:
    nomination_id = make_nomination(both.district, "submitted")
    assert {each.state for each in both.letters(kind="arrived")} == {"pending"}
    fire(both.district, [nomination_id], "receive")
    assert {each.state for each in both.letters(kind="arrived")} == {"superseded"}
    assert {each.state for each in both.letters(kind="submitted")} == {"pending"}


def test_a_hold_leaves_calls_alone_and_is_taken_back_by_its_end(both: Post) -> None:
    nomination_id = make_nomination(both.district, "submitted")
    fire(both.district, [nomination_id], "suspend")
    assert {each.state for each in both.letters(kind="arrived")} == {"pending"}
    fire(both.district, [nomination_id], "resume")
    assert {each.state for each in both.letters(kind="held")} == {"superseded"}


def test_what_is_sent_or_on_its_way_is_let_go(both: Post) -> None:
    first, second = make_nominations(both.district, 2, "submitted")
    now = both.clock.now()
    both.change(both.letters(kind="arrived", nomination_id=first), state="sent", sent_at=now)
    both.change(both.letters(kind="arrived", nomination_id=second), lease_until=now.replace(year=2024))
    fire(both.district, [first, second], "receive")
    assert [each.state for each in both.letters(kind="arrived")] == ["sent", "pending"]


def test_a_letter_has_the_same_id_whenever_it_is_computed_and_it_names_nobody(post: Post) -> None:
    letter = post.one_letter()
    local, domain = letter.message_id.strip("<>").split("@")
    mark = local.rsplit(".", 1)[1]
    assert domain == DOMAIN
    assert local == f"nomination-{letter.subject_id}.{letter.event_seq}.sent_back_in_unit.{mark}"
    assert len(mark) == 16
    assert int(mark, 16) >= 0
    other = Subscriber(b"another key", DOMAIN)
    assert other.message_id(_case(letter), letter.kind, letter.recipient) != letter.message_id
    again = Subscriber(KEY, DOMAIN)
    assert again.message_id(_case(letter), letter.kind, letter.recipient) == letter.message_id


def test_only_values_that_the_words_name_are_kept(post: Post) -> None:
    nomination_id = make_nomination(post.district, "pending_decision", nominee_id=post.district.people["nominee"])
    for trigger in ("suspend", "resume", "sign_decision"):
        fire(post.district, [nomination_id], trigger)
    for letter in post.letters():
        assert set(json.loads(letter.params)) == set(KINDS[letter.kind].fields)
        assert not [word for word in SECRETS if word in letter.params]


def test_what_somebody_wrote_about_a_breach_never_leaves_the_file(post: Post) -> None:
    district = post.district
    nomination_id = make_nomination(district, "submitted", nominee_id=district.people["nominee"])
    fire(
        district, [nomination_id], "return_ineligible", inputs={"reason_code": "vi_pham_phap_luat", "reason": "Án treo"}
    )
    letters = [*post.letters(kind="returned"), *post.letters(kind="not_awarded_nominee")]
    assert {json.loads(each.params).get("ground") for each in letters} == {"Vi phạm pháp luật"}
    assert not [each for each in letters if "Án treo" in each.params]


def test_the_reason_of_a_return_is_told_to_the_unit(post: Post) -> None:
    nomination_id = make_nomination(post.district, "submitted")
    fire(
        post.district,
        [nomination_id],
        "return_ineligible",
        inputs={"reason_code": "khong_du_ho_so", "reason": "Thiếu biên bản"},
    )
    assert json.loads(post.letters(kind="returned")[0].params)["reason"] == "Thiếu biên bản"


def test_mail_about_a_state_secret_names_nobody(post: Post) -> None:
    nomination_id = make_nomination(post.district, "submitted")
    post.forget()
    with post.services.store.transaction() as tx:
        tx.session.execute(update(Nomination).values(state_secret=True))
    fire(post.district, [nomination_id], "request_supplement")
    fire(post.district, [nomination_id], "withdraw", role="unit_head")
    told = [json.loads(each.params) for each in post.letters()]
    assert {each["name"] for each in told} == {"(ghi trong hồ sơ)"}
    assert {each["points"] for each in told if "points" in each} == {"(ghi trong hồ sơ)"}


def test_letters_and_move_are_one_act(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """A subscriber that fails leaves nothing behind, neither letter nor move."""
    nomination_id = make_nomination(post.district, "submitted")
    post.forget()

    def fail(*_: object) -> str:
        raise RuntimeError("no id today")

    monkeypatch.setattr(Subscriber, "message_id", fail)
    with pytest.raises(RuntimeError):
        fire(post.district, [nomination_id], "receive")
    monkeypatch.undo()
    assert post.letters() == []
    fire(post.district, [nomination_id], "receive")
    assert post.letters() != []


def test_the_worker_is_woken_once_an_act_and_only_after_it_is_durable(post: Post) -> None:
    seen: list[int] = []
    ids = make_nominations(post.district, 3, "submitted")
    post.forget()
    post.subscriber.wake = lambda: seen.append(len(post.letters()))
    with post.services.store.transaction() as tx:
        advance(tx, post.services.office, wish(post.district, ids, "receive"))
        assert seen == []
    assert seen == [6]


def _case(letter: OutboxMessage) -> Case:
    return Case(subject_kind=letter.subject_kind, subject_id=letter.subject_id, seq=letter.event_seq, trigger="any")

"""Words: in both languages, filled with the right figures, in the manner of the house."""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest

from states import (
    GUARDS,
    INPUTS,
    LANES,
    OVERLAYS,
    REASONS,
    ROLES,
    Refusal,
    Refused,
    Text,
    shipped,
    word_refusal,
)
from states.refusals import refusal_codes, refusal_wording
from tests.states.facts import AWRY, WELL, Vote

DEFINITIONS = [engine.definition for engine in shipped().all()]
NOMINATION = shipped().latest("nomination").definition


def every_text() -> Iterator[Text]:
    for definition in DEFINITIONS:
        yield definition.title
        for state in definition.states:
            yield from (state.label, state.short, state.public)
        for trigger in definition.triggers:
            yield from (trigger.label, trigger.batch, trigger.done, trigger.done_one)
    for overlay in OVERLAYS.values():
        yield from (overlay.label, overlay.short, overlay.public)
    for guard in GUARDS.values():
        yield from (guard.holds, *guard.refuses.values())
    for field in INPUTS.values():
        yield from (field.label, field.help, *(choice.label for choice in field.choices))
    yield from (choice.label for choice in REASONS)
    yield from (*ROLES.values(), *LANES.values())
    yield from (refusal_wording(code) for code in refusal_codes())


def test_every_text_is_there_composed_and_polite() -> None:
    for text in every_text():
        assert text.complete, text
        for sentence in (text.vi, text.en):
            assert unicodedata.is_normalized("NFC", sentence), sentence
            assert sentence == " ".join(sentence.split()), sentence
            assert not re.search(r"hệ thống|vui lòng|please|system|!|đang tải", sentence, re.IGNORECASE), sentence


def test_a_refusal_tells_figures_and_dates_in_both_languages() -> None:
    engine = shipped().latest("nomination")
    with pytest.raises(Refused) as caught:
        engine.step("supplement_requested", "lapse", AWRY)
    assert caught.value.texts("vi")[0] == (
        "Đơn vị còn đến hết ngày 30/11/2023 để bổ sung. Chờ qua hạn mới trả lại hồ sơ."
    )
    with pytest.raises(Refused) as caught:
        engine.step("submitted", "receive", AWRY)
    assert caught.value.texts("vi")[0] == (
        "Hồ sơ còn thiếu: Biên bản bình xét; Báo cáo thành tích. Yêu cầu đơn vị bổ sung một lần cho đủ."
    )
    with pytest.raises(Refused) as caught:
        engine.step("council_voting", "record_vote", replace(WELL, vote=Vote(present=4, quorum_ok=False)))
    assert caught.value.texts("en") == (
        "Present: 4; 9 are needed for a quorum, and 2 opinions in writing do not replace them. "
        "Move the item to the next session.",
    )


def test_no_such_move_names_both_in_the_readers_language() -> None:
    with pytest.raises(Refused) as caught:
        shipped().latest("nomination").step("decided", "withdraw", WELL)
    assert caught.value.texts("vi") == (
        "Đang ở bước “Đã có quyết định khen thưởng”, không làm được việc “Rút đề nghị” ở bước này. "
        "Mở lại trang để xem việc làm được.",
    )
    assert "“Awarded”" in caught.value.texts("en-GB")[0]
    with pytest.raises(Refused) as caught:
        shipped().latest("nomination").step("nowhere", "vanish", WELL)
    assert "“nowhere”" in caught.value.texts("vi")[0]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_refusal_of_every_guard_can_be_worded(locale: str) -> None:
    undated = replace(AWRY, supplement_due=None, opinions_due=None, notice_ends_on=None)
    refused = replace(AWRY, points_unsettled=())
    unbalanced = replace(AWRY, vote=Vote(balanced=False, quorum_ok=False))
    seen = {
        no.code: no
        for facts in (WELL, AWRY, undated, refused, unbalanced)
        for guard in GUARDS.values()
        if (no := guard.ask(facts)) is not None
    }
    assert set(seen) == {code for guard in GUARDS.values() for code in guard.refuses}
    for no in seen.values():
        assert "{" not in no.text(locale)
    assert all(guard.refused.complete for guard in GUARDS.values())


def test_a_refusal_has_one_wording() -> None:
    word_refusal("held", refusal_wording("held"))
    with pytest.raises(ValueError, match="held"):
        word_refusal("held", Text("khác", "other"))


def test_refusals_compare_by_code_and_figures() -> None:
    assert Refusal("held") == Refusal("held", {})
    assert Refusal("supplements_used", {"asked": 1, "allowed": 1}) != Refusal("supplements_used")
    assert len({Refusal("held"), Refusal("held")}) == 1


@pytest.mark.parametrize(("trigger", "n", "vi", "en"), [
    ("receive", 4, "Tiếp nhận 4 hồ sơ", "Receive 4 files"),
    ("submit", 3, "Ký trình 3 đề nghị", "Sign and submit 3"),
    ("send_to_chairman", 2, "Trình Chủ tịch 2 hồ sơ", "Send 2 files to the chairman"),
])  # fmt: skip
def test_buttons_are_verbs_with_object_and_number(trigger: str, n: int, vi: str, en: str) -> None:
    batch = NOMINATION.trigger(trigger).batch
    assert (batch.to("vi", n=n), batch.to("en", n=n)) == (vi, en)


def test_results_repeat_the_verb() -> None:
    receive = NOMINATION.trigger("receive")
    assert receive.label.to("vi") == "Tiếp nhận"
    assert receive.done_one.to("vi") == "Đã tiếp nhận"
    assert receive.done.to("vi", n=4) == "Đã tiếp nhận 4 hồ sơ"


def test_official_reasons_and_the_six_an_officer_may_choose() -> None:
    choices = INPUTS["reason_code"].choices
    assert [choice.code for choice in choices] == [
        "sai_doi_tuong", "khong_du_tieu_chuan", "khong_du_ho_so", "vi_pham_phap_luat", "trung_thanh_tich",
        "vuot_ty_le",
    ]  # fmt: skip
    assert [choice.code for choice in REASONS[6:]] == ["khong_dat_phieu", "chu_tich_khong_dong_y"]
    assert INPUTS["reason_code"].choice("vuot_ty_le") == choices[5]
    assert INPUTS["reason_code"].choice("khong_dat_phieu") is None
    assert (len(INPUTS["hold_ground"].choices), len(INPUTS["ground"].choices)) == (5, 4)


def test_before_release_the_public_words_are_one_and_the_same() -> None:
    inside = ("under_appraisal", "consulting", "public_notice", "council_queue", "council_voting",
              "council_passed", "pending_decision", "chair_returned")  # fmt: skip
    assert {NOMINATION.state(code).public for code in inside} == {OVERLAYS["on_hold"].public}
    assert {NOMINATION.state(code).public_step for code in inside} == {3}
    assert {NOMINATION.state(code).release for code in inside} == {None}


def test_outcomes_and_their_release() -> None:
    told = {state.code: state.release for state in NOMINATION.states if state.outcome}
    assert told.pop("council_failed") == "by_session"
    assert set(told.values()) == {"at_once"}


def test_the_fingerprint_covers_every_word() -> None:
    first = NOMINATION.states[0]
    changed = replace(
        NOMINATION,
        states=(replace(first, label=Text(first.label.vi, first.label.en + ".")), *NOMINATION.states[1:]),
    )
    assert changed.fingerprint != NOMINATION.fingerprint
    assert replace(NOMINATION).fingerprint == NOMINATION.fingerprint
    assert json.loads(NOMINATION.canonical())["initial"] == "draft"


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    code = "from states import shipped; print([e.definition.fingerprint for e in shipped().all()])"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == str([definition.fingerprint for definition in DEFINITIONS])

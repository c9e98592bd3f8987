"""A supplement point by point: raised, answered, settled; old beside new; what came late is flagged."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from states import Refused
from tests.evidence.databases import raw
from tests.factories import District, answer_points, attach, content, fire, make_nomination, make_nominations, pdf, wish
from tests.workflow.register.making import statements
from web.differences import GONE, NEW, SAME, compared
from web.schema import metadata
from workflow.kernel.errors import Forbidden, Invalid, NotFound
from workflow.nominations.advance import Advance, advance
from workflow.nominations.draft import WriteNomination, write_nomination
from workflow.nominations.evidence import withdraw_file
from workflow.nominations.facts import Facts
from workflow.nominations.models import Nomination
from workflow.nominations.points.queries import PointRow, Round, rounds_of
from workflow.nominations.points.subjects import SUBJECTS, subject_of
from workflow.nominations.supplements import AnswerPoint, SettlePoint, answer_point, settle_point

THREE: Final = (
    "Biên bản họp bình xét: thiếu chữ ký của thư ký.\n"
    "Thành tích đạt được: ghi rõ số hộ đã vận động.\n"
    "Ảnh chụp công trình."
)


def ask(district: District, nomination_id: int, points: str = THREE) -> list[PointRow]:
    """Ask for a supplement with these lines, as the desk. Gives the points of that round."""
    fire(district, [nomination_id], "request_supplement", inputs={"points": points, "due_on": "10/11/2023"})
    return list(rounds(district, nomination_id)[0].points)


def rounds(district: District, nomination_id: int) -> tuple[Round, ...]:
    with district.services.store.reading() as session:
        return rounds_of(session, nomination_id)


def answer(
    district: District, point_id: int, said: str = "Đã gửi lại.", *, file: str = "", role: str = "clerk"
) -> None:
    with district.services.store.transaction() as tx:
        answer_point(tx, district.services.office, district.services.blobs, AnswerPoint(
            point_id=point_id, text=said, kind=file or "other", file_name=f"{file}.pdf" if file else "",
            content=pdf() if file else b"", most_bytes=1_000_000, actor=district.act(role),
        ))  # fmt: skip


def settle(district: District, point_id: int, outcome: str = "accepted", why: str = "",
           role: str = "desk_officer") -> None:  # fmt: skip
    with district.services.store.transaction() as tx:
        settle_point(tx, district.services.office, SettlePoint(
            point_id=point_id, outcome=outcome, why=why, actor=district.act(role)
        ))  # fmt: skip


def move(district: District, nomination_id: int, trigger: str) -> tuple[str, ...]:
    """Fire without preparing anything. Gives the refusals in Vietnamese, none when it moved."""
    try:
        with district.services.store.transaction() as tx:
            advance(tx, district.services.office, wish(district, [nomination_id], trigger))
    except Refused as refused:
        return refused.texts("vi")
    return ()


def rewrite(district: District, nomination_id: int, **fields: Any) -> None:
    with district.services.store.transaction() as tx:
        row = tx.session.get_one(Nomination, nomination_id)
        write_nomination(tx, district.services.office, WriteNomination(
            proposal_id=row.proposal_id, fields={**content(row.name), **fields}, actor=district.act("clerk"),
            nomination_id=nomination_id,
        ))  # fmt: skip


@pytest.mark.parametrize(("said", "about"), [
    ("Biên bản họp bình xét: thiếu chữ ký", "minutes"),
    ("BIEN BAN thiếu trang 2", "minutes"),
    ("Biên bản kiểm phiếu của hội đồng", "vote_record"),
    ("Kết quả bỏ phiếu: chưa ghi số phiếu", "vote_record"),
    ("Xác nhận của UBND xã", "confirmation"),
    ("Chứng nhận sáng kiến số 12", "certificate"),
    ("Báo cáo thành tích chưa có số liệu", "report"),
    ("Số liệu so sánh: thiếu năm trước", "comparison"),
    ("Căn cứ tiêu chuẩn: chưa nêu", "criteria_met"),
    ("Chức năng, nhiệm vụ của tổ", "duties"),
    ("Chức vụ của ông ghi sai", "post"),
    ("Tên viết sai dấu", "name"),
    ("Tênh tang", None),
    ("Minutes of the review: page 2 is missing", "minutes"),
    ("Ảnh chụp công trình", None),
])  # fmt: skip
def test_the_first_words_say_what_a_point_is_about(said: str, about: str | None) -> None:
    assert subject_of(said) == about
    assert about is None or about in SUBJECTS


def test_each_line_becomes_a_point_with_what_stood_then(district: District) -> None:
    nomination_id = make_nomination(district, "submitted", kind="yearly")
    points = ask(district, nomination_id)
    assert [(one.position, one.about, one.flagged_late, one.answered_at) for one in points] == [
        (1, "minutes", False, None), (2, "report", False, None), (3, None, False, None)
    ]  # fmt: skip
    assert [one.file_before and one.file_before.kind for one in points] == ["minutes", None, None]
    assert points[1].words_before == "Báo cáo thành tích."


def test_it_is_handed_in_when_every_point_is_answered_and_received_when_every_one_is_accepted(
    anywhere: District,
) -> None:
    nomination_id = make_nomination(anywhere, "submitted", kind="yearly")
    first, second, third = ask(anywhere, nomination_id)
    assert move(anywhere, nomination_id, "supply") == (
        "Chưa trả lời: 1. Biên bản họp bình xét: thiếu chữ ký của thư ký; 2. Thành tích đạt được: ghi rõ số hộ đã vận "
        "động; 3. Ảnh chụp công trình. Trả lời từng điểm, gửi tệp nếu cần, rồi nộp bổ sung.",
    )
    answer(anywhere, first.id, "", file="minutes")
    rewrite(anywhere, nomination_id, report="Đã vận động 7 hộ bàn giao.")
    answer(anywhere, second.id, "Đã ghi ở mục II.")
    assert move(anywhere, nomination_id, "supply")[0].startswith("Chưa trả lời: 3. Ảnh chụp công trình.")
    answer(anywhere, third.id, file="other")
    assert move(anywhere, nomination_id, "supply") == ()

    assert move(anywhere, nomination_id, "receive")[0].startswith("Chưa kết luận: 1. Biên bản")
    for point in (first, second):
        settle(anywhere, point.id)
    settle(anywhere, third.id, "not_accepted", "Ảnh mờ, không thấy công trình.")
    assert move(anywhere, nomination_id, "receive") == (
        "Chưa đạt: 3. Ảnh chụp công trình. Đủ rồi thì chấp nhận điểm đó; không đủ thì trả lại hồ sơ và nêu lý do.",
    )
    settle(anywhere, third.id)  # accepted after all
    assert move(anywhere, nomination_id, "receive") == ()
    (only,) = rounds(anywhere, nomination_id)
    assert [(one.outcome, one.answered_by, one.settled_by) for one in only.points] == [
        ("accepted", "Người clerk", "Người desk_officer")
    ] * 3
    assert (only.points[1].words_before, only.points[1].words_after) == (
        "Báo cáo thành tích.", "Đã vận động 7 hộ bàn giao."
    )  # fmt: skip
    assert only.points[0].file_before != only.points[0].file_after
    assert dict(only.changed) == {"report": ("Báo cáo thành tích.", "Đã vận động 7 hộ bàn giao.")}


def test_a_build_that_asks_no_points_lets_both_through(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    nomination_id = make_nomination(district, "submitted", kind="yearly")
    ask(district, nomination_id)
    for name in ("points_unanswered", "points_unsettled", "points_not_accepted"):
        monkeypatch.setattr(Facts, name, property(lambda _self: ()))
    assert move(district, nomination_id, "supply") == ()
    assert move(district, nomination_id, "receive") == ()


def test_an_answer_says_something_and_a_no_says_why(district: District) -> None:
    nomination_id = make_nomination(district, "submitted", kind="yearly")
    point = ask(district, nomination_id, "Ảnh chụp")[0]
    with pytest.raises(Invalid) as refused:
        answer(district, point.id, "  ")
    assert refused.value.problems["answer"].code == "answer_missing"
    answer(district, point.id)
    fire(district, [nomination_id], "supply")
    for outcome, field in (("not_accepted", "why"), ("perhaps", "outcome")):
        with pytest.raises(Invalid) as refused:
            settle(district, point.id, outcome)
        assert set(refused.value.problems) == {field}
    with pytest.raises(Invalid) as refused:
        settle(district, point.id, "not_accepted", "x" * 4_001)
    assert refused.value.problems["why"].code == "too_long"


def test_an_answer_may_be_given_anew_until_it_is_handed_in(district: District) -> None:
    nomination_id = make_nomination(district, "submitted", kind="yearly")
    point = ask(district, nomination_id, "Biên bản: thiếu chữ ký")[0]
    answer(district, point.id, file="minutes")
    held = rounds(district, nomination_id)[0].points[0].file_after
    assert held is not None
    with pytest.raises(Forbidden) as refused, district.services.store.transaction() as tx:
        withdraw_file(tx, district.services.office, district.act("clerk"), held.id)
    assert refused.value.code == "file_answers_point"
    answer(district, point.id, "Gửi bản rõ hơn.", file="minutes")
    with district.services.store.transaction() as tx:
        withdraw_file(tx, district.services.office, district.act("clerk"), held.id)
    fire(district, [nomination_id], "supply")
    with pytest.raises(Forbidden) as closed:
        answer(district, point.id, "Quá muộn")
    assert closed.value.code == "content_closed"


def test_the_unit_answers_and_the_desk_settles_nobody_else(district: District) -> None:
    nomination_id = make_nomination(district, "submitted", kind="yearly")
    point = ask(district, nomination_id, "Ảnh chụp")[0]
    for role in ("desk_officer", "appraiser", "standing_head", "chairman", "nominee", "admin"):
        with pytest.raises(NotFound):
            answer(district, point.id, role=role)
    with pytest.raises(Forbidden):  # nothing to settle yet: the file is with the unit
        settle(district, point.id)
    answer(district, point.id, role="deputy_head")
    fire(district, [nomination_id], "supply")
    for role in ("clerk", "unit_head", "appraiser", "chairman", "council_secretary", "admin"):
        with pytest.raises(NotFound):
            settle(district, point.id, role=role)
    settle(district, point.id, role="standing_head")
    fire(district, [nomination_id], "receive")
    with pytest.raises(Forbidden) as closed:
        settle(district, point.id)
    assert closed.value.code == "point_not_at_the_desk"
    for unknown in (0, 10**6):
        with pytest.raises(NotFound):
            answer(district, unknown)
        with pytest.raises(NotFound):
            settle(district, unknown)


def test_nobody_settles_a_point_of_their_own_nomination(district: District) -> None:
    nomination_id = make_nomination(district, "submitted", nominee_id=district.people["desk_officer"])
    fire(district, [nomination_id], "request_supplement", role="standing_head")
    answer_points(district, [nomination_id])
    fire(district, [nomination_id], "supply")
    point = rounds(district, nomination_id)[0].points[0]
    with pytest.raises(NotFound):
        settle(district, point.id)
    settle(district, point.id, role="standing_head")


# --- a later round --------------------------------------------------------------------------

LATE: Final = [
    ("Biên bản: thiếu chữ ký", {}, True),  # it stood so in the first round, and nobody said so
    ("Biên bản: thiếu chữ ký", {"attach": "minutes"}, False),  # another one now
    ("Ảnh chụp: vẫn mờ", {}, False),  # said before
    ("Số liệu so sánh: chưa có", {}, True),
    ("Số liệu so sánh: thiếu năm trước", {"comparison": "Hộ | | 7"}, False),
    ("Chứng nhận sáng kiến: chưa có", {}, True),  # missing then and now
    ("Dấu giáp lai", {}, True),  # about nothing in particular, and nothing has changed
    ("Dấu giáp lai", {"report": "Viết lại."}, False),
]


@pytest.mark.parametrize(("second", "meanwhile", "late"), LATE)
def test_what_could_have_been_raised_before_is_flagged(
    district: District, monkeypatch: pytest.MonkeyPatch, second: str, meanwhile: dict[str, str], late: bool
) -> None:
    monkeypatch.setattr(Facts, "supplements_allowed", property(lambda _self: 2))
    nomination_id = make_nomination(district, "submitted", kind="yearly")
    ask(district, nomination_id, "Ảnh chụp: vẫn mờ")
    answer_points(district, [nomination_id])
    if "attach" in meanwhile:
        attach(district, nomination_id, meanwhile["attach"])
    elif meanwhile:
        rewrite(district, nomination_id, **meanwhile)
    fire(district, [nomination_id], "supply")
    (point,) = ask(district, nomination_id, second)
    assert point.flagged_late is late


def test_a_later_round_is_answered_by_itself_and_the_first_stays_as_it_was(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Facts, "supplements_allowed", property(lambda _self: 2))
    nomination_id = make_nomination(district, "submitted", kind="yearly")
    first = ask(district, nomination_id, "Thành tích đạt được: quá ngắn")[0]
    rewrite(district, nomination_id, report="Lần thứ hai.")
    answer_points(district, [nomination_id])
    fire(district, [nomination_id], "supply")
    ask(district, nomination_id, "Thành tích đạt được: chưa có số liệu")
    with pytest.raises(Forbidden) as refused:
        answer(district, first.id)
    assert refused.value.code == "point_not_owed"
    rewrite(district, nomination_id, report="Lần thứ ba.")
    newest, oldest = rounds(district, nomination_id)
    assert (newest.number, oldest.number) == (2, 1)
    assert (oldest.points[0].words_before, oldest.points[0].words_after) == ("Báo cáo thành tích.", "Lần thứ hai.")
    assert (newest.points[0].words_before, newest.points[0].words_after) == ("Lần thứ hai.", "Lần thứ ba.")
    fire(district, [nomination_id], "supply")
    assert move(district, nomination_id, "receive")[0].count("Thành tích đạt được") == 2


# --- many at once, and what the database keeps ----------------------------------------------


def test_asking_many_files_costs_as_many_statements_as_asking_one(district: District) -> None:
    counts = []
    for number in (1, 12):
        ids = make_nominations(district, number, "submitted", kind="yearly")
        wanted = Advance(trigger="request_supplement", seen=dict.fromkeys(ids), actor=district.act("desk_officer"),
                         inputs={"points": THREE, "due_on": "10/11/2023"})  # fmt: skip
        with statements(district) as seen, district.services.store.transaction() as tx:
            advance(tx, district.services.office, wanted)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    with raw(district.services.store.engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM supplement_point")).scalar_one() == 39


ROW: Final[dict[str, Any]] = {
    "round": 90, "position": 1, "text": "Ảnh", "flagged_late": False, "answer": "", "why": "",
}  # fmt: skip


@pytest.mark.parametrize(("changed", "constraint"), [
    ({"answered_at": "now", "answered_by_id": 1}, "answer_says_something"),
    ({"answered_at": "now", "answer": "Rồi"}, "answered_by_somebody"),
    ({"outcome": "accepted", "settled_at": "now", "settled_by_id": 1}, "settled_after_answer"),
    ({"outcome": "maybe"}, "outcome"),
    ({"answered_at": "now", "answered_by_id": 1, "answer": "Rồi", "outcome": "accepted"}, "settled_by_somebody"),
    ({"answered_at": "now", "answered_by_id": 1, "answer": "Rồi", "outcome": "not_accepted", "settled_at": "now",
      "settled_by_id": 1}, "refusal_says_why"),
    ({"position": 7}, "uq_supplement_point"),
])  # fmt: skip
def test_the_database_refuses_half_a_point(anywhere: District, changed: dict[str, Any], constraint: str) -> None:
    table = metadata().tables["supplement_point"]
    nomination_id = make_nomination(anywhere, "submitted")
    now = anywhere.services.clock.now()
    values = {name: now if value == "now" else value for name, value in changed.items()}
    whole = {**ROW, "nomination_id": nomination_id}
    with raw(anywhere.services.store.engine) as connection:
        connection.execute(insert(table).values({**whole, "position": 7}))
        connection.execute(insert(table).values(whole))
    with pytest.raises(IntegrityError) as refused, raw(anywhere.services.store.engine) as connection:
        connection.execute(insert(table).values({**whole, "position": 2, **values}))
    told = str(refused.value.orig)
    assert constraint in told or ("UNIQUE" in told and constraint.startswith("uq_")) or (
        constraint == "outcome" and "outcome" in told
    )  # fmt: skip
    with raw(anywhere.services.store.engine) as connection:
        assert connection.execute(select(table.c.id)).all().__len__() == 2


# --- old and new ----------------------------------------------------------------------------


def test_words_that_went_and_words_that_came() -> None:
    old, new = compared("Hiến 600 m² đất.\nĐã nhận bằng.", "Hiến 620 m² đất ở.\nĐã nhận bằng.")
    assert [(one.text, one.fate) for one in old] == [
        ("Hiến ", SAME), ("600", GONE), (" m² ", SAME), ("đất.", GONE), ("\nĐã nhận bằng.", SAME)
    ]  # fmt: skip
    assert [one.text for one in new if one.fate == NEW] == ["620", "đất ở."]
    assert compared("", "Mới")[0] == ()


WORDS: Final = st.lists(st.sampled_from(("Hiến", "đất", "620", "m²", "\n", " ", "  ")), max_size=40).map("".join)


@given(WORDS, WORDS)
def test_both_sides_are_whole_and_what_stayed_is_the_same_on_both(before: str, after: str) -> None:
    old, new = compared(before, after)
    assert ("".join(one.text for one in old), "".join(one.text for one in new)) == (before, after)
    stayed = ["".join(one.text for one in side if one.fate == SAME) for side in (old, new)]
    assert stayed[0] == stayed[1]
    assert {one.fate for one in old} <= {SAME, GONE} and {one.fate for one in new} <= {SAME, NEW}
    assert all(one.fate != other.fate for side in (old, new) for one, other in pairwise(side))


def test_a_passage_of_many_words_is_shown_whole() -> None:
    old, new = compared("a " * 3_000, "b " * 3_000)
    assert [len(old), len(new)] == [1, 1]

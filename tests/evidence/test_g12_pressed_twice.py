"""G12: a form that is sent again, or twenty times at once, has one effect and gets one answer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import text

from tests.evidence.lived_in import LivedIn, end_delegations, lived_in, rules_of
from tests.evidence.presses import Press, at_once, differing, preview_of, state_of, the_letter_of_a_movement, twice
from tests.support.server import serving

CROWD: Final = 20
LATER: Final = "20/11/2023"
FILE: Final = "/nominations/TĐKT-2023-{:04}"
COUNT: Final = {"present": "9", "written": "0", "in_favour": "9", "against": "0"}
# The order matters where one press prepares the place of another; each row is a route that changes something.
PRESSES: Final = (
    Press(
        "/account/language",
        "clerk",
        "/account",
        {"locale": "en"},
    ),
    Press(
        "/admin/delegations",
        "admin",
        "/admin/delegations",
        {
            "held": "2.unit_head.1",
            "to_person_id": "3",
            "valid_from": "02/11/2023",
            "valid_to": LATER,
            "document": "9/UQ",
        },
    ),
    Press(
        "/admin/calendar",
        "admin",
        "/admin/calendar",
        {
            "day": "06/11/2023",
            "kind": "off",
            "name_vi": "nghỉ do bão",
            "name_en": "closed by the storm",
            "document": "12/CĐ-UBND",
        },
    ),
    Press("/admin/calendar/<int:correction_id>/withdraw", "admin", "/admin/calendar?year=2024"),
    Press("/admin/delegations/<int:delegation_id>/revoke", "admin", "/admin/delegations"),
    Press(
        "/admin/people",
        "admin",
        "/admin/people/new",
        {
            "full_name": "Trần Thị Mới",
            "email": "moi@thanhliem.example",
            "title_vi": "Cán bộ",
            "title_en": "Officer",
            "unit_id": "1",
        },
    ),
    Press("/admin/people/<int:person_id>", "admin", "/admin/people/5", {"title_vi": "Chuyên viên chính"}),
    Press("/admin/people/<int:person_id>/account", "admin", "/admin/people/13", {"email": "p13@thanhliem.example"}),
    Press("/admin/people/<int:person_id>/account/password", "admin", "/admin/people/13"),
    Press("/admin/people/<int:person_id>/account/enabled", "admin", "/admin/people/13"),
    Press(
        "/admin/people/<int:person_id>/grants",
        "admin",
        "/admin/people/12",
        {"role": "clerk", "unit_id": "3", "valid_from": "01/11/2023", "document": "1/QĐ"},
    ),
    Press("/admin/grants/<int:grant_id>/end", "admin", "/admin/people/12"),
    Press("/admin/people/<int:person_id>/active", "admin", "/admin/people/14"),
    Press(
        "/admin/units",
        "admin",
        "/admin/units/new",
        {
            "name_vi": "Xã Mới",
            "name_en": "New",
            "code": "xa-moi",
            "abbreviation": "UBND",
            "kind": "commune",
            "place": "X",
            "valid_from": "01/11/2023",
        },
    ),
    Press("/admin/units/<int:unit_id>", "admin", "/admin/units/3", {"name_vi": "Công an huyện Thanh Liêm"}),
    Press(
        "/admin/quotas",
        "standing_head",
        "/admin/quotas",
        {"award_code": "BK_T_CN", "reach": "each_unit", "places": "800", "document": "12/HD"},
    ),
    Press("/admin/quotas/<int:quota_id>/end", "standing_head", "/admin/quotas"),
    Press(
        "/admin/quotas/movements",
        "standing_head",
        "/admin/quotas",
        {"movement_id": "1", "person_percent": "90", "plan": "157/KH-UBND"},
    ),
    Press(
        "/admin/quotas/figures/paper-list",
        "desk_officer",
        "/admin/quotas/figures",
        {"unit_id": "3", "award_code": "LDTT", "names": "40", "document": "86/QĐ"},
    ),
    Press(
        "/admin/quotas/figures/participation",
        "desk_officer",
        "/admin/quotas/figures",
        {"unit_id": "3", "movement_id": "1", "persons": "70", "collectives": "4", "document": "45/BC"},
    ),
    Press(
        "/admin/rules",
        "admin",
        "/admin/rules/new?base=R2017",
        {"set_id": "R2017-3", "valid_from": LATER, "setting.quorum": "5/6"},
    ),
    Press("/admin/rules/editions/<int:edition_id>/confirm", "standing_head", "/admin/rules/R2017-2"),
    Press("/admin/rules/editions/<int:edition_id>/withdraw", "standing_head", "/admin/rules/R2017-3"),
    Press("/admin/outbox/<int:letter_id>/retry", "admin", "/admin/outbox/1"),
    Press(
        "/council/sessions",
        "council_secretary",
        "/council",
        {"held_on": LATER, "held_time": "14.00", "place": "Phòng 2"},
    ),
    Press("/council/sessions/<int:session_id>/agenda", "council_secretary", "/council/sessions/2", {"act": "add_all"}),
    Press("/council/sessions/<int:session_id>/moves", "council_secretary", "/council/sessions/2", button="convene"),
    Press(
        "/council/sessions/<int:session_id>/items/<int:n>",
        "council_secretary",
        "/council/sessions/3/items/1",
        COUNT,
        button="record_vote",
    ),
    Press(
        "/council/sessions/<int:session_id>/votes",
        "council_secretary",
        "/council/sessions/3/votes",
        COUNT,
        button="record_vote",
    ),
    Press(
        "/council/sessions/<int:session_id>/nominations",
        "council_secretary",
        "/council/sessions/3",
        button="send_to_chairman",
    ),
    Press(
        "/decide/confirm",
        "chairman",
        "/decide",
        reach=preview_of(
            act="sign_decision",
            seen='{"12": 4, "13": 4}',
            decision_number="77/QĐ-UBND",
            decision_date="01/11/2023",
            trigger="sign_decision",
        ),
    ),
    Press(
        "/decisions/items/<int:item_id>/moves",
        "standing_head",
        "/decisions/items/1",
        {"ground": "gian_doi", "reason": "Khai không đúng.", "document": "46/KL"},
        button="open_review",
    ),
    Press(
        "/decisions/items/<int:item_id>/bonus",
        "desk_officer",
        "/decisions/items/4",
        {"multiplier": "0,45", "bonus_reason": "Bằng 1,5 lần mức cá nhân.", "bonus_document": "12/HD-SNV"},
    ),
    Press("/my-nominations/<code>", "nominee", "/my-nominations/TĐKT-2023-0017", {"report": "Báo cáo do tôi viết."}),
    Press("/nominations/<code>/files", "clerk", FILE.format(1), {"kind": "certificate"}, file=True),
    Press("/nominations/<code>/points", "clerk", FILE.format(6) + "/points", {"answer": "Đã bổ sung bản sao."}),
    Press("/nominations/files/<int:evidence_id>/withdraw", "clerk", "/proposals/nominations/1"),
    Press("/nominations/<code>/assign", "standing_head", FILE.format(4), {"assignee_id": "5"}),
    Press("/nominations/<code>/law/facts", "clerk", FILE.format(2) + "/law", {"ground": "extraordinary"}),
    Press(
        "/nominations/<code>/law/rules/<rule>",
        "appraiser",
        FILE.format(26) + "/law",
        {"ground": "Đã đối chiếu.", "outcome": "pass"},
    ),
    Press(
        "/nominations/<code>/law/rules/<rule>/waiver",
        "appraiser",
        FILE.format(26) + "/law",
        {"reason": "Tập thể mới sáp nhập."},
    ),
    Press(
        "/nominations/<code>/law/waivers/<int:waiver_id>",
        "standing_head",
        FILE.format(26) + "/law",
        {"reason": "Có văn bản của tỉnh.", "answer": "granted"},
    ),
    Press("/proposals/<int:proposal_id>/law", "clerk", "/proposals/1/law", {"discipline": "none"}),
    Press("/nominations/<code>/moves", "desk_officer", FILE.format(4) + "/acts/receive"),
    Press("/nominations/opinions/<int:opinion_id>", "desk_officer", FILE.format(8), {"answer": "Không có vi phạm."}),
    Press(
        "/proposals/<int:proposal_id>/places/paper-list",
        "clerk",
        "/proposals/1/places",
        {"award_code": "LDTT", "names": "12", "document": "86/QĐ"},
    ),
    Press(
        "/proposals/<int:proposal_id>/places/participation",
        "clerk",
        "/proposals/1/places",
        {"persons": "30", "collectives": "2", "document": "45/BC"},
        reach=the_letter_of_a_movement,
    ),
    Press("/proposals/new", "clerk", "/proposals/new", {"kind": "sudden", "summary": "Đề nghị khen thưởng."}),
    Press("/proposals/<int:proposal_id>", "clerk", "/proposals/1", {"summary": "Đã sửa."}),
    Press(
        "/proposals/<int:proposal_id>/nominations/new",
        "clerk",
        "/proposals/1/nominations/new",
        {
            "name": "Lê Văn Thêm",
            "award_code": "GK_CN",
            "achievement": "Cứu người",
            "state_secret": None,
            "birth_year": "1980",
            "gender": "male",
        },
    ),
    Press(
        "/proposals/nominations/<int:nomination_id>",
        "clerk",
        "/proposals/nominations/1",
        {"achievement": "Cứu hai người", "state_secret": None},
    ),
    Press("/proposals/nominations/<int:nomination_id>/remove", "clerk", "/proposals/nominations/1"),
    Press("/proposals/<int:proposal_id>/moves", "unit_head", "/proposals/3", button="submit"),
    Press("/queue/preview", "appraiser", "/queue", {"act": "claim", "scope": "chosen", "row": ["TĐKT-2023-0005"]}),
    Press(
        "/queue/run",
        "desk_officer",
        "/queue",
        reach=preview_of(act="receive", scope="chosen", row=["TĐKT-2023-0005", "TĐKT-2023-0018"]),
    ),
    Press(
        "/queue/assign",
        "standing_head",
        "/queue",
        {"assignee_id": "4"},
        reach=preview_of(act="assign", scope="chosen", row=["TĐKT-2023-0007"]),
    ),
)
NO_SECOND_EFFECT_BY_NATURE: Final = {
    "/sign-in": "opens a session each time, five at most; tests/web/test_security.py",
    "/sign-in/demo": "the same, in a demonstration",
    "/sign-out": "a session that has ended stays ended",
    "/account/sessions": "sessions that have ended stay ended",
    "/account/password": "the second press no longer knows the current password and says so; nothing changes",
    "/nominations/<code>/acts/<trigger>": "reads: the form again, with the words that were typed",
    "/status": "reads",
    "/decide": "reads",
    "/decide/preview": "reads",
}
SHOWN_ONCE: Final = ("/admin/people/<int:person_id>/account", "/admin/people/<int:person_id>/account/password")
"""A new password is shown to the first press and kept nowhere: the same press again leads to the person's page."""
NEEDS_MORE_THAN_THIS_OFFICE_HAS: Final = (
    "/proposals/<int:proposal_id>/list",
    "/proposals/<int:proposal_id>/list/<int:upload_id>",
    "/register/likenesses/<int:likeness_id>",
)
ON_POSTGRESQL: Final = (
    "/nominations/<code>/moves",
    "/decide/confirm",
    "/queue/run",
    "/council/sessions",
    "/proposals/new",
    "/nominations/<code>/files",
)


def test_every_form_that_changes_something_is_in_the_list(tmp_path: Path) -> None:
    app = lived_in(tmp_path).office.app
    there = {rule.rule for rule in rules_of(app, "POST")}
    assert there == {press.route for press in PRESSES} | {*NO_SECOND_EFFECT_BY_NATURE, *NEEDS_MORE_THAN_THIS_OFFICE_HAS}


def ready(world: LivedIn) -> LivedIn:
    """Free of what was lent; two votes open and a letter at the head's desk."""
    end_delegations(world.office.district)
    return world


def pressed_twice(world: LivedIn, routes: tuple[str, ...] = ()) -> list[str]:
    wrong = []
    for number, press in enumerate(PRESSES):
        if routes and press.route not in routes:
            continue
        world.office.visitor(press.role)  # an account made on the way in is no effect of the press
        before = state_of(world)
        try:
            told, changed = twice(world, press, f"twice-{number}")
        except LookupError as error:
            wrong.append(str(error))
            continue
        effect = differing(before, state_of(world))
        if press.route in SHOWN_ONCE:
            told = told[1:] * 2 if told[0][0] == 200 else told
        if told[0] != told[1] or changed or told[0][0] != 303 or not effect:
            wrong.append(f"{press.route}: told {told}, first changed {effect}, second changed {changed}")
    return wrong


def pressed_at_once(world: LivedIn, routes: tuple[str, ...] = ()) -> list[str]:
    """What differs from one answer; the effect is compared with that of a single press elsewhere."""
    wrong = []
    with serving(world.office.app) as address:
        for number, press in enumerate(PRESSES):
            if routes and press.route not in routes:
                continue
            try:
                told = Counter(at_once(world, address, press, f"twice-{number}", CROWD))
            except LookupError as error:
                wrong.append(str(error))
                continue
            if press.route in SHOWN_ONCE:
                first = [answer for answer in told if answer[0] == 200]
                told = (
                    Counter({answer: CROWD for answer in told if answer[0] != 200})
                    if len(first) == told[first[0]] == 1
                    else told
                )
            if len(told) != 1 or told.total() != CROWD or next(iter(told))[0] != 303:
                wrong.append(f"{press.route}: {dict(told)}")
    return wrong


@pytest.mark.timeout(400)
def test_pressed_twice_and_twenty_times_at_once_has_one_effect(tmp_path: Path) -> None:
    once, crowd = ready(lived_in(tmp_path / "once")), ready(lived_in(tmp_path / "crowd"))
    one_after_the_other, together = pressed_twice(once), pressed_at_once(crowd)
    apart = differing(state_of(once), state_of(crowd))
    print(
        f"\nSQLite: {len(PRESSES)} forms pressed twice and {CROWD} times at once: "
        f"{len(one_after_the_other)} and {len(together)} "
        f"with two effects or answers; tables that differ between one press and twenty: {apart}"
    )
    print("", *one_after_the_other, *together, sep="\n")
    assert one_after_the_other == []
    assert together == []
    assert apart == []


@pytest.mark.postgres
def test_nor_does_it_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    world = ready(lived_in(tmp_path, database_url=postgres_url))
    counts = counted(world)
    together = pressed_at_once(world, ON_POSTGRESQL)
    made = {name: number - counts[name] for name, number in counted(world).items()}
    print(
        f"\nPostgreSQL: {len(ON_POSTGRESQL)} forms pressed {CROWD} times at once: {len(together)} with two answers; "
        f"rows made: {made}"
    )
    assert together == []
    assert (
        made["proposal"]
        == made["council_session"]
        == made["decision"]
        == made["evidence"]
        == made["bulk_report"] - 1
        == 1
    )
    assert made["event"] == 2 + 1 + 2


def counted(world: LivedIn) -> dict[str, int]:
    with world.engine.connect() as connection:
        return {
            name: int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())
            for name in ("proposal", "council_session", "decision", "evidence", "bulk_report", "event")
        }


def test_a_build_that_forgets_its_answers_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr("web.acting.earlier_answer", lambda *_: None)
    monkeypatch.setattr("web.acting.remember_answer", lambda *_: None)
    wrong = pressed_twice(
        ready(lived_in(tmp_path)), ("/proposals/new", "/nominations/<code>/moves", "/council/sessions")
    )
    print(f"\nwithout remembered answers {len(wrong)} of 3 forms act or answer twice")
    assert len(wrong) == 3

"""No file is trapped, nobody handles their own file, and what has set out keeps its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from notifications.commands import RetryLetter, retry_letter
from tests.factories import (
    District,
    attach,
    fire,
    make_district,
    make_nomination,
    make_nominations,
    make_services,
    make_session,
    move_the_session,
    pdf,
    wish,
)
from tests.notifications.post import open_post
from workflow.councils.models import AgendaItem, CouncilSession
from workflow.kernel.errors import Invalid, NotFound
from workflow.nominations.advance import advance
from workflow.nominations.draft import WriteLetter, remove_nomination, write_letter, write_own_report
from workflow.nominations.evidence import AttachFile, attach_file, withdraw_file
from workflow.nominations.file_queries import open_notices
from workflow.nominations.models import Nomination, Notice, Opinion
from workflow.people.commands import grant_role, write_unit
from workflow.people.models import Delegation


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    services = make_services(tmp_path)
    yield make_district(services)
    services.store.engine.dispose()


def of(district: District, nomination_id: int, column: Any) -> Any:
    with district.services.store.reading() as session:
        return session.execute(select(column).where(Nomination.id == nomination_id)).scalar_one()


def test_a_file_being_voted_on_is_moved_on_before_its_session_is_cancelled(district: District) -> None:
    one = make_nomination(district, "council_voting")
    with district.services.store.reading() as session:
        session_id = session.execute(select(CouncilSession.id)).scalar_one()
    with pytest.raises(Invalid) as no:
        move_the_session(district, session_id, "cancel", 1)
    assert no.value.problems["agenda"].code == "agenda_in_voting"
    fire(district, [one], "postpone")
    assert of(district, one, Nomination.state) == "council_queue"
    move_the_session(district, session_id, "cancel", 1)
    make_session(district, "convened", [one])  # it stands on no agenda, so that another session takes it
    with district.services.store.transaction() as tx:
        advance(tx, district.services.office, wish(district, [one], "open_voting"))
    assert of(district, one, Nomination.state) == "council_voting"
    with district.services.store.reading() as session:
        assert [each is None for each in session.execute(
            select(AgendaItem.removed_at).order_by(AgendaItem.id)
        ).scalars()] == [False, True]  # fmt: skip


@pytest.mark.parametrize("post_held", ["nominee", "clerk"])
def test_nominees_write_their_report_and_nothing_else_of_their_file(district: District, post_held: str) -> None:
    one = make_nomination(district, nominee_id=district.people["nominee"])
    minutes, report = attach(district, one, "minutes"), attach(district, one, "report")
    with district.services.store.transaction() as tx:
        tx.session.get_one(Nomination, one).nominee_id = district.people[post_held]
    actor, office = district.act(post_held), district.services.office

    def file(kind: str) -> AttachFile:
        return AttachFile(nomination_id=one, kind=kind, file_name="a.pdf", content=pdf(), most_bytes=10**6, actor=actor)

    with district.services.store.transaction() as tx:
        with pytest.raises(NotFound):
            remove_nomination(tx, office, actor, one)
        with pytest.raises(NotFound):
            withdraw_file(tx, office, actor, minutes)
        with pytest.raises(NotFound):
            attach_file(tx, office, district.services.blobs, file("minutes"))
    with district.services.store.transaction() as tx:
        write_own_report(tx, office, actor, one, {"report": "Tự viết."})
        withdraw_file(tx, office, actor, report)
        attach_file(tx, office, district.services.blobs, file("certificate"))
    assert of(district, one, Nomination.report) == "Tự viết."


def test_the_kind_of_a_letter_is_fixed_once_a_file_has_set_out(district: District) -> None:
    one = make_nomination(district, kind="yearly")
    proposal_id = of(district, one, Nomination.proposal_id)

    def rewrite(kind: str) -> None:
        fields = {"kind": kind, "summary": "Viết lại."}
        command = WriteLetter(
            unit_id=district.unit_id, proposal_id=proposal_id, fields=fields, actor=district.act("clerk")
        )
        with district.services.store.transaction() as tx:
            write_letter(tx, district.services.office, command)

    rewrite("sudden")
    assert of(district, one, Nomination.kind) == "sudden"
    rewrite("yearly")
    fire(district, [one], "send_to_review", target="unit_review")
    with pytest.raises(Invalid) as no:
        rewrite("sudden")
    assert no.value.problems["kind"].code == "kind_fixed"
    rewrite("yearly")
    assert of(district, one, Nomination.kind) == "yearly"


def test_a_withdrawn_or_held_file_is_on_no_public_list(district: District) -> None:
    shown, held, withdrawn = make_nominations(district, 3, "public_notice")
    asked = make_nomination(district, "consulting")
    fire(district, [held], "suspend")
    fire(district, [withdrawn, asked], "withdraw", role="unit_head")
    with district.services.store.reading() as session:
        assert len(open_notices(session, district.today)) == 1
        notices = session.execute(select(Notice.nomination_id, Notice.closed_at.is_not(None)))
        closed = {nomination_id: over for nomination_id, over in notices}
        assert closed == {shown: False, held: False, withdrawn: True}
        assert session.execute(select(Opinion.answered_at).where(Opinion.nomination_id == asked)).scalar_one()


def test_nobody_sends_a_letter_of_their_own_file_again(tmp_path: Path) -> None:
    post = open_post(tmp_path)
    one = make_nomination(post.district, "submitted")
    letter = post.letters(kind="submitted")[0]
    post.change([letter], state="dead")
    with post.services.store.transaction() as tx:
        tx.session.get_one(Nomination, one).nominee_id = post.district.people["standing_head"]
    again = RetryLetter(letter_id=letter.id, actor=post.district.act("standing_head"))
    with post.services.store.transaction() as tx, pytest.raises(NotFound):
        retry_letter(tx, post.subscriber, again)
    again = RetryLetter(letter_id=letter.id, actor=post.district.act("desk_officer"))
    with post.services.store.transaction() as tx:
        retry_letter(tx, post.subscriber, again)
    post.services.store.engine.dispose()


@pytest.mark.parametrize("field", ["code", "kind", "abbreviation"])
def test_the_codes_of_a_unit_fit_their_columns(district: District, field: str) -> None:
    fields = {"code": "thanh-ha", "name_vi": "Xã Thanh Hà", "kind": "commune", "valid_from": date(2020, 1, 1)}
    with district.services.store.transaction() as tx:
        with pytest.raises(Invalid) as no:
            write_unit(tx, district.act("admin"), fields | {field: "a" * 65})
        assert no.value.problems[field].params == {"most": 64}
        assert write_unit(tx, district.act("admin"), fields | {field: "a" * 64})


def test_who_acts_for_another_is_not_made_administrator(district: District) -> None:
    nominee, today = district.people["nominee"], district.today
    lent = Delegation(
        from_person_id=district.people["appraiser"], to_person_id=nominee, role="appraiser",
        unit_id=district.office_id, valid_from=today, valid_to=today + timedelta(days=9), document="7/UQ",
    )  # fmt: skip

    def grant(first: date, last: date | None = None) -> int:
        with district.services.store.transaction() as tx:
            return grant_role(
                tx, district.act("admin"), person_id=nominee, unit_id=district.office_id, role="admin",
                valid_from=first, valid_to=last, document="",
            )  # fmt: skip

    with district.services.store.transaction() as tx:
        tx.session.add(lent)
    for first, last in ((today, None), (today + timedelta(days=9), None), (date(2023, 1, 1), today + timedelta(1))):
        with pytest.raises(Invalid) as no:
            grant(first, last)
        assert no.value.problems["role"].code == "role_conflict"
    with district.services.store.transaction() as tx:
        tx.session.get_one(Delegation, lent.id).revoked_at = datetime(2023, 11, 1, tzinfo=UTC)
    assert grant(today)

"""Which papers a dossier needs, by award, kind and rule set, and that none is forgotten when it is submitted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from tests.evidence.databases import raw
from tests.factories import (
    District,
    attach,
    content,
    fire,
    make_district,
    make_nomination,
    make_services,
    wish,
)
from workflow.awards.models import Award
from workflow.awards.rules import rule_set, rule_sets
from workflow.kernel.clock import ManualClock
from workflow.kernel.errors import Invalid
from workflow.nominations.draft import WriteNomination, write_nomination
from workflow.nominations.evidence import KINDS, withdraw_file
from workflow.nominations.facts import Facts
from workflow.nominations.judging import Judge
from workflow.nominations.models import Evidence, Nomination
from workflow.nominations.papers import CARRIED_BY, DIGITAL, Held, papers_asked, papers_of
from workflow.nominations.rows import load_rows

PLAIN: Final = ("letter", "report", "minutes")
SHORT: Final = ("letter", "short_report")
TITLE: Final = (*PLAIN, "vote_record", "certificate")

# Written by hand from the procedure: what must be there, for each award, kind and period of the law.
REQUIRED: Final = [
    ("R2017", "LDTT", "yearly", "person", ("letter", "minutes")),  # no report of each person
    ("R2017", "CSTDCS", "yearly", "person", (*PLAIN, "certificate")),
    ("R2017", "CSTDT", "yearly", "person", TITLE),
    ("R2017", "TTLDTT", "yearly", "collective", PLAIN),
    ("R2017", "GK_CN", "yearly", "person", PLAIN),
    ("R2017", "GK_CN", "thematic", "person", PLAIN),
    ("R2017", "GK_TT", "thematic", "collective", PLAIN),
    ("R2017", "GK_HGD", "thematic", "household", PLAIN),
    ("R2017", "BK_T_CN", "thematic", "person", PLAIN),
    ("R2017", "GK_CN", "sudden", "person", SHORT),
    ("R2017", "GK_TT", "sudden", "collective", SHORT),
    ("R2024", "LDTT", "yearly", "person", PLAIN),
    ("R2024", "CSTDCS", "yearly", "person", TITLE),
    ("R2024", "CSTDT", "yearly", "person", TITLE),
    ("R2024", "TTLDXS", "yearly", "collective", PLAIN),
    ("R2024", "GK_CN", "thematic", "person", PLAIN),
    ("R2024", "GK_CN", "sudden", "person", SHORT),
    ("R2024", "THON_VH", "yearly", "collective", PLAIN),
    ("R2025", "LDTT", "yearly", "person", PLAIN),
    ("R2025", "CSTDCS", "yearly", "person", TITLE),
    ("R2025", "GK_HGD", "thematic", "household", PLAIN),
    ("R2025", "BK_T_TT", "sudden", "collective", SHORT),
    ("R2026", "CSTDCS", "yearly", "person", TITLE),
    ("R2026", "GK_CN", "sudden", "person", SHORT),
]


def asked(period: str, award: str, kind: str, subject: str, **also: Any) -> dict[str, str]:
    """Required papers with their full names."""
    found = papers_asked(rule_set(period), award=award, kind=kind, subject=subject,
                         **{"claims_initiative": False, "state_secret": False, **also})  # fmt: skip
    return {one.document: one.full_name.vi for one in found if one.required}


@pytest.mark.parametrize(("period", "award", "kind", "subject", "required"), REQUIRED)
def test_what_a_dossier_needs(period: str, award: str, kind: str, subject: str, required: tuple[str, ...]) -> None:
    assert set(asked(period, award, kind, subject)) == set(required)


@pytest.mark.parametrize("period", ["R2017", "R2024", "R2025", "R2026"])
def test_a_form_that_claims_an_initiative_needs_its_certificate(period: str) -> None:
    assert set(asked(period, "GK_CN", "thematic", "person", claims_initiative=True)) == {*PLAIN, "certificate"}
    assert set(asked(period, "GK_CN", "sudden", "person", claims_initiative=True)) == set(SHORT)
    assert asked(period, "GK_CN", "thematic", "person", state_secret=True) == {}


def test_papers_carry_their_own_names_and_the_numbers_of_their_forms() -> None:
    new = asked("R2025", "CSTDCS", "yearly", "person")
    assert (new["letter"], new["report"]) == (
        "Tờ trình kèm danh sách đề nghị (Mẫu số 01)", "Báo cáo thành tích (Mẫu số 05)"
    )  # fmt: skip
    assert new["vote_record"] == "Kết quả bỏ phiếu của Hội đồng cấp trình"
    village = asked("R2024", "THON_VH", "yearly", "collective")
    assert village["minutes"] == "Biên bản họp bình xét (Mẫu 06)"
    english = papers_asked(rule_set("R2025"), award="CSTDCS", kind="yearly", subject="person",
                           claims_initiative=False, state_secret=False)  # fmt: skip
    assert {one.full_name.en for one in english} >= {"Achievement report (Form 05)"}


def test_an_award_that_the_period_does_not_list_needs_what_every_dossier_needs() -> None:
    for rules in rule_sets():
        assert set(asked(rules.id, "NOT_THERE", "yearly", "person")) == set(PLAIN), rules.id
        assert set(asked(rules.id, "NOT_THERE", "sudden", "person")) == set(SHORT), rules.id


def test_every_paper_that_the_law_names_can_be_there() -> None:
    """A paper nobody can attach would stop every dossier for ever."""
    named = {row.document for rules in rule_sets() for row in rules.documents.values()}
    assert named <= set(CARRIED_BY)
    assert {CARRIED_BY[one] for one in named} - {None} <= set(KINDS)
    everything = Held(letter=True, report=True, files=frozenset(KINDS))
    nothing = Held(letter=False, report=False, files=frozenset())
    for period, award, kind, subject, _ in REQUIRED:
        papers = papers_asked(rule_set(period), award=award, kind=kind, subject=subject, claims_initiative=True,
                              state_secret=False)  # fmt: skip
        assert not [one for one in papers_of(papers, everything) if one.lacking]
        assert all(one.lacking == one.asked.required for one in papers_of(papers, nothing))


@pytest.mark.parametrize("document", sorted(DIGITAL))
def test_a_report_is_written_or_sent(document: str) -> None:
    held = [Held(letter=False, report=written, files=files) for written in (False, True) for files in ((), ("report",))]
    assert [one.has(document) for one in held] == [False, True, True, True]


# --- at submission --------------------------------------------------------------------------


def lacking(district: District, nomination_id: int, trigger: str) -> tuple[str, ...]:
    """The papers by which this move is refused now; what else stands against it is not looked at here."""
    services = district.services
    with services.store.reading() as session:
        row = load_rows(session, [nomination_id], locked=False)[nomination_id]
        actor = wish(district, [nomination_id], trigger).actor
        refusals = Judge(session, services.office, actor, [row], district.today).judge(row, trigger, {}).refusals
    return tuple(one.vi for no in refusals if no.code == "papers_lacking" for one in no.params["lacking"])


def of_award(district: District, award: str, subject: str, kind: str, **fields: Any) -> int:
    """A nomination for this award at its last step with the clerk, without any paper but the minutes."""
    with district.services.store.transaction() as tx:
        if tx.session.get(Award, award) is None:
            tx.session.add(Award(code=award, name_vi=award, name_en=award, short_vi=award, short_en=award,
                                 family="title", subject="any", position=99))  # fmt: skip
    nomination_id = make_nomination(district, "draft", kind=kind)
    write(district, nomination_id, award_code=award, subject=subject, member_count="9", report="", **fields)
    if kind != "sudden":
        fire(district, [nomination_id], "send_to_review")
        attach(district, nomination_id, "minutes")
    return nomination_id


def write(district: District, nomination_id: int, **fields: Any) -> None:
    with district.services.store.transaction() as tx:
        row = tx.session.get_one(Nomination, nomination_id)
        write_nomination(tx, district.services.office, WriteNomination(
            proposal_id=row.proposal_id, fields={**content(row.name), **fields}, actor=district.act("clerk"),
            nomination_id=nomination_id,
        ))  # fmt: skip


LAST_STEP: Final = {"yearly": "propose", "sudden": "send_to_review"}
SUBMITTED: Final = [
    (datetime(2023, 11, 6, 2, tzinfo=UTC), "LDTT", "person", "yearly", ()),
    (datetime(2023, 11, 6, 2, tzinfo=UTC), "CSTDCS", "person", "yearly", (
        "Báo cáo thành tích", "Chứng nhận, xác nhận sáng kiến hoặc đề tài")),
    (datetime(2023, 11, 6, 2, tzinfo=UTC), "GK_TT", "collective", "sudden", ("Báo cáo tóm tắt thành tích",)),
    (datetime(2024, 3, 4, 2, tzinfo=UTC), "LDTT", "person", "yearly", ("Báo cáo thành tích",)),
    (datetime(2024, 3, 4, 2, tzinfo=UTC), "CSTDCS", "person", "yearly", (
        "Báo cáo thành tích", "Kết quả bỏ phiếu của Hội đồng cấp trình",
        "Chứng nhận sáng kiến, đề tài hoặc xác nhận hoàn thành xuất sắc")),
    (datetime(2025, 9, 1, 2, tzinfo=UTC), "CSTDCS", "person", "yearly", (
        "Báo cáo thành tích (Mẫu số 05)", "Kết quả bỏ phiếu của Hội đồng cấp trình",
        "Chứng nhận sáng kiến, đề tài hoặc xác nhận hoàn thành xuất sắc")),
]  # fmt: skip


@pytest.mark.parametrize(("at", "award", "subject", "kind", "expected"), SUBMITTED)
def test_a_submission_names_what_is_missing(
    tmp_path: Path, at: datetime, award: str, subject: str, kind: str, expected: tuple[str, ...]
) -> None:
    district = make_district(make_services(tmp_path, clock=ManualClock(at)))
    nomination_id, last_step = of_award(district, award, subject, kind), LAST_STEP[kind]
    assert lacking(district, nomination_id, last_step) == expected
    papers = [attach(district, nomination_id, paper) for paper in ("report", "vote_record", "certificate")]
    assert lacking(district, nomination_id, last_step) == ()
    fire(district, [nomination_id], last_step)
    assert lacking(district, nomination_id, "submit") == ()
    with raw(district.services.store.engine) as connection:  # as a paper might be gone that the clerk had seen there
        connection.execute(update(Evidence).where(Evidence.id.in_(papers)).values(withdrawn_at=datetime.now(UTC)))
    assert lacking(district, nomination_id, "submit") == expected


def test_a_written_report_needs_no_upload_and_a_claimed_initiative_needs_its_certificate(district: District) -> None:
    claim = {"initiative_number": "12/2023", "initiative_year": "2023", "initiative_title": "Lịch bơm theo cụm"}
    nomination_id = of_award(district, "GK_CN", "person", "yearly", **claim)
    both = ("Báo cáo thành tích", "Chứng nhận, xác nhận sáng kiến hoặc đề tài")
    assert lacking(district, nomination_id, "propose") == both
    attach(district, nomination_id, "certificate")
    assert lacking(district, nomination_id, "propose") == both[:1]
    write(district, nomination_id, report="Việc đã làm.", **claim)
    assert lacking(district, nomination_id, "propose") == ()


def test_a_build_without_the_guard_lets_it_through(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(Facts, "papers_lacking", property(lambda _self: ()))
    nomination_id = of_award(district, "GK_CN", "person", "yearly")
    assert lacking(district, nomination_id, "propose") == ()


# --- a state secret -------------------------------------------------------------------------


def test_a_state_secret_takes_no_file_and_a_file_makes_no_secret(district: District) -> None:
    nomination_id = make_nomination(district, "draft")
    held = attach(district, nomination_id, "report")
    with pytest.raises(Invalid) as refused:
        write(district, nomination_id, state_secret="1")
    problem = refused.value.problems["state_secret"]
    assert (problem.code, problem.params["n"]) == ("secret_has_files", 1)
    with district.services.store.transaction() as tx:
        withdraw_file(tx, district.services.office, district.act("clerk"), held)
    write(district, nomination_id, state_secret="1")
    with pytest.raises(Invalid) as refused:
        attach(district, nomination_id, "report")
    assert refused.value.problems["file"].code == "secret_takes_no_file"


RAW: Final = (
    "INSERT INTO evidence (nomination_id, kind, file_name, media_type, size, sha256, uploaded_by_id, uploaded_at) "
    "SELECT {secret}, kind, file_name, media_type, size, sha256, uploaded_by_id, uploaded_at FROM evidence "
    "WHERE id = {held}",
    "UPDATE evidence SET nomination_id = {secret} WHERE id = {held}",
    "UPDATE evidence SET withdrawn_at = NULL WHERE id = {taken}",
    "UPDATE nomination SET state_secret = {true} WHERE id = {open}",
)  # fmt: skip


def sides(district: District) -> tuple[str, ...]:
    """The statements about one nomination with a file and one that is secret, whose file was taken back before."""
    with_file, secret = make_nomination(district, "draft"), make_nomination(district, "draft")
    held, taken = attach(district, with_file), attach(district, secret)
    with district.services.store.transaction() as tx:
        withdraw_file(tx, district.services.office, district.act("clerk"), taken)
    write(district, secret, state_secret="1")
    true = "true" if district.services.store.engine.dialect.name == "postgresql" else "1"
    return tuple(one.format(secret=secret, held=held, taken=taken, open=with_file, true=true) for one in RAW)


def test_the_database_keeps_files_and_secrets_apart(anywhere: District) -> None:
    engine = anywhere.services.store.engine
    for statement in sides(anywhere):
        with pytest.raises(DBAPIError, match="a state secret takes no file"), raw(engine) as connection:
            connection.execute(text(statement))


def test_without_its_triggers_the_database_would_take_them(district: District) -> None:
    """The negative control."""
    statements, engine = sides(district), district.services.store.engine
    with raw(engine) as connection:
        for name in ("evidence_of_a_secret_is_refused", "evidence_stays_out_of_a_secret",
                     "nomination_with_files_is_no_secret"):  # fmt: skip
            connection.execute(text(f"DROP TRIGGER {name}"))
        changed = [connection.execute(text(statement)).rowcount for statement in statements]
    assert changed == [1] * len(RAW)

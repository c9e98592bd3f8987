"""Lists in spreadsheets: nothing typed becomes a formula, every row is judged as a form would be, and what was
previewed is what is taken, once."""

from __future__ import annotations

import io
import itertools
import random
import re
import time
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from tests.evidence.databases import DATABASES, district_on
from tests.factories import District, content, make_nominations
from tests.support.sheets import Filled, Formula, book_of, cells_of
from workflow.audit.models import AuditEntry
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Stale
from workflow.kernel.sheets import Book, Column
from workflow.lifecycle.verify import verify
from workflow.nominations.content import checked_nomination
from workflow.nominations.draft import WriteLetter, WriteNomination, write_letter, write_nomination
from workflow.nominations.identity import FIELDS as REGISTER_FIELDS
from workflow.nominations.lines import MOST_NOMINATIONS
from workflow.nominations.models import ListUpload, Nomination, Task
from workflow.nominations.sheets.checking import ADDED, BAD, CHANGED, SAME, Plan
from workflow.nominations.sheets.columns import CONTENT, TIES
from workflow.nominations.sheets.importing import (
    ApplyList,
    KeepList,
    applied_before,
    apply_list,
    forget_lists,
    keep_list,
    list_of_upload,
    plan_of_upload,
    upload_of,
)
from workflow.nominations.sheets.labels import labels_of
from workflow.nominations.sheets.reading import loaded, read_list
from workflow.nominations.sheets.standing import letter_as_it_stands
from workflow.nominations.sheets.template import KEPT, SHEET, VALUES, faulty_workbook, letter_workbook

AT = datetime(2023, 11, 1, tzinfo=UTC)
LETTER = {"kind": "yearly", "movement_id": "", "number": "45/TTr-UBND", "letter_date": "31/10/2023", "summary": ""}


@pytest.fixture
def district(tmp_path: Path, request: pytest.FixtureRequest) -> District:
    return district_on("sqlite", tmp_path, request)


def letter(district: District, *names: str, **fields: str) -> int:
    """A letter of the unit with these people in it."""
    services, clerk = district.services, district.act("clerk")
    with services.store.transaction() as tx:
        wish = WriteLetter(unit_id=district.unit_id, fields={**LETTER, **fields}, actor=clerk)
        proposal_id = write_letter(tx, services.office, wish)
        for name in names:
            line = WriteNomination(proposal_id=proposal_id, fields=content(name), actor=clerk)
            write_nomination(tx, services.office, line)
    return proposal_id


def template(district: District, proposal_id: int) -> Filled:
    with district.services.store.reading() as session:
        standing = letter_as_it_stands(session, district.services.office, proposal_id)
        return Filled(letter_workbook(standing, labels_of(session), AT, district.today))


def kept(district: District, proposal_id: int, content: bytes, sha256: str = "a" * 64) -> int:
    file = read_list("ds.xlsx", content, proposal_id)
    command = KeepList(
        proposal_id=proposal_id, file_name="ds.xlsx", sha256=sha256, file=file, actor=district.act("clerk")
    )
    with district.services.store.transaction() as tx:
        return keep_list(tx, command)


def plan(district: District, proposal_id: int, upload_id: int) -> Plan:
    with district.services.store.reading() as session:
        upload = upload_of(session, proposal_id, upload_id)
        assert upload is not None
        return plan_of_upload(session, district.services.office, upload, district.services.clock.now())


def previewed(district: District, proposal_id: int, content: bytes) -> Plan:
    return plan(district, proposal_id, kept(district, proposal_id, content))


def confirm(district: District, proposal_id: int, upload_id: int, *take: int, seen: str = "") -> bool:
    seen = seen or plan(district, proposal_id, upload_id).seen
    command = ApplyList(proposal_id=proposal_id, upload_id=upload_id, seen=seen, take=frozenset(take),
                        actor=district.act("clerk"))  # fmt: skip
    with district.services.store.transaction() as tx:
        return apply_list(tx, district.services.office, command)


def names(district: District, proposal_id: int) -> list[str]:
    query = select(Nomination.name).where(Nomination.proposal_id == proposal_id).order_by(Nomination.position)
    with district.services.store.reading() as session:
        return list(session.execute(query).scalars())


def refusal(content: bytes, proposal_id: int = 1, name: str = "ds.xlsx") -> str:
    with pytest.raises(Invalid) as caught:
        read_list(name, content, proposal_id)
    return caught.value.problems["file"].code


def hostile(count: int) -> list[str]:
    """Texts that a spreadsheet program, or a reader of its files, would like to understand as something else."""
    starts = (
        "=", "+", "-", "@", "\t=", "\r=", "＝", "'", "{=", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example")',
        "http://x.example/", "mailto:a@x.example", "internal:A1", "0123", "1e5", "TRUE", "#REF!", "_x0041_", "_x000D_",
        "<b>", "&amp;", "]]>", "\u202e", "é", "e\u0301", "😀", "\u00a0", "  ", "\n", "\x01",
    )  # fmt: skip
    chance = random.Random(2023)
    return [f"{chance.choice(starts)}{chance.choice(starts)}{number}{chance.choice(starts)}" for number in range(count)]


def test_a_thousand_hostile_texts_come_back_as_text_from_every_column() -> None:
    texts = hostile(1_000)
    columns = [Column(head=f"=HEAD{number}", wrap=number % 2 == 0) for number in range(10)]
    book = Book(AT)
    book.sheet("=1+1", columns, [texts[start : start + 10] for start in range(0, 1_000, 10)], notes=[texts[:10]])
    made = book.done()
    found = cells_of(made, "=1+1")
    assert [cell for row in found[2:] for cell in row] == texts
    assert found[0] == [column.head for column in columns]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert not re.search(r"<f[ >/]", sheet)
        assert not re.search(r"<hyperlink", sheet)
        assert not [name for name in archive.namelist() if "calcChain" in name or "worksheets/_rels" in name]


def test_numbers_and_dates_stay_what_they_are_and_a_text_too_long_for_a_cell_is_refused() -> None:
    book = Book(AT)
    columns = [Column(head="n", kind="integer"), Column(head="d", kind="date"), Column(head="t")]
    book.sheet("S", columns, [[1971, date(2023, 11, 24), "0123"], [None, None, ""]])
    assert cells_of(book.done(), "S") == [["n", "d", "t"], [1971.0, date(2023, 11, 24), "0123"]]
    with pytest.raises(ValueError, match="32767"):
        Book(AT).sheet("S", columns[2:], [["x" * 32_768]])


def test_the_columns_are_the_fields_of_a_nomination(district: District) -> None:
    with district.services.store.reading() as session:
        assert set(checked_nomination(session, content("Bùi Văn A"), district.today)) == set(CONTENT)
    assert set(TIES) == set(REGISTER_FIELDS) - {"laureate_id"}


def test_hostile_texts_go_out_with_the_letter_and_come_back_unchanged(district: District) -> None:
    """What a person typed into the form is the same after a round through the spreadsheet."""
    proposal_id = letter(district)
    office, clerk = district.services.office, district.act("clerk")
    with district.services.store.transaction() as tx:
        for text in hostile(60):
            fields = {**content(f"={text}"), "post": text, "achievement_place": f"={text}",
                      "achievement": f"={text}", "report": f"={text}\n\n+{text}",
                      "circumstances": text, "previous_awards": text}  # fmt: skip
            write_nomination(tx, office, WriteNomination(proposal_id=proposal_id, fields=fields, actor=clerk))
    back = template(district, proposal_id).saved()
    found = previewed(district, proposal_id, back)
    assert {one.outcome for one in found.verdicts} == {SAME}
    assert len(found.verdicts) == 60


def test_the_list_goes_out_with_its_codes_and_valid_values(district: District) -> None:
    proposal_id = letter(district, "Bùi Văn Sóng Cả")
    filled = template(district, proposal_id)
    assert [row["name"] for row in filled.rows] == ["Bùi Văn Sóng Cả"]
    assert filled.rows[0]["code"] == "TĐKT-2023-0001"
    assert filled.values[1][:4] == ["template", "1", "TĐKT-2023-0001", 1.0]
    assert [row[-1] for row in filled.values[1:]][:2] == ["Giấy khen (cá nhân)", "Giấy khen (tập thể)"]
    with district.services.store.reading() as session:
        standing = letter_as_it_stands(session, district.services.office, proposal_id)
        made = letter_workbook(standing, labels_of(session), AT, district.today)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheet, book = (archive.read(name).decode() for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"))
    assert re.search(rf'name="{VALUES}"[^>]*state="hidden"', book)
    assert sheet.count('type="list"') == 8
    assert f"'{VALUES}'!$L$2:$L$5" in sheet


@pytest.mark.parametrize(("cells", "expected"), [
    ({"subject": "cá nhân", "gender": "NAM"}, {"subject": "person", "gender": "male"}),
    ({"subject": "Person", "gender": "Female"}, {"subject": "person", "gender": "female"}),
    ({"subject": "person", "gender": "nu"}, {"subject": "person", "gender": "female"}),
    ({"occupation": "Công nhân"}, {"occupation": "worker"}),
    ({"occupation": "Farmer"}, {"occupation": "farmer"}),
    ({"award_code": "LDTT"}, {"award_code": "LDTT"}),
    ({"award_code": "advanced worker"}, {"award_code": "LDTT"}),
    ({"award_code": "Lao động tiên tiến"}, {"award_code": "LDTT"}),
    ({"direct_labour": "Có", "state_secret": "No"}, {"direct_labour": True, "state_secret": False}),
    ({"direct_labour": "x"}, {"direct_labour": True}),
    ({"direct_labour": 1}, {"direct_labour": True}),
    ({"birth_year": 1971.0}, {"birth_year": 1971}),
    ({"birth_year": " 1971 "}, {"birth_year": 1971}),
    ({"name": "Nguye\u0302\u0303n  Thi\u0323 Lu\u0301a"}, {"name": "Nguyễn Thị Lúa"}),
    ({"subject": "Tập thể", "gender": "", "member_count": 9, "female_count": 4, "award_code": "Giấy khen (tập thể)"},
     {"subject": "collective", "member_count": 9, "female_count": 4, "award_code": "GK_TT"}),
    ({"report": "Dòng một\nDòng hai"}, {"report": "Dòng một\nDòng hai"}),
])  # fmt: skip
def test_labels_in_either_language_and_codes_are_read(
    cells: dict[str, Any], expected: dict[str, Any], district: District
) -> None:
    proposal_id = letter(district)
    (one,) = previewed(district, proposal_id, template(district, proposal_id).add(**cells).saved()).verdicts
    assert (one.outcome, dict(one.problems)) == (ADDED, {})
    assert {name: one.values[name] for name in expected} == expected


@pytest.mark.parametrize(("cells", "expected"), [
    ({"subject": "Con mèo"}, {"subject": "not_a_choice"}),
    ({"subject": ""}, {"subject": "missing_choice"}),
    ({"name": ""}, {"name": "missing_text"}),
    ({"birth_year": "197x"}, {"birth_year": "number_out_of_range"}),
    ({"birth_year": ""}, {"birth_year": "missing_number"}),
    ({"birth_year": 2022}, {"birth_year": "number_out_of_range"}),
    ({"gender": "khác"}, {"gender": "not_a_choice"}),
    ({"award_code": "Huân chương Mặt trời"}, {"award_code": "missing_choice"}),
    ({"award_code": "Giấy khen (tập thể)"}, {"award_code": "award_not_for_subject"}),
    ({"subject": "Tập thể"}, {"award_code": "award_not_for_subject", "member_count": "missing_number"}),
    ({"direct_labour": "có lẽ"}, {"direct_labour": "not_yes_or_no"}),
    ({"report": "x" * 2_001}, {"report": "too_long"}),
    ({"achievement": "x" * 301}, {"achievement": "too_long"}),
    ({"achievement": Formula("=1+1")}, {"achievement": "cell_is_formula"}),
    ({"report": Formula('=HYPERLINK("http://x.example")')}, {"report": "cell_is_formula"}),
    ({"code": "TĐKT-2023-9999"}, {"code": "code_not_in_letter"}),
    ({"report": KEPT.vi}, {"report": "kept_without_code"}),
    ({"name": "", "birth_year": "", "achievement": ""},
     {"name": "missing_text", "birth_year": "missing_number", "achievement": "missing_text"}),
])  # fmt: skip
def test_a_bad_row_is_named_with_every_column(
    cells: dict[str, Any], expected: dict[str, str], district: District
) -> None:
    proposal_id = letter(district)
    good = template(district, proposal_id).add(name="Lại Thị Rơm Vàng").add(**cells)
    first, second = previewed(district, proposal_id, good.saved()).verdicts
    assert (first.outcome, first.row.number) == (ADDED, 4)
    assert (second.outcome, second.row.number) == (BAD, 5)
    assert {name: problem.code for name, problem in second.problems.items()} == expected


def test_bad_rows_go_out_with_their_reasons_and_come_back_mended(district: District) -> None:
    proposal_id = letter(district, "Bùi Văn Sóng Cả", "Lại Thị Rơm Vàng")
    filled = template(district, proposal_id)
    filled.rows[0]["birth_year"] = "chưa rõ"
    filled.add()
    upload_id = kept(district, proposal_id, filled.saved())
    assert confirm(district, proposal_id, upload_id)
    with district.services.store.reading() as session:
        file = list_of_upload(session, upload_id)
        standing = letter_as_it_stands(session, district.services.office, proposal_id)
        rows = [(file.rows[0].cells, "Năm sinh: …")]
        made = faulty_workbook(standing, labels_of(session), rows, file.known, AT, district.today)
    assert cells_of(made)[3][3] == "chưa rõ"
    assert cells_of(made)[3][-1] == "Năm sinh: …"
    mended = Filled(made)
    mended.rows[0]["birth_year"] = 1969
    found = previewed(district, proposal_id, mended.saved())
    assert [one.outcome for one in found.verdicts] == [CHANGED]
    assert found.gone == (), "the rows that were good before were not in this file and are not missed"
    assert found.file.ignored == ()


def test_columns_may_be_moved_left_out_and_joined_by_ones_own(district: District) -> None:
    proposal_id = letter(district, "Bùi Văn Sóng Cả")
    filled = template(district, proposal_id).add(name="Lại Thị Rơm Vàng")
    columns = ("name", "code", "award_code", "birth_year", "gender", "subject", "achievement")
    found = previewed(district, proposal_id, filled.saved(columns, beside=("Ghi chú",)))
    assert [one.outcome for one in found.verdicts] == [SAME, ADDED], "what the file does not speak of stays as it is"
    assert found.file.ignored == ("Ghi chú",)


def test_a_long_report_stays_as_it_is(district: District) -> None:
    proposal_id = letter(district)
    with district.services.store.transaction() as tx:
        fields = {**content("Bùi Văn Sóng Cả"), "report": "x" * 5_000}
        line = WriteNomination(proposal_id=proposal_id, fields=fields, actor=district.act("clerk"))
        write_nomination(tx, district.services.office, line)
    filled = template(district, proposal_id)
    assert filled.rows[0]["report"] == KEPT.vi
    filled.rows[0]["birth_year"] = 1969
    upload_id = kept(district, proposal_id, filled.saved())
    (one,) = plan(district, proposal_id, upload_id).verdicts
    assert [each.field for each in one.changes] == ["birth_year"]
    confirm(district, proposal_id, upload_id)
    with district.services.store.reading() as session:
        assert session.execute(select(func.length(Nomination.report), Nomination.birth_year)).one() == (5_000, 1969)


def test_differences_are_shown_field_by_field_and_what_is_gone_is_kept(district: District) -> None:
    proposal_id = letter(district, "Bùi Văn Sóng Cả", "Lại Thị Rơm Vàng", "Trần Thị Mạ Non")
    filled = template(district, proposal_id)
    filled.rows[0] |= {"name": "Bùi Văn Sóng Cả", "birth_year": 1969, "gender": "Nữ", "post": ""}
    del filled.rows[1]
    upload_id = kept(district, proposal_id, filled.saved())
    found = plan(district, proposal_id, upload_id)
    assert [one.outcome for one in found.verdicts] == [CHANGED, SAME]
    assert [(each.field, each.old, each.new) for each in found.verdicts[0].changes] == [
        ("birth_year", 1980, 1969), ("gender", "male", "female"), ("post", "Nông dân, thôn Thượng", ""),
    ]  # fmt: skip
    assert [line.values["name"] for line in found.gone] == ["Lại Thị Rơm Vàng"]
    confirm(district, proposal_id, upload_id)
    assert names(district, proposal_id) == ["Bùi Văn Sóng Cả", "Lại Thị Rơm Vàng", "Trần Thị Mạ Non"]


def test_nobody_changes_their_own_line_by_a_list(district: District) -> None:
    proposal_id = letter(district, "Bùi Văn Sóng Cả", "Lại Thị Rơm Vàng")
    with district.services.store.transaction() as tx:
        tx.session.execute(update(Nomination).where(Nomination.name == "Bùi Văn Sóng Cả").values(
            nominee_id=district.people["clerk"]
        ))  # fmt: skip
    filled = template(district, proposal_id)
    filled.rows[0]["birth_year"] = 1969
    with pytest.raises(Forbidden, match="own_line"):
        confirm(district, proposal_id, kept(district, proposal_id, filled.saved()))
    filled.rows[0]["birth_year"] = 1980
    filled.rows[1]["birth_year"] = 1969
    assert confirm(district, proposal_id, kept(district, proposal_id, filled.saved(), "b" * 64))


def test_likely_duplicates_wait_for_a_choice(district: District) -> None:
    """In the letter, in another open letter of the unit, and in the file itself; accents and case do not hide them."""
    other = letter(district, "Đỗ Văn Cày Sâu", number="46/TTr-UBND")
    proposal_id = letter(district, "Bùi Văn Sóng Cả")
    filled = template(district, proposal_id)
    filled.add(name="BUI VAN SONG CA", birth_year=1980).add(name="Do van cay sau", birth_year=1980)
    filled.add(name="Trần Thị Mạ Non").add(name="Trần Thị Mạ Non").add(name="Bùi Văn Sóng Cả", birth_year=1955)
    upload_id = kept(district, proposal_id, filled.saved())
    found = plan(district, proposal_id, upload_id)
    asked = {one.row.number: ([each.proposal_id for each in one.alike], one.twin) for one in found.asked}
    # The first row of the file is the nomination itself, of the same likeness as the second.
    assert asked == {5: ([proposal_id], 4), 6: ([other], None), 8: ([], 7)}
    confirm(district, proposal_id, upload_id, 6)
    assert names(district, proposal_id) == ["Bùi Văn Sóng Cả", "Do van cay sau", "Trần Thị Mạ Non", "Bùi Văn Sóng Cả"]
    with district.services.store.reading() as session:
        upload = upload_of(session, proposal_id, upload_id)
    assert upload is not None and upload.result is not None
    assert upload.result["skipped"] == [[5, "BUI VAN SONG CA"], [8, "Trần Thị Mạ Non"]]


def test_achievements_and_initiatives_are_told_to_the_register(district: District) -> None:
    proposal_id = letter(district, "Bùi Văn Sóng Cả", kind="sudden")
    filled = template(district, proposal_id)
    assert filled.rows[0]["achievement_kind"] == "Cứu người, cứu tài sản"
    filled.rows[0] |= {"achievement_place": "Bến đò thôn Hạ", "initiative_number": "12/CN", "initiative_year": 2022,
                       "initiative_title": "Máy gặt"}  # fmt: skip
    filled.add(
        achievement_on="20/10/2023", achievement_place="Cầu Treo", achievement_kind="Rescue of people or property"
    )
    filled.add(name="Thiếu nơi", achievement_on="20/10/2023", achievement_kind="rescue")
    filled.add(name="Ngày sau", achievement_on="20/10/2024", achievement_place="x", achievement_kind="rescue")
    upload_id = kept(district, proposal_id, filled.saved())
    found = plan(district, proposal_id, upload_id)
    assert [(each.field, each.old, each.new) for each in found.verdicts[0].changes] == [
        ("achievement_place", "Bến đò thôn Thượng", "Bến đò thôn Hạ"), ("initiative_number", "", "12/CN"),
        ("initiative_year", "", 2022), ("initiative_title", "", "Máy gặt"),
    ]  # fmt: skip
    assert [{name: problem.code for name, problem in one.problems.items()} for one in found.verdicts[1:]] == [
        {}, {"achievement_place": "missing_text"}, {"achievement_on": "date_after_today"},
    ]  # fmt: skip
    confirm(district, proposal_id, upload_id)
    after = template(district, proposal_id)
    assert [row["achievement_place"] for row in after.rows] == ["Bến đò thôn Hạ", "Cầu Treo"]
    assert after.rows[0]["initiative_year"] == "2022"
    assert {one.outcome for one in previewed(district, proposal_id, after.saved()).verdicts} == {SAME}


def test_what_was_changed_on_its_page_meanwhile_is_not_overwritten_unasked(district: District) -> None:
    proposal_id = letter(district, "Bùi Văn Sóng Cả")
    filled = template(district, proposal_id)
    filled.rows[0]["birth_year"] = 1969
    with district.services.store.transaction() as tx:
        line = WriteNomination(proposal_id=proposal_id, nomination_id=1, fields=content("Bùi Văn Sóng Cả Mới"),
                               actor=district.act("clerk"))  # fmt: skip
        write_nomination(tx, district.services.office, line)
    upload_id = kept(district, proposal_id, filled.saved())
    (one,) = plan(district, proposal_id, upload_id).verdicts
    assert (one.outcome, one.overtaken, one.asks) == (CHANGED, True, True)
    with pytest.raises(Invalid):
        confirm(district, proposal_id, upload_id)
    assert names(district, proposal_id) == ["Bùi Văn Sóng Cả Mới"]


@pytest.mark.parametrize("database", DATABASES)
def test_a_confirmed_list_is_in_the_letter_once_as_if_typed_line_by_line(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    district = district_on(database, tmp_path, request)
    proposal_id = letter(district, "Bùi Văn Sóng Cả")
    filled = template(district, proposal_id)
    filled.rows[0]["birth_year"] = 1969
    for number in range(30):
        filled.add(name=f"Trần Văn Thóc {number}")
    upload_id = kept(district, proposal_id, filled.saved())
    seen = plan(district, proposal_id, upload_id).seen
    assert confirm(district, proposal_id, upload_id, seen=seen)
    assert not confirm(district, proposal_id, upload_id, seen=seen), "pressed again: nothing more happens"
    assert not confirm(district, proposal_id, kept(district, proposal_id, filled.saved())), "sent again: the same bytes"
    _same_rows_as_typed(district, proposal_id)
    with district.services.store.engine.connect() as connection:
        assert verify(connection, district.services.office.registry).sound


def _same_rows_as_typed(district: District, proposal_id: int) -> None:
    """Everything of an imported nomination is what `write_nomination` gives one."""
    n, t = Nomination.__table__, Task.__table__
    with district.services.store.transaction() as tx:
        words = {name: value for name, value in content("Trần Văn Thóc Mẩy").items() if name in CONTENT}
        fields = {**words, "birth_year": "1971", "post": "Nông dân", "report": "Báo cáo.",
                  "achievement": "Hiến 620 m² đất làm đường thôn"}  # fmt: skip
        line = WriteNomination(proposal_id=proposal_id, fields=fields, actor=district.act("clerk"))
        typed = write_nomination(tx, district.services.office, line)
    with district.services.store.reading() as session:
        rows = [dict(row._mapping) for row in session.execute(select(n).order_by(n.c.position))]
        tasks = [dict(row._mapping) for row in session.execute(select(t).order_by(t.c.nomination_id))]
        trail = session.execute(select(AuditEntry.subject_id, AuditEntry.seq).where(
            AuditEntry.subject_kind == "nomination", AuditEntry.action == "write"
        )).all()  # fmt: skip
    assert [row["position"] for row in rows] == list(range(1, 33))
    assert [row["code"] for row in rows] == [f"TĐKT-2023-{number:04d}" for number in range(1, 33)]
    assert (rows[0]["birth_year"], rows[0]["content_version"]) == (1969, 2)
    own = ("id", "code", "position", "name", "name_key", "search_text", "laureate_id")
    imported, single = ({name: value for name, value in row.items() if name not in own} for row in rows[-2:])
    assert imported == single
    assert rows[-1]["id"] == typed
    assert [task["nomination_id"] for task in tasks] == [row["id"] for row in rows]
    told = [tuple(value for name, value in task.items() if name not in ("id", "nomination_id")) for task in tasks]
    assert len(set(told)) == 1
    assert sorted(trail) == sorted([(row["id"], 1) for row in rows] + [(rows[0]["id"], 2)])


def test_a_letter_that_changed_after_the_preview_is_stale(district: District) -> None:
    proposal_id = letter(district, "Bùi Văn Sóng Cả")
    upload_id = kept(district, proposal_id, template(district, proposal_id).add().saved())
    seen = plan(district, proposal_id, upload_id).seen
    with district.services.store.transaction() as tx:
        line = WriteNomination(proposal_id=proposal_id, fields=content("Lại Thị Rơm Vàng"), actor=district.act("clerk"))
        write_nomination(tx, district.services.office, line)
    with pytest.raises(Stale):
        confirm(district, proposal_id, upload_id, seen=seen)
    assert confirm(district, proposal_id, upload_id)


def test_a_new_likeness_elsewhere_after_the_preview_is_stale(district: District) -> None:
    proposal_id = letter(district)
    upload_id = kept(district, proposal_id, template(district, proposal_id).add(name="Đỗ Cày", birth_year=1980).saved())
    seen = plan(district, proposal_id, upload_id).seen
    letter(district, "Đỗ Cày", number="46/TTr-UBND")
    with pytest.raises(Stale):
        confirm(district, proposal_id, upload_id, seen=seen)


def test_an_upload_belongs_to_its_letter(district: District) -> None:
    proposal_id = letter(district)
    upload_id = kept(district, proposal_id, template(district, proposal_id).add().saved())
    other = letter(district, number="46/TTr-UBND")
    command = ApplyList(proposal_id=other, upload_id=upload_id, seen="", take=frozenset(), actor=district.act("clerk"))
    with pytest.raises(NotFound), district.services.store.transaction() as tx:
        apply_list(tx, district.services.office, command)


def test_content_that_may_not_change_any_more_is_a_bad_row(district: District) -> None:
    (nomination_id,) = make_nominations(district, 1, "pending_unit_head")
    with district.services.store.reading() as session:
        proposal_id = session.execute(select(Nomination.proposal_id).where(Nomination.id == nomination_id)).scalar_one()
    filled = template(district, proposal_id)
    filled.rows[0]["birth_year"] = 1969
    (one,) = previewed(district, proposal_id, filled.saved()).verdicts
    assert {name: problem.code for name, problem in one.problems.items()} == {"code": "content_closed"}


def test_what_is_no_list_of_this_letter_is_refused_with_what_to_do(district: District) -> None:
    proposal_id = letter(district)
    filled = template(district, proposal_id).add()
    assert refusal(filled.fact("template", 0).saved(), proposal_id) == "list_template_old"
    assert refusal(filled.fact("template", 1).saved(), proposal_id + 1) == "list_of_another_letter"
    assert refusal(filled.saved(("code", "name")), proposal_id) == "list_column_missing"
    filled.rows.clear()
    assert refusal(filled.saved(), proposal_id) == "list_empty"
    assert refusal(book_of({"Sheet1": [["x"]]})) == "list_not_ours"
    assert refusal(b"no workbook at all") == "file_type_not_taken"
    assert refusal(b"%PDF-1.4 ", name="ds.pdf") in ("file_damaged", "file_type_not_taken")


def test_a_list_without_a_hidden_sheet_of_its_own_is_refused(district: District) -> None:
    proposal_id = letter(district)
    filled = template(district, proposal_id).add()
    assert refusal(book_of({SHEET: [filled.heads]}), proposal_id) == "list_not_ours"


def _tampered(content: bytes, part: str, old: str, new: str) -> bytes:
    """The file with a piece of one part replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            inside = source.read(entry)
            changed = inside.replace(old.encode(), new.encode()) if entry.filename == part else inside
            target.writestr(entry.filename, changed)
    return made.getvalue()


def test_a_sheet_beyond_the_bounds_is_refused_before_it_is_laid_out(district: District) -> None:
    proposal_id = letter(district)
    good = template(district, proposal_id).add().saved()
    sheet = "xl/worksheets/sheet1.xml"
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    started = time.perf_counter()
    assert refusal(_tampered(good, sheet, "</sheetData>", far), proposal_id) == "sheet_too_long"
    wide = '<row r="9"><c r="BI9"><v>1</v></c></row></sheetData>'
    assert refusal(_tampered(good, sheet, "</sheetData>", wide), proposal_id) == "sheet_too_wide"
    blanks = '<row r="9">' + '<c r="A9"/>' * 400_001 + "</row></sheetData>"
    found = refusal(_tampered(good, sheet, "</sheetData>", blanks), proposal_id)
    assert found in ("sheet_too_long", "file_too_large_inside")
    assert time.perf_counter() - started < 10
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
    assert refusal(_tampered(good, sheet, "<worksheet", entity), proposal_id) == "file_damaged"


def test_a_zip_bomb_is_refused(district: District) -> None:
    proposal_id = letter(district)
    good = template(district, proposal_id).add().saved()
    bomb = _tampered(good, "xl/sharedStrings.xml", "</sst>", " " * 150_000_000 + "</sst>")
    assert len(bomb) < 1_000_000
    assert refusal(bomb, proposal_id) == "file_too_large_inside"


def test_two_parts_of_one_name_are_refused(district: District) -> None:
    proposal_id = letter(district)
    made = io.BytesIO(template(district, proposal_id).add().saved())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("XL/worksheets/sheet1.xml", "<worksheet/>")
    assert refusal(made.getvalue(), proposal_id) == "file_damaged"


def test_five_thousand_and_one_rows_are_too_many(district: District) -> None:
    proposal_id = letter(district)
    filled = template(district, proposal_id)
    filled.rows += [{"name": "x"}] * (MOST_NOMINATIONS + 1)
    assert refusal(filled.saved(), proposal_id) == "sheet_too_long"
    filled.rows.pop()
    assert len(read_list("ds.xlsx", filled.saved(), proposal_id).rows) == MOST_NOMINATIONS


def test_a_kept_list_is_read_as_it_was(district: District) -> None:
    proposal_id = letter(district, "Bùi Văn Sóng Cả")
    filled = template(district, proposal_id)
    filled.add(achievement=Formula("=1")).add(report="x" * 2_001).add(name="A\x00B\x0b")
    file = read_list("ds.xlsx", filled.saved(beside=("Của tôi",)), proposal_id)
    assert loaded(file.dumped()) == file


def test_lists_are_forgotten_after_a_month_but_not_that_they_were_taken(district: District) -> None:
    proposal_id = letter(district)
    content = template(district, proposal_id).add().saved()
    waiting, taken = kept(district, proposal_id, content, "b" * 64), kept(district, proposal_id, content)
    confirm(district, proposal_id, taken)
    for days, left in ((29, [waiting, taken]), (2, [taken])):
        district.sleep(days)
        with district.services.store.transaction() as tx:
            forget_lists(tx)
        with district.services.store.reading() as session:
            assert list(session.execute(select(ListUpload.id).order_by(ListUpload.id)).scalars()) == left
    with district.services.store.reading() as session:
        assert list_of_upload(session, taken).rows == ()
        assert applied_before(session, proposal_id, "a" * 64) == taken


@pytest.mark.parametrize("database", DATABASES)
def test_five_thousand_rows_are_taken_in_one_go(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district = district_on(database, tmp_path, request)
    proposal_id = letter(district)
    filled = template(district, proposal_id)
    for number in range(MOST_NOMINATIONS):
        filled.add(name=f"Trần Văn Thóc {number}", report="Đã làm nhiều việc có ích. " * 20)
    saved = filled.saved()
    times = [time.perf_counter()]
    upload_id = kept(district, proposal_id, saved)
    times.append(time.perf_counter())
    seen = plan(district, proposal_id, upload_id).seen
    times.append(time.perf_counter())
    assert confirm(district, proposal_id, upload_id, seen=seen)
    times.append(time.perf_counter())
    read, judged, taken = (after - before for before, after in itertools.pairwise(times))
    print(f"\n{database}: 5,000 rows read in {read:.2f} s, judged in {judged:.2f} s, taken in {taken:.2f} s")  # noqa: T201
    assert len(names(district, proposal_id)) == MOST_NOMINATIONS
    with pytest.raises(Invalid), district.services.store.transaction() as tx:
        line = WriteNomination(proposal_id=proposal_id, fields=content("Một người nữa"), actor=district.act("clerk"))
        write_nomination(tx, district.services.office, line)
    with district.services.store.reading() as session:
        assert session.execute(select(func.count()).select_from(ListUpload)).scalar_one() == 1

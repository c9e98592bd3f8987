"""Past decisions from a spreadsheet: all or nothing, every fault by row and column, twice is once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from tests.support.office import OfficeApp, open_office
from tests.workflow.register.making import rows
from web.cli import thidua

HEAD = ("Họ và tên", "Năm sinh", "Loại đối tượng", "Mã đơn vị", "Mã hình thức", "Năm", "Số quyết định",
        "Ngày quyết định", "Cơ quan quyết định")  # fmt: skip
ENGLISH = ("Name", "Birth year", "Kind", "Unit code", "Award code", "Year", "Decision number", "Date", "Authority")
HOA = ("Nguyễn Thị Hoa", 1984, "cá nhân", "liem-tuc", "GK_CN", 2021, "118/QĐ-UBND", "19/11/2021", "Chủ tịch UBND huyện")
TEAM = ("Tổ liên gia 3", "", "tập thể", "", "gk_tt", 2022, "96/QĐ-UBND", "", "Chủ tịch UBND xã")
WRONG = ("", 1784, "người", "nowhere", "GK_TT", 2031, "118/QĐ-UBND", "31/02/2021", "Chủ tịch UBND huyện")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfficeApp:
    monkeypatch.setenv("THIDUA_DATA_DIR", str(tmp_path))
    return open_office(tmp_path)


def sheet(folder: Path, *lines: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> Path:
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Quyết định cũ")
        for number, line in enumerate((head, *lines)):
            page.write_row(number, 0, line)
    return path


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(thidua, ["register", "import", str(path), "--unit", "liem-tuc", *options])


def told(path: Path, *options: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(path, *options, "--json").output)
    return answer


@pytest.mark.parametrize("head", [HEAD, ENGLISH])
def test_a_list_is_entered_once(office: OfficeApp, tmp_path: Path, head: tuple[str, ...]) -> None:
    path = sheet(tmp_path, HOA, TEAM, head=head)
    assert told(path, "--dry-run") == {
        "rows": 2, "good": 2, "written": False, "entered": 0, "known": 0, "faults": [],
    }  # fmt: skip
    assert rows(office.district, "honour") == []
    first, second = told(path), told(path)
    assert (first["entered"], first["known"]) == (2, 0) and (second["entered"], second["known"]) == (0, 2)
    assert [(one["award_code"], one["year"], one["source"]) for one in rows(office.district, "honour")] == [
        ("GK_CN", 2021, "import"), ("GK_TT", 2022, "import"),
    ]  # fmt: skip
    assert [(one["name"], one["kind"], one["unit_id"]) for one in rows(office.district, "laureate")] == [
        ("Nguyễn Thị Hoa", "person", office.district.unit_id), ("Tổ liên gia 3", "collective", office.district.unit_id),
    ]  # fmt: skip
    assert "1 rows" not in run(path).output and run(path).exit_code == 0


def test_nothing_is_written_while_one_row_is_wrong(office: OfficeApp, tmp_path: Path) -> None:
    path = sheet(tmp_path, HOA, WRONG)
    answer = run(path, "--json")
    found = json.loads(answer.output)
    assert answer.exit_code == 1 and found["written"] is False and rows(office.district, "honour") == []
    assert {(one["row"], one["column"], one["code"]) for one in found["faults"]} == {
        (3, "name", "missing_text"), (3, "birth_year", "number_out_of_range"), (3, "kind", "not_a_choice"),
        (3, "unit_code", "unknown_unit"), (3, "year", "number_out_of_range"), (3, "date", "not_a_date"),
    }  # fmt: skip
    shown = run(path)
    assert "Không có đơn vị mang mã “nowhere”" in shown.output and "nothing written" in shown.output
    skipped = run(path, "--skip-bad")
    assert skipped.exit_code == 0 and len(rows(office.district, "honour")) == 1


def test_what_is_no_such_list_is_a_wrong_call(office: OfficeApp, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"not a workbook")
    for path in (broken, sheet(tmp_path, HOA, head=("Họ và tên", *("x",) * 8))):
        answer = run(path)
        assert answer.exit_code != 0 and answer.exception is not None
    unknown = CliRunner().invoke(thidua, ["register", "import", str(sheet(tmp_path, HOA)), "--unit", "nowhere"])
    assert unknown.exit_code != 0


def test_five_thousand_past_awards_in_one_go(office: OfficeApp, tmp_path: Path) -> None:
    lines = [(f"Người Thứ {n}", 1950 + n % 50, *HOA[2:]) for n in range(5_000)]
    assert told(sheet(tmp_path, *lines))["entered"] == 5_000

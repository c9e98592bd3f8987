"""Bonuses, who decides, papers and limits, under each rule set."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workflow.awards.authority import authorities_of
from workflow.awards.bonus import (
    NoBaseSalary,
    NoSuchBonus,
    base_salaries,
    base_salary_on,
    bonus_of,
    rounded,
)
from workflow.awards.documents import documents_for, missing_documents
from workflow.awards.rules import UnknownAward, compile_shelf, rule_set
from workflow.awards.shelf import SHELF, read_shelf

NOVEMBER_2023 = date(2023, 11, 20)


@pytest.mark.parametrize(
    ("day", "amount"),
    [("2017-07-01", 1_300_000), ("2018-07-01", 1_390_000), ("2019-07-01", 1_490_000), ("2023-06-30", 1_490_000),
     ("2023-07-01", 1_800_000), ("2024-06-30", 1_800_000), ("2024-07-01", 2_340_000), ("2026-06-30", 2_340_000),
     ("2026-07-01", 2_530_000)],
)  # fmt: skip
def test_base_salary(day: str, amount: int) -> None:
    assert base_salary_on(date.fromisoformat(day)).amount == amount


def test_the_dates_of_the_table_rise(tmp_path: Path) -> None:
    text = (SHELF / "base_salary.toml").read_text(encoding="utf-8")
    (tmp_path / "base_salary.toml").write_text(text.replace("2018-07-01", "2017-07-01"), encoding="utf-8")
    with pytest.raises(ValueError, match="the dates do not rise"):
        base_salaries(tmp_path)


def test_before_the_table_there_is_no_answer() -> None:
    with pytest.raises(NoBaseSalary):
        base_salary_on(date(2017, 6, 30))


@pytest.mark.parametrize(
    ("award", "subject", "level", "amount"),
    [("GK_CN", "person", "huyen", 540_000), ("GK_TT", "collective", "huyen", 1_080_000),
     ("GK_CN", "person", "xa", 270_000), ("GK_TT", "collective", "xa", 540_000),
     ("CSTDCS", "person", "huyen", 1_800_000), ("LDTT", "person", "huyen", 540_000),
     ("TTLDTT", "collective", "huyen", 1_440_000), ("BK_T_CN", "person", "tinh", 1_800_000),
     ("CSTDT", "person", None, 5_400_000), ("CSTDTQ", "person", None, 8_100_000),
     ("TTLDXS", "collective", None, 2_700_000),
     ("CO_T", "collective", None, 14_400_000), ("BK_TTG", "collective", None, 12_600_000),
     ("GK_HGD", "household", "huyen", None), ("GDVH", "household", "xa", None)],
)  # fmt: skip
def test_bonuses_of_november_2023(award: str, subject: str, level: str | None, amount: int | None) -> None:
    assert bonus_of(rule_set("R2017"), award, subject, level, NOVEMBER_2023).amount == amount


@pytest.mark.parametrize("period", ["R2024", "R2025", "R2026"])
@pytest.mark.parametrize(
    ("award", "subject", "multiplier"),
    [("GK_CN", "person", "0.3"), ("GK_TT", "collective", "0.6"), ("GK_HGD", "household", "0.45"),
     ("BK_T_CN", "person", "1.5"), ("BK_T_TT", "collective", "3.0"), ("BK_T_HGD", "household", "2.25"),
     ("XA_TB", "collective", "2.0"), ("BK_TTG", "person", "3.5"), ("GDVH", "household", None)],
)  # fmt: skip
def test_multipliers_since_2024(period: str, award: str, subject: str, multiplier: str | None) -> None:
    found = bonus_of(rule_set(period), award, subject, "xa", date(2026, 12, 1))
    assert found.multiplier == (None if multiplier is None else Decimal(multiplier))


def test_the_decision_day_sets_the_salary_and_the_rule_set_the_multiplier() -> None:
    late = bonus_of(rule_set("R2017"), "BK_T_CN", "person", "tinh", date(2024, 7, 2))
    assert (late.amount, late.multiplier, late.base_salary.begins) == (2_340_000, Decimal("1.0"), date(2024, 7, 1))


@pytest.mark.parametrize(
    ("amount", "up", "nearest"),
    [("223500", 230_000, 220_000), ("447000", 450_000, 450_000), ("225000", 230_000, 230_000),
     ("220000", 220_000, 220_000),
     ("220000.01", 230_000, 220_000), ("0", 0, 0)],
)  # fmt: skip
def test_rounding(amount: str, up: int, nearest: int) -> None:
    assert [rounded(Decimal(amount), how) for how in ("ceil_10000", "nearest_10000")] == [up, nearest]


def test_rounding_and_unknown_multipliers_are_settings() -> None:
    given = {"R2017": {"bonus_rounding": "nearest_10000", "bonus_household_form": "0.45"}}
    rules = compile_shelf(read_shelf(SHELF), given)[0]
    commune = bonus_of(rules, "GK_CN", "person", "xa", date(2023, 6, 1))
    assert (commune.amount_unrounded, commune.amount) == (Decimal("223500.00"), 220_000)
    assert bonus_of(rules, "GK_HGD", "household", "huyen", NOVEMBER_2023).amount == 810_000


def test_a_bonus_that_is_not_there() -> None:
    with pytest.raises(NoSuchBonus, match="not given to a household"):
        bonus_of(rule_set("R2017"), "LDTT", "household", None, NOVEMBER_2023)
    with pytest.raises(NoSuchBonus, match="depends on the level: xa, huyen, don_vi"):
        bonus_of(rule_set("R2017"), "GK_CN", "person", None, NOVEMBER_2023)
    with pytest.raises(UnknownAward):
        bonus_of(rule_set("R2017"), "XA_TB", "collective", None, NOVEMBER_2023)


@pytest.mark.parametrize(
    ("award", "old", "middle", "new"),
    [
        ("LDTT", ["xa", "huyen", "don_vi"], ["xa", "huyen", "don_vi"], ["xa", "don_vi"]),
        ("CSTDCS", ["huyen", "don_vi"], ["huyen", "don_vi"], ["xa", "don_vi"]),
        ("TTLDTT", ["huyen"], ["huyen", "don_vi"], ["xa", "don_vi"]),
        ("THON_VH", ["huyen"], ["huyen"], ["xa"]),
        ("GDVH", ["xa"], ["xa"], ["xa"]),
        ("GK_HGD", ["xa", "huyen"], ["xa", "huyen"], ["xa"]),
        ("CSTDT", ["tinh"], ["tinh"], ["tinh"]),
        ("CSTDTQ", ["thu_tuong"], ["thu_tuong"], ["thu_tuong"]),
        ("HC_LD", ["chu_tich_nuoc"], ["chu_tich_nuoc"], ["chu_tich_nuoc"]),
    ],
)
def test_who_decides(award: str, old: list[str], middle: list[str], new: list[str]) -> None:
    periods = {"R2017": old, "R2024": middle, "R2025": new, "R2026": new}
    for period, levels in periods.items():
        found = authorities_of(rule_set(period), award)
        assert [each.level for each in found] == levels
        assert all(each.name.complete and each.article for each in found)


def papers(period: str, award: str, kind: str, **also: bool) -> list[str]:
    subject = rule_set(period).award(award).subjects[0]
    return [each.document for each in documents_for(rule_set(period), award, kind, subject, **also) if each.required]


@pytest.mark.parametrize(
    ("award", "kind", "old", "new"),
    [
        ("LDTT", "yearly", ["letter", "minutes"], ["letter", "report", "minutes"]),
        ("CSTDCS", "yearly", ["letter", "report", "minutes", "certificate"],
         ["letter", "report", "minutes", "vote_record", "certificate"]),
        ("CSTDT", "yearly", ["letter", "report", "minutes", "vote_record", "certificate"],
         ["letter", "report", "minutes", "vote_record", "certificate"]),
        ("TTLDTT", "yearly", ["letter", "report", "minutes"], ["letter", "report", "minutes"]),
        ("GK_CN", "thematic", ["letter", "report", "minutes"], ["letter", "report", "minutes"]),
        ("GK_CN", "sudden", ["letter", "short_report"], ["letter", "short_report"]),
        ("THON_VH", "yearly", ["letter", "report", "minutes"], ["letter", "report", "minutes"]),
    ],
)  # fmt: skip
def test_papers_of_a_dossier(award: str, kind: str, old: list[str], new: list[str]) -> None:
    assert papers("R2017", award, kind) == old
    assert papers("R2024", award, kind) == papers("R2025", award, kind) == papers("R2026", award, kind) == new


def test_a_claimed_initiative_needs_its_certificate_and_a_secret_takes_none() -> None:
    assert "certificate" in papers("R2024", "GK_CN", "yearly", claims_initiative=True)
    assert "certificate" not in papers("R2024", "GK_CN", "yearly")
    assert papers("R2024", "GK_CN", "sudden", state_secret=True) == []
    needed = documents_for(rule_set("R2025"), "GK_CN", "thematic", "person")
    assert [each.name.vi for each in missing_documents(needed, {"letter", "report"})] == [
        "Biên bản bình xét của đơn vị"
    ]
    assert {each.document: each.form for each in needed}["report"] == "Mẫu số 05"


@pytest.mark.parametrize(
    ("period", "award", "kind", "limit", "days", "calendar"),
    [("R2017", "GK_CN", "sudden", "form_sudden", 8, False), ("R2017", "GK_CN", "thematic", "form", 10, False),
     ("R2024", "CSTDCS", "yearly", "title", 20, False), ("R2017", "THON_VH", "yearly", "title", 20, False),
     ("R2024", "THON_VH", "yearly", "THON_VH", 10, True)],
)  # fmt: skip
def test_days_to_the_answer(period: str, award: str, kind: str, limit: str, days: int, calendar: bool) -> None:
    name, found = rule_set(period).service_for(award, kind)
    assert (name, found.days, found.calendar) == (limit, days, calendar)

"""Bonuses: every figure of the sample month, what the law of each period gives, and what is frozen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from tests.factories import SUPERIOR, District, fire, make_nomination, make_nominations
from tests.workflow.awards.publishing import publish
from tests.workflow.decisions.making import NOVEMBER, bonus_of, bonuses, decide, drafts, raw, statements
from tests.workflow.register.making import enter, past_award, rows, sign
from workflow.awards.bonus import BaseSalary
from workflow.awards.rules import RuleSet, compile_shelf, rule_set
from workflow.awards.shelf import SHELF, read_shelf
from workflow.decisions.bonuses import Beside, Name, Reckoned, beside_others, reckon, total_of

JULY_2024, DECEMBER_2026 = date(2024, 7, 1), date(2026, 12, 1)
TITLES = "highest_title"


@pytest.mark.parametrize(
    ("rules", "award", "subject", "on", "multiplier", "unrounded", "amount"),
    [
        # The list under the sample month: R2017, 1,800,000.
        ("R2017", "GK_CN", "person", NOVEMBER, "0.3", "540000", 540_000),
        ("R2017", "GK_TT", "collective", NOVEMBER, "0.6", "1080000", 1_080_000),
        ("R2017", "CSTDCS", "person", NOVEMBER, "1", "1800000", 1_800_000),
        ("R2017", "LDTT", "person", NOVEMBER, "0.3", "540000", 540_000),
        ("R2017", "TTLDTT", "collective", NOVEMBER, "0.8", "1440000", 1_440_000),
        ("R2017", "BK_T_CN", "person", NOVEMBER, "1", "1800000", 1_800_000),
        ("R2017", "GK_HGD", "household", NOVEMBER, None, None, None),
        # The pinned rules decide the multiplier, the day of decision the base salary.
        ("R2017", "GK_CN", "person", JULY_2024, "0.3", "702000", 710_000),
        ("R2017", "GK_CN", "person", date(2024, 6, 30), "0.3", "540000", 540_000),
        ("R2024", "GK_CN", "person", JULY_2024, "0.3", "702000", 710_000),
        ("R2024", "GK_TT", "collective", JULY_2024, "0.6", "1404000", 1_410_000),
        ("R2024", "GK_HGD", "household", JULY_2024, "0.45", "1053000", 1_060_000),
        ("R2024", "CSTDCS", "person", JULY_2024, "1", "2340000", 2_340_000),
        ("R2024", "THON_VH", "collective", JULY_2024, "1.5", "3510000", 3_510_000),
        ("R2025", "GK_CN", "person", date(2025, 8, 1), "0.3", "702000", 710_000),
        ("R2025", "GK_HGD", "household", date(2025, 8, 1), "0.45", "1053000", 1_060_000),
        ("R2025", "LDTT", "person", DECEMBER_2026, "0.3", "759000", 760_000),
        ("R2025", "CSTDCS", "person", DECEMBER_2026, "1", "2530000", 2_530_000),
        ("R2025", "TTLDTT", "collective", DECEMBER_2026, "0.8", "2024000", 2_030_000),
        ("R2026", "GK_TT", "collective", DECEMBER_2026, "0.6", "1518000", 1_520_000),
    ],
)  # fmt: skip
def test_what_an_award_is_granted(
    district: District, rules: str, award: str, subject: str, on: date, multiplier: str | None, unrounded: str | None,
    amount: int | None,
) -> None:  # fmt: skip
    (nomination_id,) = drafts(district, award, subject=subject, rules=rules)
    decide(district, [nomination_id], on)
    found = bonus_of(district, nomination_id)
    note = "to_be_set" if amount is None else "full"
    assert {name: found[name] for name in ("rule_set", "multiplier", "unrounded", "full_amount", "amount", "note")} == {
        "rule_set": rules, "multiplier": multiplier, "unrounded": unrounded, "full_amount": amount, "amount": amount,
        "note": note,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("level", "award", "subject", "amount"),
    [("xa", "GK_CN", "person", 230_000), ("xa", "GK_TT", "collective", 450_000), ("huyen", "GK_CN", "person", 450_000),
     ("huyen", "GK_TT", "collective", 900_000)],
)  # fmt: skip
def test_before_2024_a_commune_gives_half(
    district: District, level: str, award: str, subject: str, amount: int
) -> None:
    (nomination_id,) = drafts(district, award, subject=subject)
    decide(district, [nomination_id], date(2023, 6, 30), level=level)
    assert bonus_of(district, nomination_id)["amount"] == amount


@pytest.mark.parametrize(
    ("rounding", "award", "unrounded", "amount"),
    [("ceil_10000", "GK_CN", "223500", 230_000), ("nearest_10000", "GK_CN", "223500", 220_000),
     ("ceil_10000", "GK_TT", "447000", 450_000), ("nearest_10000", "GK_TT", "447000", 450_000)],
)  # fmt: skip
def test_rounding_is_a_setting_and_what_was_before_it_stands_beside(
    rounding: str, award: str, unrounded: str, amount: int
) -> None:
    rules = compile_shelf(read_shelf(SHELF), {"R2017": {"bonus_rounding": rounding}})[0]
    subject = "person" if award == "GK_CN" else "collective"
    found = reckon([name(1, award, rules=rules, subject=subject)], {}, "xa", date(2023, 6, 30))[1]
    assert (found.rounding, found.unrounded, found.amount) == (rounding, Decimal(unrounded), amount)


def name(key: int, award: str, *, rules: RuleSet | None = None, laureate: int | None = 7, year: int = 2023,
         subject: str = "person") -> Name:  # fmt: skip
    rules = rules or rule_set("R2017")
    return Name(nomination_id=key, award=award, family=rules.award(award).family, subject=subject, laureate=laureate,
                year=year, rules=rules)  # fmt: skip


def title(full: int, granted: int) -> Beside:
    return Beside(award="LDTT", number="9/QĐ-UBND", decided_on=date(2023, 5, 2), full=full, granted=granted)


@pytest.mark.parametrize(
    ("names", "earlier", "amounts", "notes"),
    [
        # Within one list the highest title is granted, whatever the order.
        ([("LDTT", 7, 2023), ("CSTDCS", 7, 2023)], [], [0, 1_800_000], [TITLES, "full"]),
        ([("CSTDCS", 7, 2023), ("LDTT", 7, 2023)], [], [1_800_000, 0], ["full", TITLES]),
        ([("LDTT", 7, 2023), ("CSTDCS", 7, 2023), ("CSTDT", 7, 2023)], [], [0, 0, 5_400_000], [TITLES, TITLES, "full"]),
        # Two of the same height are granted once.
        ([("LDTT", 7, 2023), ("LDTT", 7, 2023)], [], [540_000, 0], ["full", TITLES]),
        # Other years, other people, nobody known, and forms: each.
        ([("LDTT", 7, 2022), ("CSTDCS", 7, 2023)], [], [540_000, 1_800_000], ["full", "full"]),
        ([("LDTT", 8, 2023), ("CSTDCS", 7, 2023)], [], [540_000, 1_800_000], ["full", "full"]),
        ([("LDTT", None, 2023), ("CSTDCS", None, 2023)], [], [540_000, 1_800_000], ["full", "full"]),
        ([("GK_CN", 7, 2023), ("GK_CN", 7, 2023), ("CSTDCS", 7, 2023)], [], [540_000, 540_000, 1_800_000],
         ["full", "full", "full"]),
        # Beside titles that were decided before.
        ([("CSTDCS", 7, 2023)], [(540_000, 540_000)], [1_260_000], ["difference"]),
        ([("CSTDT", 7, 2023)], [(540_000, 540_000), (1_800_000, 1_260_000)], [3_600_000], ["difference"]),
        ([("CSTDCS", 7, 2023)], [(540_000, 0)], [1_800_000], ["full"]),
        ([("LDTT", 7, 2023)], [(1_800_000, 1_800_000)], [0], [TITLES]),
        ([("LDTT", 7, 2023)], [(540_000, 540_000)], [0], [TITLES]),
        ([("LDTT", 7, 2023), ("CSTDCS", 7, 2023)], [(540_000, 540_000)], [0, 1_260_000], [TITLES, "difference"]),
        ([("LDTT", 7, 2023), ("CSTDCS", 7, 2023)], [(5_400_000, 5_400_000)], [0, 0], [TITLES, TITLES]),
        ([("GK_CN", 7, 2023)], [(1_800_000, 1_800_000)], [540_000], ["full"]),
    ],
)  # fmt: skip
def test_of_several_titles_in_one_period_only_the_highest(
    names: list[tuple[str, int | None, int]], earlier: list[tuple[int, int]], amounts: list[int], notes: list[str]
) -> None:
    each = [name(key, award, laureate=who, year=year) for key, (award, who, year) in enumerate(names)]
    before = {(7, 2023): [title(*one) for one in earlier]}
    found = reckon(each, before, "huyen", NOVEMBER)
    assert [found[key].amount for key in range(len(each))] == amounts
    assert [found[key].note for key in range(len(each))] == notes


def test_what_stands_beside_names_the_title_that_decided(district: District) -> None:
    (low, top) = drafts(district, "LDTT", "CSTDCS", laureate=person(district))
    decide(district, [low, top])
    lower, higher = bonuses(district, [low, top])
    assert (lower["note"], lower["beside_award"], lower["beside_number"]) == (TITLES, "CSTDCS", None)
    assert (lower["full_amount"], lower["amount"], higher["amount"]) == (540_000, 0, 1_800_000)


def test_a_higher_title_of_a_later_decision_earns_the_difference(anywhere: District) -> None:
    who = person(anywhere)
    ids = drafts(anywhere, "LDTT", "CSTDCS", "LDTT", "CSTDT", laureate=who)
    for one in ids:
        decide(anywhere, [one])
    found = bonuses(anywhere, ids)
    assert [(one["amount"], one["note"], one["granted_before"]) for one in found] == [
        (540_000, "full", 0), (1_260_000, "difference", 540_000), (0, TITLES, 0), (3_600_000, "difference", 1_800_000),
    ]  # fmt: skip
    numbers = [one["number"] for one in rows(anywhere, "decision")]
    assert [(one["beside_award"], one["beside_number"], one["beside_date"]) for one in found] == [
        (None, None, None), ("LDTT", numbers[0], NOVEMBER), ("CSTDCS", numbers[1], NOVEMBER),
        ("CSTDCS", numbers[1], NOVEMBER),
    ]  # fmt: skip
    assert sum(one["amount"] for one in found) == 5_400_000


def test_other_years_and_forms_are_granted_beside(district: District) -> None:
    who = person(district)
    (before,) = drafts(district, "LDTT", laureate=who, year=2022)
    (now,) = drafts(district, "CSTDCS", laureate=who)
    forms = drafts(district, "GK_CN", "GK_CN", laureate=who)
    for one in (before, now, *forms):
        decide(district, [one])
    assert [one["amount"] for one in bonuses(district, [before, now, *forms])] == [540_000, 1_800_000, 540_000, 540_000]


def test_entries_that_were_joined_are_one_person(district: District) -> None:
    kept, joined = person(district), person(district)
    with raw(district, "UPDATE laureate SET merged_into_id = :kept WHERE id = :joined", kept=kept, joined=joined):
        pass
    (first,) = drafts(district, "LDTT", laureate=joined)
    (second,) = drafts(district, "CSTDCS", laureate=kept)
    decide(district, [first])
    decide(district, [second])
    assert bonus_of(district, second)["amount"] == 1_260_000


def test_a_file_without_an_entry_in_the_register_is_compared_with_nobody(district: District) -> None:
    ids = drafts(district, "LDTT", "CSTDCS")
    with raw(district, "UPDATE nomination SET laureate_id = NULL"):
        pass
    decide(district, ids)
    assert [one["amount"] for one in bonuses(district, ids)] == [540_000, 1_800_000]


def test_a_title_of_a_past_list_counts_with_the_bonus_of_its_day(district: District) -> None:
    award = past_award(district, "Nguyễn Thị Hoa", award_code="LDTT", kind="yearly", year=2023,
                       decision_date=date(2023, 5, 2))  # fmt: skip
    enter(district, award)
    (nomination_id,) = drafts(district, "CSTDCS", laureate=rows(district, "honour")[-1]["laureate_id"])
    decide(district, [nomination_id])
    found = bonus_of(district, nomination_id)
    # 0.3 × 1,490,000 = 447,000, up to 450,000.
    assert (found["amount"], found["granted_before"], found["beside_number"]) == (1_350_000, 450_000, "118/QĐ-UBND")


def test_an_award_from_above_is_paid_there_and_still_is_the_highest(district: District) -> None:
    who = person(district)
    (above,) = drafts(district, "CSTDT", laureate=who)
    (here,) = drafts(district, "CSTDCS", laureate=who)
    decide(district, [above], trigger="record_superior_award")
    assert rows(district, "bonus") == []
    decide(district, [here])
    assert (bonus_of(district, here)["amount"], bonus_of(district, here)["beside_award"]) == (0, "CSTDT")


def test_a_revoked_title_no_longer_counts(district: District) -> None:
    who = person(district)
    first, second = drafts(district, "LDTT", "CSTDCS", laureate=who)
    decide(district, [first])
    with raw(district, "UPDATE honour SET annulled_on = '2023-11-02'"):
        pass
    decide(district, [second])
    assert [one["amount"] for one in bonuses(district, [first, second])] == [540_000, 1_800_000]


def test_two_decisions_at_once_on_one_person_grant_the_highest_once(anywhere: District) -> None:
    for _ in range(4):
        who = person(anywhere)
        ids = drafts(anywhere, "LDTT", "CSTDCS", laureate=who)
        barrier = Barrier(2)

        def act(one: int, barrier: Barrier = barrier) -> None:
            barrier.wait()
            decide(anywhere, [one])

        threads = [Thread(target=act, args=(one,)) for one in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(one["amount"] for one in bonuses(anywhere, ids)) == 1_800_000


def test_signing_grants_and_the_trail_tells_the_sum(anywhere: District) -> None:
    ids = make_nominations(anywhere, 3, "pending_decision")
    sign(anywhere, *ids)
    assert [one["amount"] for one in bonuses(anywhere, ids)] == [540_000] * 3
    (told,) = [one for one in rows(anywhere, "audit_entry") if one["action"] == "grant_bonuses"]
    assert '"total":1620000' in told["body"] and '"names":3' in told["body"]


def test_a_superiors_award_grants_nothing_here(district: District) -> None:
    make_nomination(district, "superior_decided", award=SUPERIOR)
    assert rows(district, "bonus") == []


def test_a_later_base_salary_or_rule_set_changes_nothing(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = drafts(district, "GK_CN", "GK_CN")
    decide(district, [first])
    before = bonus_of(district, first)
    later = (BaseSalary(date(2017, 7, 1), 9_000_000, "Nghị định sau", "V"),)
    monkeypatch.setattr("workflow.awards.bonus.base_salaries", lambda: later)
    assert bonus_of(district, first) == before
    decide(district, [second])  # what is decided now is counted by what holds now
    assert bonus_of(district, second)["amount"] == 2_700_000
    assert bonus_of(district, first) == before


def test_a_rule_set_published_later_counts_only_what_is_pinned_to_it(anywhere: District) -> None:
    old, pinned, fresh = drafts(anywhere, "GK_CN", "GK_CN", "GK_CN")
    decide(anywhere, [old], date(2023, 6, 30))
    before = bonus_of(anywhere, old)
    changes = '[bonus.rows.GK_CN_huyen]\nmultiplier = "0.15"'
    publish(anywhere, changes=changes, settings={"bonus_rounding": "nearest_10000"})
    assert bonus_of(anywhere, old) == before
    decide(anywhere, [pinned], date(2023, 6, 30))  # still a file of the rule set that it began under
    with raw(anywhere, "UPDATE nomination SET rule_set = 'R2017-2' WHERE id = :id", id=fresh):
        pass
    decide(anywhere, [fresh], date(2023, 6, 30))
    assert [(one["rule_set"], one["unrounded"], one["rounding"], one["amount"]) for one in bonuses(
        anywhere, [old, pinned, fresh]
    )] == [
        ("R2017", "447000", "ceil_10000", 450_000), ("R2017", "447000", "ceil_10000", 450_000),
        ("R2017-2", "223500", "nearest_10000", 220_000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bonus SET amount = 0",
        "UPDATE bonus SET amount = amount, note = 'difference'",
        "UPDATE bonus SET base_salary = 2340000",
        "UPDATE bonus SET multiplier = '1'",
        "UPDATE bonus SET set_by_id = 1, set_at = CURRENT_TIMESTAMP, set_reason = 'x', set_document = 'x'",
        "DELETE FROM bonus",
        "INSERT INTO bonus (decision_item_id, rule_set, article, base_salary, salary_article, rounding, note,"
        " granted_before) SELECT decision_item_id, rule_set, article, base_salary, salary_article, rounding,"
        " 'to_be_set', 0 FROM bonus",
    ],
)
def test_raw_sql_changes_no_bonus(anywhere: District, statement: str) -> None:
    (nomination_id,) = drafts(anywhere, "GK_CN")
    decide(anywhere, [nomination_id])
    before = rows(anywhere, "bonus")
    with pytest.raises(DBAPIError), raw(anywhere, statement):
        pass
    assert rows(anywhere, "bonus") == before


@pytest.mark.parametrize("changed", ["base_salary = 1", "rounding = 'nearest_10000'", "rule_set = 'R2024'"])
def test_filling_in_a_multiplier_changes_nothing_else(anywhere: District, changed: str) -> None:
    (nomination_id,) = drafts(anywhere, "GK_HGD", subject="household")
    decide(anywhere, [nomination_id])
    fill = (
        "UPDATE bonus SET multiplier = '0.45', unrounded = '810000', full_amount = 810000, amount = 810000,"
        " note = 'full', set_by_id = 1, set_at = CURRENT_TIMESTAMP, set_reason = 'x', set_document = 'x'"
    )
    with pytest.raises(DBAPIError), raw(anywhere, f"{fill}, {changed}"):
        pass
    with pytest.raises(DBAPIError), raw(anywhere, fill.replace("set_by_id = 1", "set_by_id = NULL")):
        pass
    with raw(anywhere, fill):
        pass
    assert bonus_of(anywhere, nomination_id)["amount"] == 810_000
    with pytest.raises(DBAPIError), raw(anywhere, fill):
        pass


@pytest.mark.parametrize("award", ["GK_CN", "LDTT"])
def test_three_hundred_names_take_as_many_statements_as_three(anywhere: District, award: str) -> None:
    counts = []
    for size in (3, 300):
        ids = drafts(anywhere, *[award] * size)
        with statements(anywhere) as seen:
            decide(anywhere, ids)
        counts.append(len(seen))
        assert len(bonuses(anywhere, ids[:300])) == size
    assert counts[0] == counts[1]


def test_names_and_amounts_are_added_up() -> None:
    total = total_of([540_000, None, 0, 1_800_000])
    assert (total.names, total.amount, total.to_be_set) == (4, 2_340_000, 1)


def test_nothing_is_left_when_more_was_granted_than_it_is_worth() -> None:
    """Two lower titles that were both paid, before this was counted: nobody pays back here."""
    one = reckon([name(1, "CSTDCS")], {}, "huyen", NOVEMBER)[1]
    found: Reckoned = beside_others(one, [title(1_000_000, 1_000_000), title(900_000, 900_000)])
    assert (found.amount, found.note, found.granted_before) == (0, "difference", 1_900_000)


def person(district: District) -> int:
    """Somebody in the register."""
    enter(district, past_award(district, f"Nguyễn Thị Hoa {len(rows(district, 'laureate'))}", year=2010))
    return int(rows(district, "laureate")[-1]["id"])


def test_the_annual_letter_is_signed_with_its_bonus(district: District) -> None:
    """By the whole road, guards and all."""
    nomination_id = make_nomination(district, "pending_decision", kind="yearly")
    fire(district, [nomination_id], "sign_decision")
    found: Any = bonus_of(district, nomination_id)
    assert (found["amount"], found["salary_article"]) == (540_000, "Nghị định 24/2023/NĐ-CP")
    assert found["article"] == "Nghị định 91/2017/NĐ-CP, Điều 73"

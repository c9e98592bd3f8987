"""What is alike: names with and without accents, in any order; birth years; one event told twice."""

from __future__ import annotations

from datetime import date

import pytest

from workflow.kernel.folding import fold
from workflow.register.matching import (
    Known,
    Reported,
    alike_entries,
    alike_events,
    event_pairs,
    name_key,
    pairs,
)

SCHOOL, UNION = 1, 2


def known(key: int, name: str, birth_year: int | None = 1984, unit_id: int = SCHOOL, kind: str = "person") -> Known:
    return Known(key, kind, fold(name), name_key(fold(name)), birth_year, unit_id)


def reported(
    key: int, name: str, day: date, place: str, told: str, *, unit_id: int = SCHOOL, laureate_id: int | None = None
) -> Reported:
    return Reported(key, laureate_id, name_key(fold(name)), unit_id, key, day, place, fold(told))


@pytest.mark.parametrize(("name", "other", "score"), [
    ("Nguyễn Thị Hoa", "Nguyen Thi Hoa", 100),
    ("Nguyễn Thị Hoa", "NGUYỄN THỊ HOA", 100),
    ("Nguyễn Văn Đạt", "Nguyen Van Dat", 100),  # đ is a letter of its own
    ("Nguyễn Văn Đạt", "Đạt Nguyễn Văn", 100),
    ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", 100),  # the mark on either vowel
    ("Nguyễn Thị Hoa", "Nguyễn Thị Hoa", 100),  # decomposed
    ("Lý Thị Mỹ", "Lí Thị Mỹ", 89),  # i for y
    ("Nguyễn Thị Hoa", "Nguyễn Hoa", 95),  # the middle name left out
    ("Trần Thị Phượng", "Trần Thị Phương", 100),
    ("Trần Thị Phương", "Trần Thị Phưong", 100),
    ("Trần Thị Hồng", "Trần Thị Hòng", 100),
    ("Trần Thị Hương", "Trần Thị Huong", 100),
    ("Phạm Văn Thịnh", "Phạm Văn Thinhh", 97),  # one letter too many
    ("Nguyễn Văn Đạt", "Nguyễn Văn Đức", None),
    ("Nguyễn Văn An", "Nguyễn Văn Anh", None),  # a slip makes another name of a short word
    ("Nguyễn Văn Hoa", "Nguyễn Thị Hoa", None),
    ("Nguyễn Văn Sơn", "Phạm Văn Sơn", None),
    ("Nguyễn Văn Sơn", "Nguyễn Văn Sơn Tùng", None),
])  # fmt: skip
def test_names_of_one_unit_and_one_birth_year(name: str, other: str, score: int | None) -> None:
    pair = alike_entries(known(1, name), known(2, other))
    assert (pair.score if pair else None) == score


@pytest.mark.parametrize(("one", "other", "unit_id", "expected"), [
    (1984, 1984, SCHOOL, 100), (1984, 1984, UNION, 100),
    (1984, 1985, SCHOOL, 80), (1984, 1985, UNION, 70),
    (1984, 1986, SCHOOL, 80), (1984, 1986, UNION, None),
    (1984, 1990, SCHOOL, None),
    (1984, None, SCHOOL, 85), (None, None, UNION, 75),
])  # fmt: skip
def test_one_name_and_two_birth_years(one: int | None, other: int | None, unit_id: int, expected: int | None) -> None:
    pair = alike_entries(known(1, "Nguyễn Thị Hoa", one), known(2, "Nguyen Thi Hoa", other, unit_id))
    assert (pair.score if pair else None) == expected


def test_the_grounds_say_what_is_alike_and_the_smaller_id_comes_first() -> None:
    pair = alike_entries(known(9, "Hoa Nguyễn Thị", unit_id=UNION), known(4, "Nguyễn Thị Hoa"))
    assert pair is not None and (pair.first_id, pair.second_id) == (4, 9)
    assert [ground["code"] for ground in pair.grounds] == ["name_order", "same_birth_year", "other_unit"]


@pytest.mark.parametrize(("name", "other", "unit_id", "alike"), [
    ("Thôn Đầm Sen (Tổ liên gia 3)", "Thôn Đầm Sen - Tổ liên gia 3", SCHOOL, True),
    ("Thôn Đầm Sen (Tổ liên gia 3)", "Thôn Đầm Sen (Tổ liên gia 2)", SCHOOL, False),
    ("Chi hội phụ nữ thôn Vực", "Chi hội phụ nữ thôn Vực", UNION, False),  # every commune has one
])  # fmt: skip
def test_collectives_stay_in_their_unit_and_numbers_are_no_slips(
    name: str, other: str, unit_id: int, alike: bool
) -> None:
    pair = alike_entries(known(1, name, 1970, kind="collective"), known(2, other, 1975, unit_id, "collective"))
    assert (pair is not None) is alike


def test_a_person_is_never_a_collective() -> None:
    assert alike_entries(known(1, "Hoa"), known(2, "Hoa", kind="household")) is None


FLOOD = date(2023, 11, 12)
RIVER = "Bờ kè sông Đáy, thị trấn Kiện Khê"


@pytest.mark.parametrize(("day", "place", "told", "alike"), [
    (FLOOD, RIVER, "Cứu 2 cháu nhỏ đuối nước ở sông Đáy", True),
    (date(2023, 11, 15), RIVER, "Cứu 2 cháu nhỏ đuối nước ở sông Đáy", True),
    (date(2023, 11, 16), RIVER, "Cứu 2 cháu nhỏ đuối nước ở sông Đáy", False),  # four days apart
    (FLOOD, "Kho thóc thôn Bến, xã Thanh Tâm", "Cứu 2 cháu nhỏ đuối nước ở sông Đáy", False),
    (FLOOD, RIVER, "Hiến 320 m² đất vườn", False),
    (FLOOD, "bo ke song Day, TT Kien Khe", "cuu hai chau duoi nuoc tren song Day", True),
])  # fmt: skip
def test_one_event_from_two_units(day: date, place: str, told: str, alike: bool) -> None:
    mine = reported(1, "Bùi Văn Sóng Cả", FLOOD, RIVER, "Dũng cảm cứu 02 cháu nhỏ đuối nước trên sông Đáy")
    pair = alike_events(mine, reported(2, "Lê Thị Mái Chèo", day, place, told, unit_id=UNION))
    assert (pair is not None) is alike


def test_two_people_of_one_unit_at_one_event_are_two_people() -> None:
    mine = reported(1, "Bùi Văn Sóng Cả", FLOOD, RIVER, "Cứu 02 cháu nhỏ")
    assert alike_events(mine, reported(2, "Lê Thị Mái Chèo", FLOOD, RIVER, "Cứu 02 cháu nhỏ")) is None
    again = alike_events(mine, reported(3, "Sóng Cả Bùi Văn", FLOOD, RIVER, "Cứu 02 cháu nhỏ"))
    assert again is not None and again.grounds[0]["code"] == "person_alike"


def test_the_same_achievement_is_not_suggested_again() -> None:
    mine = reported(1, "Bùi Văn Sóng Cả", FLOOD, RIVER, "Cứu 02 cháu nhỏ")
    linked = Reported(2, 7, mine.name_key, UNION, mine.achievement_id, FLOOD, RIVER, mine.folded_summary)
    assert event_pairs([mine], [linked], most=10) == []


def test_pairs_are_found_among_many_and_bounded() -> None:
    crowd = [known(10 + n, f"Người Thứ {n}", 1950 + n % 40) for n in range(3_000)]
    twins = [known(5_000 + n, "Hoa Nguyễn Thị", 1984, UNION) for n in range(20)]
    found = pairs([known(1, "Nguyễn Thị Hoa")], [*crowd, *twins], most=7)
    assert [(pair.first_id, pair.second_id) for pair in found] == [(1, 5_000 + n) for n in range(7)]

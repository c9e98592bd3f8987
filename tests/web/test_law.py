"""Asking the law from a page."""

from __future__ import annotations

import pytest

from tests.support.office import OfficeApp


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"award": "CSTDCS", "on": "24/11/2023"}, "không quá 15 %"),
        ({"award": "TTLDTT", "on": "24/11/2024"}, "70 %"),
        (
            {
                "award": "CSTDCS",
                "on": "01/05/2024",
                "members": "13",
                "present": "11",
                "written": "2",
                "for": "12",
                "against": "1",
            },
            "Đồng ý 12/13",
        ),
        ({"on": "29/12/2023", "days": "1"}, "02/01/2024"),
        ({}, "Hỏi luật"),
    ],
)
def test_an_officer_asks_and_is_answered(office: OfficeApp, query: dict[str, str], said: str) -> None:
    answer = office.visitor("desk_officer").get("/law", **query)
    assert answer.status_code == 200
    assert said in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    [
        {"award": "KHONG_CO", "on": "24/11/2023"},
        {"award": "CSTDCS", "on": "32/13/2023"},
        {"award": "CSTDCS", "on": "24/11/2023", "members": "13", "present": "20", "for": "12", "against": "1"},
        {"days": "một"},
        {"days": "999999"},
    ],
)
def test_a_question_that_cannot_be_is_answered_with_what_to_do(office: OfficeApp, query: dict[str, str]) -> None:
    assert office.visitor("clerk").get("/law", **query).status_code == 422


def test_a_stranger_is_asked_to_sign_in(office: OfficeApp) -> None:
    assert office.visitor().get("/law").status_code == 303

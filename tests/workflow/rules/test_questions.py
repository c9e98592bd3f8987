"""Questions from outside are read strictly: what is wrong is told with its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from workflow.awards.cases import Case
from workflow.awards.questions import WrongQuestion, read_case, read_json, read_vote

GOOD: dict[str, Any] = {"award": "LDTT", "complete_on": "2023-11-20", "year": 2023, "candidate": {"subject": "person"}}
VOTE: dict[str, Any] = {"award": "CSTDCS", "date": "2023-11-20", "members": 13, "present": 13, "for": 9, "against": 4}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"award": None}, "award: must be text"),
        ({"colour": "red"}, "colour: unknown field; known here: award, complete_on, year"),
        ({"year": "2023"}, 'year: must be a whole number (given: "2023")'),
        ({"year": True}, "year: must be a whole number"),
        ({"year": 2024}, "year (2024) lies after complete_on"),
        ({"complete_on": "20/11/2023"}, "complete_on: "),
        ({"complete_on": 20231120}, "a date is written"),
        ({"candidate": []}, "candidate: must be an object"),
        ({"award": {"colour": 1}}, "award: must be text"),
        ({"candidate": {"subject": "person", "rating": {"colour": 1}}}, "candidate.rating: Input should be"),
        ({"candidate": {}}, "candidate.subject: is needed"),
        ({"candidate": {"subject": "cat"}}, "candidate.subject: Input should be"),
        ({"candidate": {"subject": "person", "months_of_service": -1}}, "candidate.months_of_service"),
        ({"candidate": {"subject": "person", "months_of_service": 9.5}}, "must be a whole number"),
        ({"candidate": {"subject": "person", "disciplines": [{"kind": "x", "decided_on": "2023-01-01"}]}},
         "candidate.disciplines.0.kind"),
        ({"candidate": {"subject": "person", "disciplines": [{"kind": "canh_cao", "day": 1}]}},
         "candidate.disciplines.0.day: unknown field; known here: kind, decided_on, ended_on"),
        ({"candidate": {"subject": "person", "disciplines": [
            {"kind": "canh_cao", "decided_on": "2023-02-01", "ended_on": "2023-01-01"}]}}, "lies before decided_on"),
        ({"unit": {"members": 3, "ldtt": 4}}, "ldtt (4) is more than members (3)"),
        ({"unit": {"cstdcs_place": 0}}, "unit.cstdcs_place"),
        ({"kind": "daily"}, "kind: Input should be"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_case(change: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongQuestion) as error:
        read_case({**GOOD, **change})
    assert said in str(error.value)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(WrongQuestion) as error:
        read_case({"year": "x", "candidate": {"subject": "person", "rating": "great"}})
    assert [line.split(":")[0] for line in str(error.value).splitlines()] == [
        "award", "complete_on", "year", "candidate.rating",
    ]  # fmt: skip


def test_a_good_case_and_vietnamese_codes() -> None:
    assert read_case({**GOOD, "complete_on": date(2023, 11, 20)}) == read_case(GOOD)  # from the product itself
    assert read_case({**GOOD, "complete_on": "2023-11-20", "period_ends_on": None}) == read_case(GOOD)
    read: Case = read_case({**GOOD, "candidate": {"subject": "ca_nhan", "disciplines": []}})
    assert (read.candidate.subject, read.candidate.disciplines, read.candidate.rating) == ("person", (), None)
    assert read_vote({**VOTE, "written": 0, "recused": 0, "invalid": 0, "council": "huyen"}).ballot().in_favour == 9


@pytest.mark.parametrize(
    ("change", "said"),
    [({"for": None}, "for: must be a whole number"), ({"in_favour": 9}, "in_favour: unknown field"),
     ({"members": -1}, "members"), ({"date": "2023-02-30"}, "date: "),
     ({"council": "moon"}, "council: Input should be")],
)  # fmt: skip
def test_what_is_wrong_with_a_vote(change: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongQuestion) as error:
        read_vote({**VOTE, **change})
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "not JSON"), ("", "not JSON"), ('{"a": 1, "a": 2}', "a: is there twice"), ('{"a": NaN}', "NaN is no number"),
     ("[" * 100_000, "not JSON"), ('{"a": ' + "9" * 5000 + "}", "too long")],
)  # fmt: skip
def test_what_is_no_json(text: str, said: str) -> None:
    with pytest.raises(WrongQuestion) as error:
        read_json(text)
    assert said in str(error.value)


@pytest.mark.parametrize("given", [[], 3, "x", None])
def test_a_question_is_an_object(given: object) -> None:
    with pytest.raises(WrongQuestion, match="one object"):
        read_case(given)

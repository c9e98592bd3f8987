"""Readers outside the office cannot tell a council's result before it is released."""

from __future__ import annotations

import re

import pytest

from tests.factories import make_nomination
from tests.support.office import OfficeApp

RESULTS = ("Hội đồng thông qua", "Không đạt tỷ lệ phiếu", "Chốt kết quả", "Trình Chủ tịch")


def body(office: OfficeApp, role: str, state: str) -> str:
    code = office.code(make_nomination(office.district, state))
    page = office.visitor(role).get(f"/nominations/{code}").get_data(as_text=True)
    shown = page.split("<details", 1)[0] + page.split('class="now-panel"', 1)[1].split('class="leaf"', 1)[0]
    return re.sub(r'<li class="next">.*?</li>', "", shown)  # the road ahead is the same for every file


@pytest.mark.parametrize("state", ["council_voting", "council_passed", "council_failed"])
@pytest.mark.parametrize("role", ["clerk", "unit_head"])
def test_a_unit_reads_that_the_file_is_before_the_council(office: OfficeApp, role: str, state: str) -> None:
    page = body(office, role, state)
    assert "Chờ Hội đồng xét" in page
    assert not [word for word in RESULTS if word in re.sub(r"<[^>]+>", " ", page)]


def test_an_officer_sees_the_result(office: OfficeApp) -> None:
    assert "Hội đồng thông qua" in body(office, "standing_head", "council_passed")

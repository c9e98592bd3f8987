"""What a first visit weighs on the line."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.factories import make_nominations
from tests.support.office import OfficeApp

BUDGET = 100_000
COMMA = re.compile(r"url\((fonts/[^)]+)\)")


@pytest.mark.parametrize(("role", "path"), [(None, "/sign-in"), (None, "/status"), ("desk_officer", "/queue")])
def test_a_first_visit_weighs_less_than_a_hundred_kilobytes(office: OfficeApp, role: str | None, path: str) -> None:
    make_nominations(office.district, 50, "submitted")
    client = office.visitor(role).client
    page = client.get(path, headers={"Accept-Encoding": "gzip"})
    html = gzip.decompress(page.get_data()).decode()
    total = len(page.get_data())
    linked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html.replace("&amp;", "&")))
    linked = {one for one in linked if "print-font" not in one}
    for address in linked:
        total += len(client.get(address, headers={"Accept-Encoding": "gzip"}).get_data())
    sheet = next(one for one in linked if "thidua.css" in one)
    preloaded = {one.rsplit("/", 1)[-1] for one in linked}
    for font in set(COMMA.findall(client.get(sheet).get_data(as_text=True))):
        if font.rsplit("/", 1)[-1] not in preloaded:
            total += len(client.get(f"/static/{font}").get_data())
    assert total < BUDGET


def test_who_does_not_ask_for_compression_gets_none(office: OfficeApp) -> None:
    answer = office.visitor().client.get("/sign-in")
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]

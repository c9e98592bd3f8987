"""Whatever is signed, sent above, revoked or imported, in whatever order: an achievement is consumed once."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from states import Refused
from tests.factories import SUPERIOR, District, fire, make_district, make_nomination, make_services, move_the_item
from tests.workflow.register.making import rows, sign, tie_to_one
from workflow.decisions.models import DecisionItem

FILES: Final = 4
ACTS: Final = st.lists(
    st.tuples(st.sampled_from(("sign", "above", "revoke", "retie")), st.integers(0, FILES - 1), st.integers(0, 1)),
    min_size=3, max_size=10,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(acts=ACTS)
def test_no_order_of_acts_consumes_an_achievement_twice(acts: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        district = make_district(make_services(Path(folder)))
        files = [make_nomination(district, "pending_decision", kind="sudden") for _ in range(FILES - 1)]
        files.append(make_nomination(district, "forwarded", award=SUPERIOR))
        for what, which, other in acts:
            try:
                _act(district, files, what, which, other)
            except Refused:
                continue
            _holds(district)
        district.services.store.engine.dispose()


def _act(district: District, files: list[int], what: str, which: int, other: int) -> None:
    if what == "sign":
        sign(district, files[which])
    elif what == "above":
        fire(district, [files[-1]], "record_superior_award")
    elif what == "retie":
        tie_to_one(district, [files[other], files[which]])
    else:
        for item in _items(district)[:1]:
            move_the_item(district, item, "open_review", 0)
            move_the_item(district, item, "revoke", 1)


def _items(district: District) -> list[int]:
    with district.services.store.reading() as session:
        return list(session.execute(select(DecisionItem.id).where(DecisionItem.state == "in_force")).scalars())


def _holds(district: District) -> None:
    """One row for each achievement, of an honour that exists; and never two honours that stand for one of them here."""
    used = rows(district, "consumption")
    honours = {one["id"] for one in rows(district, "honour")}
    assert max(Counter(one["achievement_id"] for one in used).values(), default=0) <= 1
    assert {one["honour_id"] for one in used} <= honours

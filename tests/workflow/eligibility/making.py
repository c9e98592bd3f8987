"""Stating, confirming and waiving as the people of the small district do it."""

from __future__ import annotations

from typing import Any

from tests.factories import District
from workflow.eligibility.standing import Eligibility
from workflow.nominations.law.acts import answer_waiver, ask_waiver, confirm
from workflow.nominations.law.facts import StateFacts, state_facts
from workflow.nominations.law.queries import eligibility_for


def state(district: District, nomination_id: int, role: str = "clerk", **typed: Any) -> int:
    with district.services.store.transaction() as tx:
        command = StateFacts(nomination_id=nomination_id, typed=typed, actor=district.act(role))
        return state_facts(tx, district.services.office, command)


def judged(district: District, nomination_id: int) -> Eligibility:
    with district.services.store.reading() as session:
        return eligibility_for(session, [nomination_id], district.today)[nomination_id]


def outcome(district: District, nomination_id: int, rule: str) -> str:
    standing = judged(district, nomination_id).standing(rule)
    assert standing is not None
    return standing.outcome


def confirmed(district: District, nomination_id: int, rule: str, word: str = "pass", role: str = "appraiser") -> None:
    with district.services.store.transaction() as tx:
        confirm(tx, district.services.office, district.act(role), nomination_id, rule, word, "Đối chiếu sổ gốc.")


def asked(district: District, nomination_id: int, rule: str, role: str = "appraiser") -> int:
    with district.services.store.transaction() as tx:
        return ask_waiver(tx, district.services.office, district.act(role), nomination_id, rule, "Có văn bản riêng.")


def answered(
    district: District, nomination_id: int, waiver_id: int, role: str = "standing_head", *, granted: bool = True
) -> None:
    with district.services.store.transaction() as tx:
        answer_waiver(tx, district.services.office, district.act(role), nomination_id, waiver_id, granted=granted,
                      reason="Đồng ý theo đề nghị.")  # fmt: skip

"""Names in decisions for any award, under any rule set, without the road that leads there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any, Final

from sqlalchemy import select, text, update

from tests.factories import District, make_nominations
from tests.workflow.register.making import statements
from workflow.awards.models import Award
from workflow.awards.rules import rule_set
from workflow.decisions.models import Bonus, DecisionItem
from workflow.decisions.reactions import IssueDecisions
from workflow.kernel.db import NO_DUE_DATE
from workflow.kernel.transaction import Tx
from workflow.lifecycle.events import Moved
from workflow.nominations.events import NominationAdvanced, NominationsAdvanced
from workflow.nominations.models import Nomination, Proposal
from workflow.nominations.rows import load_rows

NOVEMBER: Final = date(2023, 11, 1)
SUBJECTS: Final = ("person", "collective", "household")
_NUMBERS: Final = count(1)

__all__ = ["NOVEMBER", "bonus_of", "bonuses", "decide", "drafts", "raw", "statements"]


def drafts(
    district: District, *awards: str, subject: str = "person", laureate: int | None = None, rules: str = "R2017",
    year: int = 2023,
) -> list[int]:  # fmt: skip
    """One nomination for each award, as a file of that rule set has it; all of one person where one is named."""
    _know(district, awards)
    ids = make_nominations(district, len(awards))
    with district.services.store.transaction() as tx:
        for nomination_id, award in zip(ids, awards, strict=True):
            values: dict[str, Any] = {"award_code": award, "subject": subject, "rule_set": rules}
            if laureate is not None:
                values["laureate_id"] = laureate
            tx.session.execute(update(Nomination).where(Nomination.id == nomination_id).values(values))
        letters = select(Nomination.proposal_id).where(Nomination.id.in_(ids))
        tx.session.execute(update(Proposal).where(Proposal.id.in_(letters)).values(year=year))
    return ids


def decide(district: District, ids: Sequence[int], on: date = NOVEMBER, *, level: str = "huyen",
           trigger: str = "sign_decision") -> None:  # fmt: skip
    """What follows a signature over these names, in a transaction of its own; guards are not asked."""
    with district.services.store.transaction() as tx:
        follow(district, tx, ids, on, level=level, trigger=trigger)


def follow(district: District, tx: Tx, ids: Sequence[int], on: date = NOVEMBER, *, level: str = "huyen",
           trigger: str = "sign_decision") -> None:  # fmt: skip
    rows = load_rows(tx.flushed(), list(ids), locked=True)
    chairman = district.act("chairman")
    moved = Moved(
        subject_kind="nomination", subject_id=ids[0], seq=1, trigger=trigger, source="pending_decision",
        target="decided", actor=chairman, capacity=chairman.capacities[0], at=tx.now,
        inputs={"decision_number": f"{next(_NUMBERS)}/QĐ-UBND", "decision_date": on},
    )  # fmt: skip
    each = tuple(
        NominationAdvanced(row=rows[one], moved=moved, due_on=NO_DUE_DATE, promised_on=None) for one in ids
    )  # fmt: skip
    IssueDecisions(replace(district.services.office, level=level))(tx, NominationsAdvanced(each))


def bonuses(district: District, ids: Sequence[int]) -> list[Mapping[str, Any]]:
    """The frozen bonuses of these nominations, in their order."""
    with district.services.store.reading() as session:
        found = session.execute(
            select(DecisionItem.nomination_id, Bonus.__table__)
            .join(Bonus, Bonus.decision_item_id == DecisionItem.id)
            .where(DecisionItem.nomination_id.in_(ids))
        )
        by_id = {row.nomination_id: row._mapping for row in found}
    return [by_id[one] for one in ids]


def bonus_of(district: District, nomination_id: int) -> Mapping[str, Any]:
    return bonuses(district, [nomination_id])[0]


@contextmanager
def raw(district: District, statement: str, **values: Any) -> Iterator[None]:
    """A statement that knows nothing of the product, kept if the database lets it."""
    with district.services.store.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text(statement), values)
        yield


def _know(district: District, codes: Sequence[str]) -> None:
    """Put awards into the catalogue, as the rule sets know them."""
    families = {code: award.family for period in ("R2017", "R2024") for code, award in rule_set(period).awards.items()}
    with district.services.store.transaction() as tx:
        known = set(tx.session.execute(select(Award.code)).scalars())
        for position, code in enumerate(sorted({*codes} - known), start=50):
            tx.session.add(Award(code=code, name_vi=f"Danh hiệu {code}", name_en=f"Title {code}", short_vi=code,
                                 short_en=code, family=families[code], subject="any", position=position))  # fmt: skip

"""Acts of the story about the law: facts that are stated, lists settled on paper, entries that are one person."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from web import schema
from workflow.awards.paper_lists import EnterPaperList, enter_paper_list
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.law.facts import StateFacts, state_facts
from workflow.nominations.likenesses import SettleLikeness, settle_likeness
from workflow.people.authority import Actor


def state(tx: Tx, office: Office, actor: Actor, file_id: int, facts: Mapping[str, Any]) -> None:
    """What the law asks of the candidate: the unit says it while it writes, the office while it appraises."""
    state_facts(tx, office, StateFacts(nomination_id=file_id, typed=facts, actor=actor))


def enter_list(tx: Tx, actor: Actor, unit_id: int, inputs: Mapping[str, Any]) -> None:
    """How many names a unit has on a list that never came through here; the law counts shares of all of them."""
    enter_paper_list(tx, EnterPaperList(unit_id=unit_id, actor=actor, **inputs))


def join_with_earlier(tx: Tx, actor: Actor, laureate_id: int) -> None:
    """The entry of the register under an earlier unit is this one: the officer joins the two."""
    likeness = schema.metadata().tables["likeness"].c
    of_this = or_(likeness.first_id == laureate_id, likeness.second_id == laureate_id)
    alike = tx.session.execute(
        select(likeness.id, likeness.version).where(
            likeness.subject_kind == "laureate", likeness.state == "open", of_this
        )
    ).one()
    settle_likeness(tx, SettleLikeness(likeness_id=alike.id, act="join", seen_version=alike.version, actor=actor))

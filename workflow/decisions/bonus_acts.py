"""Granting the bonuses of a decision in the act of signing it, and setting a multiplier that the law left open."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import insert, select, update

from workflow.audit.chain import canonical
from workflow.audit.record import Entry, record
from workflow.awards.bonus import NoBaseSalary
from workflow.decisions.bonuses import FULL, TO_BE_SET, Reckoned, beside_others, reckon, total_of, with_multiplier
from workflow.decisions.models import Bonus, DecisionItem
from workflow.decisions.titles_held import beside_item, earlier_than, names_of, people_in
from workflow.kernel.clock import office_date
from workflow.kernel.db import table_of
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem, Stale
from workflow.kernel.folding import clean
from workflow.kernel.prepared import Prepared
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.events import NominationAdvanced
from workflow.nominations.models import Nomination
from workflow.people.authority import Actor

SETTERS: Final = ("desk_officer", "appraiser", "standing_head")
MOST: Final = 20
LONGEST: Final = 300
REVOKED: Final = "revoked"
_MULTIPLIER: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")
_COLUMNS: Final = (
    "decision_item_id", "rule_set", "article", "multiplier", "base_salary", "salary_article", "rounding", "unrounded",
    "full_amount", "amount", "note", "beside_award", "beside_number", "beside_date", "granted_before",
)  # fmt: skip
_INSERT: Final = Prepared(insert(table_of(Bonus)).inline(), columns=_COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBonus:
    """The wish to set the multiplier of one name, with why and on what paper. It is typed, so it is text."""

    item_id: int
    multiplier: str
    reason: str
    document: str
    actor: Actor


def grant_bonuses(tx: Tx, office: Office, decision_id: int, each: Sequence[NominationAdvanced]) -> None:
    """Freeze what every name of the decision is granted, in a fixed number of statements. Raises `Invalid`.

    Its names are in the decision and in the register already.
    """
    connection = tx.flushed()
    people = people_in(connection, decision_id)
    names = names_of([one.row for one in each], people, office_date(tx.now))
    signed = each[0].moved
    try:
        earlier = earlier_than(connection, decision_id, names)
        granted = reckon(names, earlier, office.level, signed.inputs["decision_date"])
    except NoBaseSalary as error:
        raise Invalid({"decision_date": Problem("date_far_away")}) from error
    frozen = [{"decision_item_id": people[key][3], **_values(one)} for key, one in granted.items()]
    _INSERT.run(connection, *frozen)
    _record(tx, decision_id, signed.actor, frozen)


def set_bonus(tx: Tx, command: SetBonus) -> None:
    """Fill in a multiplier that the law left open, once. Raises `NotFound`, `Forbidden`, `Stale`, `Invalid`."""
    actor = command.actor
    item = tx.session.execute(
        select(DecisionItem).where(DecisionItem.id == command.item_id).with_for_update()
    ).scalar_one_or_none()
    if item is None:
        raise NotFound("decision_item")
    capacity = next((one for one in actor.capacities if one.role in SETTERS), None)
    if capacity is None:
        raise Forbidden("not_your_role", who=SETTERS)
    principal = capacity.on_behalf_of.person_id if capacity.on_behalf_of else None
    nominee = tx.session.execute(select(Nomination.nominee_id).where(Nomination.id == item.nomination_id)).scalar_one()
    if nominee is not None and nominee in (actor.person_id, principal):
        raise NotFound("decision_item")  # one's own name is for others
    bonus = tx.session.execute(
        select(Bonus).where(Bonus.decision_item_id == item.id).with_for_update()
    ).scalar_one_or_none()
    if bonus is not None and bonus.set_by_id is not None:
        raise Stale("decision_item", (item.id,))
    if bonus is None or bonus.note != TO_BE_SET or item.state == REVOKED:
        raise Invalid({"multiplier": Problem("bonus_not_open")})
    multiplier, reason, document = _checked(command)
    found = with_multiplier(_open(item.award_code, bonus), multiplier)
    found = beside_others(found, beside_item(tx.flushed(), item.id))
    values = _values(found) | {"set_by_id": actor.person_id, "set_at": tx.now, "set_reason": reason,
                               "set_document": document}  # fmt: skip
    tx.session.execute(update(Bonus).where(Bonus.id == bonus.id).values(values))
    record(tx, [Entry(
        subject_kind="decision_item", subject_id=item.id, action="set_bonus", actor_id=actor.person_id,
        on_behalf_of_id=principal,
        detail={"multiplier": values["multiplier"], "amount": values["amount"], "unrounded": values["unrounded"],
                "reason": reason, "document": document},
    )])  # fmt: skip


def _values(one: Reckoned) -> dict[str, Any]:
    beside = one.beside
    return {
        "rule_set": one.rule_set, "article": one.article, "multiplier": _written(one.multiplier),
        "base_salary": one.base_salary, "salary_article": one.salary_article, "rounding": one.rounding,
        "unrounded": _written(one.unrounded), "full_amount": one.full, "amount": one.amount, "note": one.note,
        "beside_award": beside.award if beside else None, "beside_number": beside.number if beside else None,
        "beside_date": beside.decided_on if beside else None, "granted_before": one.granted_before,
    }  # fmt: skip


def _written(number: Decimal | None) -> str | None:
    """Exactly, without zeros that say nothing: 0.45, 810000."""
    return None if number is None else f"{number.normalize():f}"


def _record(tx: Tx, decision_id: int, signer: Actor, frozen: Sequence[dict[str, Any]]) -> None:
    """What was granted is in the trail as well: the sum in words, every line by its digest."""
    total = total_of(one["amount"] for one in frozen)
    lines = [[one["decision_item_id"], one["multiplier"], one["unrounded"], one["amount"]] for one in frozen]
    digest = hashlib.sha256(canonical({"bonuses": lines}).encode()).hexdigest()
    record(tx, [Entry(
        subject_kind="decision", subject_id=decision_id, action="grant_bonuses", actor_id=signer.person_id,
        detail={"names": total.names, "total": total.amount, "to_be_set": total.to_be_set, "digest": digest},
    )])  # fmt: skip


def _checked(command: SetBonus) -> tuple[Decimal, str, str]:
    problems: dict[str, Problem] = {}
    typed = command.multiplier.strip()
    multiplier = Decimal(typed.replace(",", ".")) if _MULTIPLIER.fullmatch(typed) and typed.isascii() else None
    if multiplier is None or not 0 < multiplier <= MOST:
        problems["multiplier"] = Problem("not_a_multiplier", {"most": MOST})
    texts = {"bonus_reason": clean(command.reason), "bonus_document": clean(command.document)}
    for name, text in texts.items():
        if not text:
            problems[name] = Problem("missing_text")
        elif len(text) > LONGEST:
            problems[name] = Problem("too_long", {"most": LONGEST})
    if problems or multiplier is None:
        raise Invalid(problems)
    return multiplier, texts["bonus_reason"], texts["bonus_document"]


def _open(award: str, bonus: Bonus) -> Reckoned:
    """A frozen bonus without its multiplier, as the rule takes it."""
    return Reckoned(
        award=award, subject="", rule_set=bonus.rule_set, multiplier=None, base_salary=bonus.base_salary,
        salary_article=bonus.salary_article, rounding=bonus.rounding, article=bonus.article, unrounded=None, full=None,
        amount=None, note=FULL,
    )  # fmt: skip

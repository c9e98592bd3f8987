"""What follows a signature: the decision with its list, and each name's place in it."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from workflow.audit.chain import canonical
from workflow.audit.record import Entry, record
from workflow.awards.rules import RuleSet
from workflow.decisions.bonus_acts import grant_bonuses
from workflow.decisions.honours import enter_honours
from workflow.decisions.models import Decision, DecisionItem
from workflow.kernel.clock import office_date
from workflow.kernel.db import table_of
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.events import NominationAdvanced, NominationsAdvanced
from workflow.nominations.models import Nomination
from workflow.nominations.rows import Row
from workflow.people.authority import Capacity

SIGNED = "sign_decision"
SIGNED_ABOVE = "record_superior_award"
# The formula above a signature, by the capacity in which the decision was signed.
AUTHORISED = "TUQ. CHỦ TỊCH"  # on the strength of a written authority, in the name of the chairman
FORMULAS = {"chairman": "CHỦ TỊCH", "vice_chairman": "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"}


def formula_of(capacity: Capacity) -> str:
    """The words above the signature of somebody in this capacity (Decree 30/2020, Annex I)."""
    return AUTHORISED if capacity.on_behalf_of else FORMULAS.get(capacity.role, "")


class IssueDecisions:
    """Subscriber: when nominations are decided, one decision is entered with all their names.

    A decision from above may name more than were recorded at first: the others join it later.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def __call__(self, tx: Tx, fact: object) -> None:
        if not isinstance(fact, NominationsAdvanced) or fact.trigger not in (SIGNED, SIGNED_ABOVE):
            return
        decision_id = _joined(tx, fact.each) if fact.trigger == SIGNED_ABOVE else None
        if decision_id is None:
            decision_id = _issue(tx, self.office, fact.each)
        _list_names(tx, self.office, decision_id, fact.each)
        enter_honours(tx, decision_id, fact.each, strict=fact.trigger == SIGNED)
        if fact.trigger == SIGNED:  # the bonus of an award from above is paid there
            grant_bonuses(tx, self.office, decision_id, fact.each)


def _joined(tx: Tx, each: Sequence[NominationAdvanced]) -> int | None:
    """The superior's decision that was entered before, which these names join; None when this is the first time."""
    first = each[0].moved
    signed_on, number = first.inputs["decision_date"], first.inputs["decision_number"]
    authority = _level_above(each[0].row.rules(office_date(tx.now)), each[0].row.award_code)
    known = tx.session.execute(
        select(Decision.id, Decision.signed_on)
        .where(
            Decision.year == signed_on.year, Decision.authority == authority, Decision.number == number,
            Decision.level == "superior",
        )
        .with_for_update()
    ).one_or_none()  # fmt: skip
    if known is None:
        return None
    if known.signed_on != signed_on:  # one number has one date: one of the two was mistyped
        raise Invalid({"decision_number": Problem("number_taken", {"year": signed_on.year})})
    record(tx, [Entry(
        subject_kind="decision", subject_id=known.id, action="append", actor_id=first.actor.person_id,
        detail={"fingerprint": fingerprint_of([one.row for one in each]), "names": [one.row.code for one in each]},
    )])  # fmt: skip
    decision_id: int = known.id
    return decision_id


def _issue(tx: Tx, office: Office, each: Sequence[NominationAdvanced]) -> int:
    first = each[0].moved
    signed_here = first.trigger == SIGNED
    rules = each[0].row.rules(office_date(tx.now))
    signed_on = first.inputs["decision_date"]
    principal = first.capacity.on_behalf_of
    values = {
        "year": signed_on.year, "number": first.inputs["decision_number"], "signed_on": signed_on,
        "signer_id": first.actor.person_id if signed_here else None,
        "on_behalf_of_id": principal.person_id if principal and signed_here else None,
        "signature": formula_of(first.capacity),
        "authority": office.level if signed_here else _level_above(rules, each[0].row.award_code),
        "level": office.level if signed_here else "superior",
        "fingerprint": fingerprint_of([one.row for one in each]), "recorded_at": tx.now,
    }  # fmt: skip
    try:
        decision_id: int = tx.session.execute(insert(Decision).values(values).returning(Decision.id)).scalar_one()
    except IntegrityError as error:
        raise Invalid({"decision_number": Problem("number_taken", {"year": signed_on.year})}) from error
    record(tx, [Entry(
        subject_kind="decision", subject_id=decision_id, action="issue", actor_id=first.actor.person_id,
        detail={key: value for key, value in values.items() if key != "recorded_at"},
    )])  # fmt: skip
    return decision_id


def _level_above(rules: RuleSet, award_code: str) -> str:
    """The level that decides what this office may not."""
    return rules.authority.get(award_code, ("tinh",))[0]


def _list_names(tx: Tx, office: Office, decision_id: int, each: Sequence[NominationAdvanced]) -> None:
    """Append the names after those that the decision has already."""
    definition = office.registry.latest("revocation").definition
    last = tx.session.execute(
        select(func.coalesce(func.max(DecisionItem.position), 0)).where(DecisionItem.decision_id == decision_id)
    ).scalar_one()
    rows: list[dict[str, Any]] = [
        {"decision_id": decision_id, "nomination_id": one.row.id, "position": position, "name": one.row.name,
         "award_code": one.row.award_code, "definition_key": definition.key,
         "definition_version": definition.version, "state": definition.initial, "version": 0}
        for position, one in enumerate(each, start=last + 1)
    ]  # fmt: skip
    connection = tx.session.connection()
    connection.execute(insert(table_of(DecisionItem)).inline(), rows)
    # One statement ties every nomination to its place, however long the list is.
    appended = (DecisionItem.decision_id == decision_id, DecisionItem.position > last)
    place = select(DecisionItem.id).where(*appended, DecisionItem.nomination_id == Nomination.id).scalar_subquery()
    listed = select(DecisionItem.nomination_id).where(*appended)
    connection.execute(update(table_of(Nomination)).where(Nomination.id.in_(listed)).values(decision_item_id=place))


def fingerprint_of(rows: Sequence[Row]) -> str:
    """The digest of the exact list, in the order of the golden book, as it stands before it is signed."""
    names = [[position, row.code, row.name, row.award_code, row.version] for position, row in enumerate(rows, start=1)]
    return hashlib.sha256(canonical({"list": names}).encode()).hexdigest()

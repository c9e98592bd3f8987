"""Publishing a rule set: one person proposes it, another confirms it, and what is pinned stays as it was."""

import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from workflow.audit.record import Entry, record
from workflow.awards.drafting import Published, Wish, at_fields, draft, head_of, lines_of
from workflow.awards.editions import law_of
from workflow.awards.models import Award, RuleEdition
from workflow.awards.rules import Law, RuleSet, rules_of, shipped_law
from workflow.awards.soundness import faults_within
from workflow.kernel.clock import office_date
from workflow.kernel.errors import Forbidden, Invalid, NotFound, Problem, Stale
from workflow.kernel.folding import clean
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor, Capacity

PUBLISHERS: Final = ("standing_head", "admin")
"""Whose it is to propose and to confirm; it takes two of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeEdition:
    """A rule set that is to hold from a day on."""

    wish: Wish
    actor: Actor


def propose_edition(tx: Tx, command: ProposeEdition) -> int:
    """Write the proposal down as a whole: it holds for nobody until another person confirms it. Returns the id."""
    capacity = _capacity(command.actor)
    wish, taken = command.wish, Invalid({"set_id": Problem("code_taken")})
    made = draft(wish, law_of(tx.flushed()), _published(tx), office_date(tx.now))
    if tx.session.execute(select(RuleEdition.id).where(RuleEdition.set_id == wish.set_id)).first() is not None:
        raise taken
    row = RuleEdition(
        set_id=wish.set_id, based_on=wish.based_on, valid_from=made.rules.valid_from, title_vi=clean(wish.title_vi),
        title_en=clean(wish.title_en), sources="\n".join(lines_of(wish.sources)),
        settings=json.dumps(dict(made.rules.values), ensure_ascii=False), changes=wish.changes.replace("\r\n", "\n"),
        text=made.text, fingerprint=made.rules.fingerprint, proposed_by_id=_id(command.actor),
        proposed_for_id=_principal(capacity), proposed_at=tx.now,
    )  # fmt: skip
    tx.session.add(row)
    try:
        tx.session.flush()  # the id is the answer
    except IntegrityError as error:  # somebody else took the same name a moment ago
        raise taken from error
    _record(tx, command.actor, capacity, row, "propose_rules")
    return row.id


def confirm_edition(tx: Tx, actor: Actor, edition_id: int, seen: str) -> None:
    """Let it hold from its day on. `seen` is the fingerprint that was on the page of the second person."""
    capacity = _capacity(actor)
    row = _open_row(tx, edition_id)
    if row.fingerprint != seen:
        raise Stale("rule_edition", (edition_id,))
    if not _hands(actor.person_id, _principal(capacity)).isdisjoint(_hands(row.proposed_by_id, row.proposed_for_id)):
        raise Forbidden("second_person_needed")
    if row.valid_from < office_date(tx.now):
        raise Invalid({"valid_from": Problem("edition_day_over", {"day": row.valid_from})})
    law = law_of(tx.flushed())
    rules = rules_of(json.loads(row.text))
    # The product may have moved on since it was proposed.
    if problems := at_fields(row.set_id, faults_within(rules)):
        raise Invalid(problems)
    if any(known.id == row.set_id for known in law.all()):
        raise Invalid({"set_id": Problem("code_taken")})
    row.confirmed_by_id, row.confirmed_for_id, row.confirmed_at = _id(actor), _principal(capacity), tx.now
    _enter_awards(tx, rules, law)
    _record(tx, actor, capacity, row, "confirm_rules")


def withdraw_edition(tx: Tx, actor: Actor, edition_id: int) -> None:
    """Take a proposal back; what was confirmed is replaced by another rule set, never taken back."""
    capacity = _capacity(actor)
    row = _open_row(tx, edition_id)
    row.withdrawn_by_id, row.withdrawn_at = _id(actor), tx.now
    _record(tx, actor, capacity, row, "withdraw_rules")


def is_publisher(actor: Actor) -> bool:
    return actor.person_id is not None and actor.has(*PUBLISHERS)


def may_confirm(actor: Actor, row: Any) -> bool:
    """Whether the person is another one than who proposed it, whomever they act for."""
    if not is_publisher(actor):
        return False
    mine = _hands(actor.person_id, _principal(_capacity(actor)))
    return mine.isdisjoint(_hands(row.proposed_by_id, row.proposed_for_id))


def _capacity(actor: Actor) -> Capacity:
    """The role in which somebody acts here: one of their own before one that is lent."""
    if not is_publisher(actor):
        raise Forbidden("not_your_role", who=PUBLISHERS)
    able = [one for one in actor.capacities if one.role in PUBLISHERS]
    return min(able, key=lambda one: one.on_behalf_of is not None)


def _open_row(tx: Tx, edition_id: int) -> RuleEdition:
    row = tx.session.get(RuleEdition, edition_id, with_for_update=True)
    if row is None:
        raise NotFound("rule_edition")
    if row.confirmed_at is not None or row.withdrawn_at is not None:
        raise Stale("rule_edition", (edition_id,))
    return row


def _published(tx: Tx) -> list[Published]:
    rows = tx.session.query(RuleEdition).filter(RuleEdition.confirmed_at.is_not(None)).all()
    return [Published(row.set_id, head_of(row), row.changes) for row in rows]


def _enter_awards(tx: Tx, rules: RuleSet, law: Law) -> None:
    """What no period before knew comes into the catalogue with the rule set that brings it."""
    known = {code for one in (*law.all(), *shipped_law().all()) for code in one.awards}
    known |= set(tx.session.execute(select(Award.code)).scalars())
    last = tx.session.execute(select(func.max(Award.position))).scalar() or 0
    for place, code in enumerate(sorted(rules.awards.keys() - known), start=last + 1):
        award = rules.awards[code]
        tx.session.add(Award(
            code=code, name_vi=award.name.vi, name_en=award.name.en, short_vi=award.short.vi, short_en=award.short.en,
            family=award.family, subject=award.subjects[0] if len(award.subjects) == 1 else "any", position=place,
        ))  # fmt: skip


def _hands(*people: int | None) -> frozenset[int]:
    return frozenset(one for one in people if one is not None)


def _id(actor: Actor) -> int:
    assert actor.person_id is not None  # is_publisher asked
    return actor.person_id


def _principal(capacity: Capacity) -> int | None:
    return capacity.on_behalf_of.person_id if capacity.on_behalf_of else None


def _record(tx: Tx, actor: Actor, capacity: Capacity, row: RuleEdition, action: str) -> None:
    detail = {
        "set": row.set_id, "based_on": row.based_on, "valid_from": row.valid_from, "fingerprint": row.fingerprint,
    }  # fmt: skip
    record(tx, [Entry(
        subject_kind="rule_edition", subject_id=row.id, action=action, actor_id=actor.person_id,
        on_behalf_of_id=_principal(capacity), detail={**detail, "capacity": capacity.role},
    )])  # fmt: skip

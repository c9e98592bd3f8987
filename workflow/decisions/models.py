"""Decisions: one number and date over a list of names, and what may happen to a name later."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line


class Decision(Base):
    """A signed decision. `fingerprint` is the digest of the exact list the signer saw.

    A decision from above is entered with the first of our names that it holds; later ones are appended.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("year", "authority", "number"),)

    id: Mapped[Id] = mapped_column(init=False)
    year: Mapped[int]
    number: Mapped[Line]
    signed_on: Mapped[date]
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signature: Mapped[Line]  # the formula above the signature
    authority: Mapped[Line]
    level: Mapped[Code]
    fingerprint: Mapped[Code]
    recorded_at: Mapped[datetime]


class DecisionItem(Base):
    """A name in a decision, numbered as in the golden book. Moves by `revocation_v1`."""

    __tablename__ = "decision_item"
    __table_args__ = (
        UniqueConstraint("decision_id", "position"),
        CheckConstraint("version >= 0", name="version"),
        Index("ix_decision_item_nomination_id", "nomination_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    position: Mapped[int]  # số sổ vàng
    name: Mapped[Line]
    award_code: Mapped[Code] = mapped_column(ForeignKey("award.code"))
    definition_key: Mapped[Code]
    definition_version: Mapped[int]
    state: Mapped[Code]
    version: Mapped[int] = mapped_column(default=0)


class Bonus(Base):
    """What a name was granted with its decision, and everything the amount was counted from.

    Written with the decision and never changed; only a multiplier that the law left open is filled in, once.
    Numbers with a fraction are kept as they are written: no database rounds a text.
    """

    __tablename__ = "bonus"
    __table_args__ = (
        CheckConstraint("note IN ('full', 'highest_title', 'difference', 'to_be_set')", name="note"),
        CheckConstraint("(note = 'to_be_set') = (amount IS NULL)", name="open_has_no_amount"),
        CheckConstraint(
            "(amount IS NULL) = (multiplier IS NULL) AND (amount IS NULL) = (unrounded IS NULL)"
            " AND (amount IS NULL) = (full_amount IS NULL)",
            name="counted_whole",
        ),
        CheckConstraint("amount >= 0 AND amount <= full_amount AND granted_before >= 0", name="amount"),
        CheckConstraint(
            "(set_by_id IS NULL) = (set_at IS NULL) AND (set_by_id IS NULL) = (set_reason IS NULL)"
            " AND (set_by_id IS NULL) = (set_document IS NULL)",
            name="set_by_somebody",
        ),
        UniqueConstraint("decision_item_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    decision_item_id: Mapped[int] = mapped_column(ForeignKey("decision_item.id"))
    rule_set: Mapped[Code]
    article: Mapped[Line]
    multiplier: Mapped[Code | None]
    base_salary: Mapped[int]
    salary_article: Mapped[Line]
    rounding: Mapped[Code]
    unrounded: Mapped[Code | None]
    full_amount: Mapped[int | None]  # rounded, before other titles of the period are looked at
    amount: Mapped[int | None]  # what is granted
    note: Mapped[Code]
    # The other title of the period that decided the amount; without a number it is of the same decision.
    beside_award: Mapped[Code | None] = mapped_column(ForeignKey("award.code"), default=None)
    beside_number: Mapped[Line | None] = mapped_column(default=None)
    beside_date: Mapped[date | None] = mapped_column(default=None)
    granted_before: Mapped[int] = mapped_column(default=0)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    set_at: Mapped[datetime | None] = mapped_column(default=None)
    set_reason: Mapped[Line | None] = mapped_column(default=None)
    set_document: Mapped[Line | None] = mapped_column(default=None)

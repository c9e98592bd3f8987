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

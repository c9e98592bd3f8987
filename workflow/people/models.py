"""People, units and who may act for whom, each with dates."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, partial_index


class Unit(Base):
    """A body that proposes, decides or is consulted; it lives between two dates and may have a successor."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),)

    id: Mapped[Id] = mapped_column(init=False)
    code: Mapped[Code] = mapped_column(unique=True)
    name_vi: Mapped[Line]
    name_en: Mapped[Line]
    kind: Mapped[Code]  # authority | commune | village | office | service | school | mass | security | enterprise
    abbreviation: Mapped[Code]  # as in document numbers: 45/TTr-UBND
    place: Mapped[Line]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    email: Mapped[Line | None] = mapped_column(default=None)


class Person(Base):
    """A human being, compared by id wherever duties must be kept apart."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_folded_name", "folded_name"),)

    id: Mapped[Id] = mapped_column(init=False)
    full_name: Mapped[Line]
    folded_name: Mapped[Line]
    title_vi: Mapped[Line]  # post held, as it stands below a signature
    title_en: Mapped[Line]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    email: Mapped[Line | None] = mapped_column(default=None)
    gender: Mapped[Code | None] = mapped_column(default=None)  # female | male
    birth_year: Mapped[int | None] = mapped_column(default=None)
    locale: Mapped[Code] = mapped_column(default="vi")
    active: Mapped[bool] = mapped_column(default=True)


class RoleGrant(Base):
    """A role held by a person at a unit from one day to another."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        partial_index("uq_role_grant_open", "person_id", "unit_id", "role", where="valid_to IS NULL", unique=True),
        Index("ix_role_grant_role_unit", "role", "unit_id"),
    )  # fmt: skip

    id: Mapped[Id] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Code]
    valid_from: Mapped[date]
    granted_at: Mapped[datetime]
    valid_to: Mapped[date | None] = mapped_column(default=None)
    document: Mapped[Line | None] = mapped_column(default=None)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class Delegation(Base):
    """One person acts for another in one role, for a time, on the strength of a document."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("from_person_id <> to_person_id", name="two_people"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    from_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Code]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    document: Mapped[Line]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

"""Emulation movements."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, LongText


class Movement(Base):
    """A movement that a competent person launched; nominations may be made within it."""

    __tablename__ = "movement"

    id: Mapped[Id] = mapped_column(init=False)
    code: Mapped[Code] = mapped_column(unique=True)
    name_vi: Mapped[Line]
    name_en: Mapped[Line]
    short_vi: Mapped[Line]
    short_en: Mapped[Line]
    level: Mapped[Code]  # national | province | district | unit
    kind: Mapped[Code]  # regular | thematic
    purpose_vi: Mapped[LongText]
    purpose_en: Mapped[LongText]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    launched_by_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

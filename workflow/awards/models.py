"""The catalogue of awards."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Line


class Award(Base):
    """A title or a form of commendation. Who decides it and how it is voted is in the rule sets."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("subject IN ('person', 'collective', 'household', 'any')", name="subject"),
        CheckConstraint("family IN ('title', 'form')", name="family"),
    )

    code: Mapped[Code] = mapped_column(primary_key=True)
    name_vi: Mapped[Line]
    name_en: Mapped[Line]
    short_vi: Mapped[Line]
    short_en: Mapped[Line]
    family: Mapped[Code]
    subject: Mapped[Code]
    position: Mapped[int]

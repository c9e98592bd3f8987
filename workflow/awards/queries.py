"""Reading the catalogue of awards."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.awards.models import Award
from workflow.kernel.db import AnyRow


def awards(session: Session) -> list[AnyRow]:
    """All awards in the order of the catalogue."""
    return list(session.execute(
        select(Award.code, Award.name_vi, Award.name_en, Award.short_vi, Award.short_en, Award.family, Award.subject)
        .order_by(Award.position)
    ))  # fmt: skip

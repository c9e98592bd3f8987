"""Reading what is published."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.lifecycle.models import PublishedDefinition


def published_fingerprints(session: Session) -> Mapping[tuple[str, int], str]:
    """The fingerprint of each definition version as it was published."""
    p = PublishedDefinition
    found = session.execute(select(p.key, p.version, p.fingerprint))
    return {(row.key, row.version): row.fingerprint for row in found}

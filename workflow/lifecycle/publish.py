"""Publishing the definitions into the database, once per version."""

from collections.abc import Iterable

from sqlalchemy import insert, select

from states import ChangedDefinition, Definition
from workflow.kernel.transaction import Tx
from workflow.lifecycle.models import PublishedDefinition, PublishedTransition


def publish_definitions(tx: Tx, definitions: Iterable[Definition]) -> None:
    """Write what is new; refuse a version whose text has changed since it was published.

    Raises `ChangedDefinition`: running files are pinned to the version they started under, so a
    published one is replaced by a new version, never edited.
    """
    published = {
        (row.key, row.version): row.fingerprint
        for row in tx.session.execute(
            select(PublishedDefinition.key, PublishedDefinition.version, PublishedDefinition.fingerprint)
        )
    }
    for definition in definitions:
        known = published.get((definition.key, definition.version))
        if known is None:
            _publish(tx, definition)
        elif known != definition.fingerprint:
            raise ChangedDefinition(f"{definition.key} {definition.version} differs from what was published")


def _publish(tx: Tx, definition: Definition) -> None:
    tx.session.execute(
        insert(PublishedDefinition).values(
            key=definition.key,
            version=definition.version,
            fingerprint=definition.fingerprint,
            initial=definition.initial,
            published_at=tx.now,
        )
    )
    moves = {(item.trigger, item.source, item.target) for item in definition.transitions}
    tx.session.execute(
        insert(PublishedTransition),
        [
            {"definition_key": definition.key, "version": definition.version,
             "trigger": trigger, "source": source, "target": target}
            for trigger, source, target in sorted(moves)
        ],
    )  # fmt: skip

"""What the clock does by itself: the moves that a definition gives to nobody in particular."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from states import SYSTEM as CLOCK
from workflow.kernel.clock import office_date
from workflow.kernel.transaction import Store
from workflow.lifecycle.office import Office
from workflow.nominations.advance import Advance, advance
from workflow.nominations.models import Nomination
from workflow.people.authority import SYSTEM

BATCH: Final = 200  # in one transaction, so that nobody waits long behind a sweep


def sweep(store: Store, office: Office) -> Mapping[str, int]:
    """Fire every trigger of the clock on the nominations whose day has passed; the guards decide.

    Returns how many moved, by trigger. Running it twice, or twice at once, moves nothing twice.
    """
    moved: dict[str, int] = {}
    for key, version, trigger, source in sorted(_clock_moves(office)):
        last = 0
        while True:
            with store.transaction() as tx:
                ids = _past_due(tx.session, key, version, source, office_date(tx.now), last)
                if not ids:
                    break
                command = Advance(trigger=trigger, seen=dict.fromkeys(ids), actor=SYSTEM, whole=False)
                outcome = advance(tx, office, command)
            moved[trigger] = moved.get(trigger, 0) + len(outcome.moved)
            last = ids[-1]
    return moved


def _clock_moves(office: Office) -> Iterator[tuple[str, int, str, str]]:
    for engine in office.registry.all():
        definition = engine.definition
        for transition in definition.transitions:
            if definition.subject == "nomination" and CLOCK in transition.roles:
                yield definition.key, definition.version, transition.trigger, transition.source


def _past_due(session: Session, key: str, version: int, state: str, today: date, after: int) -> list[int]:
    """Ids beyond `after`, so that one which a guard keeps back does not hold up the rest."""
    query = (
        select(Nomination.id)
        .where(
            Nomination.definition_key == key,
            Nomination.definition_version == version,
            Nomination.state == state,
            Nomination.due_on < today,
            Nomination.hold_id.is_(None),
            Nomination.id > after,
        )
        .order_by(Nomination.id)
        .limit(BATCH)
    )
    return list(session.execute(query).scalars())

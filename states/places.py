"""States of a nomination that agendas and decisions have to name; every version of the definition keeps them."""

from typing import Final

COUNCIL_QUEUE: Final = "council_queue"
COUNCIL_VOTING: Final = "council_voting"
PENDING_DECISION: Final = "pending_decision"

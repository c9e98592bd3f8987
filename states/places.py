"""States of a nomination that agendas and decisions have to name; every version of the definition keeps them."""

from typing import Final

COUNCIL_FAILED: Final = "council_failed"
COUNCIL_QUEUE: Final = "council_queue"
COUNCIL_VOTING: Final = "council_voting"
PENDING_DECISION: Final = "pending_decision"
BEFORE_REFERRAL: Final = (
    "submitted", "supplement_requested", "under_appraisal", "consulting", "public_notice", "chair_returned",
)  # fmt: skip

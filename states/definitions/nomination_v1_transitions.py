"""Which trigger leads from where to where, for whom, under which guards; version 1."""

from collections.abc import Sequence
from typing import Final

from states.definition import Separation, TransitionDef
from states.definitions.nomination_v1_states import (
    APPRAISAL,
    CHAIR,
    COUNCIL,
    DESK,
    FOLLOW_UP,
    HEADS,
    SUPERIOR,
    UNIT,
)
from states.roles import SYSTEM

UNHELD: Final = ("not_on_hold",)
LAWFUL: Final = ("law_met", "achievement_free", "initiative_free")
IN_THE_UNIT: Final = ("draft", "unit_review", "pending_unit_head")
SENT_IN: Final = (
    "submitted", "supplement_requested", "under_appraisal", "consulting", "public_notice",
    "council_queue", "council_voting", "council_passed", "pending_decision", "chair_returned",
)  # fmt: skip
"""From submission until a decision: where a file can be held or taken back by the heads."""


def _move(
    trigger: str,
    source: str,
    target: str,
    roles: Sequence[str],
    *,
    when: Sequence[str] = (),
    guards: Sequence[str] = (),
) -> TransitionDef:
    return TransitionDef(
        trigger=trigger,
        source=source,
        target=target,
        roles=tuple(roles),
        when=tuple(when),
        guards=tuple(guards),
    )


TRANSITIONS: Final = (
    # In the unit. The simplified procedure goes without the unit's review meeting.
    _move("send_to_review", "draft", "pending_unit_head", UNIT, when=("simplified",),
        guards=("content_present", "achievement_named", "papers_complete")),
    _move("send_to_review", "draft", "unit_review", UNIT, guards=("content_present",)),
    _move("propose", "unit_review", "pending_unit_head", UNIT, guards=("minutes_attached", "papers_complete")),
    _move("reject_in_unit", "unit_review", "unit_rejected", UNIT),
    _move("submit", "pending_unit_head", "submitted", HEADS,
        guards=("letter_numbered", "content_present", "achievement_named", "papers_complete", "law_met", "place_left")),
    _move("return_to_unit", "pending_unit_head", "draft", HEADS, when=("simplified",)),
    _move("return_to_unit", "pending_unit_head", "unit_review", HEADS),
    # At the desk.
    _move("receive", "submitted", "under_appraisal", DESK,
        guards=("checklist_complete", "points_settled", *UNHELD)),
    _move("request_supplement", "submitted", "supplement_requested", DESK,
        guards=("supplement_left", *UNHELD)),
    _move("supply", "supplement_requested", "submitted", UNIT, guards=("points_answered", *UNHELD)),
    _move("lapse", "supplement_requested", "returned", (SYSTEM, "standing_head"),
          guards=("supplement_overdue", *UNHELD)),
    # Appraisal.
    _move("consult", "under_appraisal", "consulting", APPRAISAL, guards=UNHELD),
    _move("close_consultation", "consulting", "under_appraisal", APPRAISAL,
        guards=("opinions_settled", *UNHELD)),
    _move("open_notice", "under_appraisal", "public_notice", APPRAISAL, guards=("publishable", *UNHELD)),
    _move("close_notice", "public_notice", "under_appraisal", (*APPRAISAL, SYSTEM),
        guards=("notice_over", *UNHELD)),
    *(_move("return_ineligible", source, "returned", APPRAISAL, guards=UNHELD)
      for source in ("submitted", "under_appraisal")),
    _move("refer", "under_appraisal", "council_queue", APPRAISAL, when=("council_required",),
        guards=(*LAWFUL, *UNHELD)),
    _move("refer", "under_appraisal", "pending_decision", APPRAISAL, guards=(*LAWFUL, *UNHELD)),
    # The council.
    _move("open_voting", "council_queue", "council_voting", COUNCIL, guards=("on_convened_agenda", *UNHELD)),
    _move("record_vote", "council_voting", "council_passed", COUNCIL, when=("vote_passed",),
          guards=("vote_balanced", "quorum_reached", *UNHELD)),
    _move("record_vote", "council_voting", "council_failed", COUNCIL,
          guards=("vote_balanced", "quorum_reached", *UNHELD)),
    _move("postpone", "council_voting", "council_queue", COUNCIL, guards=UNHELD),
    _move("send_to_chairman", "council_passed", "pending_decision", ("standing_head", "council_secretary"),
          guards=UNHELD),
    # The chairman.
    _move("sign_decision", "pending_decision", "decided", CHAIR,
        guards=("within_authority", *LAWFUL, *UNHELD)),
    _move("forward_to_superior", "pending_decision", "forwarded", CHAIR,
        guards=("above_authority", *LAWFUL, *UNHELD)),
    _move("request_reappraisal", "pending_decision", "chair_returned", CHAIR, guards=UNHELD),
    _move("decline", "pending_decision", "not_approved", CHAIR, guards=UNHELD),
    _move("reappraise", "chair_returned", "under_appraisal", APPRAISAL, guards=UNHELD),
    # After a decision nothing is held any more: what is wrong then is a matter for revocation.
    _move("record_superior_award", "forwarded", "superior_decided", SUPERIOR),
    _move("record_superior_refusal", "forwarded", "superior_declined", SUPERIOR),
    *(_move("announce", source, "announced", FOLLOW_UP) for source in ("decided", "superior_decided")),
    _move("archive", "announced", "archived", FOLLOW_UP),
    # Withdrawal is allowed on hold as well: nobody is kept in a file against the unit's will.
    *(_move("withdraw", source, "withdrawn", UNIT) for source in IN_THE_UNIT),
    *(_move("withdraw", source, "withdrawn", HEADS) for source in SENT_IN),
    *(_move("suspend", source, source, ("standing_head", "vice_chairman"),
        guards=UNHELD) for source in SENT_IN),
    *(_move("resume", source, source, ("standing_head", "vice_chairman"),
        guards=("on_hold",)) for source in SENT_IN),
)  # fmt: skip

SEPARATIONS: Final = (
    Separation(code="prepared_letter", roles=("clerk", "unit_head"), by=(), barred=("submit",)),
    Separation(
        code="handled_file", roles=("desk_officer", "appraiser", "standing_head"), by=("receive", "refer"),
        barred=("sign_decision", "forward_to_superior")),
)  # fmt: skip

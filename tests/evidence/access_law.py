"""Who may do what and open which page, written by hand from the procedure; nothing here asks the product."""

from __future__ import annotations

from typing import Final

UNIT: Final = frozenset({"clerk", "unit_head", "deputy_head"})
HEADS: Final = frozenset({"unit_head", "deputy_head"})
DESK: Final = frozenset({"desk_officer", "standing_head"})
APPRAISAL: Final = frozenset({"appraiser", "desk_officer", "standing_head"})
SECRETARIES: Final = frozenset({"council_secretary", "standing_head"})
CHAIR: Final = frozenset({"chairman", "vice_chairman"})
FOLLOW_UP: Final = APPRAISAL | {"council_secretary"}
HOLDERS: Final = frozenset({"standing_head", "vice_chairman"})
OFFICE: Final = APPRAISAL | SECRETARIES | CHAIR | {"auditor"}
ALL: Final = UNIT | OFFICE | {"council_member", "admin", "nominee"}
NOBODY: Final[frozenset[str]] = frozenset()

IN_THE_UNIT: Final = ("draft", "unit_review", "pending_unit_head")
SENT_IN: Final = (
    "submitted", "supplement_requested", "under_appraisal", "consulting", "public_notice", "council_queue",
    "council_voting", "council_passed", "pending_decision", "chair_returned",
)  # fmt: skip

MOVES: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("send_to_review", "draft"): UNIT,
    ("propose", "unit_review"): UNIT,
    ("reject_in_unit", "unit_review"): UNIT,
    ("submit", "pending_unit_head"): HEADS,
    ("return_to_unit", "pending_unit_head"): HEADS,
    ("receive", "submitted"): DESK,
    ("request_supplement", "submitted"): DESK,
    ("supply", "supplement_requested"): UNIT,
    ("lapse", "supplement_requested"): frozenset({"standing_head"}),
    ("consult", "under_appraisal"): APPRAISAL,
    ("close_consultation", "consulting"): APPRAISAL,
    ("open_notice", "under_appraisal"): APPRAISAL,
    ("close_notice", "public_notice"): APPRAISAL,
    ("return_ineligible", "submitted"): APPRAISAL,
    ("return_ineligible", "under_appraisal"): APPRAISAL,
    ("refer", "under_appraisal"): APPRAISAL,
    ("open_voting", "council_queue"): SECRETARIES,
    ("record_vote", "council_voting"): SECRETARIES,
    ("postpone", "council_voting"): SECRETARIES,
    ("send_to_chairman", "council_passed"): SECRETARIES,
    ("sign_decision", "pending_decision"): CHAIR,
    ("forward_to_superior", "pending_decision"): CHAIR,
    ("request_reappraisal", "pending_decision"): CHAIR,
    ("decline", "pending_decision"): CHAIR,
    ("reappraise", "chair_returned"): APPRAISAL,
    ("record_superior_award", "forwarded"): APPRAISAL,
    ("record_superior_refusal", "forwarded"): APPRAISAL,
    ("announce", "decided"): FOLLOW_UP,
    ("announce", "superior_decided"): FOLLOW_UP,
    ("archive", "announced"): FOLLOW_UP,
    **{("withdraw", state): UNIT for state in IN_THE_UNIT},
    **{("withdraw", state): HEADS for state in SENT_IN},
    **{("suspend", state): HOLDERS for state in SENT_IN},
    **{("resume", state): HOLDERS for state in SENT_IN},
}
"""Trigger and state to the roles whose it is. Every other pair does not exist for anybody."""

SIGNED_BY_ANOTHER: Final = frozenset({"submit"})  # than the one who prepared the letter
DECIDED_BY_ANOTHER: Final = frozenset({"sign_decision", "forward_to_superior"})  # than who received or referred it

Page = tuple[str, frozenset[str], int]
"""Address of a route, who may use it, and what the others are told."""
COUNCIL: Final = OFFICE | {"council_member"}
COUNTS: Final = SECRETARIES | CHAIR | {"auditor"}
READERS: Final = OFFICE | UNIT
ADMIN: Final = frozenset({"admin"})
TRAIL: Final = frozenset({"admin", "auditor"})
PLACES: Final = frozenset({"admin", "standing_head"})
PUBLISHERS: Final = frozenset({"admin", "standing_head"})
FILES: Final = COUNCIL | UNIT

PUBLIC: Final = (
    "GET /healthz", "GET /readyz", "GET /language/<locale>", "GET /notices", "GET /sign-in",
    "POST /sign-in", "POST /sign-in/demo", "POST /sign-out", "GET /status", "POST /status",
)  # fmt: skip
PRIVATE: Final[tuple[Page, ...]] = (
    ("GET /", ALL, 0),
    ("GET /account", ALL, 0),
    ("POST /account/language", ALL, 0),
    ("POST /account/password", ALL, 0),
    ("POST /account/sessions", ALL, 0),
    ("GET /admin", ADMIN, 403),
    ("GET /admin/audit", TRAIL, 403),
    ("GET /admin/audit/verify", TRAIL, 403),
    ("GET /admin/calendar", ADMIN, 403),
    ("POST /admin/calendar", ADMIN, 403),
    ("POST /admin/calendar/<int:correction_id>/withdraw", ADMIN, 403),
    ("GET /admin/delegations", ADMIN, 403),
    ("POST /admin/delegations", ADMIN, 403),
    ("POST /admin/delegations/<int:delegation_id>/revoke", ADMIN, 403),
    ("POST /admin/grants/<int:grant_id>/end", ADMIN, 403),
    ("GET /admin/outbox", ADMIN, 403),
    ("GET /admin/outbox/<int:letter_id>", ADMIN, 403),
    ("POST /admin/outbox/<int:letter_id>/retry", ADMIN, 403),
    ("GET /admin/people", ADMIN, 403),
    ("POST /admin/people", ADMIN, 403),
    ("GET /admin/people/new", ADMIN, 403),
    ("GET /admin/people/<int:person_id>", ADMIN, 403),
    ("POST /admin/people/<int:person_id>", ADMIN, 403),
    ("POST /admin/people/<int:person_id>/account", ADMIN, 403),
    ("POST /admin/people/<int:person_id>/account/enabled", ADMIN, 403),
    ("POST /admin/people/<int:person_id>/account/password", ADMIN, 403),
    ("POST /admin/people/<int:person_id>/active", ADMIN, 403),
    ("POST /admin/people/<int:person_id>/grants", ADMIN, 403),
    ("GET /admin/quotas", PLACES, 403),
    ("POST /admin/quotas", PLACES, 403),
    ("POST /admin/quotas/<int:quota_id>/end", PLACES, 403),
    ("POST /admin/quotas/movements", PLACES, 403),
    ("GET /admin/quotas/figures", PLACES | DESK, 403),
    ("POST /admin/quotas/figures/paper-list", PLACES | DESK, 403),
    ("POST /admin/quotas/figures/participation", PLACES | DESK, 403),
    ("GET /admin/rules", PUBLISHERS | TRAIL, 403),
    ("POST /admin/rules", PUBLISHERS, 403),
    ("GET /admin/rules/new", PUBLISHERS, 403),
    ("GET /admin/rules/<set_id>", PUBLISHERS | TRAIL, 403),
    ("POST /admin/rules/editions/<int:edition_id>/confirm", PUBLISHERS, 403),
    ("POST /admin/rules/editions/<int:edition_id>/withdraw", PUBLISHERS, 403),
    ("GET /admin/units", ADMIN, 403),
    ("POST /admin/units", ADMIN, 403),
    ("GET /admin/units/new", ADMIN, 403),
    ("GET /admin/units/<int:unit_id>", ADMIN, 403),
    ("POST /admin/units/<int:unit_id>", ADMIN, 403),
    ("GET /council", COUNCIL, 403),
    ("POST /council/sessions", SECRETARIES, 403),
    ("GET /council/sessions/<int:session_id>", COUNCIL, 403),
    ("POST /council/sessions/<int:session_id>/agenda", SECRETARIES, 403),
    ("GET /council/sessions/<int:session_id>/agenda/print", COUNCIL, 403),
    ("GET /council/sessions/<int:session_id>/items/<int:n>", COUNTS, 403),
    ("POST /council/sessions/<int:session_id>/items/<int:n>", SECRETARIES, 403),
    ("GET /council/sessions/<int:session_id>/minutes", COUNTS, 403),
    ("POST /council/sessions/<int:session_id>/moves", COUNCIL, 403),  # closing is the chairman's as well
    ("POST /council/sessions/<int:session_id>/nominations", SECRETARIES, 403),
    ("GET /council/sessions/<int:session_id>/votes", SECRETARIES, 403),
    ("POST /council/sessions/<int:session_id>/votes", SECRETARIES, 403),
    ("GET /decide", CHAIR, 403),
    ("POST /decide", CHAIR, 403),
    ("POST /decide/confirm", CHAIR, 403),
    ("POST /decide/preview", CHAIR, 403),
    ("GET /decide/results/<int:report_id>", CHAIR, 403),
    ("GET /decisions", READERS, 403),
    ("GET /decisions/<int:decision_id>", READERS, 403),
    ("GET /decisions/<int:decision_id>/print", READERS, 403),
    ("GET /decisions/items/<int:item_id>", READERS, 403),
    ("POST /decisions/items/<int:item_id>/bonus", APPRAISAL, 403),
    ("POST /decisions/items/<int:item_id>/moves", READERS, 403),
    ("GET /law", ALL, 0),
    ("GET /movements", ALL, 0),
    ("GET /my-nominations", ALL, 0),
    ("GET /my-nominations/<code>", frozenset({"nominee", "chairman"}), 404),  # the chairman is nominated as well
    ("POST /my-nominations/<code>", frozenset({"nominee", "chairman"}), 404),
    ("GET /nominations/<code>", FILES | {"nominee"}, 404),  # a nominee is led to their own page
    ("GET /nominations/<code>/acts/<trigger>", FILES, 404),
    ("POST /nominations/<code>/acts/<trigger>", FILES, 404),
    ("POST /nominations/<code>/assign", FILES, 404),
    ("POST /nominations/<code>/files", FILES | {"nominee"}, 404),
    ("GET /nominations/<code>/law", READERS, 404),
    ("POST /nominations/<code>/law/facts", UNIT | APPRAISAL, 404),
    ("POST /nominations/<code>/law/rules/<rule>", APPRAISAL, 404),
    ("POST /nominations/<code>/law/rules/<rule>/waiver", APPRAISAL, 404),
    ("POST /nominations/<code>/law/waivers/<int:waiver_id>", HOLDERS, 404),
    ("POST /nominations/<code>/moves", FILES, 404),
    ("GET /nominations/<code>/points", FILES, 404),
    ("POST /nominations/<code>/points", FILES, 404),
    ("GET /nominations/<code>/print", FILES, 404),
    ("GET /nominations/<code>/report", FILES, 404),
    ("GET /nominations/files/<int:evidence_id>", FILES, 404),
    (
        "POST /nominations/files/<int:evidence_id>/withdraw",
        ALL,
        0,
    ),  # without a form of ours it does nothing for anybody
    ("POST /nominations/opinions/<int:opinion_id>", NOBODY, 404),  # without the code of a file it is for nobody
    ("GET /proposals", UNIT, 403),
    ("GET /proposals/new", UNIT, 403),
    ("POST /proposals/new", UNIT, 403),
    ("GET /proposals/<int:proposal_id>", UNIT, 404),
    ("POST /proposals/<int:proposal_id>", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/moves", ALL, 0),  # leads to the letter, which asks again
    ("POST /proposals/<int:proposal_id>/moves", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/law", UNIT, 404),
    ("POST /proposals/<int:proposal_id>/law", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/places", UNIT, 404),
    ("POST /proposals/<int:proposal_id>/places/paper-list", UNIT, 404),
    ("POST /proposals/<int:proposal_id>/places/participation", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/nominations/new", UNIT, 404),
    ("POST /proposals/<int:proposal_id>/nominations/new", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/receipt", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/receipt/print", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/list", UNIT, 404),
    ("POST /proposals/<int:proposal_id>/list", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/list.xlsx", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/list/<int:upload_id>", UNIT, 404),
    ("POST /proposals/<int:proposal_id>/list/<int:upload_id>", UNIT, 404),
    ("GET /proposals/<int:proposal_id>/list/<int:upload_id>/bad.xlsx", UNIT, 404),
    ("GET /proposals/nominations/<int:nomination_id>", UNIT, 404),
    ("POST /proposals/nominations/<int:nomination_id>", UNIT, 404),
    ("GET /proposals/nominations/<int:nomination_id>/remove", ALL, 0),  # leads to the line, which asks again
    (
        "POST /proposals/nominations/<int:nomination_id>/remove",
        ALL,
        0,
    ),  # without a form of ours it does nothing for anybody
    ("GET /queue", OFFICE, 403),
    ("POST /queue/assign", OFFICE, 403),
    ("POST /queue/preview", OFFICE, 403),
    ("GET /queue/list.xlsx", OFFICE, 403),
    ("GET /queue/print", OFFICE, 403),
    ("GET /queue/reports/<int:report_id>", OFFICE, 403),
    ("POST /queue/run", OFFICE, 403),
    ("GET /register", OFFICE, 403),
    ("GET /register/<int:laureate_id>", READERS, 404),
    ("GET /register/likenesses", APPRAISAL, 403),
    ("GET /register/likenesses/<int:likeness_id>", APPRAISAL, 403),
    ("POST /register/likenesses/<int:likeness_id>", APPRAISAL, 403),
)
ONLY_IN_A_DEMONSTRATION: Final = ("/mailbox", "/styleguide")
EMPTY_HERE: Final = (
    "/decide/results/<int:report_id>",
    "/queue/reports/<int:report_id>",
    "/proposals/<int:proposal_id>/list/<int:upload_id>",
    "/proposals/<int:proposal_id>/list/<int:upload_id>/bad.xlsx",
    "/register/<int:laureate_id>",
    "/register/likenesses/<int:likeness_id>",
)
CLOSED_LATER: Final = ("/proposals/<int:proposal_id>/list", "/nominations/<code>/law")
"""Open to its people at some steps of the file; at the others they are told so."""

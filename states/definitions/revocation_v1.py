"""An award in force, its review, and whether it is upheld or revoked; version 1."""

from typing import Final

from states.definition import Definition, Input, StateDef, TransitionDef, TriggerDef
from states.text import Text

OFFICERS: Final = ("council_secretary", "desk_officer", "standing_head")
CHAIR: Final = ("chairman", "vice_chairman")
# An award stands until it is revoked, so a review does not change what outsiders read.
IN_FORCE: Final = Text(
    "{subject} được tặng {award}, Quyết định {decision}.", "{subject} receives {award}, decision {decision}."
)

STATES: Final = (
    StateDef(
        code="in_force", tone="seal", lane="office", public=IN_FORCE, resting=True, clock="stopped",
        public_step=5,
        label=Text("Quyết định đang có hiệu lực", "Decision in force"),
        short=Text("Đang có hiệu lực", "In force")),
    StateDef(
        code="under_review", tone="ask", lane="chair", public=IN_FORCE, waits_for=CHAIR, limit="revocation",
        public_step=5,
        label=Text("Đang xem xét hủy bỏ quyết định", "Revocation of the decision under review"),
        short=Text("Đang xem xét hủy quyết định", "Revocation in review")),
    StateDef(
        code="revoked", tone="closed", lane="chair", final=True, clock="stopped", public_step=5,
        public=Text("Quyết định {decision} đã bị hủy.", "Decision {decision} was revoked."),
        label=Text("Đã hủy bỏ quyết định, thu hồi", "Decision revoked, award recovered"),
        short=Text("Đã hủy quyết định, thu hồi", "Revoked")),
)  # fmt: skip

TRIGGERS: Final = (
    TriggerDef(
        code="open_review", bulk=False,
        inputs=(Input(name="ground"), Input(name="reason"), Input(name="document")),
        label=Text("Đề nghị hủy bỏ", "Propose to revoke"),
        batch=Text("Đề nghị hủy bỏ {n} quyết định", "Propose to revoke {n}"),
        done=Text("Đã đề nghị hủy bỏ {n} quyết định", "Revocation proposed for {n}"),
        done_one=Text("Đã đề nghị hủy bỏ", "Revocation proposed")),
    TriggerDef(
        code="revoke", bulk=False, signing=True,
        inputs=(Input(name="decision_number"), Input(name="decision_date")),
        label=Text("Ký hủy bỏ quyết định", "Sign the revocation"),
        batch=Text("Ký hủy bỏ {n} quyết định", "Sign {n} revocations"),
        done=Text("Đã ký hủy bỏ {n} quyết định", "{n} revocations signed"),
        done_one=Text("Đã ký hủy bỏ quyết định", "Revocation signed")),
    TriggerDef(
        code="uphold", bulk=False, inputs=(Input(name="reason"),),
        label=Text("Không hủy bỏ", "Uphold the decision"),
        batch=Text("Không hủy bỏ {n} quyết định", "Uphold {n} decisions"),
        done=Text("Đã giữ nguyên {n} quyết định", "{n} decisions upheld"),
        done_one=Text("Đã giữ nguyên quyết định", "Decision upheld")),
)  # fmt: skip

TRANSITIONS: Final = (
    TransitionDef(trigger="open_review", source="in_force", target="under_review", roles=OFFICERS),
    TransitionDef(trigger="revoke", source="under_review", target="revoked", roles=CHAIR),
    TransitionDef(trigger="uphold", source="under_review", target="in_force", roles=CHAIR),
)

REVOCATION_V1: Final = Definition(
    key="revocation",
    version=1,
    title=Text("Hủy bỏ quyết định khen thưởng", "Revocation of an award"),
    subject="decision_item",
    initial="in_force",
    states=STATES,
    triggers=TRIGGERS,
    transitions=TRANSITIONS,
)

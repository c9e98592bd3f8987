"""A council session from plan to signed minutes, version 1."""

from typing import Final

from states.definition import Definition, Input, StateDef, TransitionDef, TriggerDef
from states.text import Text

OFFICERS: Final = ("council_secretary", "standing_head")
# Sessions are not shown to nominees; one neutral sentence stands wherever a public text is asked for.
PUBLIC: Final = Text("Hội đồng họp theo kế hoạch.", "The council meets as planned.")

STATES: Final = (
    StateDef(
        code="planned", tone="council", lane="council", public=PUBLIC, waits_for=OFFICERS, limit="session",
        label=Text("Dự kiến họp", "Planned"), short=Text("Dự kiến họp", "Planned")),
    StateDef(
        code="convened", tone="council", lane="council", public=PUBLIC, waits_for=OFFICERS, limit="session",
        label=Text("Đã triệu tập", "Convened"), short=Text("Đã triệu tập", "Convened")),
    StateDef(
        code="closed", tone="council", lane="council", public=PUBLIC, waits_for=OFFICERS, limit="session",
        label=Text("Đã họp xong, chờ ký biên bản", "Closed, minutes to be signed"),
        short=Text("Chờ ký biên bản", "Minutes to be signed")),
    StateDef(
        code="minuted", tone="closed", lane="council", public=PUBLIC, final=True, clock="stopped",
        label=Text("Đã ký biên bản", "Minutes signed"), short=Text("Đã ký biên bản", "Minutes signed")),
    StateDef(
        code="cancelled", tone="closed", lane="council", public=PUBLIC, final=True, clock="stopped",
        label=Text("Đã hủy phiên họp", "Session cancelled"), short=Text("Đã hủy phiên họp", "Cancelled")),
)  # fmt: skip

TRIGGERS: Final = (
    TriggerDef(
        code="convene", bulk=False,
        label=Text("Triệu tập phiên họp", "Convene the session"),
        batch=Text("Triệu tập {n} phiên họp", "Convene {n} sessions"),
        done=Text("Đã triệu tập {n} phiên họp", "{n} sessions convened"),
        done_one=Text("Đã triệu tập phiên họp", "Session convened")),
    TriggerDef(
        code="close", bulk=False,
        label=Text("Kết thúc phiên họp", "Close the session"),
        batch=Text("Kết thúc {n} phiên họp", "Close {n} sessions"),
        done=Text("Đã kết thúc {n} phiên họp", "{n} sessions closed"),
        done_one=Text("Đã kết thúc phiên họp", "Session closed")),
    TriggerDef(
        code="sign_minutes", bulk=False,
        label=Text("Ký biên bản", "Sign the minutes"),
        batch=Text("Ký {n} biên bản", "Sign {n} sets of minutes"),
        done=Text("Đã ký {n} biên bản", "{n} sets of minutes signed"),
        done_one=Text("Đã ký biên bản", "Minutes signed")),
    TriggerDef(
        code="cancel", bulk=False, leads_on=False, inputs=(Input(name="reason"),),
        label=Text("Hủy phiên họp", "Cancel the session"),
        batch=Text("Hủy {n} phiên họp", "Cancel {n} sessions"),
        done=Text("Đã hủy {n} phiên họp", "{n} sessions cancelled"),
        done_one=Text("Đã hủy phiên họp", "Session cancelled")),
)  # fmt: skip

TRANSITIONS: Final = (
    TransitionDef(trigger="convene", source="planned", target="convened", roles=OFFICERS),
    TransitionDef(trigger="close", source="convened", target="closed", roles=(*OFFICERS, "chairman")),
    TransitionDef(trigger="sign_minutes", source="closed", target="minuted", roles=OFFICERS),
    TransitionDef(trigger="cancel", source="planned", target="cancelled", roles=OFFICERS),
    TransitionDef(trigger="cancel", source="convened", target="cancelled", roles=OFFICERS),
)

SESSION_V1: Final = Definition(
    key="session",
    version=1,
    title=Text("Phiên họp Hội đồng", "Council session"),
    subject="session",
    initial="planned",
    states=STATES,
    triggers=TRIGGERS,
    transitions=TRANSITIONS,
)

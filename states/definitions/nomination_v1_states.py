"""Where a nomination can stand, version 1."""

from typing import Final

from states.definition import StateDef
from states.text import Text

UNIT: Final = ("clerk", "unit_head", "deputy_head")
HEADS: Final = ("unit_head", "deputy_head")
DESK: Final = ("desk_officer", "standing_head")
APPRAISAL: Final = ("appraiser", "desk_officer", "standing_head")
COUNCIL: Final = ("council_secretary", "standing_head")
CHAIR: Final = ("chairman", "vice_chairman")
FOLLOW_UP: Final = ("desk_officer", "appraiser", "council_secretary", "standing_head")
SUPERIOR: Final = ("desk_officer", "appraiser", "standing_head")

PREPARING: Final = Text("{unit} đang chuẩn bị đề nghị.", "{unit} is preparing the proposal.")
ARRIVED: Final = Text(
    "{here} đã nhận đề nghị, đang kiểm tra giấy tờ.", "{here} has your file and is checking the papers."
)
# One sentence for everything between appraisal and release, so that its wording tells no result.
LOOKING: Final = Text("{office} đang xem hồ sơ của {subject}.", "{office} is looking at your file.")
AWARDED: Final = Text(
    "{subject} được tặng {award}, Quyết định {decision}.", "{subject} receives {award}, decision {decision}."
)
NOT_AWARDED: Final = Text("Lần này hồ sơ chưa được khen thưởng.", "The file was not awarded this time.")

STATES: Final = (
    StateDef(
        code="draft", tone="unit", lane="unit", public=PREPARING, waits_for=UNIT, limit="unit_work",
        clock="stopped", editable=True, public_step=1,
        label=Text("Bản nháp", "Draft"), short=Text("Bản nháp", "Draft")),
    StateDef(
        code="unit_review", tone="unit", lane="unit", public=PREPARING, waits_for=UNIT, limit="unit_work",
        clock="stopped", editable=True, public_step=1,
        label=Text("Đang bình xét tại đơn vị", "In unit review"),
        short=Text("Đang bình xét tại đơn vị", "In unit review")),
    StateDef(
        code="unit_rejected", tone="closed", lane="unit", final=True, clock="stopped",
        outcome="not_awarded", release="at_once", public_step=1,
        public=Text("{unit} không đề nghị khen thưởng lần này.",
            "{unit} did not propose the file this time."),
        label=Text("Đơn vị không đề nghị", "Not proposed by the unit"),
        short=Text("Đơn vị không đề nghị", "Not proposed")),
    StateDef(
        code="pending_unit_head", tone="unit", lane="unit", public=PREPARING, waits_for=HEADS,
        limit="unit_head", clock="stopped", public_step=1,
        label=Text("Chờ thủ trưởng đơn vị duyệt, ký tờ trình",
            "Awaiting approval and signature of the unit head"),
        short=Text("Chờ thủ trưởng ký trình", "Awaiting the unit head")),
    StateDef(
        code="submitted", tone="work", lane="office", public=ARRIVED, waits_for=DESK, limit="receive",
        public_step=2,
        label=Text("Đã trình – chờ tiếp nhận", "Submitted – to be received"),
        short=Text("Đã trình, chờ tiếp nhận", "Submitted, to be received")),
    StateDef(
        code="supplement_requested", tone="ask", lane="unit", waits_for=UNIT, limit="supplement",
        clock="paused", editable=True, public_step=2,
        public=Text("Đang chờ {unit} gửi thêm giấy tờ.", "Waiting for {unit} to send more papers."),
        label=Text("Yêu cầu bổ sung hồ sơ", "Supplement requested"),
        short=Text("Yêu cầu bổ sung hồ sơ", "Supplement requested")),
    StateDef(
        code="under_appraisal", tone="work", lane="office", public=LOOKING, waits_for=APPRAISAL,
        limit="appraise", public_step=3,
        label=Text("Đã tiếp nhận – đang thẩm định", "Received – in appraisal"),
        short=Text("Đang thẩm định", "In appraisal")),
    StateDef(
        code="consulting", tone="work", lane="office", public=LOOKING, waits_for=APPRAISAL, limit="consult",
        clock="paused", public_step=3,
        label=Text("Đang lấy ý kiến cơ quan liên quan", "Bodies concerned are being consulted"),
        short=Text("Đang lấy ý kiến cơ quan liên quan", "In consultation")),
    StateDef(
        code="public_notice", tone="work", lane="office", public=LOOKING, waits_for=APPRAISAL, limit="notice",
        clock="paused", public_step=3,
        label=Text("Đang công khai lấy ý kiến", "On public notice for comments"),
        short=Text("Đang công khai lấy ý kiến", "On public notice")),
    StateDef(
        code="returned", tone="closed", lane="office", public=NOT_AWARDED, final=True, clock="stopped",
        outcome="not_awarded", release="at_once", public_step=5,
        label=Text("Trả lại – không đủ điều kiện", "Returned – not eligible"),
        short=Text("Trả lại, không đủ điều kiện", "Returned, not eligible")),
    StateDef(
        code="council_queue", tone="council", lane="council", public=LOOKING, waits_for=COUNCIL,
        limit="council", public_step=3,
        label=Text("Chờ Hội đồng xét", "Before the council"),
        short=Text("Chờ Hội đồng xét", "Before the council")),
    StateDef(
        code="council_voting", tone="council", lane="council", public=LOOKING, waits_for=COUNCIL,
        limit="record_vote", public_step=3,
        label=Text("Hội đồng đang bỏ phiếu", "Council voting"),
        short=Text("Hội đồng đang bỏ phiếu", "Council voting")),
    StateDef(
        code="council_passed", tone="council", lane="office", public=LOOKING,
        waits_for=("standing_head", "council_secretary"), limit="send_to_chairman", public_step=3,
        label=Text("Hội đồng thông qua", "Passed by the council"),
        short=Text("Hội đồng thông qua", "Passed by the council")),
    StateDef(
        code="council_failed", tone="closed", lane="council", public=NOT_AWARDED, final=True, clock="stopped",
        outcome="not_awarded", release="by_session", public_step=5,
        label=Text("Không đạt tỷ lệ phiếu", "Share of votes not reached"),
        short=Text("Không đạt tỷ lệ phiếu", "Vote not reached")),
    StateDef(
        code="pending_decision", tone="seal-open", lane="chair", public=LOOKING, waits_for=CHAIR,
        limit="decide", public_step=3,
        label=Text("Chờ Chủ tịch quyết định", "Awaiting the chairman's decision"),
        short=Text("Chờ Chủ tịch quyết định", "Awaiting the chairman")),
    StateDef(
        code="chair_returned", tone="ask", lane="office", public=LOOKING, waits_for=APPRAISAL,
        limit="reappraise", public_step=3,
        label=Text("Chủ tịch yêu cầu thẩm định lại", "Re-appraisal asked by the chairman"),
        short=Text("Chủ tịch yêu cầu thẩm định lại", "Re-appraisal asked")),
    StateDef(
        code="not_approved", tone="closed", lane="chair", public=NOT_AWARDED, final=True, clock="stopped",
        outcome="not_awarded", release="at_once", public_step=5,
        label=Text("Chủ tịch không quyết định khen thưởng", "Not awarded by the chairman"),
        short=Text("Chủ tịch không quyết định", "Not approved")),
    StateDef(
        code="decided", tone="seal", lane="office", public=AWARDED, waits_for=FOLLOW_UP, limit="announce",
        clock="stopped", outcome="awarded", release="at_once", public_step=5,
        label=Text("Đã có quyết định khen thưởng", "Awarded by decision"),
        short=Text("Đã có quyết định khen thưởng", "Awarded")),
    StateDef(
        code="forwarded", tone="seal-open", lane="superior", waits_for=SUPERIOR, limit="superior",
        clock="stopped", release="at_once", public_step=4,
        public=Text("{here} đã trình cấp tỉnh quyết định.",
            "{here} has passed the file to the province."),
        label=Text("Đã trình cấp trên", "Forwarded to the higher level"),
        short=Text("Đã trình cấp trên", "Forwarded")),
    StateDef(
        code="superior_decided", tone="seal", lane="office", public=AWARDED, waits_for=FOLLOW_UP,
        limit="announce", clock="stopped", outcome="awarded", release="at_once", public_step=5,
        label=Text("Cấp trên đã quyết định khen thưởng", "Awarded by the higher level"),
        short=Text("Cấp trên đã quyết định", "Awarded by the higher level")),
    StateDef(
        code="superior_declined", tone="closed", lane="superior", public=NOT_AWARDED, final=True,
        clock="stopped",
        outcome="not_awarded", release="at_once", public_step=5,
        label=Text("Cấp trên trả lại / không khen thưởng", "Returned or not awarded by the higher level"),
        short=Text("Cấp trên không khen thưởng", "Declined above")),
    StateDef(
        code="announced", tone="seal", lane="office", public=AWARDED, waits_for=FOLLOW_UP, limit="archive",
        clock="stopped", outcome="awarded", release="at_once", public_step=5,
        label=Text("Đã công bố, trao tặng", "Announced and conferred"),
        short=Text("Đã công bố, trao tặng", "Announced")),
    StateDef(
        code="archived", tone="seal", lane="office", public=AWARDED, final=True, clock="stopped",
        outcome="awarded", release="at_once", public_step=5,
        label=Text("Đã lưu hồ sơ", "Archived"), short=Text("Đã lưu hồ sơ", "Archived")),
    StateDef(
        code="withdrawn", tone="closed", lane="unit", final=True, clock="stopped",
        outcome="withdrawn", release="at_once", public_step=5,
        public=Text("{unit} đã rút đề nghị.", "{unit} withdrew the proposal."),
        label=Text("Đơn vị rút đề nghị", "Withdrawn by the unit"),
        short=Text("Đơn vị rút đề nghị", "Withdrawn")),
)  # fmt: skip

"""What can be asked of a nomination, version 1, in the words of its buttons and results."""

from typing import Final

from states.definition import Input, TriggerDef
from states.text import Text

REASON: Final = (Input(name="reason"),)
NOTE: Final = (Input(name="note", required=False),)
COUNT: Final = (
    *(Input(name=name) for name in ("present", "written", "in_favour", "against")),
    *(Input(name=name, required=False) for name in ("invalid", "recused")),
)
DECISION: Final = (Input(name="decision_number"), Input(name="decision_date"))

UNIT_TRIGGERS: Final = (
    TriggerDef(
        code="send_to_review",
        label=Text("Gửi bình xét", "Send to review"),
        batch=Text("Gửi bình xét {n} hồ sơ", "Send {n} files to review"),
        done=Text("Đã gửi bình xét {n} hồ sơ", "{n} files sent to review"),
        done_one=Text("Đã gửi bình xét", "Sent to review")),
    TriggerDef(
        code="propose",
        label=Text("Đề nghị khen thưởng", "Propose for the award"),
        batch=Text("Đề nghị khen thưởng {n} hồ sơ", "Propose {n} files"),
        done=Text("Đã đề nghị khen thưởng {n} hồ sơ", "{n} files proposed"),
        done_one=Text("Đã đề nghị khen thưởng", "Proposed")),
    TriggerDef(
        code="reject_in_unit", inputs=REASON,
        label=Text("Không đề nghị", "Do not propose"),
        batch=Text("Không đề nghị {n} hồ sơ", "Do not propose {n} files"),
        done=Text("Đã ghi không đề nghị {n} hồ sơ", "{n} files not proposed"),
        done_one=Text("Đã ghi không đề nghị", "Not proposed")),
    TriggerDef(
        code="submit", signing=True,
        label=Text("Ký trình", "Sign and submit"), batch=Text("Ký trình {n} đề nghị", "Sign and submit {n}"),
        done=Text("Đã ký trình {n} đề nghị", "{n} signed and submitted"),
        done_one=Text("Đã ký trình", "Signed and submitted")),
    TriggerDef(
        code="return_to_unit", inputs=REASON,
        label=Text("Trả lại để sửa", "Return for changes"),
        batch=Text("Trả lại {n} hồ sơ để sửa", "Return {n} files for changes"),
        done=Text("Đã trả lại {n} hồ sơ để sửa", "{n} files returned for changes"),
        done_one=Text("Đã trả lại để sửa", "Returned for changes")),
    TriggerDef(
        code="supply", inputs=NOTE,
        label=Text("Nộp bổ sung", "Send the supplement"),
        batch=Text("Nộp bổ sung {n} hồ sơ", "Send the supplement for {n} files"),
        done=Text("Đã nộp bổ sung {n} hồ sơ", "Supplement sent for {n} files"),
        done_one=Text("Đã nộp bổ sung", "Supplement sent")),
    TriggerDef(
        code="withdraw", inputs=REASON, leads_on=False,
        label=Text("Rút đề nghị", "Withdraw the proposal"),
        batch=Text("Rút {n} đề nghị", "Withdraw {n} proposals"),
        done=Text("Đã rút {n} đề nghị", "{n} proposals withdrawn"),
        done_one=Text("Đã rút đề nghị", "Proposal withdrawn")),
)  # fmt: skip

OFFICE_TRIGGERS: Final = (
    TriggerDef(
        code="receive",
        label=Text("Tiếp nhận", "Receive"), batch=Text("Tiếp nhận {n} hồ sơ", "Receive {n} files"),
        done=Text("Đã tiếp nhận {n} hồ sơ", "{n} files received"), done_one=Text("Đã tiếp nhận", "Received")),
    TriggerDef(
        code="request_supplement", inputs=(Input(name="points"), Input(name="due_on")),
        label=Text("Yêu cầu bổ sung", "Ask for a supplement"),
        batch=Text("Yêu cầu bổ sung {n} hồ sơ", "Ask for a supplement to {n} files"),
        done=Text("Đã yêu cầu bổ sung {n} hồ sơ", "Supplement asked for {n} files"),
        done_one=Text("Đã yêu cầu bổ sung", "Supplement asked for")),
    TriggerDef(
        code="lapse",
        label=Text("Trả lại vì quá hạn bổ sung", "Return, supplement overdue"),
        batch=Text("Trả lại {n} hồ sơ quá hạn bổ sung", "Return {n} files, supplement overdue"),
        done=Text("Đã trả lại {n} hồ sơ quá hạn bổ sung", "{n} files returned, supplement overdue"),
        done_one=Text("Đã trả lại vì quá hạn bổ sung", "Returned, supplement overdue")),
    TriggerDef(
        code="consult", inputs=(Input(name="units"), Input(name="question"), Input(name="due_on")),
        label=Text("Lấy ý kiến", "Consult"), batch=Text("Lấy ý kiến về {n} hồ sơ", "Consult on {n} files"),
        done=Text("Đã gửi lấy ý kiến về {n} hồ sơ", "{n} files sent out for opinions"),
        done_one=Text("Đã gửi lấy ý kiến", "Sent out for opinions")),
    TriggerDef(
        code="close_consultation",
        label=Text("Kết thúc lấy ý kiến", "Close the consultation"),
        batch=Text("Kết thúc lấy ý kiến {n} hồ sơ", "Close the consultation of {n} files"),
        done=Text("Đã kết thúc lấy ý kiến {n} hồ sơ", "Consultation of {n} files closed"),
        done_one=Text("Đã kết thúc lấy ý kiến", "Consultation closed")),
    TriggerDef(
        code="open_notice", inputs=(Input(name="notice_until"),),
        label=Text("Công khai danh sách", "Put on public notice"),
        batch=Text("Công khai {n} hồ sơ", "Put {n} files on public notice"),
        done=Text("Đã công khai {n} hồ sơ", "{n} files on public notice"),
        done_one=Text("Đã công khai", "On public notice")),
    TriggerDef(
        code="close_notice", inputs=(Input(name="objections", required=False),),
        label=Text("Kết thúc công khai", "Close the notice"),
        batch=Text("Kết thúc công khai {n} hồ sơ", "Close the notice of {n} files"),
        done=Text("Đã kết thúc công khai {n} hồ sơ", "Notice of {n} files closed"),
        done_one=Text("Đã kết thúc công khai", "Notice closed")),
    TriggerDef(
        code="return_ineligible", inputs=(Input(name="reason_code"), Input(name="reason")),
        label=Text("Trả lại, không đủ điều kiện", "Return as not eligible"),
        batch=Text("Trả lại {n} hồ sơ không đủ điều kiện", "Return {n} files as not eligible"),
        done=Text("Đã trả lại {n} hồ sơ không đủ điều kiện", "{n} files returned as not eligible"),
        done_one=Text("Đã trả lại, không đủ điều kiện", "Returned as not eligible")),
    TriggerDef(
        code="refer", inputs=(Input(name="conclusion"), Input(name="law_checked")),
        label=Text("Trình xét khen thưởng", "Refer for the award"),
        batch=Text("Trình xét khen thưởng {n} hồ sơ", "Refer {n} files for the award"),
        done=Text("Đã trình xét khen thưởng {n} hồ sơ", "{n} files referred for the award"),
        done_one=Text("Đã trình xét khen thưởng", "Referred for the award")),
    TriggerDef(
        code="reappraise", inputs=NOTE,
        label=Text("Thẩm định lại", "Appraise again"),
        batch=Text("Thẩm định lại {n} hồ sơ", "Appraise {n} files again"),
        done=Text("Đã đưa {n} hồ sơ vào thẩm định lại", "{n} files back in appraisal"),
        done_one=Text("Đã đưa vào thẩm định lại", "Back in appraisal")),
    TriggerDef(
        code="record_superior_award", inputs=DECISION,
        label=Text("Ghi quyết định của cấp trên", "Record the higher level's decision"),
        batch=Text("Ghi quyết định của cấp trên cho {n} hồ sơ",
            "Record the higher level's decision for {n} files"),
        done=Text("Đã ghi quyết định của cấp trên cho {n} hồ sơ",
            "Higher level's decision recorded for {n} files"),
        done_one=Text("Đã ghi quyết định của cấp trên", "Higher level's decision recorded")),
    TriggerDef(
        code="record_superior_refusal", inputs=REASON,
        label=Text("Ghi cấp trên không khen thưởng", "Record the higher level's refusal"),
        batch=Text("Ghi cấp trên không khen thưởng {n} hồ sơ",
            "Record the higher level's refusal of {n} files"),
        done=Text("Đã ghi cấp trên không khen thưởng {n} hồ sơ",
            "Higher level's refusal recorded for {n} files"),
        done_one=Text("Đã ghi cấp trên không khen thưởng", "Higher level's refusal recorded")),
    TriggerDef(
        code="announce", inputs=NOTE,
        label=Text("Công bố, trao tặng", "Announce and confer"),
        batch=Text("Công bố, trao tặng {n} hồ sơ", "Announce and confer {n}"),
        done=Text("Đã công bố, trao tặng {n} hồ sơ", "{n} announced and conferred"),
        done_one=Text("Đã công bố, trao tặng", "Announced and conferred")),
    TriggerDef(
        code="archive", inputs=NOTE,
        label=Text("Lưu hồ sơ", "Archive the file"), batch=Text("Lưu {n} hồ sơ", "Archive {n} files"),
        done=Text("Đã lưu {n} hồ sơ", "{n} files archived"), done_one=Text("Đã lưu hồ sơ", "File archived")),
    TriggerDef(
        code="suspend", leads_on=False,
        inputs=(Input(name="hold_ground"), Input(name="reason"), Input(name="review_on")),
        label=Text("Tạm dừng xét", "Put on hold"),
        batch=Text("Tạm dừng xét {n} hồ sơ", "Put {n} files on hold"),
        done=Text("Đã tạm dừng xét {n} hồ sơ", "{n} files put on hold"),
        done_one=Text("Đã tạm dừng xét", "Put on hold")),
    TriggerDef(
        code="resume", leads_on=False, inputs=(Input(name="document"), *NOTE),
        label=Text("Tiếp tục xét", "Resume"), batch=Text("Tiếp tục xét {n} hồ sơ", "Resume {n} files"),
        done=Text("Đã cho tiếp tục xét {n} hồ sơ", "{n} files resumed"),
        done_one=Text("Đã cho tiếp tục xét", "Resumed")),
)  # fmt: skip

COUNCIL_TRIGGERS: Final = (
    TriggerDef(
        code="open_voting",
        label=Text("Mở bỏ phiếu", "Open the vote"),
        batch=Text("Mở bỏ phiếu {n} hồ sơ", "Open the vote on {n} files"),
        done=Text("Đã mở bỏ phiếu {n} hồ sơ", "Vote on {n} files open"),
        done_one=Text("Đã mở bỏ phiếu", "Vote open")),
    TriggerDef(
        code="record_vote", bulk=False, inputs=COUNT,
        label=Text("Chốt kết quả bỏ phiếu", "Settle the vote"),
        batch=Text("Chốt kết quả bỏ phiếu {n} hồ sơ", "Settle the vote on {n} files"),
        done=Text("Đã chốt kết quả bỏ phiếu {n} hồ sơ", "Vote on {n} files settled"),
        done_one=Text("Đã chốt kết quả bỏ phiếu", "Vote settled")),
    TriggerDef(
        code="postpone", leads_on=False, inputs=REASON,
        label=Text("Chuyển sang phiên sau", "Move to the next session"),
        batch=Text("Chuyển {n} hồ sơ sang phiên sau", "Move {n} files to the next session"),
        done=Text("Đã chuyển {n} hồ sơ sang phiên sau", "{n} files moved to the next session"),
        done_one=Text("Đã chuyển sang phiên sau", "Moved to the next session")),
    TriggerDef(
        code="send_to_chairman",
        label=Text("Trình Chủ tịch", "Send to the chairman"),
        batch=Text("Trình Chủ tịch {n} hồ sơ", "Send {n} files to the chairman"),
        done=Text("Đã trình Chủ tịch {n} hồ sơ", "{n} files sent to the chairman"),
        done_one=Text("Đã trình Chủ tịch", "Sent to the chairman")),
)  # fmt: skip

CHAIR_TRIGGERS: Final = (
    TriggerDef(
        code="sign_decision", signing=True, inputs=DECISION,
        label=Text("Ký quyết định", "Sign the decision"),
        batch=Text("Ký quyết định cho {n} đề nghị", "Sign for {n}"),
        done=Text("Đã ký quyết định cho {n} đề nghị", "Decision signed for {n}"),
        done_one=Text("Đã ký quyết định", "Decision signed")),
    TriggerDef(
        code="forward_to_superior", signing=True,
        inputs=(Input(name="letter_number"), Input(name="letter_date")),
        label=Text("Ký trình cấp trên", "Sign and forward"),
        batch=Text("Ký trình cấp trên {n} đề nghị", "Sign and forward {n}"),
        done=Text("Đã ký trình cấp trên {n} đề nghị", "{n} signed and forwarded"),
        done_one=Text("Đã ký trình cấp trên", "Signed and forwarded")),
    TriggerDef(
        code="request_reappraisal", inputs=REASON,
        label=Text("Yêu cầu thẩm định lại", "Ask for re-appraisal"),
        batch=Text("Yêu cầu thẩm định lại {n} hồ sơ", "Ask for re-appraisal of {n} files"),
        done=Text("Đã yêu cầu thẩm định lại {n} hồ sơ", "Re-appraisal asked for {n} files"),
        done_one=Text("Đã yêu cầu thẩm định lại", "Re-appraisal asked for")),
    TriggerDef(
        code="decline", inputs=REASON,
        label=Text("Không khen thưởng", "Do not award"),
        batch=Text("Không khen thưởng {n} đề nghị", "Do not award {n}"),
        done=Text("Đã quyết định không khen thưởng {n} đề nghị", "{n} not awarded"),
        done_one=Text("Đã quyết định không khen thưởng", "Not awarded")),
)  # fmt: skip

TRIGGERS: Final = (*UNIT_TRIGGERS, *OFFICE_TRIGGERS, *COUNCIL_TRIGGERS, *CHAIR_TRIGGERS)

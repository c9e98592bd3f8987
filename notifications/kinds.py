"""Every kind of letter: on which event, to whom, in which words. One person gets one letter of an event:
the first that fits, from the top.

Nominees (`page="own"`) read public words only: nothing before its release. No letter holds a vote
figure, a ground of a hold, a note or a remark of those who work on the file.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from notifications.kind import ANY_MOVE, RELEASE, Kind, award, clock, index, nomination, session
from states import Text

IN_THE_UNIT: Final = (
    Kind(code="review_asked", on=nomination("send_to_review", target="unit_review"),
        to=("unit_head", "preparer"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Chờ bình xét tại đơn vị: hồ sơ {code}",
            "[TĐKT] For the unit's review: file {code}"),
        body=Text("Đề nghị khen thưởng {name} đã gửi để bình xét tại đơn vị.\nHạn: {due}.",
            "The nomination of {name} is ready for the unit's review.\nDue by {due}.")),
    Kind(code="signature_asked", to=("unit_head", "deputy_head", "preparer"), superseded_by=ANY_MOVE,
        on=(*nomination("send_to_review", target="pending_unit_head"), *nomination("propose")),
        subject=Text("[TĐKT] Chờ duyệt, ký tờ trình: hồ sơ {code}",
            "[TĐKT] For approval and signature: file {code}"),
        body=Text("Đề nghị khen thưởng {name} chờ thủ trưởng đơn vị duyệt, ký tờ trình.\nHạn: {due}.",
            "The nomination of {name} awaits the unit head's approval and signature.\nDue by {due}.")),
    Kind(code="not_proposed", on=nomination("reject_in_unit"), to=("unit_head", "preparer", "clerks"),
        subject=Text("[TĐKT] Đơn vị không đề nghị: hồ sơ {code}",
            "[TĐKT] Not proposed by the unit: file {code}"),
        body=Text("Đơn vị không đề nghị khen thưởng {name} lần này.",
            "The unit does not propose {name} this time.")),
    Kind(code="not_proposed_nominee", on=nomination("reject_in_unit"), to=("nominee",), page="own",
        subject=Text("[TĐKT] Về hồ sơ {code}", "[TĐKT] About file {code}"),
        body=Text("{unit} không đề nghị khen thưởng lần này.", "{unit} did not propose the file this time.")),
    Kind(code="sent_back_in_unit", on=nomination("return_to_unit"), to=("preparer", "clerks"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Trả lại để sửa: hồ sơ {code}", "[TĐKT] Returned for changes: file {code}"),
        body=Text("Thủ trưởng đơn vị trả lại hồ sơ {code} để sửa.\nLý do: {reason}",
            "The unit head returned file {code} for changes.\nReason: {reason}")),
)  # fmt: skip

AT_THE_DESK: Final = (
    Kind(code="arrived", on=nomination("submit"), to=("desk_officers",), superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Chờ tiếp nhận: hồ sơ {code} – {award}",
            "[TĐKT] To be received: file {code} – {award}"),
        body=Text("{unit} đã trình đề nghị khen thưởng {name}.\nKiểm tra giấy tờ, hạn {due}.",
            "{unit} has submitted the nomination of {name}.\nCheck the papers by {due}.")),
    Kind(code="submitted", on=nomination("submit"), to=("unit_head", "preparer"),
        subject=Text("[TĐKT] Đã nhận đề nghị {code} – {award}",
            "[TĐKT] Nomination {code} has arrived – {award}"),
        body=Text("Đề nghị khen thưởng {name} đã đến nơi, đang được kiểm tra giấy tờ.",
            "The nomination of {name} has arrived; its papers are being checked.")),
    Kind(code="submitted_nominee", on=nomination("submit"), to=("nominee",), page="own",
        subject=Text("[TĐKT] Đã nhận đề nghị {code} – {award}",
            "[TĐKT] Nomination {code} has arrived – {award}"),
        body=Text("Đề nghị của {unit} đã đến nơi, đang được kiểm tra giấy tờ.\nBạn không phải làm gì lúc này.",
            "The proposal of {unit} has arrived; its papers are being checked.\nThere is nothing for you to "
            "do now.")),
    Kind(code="supplied", on=nomination("supply"), to=("officer", "desk_officers", "unit_head"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Đã nộp bổ sung: hồ sơ {code}", "[TĐKT] Supplement sent: file {code}"),
        body=Text("{unit} đã nộp bổ sung hồ sơ {code}.\nHạn kiểm tra: {due}.",
            "{unit} has sent the supplement to file {code}.\nTo be checked by {due}.")),
    Kind(code="received", on=nomination("receive"), to=("unit_head", "preparer"),
        subject=Text("[TĐKT] Đã tiếp nhận đủ hồ sơ {code}, hẹn trả kết quả {promised}",
            "[TĐKT] File {code} is complete, answer by {promised}"),
        body=Text("Hồ sơ {code} đã đủ và được tiếp nhận, đang thẩm định.\nHẹn trả kết quả: {promised}.",
            "File {code} is complete and has been received; it is in appraisal.\nAnswer promised by "
            "{promised}.")),
    Kind(code="received_nominee", on=nomination("receive"), to=("nominee",), page="own",
        subject=Text("[TĐKT] Đã tiếp nhận đủ hồ sơ {code}, hẹn trả kết quả {promised}",
            "[TĐKT] File {code} is complete, answer by {promised}"),
        body=Text("Hồ sơ của bạn đang được xem xét.\nHẹn trả kết quả: {promised}.",
            "Your file is being looked at.\nAnswer promised by {promised}.")),
    Kind(code="supplement_asked", on=nomination("request_supplement"), to=("unit_head", "preparer", "clerks"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Yêu cầu bổ sung hồ sơ {code} trước {due}",
            "[TĐKT] Supplement to file {code} by {due}"),
        body=Text("Hồ sơ {code} cần bổ sung:\n{points}\nNộp đủ trong một lần, hạn {due}. Quá hạn hồ sơ bị "
            "trả lại.",
            "File {code} still needs:\n{points}\nSend all of it at once by {due}. After that day the file "
            "is returned.")),
    Kind(code="lapsed", on=nomination("lapse"), to=("unit_head", "preparer", "officer"),
        subject=Text("[TĐKT] Thông báo kết quả hồ sơ {code}", "[TĐKT] Outcome of file {code}"),
        body=Text("Hồ sơ {code} bị trả lại: quá hạn bổ sung.\nĐơn vị có thể lập hồ sơ mới.",
            "File {code} is returned: the supplement did not arrive in time.\nThe unit may open a new "
            "file.")),
    Kind(code="returned", on=nomination("return_ineligible"), to=("unit_head", "preparer"),
        subject=Text("[TĐKT] Thông báo kết quả hồ sơ {code}", "[TĐKT] Outcome of file {code}"),
        body=Text("Hồ sơ {code} được trả lại: {ground}.\nNội dung: {reason}\nĐơn vị có quyền kiến nghị, "
            "khiếu nại.",
            "File {code} is returned: {ground}.\nIn detail: {reason}\nThe unit may object or complain.")),
)  # fmt: skip

IN_APPRAISAL: Final = (
    Kind(code="opinion_asked", on=nomination("consult"), to=("consulted",),
        superseded_by=("close_consultation", "withdraw"),
        subject=Text("[TĐKT] Đề nghị cho ý kiến về hồ sơ {code} trước {due}",
            "[TĐKT] Opinion on file {code} by {due}"),
        body=Text("Đề nghị cơ quan cho ý kiến về {name}, {unit}.\nNội dung: {question}\nHạn trả lời: {due}.",
            "Your opinion is asked about {name}, {unit}.\nThe question: {question}\nAnswer by {due}.")),
    Kind(code="consultation_begun", on=nomination("consult"), to=("officer", "standing_head"), required=False,
        subject=Text("[TĐKT] Đã gửi lấy ý kiến: hồ sơ {code}", "[TĐKT] Opinions asked: file {code}"),
        body=Text("Đã gửi lấy ý kiến về hồ sơ {code}, hạn trả lời {due}.",
            "Opinions on file {code} have been asked for by {due}.")),
    Kind(code="consultation_closed", on=nomination("close_consultation"), to=("officer", "standing_head"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Kết thúc lấy ý kiến: hồ sơ {code}", "[TĐKT] Consultation closed: file {code}"),
        body=Text("Đã kết thúc lấy ý kiến về hồ sơ {code}. Thẩm định tiếp, hạn {due}.",
            "The consultation on file {code} is closed. The appraisal goes on, due by {due}.")),
    Kind(code="notice_opened", on=nomination("open_notice"), to=("unit_head", "preparer", "officer"),
        superseded_by=("close_notice", "withdraw"),
        subject=Text("[TĐKT] Công khai danh sách đề nghị đến hết ngày {notice_until}: hồ sơ {code}",
            "[TĐKT] On public notice until {notice_until}: file {code}"),
        body=Text("Đề nghị khen thưởng {name} được công khai lấy ý kiến đến hết ngày {notice_until}.",
            "The nomination of {name} is open to comments until {notice_until}.")),
    Kind(code="notice_closed", on=nomination("close_notice"), to=("officer", "standing_head"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Kết thúc công khai: hồ sơ {code}", "[TĐKT] Notice closed: file {code}"),
        body=Text("Đã kết thúc công khai hồ sơ {code}. Thẩm định tiếp, hạn {due}.",
            "The notice of file {code} is closed. The appraisal goes on, due by {due}.")),
    Kind(code="council_asked", on=nomination("refer", target="council_queue"),
        to=("secretary", "standing_head"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Chờ Hội đồng xét: hồ sơ {code}", "[TĐKT] For the council: file {code}"),
        body=Text("Hồ sơ {code} đã thẩm định xong. Đưa vào chương trình phiên họp, hạn {due}.",
            "File {code} has been appraised. Put it on the agenda of a session by {due}.")),
    Kind(code="decision_asked", to=("chairman", "vice_chairman"), superseded_by=ANY_MOVE,
        on=(*nomination("refer", target="pending_decision"), *nomination("send_to_chairman")),
        subject=Text("[TĐKT] Trình ký quyết định: hồ sơ {code}", "[TĐKT] For decision: file {code}"),
        body=Text("Hồ sơ {code}, {award} cho {name}, chờ Chủ tịch quyết định.\nHạn: {due}.",
            "File {code}, {award} for {name}, awaits the chairman's decision.\nDue by {due}.")),
    Kind(code="held", on=nomination("suspend"), to=("unit_head", "preparer", "officer", "standing_head"),
        superseded_by=("resume", "withdraw"),
        subject=Text("[TĐKT] Tạm dừng xét hồ sơ {code}", "[TĐKT] File {code} is on hold"),
        body=Text("Hồ sơ {code} tạm dừng xét. Đây không phải là trả lại: hồ sơ giữ nguyên bước đang ở.\n"
            "Đơn vị không phải làm gì lúc này.",
            "File {code} is on hold. This is not a return: the file stays where it is.\n"
            "There is nothing for the unit to do now.")),
    Kind(code="resumed", on=nomination("resume"), to=("unit_head", "preparer", "officer", "standing_head"),
        superseded_by=("suspend", "withdraw"),
        subject=Text("[TĐKT] Tiếp tục xét hồ sơ {code}", "[TĐKT] File {code} goes on"),
        body=Text("Hồ sơ {code} được xét tiếp.", "File {code} is being considered again.")),
    Kind(code="withdrawn", on=nomination("withdraw"), to=("owner", "unit_head", "preparer"),
        subject=Text("[TĐKT] Đơn vị rút đề nghị {code}", "[TĐKT] Nomination {code} withdrawn"),
        body=Text("{unit} đã rút đề nghị khen thưởng {name}. Hồ sơ {code} không chờ xử lý nữa.",
            "{unit} has withdrawn the nomination of {name}. File {code} waits for nobody any more.")),
    Kind(code="withdrawn_nominee", on=nomination("withdraw"), to=("nominee",), page="own",
        subject=Text("[TĐKT] Về hồ sơ {code}", "[TĐKT] About file {code}"),
        body=Text("{unit} đã rút đề nghị.", "{unit} withdrew the proposal.")),
)  # fmt: skip

IN_COUNCIL: Final = (
    Kind(code="voting_opened", on=nomination("open_voting"), to=("secretary", "standing_head"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Hội đồng đang bỏ phiếu: hồ sơ {code}", "[TĐKT] Council voting: file {code}"),
        body=Text("Đã mở bỏ phiếu hồ sơ {code}. Chốt kết quả, hạn {due}.",
            "The vote on file {code} is open. Settle it by {due}.")),
    Kind(code="vote_postponed", on=nomination("postpone"), to=("secretary", "standing_head"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Chuyển sang phiên sau: hồ sơ {code}",
            "[TĐKT] Moved to the next session: file {code}"),
        body=Text("Chưa bỏ phiếu hồ sơ {code}; hồ sơ chờ phiên họp khác. Lý do ghi trong hồ sơ.",
            "File {code} was not voted on and waits for another session. The reason is on the file.")),
    # The same words for either result: the result is read on the file, by those who may.
    Kind(code="vote_settled", on=nomination("record_vote"), to=("standing_head", "secretary"),
        subject=Text("[TĐKT] Đã chốt bỏ phiếu: hồ sơ {code}", "[TĐKT] Vote settled: file {code}"),
        body=Text("Đã chốt bỏ phiếu hồ sơ {code}. Việc tiếp theo ghi trong hồ sơ.",
            "The vote on file {code} is settled. What comes next is on the file.")),
    Kind(code="not_passed", on=RELEASE, to=("unit_head", "preparer"),
        subject=Text("[TĐKT] Thông báo kết quả hồ sơ {code}", "[TĐKT] Outcome of file {code}"),
        body=Text("Hội đồng đã xét hồ sơ {code}. Kết quả: {ground}.\nĐơn vị có quyền kiến nghị, khiếu nại.",
            "The council has considered file {code}. Outcome: {ground}.\nThe unit may object or complain.")),
    Kind(code="convened", on=session("convene"), to=("members", "secretary", "standing_head"), page="session",
        superseded_by=("cancel", "close"),
        subject=Text("[TĐKT] Giấy mời họp Hội đồng, phiên {session}, {held_at}",
            "[TĐKT] Invitation to the council, session {session}, {held_at}"),
        body=Text("Mời dự phiên họp {session} của Hội đồng Thi đua - Khen thưởng.\nThời gian: "
            "{held_at}.\nĐịa điểm: {place}.\n"
            "Không dự được thì cho ý kiến bằng văn bản trước phiên họp.",
            "You are invited to session {session} of the emulation and commendation council.\nTime: "
            "{held_at}.\n"
            "Place: {place}.\nIf you cannot come, send your opinion in writing before the session.")),
    Kind(code="session_closed", on=session("close"), to=("secretary", "standing_head"), page="session",
        superseded_by=("sign_minutes",),
        subject=Text("[TĐKT] Phiên {session} đã họp xong, chờ ký biên bản",
            "[TĐKT] Session {session} closed, minutes to be signed"),
        body=Text("Phiên họp {session} đã kết thúc. Biên bản chờ ký.",
            "Session {session} is closed. Its minutes are to be signed.")),
    Kind(code="minutes_signed", on=session("sign_minutes"), to=("members", "secretary", "standing_head"),
        page="session",
        subject=Text("[TĐKT] Đã ký biên bản phiên {session}", "[TĐKT] Minutes of session {session} signed"),
        body=Text("Biên bản phiên họp {session} đã được ký.",
            "The minutes of session {session} have been signed.")),
    Kind(code="session_cancelled", on=session("cancel", "convened"),
        to=("members", "secretary", "standing_head"),
        page="session",
        subject=Text("[TĐKT] Hủy phiên họp Hội đồng {session}, {held_at}",
            "[TĐKT] Council session {session}, {held_at}, cancelled"),
        body=Text("Phiên họp {session} lúc {held_at} không họp nữa.",
            "Session {session} at {held_at} will not be held.")),
    Kind(code="plan_dropped", on=session("cancel", "planned"), to=("secretary", "standing_head"),
        page="session",
        subject=Text("[TĐKT] Bỏ dự kiến họp Hội đồng {session}, {held_at}",
            "[TĐKT] Plan of session {session}, {held_at}, dropped"),
        body=Text("Phiên họp {session} dự kiến lúc {held_at} không họp nữa. Hồ sơ trong chương trình chờ "
            "phiên khác.",
            "Session {session} planned for {held_at} will not be held. Files on its agenda wait for "
            "another.")),
)  # fmt: skip

WITH_THE_CHAIRMAN: Final = (
    Kind(code="decided", on=nomination("sign_decision", "record_superior_award"),
        to=("unit_head", "preparer"),
        subject=Text("[TĐKT] Quyết định số {decision_number} ngày {decision_date}: hồ sơ {code}",
            "[TĐKT] Decision {decision_number} of {decision_date}: file {code}"),
        body=Text("{name} được tặng {award}, Quyết định số {decision_number} ngày {decision_date}.",
            "{name} receives {award}, decision {decision_number} of {decision_date}.")),
    Kind(code="decided_nominee", on=nomination("sign_decision", "record_superior_award"), to=("nominee",),
        page="own",
        subject=Text("[TĐKT] Quyết định số {decision_number} ngày {decision_date}",
            "[TĐKT] Decision {decision_number} of {decision_date}"),
        body=Text("{name} được tặng {award}, Quyết định số {decision_number} ngày {decision_date}.\nĐơn "
            "vị sẽ báo ngày trao tặng.",
            "{name} receives {award}, decision {decision_number} of {decision_date}.\n"
            "Your unit will tell you when it is conferred.")),
    Kind(code="conferring_asked", on=nomination("sign_decision", "record_superior_award"),
        superseded_by=ANY_MOVE,
        to=("officer", "secretary", "standing_head"),
        subject=Text("[TĐKT] Chờ công bố, trao tặng: hồ sơ {code}",
            "[TĐKT] To be announced and conferred: file {code}"),
        body=Text("Đã có Quyết định số {decision_number} cho hồ sơ {code}. Gửi quyết định, công bố, trao "
            "tặng, hạn {due}.",
            "File {code} has decision {decision_number}. Send copies, announce and confer by {due}.")),
    Kind(code="forwarded", on=nomination("forward_to_superior"), to=("unit_head", "preparer", "officer",
        "standing_head"),
        subject=Text("[TĐKT] Đã trình cấp trên: hồ sơ {code}",
            "[TĐKT] Forwarded to the higher level: file {code}"),
        body=Text("Hồ sơ {code} đã trình cấp trên theo Tờ trình số {letter_number} ngày {letter_date}.",
            "File {code} went to the higher level with letter {letter_number} of {letter_date}.")),
    Kind(code="forwarded_nominee", on=nomination("forward_to_superior"), to=("nominee",), page="own",
        subject=Text("[TĐKT] Đã trình cấp trên: hồ sơ {code}",
            "[TĐKT] Forwarded to the higher level: file {code}"),
        body=Text("Hồ sơ đã được trình cấp tỉnh quyết định.",
            "The file has gone to the province for decision.")),
    Kind(code="reappraisal_asked", on=nomination("request_reappraisal"), superseded_by=ANY_MOVE,
        to=("officer", "standing_head"),
        subject=Text("[TĐKT] Yêu cầu thẩm định lại: hồ sơ {code}", "[TĐKT] Re-appraisal asked: file {code}"),
        body=Text("Chủ tịch yêu cầu thẩm định lại hồ sơ {code}, hạn {due}. Lý do ghi trong hồ sơ.",
            "The chairman asks for re-appraisal of file {code} by {due}. The reason is on the file.")),
    Kind(code="reappraisal_begun", on=nomination("reappraise"), to=("officer", "standing_head"),
        superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Thẩm định lại: hồ sơ {code}", "[TĐKT] In appraisal again: file {code}"),
        body=Text("Hồ sơ {code} được thẩm định lại, hạn {due}.",
            "File {code} is in appraisal again, due by {due}.")),
    Kind(code="not_approved", on=nomination("decline"), to=("unit_head", "preparer"),
        subject=Text("[TĐKT] Thông báo kết quả hồ sơ {code}", "[TĐKT] Outcome of file {code}"),
        body=Text("{ground}: hồ sơ {code}.\nLý do: {reason}\nĐơn vị có quyền kiến nghị, khiếu nại.",
            "{ground}: file {code}.\nReason: {reason}\nThe unit may object or complain.")),
    Kind(code="declined_above", on=nomination("record_superior_refusal"), to=("unit_head", "preparer"),
        subject=Text("[TĐKT] Kết quả của cấp trên: hồ sơ {code}",
            "[TĐKT] The higher level's answer: file {code}"),
        body=Text("Cấp trên trả lại hoặc không khen thưởng hồ sơ {code}.\nLý do: {reason}",
            "The higher level returned or did not award file {code}.\nReason: {reason}")),
    Kind(code="outcome_office", on=nomination("decline", "record_superior_refusal"), required=False,
        to=("officer", "standing_head"),
        subject=Text("[TĐKT] Kết thúc xét: hồ sơ {code}", "[TĐKT] Closed: file {code}"),
        body=Text("Hồ sơ {code} không được khen thưởng. Đơn vị trình đã được thông báo.",
            "File {code} was not awarded. The unit has been told.")),
    Kind(code="not_awarded_nominee", to=("nominee",), page="own",
        on=(*nomination("return_ineligible", "lapse", "decline", "record_superior_refusal"), *RELEASE),
        subject=Text("[TĐKT] Thông báo kết quả hồ sơ {code}", "[TĐKT] Outcome of file {code}"),
        body=Text("Lần này hồ sơ chưa được khen thưởng.\nLý do: {ground}.\nBạn có quyền hỏi lại, kiến "
            "nghị, khiếu nại.",
            "The file was not awarded this time.\nReason: {ground}.\nYou may ask, object or complain.")),
    Kind(code="conferred", on=nomination("announce"), to=("unit_head", "preparer", "officer"),
        subject=Text("[TĐKT] Đã công bố, trao tặng: hồ sơ {code}",
            "[TĐKT] Announced and conferred: file {code}"),
        body=Text("{award} cho {name} đã được công bố, trao tặng.",
            "{award} for {name} has been announced and conferred.")),
    Kind(code="conferred_nominee", on=nomination("announce"), to=("nominee",), page="own",
        subject=Text("[TĐKT] Đã công bố, trao tặng: {award}", "[TĐKT] Announced and conferred: {award}"),
        body=Text("{award} cho {name} đã được công bố, trao tặng.",
            "{award} for {name} has been announced and conferred.")),
    Kind(code="archived", on=nomination("archive"), to=("officer", "preparer", "unit_head"), required=False,
        subject=Text("[TĐKT] Đã lưu hồ sơ {code}", "[TĐKT] File {code} archived"),
        body=Text("Hồ sơ {code} đã được lưu.", "File {code} has been archived.")),
)  # fmt: skip

AFTERWARDS: Final = (
    # Outsiders read nothing of a review: the award stands until it is revoked.
    Kind(code="review_opened", on=award("open_review"), to=("chairman", "vice_chairman", "standing_head"),
        superseded_by=("revoke", "uphold"),
        subject=Text("[TĐKT] Xem xét hủy bỏ quyết định: hồ sơ {code}",
            "[TĐKT] Revocation in review: file {code}"),
        body=Text("Có đề nghị hủy bỏ quyết định khen thưởng {name}. Căn cứ ghi trong hồ sơ.",
            "Revoking the award of {name} has been proposed. The ground is on the file.")),
    Kind(code="review_told", on=award("open_review"), to=("unit_head",), superseded_by=("revoke", "uphold"),
        subject=Text("[TĐKT] Xem xét hủy bỏ quyết định: hồ sơ {code}",
            "[TĐKT] Revocation in review: file {code}"),
        body=Text("Quyết định khen thưởng {name} đang được xem xét. Quyết định vẫn có hiệu lực.",
            "The award of {name} is under review. The decision remains in force.")),
    Kind(code="revoked", on=award("revoke"), to=("unit_head", "preparer", "secretary", "standing_head"),
        subject=Text("[TĐKT] Hủy bỏ quyết định: hồ sơ {code}", "[TĐKT] Decision revoked: file {code}"),
        body=Text("Quyết định khen thưởng {name} đã bị hủy theo Quyết định số {decision_number} ngày "
            "{decision_date}.",
            "The award of {name} was revoked by decision {decision_number} of {decision_date}.")),
    Kind(code="revoked_nominee", on=award("revoke"), to=("nominee",), page="own",
        subject=Text("[TĐKT] Hủy bỏ quyết định: hồ sơ {code}", "[TĐKT] Decision revoked: file {code}"),
        body=Text("Quyết định khen thưởng đã bị hủy theo Quyết định số {decision_number} ngày "
            "{decision_date}.\n"
            "Bạn có quyền khiếu nại.",
            "The award was revoked by decision {decision_number} of {decision_date}.\nYou may complain.")),
    Kind(code="upheld", on=award("uphold"), to=("unit_head", "secretary", "standing_head"),
        subject=Text("[TĐKT] Giữ nguyên quyết định: hồ sơ {code}", "[TĐKT] Decision upheld: file {code}"),
        body=Text("Quyết định khen thưởng {name} được giữ nguyên.", "The award of {name} stands.")),
)  # fmt: skip

BY_THE_CLOCK: Final = (
    Kind(code="due_soon", on=clock("due_soon"), to=("owner", "owner_head"), superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Sắp đến hạn {due}: hồ sơ {code}", "[TĐKT] Due by {due}: file {code}"),
        body=Text("Hồ sơ {code} chờ xử lý, hạn {due}.", "File {code} waits to be dealt with by {due}.")),
    Kind(code="overdue", on=clock("overdue"), to=("owner", "owner_head"), superseded_by=ANY_MOVE,
        subject=Text("[TĐKT] Đã quá hạn {due}: hồ sơ {code}", "[TĐKT] Overdue since {due}: file {code}"),
        body=Text("Hồ sơ {code} đã quá hạn {due}.", "File {code} was due by {due}.")),
)  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(index((
    *IN_THE_UNIT, *AT_THE_DESK, *IN_APPRAISAL, *IN_COUNCIL, *WITH_THE_CHAIRMAN, *AFTERWARDS, *BY_THE_CLOCK,
)))  # fmt: skip


@cache
def kinds_on(subject: str, trigger: str, source: str = "", target: str = "") -> tuple[Kind, ...]:
    """The letters an event writes, in the order in which a person is matched."""
    return tuple(kind for kind in KINDS.values() if any(on.hears(subject, trigger, source, target) for on in kind.on))


@cache
def superseded_by(subject: str, trigger: str, *, moves: bool) -> tuple[str, ...]:
    """Codes of the kinds whose unsent letters about the same subject this event makes untrue."""
    fitting = (kind for kind in KINDS.values() if any(_same(on.subject, subject) for on in kind.on))
    return tuple(kind.code for kind in fitting if kind.superseded(trigger, moves=moves))


def _same(written_on: str, subject: str) -> bool:
    return written_on == subject or (subject == "nomination" and written_on in ("release", "clock"))

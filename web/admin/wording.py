"""The words of administration: kinds of unit, acts in the trail, what they were done to."""

from collections.abc import Mapping
from typing import Final

from states import Text

UNIT_KINDS: Final[Mapping[str, Text]] = {
    "authority": Text("Cơ quan thường trực, quyết định", "Deciding or standing body"),
    "commune": Text("Ủy ban nhân dân cấp xã", "Commune"),
    "office": Text("Phòng, ban chuyên môn", "Department"),
    "service": Text("Đơn vị sự nghiệp", "Public service"),
    "school": Text("Trường học", "School"),
    "mass": Text("Mặt trận, đoàn thể", "Mass organisation"),
    "security": Text("Công an, quân sự", "Police, military"),
    "enterprise": Text("Doanh nghiệp, hợp tác xã", "Enterprise, co-operative"),
}
ACTS: Final[Mapping[str, Text]] = {
    "write": Text("Ghi, sửa nội dung", "Wrote or changed the content"),
    "take_list": Text("Nạp danh sách từ Excel", "Took in a list from Excel"),
    "remove": Text("Xóa bản nháp", "Removed the draft"),
    "link_nominee": Text("Gắn với người được đề nghị", "Linked the nominee"),
    "write_own_report": Text("Tự viết báo cáo thành tích", "Wrote their own report"),
    "attach_file": Text("Thêm tệp", "Attached a file"),
    "withdraw_file": Text("Rút tệp", "Withdrew a file"),
    "record_opinion": Text("Ghi ý kiến cơ quan liên quan", "Entered another body's opinion"),
    "assign": Text("Giao người giữ hồ sơ", "Assigned the file"),
    "plan": Text("Lập phiên họp", "Planned the session"),
    "add_to_agenda": Text("Đưa vào chương trình họp", "Put on the agenda"),
    "remove_from_agenda": Text("Đưa ra khỏi chương trình họp", "Took off the agenda"),
    "issue": Text("Ban hành quyết định", "Issued the decision"),
    "choose_locale": Text("Chọn ngôn ngữ của thư", "Chose the language of letters"),
    "activate": Text("Cho làm việc trở lại", "Brought back"),
    "deactivate": Text("Cho thôi làm việc", "Marked as gone"),
    "grant_role": Text("Giao vai", "Granted a role"),
    "end_grant": Text("Kết thúc vai", "Ended a role"),
    "delegate": Text("Ủy quyền", "Delegated a role"),
    "revoke_delegation": Text("Thu hồi ủy quyền", "Revoked a delegation"),
    "make_account": Text("Lập tài khoản", "Made the account"),
    "change_password": Text("Đặt mật khẩu", "Set the password"),
    "enable_account": Text("Mở tài khoản", "Enabled the account"),
    "disable_account": Text("Đóng tài khoản", "Disabled the account"),
    "retry_letter": Text("Gửi lại thư", "Sent the letter again"),
}
SUBJECTS: Final[Mapping[str, Text]] = {
    "nomination": Text("Hồ sơ", "File"),
    "proposal": Text("Tờ trình", "Letter of proposal"),
    "session": Text("Phiên họp", "Session"),
    "decision": Text("Quyết định", "Decision"),
    "decision_item": Text("Mục quyết định", "Item of a decision"),
    "person": Text("Người", "Person"),
    "unit": Text("Đơn vị", "Unit"),
    "letter": Text("Thư", "Mail"),
    "movement": Text("Phong trào", "Movement"),
    "exemplar": Text("Điển hình", "Exemplar"),
}
FAULTS: Final[Mapping[str, Text]] = {
    "sequence": Text("thiếu hoặc thừa một mục trong chuỗi", "an entry of the chain is missing or too many"),
    "link": Text("mục không nối với mục trước", "the entry is not chained to the one before it"),
    "digest": Text("nội dung mục đã bị sửa", "the content of the entry was altered"),
    "column": Text("cột của mục khác với nội dung đã ghi", "a column differs from the content of the entry"),
    "replaced": Text("mục khác với bản nhân chứng giữ", "the entry differs from what the witness holds"),
    "dropped": Text("mục mà nhân chứng giữ không còn", "an entry that the witness holds is gone"),
    "unreadable": Text("không đọc được dòng trong tệp nhân chứng", "a line of the witness file cannot be read"),
    "move_differs": Text("bước chuyển khác với mục nhật ký", "the move differs from its entry"),
    "move_without_event": Text("mục nhật ký không có bước chuyển", "an entry without its move"),
    "event_without_entry": Text("bước chuyển không có mục nhật ký", "a move without its entry"),
    "subject_missing": Text("hồ sơ của các bước chuyển không còn", "the subject of the moves is gone"),
    "definition_unknown": Text("quy trình không có trong chương trình", "the definition is unknown to this version"),
    "definition_changed": Text("quy trình đã công bố bị sửa", "the published definition was altered"),
    "transitions_changed": Text("bước chuyển đã công bố bị sửa", "the published transitions were altered"),
    "event_sequence": Text("số thứ tự bước chuyển không liền", "the moves are not numbered in a row"),
    "event_path": Text("bước chuyển không theo quy trình", "the move does not follow the definition"),
    "state": Text("trạng thái khác với nơi các bước chuyển dẫn tới", "the state is not where the moves lead"),
    "version": Text("số phiên bản khác với số bước chuyển", "the version is not the number of moves"),
}

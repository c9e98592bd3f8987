"""The sentence for each code that the workflow answers with. What to do, never just what is wrong."""

from collections.abc import Mapping
from typing import Any, Final

from states import Refusal, Text
from states.roles import ROLES
from web.i18n import locale, words
from workflow.kernel.errors import Problem

PROBLEMS: Final[Mapping[str, Text]] = {
    "unknown_field": Text("Có một ô lạ trong biểu mẫu. Mở lại trang rồi làm lại.", "The form holds a field we do not know. Open the page again."),
    "unknown_trigger": Text("Không có việc này. Mở lại trang để xem việc làm được.", "There is no such act. Open the page again to see what can be done."),
    "missing": Text("Nhập mục “{label}”.", "Fill in “{label}”."),
    "not_ticked": Text("Đánh dấu vào ô “{label}”.", "Tick “{label}”."),
    "discipline_undated": Text("Ghi ngày quyết định kỷ luật.", "Enter the date of the disciplinary decision."),
    "discipline_ends_early": Text("Ngày chấp hành xong không thể trước ngày quyết định. Kiểm tra lại.", "The discipline cannot end before it began. Check the dates."),
    "facts_closed": Text("Hồ sơ đang ở bước không ghi thêm thông tin được. Chờ hồ sơ về bước thẩm định.", "Facts cannot be entered at this step. Wait until the file is in appraisal."),
    "rule_not_open": Text("Điều kiện này không còn chờ xác nhận. Mở lại trang để xem.", "This condition no longer waits to be confirmed. Open the page again."),
    "rule_not_waivable": Text("Điều kiện này không xin ngoại lệ được, hoặc đã có người đề nghị. Mở lại trang để xem.", "No waiver can be asked for here, or one is asked for already. Open the page again."),
    "waiver_answered": Text("Đề nghị ngoại lệ này đã có trả lời.", "This waiver has been answered already."),
    "waiver_second_person": Text("Người đề nghị ngoại lệ không tự trả lời. Chuyển người khác có thẩm quyền.", "Whoever asked for a waiver does not answer it. Hand it to another person with the authority."),
    "missing_text": Text("Nhập nội dung vào ô này.", "Fill in this field."),
    "missing_choice": Text("Chọn một mục trong danh sách.", "Choose one from the list."),
    "missing_number": Text("Nhập một số từ {least} đến {most}.", "Enter a number from {least} to {most}."),
    "not_a_choice": Text("Chọn một mục có trong danh sách.", "Choose one that is in the list."),
    "not_a_date": Text("Nhập ngày theo mẫu 24/11/2023.", "Enter the date like 24/11/2023."),
    "not_a_time": Text("Nhập giờ theo mẫu 14.00.", "Enter the time like 14.00."),
    "date_after_today": Text("Nhập ngày không sau hôm nay, {today}.", "Enter a date not later than today, {today}."),
    "date_not_after_today": Text("Nhập ngày sau hôm nay, {today}.", "Enter a date after today, {today}."),
    "date_far_away": Text("Ngày này cách hôm nay quá xa. Kiểm tra lại năm.", "This date is too far from today. Check the year."),
    "time_not_ahead": Text("Nhập ngày giờ sau lúc này.", "Enter a time that is still ahead."),
    "not_a_number": Text("Nhập một số nguyên từ 0 đến {most}.", "Enter a whole number from 0 to {most}."),
    "number_out_of_range": Text("Nhập một số từ {least} đến {most}.", "Enter a number from {least} to {most}."),
    "too_long": Text("Viết gọn lại, nhiều nhất {most} chữ cái.", "Shorten this to at most {most} characters."),
    "movement_needed": Text("Đề nghị theo chuyên đề thì chọn phong trào.", "A thematic proposal names its movement: choose one."),
    "award_not_for_subject": Text("Hình thức này không dành cho loại đối tượng đã chọn. Chọn hình thức khác.", "This award is not for the kind of nominee chosen. Choose another."),
    "number_taken": Text("Số này đã dùng trong năm {year}. Nhập số khác.", "This number is already used in {year}. Enter another."),
    "list_full": Text("Một tờ trình có nhiều nhất {most} đề nghị. Lập thêm tờ trình khác.", "A letter holds at most {most} nominations. Start another letter."),
    "form_key_missing": Text("Trang thiếu mã chống gửi trùng. Mở lại trang rồi làm lại.", "The page lacks its guard against sending twice. Open it again."),
    "form_key_reused": Text("Biểu mẫu này đã gửi rồi với nội dung khác. Mở lại trang rồi làm lại.", "This form was already sent with other content. Open the page again."),
    "letter_sent": Text("Tờ trình đã gửi đi, không sửa được nữa.", "The letter has been sent and can no longer be changed."),
    "own_line": Text(
        "Dòng của chính bạn phải do người khác trong đơn vị sửa. Bỏ dòng đó khỏi tệp rồi tải lại.",
        "Your own line is for somebody else of the unit to change. Take it out of the file and upload it again.",
    ),
    "content_closed": Text("Hồ sơ đang ở bước không sửa nội dung.", "The content cannot be changed at this step."),
    "has_history": Text("Đề nghị này đã có lịch sử. Dùng việc “Rút đề nghị”.", "This nomination has a history. Withdraw it instead."),
    "opinion_answered": Text("Ý kiến này đã ghi rồi.", "This opinion has already been entered."),
    "kind_fixed": Text("Hồ sơ của tờ trình đã qua một bước xét, không đổi loại khen thưởng được nữa.", "A file of this letter has already moved on; the kind of commendation can no longer change."),
    "kind_is_the_units": Text("Loại giấy tờ này do đơn vị trình gửi. Chọn loại khác.", "Papers of this kind come from the unit. Choose another kind."),
    "secret_takes_no_file": Text("Hồ sơ mật không nhận tệp. Nộp bản giấy cho cơ quan thường trực Hội đồng.", "A secret file takes no upload. Hand in the paper to the council's standing body."),
    "secret_has_files": Text("Hồ sơ {code} còn {n} tệp. Hồ sơ mật chỉ có bản giấy: rút hết tệp, rồi đánh dấu bí mật nhà nước.", "{code} still holds files: {n}. A secret file is on paper only: take them all back, then mark it secret."),
    "too_many_figures": Text("So sánh nhiều nhất {most} chỉ tiêu. Giữ những chỉ tiêu chính.", "Compare at most {most} figures. Keep those that matter."),
    "figure_unnamed": Text("Có số liệu chưa ghi chỉ tiêu. Ghi tên chỉ tiêu ở đầu dòng.", "A figure has no name. Say at the start of its line what is counted."),
    "answer_missing": Text("Viết câu trả lời hoặc chọn tệp để gửi.", "Write an answer or choose a file to send."),
    "point_needs_why": Text("Nêu điểm này còn thiếu gì.", "Say what is still missing at this point."),
    "point_not_owed": Text("Điểm này không còn chờ trả lời. Mở lại hồ sơ để xem.", "This point no longer waits for an answer. Open the file again."),
    "point_not_at_the_desk": Text("Điểm này chưa có trả lời, hoặc hồ sơ đã qua bước tiếp nhận. Mở lại hồ sơ để xem.", "This point has no answer yet, or the file has been received. Open the file again."),
    "file_answers_point": Text("Tệp này trả lời một điểm phải bổ sung. Trả lời điểm đó bằng tệp khác, rồi rút tệp này.", "This file answers a point of the supplement. Answer that point with another file, then take this one back."),
    "file_missing": Text("Chọn một tệp để gửi.", "Choose a file to send."),
    "file_too_large": Text("Tệp lớn hơn {most_mb} MB. Quét lại ở độ phân giải thấp hơn.", "The file is larger than {most_mb} MB. Scan it at a lower resolution."),
    "too_many_files": Text("Hồ sơ đã có {most} tệp. Gộp bớt rồi gửi lại.", "The nomination already holds {most} files. Combine some first."),
    "file_type_not_taken": Text("Chỉ nhận tệp PDF, JPG, PNG, DOCX, XLSX. Lưu lại theo một trong các loại này.", "Only PDF, JPG, PNG, DOCX and XLSX are taken. Save it as one of these."),
    "file_name_disagrees": Text("Đuôi tên tệp không khớp với nội dung. Đổi tên cho đúng loại rồi gửi lại.", "The file's name does not fit its content. Rename it and send again."),
    "file_damaged": Text("Không đọc được tệp. Mở thử trên máy, lưu lại rồi gửi.", "The file cannot be read. Open it on your computer, save it again and send."),
    "file_encrypted": Text("Tệp có mật khẩu hoặc quá phức tạp. Bỏ mật khẩu rồi gửi lại.", "The file is locked or too complex. Remove its password and send again."),
    "file_has_macros": Text("Tệp chứa chương trình (macro) hoặc tệp nén khác. Bỏ chúng ra rồi gửi lại.", "The file holds macros or another archive. Take them out and send again."),
    "file_leads_outside": Text("Tệp nạp mẫu hoặc hình từ nơi khác khi mở. Nhúng hẳn vào tệp rồi gửi lại.", "The file loads a template or picture from elsewhere when opened. Embed it and send again."),
    "file_too_large_inside": Text("Nội dung nén trong tệp quá lớn. Gửi bản nhỏ hơn.", "What is packed inside the file is too large. Send a smaller one."),
    "file_too_many_pixels": Text("Ảnh quá lớn. Thu nhỏ dưới 40 triệu điểm ảnh.", "The picture is too large. Reduce it below 40 million pixels."),
    "not_an_officer": Text("Chọn một cán bộ tiếp nhận hoặc thẩm định.", "Choose a desk or appraising officer."),
    "council_has_no_members": Text("Ngày này Hội đồng chưa có thành viên. Chọn ngày khác hoặc kiện toàn Hội đồng.", "The council has no members on that day. Choose another day or appoint them."),
    "agenda": Text("Kiểm tra chương trình họp.", "Check the agenda."),
    "agenda_empty": Text("Chương trình họp chưa có mục nào. Đưa hồ sơ vào rồi triệu tập.", "The agenda is empty. Add files, then convene."),
    "agenda_not_counted": Text("Còn {n} mục chưa có kết quả. Ghi kết quả hoặc đưa ra khỏi chương trình rồi kết thúc.", "{n} items have no result yet. Enter it or take them off, then close."),
    "agenda_has_counts": Text("Phiên họp đã có kết quả bỏ phiếu, không hủy được.", "The session already holds results and cannot be cancelled."),
    "agenda_in_voting": Text("Còn {n} mục đang bỏ phiếu. Chốt kết quả hoặc chuyển sang phiên sau rồi hủy phiên.", "{n} items are being voted on. Settle the vote or move them to the next session, then cancel."),
    "session_closed": Text("Phiên họp đã kết thúc, không đổi chương trình được.", "The session is over; its agenda cannot change."),
    "not_an_address": Text("Nhập địa chỉ thư đầy đủ, không dấu, ví dụ ten@thanhliem.example.", "Enter a full address in plain letters, such as name@thanhliem.example."),
    "address_taken": Text("Địa chỉ này đã có tài khoản khác. Nhập địa chỉ khác.", "Another account has this address. Enter a different one."),
    "has_account": Text("Người này đã có tài khoản.", "This person already has an account."),
    "no_account": Text("Người này chưa có tài khoản. Lập tài khoản trước.", "This person has no account yet. Make one first."),
    "wrong_password": Text("Mật khẩu hiện nay chưa đúng. Gõ lại.", "The current password is not right. Type it again."),
    "password_short": Text("Đặt mật khẩu từ {least} chữ cái trở lên.", "Choose a password of at least {least} characters."),
    "password_common": Text("Mật khẩu này quá dễ đoán. Ghép vài từ không liên quan với nhau.", "This password is too easy to guess. Join a few unrelated words."),
    "role_conflict": Text("Quản trị viên không giữ vai nghiệp vụ. Chọn người khác.", "An administrator holds no business role. Choose another person."),
    "grant_exists": Text("Người này đang giữ vai đó ở đơn vị đó.", "This person already holds that role there."),
    "not_to_self": Text("Không ai tự cấp quyền cho mình. Nhờ quản trị viên khác.", "Nobody grants a role to themselves. Ask another administrator."),
    "dates_out_of_order": Text("Ngày kết thúc phải sau ngày bắt đầu.", "The last day must come after the first."),
    "code_taken": Text("Mã này đã dùng. Nhập mã khác.", "This code is already used. Enter another."),
    "not_a_multiplier": Text("Nhập hệ số lớn hơn 0, nhiều nhất {most}, ví dụ 0,45.", "Enter a multiplier above 0 and at most {most}, such as 0.45."),
    "bonus_not_open": Text("Tiền thưởng của tên này không chờ ấn định. Mở lại trang để xem.", "The bonus of this name is not waiting to be set. Open the page again."),
    "bad_code": Text("Mã chỉ gồm chữ thường không dấu, số và gạch nối.", "A code holds only plain lower-case letters, digits and hyphens."),
    "choose_rows": Text("Chọn ít nhất một dòng, hoặc chọn cả danh sách theo bộ lọc.", "Choose at least one row, or everything the filter shows."),
    "reason_for_struck": Text("Mỗi tên bị bỏ cần một lý do.", "Every struck name needs a reason."),
    "nothing_to_sign": Text("Không còn tên nào để ký. Bỏ bớt dấu “Bỏ tên”.", "No name is left to sign. Keep at least one."),
    "nobody_struck": Text("Chưa bỏ tên ai. Đánh dấu “Bỏ tên” ở những người không ký lần này.", "No name is struck. Tick “Strike” for those not signed this time."),
    "one_level_only": Text("Danh sách có cả hình thức thuộc và không thuộc thẩm quyền. Ký từng nhóm.", "The list mixes awards within and above this office. Decide each group."),
    "date_before_today": Text("Nhập ngày không trước hôm nay, {today}.", "Enter a date not earlier than today, {today}."),
    "day_corrected": Text("Ngày này đã sửa rồi. Rút lần sửa đó trước, rồi ghi lại.", "This day is corrected already. Withdraw that correction first, then enter it again."),
    "day_off_already": Text("Ngày này đã nghỉ rồi ({why}). Không cần ghi.", "This day is off already ({why}). There is nothing to enter."),
    "day_worked_already": Text("Ngày này vốn là ngày làm việc. Không cần ghi.", "This is a working day already. There is nothing to enter."),
    "delegation_too_long": Text("Ủy quyền nhiều nhất {most} ngày. Chọn ngày kết thúc sớm hơn.", "A delegation lasts at most {most} days. Choose an earlier last day."),
    "delegation_overlaps": Text("Vai này đã ủy quyền cho người khác trong những ngày đó. Thu hồi ủy quyền cũ hoặc chọn ngày khác.", "This role is already delegated on some of these days. Revoke that delegation or choose other days."),
    "role_is_personal": Text("Vai này gắn với từng người, không ủy quyền được. Chọn vai khác.", "This role is personal and cannot be delegated. Choose another."),
    "role_not_held": Text("Người ủy quyền không tự giữ vai này ở đơn vị đó trong suốt những ngày đã chọn. Chọn vai khác hoặc ngày khác.", "The person does not hold this role there in their own right on all of these days. Choose another role or other days."),
    "two_people_needed": Text("Chọn người nhận ủy quyền khác với người ủy quyền.", "Choose somebody other than the one who delegates."),
    "not_active": Text("Người này không còn làm việc. Chọn người khác.", "This person has left. Choose another."),
    "list_not_a_workbook": Text("Danh sách phải là tệp Excel (.xlsx). Tải mẫu ở trang này, điền rồi gửi lại.", "The list has to be an Excel file (.xlsx). Take the template on this page, fill it in and send it."),
    "list_not_ours": Text("Tệp không có sheet “Danh sách” của mẫu. Tải mẫu ở trang này rồi chép các dòng sang.", "The file lacks the template's own sheet. Take the template on this page and copy the rows into it."),
    "list_template_old": Text("Tệp theo mẫu cũ (bản {found}), mẫu nay là bản {wanted}. Tải mẫu mới ở trang này rồi chép các dòng sang.", "The file follows an old template (version {found}); it is now version {wanted}. Take the new one on this page and copy the rows into it."),
    "list_of_another_letter": Text("Tệp này thuộc tờ trình khác. Gửi ở tờ trình đó, hoặc tải mẫu ở trang này rồi chép các dòng sang.", "This file belongs to another letter. Send it there, or take the template on this page and copy the rows into it."),
    "list_column_missing": Text("Tệp thiếu cột “{name}”. Tải mẫu ở trang này rồi chép các dòng sang.", "The file lacks the column “{name}”. Take the template on this page and copy the rows into it."),
    "achievement_fixed": Text("Thành tích này đã gắn với đề nghị khác hoặc đã được khen. Để ngày, nơi và loại việc như đang có.", "This achievement belongs to another nomination too, or has been awarded. Leave its day, place and kind as they are."),
    "nothing_chosen": Text("Chưa có dòng nào để nạp. Chọn “Vẫn nạp” ở ít nhất một dòng.", "There is no row to take. Choose “Take it all the same” for at least one."),
    "list_empty": Text("Tệp chưa có dòng nào. Điền từ dòng dưới dòng ví dụ rồi gửi lại.", "The file holds no rows yet. Fill it in below the example and send it again."),
    "sheet_too_long": Text("Tệp có hơn {most} dòng. Chia thành nhiều tờ trình.", "The file holds more than {most} rows. Split it over several letters."),
    "sheet_too_wide": Text("Tệp có hơn {most} cột. Xóa các cột thừa bên phải rồi gửi lại.", "The file holds more than {most} columns. Delete those on the right and send it again."),
    "cell_is_formula": Text("Ô này là công thức. Thay bằng giá trị: chép ô, rồi dán giá trị.", "This cell is a formula. Copy it and paste its value instead."),
    "code_not_in_letter": Text("Mã này không có trong tờ trình. Xóa mã để thêm thành đề nghị mới.", "This code is not in the letter. Delete it to add a new nomination."),
    "code_twice": Text("Mã này đã có ở dòng trên. Xóa mã ở dòng này hoặc bỏ dòng.", "This code stands in a row above. Delete it here or drop the row."),
    "kept_without_code": Text("Dòng này chưa có văn bản nào để giữ. Viết nội dung hoặc để trống.", "There is no text to keep for this row. Write it or leave the cell empty."),
    "not_yes_or_no": Text("Ghi Có hoặc Không.", "Write Yes or No."),
    "list_not_whole": Text("Danh sách đã đổi: còn {n} đề nghị chưa đến bước ký. Mở lại tờ trình để xem.", "The list has changed: {n} nominations are not ready to be signed. Open the letter again."),
    "unknown_unit": Text("Không có đơn vị mang mã “{code}”. Xem mã ở trang Quản trị.", "There is no unit with the code “{code}”. The codes are on the administration page."),
    "unknown_award": Text("Không có hình thức mang mã “{code}”.", "There is no award with the code “{code}”."),
    "column_missing": Text("Bảng thiếu cột “{name}”. Thêm cột rồi nhập lại.", "The sheet lacks the column “{name}”. Add it and import again."),
    "entries_are_one": Text("Hai mục này đã là một, hoặc khác loại. Mở lại danh sách để xem.", "These two are one already, or of different kinds. Open the list again."),
    "both_decided": Text("Cả hai hồ sơ đã có quyết định khen. Ghi là khác nhau, hoặc xem xét thu hồi một quyết định.", "Both files have been decided. Record them as different, or review one of the awards."),
    "reason_needed": Text("Nêu lý do vì sao hai bên khác nhau.", "Say why the two are different."),
    "quota_exists": Text("Đã có chỉ tiêu đang áp dụng cho danh hiệu, phạm vi, năm và loại này. Kết thúc chỉ tiêu đó trước.", "A quota for this award, reach, year and kind is in force. End that one first."),
    "quota_one_measure": Text("Ghi số chỗ hoặc tỷ lệ, một trong hai.", "Enter either a number of places or a share."),
    "quota_unit_unasked": Text("Chỉ chọn đơn vị khi đặt cho một đơn vị.", "Choose a unit only when the quota is for one unit."),
    "bad_rule_set_id": Text("Mã gồm chữ không dấu, số và ít nhất một gạch nối, bắt đầu bằng chữ hoa, ví dụ R2026-2. Mã không có gạch nối dành cho bộ đi kèm chương trình.", "An id holds plain letters, digits and at least one hyphen and begins with a capital, such as R2026-2. Ids without a hyphen are kept for what ships."),
    "not_after_base": Text("Nhập ngày sau {begins}, ngày bộ {base} có hiệu lực.", "Enter a date after {begins}, when {base} begins."),
    "rules_not_sound": Text("Chưa thành bộ quy tắc: {faults}.", "This makes no whole rule set: {faults}."),
    "edition_day_over": Text("Ngày có hiệu lực {day} đã qua. Rút đề nghị rồi đề nghị lại với ngày mới.", "Its first day, {day}, is over. Withdraw the proposal and propose it again with another day."),
    "second_person_needed": Text("Người đề nghị, hoặc người làm thay họ, không tự xác nhận. Nhờ người khác.", "Whoever proposed it, or acts for them, cannot confirm it. Ask another person."),
    "letter_not_stuck": Text("Thư này không cần gửi lại: đã gửi, đang chờ hoặc đã thay bằng thư khác.", "This letter needs no second try: it was sent, is waiting, or another took its place."),
}  # fmt: skip


def problem_text(problem: Problem) -> str:
    """The sentence for one field."""
    text = PROBLEMS.get(problem.code)
    return words(text, **dict(problem.params)) if text else problem.code


def refusal_text(refusal: Refusal) -> str:
    """The sentence for one reason of a refusal; names of roles and papers in the reader's language."""
    return Refusal(refusal.code, {name: _shown(name, value) for name, value in refusal.params.items()}).text(locale())


def roles_text(roles: tuple[str, ...]) -> str:
    return ", ".join(words(ROLES[role]) for role in roles if role != "system")


def _shown(name: str, value: Any) -> Any:
    if name == "who":
        return roles_text(value)
    return value

"""The closed vocabulary of fields that triggers ask for, and the choices with their official wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from states.text import Text

KINDS: Final = ("line", "text", "lines", "date", "number", "choice", "units", "flag")


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class InputDef:
    """How a field is asked for. `max_length` counts characters of the whole value."""

    name: str
    kind: str
    label: Text
    help: Text
    max_length: int | None = None
    choices: tuple[Choice, ...] = ()

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)


REASONS: Final = (
    Choice("sai_doi_tuong", Text("Không đúng đối tượng", "Not among those the award is for")),
    Choice("khong_du_tieu_chuan", Text("Không đủ tiêu chuẩn", "Criteria not met")),
    Choice("khong_du_ho_so", Text("Không đủ hồ sơ", "Papers incomplete")),
    Choice("vi_pham_phap_luat", Text("Vi phạm pháp luật", "Breach of the law")),
    Choice("trung_thanh_tich", Text("Thành tích đã được khen", "Achievement already awarded")),
    Choice("vuot_ty_le", Text("Vượt tỷ lệ", "Over the permitted share")),
    Choice("khong_dat_phieu", Text("Không đạt tỷ lệ phiếu", "Share of votes not reached")),
    Choice("chu_tich_khong_dong_y", Text("Chủ tịch không quyết định khen thưởng", "The chairman did not award")),
)
"""Why a file was not awarded. The last two are results of a vote and of a decision, never chosen."""

RETURN_REASONS: Final = REASONS[:6]

HOLD_GROUNDS: Final = (
    Choice("xem_xet_ky_luat", Text("Đang xem xét kỷ luật", "Disciplinary proceedings under way")),
    Choice("dieu_tra", Text("Đang điều tra", "Investigation under way")),
    Choice(
        "thanh_tra_kiem_tra",
        Text("Đang thanh tra, kiểm tra khi có dấu hiệu vi phạm", "Inspection under way on signs of a breach"),
    ),
    Choice("khieu_nai_to_cao", Text("Có đơn thư khiếu nại, tố cáo", "Complaint or denunciation received")),
    Choice("bao_chi_neu", Text("Báo chí nêu, đang xác minh", "Press report being verified")),
)

REVOCATION_GROUNDS: Final = (
    Choice("gian_doi", Text("Gian dối trong kê khai thành tích", "Fraud in declaring achievements")),
    Choice(
        "giay_to_gia",
        Text("Cung cấp thông tin sai sự thật hoặc giả mạo giấy tờ", "False information or forged papers"),
    ),
    Choice(
        "trai_quy_dinh",
        Text(
            "Thẩm định, xét, duyệt, đề nghị khen thưởng trái quy định của pháp luật",
            "Appraisal, review or proposal contrary to the law",
        ),
    ),
    Choice(
        "vi_pham_trong_thoi_gian_tinh",
        Text(
            "Có kết luận, quyết định, bản án xác định vi phạm trong thời gian tính thành tích, không còn đủ tiêu chuẩn",
            "A conclusion, decision or judgment places a breach within the counted period; criteria no longer met",
        ),
    ),
)

LINE: Final = 200
PARAGRAPH: Final = 4_000


def _line(name: str, label: Text, help_text: Text, length: int = LINE) -> InputDef:
    return InputDef(name=name, kind="line", label=label, help=help_text, max_length=length)


def _text(name: str, label: Text, help_text: Text, length: int = PARAGRAPH) -> InputDef:
    return InputDef(name=name, kind="text", label=label, help=help_text, max_length=length)


def _date(name: str, label: Text, help_text: Text) -> InputDef:
    return InputDef(name=name, kind="date", label=label, help=help_text, max_length=10)


def _number(name: str, label: Text, help_text: Text) -> InputDef:
    return InputDef(name=name, kind="number", label=label, help=help_text, max_length=3)


def _choice(name: str, label: Text, help_text: Text, choices: tuple[Choice, ...]) -> InputDef:
    return InputDef(name=name, kind="choice", label=label, help=help_text, max_length=60, choices=choices)


_ALL: Final = (
    _text("reason", Text("Lý do", "Reason"), Text(
        "Viết để người nhận hiểu và biết việc phải làm tiếp.",
        "Write it so that the reader understands and knows what to do next.")),
    _choice("reason_code", Text("Lý do không đủ điều kiện", "Ground for not being eligible"), Text(
        "Chọn lý do chính; phần lý do bên dưới nói rõ thêm.",
        "Choose the main ground; the reason below says more."), RETURN_REASONS),
    InputDef(name="points", kind="lines", label=Text("Những gì cần bổ sung", "What is to be supplied"),
        help=Text(
        "Mỗi dòng một điểm, nêu hết trong một lần. Mở đầu bằng tên giấy tờ hoặc mục của báo cáo để so cũ với mới.",
        "One point a line, everything at once. Begin with the paper or the part of the report: old and new are "
        "then compared."), max_length=PARAGRAPH),
    _date("due_on", Text("Hạn trả lời", "Answer due by"), Text(
        "Một ngày làm việc sau hôm nay, ví dụ 24/11/2023.",
        "A working day after today, such as 24/11/2023.")),
    _text("note", Text("Ghi chú", "Note"), Text(
        "Chỉ người xử lý hồ sơ đọc được.", "Read only by those who work on the file.")),
    InputDef(name="units", kind="units", label=Text("Cơ quan được hỏi ý kiến", "Bodies consulted"), help=Text(
        "Chọn một hoặc nhiều cơ quan.", "Choose one or more bodies.")),
    _text("question", Text("Nội dung cần cho ý kiến", "What the opinion is asked on"), Text(
        "Nêu rõ điều cần xác nhận về tập thể, cá nhân, hộ gia đình.",
        "Say what is to be confirmed about the person, collective or household.")),
    _date("notice_until", Text("Công khai đến hết ngày", "On notice until"), Text(
        "Ngày cuối nhận ý kiến, ví dụ 24/11/2023.", "The last day for comments, such as 24/11/2023.")),
    _text("objections", Text("Ý kiến nhận được", "Comments received"), Text(
        "Để trống nếu không có ý kiến. Có ý kiến thì ghi cả kết quả giải quyết.",
        "Leave empty if there were none. If there were, add how each was settled.")),
    _text("conclusion", Text("Kết luận thẩm định", "Appraisal conclusion"), Text(
        "Nêu tiêu chuẩn đã đối chiếu và đề xuất của người thẩm định.",
        "Name the criteria checked and what the appraiser proposes.")),
    InputDef(name="law_checked", kind="flag", label=Text(
        "Tôi đã đối chiếu và xác nhận các điều kiện theo luật còn để ngỏ của hồ sơ",
        "I have checked and confirm the criteria of the law that the file leaves open"), help=Text(
        "Xác nhận được ghi cho từng điều kiện, kèm tên và kết luận của người thẩm định.",
        "It is recorded for each criterion, with the appraiser's name and conclusion.")),
    _line("decision_number", Text("Số quyết định", "Decision number"), Text(
        "Ghi đủ số và ký hiệu, ví dụ 1234/QĐ-UBND.", "Number and symbol in full, such as 1234/QĐ-UBND."), 60),
    _date("decision_date", Text("Ngày quyết định", "Date of the decision"), Text(
        "Không sau hôm nay, ví dụ 24/11/2023.", "Not later than today, such as 24/11/2023.")),
    _line("letter_number", Text("Số tờ trình", "Letter number"), Text(
        "Ghi đủ số và ký hiệu, ví dụ 56/TTr-UBND.", "Number and symbol in full, such as 56/TTr-UBND."), 60),
    _date("letter_date", Text("Ngày tờ trình", "Date of the letter"), Text(
        "Không sau hôm nay, ví dụ 24/11/2023.", "Not later than today, such as 24/11/2023.")),
    _choice("hold_ground", Text("Căn cứ tạm dừng", "Ground for the hold"), Text(
        "Tạm dừng không phải là trả lại: hồ sơ giữ nguyên bước đang ở.",
        "A hold is not a return: the file stays where it is."), HOLD_GROUNDS),
    _date("review_on", Text("Ngày xem lại", "Review on"), Text(
        "Đến ngày này hồ sơ được nhắc lại.", "A reminder comes on this day.")),
    _line("document", Text("Văn bản kèm theo", "Document relied on"), Text(
        "Số, ký hiệu, ngày và nơi ban hành của văn bản.", "Number, symbol, date and issuing body.")),
    _number("present", Text("Thành viên có mặt", "Members present"), Text(
        "Số thành viên dự họp khi bỏ phiếu mục này.", "Members in the room when this item was voted on.")),
    _number("written", Text("Ý kiến bằng văn bản", "Written opinions"), Text(
        "Của thành viên vắng mặt, được tính như phiếu.", "From absent members; they count as votes.")),
    _number("in_favour", Text("Đồng ý", "In favour"), Text(
        "Cả phiếu tại phiên họp và ý kiến bằng văn bản.", "At the session and in writing together.")),
    _number("against", Text("Không đồng ý", "Against"), Text(
        "Cả phiếu tại phiên họp và ý kiến bằng văn bản.", "At the session and in writing together.")),
    _number("invalid", Text("Phiếu không hợp lệ", "Invalid ballots"), Text(
        "Để trống nếu không có.", "Leave empty if there were none.")),
    _number("recused", Text("Không bỏ phiếu vì liên quan", "Recused"), Text(
        "Thành viên có mặt nhưng liên quan đến người được đề nghị.",
        "Members present but related to the nominee.")),
    _choice("ground", Text("Căn cứ hủy bỏ", "Ground for revoking"), Text(
        "Chọn một trong bốn căn cứ của luật.", "Choose one of the four grounds in the law."),
        REVOCATION_GROUNDS),
)  # fmt: skip

INPUTS: Final[Mapping[str, InputDef]] = MappingProxyType({item.name: item for item in _ALL})

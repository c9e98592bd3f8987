"""Sample values of the style guide. Shapes, not people."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.styleguide.shapes import (
    Act,
    Badge,
    Bar,
    Box,
    Columns,
    Condition,
    Diagram,
    Due,
    Edge,
    Event,
    Figure,
    Lane,
    Later,
    LedgerRow,
    Line,
    PageLink,
    Pager,
    QrPicture,
    Receipt,
    Row,
    StateGroup,
    Step,
    View,
    Vote,
)

UNIT: Final = Badge("Ở đơn vị", "unit")
WORK: Final = Badge("Đang xử lý", "work")
ASK: Final = Badge("Cần trả lời", "ask")
HOLD: Final = Badge("Tạm dừng", "hold")
COUNCIL: Final = Badge("Ở Hội đồng", "council")
SEAL_OPEN: Final = Badge("Chờ ký", "seal-open")
SEAL: Final = Badge("Đã ký", "seal")
CLOSED: Final = Badge("Khép lại", "closed")

FIRST: Final = Row(
    number=51,
    name="Nguyễn Văn A",
    sub="MÃ-2023-0001 · Đơn vị một",
    award="Hình thức một",
    kind="chuyên đề",
    badge=WORK,
    holder="Người giữ hồ sơ",
    due=Due("quá hạn 2 ngày", "late"),
    act="Tiếp nhận",
)
SECOND: Final = Row(
    number=52,
    name="Tổ sản xuất số 2, hợp tác xã có tên rất dài",
    sub="MÃ-2023-0002 · Đơn vị hai",
    award="Hình thức hai",
    kind="hằng năm",
    badge=ASK,
    holder="Đơn vị hai",
    due=Due("tạm ngừng tính, chờ đơn vị", "paused"),
    act="Nhắc",
)
THIRD: Final = Row(
    number=53,
    name="Hộ bà Trần Thị B",
    sub="MÃ-2023-0003 · Đơn vị một",
    award="Hình thức một",
    kind="đột xuất",
    badge=SEAL_OPEN,
    holder="Chủ tịch",
    due=Due("còn 6 ngày"),
    act="Xem",
)

DIAGRAM: Final = Diagram(
    id="sample",
    title="Đường đi của một hồ sơ",
    description="Hồ sơ đang ở Hội đồng.",
    width=960,
    height=296,
    lanes=(Lane("Đơn vị", 0), Lane("Phòng", 98), Lane("Hội đồng", 196)),
    boxes=(
        Box(10, 36, ("Bản nháp",), "was"),
        Box(116, 36, ("Thủ trưởng", "ký trình"), "was"),
        Box(222, 134, ("Thẩm định",), "was"),
        Box(328, 232, ("Hội đồng", "xét"), "now"),
        Box(434, 134, ("Công bố,", "trao"), "next"),
    ),
    edges=(
        Edge("M94 58H114", True),
        Edge("M200 58H264V132", True),
        Edge("M264 178V254H326", True),
        Edge("M412 254H476V180", False),
    ),
    legend="Khung đậm đã qua, khung son là chỗ hồ sơ đang đứng, khung đứt chưa tới.",
)

SAMPLES: Final[Mapping[str, object]] = MappingProxyType(
    {
        "groups": (
            StateGroup("Ở đơn vị", (UNIT,)),
            StateGroup("Cơ quan thường trực đang xử lý", (WORK,)),
            StateGroup("Cần ai đó trả lời", (ASK,)),
            StateGroup("Dừng", (HOLD,)),
            StateGroup("Hội đồng", (COUNCIL,)),
            StateGroup("Chờ ký", (SEAL_OPEN,)),
            StateGroup("Đã ký, đóng dấu", (SEAL,)),
            StateGroup("Khép lại, không khen", (CLOSED,)),
        ),
        "dues": (Due("còn 6 ngày"), Due("còn 2 ngày", "soon"), Due("quá hạn 2 ngày", "late"), SECOND.due),
        "rows": (FIRST, SECOND, THIRD),
        "views": (View("Tất cả", 24, current=True), View("Của tôi", 7), View("Quá hạn", 1, late=True)),
        "figures": (Figure("7", "được trình"), Figure("1", "bỏ tên"), Figure("6", "sẽ ký", None)),
        "pager": Pager(
            first=51,
            last=100,
            total=214,
            previous="#",
            next="#",
            pages=(PageLink(1), PageLink(2, current=True), PageLink(3), None, PageLink(5)),
        ),
        "route": (
            Step("Bản nháp", "30/10", "was"),
            Step("Thủ trưởng ký trình", "06/11", "was"),
            Step("Tiếp nhận, thẩm định", "07/11", "was"),
            Step("Hội đồng xét", "từ 16/11", "now"),
            Step("Chờ Chủ tịch", "", "next"),
            Step("Có quyết định", "hẹn 05/12", "next"),
        ),
        "plain_steps": (
            Step("Đơn vị đã gửi đề nghị", "20/11/2023, 09.31", "was"),
            Step("Đang xem hồ sơ", "từ 20/11", "now"),
            Step("Báo kết quả", "", ""),
        ),
        "acts": (
            Act(
                label="Trình Chủ tịch quyết định",
                effect="Hồ sơ sang Chờ ký. Gửi 2 thư: Chủ tịch, Chánh Văn phòng.",
                button="Trình Chủ tịch",
                kind="do",
            ),
            Act(label="Tạm dừng xét", effect="Cần nêu lý do.", button="Tạm dừng"),
        ),
        "conditions": (
            Condition("Hội đồng thông qua: 12 trên 13 thành viên, cần 11", True),
            Condition("Biên bản họp bình xét", False, "#", "Tải lên"),
        ),
        "laters": (Later("Ký quyết định", "việc của Chủ tịch, sau khi được trình"),),
        "events": (
            Event(
                date="16/11/2023",
                time="15.48",
                source=WORK,
                target=COUNCIL,
                who="Nguyễn Văn A, người thẩm định",
                why="Đủ điều kiện.",
            ),
            Event(
                date="07/11/2023",
                time="10.12",
                source=UNIT,
                target=WORK,
                who="KT. Trưởng phòng, Trần Thị B – thay Lê Văn C, văn bản 12/UQ",
            ),
            Event(date="06/11/2023", time="14.26", title="Thêm tệp: Báo cáo.pdf", who="Trần Thị B"),
        ),
        "files": (
            Line("Báo cáo thành tích.pdf", "Nguyễn Văn A, 30/10", "214 kB", "meta"),
            Line("Biên bản họp bình xét.pdf", "Đơn vị một, 02/11", "1,1 MB", "meta"),
        ),
        "mails": (
            Line("Đã tiếp nhận đủ hồ sơ", "Nguyễn Văn A · 07/11 10.12", "đã gửi", "good"),
            Line("Giấy mời họp", "13 thành viên · 17/11 08.00", "đang chờ", "wait"),
            Line("Đã tiếp nhận đủ hồ sơ", "Đơn vị một · 07/11 10.12", "không tới", "bad"),
        ),
        "ledger": (
            LedgerRow(label="Tổng số thành viên Hội đồng", note="Quyết định thành lập", value=13),
            LedgerRow(
                label="Phiếu phát ra tại phòng họp",
                note="Thành viên có mặt",
                name="present",
                value=11,
                editable=True,
            ),
            LedgerRow(label="Đồng ý", name="in_favour", value=12, editable=True, rule=True),
            LedgerRow(label="Cộng", note="Khớp: 11 + 2 = 12 + 1 + 0", value=13, rule=True, matches=True),
        ),
        "votes": (
            Vote(members=13, in_favour=12, needed=11, share="92,31\xa0%", threshold="80\xa0%", passed=True),
            Vote(members=13, in_favour=9, needed=11, share="69,23\xa0%", threshold="80\xa0%", passed=False),
        ),
        "slip": Receipt(
            code="MÃ-2023-0001",
            name="Nguyễn Văn A",
            award="Hình thức một",
            unit="Đơn vị một",
            received_at="09.31.07, thứ Hai 20/11/2023",
            promised="thứ Năm 30/11/2023",
            lookup="thidua.example/tra-cuu",
            lookup_with="mã hồ sơ và năm sinh",
            qr=QrPicture(7, "M0 0h7v7h-7zM1 1v5h5v-5zM2 2h3v3h-3z"),
        ),
        "bars": (
            Bar("Nông dân", 41, 33),
            Bar("Công nhân, lao động trực tiếp", 27, 22),
            Bar("Lãnh đạo đơn vị", 6, 14),
        ),
        "multiples": (
            Columns("Đơn vị một", "Đơn vị một: 18 đề nghị tháng 11", (8, 10, 4, 13, 16, 5, 3, 3, 1, 13, 18)),
            Columns("Đơn vị hai", "Đơn vị hai: 7 đề nghị tháng 11", (10, 2, 8, 17, 18, 12, 9, 6, 4, 9, 7)),
        ),
        "diagram": DIAGRAM,
    }
)

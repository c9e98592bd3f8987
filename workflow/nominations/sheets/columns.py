"""The columns of the list template: what a nomination's content is called there, and how it is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from states import Text
from workflow.nominations.identity import EVENT_FIELDS, INITIATIVE_FIELDS
from workflow.nominations.words import ACHIEVEMENT_KINDS, GENDERS, OCCUPATIONS, SUBJECTS

FLAGS: Final[Mapping[str, Text]] = {"1": Text("Có", "Yes"), "0": Text("Không", "No")}
CODE: Final = "code"
AWARD: Final = "award_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """One column. `kind`: text | long | integer | choice | flag | award | tie | code."""

    name: str
    head: Text
    help: Text
    example: Text | None = None
    kind: str = "text"
    width: int = 14
    choices: Mapping[str, Text] = field(default_factory=dict)


COLUMNS: Final[tuple[ListColumn, ...]] = (
    ListColumn(
        name=CODE, kind="code", width=16, head=Text("Mã đề nghị", "Code of the nomination"),
        help=Text("Cách điền: để trống ở dòng mới, không sửa mã đã có", "How to: leave empty for a new row"),
        example=Text("Ví dụ, không nạp", "Example, not taken"),
    ),
    ListColumn(
        name="subject", kind="choice", width=13, choices=SUBJECTS, head=Text("Đối tượng", "Kind of nominee"),
        help=Text("Chọn trong danh sách", "Choose from the list"), example=SUBJECTS["person"],
    ),
    ListColumn(
        name="name", width=26, head=Text("Họ tên hoặc tên tập thể, hộ", "Name"),
        help=Text("Viết đủ dấu", "With all its marks"), example=Text("Nguyễn Thị Lúa Vàng", "Nguyen Thi Lua Vang"),
    ),
    ListColumn(
        name="birth_year", kind="integer", width=11, head=Text("Năm sinh", "Year of birth"),
        help=Text("Của cá nhân hoặc người đại diện", "Of the person or the representative"),
        example=Text("1979", "1979"),
    ),
    ListColumn(
        name="gender", kind="choice", width=10, choices=GENDERS, head=Text("Giới tính", "Gender"),
        help=Text("Cá nhân thì phải ghi", "Needed for a person"), example=GENDERS["female"],
    ),
    ListColumn(
        name="post", width=28, head=Text("Chức vụ, nơi làm việc hoặc nơi ở", "Post and workplace"),
        help=Text("Tập thể: làm gì, ở đâu", "A collective: what it does and where"),
        example=Text("Nông dân, thôn Đồng Chum", "Farmer, Dong Chum village"),
    ),
    ListColumn(
        name="occupation", kind="choice", width=18, choices=OCCUPATIONS, head=Text("Nhóm", "Group"),
        help=Text("Chọn trong danh sách hoặc để trống", "Choose from the list or leave empty"),
        example=OCCUPATIONS["farmer"],
    ),
    ListColumn(
        name="direct_labour", kind="flag", width=12, choices=FLAGS, head=Text("Trực tiếp lao động", "Direct labour"),
        help=Text("Có hoặc Không", "Yes or No"), example=FLAGS["1"],
    ),
    ListColumn(
        name="small_collective", kind="flag", width=10, choices=FLAGS, head=Text("Tập thể nhỏ", "Small collective"),
        help=Text("Có hoặc Không", "Yes or No"), example=FLAGS["0"],
    ),
    ListColumn(
        name="member_count", kind="integer", width=10, head=Text("Số người", "Members"),
        help=Text("Tập thể thì phải ghi", "Needed for a collective"),
    ),
    ListColumn(
        name="female_count", kind="integer", width=10, head=Text("Trong đó nữ", "Of them women"),
        help=Text("Chỉ với tập thể", "Only for a collective"),
    ),
    ListColumn(
        name=AWARD, kind="award", width=34, head=Text("Hình thức đề nghị", "Award proposed"),
        help=Text("Chọn trong danh sách", "Choose from the list"),
    ),
    ListColumn(
        name="achievement", width=40, head=Text("Thành tích, một dòng", "Achievement, one line"),
        help=Text("Đủ để công bố", "Fit to be published"),
        example=Text("Hiến 620 m² đất làm đường thôn", "Gave 620 m² of land for the village road"),
    ),
    ListColumn(
        name="achievement_on", kind="tie", width=13, head=Text("Ngày lập thành tích", "Day of the achievement"),
        help=Text("Ngày/tháng/năm; khen đột xuất thì phải ghi", "Day/month/year; needed for a sudden award"),
        example=Text("20/10/2023", "20/10/2023"),
    ),
    ListColumn(
        name="achievement_place", kind="tie", width=24, head=Text("Nơi lập thành tích", "Place of the achievement"),
        help=Text("Khen đột xuất thì phải ghi", "Needed for a sudden award"),
        example=Text("Thôn Đồng Chum", "Dong Chum village"),
    ),
    ListColumn(
        name="achievement_kind", kind="choice", width=20, choices=ACHIEVEMENT_KINDS,
        head=Text("Loại việc", "Kind of achievement"), help=Text("Chọn trong danh sách", "Choose from the list"),
        example=ACHIEVEMENT_KINDS["giving"],
    ),
    ListColumn(
        name="initiative_number", kind="tie", width=16,
        head=Text("Số chứng nhận sáng kiến", "Number of the initiative"),
        help=Text("Nếu đề nghị dựa vào sáng kiến, đề tài", "If an initiative or research counts"),

    ),
    ListColumn(
        name="initiative_year", kind="tie", width=11, head=Text("Năm công nhận", "Year of recognition"),
        help=Text("Của sáng kiến, đề tài", "Of the initiative or research"),
    ),
    ListColumn(
        name="initiative_title", kind="tie", width=30, head=Text("Tên sáng kiến, đề tài", "Title of the initiative"),
        help=Text("Như trong giấy chứng nhận", "As on the certificate"),
    ),
    ListColumn(
        name="report", kind="long", width=46, head=Text("Báo cáo thành tích", "Achievement report"),
        help=Text("Đến 2.000 chữ cái; dài hơn thì viết trên trang", "Up to 2,000 characters; longer ones on the page"),

    ),
    ListColumn(
        name="circumstances", kind="long", width=30, head=Text("Hoàn cảnh, đặc điểm", "Circumstances"),
        help=Text("Nếu cần", "If needed"),
    ),
    ListColumn(
        name="previous_awards", kind="long", width=30, head=Text("Đã được khen thưởng", "Earlier awards"),
        help=Text("Hình thức, số quyết định, năm", "Award, number of the decision, year"),
    ),
    ListColumn(
        name="state_secret", kind="flag", width=10, choices=FLAGS, head=Text("Bí mật nhà nước", "State secret"),
        help=Text("Có hoặc Không", "Yes or No"), example=FLAGS["0"],
    ),
)  # fmt: skip
BY_NAME: Final[Mapping[str, ListColumn]] = {column.name: column for column in COLUMNS}
TIES: Final = (*EVENT_FIELDS, *INITIATIVE_FIELDS)  # told to the register, beside the nomination's own content
CONTENT: Final = tuple(column.name for column in COLUMNS if column.name != CODE and column.name not in TIES)
FIELDS: Final = tuple(column.name for column in COLUMNS if column.name != CODE)

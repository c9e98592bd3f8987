"""The words of the register: kinds of achievement, what is alike, where an entry comes from."""

from collections.abc import Mapping
from typing import Final

from states import Text

SOURCES: Final[Mapping[str, Text]] = {
    "decision": Text("theo hồ sơ ở đây", "from a file here"),
    "import": Text("nhập từ quyết định cũ", "entered from an earlier decision"),
}
GROUNDS: Final[Mapping[str, Text]] = {
    "same_name": Text("cùng họ tên", "same name"),
    "name_order": Text("cùng họ tên, khác thứ tự chữ", "same name, words in another order"),
    "name_alike": Text("họ tên giống {score} %", "names {score}% alike"),
    "person_alike": Text("họ tên giống {score} %", "names {score}% alike"),
    "same_birth_year": Text("cùng năm sinh {year}", "both born {year}"),
    "birth_years_apart": Text("năm sinh lệch {years}", "birth years {years} apart"),
    "birth_year_unknown": Text("thiếu năm sinh", "a birth year is missing"),
    "same_unit": Text("cùng đơn vị", "same unit"),
    "other_unit": Text("khác đơn vị", "different units"),
    "event_days": Text("ngày lập thành tích lệch {days} ngày", "achievements {days} days apart"),
    "event_place": Text("nơi lập thành tích giống {score} %", "places {score}% alike"),
    "event_words": Text("lời kể giống {score} %", "wording {score}% alike"),
}
QUESTIONS: Final[Mapping[str, Text]] = {
    "laureate": Text("Có phải một người, một tập thể, một hộ?", "One and the same person, collective or household?"),
    "nomination": Text("Có phải một người và một thành tích?", "One person and one achievement?"),
}
DECIDED: Final[Mapping[str, Text]] = {
    "linked": Text("Đã ghi là một người, một thành tích", "Recorded as one person and one achievement"),
    "joined": Text("Đã nhập làm một", "Joined into one"),
    "dismissed": Text("Đã ghi là khác nhau", "Recorded as different"),
}

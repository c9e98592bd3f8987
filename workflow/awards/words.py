"""Words of the facts in both languages, and how days, shares and lists are written in a reason."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from states import Text

RATING_WORDS: Final[dict[str, Text]] = {
    "excellent": Text("hoàn thành xuất sắc nhiệm vụ", "excellent"),
    "good": Text("hoàn thành tốt nhiệm vụ", "good"),
    "completed": Text("hoàn thành nhiệm vụ", "completed"),
    "not_completed": Text("không hoàn thành nhiệm vụ", "not completed"),
}
DISCIPLINE_WORDS: Final[dict[str, Text]] = {
    "khien_trach": Text("khiển trách", "reprimand"),
    "canh_cao": Text("cảnh cáo", "warning"),
    "ha_bac_luong": Text("hạ bậc lương", "reduction of pay"),
    "giang_chuc": Text("giáng chức", "demotion"),
    "cach_chuc": Text("cách chức", "removal from office"),
    "buoc_thoi_viec": Text("buộc thôi việc", "dismissal"),
}
DISTINCTION_WORDS: Final[dict[str, Text]] = {
    "excellent": Text("hoàn thành xuất sắc nhiệm vụ", "excellent completion of tasks"),
    "initiative": Text("sáng kiến được công nhận", "a recognised initiative"),
    "research": Text("đề tài được nghiệm thu", "accepted research"),
    "combat": Text("mưu trí, sáng tạo trong chiến đấu", "resourcefulness in combat"),
}
SCOPE_WORDS: Final[dict[str, Text]] = {
    "unit": Text("đơn vị", "the unit"),
    "province": Text("cấp tỉnh", "the province"),
    "nation": Text("toàn quốc", "the country"),
}
SUBJECT_WORDS: Final[dict[str, Text]] = {
    "person": Text("cá nhân", "a person"),
    "collective": Text("tập thể", "a collective"),
    "household": Text("hộ gia đình", "a household"),
}
GROUND_WORDS: Final[dict[str, Text]] = {
    "movement": Text("thành tích trong phong trào thi đua", "achievement in a movement"),
    "extraordinary": Text("thành tích đột xuất", "an extraordinary achievement"),
    "many_achievements": Text("lập được nhiều thành tích", "many achievements"),
    "task": Text("hoàn thành tốt nhiệm vụ", "tasks well completed"),
    "contribution": Text("đóng góp cho phát triển kinh tế - xã hội", "contribution to development"),
    "two_titles": Text("hai lần liên tục đạt danh hiệu", "two consecutive titles"),
    "two_years_excellent": Text("hai năm liên tục hoàn thành xuất sắc", "two consecutive excellent years"),
    "direct_labour": Text("người lao động trực tiếp có nhiều thành tích", "a worker with many achievements"),
    "land_or_labour": Text("đóng góp công sức, đất đai, tài sản", "labour, land or assets given"),
    "leads_bloc": Text("dẫn đầu khối, cụm thi đua", "leads its bloc or cluster"),
}


def day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def listed(items: Iterable[str], last: str = ";") -> str:
    """One, two and three: joined as people read them."""
    found = list(items)
    if last == ";" or len(found) < 2:
        return "; ".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def share(part: int, whole: int) -> tuple[str, str]:
    """A share with its numbers and one place to the nearest: 6/9 = 66,7 % and 6/9 = 66.7 %."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{part}/{whole} = {tenths // 10},{tenths % 10} %", f"{part}/{whole} = {tenths // 10}.{tenths % 10} %"

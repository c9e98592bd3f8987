"""What the codes of a nomination's content are called, in forms and in spreadsheets alike."""

from collections.abc import Mapping
from typing import Final

from states import Text

SUBJECTS: Final[Mapping[str, Text]] = {
    "person": Text("Cá nhân", "Person"),
    "collective": Text("Tập thể", "Collective"),
    "household": Text("Hộ gia đình", "Household"),
}
GENDERS: Final[Mapping[str, Text]] = {"female": Text("Nữ", "Female"), "male": Text("Nam", "Male")}
OCCUPATIONS: Final[Mapping[str, Text]] = {
    "leader": Text("Lãnh đạo", "Leader"),
    "civil_servant": Text("Cán bộ, công chức", "Civil servant"),
    "worker": Text("Công nhân", "Worker"),
    "farmer": Text("Nông dân", "Farmer"),
    "teacher": Text("Giáo viên", "Teacher"),
    "health": Text("Y tế", "Health worker"),
    "forces": Text("Lực lượng vũ trang", "Armed forces"),
    "business": Text("Doanh nghiệp, hợp tác xã", "Enterprise, co-operative"),
    "other": Text("Khác", "Other"),
}
PAPERS: Final[Mapping[str, Text]] = {
    "report": Text("Báo cáo thành tích", "Achievement report"),
    "minutes": Text("Biên bản họp bình xét", "Minutes of the unit review"),
    "vote_record": Text("Kết quả bỏ phiếu của Hội đồng cấp trình", "Vote record of the submitting council"),
    "certificate": Text("Chứng nhận sáng kiến, đề tài", "Certificate of an initiative or research"),
    "confirmation": Text("Xác nhận của cơ quan liên quan", "Confirmation by another body"),
    "decision_draft": Text("Dự thảo quyết định", "Draft decision"),
    "other": Text("Giấy tờ khác", "Other paper"),
}
"""Kinds of file, as they are called in forms and lists."""
ACHIEVEMENT_KINDS: Final[Mapping[str, Text]] = {
    "rescue": Text("Cứu người, cứu tài sản", "Rescue of people or property"),
    "crime": Text("Bảo vệ an ninh, trật tự", "Security and public order"),
    "disaster": Text("Phòng chống thiên tai, dịch bệnh", "Disaster and epidemic response"),
    "labour": Text("Lao động, sản xuất, công tác", "Work and production"),
    "giving": Text("Hiến đất, góp công, góp của", "Giving of land, labour or money"),
    "contest": Text("Hội thi, hội diễn, thể thao", "Contests, performances, sport"),
    "other": Text("Việc khác", "Other"),
}

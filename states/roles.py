"""Roles and lanes: who may act, and in whose hands a file lies."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from states.text import Text

SYSTEM: Final = "system"
"""The clock acting for nobody: deadlines that run out. It can never be the one a state waits for."""

ROLES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "clerk": Text("Cán bộ lập hồ sơ của đơn vị", "Unit clerk"),
        "unit_head": Text("Thủ trưởng đơn vị", "Unit head"),
        "deputy_head": Text("Cấp phó của thủ trưởng đơn vị", "Deputy unit head"),
        "desk_officer": Text("Cán bộ tiếp nhận hồ sơ", "Desk officer"),
        "appraiser": Text("Cán bộ thẩm định", "Appraising officer"),
        "standing_head": Text("Trưởng cơ quan thường trực Hội đồng", "Head of the council's standing body"),
        "council_secretary": Text("Thư ký Hội đồng", "Council secretary"),
        "council_member": Text("Thành viên Hội đồng", "Council member"),
        "chairman": Text("Chủ tịch Ủy ban nhân dân", "Chairman of the People's Committee"),
        "vice_chairman": Text("Phó Chủ tịch Ủy ban nhân dân", "Vice-chairman of the People's Committee"),
        "auditor": Text("Người kiểm tra, giám sát", "Auditor"),
        "admin": Text("Quản trị viên", "Administrator"),
        "nominee": Text("Người được đề nghị", "Nominee"),
        SYSTEM: Text("Tự động khi hết hạn", "Automatic, when the time is up"),
    }
)

LANES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "unit": Text("Đơn vị", "Unit"),
        "office": Text("Cơ quan thường trực", "Standing body"),
        "council": Text("Hội đồng", "Council"),
        "chair": Text("Chủ tịch", "Chairman"),
        "superior": Text("Cấp trên", "Higher level"),
    }
)
"""Owners from the top of a diagram to its bottom."""

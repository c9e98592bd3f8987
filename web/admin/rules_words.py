"""The words of the pages on rule sets: what a setting's choices mean, and under which heading it stands."""

from collections.abc import Mapping
from typing import Any, Final

from states import Text
from web.i18n import _, words
from workflow.awards.law import Setting, Value

CHOICES: Final[Mapping[str, Text]] = {
    "kept": Text("vẫn tính trong tổng số", "still counted"),
    "removed": Text("trừ khỏi tổng số", "not counted"),
    "paused": Text("tạm dừng", "paused"),
    "runs": Text("vẫn tính", "runs on"),
    "full": Text("Hội đồng biểu quyết", "the council votes"),
    "none": Text("không qua Hội đồng", "straight to the chairman"),
    "ceil_10000": Text("lên hàng chục nghìn đồng", "up to the next 10,000 đ"),
    "nearest_10000": Text("đến chục nghìn đồng gần nhất", "to the nearest 10,000 đ"),
    "year": Text("đến hết năm đề nghị", "up to the proposed year"),
    "year_before": Text("đến hết năm trước", "up to the year before"),
    "unit": Text("từng đơn vị", "each unit"),
    "district": Text("cả huyện", "the whole district"),
    "down": Text("bỏ phần lẻ", "down"),
    "nearest": Text("đến số gần nhất", "to the nearest"),
    "apply": Text("áp dụng như trước", "judge as before"),
    "confirm": Text("người thẩm định xác nhận", "the appraiser confirms"),
}
# Prefix of a setting's name, and the heading of those that begin with it; the rest stands under the last.
HEADINGS: Final[tuple[tuple[tuple[str, ...], Text], ...]] = (
    (("quorum", "recused", "council_", "vote_"), Text("Hội đồng, bỏ phiếu", "Council and votes")),
    (("service_", "notice_", "clock_", "supplements"), Text("Thời hạn, bổ sung, công khai", "Time and notice")),
    (("bonus_",), Text("Tiền thưởng", "Bonus")),
    (("limit_",), Text("Thời hạn từng bước, ngày làm việc", "Limits of the steps, working days")),
    ((), Text("Điều kiện và luật chưa rõ", "Criteria, and law that is not clear")),
)  # fmt: skip


def heading_of(name: str) -> int:
    """The place of a setting's heading in the list."""
    return next(place for place, (starts, _words) in enumerate(HEADINGS) if not starts or name.startswith(starts))


def value_words(value: Value) -> str:
    """A setting's value as people read it."""
    if value is None:
        return _("chưa đặt")
    return words(CHOICES[value]) if isinstance(value, str) and value in CHOICES else str(value)


def control_of(setting: Setting) -> dict[str, Any]:
    """The kind of control in which a setting is entered, with its choices."""
    if setting.kind == "choice":
        return {"kind": "choice", "choices": [(code, value_words(code)) for code in setting.choices]}
    return {"kind": "number" if setting.kind == "integer" else "line", "choices": []}

"""Shown in place of a state while something beside it is going on: a hold, a revocation."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from states.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Words and tone that cover a state for display. The state beneath stays true."""

    code: str
    label: Text
    short: Text
    public: Text
    tone: str


ON_HOLD: Final = Overlay(
    code="on_hold",
    label=Text("Tạm dừng xét (đang xác minh, xem xét kỷ luật)", "On hold (verification or disciplinary review)"),
    short=Text("Tạm dừng xét", "On hold"),
    # The words of an ordinary appraisal: outsiders cannot tell a hold from steady work.
    public=Text("{office} đang xem hồ sơ của {subject}.", "{office} is looking at your file."),
    tone="hold",
)
REVOCATION_REVIEW: Final = Overlay(
    code="revocation_review",
    label=Text("Đang xem xét hủy bỏ quyết định", "Revocation of the decision under review"),
    short=Text("Đang xem xét hủy quyết định", "Revocation in review"),
    # The award stands until it is revoked, and so do the words about it.
    public=Text(
        "{subject} được tặng {award}, Quyết định {decision}.",
        "{subject} receives {award}, decision {decision}.",
    ),
    tone="ask",
)
REVOKED: Final = Overlay(
    code="revoked",
    label=Text("Đã hủy bỏ quyết định, thu hồi", "Decision revoked, award recovered"),
    short=Text("Đã hủy quyết định, thu hồi", "Revoked"),
    public=Text("Quyết định {decision} đã bị hủy.", "Decision {decision} was revoked."),
    tone="closed",
)  # fmt: skip

OVERLAYS: Final[Mapping[str, Overlay]] = MappingProxyType(
    {overlay.code: overlay for overlay in (ON_HOLD, REVOCATION_REVIEW, REVOKED)}
)

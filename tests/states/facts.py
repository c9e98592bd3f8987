"""Facts about a nomination made by hand: all well unless a test says otherwise."""

from dataclasses import dataclass, field
from datetime import date

from states import Text


@dataclass(frozen=True, kw_only=True)
class Vote:
    members: int = 13
    present: int = 11
    written: int = 2
    in_favour: int = 12
    against: int = 1
    invalid: int = 0
    recused: int = 0
    passed: bool = True
    needed: int = 11
    balanced: bool = True
    quorum_ok: bool = True


@dataclass(frozen=True, kw_only=True)
class Facts:
    simplified: bool = False
    council_required: bool = True
    within_authority: bool = True
    on_hold: bool = False
    today: date = date(2023, 11, 24)
    missing: tuple[Text, ...] = ()
    papers_lacking: tuple[Text, ...] = ()
    points_unanswered: tuple[str, ...] = ()
    points_unsettled: tuple[str, ...] = ()
    points_not_accepted: tuple[str, ...] = ()
    has_minutes: bool = True
    letter_ready: bool = True
    supplements_asked: int = 0
    supplements_allowed: int = 1
    supplement_due: date | None = date(2023, 11, 20)
    opinions_open: int = 0
    opinions_due: date | None = None
    notice_ends_on: date | None = date(2023, 11, 20)
    on_convened_agenda: bool = True
    vote: Vote | None = field(default_factory=Vote)
    quorum_needed: int = 9
    content_present: bool = True
    is_state_secret: bool = False
    achievement_named: bool = True
    achievement_taken_by: Text | None = None
    initiative_taken_by: Text | None = None
    law_failed: tuple[Text, ...] = ()
    places_exceeded: tuple[Text, ...] = ()


LACKING = (Text("Biên bản bình xét", "Minutes of the review"), Text("Báo cáo thành tích", "Achievement report"))
POINTS = ("1. Biên bản thiếu chữ ký", "3. Xác nhận của xã")
UNLAWFUL = (Text("9 tháng; cần ít nhất 10 tháng", "9 months; at least 10 are needed"),)
CROWDED = (Text("15 % × 40 = 6,00, làm tròn xuống = 6; đã trình 6", "15 % × 40 = 6.00, rounded down = 6; sent in 6"),)
WELL = Facts()
AWRY = Facts(
    on_hold=True, missing=LACKING, papers_lacking=LACKING, points_unanswered=POINTS,
    points_unsettled=POINTS, points_not_accepted=POINTS, has_minutes=False, letter_ready=False,
    supplements_asked=1, supplement_due=date(2023, 11, 30), opinions_open=2, opinions_due=date(2023, 11, 30),
    notice_ends_on=date(2023, 11, 30), on_convened_agenda=False, vote=None, content_present=False,
    is_state_secret=True, within_authority=False, achievement_named=False, law_failed=UNLAWFUL, places_exceeded=CROWDED,
    achievement_taken_by=Text("Giấy khen, Quyết định 2718/QĐ-UBND", "Certificate, decision 2718/QĐ-UBND"),
    initiative_taken_by=Text("Chiến sĩ thi đua cơ sở, Quyết định 41/QĐ-UBND", "Emulation fighter, decision 41/QĐ-UBND"),
)  # fmt: skip

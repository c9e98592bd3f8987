"""Guards about the papers of a dossier, and about the points of a supplement, each asked and closed by itself."""

from states.facts import NominationFacts
from states.guards import guard
from states.refusals import Refusal
from states.text import Text


@guard(
    holds=Text("Đủ giấy tờ mà quy định đòi hỏi", "All papers that the rules ask for are there"),
    papers_lacking=Text(
        "Còn thiếu: {lacking}. Viết báo cáo hoặc đính kèm tệp, rồi làm lại bước này.",
        "Still lacking: {lacking}. Write the report or attach the file, then take this step again.",
    ),
)
def papers_complete(facts: NominationFacts) -> Refusal | None:
    lacking = facts.papers_lacking
    return Refusal("papers_lacking", {"lacking": lacking}) if lacking else None


@guard(
    holds=Text("Đã trả lời từng điểm phải bổ sung", "Every point of the supplement is answered"),
    points_unanswered=Text(
        "Chưa trả lời: {points}. Trả lời từng điểm, gửi tệp nếu cần, rồi nộp bổ sung.",
        "Not answered yet: {points}. Answer each point, with a file where one is needed, then hand it in.",
    ),
)
def points_answered(facts: NominationFacts) -> Refusal | None:
    open_ones = facts.points_unanswered
    return Refusal("points_unanswered", {"points": open_ones}) if open_ones else None


@guard(
    holds=Text("Đã kết luận và chấp nhận từng điểm bổ sung", "Every point of the supplement is settled and accepted"),
    points_unsettled=Text(
        "Chưa kết luận: {points}. So cũ với mới, kết luận từng điểm, rồi tiếp nhận.",
        "Not settled yet: {points}. Compare old and new, settle each point, then receive the file.",
    ),
    points_not_accepted=Text(
        "Chưa đạt: {points}. Đủ rồi thì chấp nhận điểm đó; không đủ thì trả lại hồ sơ và nêu lý do.",
        "Not accepted: {points}. Accept the point if it will do after all, or return the file with a reason.",
    ),
)
def points_settled(facts: NominationFacts) -> Refusal | None:
    if facts.points_unsettled:
        return Refusal("points_unsettled", {"points": facts.points_unsettled})
    if facts.points_not_accepted:
        return Refusal("points_not_accepted", {"points": facts.points_not_accepted})
    return None

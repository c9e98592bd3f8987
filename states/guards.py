"""Whether: conditions that must hold on the chosen route. A *no* names what is missing and what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from states.facts import NominationFacts
from states.refusals import Refusal, word_refusal
from states.text import Text

NominationQuestion = Callable[[NominationFacts], Refusal | None]


@dataclass(frozen=True, slots=True)
class Guard:
    """A named question with its words: `holds` as a fact, `refuses` as one sentence per refusal code."""

    code: str
    subject: str
    holds: Text
    refuses: Mapping[str, Text]
    ask: Callable[[Any], Refusal | None]

    @property
    def refused(self) -> Text:
        """The usual refusal of this guard."""
        return next(iter(self.refuses.values()))


_KNOWN: dict[str, Guard] = {}
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(_KNOWN)


def guard(*, holds: Text, **refuses: Text) -> Callable[[NominationQuestion], NominationQuestion]:
    """Enter a question about a nomination into the closed list, with the words of each refusal it gives."""

    def enter(question: NominationQuestion) -> NominationQuestion:
        if not refuses:
            raise ValueError(f"the guard {question.__name__} has no words for its refusal")
        for code, text in refuses.items():
            word_refusal(code, text)
        _KNOWN[question.__name__] = Guard(
            question.__name__, "nomination", holds, MappingProxyType(dict(refuses)), question
        )
        return question

    return enter


@guard(
    holds=Text("Có đủ nội dung đề nghị và thành tích", "The proposal and the achievement are written"),
    content_missing=Text(
        "Chưa đủ nội dung. Ghi tên, hình thức khen thưởng và thành tích, rồi gửi lại.",
        "The content is not complete. Enter the name, the award and the achievement, then send again.",
    ),
)
def content_present(facts: NominationFacts) -> Refusal | None:
    return None if facts.content_present else Refusal("content_missing")


@guard(
    holds=Text("Có ngày và nơi lập thành tích", "The day and the place of the achievement are named"),
    achievement_unnamed=Text(
        "Khen đột xuất cần ngày và nơi lập thành tích. Ghi cả hai vào đề nghị, rồi gửi lại.",
        "A sudden award needs the day and the place of the achievement. Enter both, then send again.",
    ),
)
def achievement_named(facts: NominationFacts) -> Refusal | None:
    return None if facts.achievement_named else Refusal("achievement_unnamed")


@guard(
    holds=Text("Thành tích chưa được khen lần nào", "The achievement has not been honoured before"),
    achievement_taken=Text(
        "Thành tích này đã được khen: {award}. Một thành tích chỉ khen một lần. Trả lại đề nghị, "
        "hoặc yêu cầu đơn vị nêu thành tích khác.",
        "This achievement has been honoured: {award}. One achievement, one award. Return the file, "
        "or ask the unit to name another achievement.",
    ),
)
def achievement_free(facts: NominationFacts) -> Refusal | None:
    award = facts.achievement_taken_by
    return Refusal("achievement_taken", {"award": award}) if award is not None else None


@guard(
    holds=Text("Sáng kiến chưa dùng cho lần khen nào", "The initiative has not been used for an award"),
    initiative_taken=Text(
        "Sáng kiến này đã dùng cho: {award}. Một sáng kiến chỉ dùng một lần. Trả lại đề nghị, "
        "hoặc yêu cầu đơn vị nêu sáng kiến khác.",
        "This initiative has been used for: {award}. One initiative, one use. Return the file, "
        "or ask the unit to name another initiative.",
    ),
)
def initiative_free(facts: NominationFacts) -> Refusal | None:
    award = facts.initiative_taken_by
    return Refusal("initiative_taken", {"award": award}) if award is not None else None


@guard(
    holds=Text("Có biên bản họp bình xét", "The minutes of the unit review are attached"),
    minutes_missing=Text(
        "Chưa có biên bản họp bình xét. Đính kèm biên bản, rồi đề nghị lại.",
        "The minutes of the unit review are missing. Attach them, then propose again.",
    ),
)
def minutes_attached(facts: NominationFacts) -> Refusal | None:
    return None if facts.has_minutes else Refusal("minutes_missing")


@guard(
    holds=Text("Tờ trình có số và ngày", "The letter has its number and date"),
    letter_unnumbered=Text(
        "Tờ trình chưa có số hoặc ngày. Ghi cả hai vào tờ trình, rồi ký trình.",
        "The letter has no number or no date. Enter both in the letter, then sign.",
    ),
)
def letter_numbered(facts: NominationFacts) -> Refusal | None:
    return None if facts.letter_ready else Refusal("letter_unnumbered")


@guard(
    holds=Text("Thành phần hồ sơ đủ", "All papers are there"),
    papers_missing=Text(
        "Hồ sơ còn thiếu: {missing}. Yêu cầu đơn vị bổ sung một lần cho đủ.",
        "The file lacks: {missing}. Ask the unit for all of it at once.",
    ),
)
def checklist_complete(facts: NominationFacts) -> Refusal | None:
    missing = facts.missing
    return Refusal("papers_missing", {"missing": missing}) if missing else None


@guard(
    holds=Text("Hồ sơ không bị tạm dừng", "The file is not on hold"),
    held=Text(
        "Hồ sơ đang tạm dừng xét. Trưởng cơ quan thường trực cho tiếp tục xét trước, rồi làm bước này.",
        "The file is on hold. The head of the standing body has to resume it before this step.",
    ),
)
def not_on_hold(facts: NominationFacts) -> Refusal | None:
    return Refusal("held") if facts.on_hold else None


@guard(
    holds=Text("Hồ sơ đang tạm dừng xét", "The file is on hold"),
    not_held=Text(
        "Hồ sơ không bị tạm dừng. Làm thẳng bước tiếp theo.",
        "The file is not on hold. Go straight to the next step.",
    ),
)
def on_hold(facts: NominationFacts) -> Refusal | None:
    return None if facts.on_hold else Refusal("not_held")


@guard(
    holds=Text("Còn lượt yêu cầu bổ sung", "A supplement may still be asked for"),
    supplements_used=Text(
        "Đã yêu cầu bổ sung {asked} trên {allowed} lần được phép. Tiếp nhận hồ sơ, hoặc trả lại và nêu lý do.",
        "Supplements asked for: {asked} of {allowed} allowed. Receive the file, or return it with a reason.",
    ),
)
def supplement_left(facts: NominationFacts) -> Refusal | None:
    asked, allowed = facts.supplements_asked, facts.supplements_allowed
    return None if asked < allowed else Refusal("supplements_used", {"asked": asked, "allowed": allowed})


@guard(
    holds=Text("Đã quá hạn bổ sung", "The time to supply has passed"),
    supplement_running=Text(
        "Đơn vị còn đến hết ngày {due} để bổ sung. Chờ qua hạn mới trả lại hồ sơ.",
        "The unit has until the end of {due} to supply. Return the file only after that day.",
    ),
    supplement_undated=Text(
        "Yêu cầu bổ sung chưa có hạn. Ghi hạn và báo đơn vị trước khi trả lại hồ sơ.",
        "The request for a supplement has no due date. Set one and tell the unit before returning the file.",
    ),
)
def supplement_overdue(facts: NominationFacts) -> Refusal | None:
    due = facts.supplement_due
    if due is None:
        return Refusal("supplement_undated")
    return None if facts.today > due else Refusal("supplement_running", {"due": due})


@guard(
    holds=Text("Đã đủ ý kiến, hoặc đã quá hạn trả lời", "All opinions are in, or their time has passed"),
    opinions_awaited=Text(
        "Còn {open} cơ quan chưa trả lời, hạn {due}. Ghi ý kiến nhận được, hoặc chờ qua hạn.",
        "Bodies yet to answer: {open}, due {due}. Record what has arrived, or wait until that day has passed.",
    ),
    opinions_undated=Text(
        "Còn {open} cơ quan chưa trả lời. Ghi ý kiến của từng cơ quan, rồi kết thúc lấy ý kiến.",
        "Bodies yet to answer: {open}. Record the opinion of each, then close the consultation.",
    ),
)
def opinions_settled(facts: NominationFacts) -> Refusal | None:
    waiting, due = facts.opinions_open, facts.opinions_due
    if waiting == 0:
        return None
    if due is None:
        return Refusal("opinions_undated", {"open": waiting})
    return None if facts.today > due else Refusal("opinions_awaited", {"open": waiting, "due": due})


@guard(
    holds=Text("Nội dung được phép công khai", "The content may be made public"),
    content_secret=Text(
        "Nội dung thuộc bí mật nhà nước, không công khai. Chuyển thẳng sang bước tiếp theo.",
        "The content is a state secret and may not be made public. Go straight to the next step.",
    ),
)
def publishable(facts: NominationFacts) -> Refusal | None:
    return Refusal("content_secret") if facts.is_state_secret else None


@guard(
    holds=Text("Đã hết thời gian công khai", "The notice period is over"),
    notice_running=Text(
        "Đang công khai đến hết ngày {ends_on}. Kết thúc công khai sau ngày đó.",
        "The notice runs until the end of {ends_on}. Close it after that day.",
    ),
    notice_undated=Text(
        "Chưa có ngày kết thúc công khai. Ghi ngày kết thúc vào thông báo.",
        "The notice has no last day. Enter it in the notice.",
    ),
)
def notice_over(facts: NominationFacts) -> Refusal | None:
    ends_on = facts.notice_ends_on
    if ends_on is None:
        return Refusal("notice_undated")
    return None if facts.today > ends_on else Refusal("notice_running", {"ends_on": ends_on})


@guard(
    holds=Text("Có trong chương trình của phiên họp đã triệu tập", "On the agenda of a convened session"),
    not_on_agenda=Text(
        "Hồ sơ chưa có trong chương trình của phiên họp đã triệu tập. Đưa vào chương trình và triệu tập phiên họp.",
        "The file is not on the agenda of a convened session. Add it to an agenda and convene the session.",
    ),
)
def on_convened_agenda(facts: NominationFacts) -> Refusal | None:
    return None if facts.on_convened_agenda else Refusal("not_on_agenda")


@guard(
    holds=Text("Số phiếu khớp", "The votes add up"),
    vote_unbalanced=Text(
        "Có {present} người dự họp và {written} ý kiến bằng văn bản, nhưng kết quả ghi {in_favour} đồng ý, "
        "{against} không đồng ý, {invalid} không hợp lệ, {recused} không bỏ phiếu vì liên quan. "
        "Đếm lại và sửa cho khớp.",
        "Present {present} and in writing {written}, but the result says {in_favour} in favour, "
        "{against} against, {invalid} invalid, {recused} recused. Count again and correct the figures.",
    ),
    vote_missing=Text(
        "Chưa ghi kết quả kiểm phiếu. Nhập số phiếu của mục này, rồi chốt kết quả.",
        "The count is not entered yet. Enter the votes of this item, then settle the result.",
    ),
)
def vote_balanced(facts: NominationFacts) -> Refusal | None:
    vote = facts.vote
    if vote is None:
        return Refusal("vote_missing")
    if vote.balanced:
        return None
    counted = ("present", "written", "in_favour", "against", "invalid", "recused")
    return Refusal("vote_unbalanced", {name: getattr(vote, name) for name in counted})


@guard(
    holds=Text("Đủ số thành viên theo quy chế", "The quorum is reached"),
    quorum_missing=Text(
        "Có {present} người dự họp, cần {needed} để họp hợp lệ; {written} ý kiến bằng văn bản không thay được. "
        "Chuyển mục này sang phiên sau.",
        "Present: {present}; {needed} are needed for a quorum, and {written} opinions in writing do not replace them. "
        "Move the item to the next session.",
    ),
)
def quorum_reached(facts: NominationFacts) -> Refusal | None:
    vote = facts.vote
    if vote is not None and vote.quorum_ok:
        return None
    present, written = (vote.present, vote.written) if vote is not None else (0, 0)
    return Refusal("quorum_missing", {"present": present, "written": written, "needed": facts.quorum_needed})


@guard(
    holds=Text("Thuộc thẩm quyền quyết định ở đây", "Within the authority here"),
    beyond_authority=Text(
        "Hình thức này do cấp trên quyết định. Ký trình cấp trên.",
        "This award is decided at the higher level. Sign and forward it instead.",
    ),
)
def within_authority(facts: NominationFacts) -> Refusal | None:
    return None if facts.within_authority else Refusal("beyond_authority")


@guard(
    holds=Text("Thuộc thẩm quyền quyết định của cấp trên", "Within the authority of the higher level"),
    own_authority=Text(
        "Hình thức này do Chủ tịch ở đây quyết định. Ký quyết định, không trình cấp trên.",
        "This award is decided by the chairman here. Sign the decision, do not forward it.",
    ),
)
def above_authority(facts: NominationFacts) -> Refusal | None:
    return Refusal("own_authority") if facts.within_authority else None

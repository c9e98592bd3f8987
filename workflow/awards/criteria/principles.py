"""What holds for every award: whom it is for, what it rests on, who else judges it."""

from typing import Final

from states import Text
from workflow.awards.criteria.vocabulary import Asked, criterion
from workflow.awards.findings import THE_APPRAISER, THE_DESK, THE_UNIT, Answer, asked_for, met, unmet
from workflow.awards.words import GROUND_WORDS, SUBJECT_WORDS, listed

ELSEWHERE: Final = {
    "commune": Text("Hội đồng xét danh hiệu văn hóa của xã", "the commune's council for cultural titles"),
    "superior": Text("cấp trên có thẩm quyền", "the superior authority"),
    "ministry": Text("đơn vị của Bộ Quốc phòng, Bộ Công an", "the unit of the ministry"),
}


@criterion
def subject_fits(asked: Asked) -> Answer:
    """A title for collectives is not given to a person."""
    subject, word = asked.candidate.subject, SUBJECT_WORDS[asked.candidate.subject]
    meant = asked.award.subjects
    if subject in meant:
        return met(subject, "rule_set", f"dành cho {word.vi}", f"meant for {word.en}")
    vi = listed((SUBJECT_WORDS[each].vi for each in meant), "hoặc")
    en = listed((SUBJECT_WORDS[each].en for each in meant), "or")
    return unmet(subject, "rule_set", f"dành cho {vi}, không dành cho {word.vi}", f"meant for {en}, not for {word.en}")


@criterion
def household_allowed(asked: Asked, *, awards: tuple[str, ...]) -> Answer:
    """Whether this period of the law gives this award to households."""
    if asked.case.award in awards:
        return met(True, "rule_set", "hộ gia đình được xét", "households are considered")
    return unmet(
        False,
        "rule_set",
        "quy định của kỳ này không cho hộ gia đình",
        "this period of the law does not know households here",
    )


@criterion
def registered(asked: Asked) -> Answer:
    """A registration for the emulation at the start of the year."""
    there = asked.candidate.registered
    if there is None:
        return asked_for(
            "candidate", THE_UNIT, "chưa rõ đã đăng ký thi đua chưa", "not known whether there was a registration"
        )
    if there:
        return met(True, "candidate", "đã đăng ký thi đua", "registered for the emulation")
    return unmet(False, "candidate", "chưa đăng ký thi đua đầu năm", "not registered for the emulation")


@criterion
def movement_scope(asked: Asked) -> Answer:
    """Whether the movement speaks to this kind of subject and this group."""
    movement, who = asked.case.movement, asked.candidate
    if movement is None:
        return asked_for("movement", THE_DESK, "chưa rõ phong trào", "the movement is not known")
    if movement.subjects is not None and who.subject not in movement.subjects:
        word = SUBJECT_WORDS[who.subject]
        return unmet(
            who.subject, "movement", f"phong trào không dành cho {word.vi}", f"the movement is not for {word.en}"
        )
    if movement.groups is None:
        return met(None, "movement", "phong trào không giới hạn đối tượng", "the movement is open to all groups")
    if who.group is None:
        return asked_for("candidate", THE_UNIT, "chưa rõ nhóm đối tượng", "the group of the candidate is not known")
    if who.group in movement.groups:
        return met(who.group, "movement", "thuộc phạm vi phong trào", "within the scope of the movement")
    return unmet(who.group, "movement", "đối tượng ngoài phạm vi phong trào", "outside the scope of the movement")


@criterion
def direct_labour(asked: Asked) -> Answer:
    """Direct labour, production and trade are to be given attention: a flag, never a condition."""
    direct = asked.candidate.direct_labour
    if direct is None:
        return asked_for(
            "candidate", THE_UNIT, "chưa rõ có trực tiếp lao động không", "not known whether in direct labour"
        )
    if direct:
        return met(
            True,
            "candidate",
            "trực tiếp lao động, sản xuất: cần chú trọng",
            "in direct labour: give attention",
            flag="direct_labour",
        )
    return met(False, "candidate", "không trực tiếp lao động, sản xuất", "not in direct labour")


@criterion
def achievement_ground(asked: Asked, *, any_of: tuple[str, ...]) -> Answer:
    """What the achievement is: at least one of the grounds that the rule lists."""
    grounds = asked.candidate.grounds
    vi = listed((GROUND_WORDS[each].vi for each in any_of), "hoặc")
    en = listed((GROUND_WORDS[each].en for each in any_of), "or")
    if grounds is None:
        return asked_for("candidate", THE_APPRAISER, f"cần một căn cứ: {vi}", f"one ground is needed: {en}")
    there = [each for each in grounds if each in any_of]
    if there:
        word = GROUND_WORDS[there[0]]
        return met(there[0], "candidate", f"căn cứ: {word.vi}", f"the ground: {word.en}")
    return unmet(listed(grounds), "candidate", f"chưa có căn cứ nào trong: {vi}", f"none of these grounds: {en}")


@criterion
def confirmed_elsewhere(asked: Asked, *, by: str) -> Answer:
    """Criteria that another body judges by rules of its own."""
    who, known = ELSEWHERE[by], asked.candidate.criteria_confirmed
    if known is None:
        return asked_for("candidate", who, "tiêu chuẩn do nơi khác xét", "the criteria are judged elsewhere")
    if known:
        return met(True, "candidate", f"{who.vi} đã xác nhận đủ tiêu chuẩn", f"confirmed by {who.en}")
    return unmet(False, "candidate", f"{who.vi} kết luận chưa đủ tiêu chuẩn", f"not met, as concluded by {who.en}")

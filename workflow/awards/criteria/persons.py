"""What is asked of a person: service, rating, discipline, initiative."""

from datetime import date
from typing import Final

from workflow.awards.cases import DISCIPLINES, RATINGS, SCOPES, Initiative
from workflow.awards.criteria.vocabulary import Asked, criterion
from workflow.awards.findings import THE_APPRAISER, THE_DESK, THE_UNIT, Answer, Source, asked_for, met, unmet
from workflow.awards.words import DISCIPLINE_WORDS, DISTINCTION_WORDS, RATING_WORDS, SCOPE_WORDS, day, listed

_NOTHING: Final = "chưa có thông tin"


@criterion
def months_of_service(asked: Asked, *, months: int) -> Answer:
    """Whole months from recruitment to the end of the period; months of maternity leave are service."""
    who = asked.candidate
    if who.recruited_on is not None:
        served = whole_months(who.recruited_on, asked.case.ends_on)
        told = (
            f"tuyển dụng ngày {day(who.recruited_on)}: {served} tháng đến {day(asked.case.ends_on)}",
            f"recruited on {day(who.recruited_on)}: {served} months by {day(asked.case.ends_on)}",
        )
    elif who.months_of_service is not None:
        served = who.months_of_service + who.maternity_months
        told = (f"{served} tháng công tác", f"{served} months of service")
    else:
        return asked_for("candidate", THE_UNIT, "chưa có thời gian công tác", "the months of service are not known")
    if who.maternity_months:
        told = (
            f"{told[0]}, trong đó nghỉ thai sản {who.maternity_months} tháng được tính",
            f"{told[1]}, of which {who.maternity_months} months of maternity leave count",
        )
    if served >= months:
        return met(served, "candidate", f"{told[0]}; đủ {months} tháng", f"{told[1]}; {months} are needed")
    return unmet(
        served, "candidate", f"{told[0]}; cần ít nhất {months} tháng", f"{told[1]}; at least {months} are needed"
    )


def whole_months(first: date, last: date) -> int:
    """Whole months of service from the first day to the last, both worked. Never negative."""
    # From the 1st to the last day of a month is a month: the day after the last is what counts.
    after = date.fromordinal(last.toordinal() + 1)
    months = (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)
    return max(months, 0)


@criterion
def task_rating(asked: Asked, *, least: str) -> Answer:
    return _rated(asked.candidate.rating, least, "candidate")


@criterion
def unit_rating(asked: Asked, *, least: str) -> Answer:
    """A collective is judged by the rating of the collective."""
    return _rated(asked.unit.rating, least, "unit")


@criterion
def head_with_unit(asked: Asked, *, least: str) -> Answer:
    """A head is honoured for what the unit achieved."""
    if asked.candidate.is_head is None:
        return asked_for(
            "candidate", THE_UNIT, "chưa rõ có phải người đứng đầu không", "not known whether this is a head"
        )
    if not asked.candidate.is_head:
        return met(False, "candidate", "không phải người đứng đầu", "not the head of a unit")
    return _rated(asked.unit.rating, least, "unit")


def _rated(rating: str | None, least: str, where: Source) -> Answer:
    if rating is None:
        return asked_for(where, THE_UNIT, "chưa có kết quả xếp loại", "the rating is not known")
    has, needs = RATING_WORDS[rating], RATING_WORDS[least]
    vi = f"xếp loại “{has.vi}”, cần từ “{needs.vi}” trở lên"
    en = f"rated “{has.en}”, at least “{needs.en}” is needed"
    good = RATINGS.index(rating) >= RATINGS.index(least)
    return met(rating, where, vi, en) if good else unmet(rating, where, vi, en)


@criterion
def rating_of_points(asked: Asked, *, excellent: int, good: int, completed: int) -> Answer:
    """Whether the rating fits the points it was given for."""
    points, rating = asked.candidate.rating_points, asked.candidate.rating
    if points is None or rating is None:
        return asked_for("candidate", THE_UNIT, "chưa có điểm xếp loại", "the points of the rating are not known")
    marks = (("excellent", excellent), ("good", good), ("completed", completed))
    fits = next((name for name, least in marks if points >= least), "not_completed")
    has, should = RATING_WORDS[rating], RATING_WORDS[fits]
    if rating == fits:
        return met(points, "candidate", f"{points} điểm là “{has.vi}”", f"{points} points are “{has.en}”")
    return unmet(
        points,
        "candidate",
        f"{points} điểm là “{should.vi}”, hồ sơ ghi “{has.vi}”",
        f"{points} points are “{should.en}”, the file says “{has.en}”",
    )


@criterion
def no_discipline(asked: Asked, *, least: str) -> Answer:
    """No discipline of this weight or heavier was decided within the period."""
    disciplines = asked.candidate.disciplines
    if disciplines is None:
        return asked_for("candidate", THE_UNIT, "chưa có thông tin kỷ luật", "not known whether there was a discipline")
    begin, end = asked.case.begins_on, asked.case.ends_on
    floor = DISCIPLINES.index(least)
    heavy = [each for each in disciplines if DISCIPLINES.index(each.kind) >= floor and begin <= each.decided_on <= end]
    word = DISCIPLINE_WORDS[least]
    if not heavy:
        return met(
            0,
            "candidate",
            f"không bị kỷ luật từ {word.vi} trở lên trong kỳ",
            f"no discipline from a {word.en} upwards in the period",
        )
    vi = listed(f"{DISCIPLINE_WORDS[each.kind].vi} ngày {day(each.decided_on)}" for each in heavy)
    en = listed(f"{DISCIPLINE_WORDS[each.kind].en} on {day(each.decided_on)}" for each in heavy)
    return unmet(heavy[0].kind, "candidate", f"bị kỷ luật trong kỳ: {vi}", f"disciplined in the period: {en}")


@criterion
def after_discipline(asked: Asked) -> Answer:
    """Achievements count from the day on which the last discipline was served."""
    who = asked.candidate
    if who.disciplines is None:
        return asked_for("candidate", THE_UNIT, "chưa có thông tin kỷ luật", "not known whether there was a discipline")
    due = [each for each in who.disciplines if each.decided_on <= asked.case.complete_on]
    serving = [each for each in due if each.ended_on is None or each.ended_on > asked.case.complete_on]
    if serving:
        word = DISCIPLINE_WORDS[serving[0].kind]
        return unmet(serving[0].kind, "candidate", f"đang chấp hành kỷ luật {word.vi}", f"serving a {word.en}")
    ended = max((each.ended_on for each in due if each.ended_on), default=None)
    begin = who.achievement_from or (asked.case.begins_on if asked.kind == "yearly" else None)
    if ended is None:
        return met(0, "candidate", "không có kỷ luật", "no discipline")
    if begin is None:
        vi = f"kỷ luật chấp hành xong ngày {day(ended)}, chưa rõ thành tích tính từ ngày nào"
        en = f"discipline ended on {day(ended)}, the first day of the achievements is not known"
        return asked_for("candidate", THE_APPRAISER, vi, en, value=ended.isoformat())
    vi = f"thành tích tính từ {day(begin)}, kỷ luật chấp hành xong ngày {day(ended)}"
    en = f"achievements from {day(begin)}, discipline ended on {day(ended)}"
    value = begin.isoformat()
    return met(value, "candidate", vi, en) if begin >= ended else unmet(value, "candidate", vi, en)


@criterion
def not_under_review(asked: Asked) -> Answer:
    """A pending matter neither proves nor clears: the file waits for its end."""
    pending = asked.candidate.under_review
    if pending is None:
        return asked_for(
            "candidate",
            THE_DESK,
            "chưa rõ có đang bị xem xét, khiếu nại, tố cáo không",
            "not known whether a complaint or an inspection is pending",
        )
    if pending:
        return asked_for(
            "candidate",
            THE_DESK,
            "đang được xem xét, xác minh; hồ sơ chờ kết luận",
            "a matter is pending; the file waits for its conclusion",
            value=True,
        )
    return met(False, "candidate", "không có việc đang xem xét", "nothing is pending")


@criterion
def one_of_distinctions(asked: Asked, *, any_of: tuple[str, ...], scope: str) -> Answer:
    """One of: excellent completion, an initiative, research, resourcefulness in combat; wide enough."""
    who = asked.candidate
    if "excellent" in any_of and who.rating == "excellent":
        return met("excellent", "candidate", "hoàn thành xuất sắc nhiệm vụ", "tasks completed excellently")
    choice_vi = listed((DISTINCTION_WORDS[each].vi for each in any_of), "hoặc")
    choice_en = listed((DISTINCTION_WORDS[each].en for each in any_of), "or")
    reach = SCOPE_WORDS[scope]
    wide = [each for each in who.initiatives or () if _counts(each, any_of, scope)]
    if wide:
        one = wide[0]
        word = DISTINCTION_WORDS[one.kind]
        number = f" {one.number}" if one.number else ""
        return met(
            one.number or one.kind,
            "candidate",
            f"{word.vi}{number}, phạm vi {SCOPE_WORDS[one.scope].vi}",
            f"{word.en}{number}, effective in {SCOPE_WORDS[one.scope].en}",
        )
    if who.initiatives is None or ("excellent" in any_of and who.rating is None):
        return asked_for(
            "candidate",
            THE_UNIT,
            f"cần {choice_vi}, phạm vi {reach.vi}; {_NOTHING}",
            f"needed: {choice_en}, effective in {reach.en}; not known yet",
            value=listed(f"{each.kind}, {each.scope}" for each in who.initiatives or ()) or who.rating,
        )
    return unmet(
        len(who.initiatives),
        "candidate",
        f"cần {choice_vi}, phạm vi {reach.vi}; hồ sơ chưa có",
        f"needed: {choice_en}, effective in {reach.en}; the file has none",
    )


def _counts(one: Initiative, any_of: tuple[str, ...], scope: str) -> bool:
    """A used initiative distinguishes nobody: else a wide used one would hide behind a narrow fresh one."""
    return one.used_for is None and one.kind in any_of and SCOPES.index(one.scope) >= SCOPES.index(scope)

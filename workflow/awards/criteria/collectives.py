"""What is asked of a collective: shares of its members, what they hold, what became of the unit."""

from workflow.awards.criteria.vocabulary import Asked, criterion
from workflow.awards.findings import THE_DESK, THE_UNIT, Answer, asked_for, met, unmet
from workflow.awards.words import DISCIPLINE_WORDS, day, share


@criterion
def share_with_title(asked: Asked, *, percent: int, reach: str) -> Answer:
    """The share of members with LĐTT, in whole numbers: 7 of 10 are 70 per cent, no more and no less."""
    members, holders = asked.unit.members, asked.unit.ldtt
    if not members or holders is None:
        return asked_for(
            "unit",
            THE_UNIT,
            "chưa có số thành viên và số Lao động tiên tiến",
            "the numbers of members and of Advanced Workers are not known",
        )
    left, right = holders * 100, percent * members
    needs_vi, needs_en = (f"cần ít nhất {percent} %", f"at least {percent} % is needed")
    if reach == "more_than":
        needs_vi, needs_en = f"cần trên {percent} %", f"more than {percent} % is needed"
    vi, en = share(holders, members)
    good = left > right if reach == "more_than" else left >= right
    told = (f"{vi} đạt Lao động tiên tiến; {needs_vi}", f"{en} are Advanced Workers; {needs_en}")
    value = f"{holders}/{members}"
    return met(value, "unit", *told) if good else unmet(value, "unit", *told)


@criterion
def all_complete(asked: Asked) -> Answer:
    """Every member completed the tasks."""
    members, completed = asked.unit.members, asked.unit.completed
    if not members or completed is None:
        return asked_for(
            "unit",
            THE_UNIT,
            "chưa có số người hoàn thành nhiệm vụ",
            "the number of members who completed their tasks is not known",
        )
    vi, en = share(completed, members)
    told = (f"{vi} hoàn thành nhiệm vụ; cần 100 %", f"{en} completed their tasks; 100 % is needed")
    value = f"{completed}/{members}"
    return met(value, "unit", *told) if completed >= members else unmet(value, "unit", *told)


@criterion
def has_title_holder(asked: Asked) -> Answer:
    """At least one member is an Emulation Fighter, grassroots."""
    holders = asked.unit.cstdcs
    if holders is None:
        return asked_for(
            "unit", THE_UNIT, "chưa có số Chiến sĩ thi đua cơ sở", "the number of Emulation Fighters is not known"
        )
    told = (
        f"có {holders} Chiến sĩ thi đua cơ sở; cần ít nhất 1",
        f"{holders} Emulation Fighters; at least 1 is needed",
    )
    return met(holders, "unit", *told) if holders else unmet(holders, "unit", *told)


@criterion
def nobody_disciplined(asked: Asked, *, least: str) -> Answer:
    """No member was disciplined from this weight upwards. The unit counts them by this weight."""
    count, word = asked.unit.disciplined, DISCIPLINE_WORDS[least]
    if count is None:
        return asked_for(
            "unit",
            THE_UNIT,
            f"chưa có số người bị kỷ luật từ {word.vi} trở lên",
            f"the number of members disciplined from a {word.en} upwards is not known",
        )
    told = (f"{count} người bị kỷ luật từ {word.vi} trở lên", f"{count} disciplined from a {word.en} upwards")
    return unmet(count, "unit", *told) if count else met(count, "unit", *told)


@criterion
def unit_not_dissolved(asked: Asked) -> Answer:
    """Nothing is given to a unit that no longer is."""
    ended = asked.unit.dissolved_on
    if ended is None or ended > asked.case.complete_on:
        return met(None, "unit", "không ghi nhận việc giải thể", "no dissolution is recorded")
    return unmet(
        ended.isoformat(), "unit", f"đơn vị đã giải thể ngày {day(ended)}", f"the unit was dissolved on {day(ended)}"
    )


@criterion
def small_collective(asked: Asked, *, most: int) -> Answer:
    """A part of a larger unit, or a collective of few: a flag, never a condition."""
    unit = asked.unit
    if unit.small is None and unit.part_of_larger is None and unit.members is None:
        return asked_for(
            "unit", THE_DESK, "chưa rõ có phải tập thể nhỏ không", "not known whether the collective is small"
        )
    few = unit.members is not None and unit.members <= most
    small = unit.small if unit.small is not None else bool(unit.part_of_larger) or few
    size = f" ({unit.members})" if unit.members is not None else ""
    if small:
        return met(
            True,
            "unit",
            f"tập thể nhỏ{size}: cần chú trọng",
            f"a small collective{size}: give attention",
            flag="small_collective",
        )
    return met(False, "unit", f"không phải tập thể nhỏ{size}", f"not a small collective{size}")


@criterion
def women_first(asked: Asked, *, percent: int) -> Answer:
    """Among equals, a woman or a collective of mostly women comes first: a flag, never a condition."""
    if asked.candidate.subject == "collective":
        return _women_of_unit(asked, percent)
    female = asked.candidate.female
    if female is None:
        return asked_for("candidate", THE_UNIT, "chưa rõ giới tính", "the sex is not known")
    if female:
        return met(
            True, "candidate", "nữ: ưu tiên khi cùng đủ điều kiện", "a woman: first among equals", flag="women_first"
        )
    return met(False, "candidate", "không thuộc diện ưu tiên nữ", "no priority among equals")


def _women_of_unit(asked: Asked, percent: int) -> Answer:
    members, women = asked.unit.members, asked.unit.female
    if not members or women is None:
        return asked_for("unit", THE_UNIT, "chưa có số nữ", "the number of women is not known")
    vi, en = share(women, members)
    value = f"{women}/{members}"
    if women * 100 >= percent * members:
        return met(
            value,
            "unit",
            f"{vi} nữ, từ {percent} % trở lên: ưu tiên khi cùng đủ điều kiện",
            f"{en} women, {percent} % or more: first among equals",
            flag="women_first",
        )
    return met(
        value, "unit", f"{vi} nữ, dưới {percent} %: không ưu tiên", f"{en} women, below {percent} %: no priority"
    )

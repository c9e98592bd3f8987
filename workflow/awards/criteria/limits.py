"""How many may be proposed: the cap of a list and the caps of a movement, with the arithmetic printed."""

from workflow.awards.criteria.vocabulary import Asked, criterion
from workflow.awards.findings import THE_DESK, THE_UNIT, Answer, asked_for, met, unmet
from workflow.awards.words import SUBJECT_WORDS


def cap_of(percent: int, count: int, rounding: str = "down") -> int:
    """How many people a share of a list is, in whole people."""
    doubled = 2 * percent * count
    return (doubled + 100) // 200 if rounding == "nearest" else doubled // 200


@criterion
def cap_of_list(asked: Asked, *, percent: int, base: str, rounding: str) -> Answer:
    """At most so many per cent of the LĐTT on the list of the same year: of the unit, or of the district."""
    unit = asked.unit
    workers, listed = (unit.ldtt, unit.cstdcs) if base == "unit" else (unit.district_ldtt, unit.district_cstdcs)
    place = unit.cstdcs_place if base == "unit" and unit.cstdcs_place is not None else listed
    if workers is None or place is None:
        return asked_for(
            "list",
            THE_UNIT,
            "chưa có số Lao động tiên tiến và số Chiến sĩ thi đua cơ sở trong danh sách",
            "the numbers of Advanced Workers and Emulation Fighters on the list are not known",
        )
    most = cap_of(percent, workers, rounding)
    sum_vi, sum_en = share_told(percent, workers, rounding)
    told = (f"{sum_vi} = {most}; hồ sơ này là thứ {place}", f"{sum_en} = {most}; this one is number {place}")
    value = f"{place}/{most}"
    return met(value, "list", *told) if place <= most else unmet(value, "list", *told)


@criterion
def movement_cap(asked: Asked) -> Answer:
    """The plan of a movement may set how many of those who took part can be proposed."""
    movement = asked.case.movement
    if movement is None:
        return asked_for("movement", THE_DESK, "chưa rõ phong trào", "the movement is not known")
    collective = asked.candidate.subject == "collective"
    percent = movement.cap_collective_percent if collective else movement.cap_person_percent
    if percent is None:
        return met(None, "movement", "kế hoạch không đặt tỷ lệ", "the plan sets no share")
    place = movement.place if movement.place is not None else movement.listed
    if movement.took_part is None or place is None:
        return asked_for(
            "movement",
            THE_UNIT,
            "chưa có số tham gia và số đề nghị",
            "the numbers of those who took part and are listed are not known",
        )
    most = cap_of(percent, movement.took_part)
    sum_vi, sum_en = share_told(percent, movement.took_part, "down")
    kind = SUBJECT_WORDS[asked.candidate.subject]
    told = (
        f"{kind.vi}: {sum_vi} = {most}; hồ sơ này là thứ {place}",
        f"{kind.en}: {sum_en} = {most}; this is number {place}",
    )
    value = f"{place}/{most}"
    return met(value, "movement", *told) if place <= most else unmet(value, "movement", *told)


def share_told(percent: int, count: int, rounding: str = "down") -> tuple[str, str]:
    """The sum as an officer would write it, in both languages, without its whole-number result."""
    hundredths = percent * count
    exact = f"{hundredths // 100}.{hundredths % 100:02d}"
    if rounding == "nearest":
        return (
            f"{percent} % × {count} = {exact.replace('.', ',')}, làm tròn",
            f"{percent} % × {count} = {exact}, rounded",
        )
    return (
        f"{percent} % × {count} = {exact.replace('.', ',')}, làm tròn xuống",
        f"{percent} % × {count} = {exact}, rounded down",
    )

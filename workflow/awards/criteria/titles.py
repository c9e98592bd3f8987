"""What rests on the register: titles held before, achievements and initiatives used before."""

from workflow.awards.cases import PastAward
from workflow.awards.criteria.vocabulary import Asked, criterion
from workflow.awards.findings import THE_DESK, THE_UNIT, Answer, asked_for, met, unmet
from workflow.awards.words import listed

_TITLES = {
    "LDTT": ("Lao động tiên tiến", "Advanced Worker"),
    "CSTDCS": ("Chiến sĩ thi đua cơ sở", "Emulation Fighter, grassroots"),
    "CSTDT": ("Chiến sĩ thi đua cấp tỉnh", "Emulation Fighter, province"),
}


@criterion
def consecutive_titles(asked: Asked, *, lower: str, times: int, every: int, ends: str) -> Answer:
    """The lower title so many times in a row. What was given for a campaign or a sudden deed does not count.

    `every`: the years at most between one time and the next. `ends`: whether the last time is that of the
    proposed year, or may be that of the year before.
    """
    held = asked.candidate.previous_awards
    vi, en = _TITLES.get(lower, (lower, lower))
    if held is None:
        return asked_for(
            "register",
            THE_DESK,
            f"chưa đối chiếu danh hiệu {vi} trong sổ",
            f"the title {en} was not looked up in the register",
        )
    years = frozenset(each.year for each in held if _serves(each, lower))
    last = asked.case.year
    if ends == "year_before" and last not in years:
        last -= 1
    if every == 1:
        return _year_by_year(years, last, times, vi, en, ignored=_ignored(held, lower, last, times))
    return _one_after_the_other(years, last, times, every, vi, en)


def _serves(past: PastAward, lower: str) -> bool:
    return past.award == lower and past.kind == "yearly" and not past.revoked


def _ignored(held: tuple[PastAward, ...], lower: str, last: int, times: int) -> list[int]:
    """Years in which the title is on record but does not count."""
    span = range(last - times + 1, last + 1)
    counted = {each.year for each in held if _serves(each, lower)}
    return sorted({each.year for each in held if each.award == lower and each.year in span} - counted)


def _year_by_year(years: frozenset[int], last: int, times: int, vi: str, en: str, *, ignored: list[int]) -> Answer:
    span = range(last - times + 1, last + 1)
    there = [str(year) for year in span if year in years]
    value = listed(there)
    missing = [year for year in span if year not in years]
    if not missing:
        return met(
            value,
            "register",
            f"{vi} {times} lần liên tục: {', '.join(there)}",
            f"{en} {times} times in a row: {', '.join(there)}",
        )
    told_vi = listed(_missing_vi(year, vi, year in ignored) for year in missing)
    told_en = listed(_missing_en(year, en, year in ignored) for year in missing)
    return unmet(value, "register", told_vi, told_en)


def _missing_vi(year: int, title: str, ignored: bool) -> str:
    why = " (khen chuyên đề, đột xuất hoặc đã hủy thì không tính)" if ignored else ""
    return f"năm {year} chưa có danh hiệu {title}{why}"


def _missing_en(year: int, title: str, ignored: bool) -> str:
    why = " (thematic, sudden or revoked ones do not count)" if ignored else ""
    return f"no title {title} in {year}{why}"


def _one_after_the_other(years: frozenset[int], last: int, times: int, every: int, vi: str, en: str) -> Answer:
    """Each time at most `every` years before the next, the latest within `every` years of the proposed one."""
    chain: list[int] = []
    bound = last - every
    for year in sorted((each for each in years if each <= last), reverse=True):
        if year <= bound if not chain else year < bound:
            break
        chain.append(year)
        bound = year - every
    there = listed(str(year) for year in reversed(chain))
    if len(chain) >= times:
        return met(there, "register", f"{vi} {times} lần liên tục: {there}", f"{en} {times} times in a row: {there}")
    begin, end = (bound + 1, last) if not chain else (bound, chain[-1] - 1)
    return unmet(
        there,
        "register",
        f"mới có {len(chain)}/{times} lần liên tục; từ năm {begin} đến năm {end} chưa có danh hiệu {vi}",
        f"only {len(chain)} of {times} in a row; no title {en} from {begin} to {end}",
    )


@criterion
def achievement_once(asked: Asked) -> Answer:
    """One achievement, one award: what a decision has consumed is not awarded again."""
    achievement = asked.candidate.achievement
    if achievement is None:
        if asked.kind == "yearly" and asked.award.family == "title":
            return met(None, "register", "danh hiệu xét theo năm", "titles are judged by the year")
        return asked_for(
            "register",
            THE_DESK,
            "chưa đối chiếu thành tích với các quyết định đã có",
            "the achievement was not compared with earlier decisions",
        )
    if achievement.awarded_by:
        return unmet(
            achievement.awarded_by,
            "register",
            f"thành tích đã được khen tại {achievement.awarded_by}",
            f"the achievement was rewarded by {achievement.awarded_by}",
        )
    return met(
        achievement.what or None, "register", "thành tích chưa được khen", "the achievement was not rewarded yet"
    )


@criterion
def initiative_once(asked: Asked, *, unless: tuple[str, ...]) -> Answer:
    """An initiative serves one title or one form. Without an unused one the file cannot rest on initiatives."""
    who = asked.candidate
    if who.initiatives is None:
        if asked.award.family == "form":
            return met(None, "register", "hồ sơ không nêu sáng kiến", "the file names no initiative")
        return asked_for(
            "register", THE_UNIT, "chưa rõ sáng kiến đã dùng chưa", "not known whether an initiative was used before"
        )
    used = [each for each in who.initiatives if each.used_for]
    if not used:
        return met(len(who.initiatives), "register", "không có sáng kiến đã dùng", "no initiative was used before")
    one = used[0]
    name = one.number or "nêu trong hồ sơ"
    if len(used) < len(who.initiatives):
        return met(
            len(used),
            "register",
            f"sáng kiến {name} đã dùng cho {one.used_for}; còn sáng kiến chưa dùng",
            f"initiative {one.number} was used for {one.used_for}; another is unused",
        )
    if who.rating in unless:
        return met(
            len(used),
            "register",
            f"sáng kiến {name} đã dùng cho {one.used_for}; hồ sơ dựa trên kết quả xếp loại",
            f"initiative {one.number} was used for {one.used_for}; the file rests on the rating",
        )
    return unmet(
        one.number or 1,
        "register",
        f"sáng kiến {name} đã dùng cho {one.used_for}",
        f"initiative {one.number} was used for {one.used_for}",
    )

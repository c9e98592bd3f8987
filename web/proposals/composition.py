"""Who is in a list, in one line, as the circular asks; and who one person of it is."""

from collections.abc import Callable, Sequence
from typing import Final

from states import Text
from web.i18n import words
from workflow.nominations.proposal_queries import ListLine
from workflow.nominations.words import GENDERS, OCCUPATIONS, SUBJECTS

COUNTED: Final[tuple[tuple[Text, Callable[[ListLine], bool]], ...]] = (
    (Text("{n} tập thể", "collectives {n}"), lambda line: line.subject == "collective"),
    (Text("{n} hộ gia đình", "households {n}"), lambda line: line.subject == "household"),
    (Text("{n} cá nhân", "persons {n}"), lambda line: line.subject == "person"),
    (Text("nữ {n}", "women {n}"), lambda line: line.gender == "female" and line.subject != "collective"),
    (Text("nông dân {n}", "farmers {n}"), lambda line: line.occupation == "farmer"),
    (Text("công nhân {n}", "workers {n}"), lambda line: line.occupation == "worker"),
    (Text("giáo viên {n}", "teachers {n}"), lambda line: line.occupation == "teacher"),
    (Text("trực tiếp lao động {n}", "direct labour {n}"), lambda line: line.direct_labour),
    (Text("tập thể nhỏ {n}", "small collectives {n}"), lambda line: line.small_collective),
)
DIRECT: Final = Text("trực tiếp lao động", "direct labour")
SMALL: Final = Text("tập thể nhỏ", "small collective")
PEOPLE: Final = Text("{n} người", "{n} people")


def composition(lines: Sequence[ListLine]) -> str:
    """1 tập thể · 2 cá nhân · nữ 1 · nông dân 2"""
    counts = ((text, sum(fits(line) for line in lines)) for text, fits in COUNTED)
    return " · ".join(words(text, n=number) for text, number in counts if number)


def person_line(line: ListLine) -> str:
    """Cá nhân, nữ, 1981 · nông dân, lao động trực tiếp"""
    first = [words(SUBJECTS[line.subject])]
    if line.subject == "person" and line.gender:
        first.append(words(GENDERS[line.gender]).lower())
    if line.birth_year:
        first.append(str(line.birth_year))
    second = [words(OCCUPATIONS[line.occupation]).lower()] if line.occupation else []
    second += [words(DIRECT)] if line.direct_labour else []
    second += [words(SMALL)] if line.small_collective else []
    second += [words(PEOPLE, n=line.member_count)] if line.member_count else []
    return " · ".join(part for part in (", ".join(first), ", ".join(second), line.post) if part)

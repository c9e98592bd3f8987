"""How alike two entries or two events are. Only suggests: a likeness is decided by a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from workflow.kernel.folding import fold

WINDOW: Final = 3  # days between which two reports may tell of one event
SAME: Final = 100
FAR: Final = 95  # how alike two names must be across units, where more people share a name
NEAR: Final = 90  # below this nobody looks twice
MIDDLE_LEFT_OUT: Final = 95
# A middle name is left out in speech; a slip of one letter makes another name of a short word.
MIDDLE_NAMES: Final = frozenset({"thi", "van"})
SHORTEST_SLIP: Final = 4
SAME_PLACE: Final = 70
SAME_WORDS: Final = 50
Ground = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of the register as far as its identity goes."""

    id: int
    kind: str
    folded_name: str
    name_key: str
    birth_year: int | None
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Reported:
    """A nomination with the event it tells of."""

    id: int
    laureate_id: int | None
    name_key: str
    unit_id: int
    achievement_id: int
    happened_on: date
    place: str
    folded_summary: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that are alike, the smaller id first."""

    first_id: int
    second_id: int
    score: int
    grounds: tuple[Ground, ...]


def name_key(folded_name: str) -> str:
    """The words in alphabetical order, without brackets and dashes: a family name put last changes nothing."""
    return " ".join(sorted("".join(mark if mark.isalnum() else " " for mark in folded_name).split()))


def name_score(one: str, other: str) -> int | None:
    """How alike two keys of people's names are: equal words, one slip, a middle name left out; else None."""
    if one == other:
        return SAME
    words, others = set(one.split()), set(other.split())
    only, only_other = words - others, others - words
    if len(only) == 1 and len(only_other) == 1:
        return round(fuzz.ratio(one, other)) if _one_slip(*only, *only_other) else None
    left_out = only | only_other
    if left_out and (not only or not only_other) and left_out <= MIDDLE_NAMES:
        return MIDDLE_LEFT_OUT
    return None


def _one_slip(word: str, other: str) -> bool:
    """i for y, or one letter wrong in a word long enough to be still the same name."""
    if word.replace("y", "i") == other.replace("y", "i"):
        return True
    return min(len(word), len(other)) >= SHORTEST_SLIP and Levenshtein.distance(word, other, score_cutoff=1) <= 1


def body_score(one: str, other: str) -> int | None:
    """The same for collectives, whose names are long and typed with liberties; a number is never a slip."""
    if _numbers(one) != _numbers(other):
        return None
    score = round(fuzz.ratio(one, other))
    return score if score >= NEAR else None


def _numbers(key: str) -> list[str]:
    return [word for word in key.split() if any(mark.isdigit() for mark in word)]


def alike_entries(one: Known, other: Known) -> Pair | None:
    """Whether two entries may be the same person, collective or household, and on what grounds."""
    if one.kind != other.kind or one.id == other.id:
        return None
    body = one.kind == "collective"
    name = body_score(one.name_key, other.name_key) if body else name_score(one.name_key, other.name_key)
    if name is None:
        return None
    apart = _years_apart(one.birth_year, other.birth_year)
    same_unit = one.unit_id is not None and one.unit_id == other.unit_id
    score = (_bodies if body else _people)(name, apart, same_unit)
    if score is None:
        return None
    return _pair(one.id, other.id, score, tuple(_entry_grounds(one, other, name, apart, same_unit)))


def _years_apart(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else abs(one - other)


def _people(name: int, apart: int | None, same_unit: bool) -> int | None:
    """Many people share a name: without the birth year the name alone proves little."""
    if apart == 0:
        return name if same_unit or name >= FAR else None
    if name < SAME:
        return None
    if apart is None:
        return 85 if same_unit else 75
    if apart == 1 or (same_unit and apart == 2):
        return 80 if same_unit else 70
    return None


def _bodies(name: int, apart: int | None, same_unit: bool) -> int | None:
    """A collective stays in its unit; its representative changes."""
    if not same_unit:
        return None
    return name if apart == 0 else name - 5


def _entry_grounds(one: Known, other: Known, name: int, apart: int | None, same_unit: bool) -> Iterator[Ground]:
    if name < SAME:
        yield {"code": "name_alike", "score": name}
    elif one.folded_name == other.folded_name:
        yield {"code": "same_name"}
    else:
        yield {"code": "name_order"}
    if apart == 0:
        yield {"code": "same_birth_year", "year": one.birth_year}
    elif apart is None:
        yield {"code": "birth_year_unknown"}
    else:
        yield {"code": "birth_years_apart", "years": apart}
    yield {"code": "same_unit" if same_unit else "other_unit"}


def alike_events(one: Reported, other: Reported) -> Pair | None:
    """Whether two nominations may tell of one event, and on what grounds."""
    days = abs((one.happened_on - other.happened_on).days)
    if one.id == other.id or one.achievement_id == other.achievement_id or days > WINDOW:
        return None
    name = SAME if _same_entry(one, other) else name_score(one.name_key, other.name_key)
    if one.unit_id == other.unit_id and name is None:
        return None  # one unit that names two people for one event means two people
    place = round(fuzz.token_set_ratio(fold(one.place), fold(other.place)))
    told = round(fuzz.token_set_ratio(one.folded_summary, other.folded_summary))
    if name is None and (place < SAME_PLACE or told < SAME_WORDS):
        return None
    near = SAME - 20 * days
    score = min(SAME, round(0.4 * told + 0.3 * place + 0.3 * near) + (10 if name is not None else 0))
    grounds: list[Ground] = [] if name is None else [{"code": "person_alike", "score": name}]
    grounds += [
        {"code": "event_days", "days": days},
        {"code": "event_place", "score": place},
        {"code": "event_words", "score": told},
    ]
    return _pair(one.id, other.id, score, tuple(grounds))


def _same_entry(one: Reported, other: Reported) -> bool:
    return one.laureate_id is not None and one.laureate_id == other.laureate_id


def pairs(each: Iterable[Known], candidates: Iterable[Known], *, most: int) -> list[Pair]:
    """The likeliest pairs between the entries and the candidates, each pair once."""
    shelves = _Shelves(candidates)
    return _best((alike_entries(one, other) for one in each for other in shelves.near(one)), most)


def event_pairs(each: Iterable[Reported], candidates: Iterable[Reported], *, most: int) -> list[Pair]:
    """The same for events, day by day."""
    days: dict[int, list[Reported]] = {}
    for one in candidates:
        days.setdefault(one.happened_on.toordinal(), []).append(one)
    return _best(
        (
            alike_events(one, other)
            for one in each
            for day in range(-WINDOW, WINDOW + 1)
            for other in days.get(one.happened_on.toordinal() + day, ())
            if one.unit_id != other.unit_id or fuzz.ratio(one.name_key, other.name_key, score_cutoff=NEAR - 10)
        ),
        most,
    )


def _best(found: Iterable[Pair | None], most: int) -> list[Pair]:
    unique = {(pair.first_id, pair.second_id): pair for pair in found if pair is not None}
    return sorted(unique.values(), key=lambda pair: (-pair.score, pair.first_id, pair.second_id))[:most]


class _Shelves:
    """Candidates sorted by what two alike entries share, so that each is compared with few."""

    def __init__(self, candidates: Iterable[Known]) -> None:
        self.known: dict[int, Known] = {}
        self.names: dict[object, dict[int, str]] = {}
        for one in candidates:
            self.known[one.id] = one
            for shelf in _places_of(one):
                self.names.setdefault(shelf, {})[one.id] = one.name_key

    def near(self, one: Known) -> Iterator[Known]:
        seen: set[int] = set()
        for shelf in _places_of(one):
            near = process.extract(
                one.name_key, self.names.get(shelf, {}), scorer=fuzz.ratio, score_cutoff=NEAR - 10, limit=None
            )
            for _, _, key in near:
                if key not in seen:
                    seen.add(key)
                    yield self.known[key]


def _places_of(one: Known) -> Iterator[object]:
    yield one.kind, "name", one.name_key
    if one.kind == "collective":
        yield one.kind, "unit", one.unit_id
    else:
        yield one.kind, "year", one.birth_year


def _pair(one: int, other: int, score: int, grounds: tuple[Ground, ...]) -> Pair:
    return Pair(min(one, other), max(one, other), score, grounds)

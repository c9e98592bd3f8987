"""One cap on the names of a letter: what it allows, what is taken, and the sum in words. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from states import Text
from workflow.awards.criteria.limits import cap_of, share_told
from workflow.nominations.places.counts import Name

Origin = Literal["law", "movement", "quota"]
NAMED: Final = 5  # so many of the names over a cap are told, the rest as a number
AWAITED: Final = Text("chưa ghi số để tính tỷ lệ", "the number the share is counted of is not entered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Whose names share the places. Empty or None: whoever."""

    awards: Collection[str] = ()
    year: int | None = None
    unit_id: int | None = None
    kind: str | None = None
    movement_id: int | None = None
    collectives: bool | None = None

    def takes(self, name: Name) -> bool:
        return (
            (not self.awards or name.award_code in self.awards)
            and self.year in (None, name.year)
            and self.unit_id in (None, name.unit_id)
            and self.kind in (None, name.kind)
            and self.movement_id in (None, name.movement_id)
            and self.collectives in (None, name.subject == "collective")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many per cent of a number; None while nobody has entered it."""

    percent: int
    of: int | None
    told: Text  # what is counted
    rounding: str = "down"

    @property
    def most(self) -> int | None:
        return None if self.of is None else cap_of(self.percent, self.of, self.rounding)

    @property
    def sum(self) -> Text:
        if self.of is None or self.most is None:
            return Text(f"{self.percent} % × ?: {AWAITED.vi}", f"{self.percent} % × ?: {AWAITED.en}")
        vi, en = share_told(self.percent, self.of, self.rounding)
        return Text(f"{vi} = {self.most}", f"{en} = {self.most}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A limit with everything its sum is made of. `here`: the names of this letter, in the order of its list."""

    origin: Origin
    about: Text
    basis: Text
    hard: bool
    limit: int | Share
    sent: int
    paper: int
    here: Sequence[Name]

    @property
    def allowed(self) -> int | None:
        return self.limit if isinstance(self.limit, int) else self.limit.most

    @property
    def taken(self) -> int:
        return self.sent + self.paper

    @property
    def left(self) -> int | None:
        """Places that remain when this letter is sent; below zero: so many too many."""
        return None if self.allowed is None else self.allowed - self.taken - len(self.here)

    @property
    def over(self) -> Sequence[Name]:
        """The names for which no place is left. Of a share that cannot be counted yet: all."""
        return self.here[max(0, (self.allowed or 0) - self.taken) :]

    @property
    def sum(self) -> Text:
        """The arithmetic: what is allowed, what is taken, what this letter holds, what remains."""
        limit = self.limit
        start = Text(f"chỉ tiêu {limit}", f"{limit} places") if isinstance(limit, int) else limit.sum
        vi, en = [start.vi, f"đã trình {self.sent}"], [start.en, f"sent in {self.sent}"]
        if self.paper:
            vi, en = [*vi, f"trên giấy {self.paper}"], [*en, f"on paper {self.paper}"]
        vi, en = [*vi, f"trong tờ trình này {len(self.here)}"], [*en, f"on this letter {len(self.here)}"]
        end = self._end()
        return Text("; ".join(vi) + f" → {end.vi}", "; ".join(en) + f" → {end.en}")

    @property
    def told(self) -> Text:
        """Why names are over, for a refusal: what is capped, by what, the sum, and which names."""
        named = ", ".join(name.name for name in self.over[:NAMED])
        more = len(self.over) - NAMED
        vi = f"{named} và {more} tên nữa" if more > 0 else named
        en = f"{named} and {more} more" if more > 0 else named
        return Text(
            f"{self.about.vi} ({self.basis.vi}): {self.sum.vi}. Không còn chỗ cho: {vi}",
            f"{self.about.en} ({self.basis.en}): {self.sum.en}. No place is left for: {en}",
        )

    def _end(self) -> Text:
        left = self.left
        if left is None:
            return Text("chưa tính được", "cannot be counted yet")
        if left < 0:
            return Text(f"vượt {-left}", f"over by {-left}")
        return Text(f"còn {left}", f"{left} left") if left else Text("vừa đủ", "exactly full")

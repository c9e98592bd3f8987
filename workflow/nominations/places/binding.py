"""Which caps bind the names of a letter: of the law, of the plan of its movement, of the office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from states import Text
from workflow.awards.law import Rule
from workflow.awards.quotas import QuotaInForce
from workflow.movements.participation import MovementCap
from workflow.nominations.places.caps import Cap, Origin, Pool, Share
from workflow.nominations.places.counts import WORKER, Name, Sent

PLAN: Final = Text("kế hoạch của phong trào", "the plan of the movement")
_REACH: Final[Mapping[bool, tuple[str, str]]] = {
    True: ("của đơn vị", "of the unit"),
    False: ("của mọi đơn vị cộng lại", "of all units together"),
}
_TAKING_PART: Final[Mapping[bool, tuple[str, str]]] = {
    True: ("tập thể tham gia", "collectives taking part"),
    False: ("người trực tiếp tham gia", "people directly taking part"),
}
_OF_MOVEMENT: Final[Mapping[bool, tuple[str, str]]] = {
    True: ("Tập thể của đơn vị trong phong trào", "Collectives of the unit in the movement"),
    False: ("Cá nhân, hộ của đơn vị trong phong trào", "Persons and households of the unit in the movement"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bindings:
    """Everything that caps are made of, looked up once for all letters."""

    today: date
    rules: Sequence[Rule]
    quotas: Sequence[QuotaInForce]
    plans: Sequence[MovementCap]
    sent: Sent
    awards: Mapping[str, Text]

    def caps_of(self, letter: Sequence[Name], earlier: Sequence[Name]) -> Iterator[Cap]:
        """The caps of one letter; `earlier` are the names of other letters that come first in the same act."""
        yield from self._of_law(letter, earlier)
        yield from self._of_movement(letter, earlier)
        yield from self._of_office(letter, earlier)

    def _of_law(self, letter: Sequence[Name], earlier: Sequence[Name]) -> Iterator[Cap]:
        for rule in self.rules:
            here = [n for n in letter if rule.applies(n.award_code, n.subject, n.kind, self.today)]
            if not here:
                continue
            base, percent = rule.parameters["base"], rule.parameters["percent"]
            pool = Pool(
                awards=rule.awards or tuple(sorted({name.award_code for name in here})), year=here[0].year,
                unit_id=here[0].unit_id if base == "unit" else None,
            )  # fmt: skip
            yield self._cap(
                "law", pool, here, earlier, about=self._about(here[0].award_code, pool), hard=rule.hard,
                basis=Text(rule.article, rule.article),
                limit=self._of_workers(percent, pool, letter, rule.parameters["rounding"]),
            )  # fmt: skip

    def _of_office(self, letter: Sequence[Name], earlier: Sequence[Name]) -> Iterator[Cap]:
        for quota in self.quotas:
            unit_id = None if quota.reach == "office" else letter[0].unit_id
            pool = Pool(awards=(quota.award_code,), year=quota.year, unit_id=unit_id, kind=quota.kind)
            here = [name for name in letter if pool.takes(name)]
            if here and quota.unit_id in (None, letter[0].unit_id):
                share = None if quota.percent is None else self._of_workers(quota.percent, pool, letter)
                yield self._cap(
                    "quota", pool, here, earlier, about=self._about(quota.award_code, pool), hard=quota.hard,
                    basis=Text(quota.document, quota.document), limit=share or quota.places or 0,
                )  # fmt: skip

    def _of_movement(self, letter: Sequence[Name], earlier: Sequence[Name]) -> Iterator[Cap]:
        unit_id, movement_id = letter[0].unit_id, letter[0].movement_id
        plan = next((plan for plan in self.plans if plan.movement_id == movement_id), None)
        if plan is None or movement_id is None:
            return
        persons, collectives = plan.took_part.get(unit_id, (None, None))
        for grouped, percent, number in (
            (False, plan.person_percent, persons), (True, plan.collective_percent, collectives),
        ):  # fmt: skip
            pool = Pool(unit_id=unit_id, movement_id=movement_id, collectives=grouped)
            here = [name for name in letter if pool.takes(name)]
            if percent is None or not here:
                continue
            (vi, en), (what_vi, what_en) = _OF_MOVEMENT[grouped], _TAKING_PART[grouped]
            counted = "?" if number is None else str(number)
            yield self._cap(
                "movement", pool, here, earlier, hard=True, basis=PLAN,
                about=Text(f"{vi} {plan.name.vi}", f"{en} {plan.name.en}"),
                limit=Share(
                    percent=percent, of=number, told=Text(f"{counted} {what_vi}", f"{counted} {what_en}")
                ),
            )  # fmt: skip

    def _of_workers(self, percent: int, pool: Pool, letter: Sequence[Name], rounding: str = "down") -> Share:
        """A share of the Advanced Workers of the year: sent in, on this letter, and on paper."""
        year = letter[0].year
        sent = self.sent.names((WORKER,), year, pool.unit_id)
        paper = self.sent.on_paper((WORKER,), year, pool.unit_id)
        here = sum(name.award_code == WORKER for name in letter)
        name = self.awards[WORKER]
        return Share(
            percent=percent, of=sent + paper + here, rounding=rounding,
            told=Text(
                f"{sent + paper + here} {name.vi}: đã trình {sent}, trong tờ trình này {here}, trên giấy {paper}",
                f"{sent + paper + here} {name.en}: sent in {sent}, on this letter {here}, on paper {paper}",
            ),
        )  # fmt: skip

    def _about(self, award_code: str, pool: Pool) -> Text:
        name = self.awards[award_code]
        vi, en = _REACH[pool.unit_id is not None]
        return Text(f"{name.vi} {vi}, năm {pool.year}", f"{name.en} {en}, {pool.year}")

    def _cap(
        self, origin: Origin, pool: Pool, here: Sequence[Name], earlier: Sequence[Name], *, about: Text, basis: Text,
        hard: bool, limit: int | Share,
    ) -> Cap:  # fmt: skip
        first = sum(pool.takes(name) for name in earlier)
        if pool.movement_id is not None and pool.unit_id is not None:
            sent, paper = self.sent.of_movement(pool.unit_id, pool.movement_id, collectives=bool(pool.collectives)), 0
        else:
            sent = self.sent.names(pool.awards, pool.year or 0, pool.unit_id, pool.kind)
            paper = self.sent.on_paper(pool.awards, pool.year or 0, pool.unit_id, pool.kind)
        return Cap(
            origin=origin, about=about, basis=basis, hard=hard, limit=limit, sent=sent + first, paper=paper, here=here
        )

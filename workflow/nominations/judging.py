"""What would happen: the same judgement for a page, a preview and the move itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from states import NO_SUCH_MOVE, Definition, Refusal, Step, TransitionDef
from workflow.kernel.prepared import Source
from workflow.lifecycle.office import Office
from workflow.nominations.batch import Batch
from workflow.nominations.facts import Facts
from workflow.nominations.policy import permit
from workflow.nominations.rows import Row
from workflow.people.authority import Actor, Capacity


@dataclass(frozen=True, slots=True)
class Judged:
    """One nomination and what a trigger would do to it: a step in some capacity, or all refusals."""

    row: Row
    step: Step | None
    capacity: Capacity | None
    refusals: tuple[Refusal, ...]
    stale: bool = False

    @property
    def moves(self) -> bool:
        return self.step is not None


class Judge:
    """Judges many nominations with a fixed number of queries."""

    def __init__(self, source: Source, office: Office, actor: Actor, rows: Iterable[Row], today: date) -> None:
        self.office = office
        self.actor = actor
        self.today = today
        self.rows = {row.id: row for row in rows}
        self.batch = Batch(source, self.rows, today)

    def definition(self, row: Row) -> Definition:
        return self.office.registry.engine(row.definition_key, row.definition_version).definition

    def facts(self, row: Row, inputs: Mapping[str, Any]) -> Facts:
        return Facts(row, self.batch, self.office, self.today, inputs)

    def judge(self, row: Row, trigger: str, inputs: Mapping[str, Any], seen: int | None = None) -> Judged:
        """Whether this nomination moves: stale first, then the route, the permission, the guards."""
        if seen is not None and seen != row.version:
            return Judged(row, None, None, (), stale=True)
        engine = self.office.registry.engine(row.definition_key, row.definition_version)
        facts = self.facts(row, inputs)
        route = engine.route(row.state, trigger, facts)
        if route is None:
            return Judged(row, None, None, (self._no_such_move(row, trigger),))
        capacity = permit(self.actor, row, route, engine.definition, self.batch)
        if isinstance(capacity, tuple):
            return Judged(row, None, None, capacity)
        refusals = tuple(refusal for _, refusal in engine.checks(route, facts) if refusal is not None)
        if refusals:
            return Judged(row, None, capacity, refusals)
        return Judged(row, Step(trigger, route.source, route.target, route.roles), capacity, ())

    def routes(self, row: Row) -> Iterable[TransitionDef]:
        """The one route of each trigger that is open in this state, without permission or guards."""
        engine = self.office.registry.engine(row.definition_key, row.definition_version)
        facts = self.facts(row, {})
        seen = set()
        for transition in engine.definition.exits(row.state):
            if transition.trigger in seen:
                continue
            seen.add(transition.trigger)
            route = engine.route(row.state, transition.trigger, facts)
            if route is not None:
                yield route

    def _no_such_move(self, row: Row, trigger: str) -> Refusal:
        definition = self.definition(row)
        return Refusal(NO_SUCH_MOVE, {
            "state": definition.state(row.state).label, "trigger": definition.trigger(trigger).label,
        })  # fmt: skip

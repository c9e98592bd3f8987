"""Reading nominations as the moves need them: few columns, under the lock, in a fixed order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from states import Text
from workflow.awards.editions import law_of
from workflow.awards.models import Award
from workflow.awards.rules import Law, RuleSet, shipped_law
from workflow.kernel.db import AnySelect
from workflow.kernel.prepared import CHUNK, Prepared, Source, connection_of
from workflow.nominations.models import Nomination, Proposal
from workflow.people.models import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """A nomination as far as deciding about it goes."""

    id: int
    code: str
    name: str
    unit_id: int
    proposal_id: int
    award_code: str
    family: str
    kind: str
    subject: str
    nominee_id: int | None
    achievement: str
    has_report: bool
    state_secret: bool
    definition_key: str
    definition_version: int
    state: str
    version: int
    waits_for: str | None
    assignee_id: int | None
    due_on: date
    hold_id: int | None
    overlay: str | None
    received_at: datetime | None
    complete_on: date | None
    pinned_rules: str | None
    promised_on: date | None
    paused_on: date | None
    paused_days: int
    letter_number: str | None
    letter_date: date | None
    prepared_by_id: int
    laureate_id: int | None
    achievement_id: int | None
    initiative_id: int | None
    award: Text
    unit: Text
    law: Law = field(compare=False, repr=False)

    def rules(self, today: date) -> RuleSet:
        """The pinned rule set, or today's for a file that is not complete yet."""
        return self.law.named(self.pinned_rules) if self.pinned_rules else self.law.on(today)


def _select() -> AnySelect:
    n, p = Nomination, Proposal
    return (
        select(
            n.id, n.code, n.name, n.unit_id, n.proposal_id, n.award_code, Award.family, n.kind, n.subject,
            n.nominee_id, n.achievement, (n.report != "").label("has_report"), n.state_secret,
            n.definition_key, n.definition_version, n.state, n.version, n.waits_for, n.assignee_id,
            n.due_on, n.hold_id, n.overlay, n.received_at, n.complete_on, n.rule_set.label("pinned_rules"),
            n.promised_on, n.paused_on, n.paused_days, p.number.label("letter_number"), p.letter_date, p.prepared_by_id,
            n.laureate_id, n.achievement_id, n.initiative_id, Award.name_vi, Award.name_en, Unit.name_vi, Unit.name_en,
        )
        .join(p, p.id == n.proposal_id)
        .join(Award, Award.code == n.award_code)
        .join(Unit, Unit.id == n.unit_id)
        .where(n.id.in_(bindparam("ids", expanding=True)))
        .order_by(n.id)
    )  # fmt: skip


_ROWS: Final = Prepared(_select())
# Rows are locked in the order of their ids, so that two bulk acts cannot wait for each other.
_LOCKED_ROWS: Final = Prepared(_select().with_for_update(of=Nomination))


def load_rows(source: Source, ids: Sequence[int], *, locked: bool) -> dict[int, Row]:
    """The rows with these ids, keyed by id; ids that do not exist are simply absent."""
    statement = _LOCKED_ROWS if locked else _ROWS
    connection = connection_of(source)
    ordered = sorted(set(ids))
    found = [
        row
        for start in range(0, len(ordered), CHUNK)
        for row in statement.rows(connection, {"ids": ordered[start : start + CHUNK]})
    ]
    law = _law_for(connection, found)
    return {row[0]: _row(law, *row) for row in found}


def _law_for(connection: Connection, found: Sequence[tuple[Any, ...]]) -> Law:
    """What ships says all about files that are pinned to it; only for others the office's own sets are asked."""
    shipped = shipped_law()
    known = {rules.id for rules in shipped.sets}
    return shipped if all(row[_PINNED] in known for row in found) else law_of(connection)


def _row(law: Law, *found: Any) -> Row:
    award_vi, award_en, unit_vi, unit_en = found[-4:]
    return Row(*(*found[:-4], Text(award_vi, award_en), Text(unit_vi, unit_en), law))


_PINNED: Final = [column.name for column in fields(Row)].index("pinned_rules")

"""Who may do what: every role against every trigger, asked of the same policy that judges real files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from states import ROLES, SYSTEM, Definition, Text, TransitionDef
from workflow.awards.rules import shipped_law
from workflow.nominations.batch import Batch
from workflow.nominations.policy import permit
from workflow.nominations.rows import Row
from workflow.people.authority import Actor, Capacity

RELATIONS: Final = ("own_unit", "other_unit", "own_nomination", "prepared_by_self", "handled_before")
YES: Final = "yes"
NOT_THE_ROLE: Final = "not_your_role"
# The trigger after which a file has been received: the roles of the office reach it from then on.
RECEIVED_BY: Final = "submit"
_SELF, _OTHER, _THIRD = 1, 2, 3
_HERE, _ELSEWHERE = 1, 2
_DAY: Final = datetime(2023, 11, 24, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One role and one trigger in the states where the answers are the same: `yes`, or why not."""

    role: str
    trigger: str
    sources: tuple[str, ...]
    own_unit: str
    other_unit: str
    own_nomination: str
    prepared_by_self: str
    handled_before: str

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(getattr(self, relation) for relation in RELATIONS)

    @property
    def ever(self) -> bool:
        """There is a file on which this role may do it."""
        return YES in self.answers


class _Told(Batch):
    """Facts about one file that is not in any database: who has fired which trigger."""

    def __init__(self, hands: Mapping[str, frozenset[int]]) -> None:
        self.ids = [1]
        self.hands = {1: hands}


def matrix(definition: Definition) -> tuple[MatrixRow, ...]:
    """Roles in their order, triggers in theirs; one row for each answer where it depends on the state."""
    outside = _before_receipt(definition)
    rows: list[MatrixRow] = []
    for role in ROLES:
        for trigger in definition.triggers:
            by_answer: dict[tuple[str, ...], list[str]] = {}
            for transition in definition.transitions:
                if transition.trigger == trigger.code:
                    answers = tuple(
                        _answer(definition, transition, role, relation, transition.source not in outside)
                        for relation in RELATIONS
                    )
                    sources = by_answer.setdefault(answers, [])
                    sources += [transition.source] if transition.source not in sources else []
            rows += [MatrixRow(role, trigger.code, tuple(sources), *answers) for answers, sources in by_answer.items()]
    return tuple(rows)


def _answer(definition: Definition, transition: TransitionDef, role: str, relation: str, received: bool) -> str:
    unit_id = _ELSEWHERE if relation == "other_unit" else _HERE
    actor = Actor(None if role == SYSTEM else _SELF, "", "vi", (Capacity(role, unit_id),))
    row = replace(
        _ROW,
        definition_key=definition.key,
        definition_version=definition.version,
        state=transition.source,
        received_at=_DAY if received else None,
        nominee_id=_SELF if relation == "own_nomination" else _OTHER,
        prepared_by_id=_SELF if relation == "prepared_by_self" else _THIRD,
    )
    handled = frozenset({_SELF if relation == "handled_before" else _THIRD})
    # Whoever handled the file has fired everything that a duty is kept apart by.
    hands = {name: handled for separation in definition.separations for name in separation.by}
    found = permit(actor, row, transition, definition, _Told(hands))
    return YES if isinstance(found, Capacity) else ", ".join(refusal.code for refusal in found)


def _before_receipt(definition: Definition) -> frozenset[str]:
    """The states that a file can be in before the office has received it."""
    reached, fresh = {definition.initial}, [definition.initial]
    while fresh:
        for transition in definition.exits(fresh.pop()):
            if transition.trigger != RECEIVED_BY and transition.target not in reached:
                reached.add(transition.target)
                fresh.append(transition.target)
    return frozenset(reached)


def as_text(definition: Definition, rows: Iterable[MatrixRow]) -> str:
    """The rows that open a door, as a table for a terminal or a document; all else is refused."""
    head = ("role", "trigger", *RELATIONS, "in the states")
    every = {
        item.trigger: {t.source for t in definition.transitions if t.trigger == item.trigger}
        for item in definition.transitions
    }
    lines = [head, ("---",) * len(head)]
    for row in rows:
        if row.ever:
            states = "all" if set(row.sources) == every[row.trigger] else ", ".join(row.sources)
            lines.append((row.role, row.trigger, *row.answers, states))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_ROW: Final = Row(
    id=1,
    code="",
    name="",
    unit_id=_HERE,
    proposal_id=1,
    award_code="",
    family="form",
    kind="yearly",
    subject="person",
    nominee_id=None,
    achievement="",
    has_report=True,
    state_secret=False,
    definition_key="",
    definition_version=1,
    state="",
    version=1,
    waits_for=None,
    assignee_id=None,
    due_on=date(2023, 12, 1),
    hold_id=None,
    overlay=None,
    received_at=None,
    complete_on=None,
    pinned_rules=None,
    promised_on=None,
    paused_on=None,
    paused_days=0,
    letter_number=None,
    letter_date=None,
    prepared_by_id=_THIRD,
    laureate_id=None,
    achievement_id=None,
    initiative_id=None,
    award=Text("", ""),
    unit=Text("", ""),
    law=shipped_law(),
)

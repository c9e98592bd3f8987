"""The list before the chairman: who can be signed for, who is for a higher level, who cannot be decided yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from states import Refusal
from web.context import actor, services, today
from workflow.decisions.reactions import formula_of
from workflow.decisions.titles_held import Outlook, outlook
from workflow.eligibility.standing import Eligibility
from workflow.nominations.decide_queries import Change, PendingRow, changes_since_vote, pending_decisions
from workflow.nominations.judging import Judge, Judged
from workflow.nominations.rows import Row, load_rows
from workflow.people.authority import Capacity

SIGN: Final = "sign_decision"
FORWARD: Final = "forward_to_superior"
# What may become of a struck name; the last leaves it where it is, for another day.
FATES: Final = ("request_reappraisal", "decline", "later")


@dataclass(frozen=True, slots=True)
class Blocked:
    """A name that this person cannot decide now, with every reason."""

    row: PendingRow
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Names that one act can settle, in the order of the golden book."""

    act: str
    rows: Sequence[PendingRow]
    judged: Mapping[int, Judged]

    @property
    def seen(self) -> dict[int, int]:
        return {row.id: row.version for row in self.rows}

    @property
    def capacity(self) -> Capacity | None:
        return next((one.capacity for one in self.judged.values()), None)

    @property
    def formula(self) -> str:
        """The words above the signature."""
        return formula_of(self.capacity) if self.capacity else ""


@dataclass(frozen=True, slots=True)
class Pending:
    """Everything that waits for the chairman, sorted by what can be done with it."""

    sign: Group
    forward: Group
    blocked: Sequence[Blocked]
    changes: Sequence[Change]
    late: Sequence[PendingRow]
    overdue_promise: Sequence[PendingRow]
    bonuses: Outlook
    eligibility: Mapping[int, Eligibility]

    def group(self, act: str) -> Group:
        return self.forward if act == FORWARD else self.sign


def pending(session: Session) -> Pending:
    """Read and judge the whole list with a fixed number of statements for every four hundred names."""
    waiting = pending_decisions(session, actor())
    rows = load_rows(session, [row.id for row in waiting], locked=False)
    judge = Judge(session, services().office, actor(), rows.values(), today())
    sign: list[PendingRow] = []
    forward: list[PendingRow] = []
    blocked = []
    judged: dict[int, Judged] = {}
    for row in waiting:
        verdict = judge.judge(rows[row.id], SIGN, {})
        if any(refusal.code == "beyond_authority" for refusal in verdict.refusals):
            verdict = judge.judge(rows[row.id], FORWARD, {})
        if verdict.step is None:
            blocked.append(Blocked(row, verdict.refusals))
            continue
        judged[row.id] = verdict
        (sign if verdict.step.trigger == SIGN else forward).append(row)
    return Pending(
        Group(SIGN, sign, {row.id: judged[row.id] for row in sign}),
        Group(FORWARD, forward, {row.id: judged[row.id] for row in forward}),
        blocked, changes_since_vote(session), _late(waiting, today()), _promise_passed(waiting, today()),
        outlook(session, [rows[row.id] for row in sign], services().office.level, today()),
        judge.batch.eligibility,
    )  # fmt: skip


def rows_in_order(group: Group, ids: Sequence[int]) -> list[Row]:
    """The rows as the decision will list them."""
    return [group.judged[key].row for key in ids]


def _late(rows: Sequence[PendingRow], day: date) -> list[PendingRow]:
    return [row for row in rows if row.due_on < day]


def _promise_passed(rows: Sequence[PendingRow], day: date) -> list[PendingRow]:
    return [row for row in rows if row.promised_on is not None and row.promised_on < day]

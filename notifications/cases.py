"""What happened to one subject, as letters need it: the row, the number of the event, what was entered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from states import INPUTS, REASONS, Text
from workflow.councils.events import SessionMoved
from workflow.decisions.events import DecisionItemMoved
from workflow.kernel.clock import OFFICE_ZONE
from workflow.lifecycle.events import Moved
from workflow.nominations.events import NominationAdvanced, NominationsAdvanced, ResultsReleased
from workflow.nominations.rows import Row

_REASONS: Final = {choice.code: choice.label for choice in REASONS}
# What the outcome is called when nobody chose a reason: the office's fixed words.
_GROUNDS: Final = {
    "lapse": _REASONS["khong_du_ho_so"],
    "decline": _REASONS["chu_tich_khong_dong_y"],
    "release": _REASONS["khong_dat_phieu"],
    "record_superior_refusal": Text("Cấp trên không khen thưởng", "Not awarded by the higher level"),
}
DISCIPLINE: Final = "vi_pham_phap_luat"
"""The official words of this ground are told; what somebody wrote about it never leaves the file."""
TOLD: Final = frozenset(
    {
        "points",
        "due_on",
        "question",
        "notice_until",
        "decision_number",
        "decision_date",
        "letter_number",
        "letter_date",
        "reason",
        "reason_code",
    }
)
"""Of what was entered, all that a letter may ever say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One subject of one event."""

    subject_kind: str
    subject_id: int
    seq: int
    trigger: str
    source: str = ""
    target: str = ""
    heard_as: str = ""
    """The subject of the kinds to write, where it is not that of the event: release, clock."""
    row: Row | None = None
    council_id: int | None = None
    actor_id: int | None = None
    consulted: tuple[int, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def heard(self) -> str:
        return self.heard_as or self.subject_kind

    @property
    def moves(self) -> bool:
        return self.source != self.target


def cases_of(fact: object) -> tuple[Case, ...]:
    """The cases of a published fact; none for one that no letter answers."""
    if isinstance(fact, NominationsAdvanced):
        told = entered(fact.each[0].moved)
        return tuple(_of_nomination(one, told) for one in fact.each)
    if isinstance(fact, ResultsReleased):
        ground = {"ground": _GROUNDS["release"]}
        return tuple(
            Case(
                subject_kind="nomination",
                subject_id=row.id,
                seq=seq,
                trigger="release",
                heard_as="release",
                row=row,
                values=ground,
            )
            for row, seq in zip(fact.rows, fact.seqs, strict=True)
        )
    if isinstance(fact, SessionMoved):
        values: dict[str, Any] = {
            "session": str(fact.number),
            "held_at": moment(fact.held_at),
            "place": fact.place,
        }
        return (Case(**_move(fact.moved), council_id=fact.council_id, values=values),)
    if isinstance(fact, DecisionItemMoved):
        return (Case(**_move(fact.moved), row=fact.row, values=entered(fact.moved)),)
    return ()


def _of_nomination(one: NominationAdvanced, told: Mapping[str, Any]) -> Case:
    units = one.moved.inputs.get("units", ()) if one.moved.trigger == "consult" else ()
    values = {"due": one.due_on, **told}
    if one.promised_on is not None:
        values["promised"] = one.promised_on
    return Case(**_move(one.moved), row=one.row, consulted=tuple(units), values=values)


def _move(moved: Moved) -> dict[str, Any]:
    return {
        "subject_kind": moved.subject_kind,
        "subject_id": moved.subject_id,
        "seq": moved.seq,
        "trigger": moved.trigger,
        "source": moved.source,
        "target": moved.target,
        "actor_id": moved.actor.person_id,
    }


def entered(moved: Moved) -> dict[str, Any]:
    """What was entered with the move, as far as letters may tell it."""
    values = {name: value for name, value in moved.inputs.items() if name in TOLD and name in INPUTS}
    if "due_on" in values:
        values["due"] = values.pop("due_on")
    code = values.pop("reason_code", None)
    ground = _REASONS.get(code) if code else _GROUNDS.get(moved.trigger)
    if ground is not None:
        values["ground"] = ground
    if code == DISCIPLINE:
        values.pop("reason", None)
    return values


def moment(at: datetime) -> str:
    """A time of the office as people read it in either language: 09.30, 24/11/2023."""
    return f"{at.astimezone(OFFICE_ZONE):%H.%M, %d/%m/%Y}"


def units_of(cases: Iterable[Case]) -> set[int]:
    found: set[int] = set()
    for case in cases:
        if case.row is not None:
            found.add(case.row.unit_id)
        found.update(case.consulted)
    return found


def reminder(row: Row, event: str, due: date) -> Case:
    """The clock's word about a file that stands where it stands."""
    return Case(
        subject_kind="nomination",
        subject_id=row.id,
        seq=row.version,
        trigger=event,
        heard_as="clock",
        row=row,
        values={"due": due},
    )

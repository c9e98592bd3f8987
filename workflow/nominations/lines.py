"""Lines of a letter's list, written as single ones and by the thousand in the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select, update

from workflow.audit.record import Entry, record
from workflow.kernel.db import NO_DUE_DATE, table_of
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import fold
from workflow.kernel.prepared import CHUNK
from workflow.kernel.transaction import Tx
from workflow.lifecycle.numbering import next_numbers
from workflow.lifecycle.office import Office
from workflow.nominations.identity import forget_private, link_laureates, relink_laureates
from workflow.nominations.models import Evidence, Nomination, Proposal, Task
from workflow.people.authority import Actor
from workflow.people.models import Unit

MOST_NOMINATIONS: Final = 5_000


@dataclass(frozen=True, slots=True)
class LineChange:
    """The content that a nomination is to have from now on."""

    nomination_id: int
    code: str
    values: Mapping[str, Any]


def add_lines(tx: Tx, office: Office, actor: Actor, proposal: Proposal, each: Sequence[Mapping[str, Any]]) -> list[int]:
    """Append nominations with checked content to a letter that is locked; returns their ids in order.

    Raises `Invalid` when the list would grow beyond `MOST_NOMINATIONS`.
    """
    if not each:
        return []
    of_the_letter = Nomination.proposal_id == proposal.id
    count, last = tx.session.execute(
        select(func.count(), func.coalesce(func.max(Nomination.position), 0)).where(of_the_letter)
    ).one()
    if count + len(each) > MOST_NOMINATIONS:
        raise Invalid({"name": Problem("list_full", {"most": MOST_NOMINATIONS})})
    numbers = next_numbers(tx, "nomination", proposal.year, len(each))
    codes = [f"{office.series}-{proposal.year}-{number:04d}" for number in numbers]
    common = _common(tx, office, proposal)
    unit = tx.session.get_one(Unit, proposal.unit_id)
    laureates = link_laureates(tx, proposal.unit_id, each)
    rows = [
        {**common, **values, **_found_by(values["name"], code, unit), "code": code, "position": position,
         "laureate_id": laureate}
        for position, (code, values, laureate) in enumerate(zip(codes, each, laureates, strict=True), start=last + 1)
    ]  # fmt: skip
    tx.flushed().execute(insert(table_of(Nomination)), rows)
    ids = list(tx.session.execute(
        select(Nomination.id).where(of_the_letter, Nomination.position > last).order_by(Nomination.position)
    ).scalars())  # fmt: skip
    tx.connection.execute(insert(table_of(Task)), [
        {"nomination_id": line, "queue": common["waits_for"], "state": common["state"], "opened_at": tx.now,
         "due_on": NO_DUE_DATE, "assignee_id": None} for line in ids
    ])  # fmt: skip
    written = zip(ids, codes, each, strict=True)
    record(tx, [_entry(line, actor, {"code": code, **values}) for line, code, values in written])
    return ids


def change_lines(tx: Tx, actor: Actor, unit_id: int, changes: Sequence[LineChange]) -> None:
    """Give nominations of a unit, which are locked, their new content."""
    if not changes:
        return
    _no_files_in_secret(tx, changes)
    unit = tx.session.get_one(Unit, unit_id)
    table = table_of(Nomination)
    laureates = relink_laureates(tx, unit_id, {one.nomination_id: one.values for one in changes})
    rows = [
        {"line": one.nomination_id, **one.values, **_found_by(one.values["name"], one.code, unit),
         "laureate_id": laureates.now[one.nomination_id]}
        for one in changes
    ]  # fmt: skip
    names = [name for name in rows[0] if name != "line"]
    statement = update(table).where(table.c.id == bindparam("line")).values(
        content_version=table.c.content_version + 1, **{name: bindparam(name) for name in names}
    )  # fmt: skip
    tx.flushed().execute(statement, rows)
    forget_private(tx, laureates.left)
    record(tx, [_entry(one.nomination_id, actor, one.values) for one in changes])


def _no_files_in_secret(tx: Tx, changes: Sequence[LineChange]) -> None:
    """What is a state secret is on paper alone: files that are there are taken back first, by those who sent them."""
    secret = [one.nomination_id for one in changes if one.values["state_secret"]]
    for start in range(0, len(secret), CHUNK):
        held = tx.session.execute(
            select(Nomination.code, func.count())
            .join(Evidence, Evidence.nomination_id == Nomination.id)
            .where(Nomination.id.in_(secret[start : start + CHUNK]), Evidence.withdrawn_at.is_(None))
            .group_by(Nomination.code).order_by(Nomination.code)
        ).first()  # fmt: skip
        if held is not None:
            raise Invalid({"state_secret": Problem("secret_has_files", {"code": held[0], "n": held[1]})})


def _common(tx: Tx, office: Office, proposal: Proposal) -> dict[str, Any]:
    """What all nominations of a letter start with."""
    definition = office.registry.latest("nomination").definition
    start = definition.state(definition.initial)
    empty = ("lookup_code", "nominee_id", "assignee_id", "ended_at", "hold_id", "overlay", "received_at", "complete_on",
             "rule_set", "promised_on", "paused_on", "released_at", "decision_item_id")  # fmt: skip
    return dict.fromkeys(empty) | {
        "proposal_id": proposal.id, "unit_id": proposal.unit_id, "kind": proposal.kind,
        "movement_id": proposal.movement_id, "content_version": 1, "created_at": tx.now,
        "definition_key": definition.key, "definition_version": definition.version, "state": definition.initial,
        "version": 0, "paused_days": 0, "waits_for": start.waits_for[0], "due_on": NO_DUE_DATE, "since": tx.now,
    }  # fmt: skip


def _found_by(name: str, code: str, unit: Unit) -> dict[str, str]:
    return {"name_key": name.casefold(), "search_text": fold(f"{name} {code} {unit.name_vi}")[:300]}


def _entry(line: int, actor: Actor, detail: Mapping[str, Any]) -> Entry:
    return Entry(
        subject_kind="nomination", subject_id=line, action="write", actor_id=actor.person_id, detail=detail
    )  # fmt: skip

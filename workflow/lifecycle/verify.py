"""Checking the whole record: chains, moves, states and the published law against one another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, column, select, table

from states import Registry, UnknownDefinition
from workflow.audit.anchors import Witness, read_witness, witness_faults
from workflow.audit.verify import (
    Fault,
    Record,
    Rows,
    by_subject,
    chain_faults,
    chains,
    kinds_recorded,
    number,
    written,
)
from workflow.lifecycle.models import Event, PublishedDefinition, PublishedTransition

# The tables that events move, as the triggers of the schema know them.
SUBJECTS: Final[Mapping[str, str]] = {
    "nomination": "nomination", "session": "council_session", "decision_item": "decision_item",
}  # fmt: skip
STANDING: Final = ("id", "state", "version", "definition_key", "definition_version")

Law = Mapping[tuple[str, int], tuple[str, frozenset[tuple[str, str, str]]]]


@dataclass(frozen=True, slots=True)
class Report:
    """How much was read, and everything that did not fit."""

    subjects: int
    entries: int
    events: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


def verify(connection: Connection, registry: Registry, anchors: Path | None = None) -> Report:
    """Read everything once and report what does not fit. One transaction gives one view of the data."""
    witness = read_witness(anchors) if anchors else Witness()
    unseen = dict(witness.heads)
    faults = [*witness.faults, *_law_faults(connection, registry)]
    law = _law(registry)
    subjects = entries = events = 0
    for kind in sorted({*SUBJECTS, *kinds_recorded(connection)}):
        for subject_id, (chain, history, standing) in _subjects(connection, kind):
            subject = f"{kind}:{subject_id}"
            faults += chain_faults(kind, subject_id, chain)
            faults += witness_faults(subject, unseen.pop((kind, subject_id), None), chain)
            faults += _move_faults(kind, subject, chain, history)
            faults += _replay_faults(law, subject, history, standing[0] if standing else None)
            subjects += 1
            entries += len(chain)
            events += len(history)
    faults += [Fault(f"{kind}:{number(gone)}", seq, "dropped") for (kind, gone), (seq, _) in unseen.items()]
    return Report(subjects, entries, events, tuple(faults))


def _subjects(connection: Connection, kind: str) -> Iterator[tuple[Any, tuple[Rows, Rows, Rows]]]:
    """Each subject with its chain, its events and its row: three streams read side by side."""
    streams = [chains(connection, kind), _histories(connection, kind), _standings(connection, kind)]
    heads = [next(stream, None) for stream in streams]
    while any(head is not None for head in heads):
        first = min((head[0] for head in heads if head is not None), key=_place)
        parts: list[Rows] = []
        for index, head in enumerate(heads):
            if head is not None and head[0] == first:
                parts.append(head[1])
                heads[index] = next(streams[index], None)
            else:
                parts.append(())
        yield first, (parts[0], parts[1], parts[2])


def _place(subject_id: Any) -> tuple[bool, Any]:
    """SQLite puts text that was forced into a column of numbers after all numbers."""
    return (isinstance(subject_id, str), subject_id)


def _histories(connection: Connection, kind: str) -> Iterator[tuple[Any, Rows]]:
    e = Event
    columns = (
        e.subject_id, e.seq, e.definition_key, e.definition_version, e.trigger, e.source, e.target,
        e.actor_id, e.on_behalf_of_id, e.capacity, e.document, e.reason, e.detail, written(e.at, connection),
    )  # fmt: skip
    ordered = select(*columns).where(e.subject_kind == kind).order_by(e.subject_id, e.seq)
    return by_subject(connection, ordered)


def _standings(connection: Connection, kind: str) -> Iterator[tuple[Any, Rows]]:
    if kind not in SUBJECTS:
        return iter(())
    rows = table(SUBJECTS[kind], *(column(name) for name in STANDING))
    return by_subject(connection, select(*rows.c).order_by(rows.c.id))


def _move_faults(kind: str, subject: str, chain: Rows, history: Rows) -> Iterator[Fault]:
    """Every event has one entry in the trail that repeats it to the last byte, and the other way round."""
    told = [entry for entry in chain if entry.action == "move"]
    for entry, event in zip(told, history, strict=False):
        if entry.body != _body(subject, entry, event):
            yield Fault(subject, entry.seq, "move_differs")
    for entry in told[len(history) :]:
        yield Fault(subject, entry.seq, "move_without_event")
    for event in history[len(told) :]:
        yield Fault(subject, event.seq, "event_without_entry")


def _body(subject: str, entry: Record, event: Record) -> str | None:
    """The body that the mover wrote for this event: `canonical` of its entry, put together directly.

    Going through the encoder would take most of the time of a verification.
    """
    _, seq, key, version, trigger, source, target, *rest = event
    actor, behalf, capacity, document, reason, detail, at = rest
    try:
        return (
            f'{{"action":"move","actor":{number(actor)},"at":"{at}","behalf":{number(behalf)},"detail":{{'
            f'"capacity":{quoted(capacity)},"definition_key":{quoted(key)},"definition_version":{version},'
            f'"detail":{quoted(detail)},"document":{_text(document)},"reason":{_text(reason)},"seq":{seq},'
            f'"source":{quoted(source)},"target":{quoted(target)},"trigger":{quoted(trigger)}}},'
            f'"seq":{entry.seq},"subject":{quoted(subject)}}}'
        )
    except TypeError:  # a value of another type was put in
        return None


def _text(value: str | None) -> str:
    return "null" if value is None else quoted(value)


def _replay_faults(law: Law, subject: str, history: Rows, standing: Record | None) -> Iterator[Fault]:
    """The state is what the events lead to from the start, by moves that the definition knows."""
    if standing is None:
        if history:
            yield Fault(subject, history[-1].seq, "subject_missing")
        return
    _, state, version, *pinned = standing
    known = law.get((pinned[0], pinned[1]))
    if known is None:
        yield Fault(subject, version, "definition_unknown")
        return
    reached, moves = known
    for expected, event in enumerate(history, start=1):
        _, seq, key, pinned_to, trigger, source, target, *_ = event
        if seq != expected:
            yield Fault(subject, seq, "event_sequence")
        if source != reached or (trigger, source, target) not in moves or [key, pinned_to] != pinned:
            yield Fault(subject, seq, "event_path")
        reached = target
    if state != reached:
        yield Fault(subject, version, "state")
    if version != len(history):
        yield Fault(subject, version, "version")


def _law(registry: Registry) -> Law:
    return {
        (definition.key, definition.version): (
            definition.initial,
            frozenset((move.trigger, move.source, move.target) for move in definition.transitions),
        )
        for definition in (engine.definition for engine in registry.all())
    }


def _law_faults(connection: Connection, registry: Registry) -> Iterator[Fault]:
    """What is published is what the code says, word for word and move for move."""
    p, t = PublishedDefinition, PublishedTransition
    law = _law(registry)
    moves: dict[tuple[str, int], set[tuple[str, str, str]]] = {}
    for row in connection.execute(select(t.definition_key, t.version, t.trigger, t.source, t.target)):
        moves.setdefault((row[0], row[1]), set()).add((row[2], row[3], row[4]))
    for key, version, fingerprint, initial in connection.execute(select(p.key, p.version, p.fingerprint, p.initial)):
        subject = f"definition:{key}"
        published = moves.pop((key, version), set())
        try:
            definition = registry.engine(key, version).definition
        except UnknownDefinition:
            yield Fault(subject, version, "definition_unknown")
            continue
        if (fingerprint, initial) != (definition.fingerprint, definition.initial):
            yield Fault(subject, version, "definition_changed")
        if published != law[key, version][1]:
            yield Fault(subject, version, "transitions_changed")
    for key, version in moves:
        yield Fault(f"definition:{key}", version, "definition_unknown")

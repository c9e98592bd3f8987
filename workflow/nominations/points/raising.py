"""Raising the points of a supplement: what stood then is kept, and what could have been said before is flagged."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select

from workflow.kernel.db import table_of
from workflow.kernel.folding import fold
from workflow.kernel.prepared import CHUNK, Prepared
from workflow.kernel.transaction import Tx
from workflow.lifecycle.events import Moved
from workflow.nominations.models import Evidence, Nomination
from workflow.nominations.points.models import ContentSnapshot, SupplementPoint
from workflow.nominations.points.subjects import subject_of
from workflow.nominations.report import WORDS
from workflow.nominations.words import PAPERS


@dataclass(frozen=True, slots=True)
class Standing:
    """What a nomination holds at one moment: its words, and its newest file of each kind."""

    words: Mapping[str, str]
    files: Mapping[str, int]

    @classmethod
    def loaded(cls, body: str) -> "Standing":
        kept = json.loads(body)
        return cls(kept["words"], kept["files"])

    def dumped(self) -> str:
        return json.dumps({"words": dict(self.words), "files": dict(self.files)}, ensure_ascii=False)

    def same(self, other: "Standing", about: str | None) -> bool:
        """Whether what a point is about is unchanged between two moments; about nothing in particular: all of it."""
        names = set(WORDS) if about is None else {about} & WORDS.keys()
        kinds = set(PAPERS) if about is None else {about} & PAPERS.keys()
        return all(self.words.get(name, "") == other.words.get(name, "") for name in names) and all(
            self.files.get(kind) == other.files.get(kind) for kind in kinds
        )


def raise_points(tx: Tx, moved: Sequence[Moved]) -> None:
    """Each line of the request becomes a point of its own; a fixed number of statements for any number of files."""
    ids = [fact.subject_id for fact in moved]
    now = _standing_now(tx, ids)
    versions = {row[0]: row[1] for row in _each(tx, _VERSIONS, ids)}
    first, raised = _first_round(tx, ids), _raised_before(tx, ids)
    points = [
        point for fact in moved
        for point in _points(fact, now[fact.subject_id], first.get(fact.subject_id), raised.get(fact.subject_id, ()))
    ]  # fmt: skip
    tx.session.execute(insert(table_of(SupplementPoint)), points)
    tx.session.execute(insert(table_of(ContentSnapshot)), [
        {"nomination_id": fact.subject_id, "round": fact.seq, "content_version": versions[fact.subject_id],
         "body": now[fact.subject_id].dumped(), "taken_at": tx.now}
        for fact in moved
    ])  # fmt: skip


def _points(
    fact: Moved, now: Standing, first: Standing | None, raised: Sequence[tuple[str | None, str]]
) -> list[dict[str, Any]]:
    found = []
    for position, text in enumerate(fact.inputs["points"], start=1):
        about = subject_of(text)
        said = any(about == before if about is not None else fold(words) == fold(text) for before, words in raised)
        found.append({
            "nomination_id": fact.subject_id, "round": fact.seq, "position": position, "text": text, "about": about,
            "flagged_late": first is not None and not said and now.same(first, about),
            "before_evidence_id": now.files.get(about or ""), "answer": "", "why": "",
        })  # fmt: skip
    return found


def _standing_now(tx: Tx, ids: Sequence[int]) -> dict[int, Standing]:
    files: dict[int, dict[str, int]] = {}
    for evidence_id, nomination_id, kind in _each(tx, _FILES, ids):
        files.setdefault(nomination_id, {})[kind] = evidence_id
    return {
        nomination_id: Standing(dict(zip(WORDS, words, strict=True)), files.get(nomination_id, {}))
        for nomination_id, *words in _each(tx, _WORDS, ids)
    }


def _first_round(tx: Tx, ids: Sequence[int]) -> dict[int, Standing]:
    """What each nomination held when a supplement was first asked for; those never asked are left out."""
    return {nomination_id: Standing.loaded(body) for nomination_id, body in _each(tx, _FIRST_BODIES, ids)}


def _raised_before(tx: Tx, ids: Sequence[int]) -> dict[int, list[tuple[str | None, str]]]:
    found: dict[int, list[tuple[str | None, str]]] = {}
    for nomination_id, about, text in _each(tx, _RAISED, ids):
        found.setdefault(nomination_id, []).append((about, text))
    return found


def _each(tx: Tx, statement: Prepared, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    connection = tx.flushed()
    return [
        row for start in range(0, len(ids), CHUNK)
        for row in statement.rows(connection, {"ids": ids[start : start + CHUNK]})
    ]  # fmt: skip


_IDS: Final[Any] = bindparam("ids", expanding=True)
_FIRST: Final = (
    select(ContentSnapshot.nomination_id, func.min(ContentSnapshot.round).label("round"))
    .where(ContentSnapshot.nomination_id.in_(_IDS))
    .group_by(ContentSnapshot.nomination_id)
    .subquery()
)
_VERSIONS: Final = Prepared(select(Nomination.id, Nomination.content_version).where(Nomination.id.in_(_IDS)))
_WORDS: Final = Prepared(
    select(Nomination.id, *(getattr(Nomination, name) for name in WORDS)).where(Nomination.id.in_(_IDS))
)
_FILES: Final = Prepared(
    select(Evidence.id, Evidence.nomination_id, Evidence.kind)
    .where(Evidence.nomination_id.in_(_IDS), Evidence.withdrawn_at.is_(None))
    .order_by(Evidence.id)
)
_FIRST_BODIES: Final = Prepared(
    select(ContentSnapshot.nomination_id, ContentSnapshot.body)
    .join(_FIRST, (_FIRST.c.nomination_id == ContentSnapshot.nomination_id) & (_FIRST.c.round == ContentSnapshot.round))
)  # fmt: skip
_RAISED: Final = Prepared(
    select(SupplementPoint.nomination_id, SupplementPoint.about, SupplementPoint.text)
    .where(SupplementPoint.nomination_id.in_(_IDS))
)  # fmt: skip

"""Writing the letters of an event into the outbox, in the event's own transaction."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, insert, or_, update

from notifications.audience import CHUNK, Directory, Reader
from notifications.cases import Case, cases_of
from notifications.kind import NOMINEE, Kind
from notifications.kinds import kinds_on, superseded_by
from notifications.models import OutboxMessage
from states import Text
from states.text import shown
from workflow.kernel.clock import office_date
from workflow.kernel.db import table_of
from workflow.kernel.prepared import Prepared
from workflow.kernel.settings import Settings
from workflow.kernel.transaction import Tx

NO_ADDRESS: Final = "no_address"
ON_FILE: Final = Text("(ghi trong hồ sơ)", "(on the file)")
UNMAILED: Final = ("name", "reason", "question", "points")
"""What mail never carries about a file that is a state secret."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TABLE: Final = table_of(OutboxMessage)
_COLUMNS: Final = (
    "subject_kind", "subject_id", "event_seq", "nomination_id", "kind", "template_version", "person_id", "recipient",
    "to_address", "to_name", "locale", "params", "message_id", "created_at", "next_at", "attempts", "state",
    "last_error",
)  # fmt: skip
_INSERT: Final = Prepared(insert(_TABLE).inline(), columns=_COLUMNS)


def asleep() -> None:
    """Nobody to wake: the clockwork finds the letters within a minute."""


@dataclass(slots=True)
class Subscriber:
    """Hears every fact; writes one letter for each person it concerns. Nothing is sent here."""

    key: bytes
    mail_domain: str
    wake: Callable[[], None] = asleep
    _marks: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings, wake: Callable[[], None] = asleep) -> "Subscriber":
        return cls(settings.signing_key().encode(), settings.mail_domain, wake)

    def __call__(self, tx: Tx, fact: object) -> None:
        cases = cases_of(fact)
        if cases:
            self.write(tx, cases)

    def write(self, tx: Tx, cases: Sequence[Case]) -> int:
        """Write the letters of these cases, take back those they make untrue. Returns how many."""
        _supersede(tx, cases)
        rows = list(self._rows(tx, cases))
        if rows:
            _INSERT.run(tx.connection, *rows)
            tx.after_commit(self.wake)
        return len(rows)

    def _rows(self, tx: Tx, cases: Sequence[Case]) -> Iterator[dict[str, Any]]:
        directory = Directory(tx.connection, office_date(tx.now), cases)
        for case in cases:
            kept: dict[str, Mapping[str, Any]] = {}
            for kind, reader in addressed(directory, case):
                if reader.locale not in kept:
                    kept[reader.locale] = _values(case, reader.locale)
                yield self._row(tx, case, kind, reader, kept[reader.locale])

    def _row(self, tx: Tx, case: Case, kind: Kind, reader: Reader, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "subject_kind": case.subject_kind,
            "subject_id": case.subject_id,
            "event_seq": case.seq,
            "nomination_id": case.row.id if case.row else None,
            "kind": kind.code,
            "template_version": kind.version,
            "person_id": reader.person_id,
            "recipient": reader.recipient,
            "to_address": reader.address,
            "to_name": reader.name,
            "locale": reader.locale,
            "params": _encode({name: values.get(name, "") for name in kind.fields}),
            "message_id": self.message_id(case, kind.code, reader.recipient),
            "created_at": tx.now,
            "next_at": tx.now,
            "attempts": 0,
            "state": "pending" if reader.address else "held",
            "last_error": None if reader.address else NO_ADDRESS,
        }

    def message_id(self, case: Case, kind: str, recipient: str) -> str:
        """The same for the same letter whenever it is computed, and telling nobody whom it is for."""
        mark = self._marks.get(recipient)
        if mark is None:
            mark = hmac.new(self.key, recipient.encode(), hashlib.sha256).hexdigest()[:16]
            self._marks[recipient] = mark
        return f"<{case.subject_kind}-{case.subject_id}.{case.seq}.{kind}.{mark}@{self.mail_domain}>"


def addressed(directory: Directory, case: Case) -> Iterator[tuple[Kind, Reader]]:
    """Each person concerned once, with the first kind that fits; the one who acted needs no letter.

    A nominee hears of the own file only as nominee, whatever other post they hold.
    """
    told = {f"person:{case.actor_id}"}
    own = f"person:{case.row.nominee_id}" if case.row else ""
    for kind in kinds_on(case.heard, case.trigger, case.source, case.target):
        for audience in kind.to:
            for reader in directory.readers(audience, case):
                if reader.recipient in told or (reader.recipient == own and audience != NOMINEE):
                    continue
                told.add(reader.recipient)
                yield kind, reader


def _supersede(tx: Tx, cases: Sequence[Case]) -> None:
    """Take back what has not left the house and is no longer so; what is on its way is let go."""
    untrue: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for case in cases:
        if case.heard_as:
            continue
        codes = superseded_by(case.subject_kind, case.trigger, moves=case.moves)
        if codes:
            untrue.setdefault((case.subject_kind, codes), []).append(case.subject_id)
    for (subject_kind, codes), ids in untrue.items():
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            _SUPERSEDE.run(tx.connection, {"of": subject_kind, "ids": part, "kinds": codes, "now": tx.now})


_SUPERSEDE: Final = Prepared(
    update(_TABLE)
    .where(
        _TABLE.c.subject_kind == bindparam("of"),
        _TABLE.c.subject_id.in_(bindparam("ids", expanding=True)),
        _TABLE.c.state.in_(("pending", "held")),
        _TABLE.c.kind.in_(bindparam("kinds", expanding=True)),
        or_(_TABLE.c.lease_until.is_(None), _TABLE.c.lease_until < bindparam("now")),
    )
    .values(state="superseded")
)


def _values(case: Case, locale: str) -> Mapping[str, Any]:
    """The values that letters show, in a reader's language."""
    values = {name: _plain(value, locale) for name, value in case.values.items()}
    row = case.row
    if row is None:
        return values
    values |= {"code": row.code, "name": row.name, "award": row.award.to(locale), "unit": row.unit.to(locale)}
    if row.state_secret:
        values |= {name: ON_FILE.to(locale) for name in UNMAILED if name in values}
    return values


def _plain(value: Any, locale: str) -> Any:
    return [str(item) for item in value] if isinstance(value, list | tuple) else shown(value, locale)

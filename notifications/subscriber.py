"""Writing the letters of an event into the outbox, in the event's own transaction."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, insert, or_, select, update

from notifications.audience import CHUNK, Directory, Reader
from notifications.cases import Case, cases_of, units_of
from notifications.kind import NOMINEE, Kind
from notifications.kinds import kinds_on, superseded_by
from notifications.models import OutboxMessage
from states import Text
from states.text import shown
from workflow.awards.models import Award
from workflow.kernel.clock import office_date
from workflow.kernel.settings import Settings
from workflow.kernel.transaction import Tx
from workflow.people.models import Unit

NO_ADDRESS: Final = "no_address"
ON_FILE: Final = Text("(ghi trong hồ sơ)", "(on the file)")
UNMAILED: Final = ("name", "reason", "question", "points")
"""What mail never carries about a file that is a state secret."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TABLE: Final = OutboxMessage.__table__
_INSERT: Final = insert(_TABLE).inline()  # type: ignore[arg-type]


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
        connection = tx.session.connection()
        _supersede(connection, cases, tx)
        rows = list(self._rows(connection, cases, tx))
        if rows:
            connection.execute(_INSERT, rows)
            tx.after_commit(self.wake)
        return len(rows)

    def _rows(self, connection: Connection, cases: Sequence[Case], tx: Tx) -> Iterator[dict[str, Any]]:
        directory = Directory(connection, office_date(tx.now), cases)
        names = _Names(connection, cases)
        for case in cases:
            kept: dict[str, Mapping[str, Any]] = {}
            for kind, reader in addressed(directory, case):
                if reader.locale not in kept:
                    kept[reader.locale] = names.values(case, reader.locale)
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


def _supersede(connection: Connection, cases: Sequence[Case], tx: Tx) -> None:
    """Take back what has not left the house and is no longer so; what is on its way is let go."""
    untrue: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for case in cases:
        if case.heard_as:
            continue
        codes = superseded_by(case.subject_kind, case.trigger, moves=case.moves)
        if codes:
            untrue.setdefault((case.subject_kind, codes), []).append(case.subject_id)
    columns = OutboxMessage
    for (subject_kind, codes), ids in untrue.items():
        for start in range(0, len(ids), CHUNK):
            connection.execute(
                update(_TABLE)  # type: ignore[arg-type]
                .where(
                    columns.subject_kind == subject_kind,
                    columns.subject_id.in_(ids[start : start + CHUNK]),
                    columns.state.in_(("pending", "held")),
                    columns.kind.in_(codes),
                    or_(columns.lease_until.is_(None), columns.lease_until < tx.now),
                )
                .values(state="superseded")
            )


class _Names:
    """The values that letters show, in each reader's language; names are read once for a whole act."""

    def __init__(self, connection: Connection, cases: Sequence[Case]) -> None:
        self.awards = _texts(connection.execute(select(Award.code, Award.name_vi, Award.name_en)))
        units = sorted(units_of(cases))
        self.units = _texts(connection.execute(select(Unit.id, Unit.name_vi, Unit.name_en).where(Unit.id.in_(units))))

    def values(self, case: Case, locale: str) -> Mapping[str, Any]:
        values = {name: _plain(value, locale) for name, value in case.values.items()}
        row = case.row
        if row is None:
            return values
        award, unit = self.awards[row.award_code].to(locale), self.units[row.unit_id].to(locale)
        values |= {"code": row.code, "name": row.name, "award": award, "unit": unit}
        if row.state_secret:
            values |= {name: ON_FILE.to(locale) for name in UNMAILED if name in values}
        return values


def _texts(rows: Iterable[Any]) -> dict[Any, Text]:
    return {key: Text(vi, en) for key, vi, en in rows}


def _plain(value: Any, locale: str) -> Any:
    return [str(item) for item in value] if isinstance(value, list | tuple) else shown(value, locale)

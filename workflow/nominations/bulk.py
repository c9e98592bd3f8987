"""Acting on many: what would happen, and what did happen, row by row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from states import NO_SUCH_MOVE, Refusal, Text
from workflow.audit.chain import plain
from workflow.kernel.transaction import Tx
from workflow.lifecycle.office import Office
from workflow.nominations.advance import Outcome
from workflow.nominations.judging import Judge, Judged
from workflow.nominations.models import BulkReport
from workflow.nominations.rows import load_rows
from workflow.people.authority import Actor


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What became of one row: from and to, or why it stayed."""

    nomination_id: int
    code: str
    name: str
    source: str
    target: str | None
    refusals: tuple[Refusal, ...]
    stale: bool


def preview(
    session: Session, office: Office, actor: Actor, trigger: str, seen: Mapping[int, int], today: date
) -> list[Judged]:
    """What the trigger would do to each row, without the inputs that are still to be typed."""
    rows = load_rows(session, tuple(seen), locked=False)
    judge = Judge(session, office, actor, rows.values(), today)
    return [
        judge.judge(rows[row_id], trigger, {}, version)
        if judge.definition(rows[row_id]).has_trigger(trigger)
        else Judged(rows[row_id], None, None, (Refusal(NO_SUCH_MOVE, {"state": "", "trigger": trigger}),))
        for row_id, version in seen.items() if row_id in rows
    ]  # fmt: skip


def keep_report(tx: Tx, person_id: int, trigger: str, outcome: Outcome) -> int:
    """Store what happened, so that the page of the result can be opened again. Returns its id."""
    lines = [
        {"id": one.row.id, "code": one.row.code, "name": one.row.name, "source": one.moved.source,
         "target": one.moved.target}
        for one in outcome.moved
    ] + [
        {"id": one.row.id, "code": one.row.code, "name": one.row.name, "source": one.row.state, "target": None,
         "stale": one.stale, "refusals": [[no.code, _plain_params(no.params)] for no in one.refusals]}
        for one in outcome.left
    ]  # fmt: skip
    values = {
        "person_id": person_id,
        "trigger": trigger,
        "at": tx.now,
        "body": json.dumps(lines, ensure_ascii=False),
    }
    return tx.session.execute(insert(BulkReport).values(values).returning(BulkReport.id)).scalar_one()


def read_report(session: Session, person_id: int, report_id: int) -> tuple[str, datetime, list[ReportLine]] | None:
    """A report of one's own: trigger, time and lines."""
    row = session.execute(
        select(BulkReport.trigger, BulkReport.at, BulkReport.body)
        .where(BulkReport.id == report_id, BulkReport.person_id == person_id)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    lines = [
        ReportLine(
            item["id"], item["code"], item["name"], item["source"], item["target"],
            tuple(Refusal(code, _read_params(params)) for code, params in item.get("refusals", ())),
            item.get("stale", False),
        )
        for item in json.loads(row.body)
    ]  # fmt: skip
    return row.trigger, row.at, lines


def _plain_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Texts keep both languages; dates and the rest as the audit trail writes them."""
    return {name: _plain(value) for name, value in params.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return {"vi": value.vi, "en": value.en}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else plain(value)


def _read_params(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _read(value) for name, value in params.items()}


def _read(value: Any) -> Any:
    if isinstance(value, dict) and "vi" in value:
        return Text(value["vi"], value["en"])
    return [_read(item) for item in value] if isinstance(value, list) else _read_date(value)


def _read_date(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value
    except ValueError:
        return value

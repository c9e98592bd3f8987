"""The receipts that a unit hands to its nominees."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import segno
from flask import request, url_for
from markupsafe import Markup

from web.context import services
from web.i18n import _, day_with_weekday, exact_moment, pick
from workflow.lifecycle.numbering import shown_lookup_code
from workflow.nominations.proposal_queries import LetterSheet, ListLine

AT_ONCE = 200
QUIET = 2  # modules of empty border; the sheet around the picture is white as well


@dataclass(frozen=True, slots=True)
class Qr:
    """The dark modules of a code as one path."""

    size: int
    path: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """One slip as the macro takes it."""

    code: str
    name: str
    award: str
    unit: str
    received_at: str
    promised: str
    lookup: str
    lookup_with: Markup
    qr: Qr


@cache
def qr_of(address: str) -> Qr:
    """The code of an address; one run of dark modules is one rectangle of the path."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    runs = []
    for y, row in enumerate(rows, start=QUIET):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            start = x
            while x < len(row) and row[x]:
                x += 1
            runs.append(f"M{start + QUIET} {y}h{x - start}v1h-{x - start}z")
    return Qr(len(rows) + 2 * QUIET, "".join(runs))


def receipt_values(sheet: LetterSheet, lines: Sequence[ListLine]) -> dict[str, Any]:
    address = services().settings.public_url.rstrip("/") + "/status"
    unit = pick(sheet.unit_vi, sheet.unit_en)
    received = [line for line in lines if line.received_at is not None and line.lookup_code is not None]
    first = _first()
    promised = [line.promised_on for line in received if line.promised_on is not None]
    return {
        "sheet": sheet,
        "unit": unit,
        "number": sheet.number or "",
        "received_at": exact_moment(sheet.submitted_at) if sheet.submitted_at else "",
        "promised": day_with_weekday(max(promised, default=None)),
        "total": len(received),
        "receipts": [_receipt(line, unit, address) for line in received[first : first + AT_ONCE]],
        "more": _pages(sheet, len(received), first),
        "back": url_for("proposals.show", proposal_id=sheet.id),
    }


def _first() -> int:
    """Where the page starts, from 0: a long list is handed out in several."""
    typed = request.args.get("from", "")
    return max(int(typed) - 1, 0) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _pages(sheet: LetterSheet, total: int, first: int) -> list[tuple[str, str]]:
    """The other pages of a long list, each with its lines."""
    return [
        (f"{start + 1}–{min(start + AT_ONCE, total)}",
         f"{url_for(request.endpoint or '', proposal_id=sheet.id)}?from={start + 1}")
        for start in range(0, total, AT_ONCE) if start != first
    ]  # fmt: skip


def _receipt(line: ListLine, unit: str, address: str) -> Receipt:
    code = Markup('<b class="num">{}</b>').format(shown_lookup_code(line.lookup_code or ""))
    year = _("năm sinh %(year)s", year=line.birth_year or "")
    return Receipt(
        line.code, line.name, pick(line.award_vi, line.award_en), unit,
        exact_moment(line.received_at) if line.received_at else "", day_with_weekday(line.promised_on), address,
        Markup(_("Mã tra cứu %(code)s, cùng %(year)s")) % {"code": code, "year": year}, qr_of(address),
    )  # fmt: skip

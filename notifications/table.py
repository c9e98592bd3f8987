"""The declaration of letters as a table, for the command line and the documentation."""

import json
from dataclasses import asdict, dataclass

from notifications.kinds import KINDS


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of letter in words."""

    kind: str
    on: str
    to: str
    required: bool
    superseded_by: str
    subject_vi: str
    subject_en: str


def kind_table() -> tuple[KindRow, ...]:
    """Every kind in the order of the declaration."""
    return tuple(
        KindRow(
            kind=kind.code,
            on=", ".join(str(on) for on in kind.on),
            to=", ".join(kind.to),
            required=kind.required,
            superseded_by=", ".join(kind.superseded_by),
            subject_vi=kind.subject.vi,
            subject_en=kind.subject.en,
        )
        for kind in KINDS.values()
    )


def as_text(rows: tuple[KindRow, ...]) -> str:
    """Columns aligned for a terminal."""
    cells = [("KIND", "ON", "TO", "SUBJECT"), *((row.kind, row.on, row.to, row.subject_vi) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(3)]
    return "\n".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3])) for row in cells
    )


def as_json(rows: tuple[KindRow, ...]) -> str:
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2)

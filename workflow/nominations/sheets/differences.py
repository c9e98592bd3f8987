"""What a row of the file would change in a nomination, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.nominations.sheets.columns import FIELDS


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: the value that stands, and the one that the file holds."""

    field: str
    old: Any
    new: Any


def differences(standing: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields that differ, in the order of the columns. Nothing and an empty text are the same."""
    return tuple(
        Difference(name, standing[name], wanted[name])
        for name in FIELDS if _bare(standing[name]) != _bare(wanted[name])
    )  # fmt: skip


def _bare(value: Any) -> Any:
    return None if value == "" else value

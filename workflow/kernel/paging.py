"""Keyset pages: the next page starts after the last row seen, however deep it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")
PAGE_SIZE = 50
COUNT_LIMIT = 1_000  # counts are exact up to here, and "more than" beyond: they stay cheap


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: the sort key of the row before it, and how many rows came before."""

    rank: int
    due_on: date
    id: int
    before: int

    def encode(self) -> str:
        return f"{self.rank}.{self.due_on.isoformat()}.{self.id}.{self.before}"

    @classmethod
    def decode(cls, text: str) -> "Cursor | None":
        """The cursor of an address, or None for anything that is not one."""
        parts = text.split(".")
        if len(parts) != 4 or not all(part.isascii() and len(part) <= 12 for part in parts):
            return None
        try:
            return cls(int(parts[0]), date.fromisoformat(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """A page of rows; `first` is the number of its first row, `next` the start of the one after."""

    items: Sequence[T]
    first: int
    next: Cursor | None

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1

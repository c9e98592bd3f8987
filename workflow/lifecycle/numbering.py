"""Numbers and codes for people to quote: without gaps within a series, or impossible to guess."""

import secrets
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from workflow.kernel.transaction import Tx
from workflow.lifecycle.models import Series

# Crockford's alphabet: no I, L, O, U, so that a code read out on the phone is typed right.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKUP_LENGTH: Final = 12
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def next_number(tx: Tx, name: str, year: int) -> int:
    """The next number of a series; two transactions never get the same one."""
    return next_numbers(tx, name, year, 1)[0]


def next_numbers(tx: Tx, name: str, year: int, count: int) -> range:
    """The next numbers of a series, taken in one step."""
    insert = sqlite.insert if tx.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    tx.session.execute(insert(Series).values(name=name, year=year, last=0).on_conflict_do_nothing())
    tx.session.execute(update(Series).where(Series.name == name, Series.year == year).values(last=Series.last + count))
    last: int = tx.session.execute(select(Series.last).where(Series.name == name, Series.year == year)).scalar_one()
    return range(last - count + 1, last + 1)


def lookup_code() -> str:
    """Sixty random bits and a check character: what a receipt carries."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LOOKUP_LENGTH))
    return body + _check(body)


def read_lookup_code(typed: str) -> str | None:
    """The code as stored, however it was typed; None when it cannot be one."""
    bare = "".join(mark for mark in typed.upper().translate(_READ_AS) if mark in ALPHABET)
    if len(bare) != LOOKUP_LENGTH + 1 or bare[-1] != _check(bare[:-1]):
        return None
    return bare


def shown_lookup_code(code: str) -> str:
    """In groups of four, as printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _check(body: str) -> str:
    weighted = sum(place * ALPHABET.index(mark) for place, mark in enumerate(body, start=1))
    return ALPHABET[weighted % 31]

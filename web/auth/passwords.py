"""Password hashes: Argon2id, one normal form for what people type."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's floor is lower; 64 MiB and three passes take about a seventh of a second here.
_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
# A hash needs 64 MiB: two at a time keep a flood of guesses from taking all memory.
_turns = threading.BoundedSemaphore(2)
_NOBODY = _hasher.hash("nobody signs in with this")
LEAST = 12
MOST = 256


def hash_password(password: str) -> str:
    with _turns:
        return _hasher.hash(_normal(password))


def password_fits(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; as slow for an unknown account as for a known one."""
    with _turns:
        try:
            fits = _hasher.verify(stored or _NOBODY, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return fits and stored is not None


def needs_rehash(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)


def _normal(password: str) -> str:
    """Vietnamese input methods compose marks differently; the same password must stay the same."""
    return unicodedata.normalize("NFKC", password)[:MOST]

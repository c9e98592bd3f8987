"""The arithmetic of the chain: canonical bytes and their digest. Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

DOMAIN: Final = b"thidua.audit.v1\x00"
_AS_IS: Final = frozenset((str, int, bool, type(None)))
# One encoder for the process: building one per call costs a third more.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def genesis(subject_kind: str, subject_id: int) -> str:
    """What the first entry of a subject points back to."""
    return hashlib.sha256(b"thidua.genesis.v1\x00" + f"{subject_kind}:{subject_id}".encode()).hexdigest()


def link(prev_hash: str, body: str) -> str:
    """The digest of an entry: SHA-256 over a domain tag, the digest before it, and its exact bytes."""
    return hashlib.sha256(DOMAIN + prev_hash.encode() + b"\x00" + body.encode()).hexdigest()


def canonical(values: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces; times as UTC with microseconds, no floats."""
    return _encode({key: plain(value) for key, value in values.items()})


def plain(value: Any) -> Any:
    """A value as the body writes it."""
    if type(value) in _AS_IS:  # nearly all of them, and the questions below are slow
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        raise TypeError("no floats in the audit trail: they do not print the same everywhere")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value

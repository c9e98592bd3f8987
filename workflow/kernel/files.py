"""Bytes kept under their digest, outside the web root."""

import hashlib
import os
import secrets
from pathlib import Path


class BlobStore:
    """A folder of files named by their SHA-256; the same bytes are stored once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Store the bytes durably and return their digest. A half-written file never gets its name."""
        digest = hashlib.sha256(content).hexdigest()
        target = self.path(digest)
        if target.exists():
            return digest
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{digest}.{secrets.token_hex(8)}.part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        return digest

    def path(self, digest: str) -> Path:
        """Where a digest lies. Only digests we made ourselves are ever asked for."""
        return self.folder / digest[:2] / digest

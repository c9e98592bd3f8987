"""A Redis server of the tests' own, in memory only."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.processes import free_port, listens, stop, wait_until


def redis_program() -> str | None:
    return shutil.which("redis-server")


@contextmanager
def redis_server() -> Iterator[str]:
    program, port = redis_program(), free_port()
    if program is None:
        raise FileNotFoundError("no redis-server on this machine")
    with tempfile.TemporaryDirectory(prefix="thidua-redis-") as folder:
        where = ("--bind", "127.0.0.1", "--port", str(port), "--dir", folder)
        server = subprocess.Popen([program, *where, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL)
        try:
            wait_until(lambda: listens(port), what="Redis' first answer")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            stop(server)

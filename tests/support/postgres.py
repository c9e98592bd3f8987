"""A PostgreSQL server of the tests' own: made when first asked for, thrown away at the end.

Each xdist worker has its own, so nothing is shared and nothing needs a lock; it is ready in under a second.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from tests.support.processes import free_port, stop, wait_until

_numbers = count(1)


def programs() -> Path | None:
    """The folder of initdb and postgres: the newest of Debian's versioned folders, or the one on the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name))
    on_path = shutil.which("initdb")
    return folders[-1] if folders else Path(on_path).parent if on_path else None


def _owner() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def _start(arguments: Sequence[str | Path], log: Path) -> subprocess.Popen[bytes]:
    owner = _owner()
    with log.open("ab") as sink:
        return subprocess.Popen(
            [str(part) for part in arguments],
            stdout=sink,
            stderr=sink,
            cwd="/",
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
        )


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """Run a server on a free port and give the address of its `postgres` database, for SQLAlchemy.

    Only a measurement needs it to be `durable`: every commit then waits for the disk.
    """
    folder = programs()
    if folder is None:
        raise FileNotFoundError("no PostgreSQL programs on this machine")
    with tempfile.TemporaryDirectory(prefix="thidua-pg-") as made:
        home, owner, port = Path(made), _owner(), free_port()
        if owner:
            os.chown(home, owner.pw_uid, owner.pw_gid)
        data, log = home / "data", home / "log"
        initdb: list[str | Path] = [
            folder / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--no-sync",
            "-A",
            "trust",
        ]
        if _start([*initdb, "-E", "UTF8", "--locale", "C.UTF-8"], log).wait(60):
            raise RuntimeError(log.read_text())
        quick = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
        many = ("-c", "max_connections=300")  # two hundred people press the same button
        where = ("-h", "127.0.0.1", "-p", str(port), "-k", str(home))
        server = _start([folder / "postgres", "-D", data, *where, *many, *(() if durable else quick)], log)
        try:
            wait_until(lambda: _answers(port, server, log), what="PostgreSQL's first answer")
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(2)  # "fast": open connections of a failed test must not keep it up
            stop(server)


def _answers(port: int, server: subprocess.Popen[bytes], log: Path) -> bool:
    if server.poll() is not None:
        raise RuntimeError(log.read_text())
    try:
        psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def fresh_database(server_url: str) -> str:
    """The address of a new, empty database on this server."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server_url.rsplit("/", 1)[0] + f"/{name}"

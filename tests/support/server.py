"""The application behind a real socket: in a thread for most tests, under gunicorn as in production."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.processes import free_port, listens, stop, wait_until

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line for each request would drown the tests' own words."""


@contextmanager
def serving(app: WSGIApplication, port: int = 0) -> Iterator[str]:
    """Serve a WSGI application from a thread of this process; gives its address."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@contextmanager
def gunicorn(target: str, environment: Mapping[str, str], *, workers: int = 1, threads: int = 4) -> Iterator[str]:
    """Serve `module:app` as in production, in processes of its own; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}"]
    size = ["--workers", str(workers), "--threads", str(threads), "--log-level", "warning"]
    process = subprocess.Popen([*command, *size], env={**os.environ, **environment})
    try:
        wait_until(lambda: listens(port) or process.poll() is not None, what="gunicorn's first answer")
        if process.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {process.returncode}")
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)

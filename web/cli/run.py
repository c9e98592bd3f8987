"""Commands that keep running: the web, the worker, the demonstration."""

import os
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from web.context import parts


@click.command()
@click.option("--bind", default="127.0.0.1:8000", help="Address and port to listen on.")
@click.option("--workers", default=2, help="Processes.")
@click.option("--threads", default=4, help="Threads in each process.")
def serve(bind: str, workers: int, threads: int) -> None:
    """Serve the web with gunicorn."""
    os.execv(sys.executable, [
        sys.executable, "-m", "gunicorn", "wsgi:application", "--bind", bind, "--workers", str(workers),
        "--threads", str(threads), "--access-logfile", "-", "--graceful-timeout", "25",
    ])  # fmt: skip


@click.command()
@with_appcontext
def worker() -> None:
    """Send the letters and watch the clock, until told to stop."""
    queue = parts().queue
    queue.serve(parts().clockwork())
    queue.run()


@click.command()
@click.option("--port", default=8000, help="Port to listen on.")
@click.option("--data", default="demo-data", type=click.Path(path_type=Path), help="Folder of the demonstration.")
@click.option("--config", default="district-2023", help="Administrative set-up.")
def demo(port: int, data: Path, config: str) -> None:
    """Create the demo district if it is not there, and serve it with its worker."""
    from web.demo.run import run_demo  # noqa: PLC0415 (slow import)

    run_demo(port, data.resolve(), config)

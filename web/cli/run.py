"""Commands that keep running: the web, the worker, the demonstration."""

import os
import sys
from pathlib import Path
from typing import Final

import click

from web.cli.station import open_parts
from workflow.kernel.settings import Settings

DEMO_DATA: Final = Path("demo-data")


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each process.")
def serve(bind: str, workers: int, threads: int) -> None:
    """Serve the web with gunicorn, until told to stop."""
    open_parts()  # a missing database is told here, in a sentence, and not by every request
    size = ["--workers", str(workers), "--threads", str(threads)]
    command = [sys.executable, "-m", "gunicorn", "wsgi:application", "--bind", bind, *size]
    os.execv(sys.executable, [*command, "--access-logfile", "-", "--graceful-timeout", "25"])


@click.command()
def worker() -> None:
    """Send the letters and watch the clock, until told to stop."""
    parts = open_parts()
    parts.queue.serve(parts.clockwork())
    parts.queue.run()


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--data",
    show_default="demo-data/CONFIG",
    type=click.Path(path_type=Path),
    help="Folder of the demonstration.",
)
@click.option(
    "--config",
    default=Settings.configs()[0],
    show_default=True,
    type=click.Choice(Settings.configs()),
    help="Administrative set-up.",
)
def demo(port: int, data: Path | None, config: str) -> None:
    """Create the demo of this set-up if it is not there, and serve it with its worker."""
    from web.demo.run import run_demo  # noqa: PLC0415 (slow import)

    run_demo(port, (data or DEMO_DATA / config).resolve(), config)

"""Serving the demo: web and worker in one process, letters captured, the clock where the story ends."""

import os
from pathlib import Path
from typing import Any, Final

import click
from gunicorn.app.base import BaseApplication

from web.app import create_app
from web.demo.locality import locality_of
from web.demo.seed import HalfTold, OtherPlace, seed_demo
from web.site import site_of
from workflow.kernel.settings import Settings

THREADS: Final = 8


def run_demo(port: int, data: Path, config: str) -> None:
    """Create the place if the folder is new, print the way in, and serve until Ctrl-C."""
    settings = _settings(port, data, config)
    app = create_app(settings)
    try:
        accounts = seed_demo(app)
    except (HalfTold, OtherPlace) as error:
        raise click.ClickException(str(error)) from error
    app.extensions["thidua"].services.store.engine.dispose()  # the served process opens its own connections
    _print_accounts(settings, accounts)
    _Server(settings, port).run()


def _settings(port: int, data: Path, config: str) -> Settings:
    """What the demonstration sets; whatever else is in the environment stays."""
    told = locality_of(config)
    os.environ.update(
        THIDUA_DATA_DIR=str(data),
        THIDUA_CONFIG=config,
        THIDUA_DEMO="true",
        THIDUA_MAIL_TRANSPORT="capture",
        THIDUA_MAIL_FROM=f"thidua@{told.domain}",
        THIDUA_MAIL_DOMAIN=told.domain,
        THIDUA_CLOCK_START=told.ends_at.isoformat(),
        THIDUA_PUBLIC_URL=f"http://127.0.0.1:{port}",
    )
    return Settings.from_env()


def _print_accounts(settings: Settings, accounts: list[dict[str, str]]) -> None:
    site = site_of(settings.config, sample=True, language="vi")
    click.echo(f"\nThi Đua, {site.demo_name}: {settings.public_url}\n")
    shown = set()
    for account in accounts:
        if account["role"] not in shown:
            shown.add(account["role"])
            click.echo(f"  {account['role']:<18} {account['email']:<42} {account['password']}")
    click.echo(f"\n  {settings.data_dir / 'accounts.json'} lists them all. Ctrl-C ends.\n")


class _Server(BaseApplication):
    """gunicorn with one process of eight threads, and the worker as guest in it."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.settings = settings
        self.port = port
        self.guest: Any = None
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"127.0.0.1:{self.port}", "workers": 1, "threads": THREADS, "worker_class": "gthread",
            "graceful_timeout": 10, "loglevel": "warning", "post_worker_init": self._start_guest,
            "worker_exit": self._stop_guest,
        }.items():  # fmt: skip
            self.cfg.set(name, value)

    def load(self) -> Any:
        self.app = create_app(self.settings)
        return self.app

    def _start_guest(self, _worker: object) -> None:
        parts = self.app.extensions["thidua"]
        parts.queue.serve(parts.clockwork())
        self.guest = parts.queue.embedded()
        self.guest.start()

    def _stop_guest(self, _server: object, _worker: object) -> None:
        if self.guest is not None:
            self.guest.stop()

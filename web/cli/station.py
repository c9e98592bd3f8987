"""What a command on data stands on: the parts, opened with a sentence when they cannot be."""

from pathlib import Path
from typing import Final

import click
from sqlalchemy.engine import make_url

from web.composition import Parts, compose
from workflow.kernel.settings import Settings
from workflow.people.authority import Actor, Capacity

# Whoever can run commands on the machine keeps the installation; the trail shows them as nobody in particular.
CONSOLE: Final = Actor(person_id=None, name="", locale="vi", capacities=(Capacity("admin", None),))


def open_parts(*, new: bool = False) -> Parts:
    """The parts of the installation that the environment names. `new`: it need not be there yet."""
    settings = Settings.from_env()
    url = make_url(settings.database_address)
    if not new and url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise click.ClickException(
            f"There is no database in {settings.data_dir} yet. Make it with: thidua db upgrade "
            "(or set THIDUA_DATA_DIR to where it is)."
        )
    return compose(settings)

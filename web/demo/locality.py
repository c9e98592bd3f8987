"""What the demo knows of one place, read from the folder that bears the name of its configuration."""

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from web.demo.shapes import (
    Council,
    Delegation,
    Honour,
    Letter,
    LostLetter,
    Movement,
    Nomination,
    Person,
    Shape,
    Showcase,
    Step,
    Unit,
)
from workflow.kernel.clock import OFFICE_ZONE

FOLDER = Path(__file__).parent


class Locality(Shape):
    """Everything the demo of one configuration knows before its clock starts to move."""

    config: str
    domain: str
    password: str
    sample_line: str
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    delegations: tuple[Delegation, ...]
    council: Council
    movements: tuple[Movement, ...]
    letters: tuple[Letter, ...]
    nominations: tuple[Nomination, ...]
    honours: tuple[Honour, ...]
    steps: tuple[Step, ...]
    showcase: tuple[Showcase, ...]
    lost_letter: LostLetter
    first_code: str
    opens_at: datetime
    ends_at: datetime

    def address_of(self, key: str) -> str:
        return f"{key}@{self.domain}"


@cache
def locality_of(config: str) -> Locality:
    """The shipped place of this configuration: a folder of data files beside this one."""
    folder = FOLDER / config.replace("-", "_")
    story = _read(folder, "story")
    council = _read(folder, "council")
    return Locality(
        config=config,
        domain=story["domain"],
        password=story["password"],
        sample_line=story["sample_line"],
        units=_read(folder, "units")["unit"],
        people=_read(folder, "people")["person"],
        delegations=council.get("delegation", ()),
        council=council["council"],
        movements=_read(folder, "movements")["movement"],
        letters=_read(folder, "letters")["letter"],
        nominations=_read(folder, "nominations")["nomination"],
        honours=_read(folder, "honours")["honour"],
        steps=tuple(Step.of(line) for line in story["steps"]),
        showcase=_read(folder, "accounts")["account"],
        lost_letter=story["lost_letter"],
        first_code=story["first_code"],
        opens_at=story["opens_at"].replace(tzinfo=OFFICE_ZONE),
        ends_at=story["ends_at"].replace(tzinfo=OFFICE_ZONE),
    )


def _read(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))

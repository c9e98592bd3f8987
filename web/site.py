"""The names of the office that this installation serves, from its configuration file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from web.i18n import locale

FOLDER = Path(__file__).with_name("configurations")


@dataclass(frozen=True, slots=True)
class Site:
    """The office in one language. `here` is what people call the level in a sentence: the district, the commune."""

    issuer: str
    authority: str
    title: str
    office_name: str
    council: str
    here: str
    office_here: str
    demo_name: str
    demo_text: str
    place: str
    office_phone: str
    sample: bool

    @property
    def here_first(self) -> str:
        """The level at the head of a sentence."""
        return self.here[:1].upper() + self.here[1:]


@cache
def _read(config: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{config}.toml").read_text(encoding="utf-8"))


def site_of(config: str, *, sample: bool, language: str = "") -> Site:
    """The office in the reader's language, or in one that a document is bound to; `sample` marks a demonstration."""
    data = _read(config)
    phone = data["office_phone"].replace(" ", "\u00a0")  # a number is read in one line
    return Site(**data[language or locale()], place=data["place"], office_phone=phone, sample=sample)

"""Which definitions there are; none is let in unproved, and a published one may not change."""

from collections.abc import Iterable, Mapping
from functools import cache

from states.definition import Definition
from states.definitions import ALL
from states.errors import ChangedDefinition, UnknownDefinition
from states.machine import Engine
from states.staffing import DEFAULT_STAFFING, prove_staffing
from states.validation import prove


class Registry:
    """Engines by key and version. Construction proves each definition, staffing included."""

    def __init__(
        self, definitions: Iterable[Definition] = ALL, *, staffing: Mapping[str, int] = DEFAULT_STAFFING
    ) -> None:
        self._engines: dict[tuple[str, int], Engine] = {}
        for definition in definitions:
            name = (definition.key, definition.version)
            if name in self._engines:
                raise ChangedDefinition(f"{definition.key} {definition.version} is there twice")
            prove(definition)
            prove_staffing(definition, staffing)
            self._engines[name] = Engine(definition)

    def engine(self, key: str, version: int) -> Engine:
        """The engine an instance is pinned to."""
        try:
            return self._engines[key, version]
        except KeyError:
            raise UnknownDefinition(f"{key} {version}") from None

    def latest(self, key: str) -> Engine:
        """The engine for instances that start now."""
        versions = [version for known, version in self._engines if known == key]
        if not versions:
            raise UnknownDefinition(key)
        return self._engines[key, max(versions)]

    def all(self) -> tuple[Engine, ...]:
        return tuple(self._engines.values())

    def compare(self, published: Mapping[tuple[str, int], str]) -> None:
        """Raise when a published version is gone, or no longer has the fingerprint it was published with."""
        for (key, version), fingerprint in published.items():
            if self.engine(key, version).definition.fingerprint != fingerprint:
                raise ChangedDefinition(f"{key} {version} differs from what was published")


@cache
def shipped() -> Registry:
    """The registry of the shipped definitions, proved once per process."""
    return Registry()

"""A sentence in both languages, filled and chosen only when it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter


@dataclass(frozen=True, slots=True)
class Text:
    """The same meaning in Vietnamese and in English; both are always there."""

    vi: str
    en: str

    def to(self, locale: str, **values: object) -> str:
        """The sentence for a locale such as "vi", "en" or "en_GB", its placeholders filled when given."""
        chosen = self.en if locale.lower().startswith("en") else self.vi
        if not values:
            return chosen
        return chosen.format(**{name: shown(value, locale) for name, value in values.items()})

    @property
    def complete(self) -> bool:
        return bool(self.vi.strip() and self.en.strip())

    @property
    def placeholders(self) -> tuple[frozenset[str], frozenset[str]]:
        """Names between braces, Vietnamese first."""
        return placeholders_of(self.vi), placeholders_of(self.en)


def placeholders_of(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def shown(value: object, locale: str) -> str:
    """A value as people read it: dates as 24/11/2023, lists with semicolons, texts in the locale."""
    if isinstance(value, Text):
        return value.to(locale)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(shown(item, locale) for item in value)
    return str(value)

"""From what stands in a cell to a code: a label in either language, or the code itself, however it is typed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from states import Text
from workflow.awards.models import Award
from workflow.kernel.folding import clean, fold
from workflow.nominations.sheets.columns import AWARD, COLUMNS

YES: Final = ("x", "v", "true", "y", "co", "yes")


@dataclass(frozen=True, slots=True)
class AwardLabel:
    """An award of the catalogue as the drop-down list offers it."""

    code: str
    label: Text
    short: Text
    subject: str


class Labels:
    """All valid values of the template's columns."""

    def __init__(self, awards: Sequence[AwardLabel]) -> None:
        self.awards = awards
        self._subjects = {award.code: award.subject for award in awards}
        self._codes: dict[str, dict[str, set[str]]] = {
            column.name: _index((code, (text.vi, text.en)) for code, text in column.choices.items())
            for column in COLUMNS if column.choices
        }  # fmt: skip
        self._codes[AWARD] = _index(
            (one.code, (one.label.vi, one.label.en, one.short.vi, one.short.en)) for one in awards
        )

    def code(self, column: str, typed: str, *, subject: str | None = None) -> str:
        """The code, or what was typed where it means nothing or more than one thing."""
        key = fold(clean(typed))
        if not key:
            return ""
        found = self._codes[column].get(key, set())
        if len(found) > 1 and subject is not None:
            found = {code for code in found if self._subjects[code] in (subject, "any")}
        return next(iter(found)) if len(found) == 1 else clean(typed)

    def flag(self, column: str, typed: str) -> str | None:
        """1 or 0; None for what is neither."""
        key = fold(clean(typed))
        if key in YES:
            return "1"
        code = self.code(column, typed)
        return {"": "0", "0": "0", "1": "1"}.get(code)


def labels_of(session: Session) -> Labels:
    """The labels with today's catalogue of awards; two awards of one name are told apart by their code."""
    found = session.execute(
        select(Award.code, Award.name_vi, Award.name_en, Award.short_vi, Award.short_en, Award.subject)
        .order_by(Award.position, Award.code)
    ).all()  # fmt: skip
    named = Counter(row.name_vi for row in found)
    return Labels([
        AwardLabel(row.code, _told_apart(row.code, row.name_vi, row.name_en, alone=named[row.name_vi] == 1),
                   Text(row.short_vi, row.short_en), row.subject)
        for row in found
    ])  # fmt: skip


def _told_apart(code: str, vi: str, en: str, *, alone: bool) -> Text:
    return Text(vi, en) if alone else Text(f"{vi} · {code}", f"{en} · {code}")


def _index(choices: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for code, labels in choices:
        for label in (code, *labels):
            index.setdefault(fold(label), set()).add(code)
    return index


def shown(labels: Mapping[str, Text], code: object) -> Text:
    """The label of a code, or the code where it has none."""
    text = labels.get(str(code))
    return text if text is not None else Text(str(code), str(code))

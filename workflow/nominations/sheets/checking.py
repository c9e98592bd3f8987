"""What would become of each row of a list: taken, changed, asked about, or left with its reasons."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from workflow.audit.chain import canonical
from workflow.kernel.errors import Invalid, Problem
from workflow.nominations.content import checked_content
from workflow.nominations.identity import EVENT_FIELDS, INITIATIVE_FIELDS, Ties, checked_ties
from workflow.nominations.lines import MOST_NOMINATIONS
from workflow.nominations.sheets.columns import AWARD, CODE, COLUMNS, TIES, ListColumn
from workflow.nominations.sheets.differences import Difference, differences
from workflow.nominations.sheets.labels import Labels
from workflow.nominations.sheets.reading import ListFile, ListRow
from workflow.nominations.sheets.standing import Elsewhere, Letter, Likeness, Standing, likeness

BAD: Final = "bad"
ADDED: Final = "added"
CHANGED: Final = "changed"
SAME: Final = "same"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row and what would become of it.

    `alike` are open nominations of the unit that may be the same person, `twin` an earlier row of the file;
    `overtaken`: the nomination was changed on its page since the list went out.
    """

    row: ListRow
    outcome: str
    values: Mapping[str, Any] = field(default_factory=dict)
    ties: Ties | None = None
    problems: Mapping[str, Problem] = field(default_factory=dict)
    standing: Standing | None = None
    changes: tuple[Difference, ...] = ()
    alike: tuple[Elsewhere, ...] = ()
    twin: int | None = None
    overtaken: bool = False

    @property
    def asks(self) -> bool:
        """Whether a person has to say that it is to be taken."""
        return bool(self.alike) or self.twin is not None or self.overtaken

    @property
    def name(self) -> str:
        return str(self.values.get("name") or self.row.cells.get("name", ""))


@dataclass(frozen=True, slots=True)
class Plan:
    """What confirming would do. `seen` stands for all that was shown: when it differs, something has changed."""

    letter: Letter
    file: ListFile
    verdicts: tuple[Verdict, ...]
    gone: tuple[Standing, ...]

    def of(self, outcome: str, *, asks: bool | None = None) -> list[Verdict]:
        return [one for one in self.verdicts if one.outcome == outcome and asks in (None, one.asks)]

    @property
    def asked(self) -> list[Verdict]:
        return [one for one in self.verdicts if one.asks]

    @property
    def too_many(self) -> bool:
        return len(self.letter.lines) + len(self.of(ADDED)) > MOST_NOMINATIONS

    @property
    def seen(self) -> str:
        lines = [[one.id, one.version, one.content_version] for one in self.letter.lines.values()]
        rows = [
            [one.row.number, one.outcome, sorted(one.problems), [each.code for each in one.alike], one.twin,
             one.overtaken] for one in self.verdicts
        ]  # fmt: skip
        shown = {"letter": self.letter.version, "sent": self.letter.sent, "lines": lines, "rows": rows}
        return hashlib.sha256(canonical(shown).encode()).hexdigest()


def plan_of(letter: Letter, labels: Labels, file: ListFile, today: date) -> Plan:
    """Judge every row against the letter, by the very check of a single nomination."""
    there = {row.code for row in file.rows}
    gone = [line for line in letter.listed if line.code in file.known and line.code not in there]
    return Plan(letter, file, tuple(_Judge(letter, labels, file, today).verdicts()), tuple(gone))


class _Judge:
    """Goes through the rows once; what was met in earlier rows is remembered."""

    def __init__(self, letter: Letter, labels: Labels, file: ListFile, today: date) -> None:
        self.letter = letter
        self.labels = labels
        self.file = file
        self.today = today
        self.subjects = {award.code: award.subject for award in labels.awards}
        self.codes: set[str] = set()
        self.met: dict[Likeness, int] = {}

    def verdicts(self) -> Iterator[Verdict]:
        for row in self.file.rows:
            yield self._verdict(row)

    def _verdict(self, row: ListRow) -> Verdict:
        standing = self.letter.lines.get(row.code)
        problems = dict(row.problems)
        if row.code and (standing is None or standing.ended):
            problems[CODE] = Problem("code_not_in_letter")
        elif row.code in self.codes:
            problems[CODE] = Problem("code_twice")
        if row.code:
            self.codes.add(row.code)
        fields = self._fields(row, standing, problems)
        values = self._values(fields, problems)
        ties = self._ties(fields, problems)
        if standing is not None and standing.fixed and self._moves_event(standing, ties):
            problems["achievement_on"] = Problem("achievement_fixed")
        if problems or ties is None:
            in_order = {column.name: problems[column.name] for column in COLUMNS if column.name in problems}
            return Verdict(row, BAD, problems=in_order, standing=standing)
        return self._change(row, standing, values, ties) if standing is not None else self._addition(row, values, ties)

    def _values(self, fields: Mapping[str, Any], problems: dict[str, Problem]) -> Mapping[str, Any]:
        try:
            return checked_content(fields, self.today, self.subjects.get(fields[AWARD]))
        except Invalid as error:
            for name, problem in error.problems.items():
                problems.setdefault(name, problem)
            return {}

    def _ties(self, fields: Mapping[str, Any], problems: dict[str, Problem]) -> Ties | None:
        """What the row tells the register; a part of which the file has no column is left as it is."""
        told = [part for part in (EVENT_FIELDS, INITIATIVE_FIELDS) if not set(part).isdisjoint(self.file.columns)]
        try:
            return checked_ties({name: fields[name] for part in told for name in (*part, "achievement")}, self.today)
        except Invalid as error:
            for name, problem in error.problems.items():
                problems.setdefault(name, problem)
            return None

    def _moves_event(self, standing: Standing, ties: Ties | None) -> bool:
        told = _told(standing, ties) if ties is not None else {}
        return any(told.get(name) != standing.values[name] for name in EVENT_FIELDS)

    def _fields(self, row: ListRow, standing: Standing | None, problems: dict[str, Problem]) -> dict[str, Any]:
        """The fields as a form would send them; what the file does not speak of stays as it is."""
        stands = standing.values if standing is not None else {}
        subject = self.labels.code("subject", row.cells.get("subject", ""))
        fields: dict[str, Any] = {}
        for column in COLUMNS:
            name = column.name
            if name == CODE:
                continue
            if name in row.kept or name not in self.file.columns:
                fields[name] = stands.get(name)
                if name in row.kept and standing is None:
                    problems[name] = Problem("kept_without_code")
            else:
                fields[name] = self._field(column, row.cells.get(name, ""), subject, problems)
        return fields

    def _field(self, column: ListColumn, typed: str, subject: str, problems: dict[str, Problem]) -> str:
        if column.kind == "flag":
            flag = self.labels.flag(column.name, typed)
            if flag is None:
                problems.setdefault(column.name, Problem("not_yes_or_no"))
            return flag or ""
        if column.kind == "choice":
            return self.labels.code(column.name, typed)
        if column.kind == "award":
            return self.labels.code(column.name, typed, subject=subject)
        return typed

    def _change(self, row: ListRow, standing: Standing, values: Mapping[str, Any], ties: Ties) -> Verdict:
        changes = differences(standing.values, {**values, **_told(standing, ties)})
        self.met.setdefault(likeness(values["name"], values["birth_year"]), row.number)
        if not changes:
            return Verdict(row, SAME, values, standing=standing)
        if not standing.editable:
            return Verdict(row, BAD, problems={CODE: Problem("content_closed")}, standing=standing)
        overtaken = standing.content_version != self.file.known.get(standing.code, standing.content_version)
        return Verdict(row, CHANGED, values, ties, standing=standing, changes=changes, overtaken=overtaken)

    def _addition(self, row: ListRow, values: Mapping[str, Any], ties: Ties) -> Verdict:
        alike = likeness(values["name"], values["birth_year"])
        twin = self.met.get(alike)
        self.met.setdefault(alike, row.number)
        return Verdict(row, ADDED, values, ties, alike=tuple(self.letter.open.get(alike, ())), twin=twin)


def _told(standing: Standing, ties: Ties) -> dict[str, Any]:
    """What the register is told, in the words of the cells; of what the file does not speak, what stands."""
    told = {name: standing.values[name] for name in TIES}
    event, certificate = ties.event, ties.certificate
    if ties.tells_event:
        said = (f"{event.happened_on:%d/%m/%Y}", event.place, event.kind) if event else ("", "", "")
        told |= dict(zip(EVENT_FIELDS, said, strict=True))
    if ties.tells_initiative:
        shown = (certificate.number, certificate.year, certificate.title) if certificate else ("", "", "")
        told |= dict(zip(INITIATIVE_FIELDS, shown, strict=True))
    return told

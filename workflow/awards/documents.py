"""The papers that a dossier needs, and which of them are missing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from states import Text
from workflow.awards.law import Certainty, Document
from workflow.awards.rules import RuleSet

ORDINARY: Final = ("letter", "report", "minutes")
SIMPLIFIED: Final = ("letter", "short_report")


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """A paper with its name, its form and the article that asks for it. `required` False: when asked for."""

    document: str
    name: Text
    form: str | None
    required: bool
    article: str
    certainty: Certainty

    @property
    def full_name(self) -> Text:
        """The paper's own name, with the number of its form where it has one."""
        if self.form is None:
            return self.name
        english = self.form.replace("Mẫu số", "Form").replace("Mẫu", "Form")
        return Text(f"{self.name.vi} ({self.form})", f"{self.name.en} ({english})")


def documents_for(rules: RuleSet, award: str, kind: str, subject: str, *, claims_initiative: bool = False,
                  state_secret: bool = False) -> tuple[RequiredDocument, ...]:  # fmt: skip
    """One set for one nomination. A state secret takes no paper here: it is a line in the register."""
    family = rules.award(award).family
    if state_secret:
        return ()
    found: dict[str, RequiredDocument] = {}
    for row in rules.documents.values():
        if _asked(row, award, family, kind, subject) and (row.when == "always" or claims_initiative):
            found.setdefault(row.document, _paper(row))
    return tuple(found.values())


def general_documents(rules: RuleSet, kind: str) -> tuple[RequiredDocument, ...]:
    """What every dossier needs, for an award that this period of the law does not list."""
    wanted = SIMPLIFIED if kind == "sudden" else ORDINARY
    found: dict[str, RequiredDocument] = {}
    for row in rules.documents.values():
        if row.document in wanted and row.required and (not row.kinds or kind in row.kinds):
            found.setdefault(row.document, _paper(row))
    return tuple(found[document] for document in wanted if document in found)


def missing_documents(needed: Collection[RequiredDocument], present: Collection[str]) -> tuple[RequiredDocument, ...]:
    return tuple(paper for paper in needed if paper.required and paper.document not in present)


def _paper(row: Document) -> RequiredDocument:
    return RequiredDocument(row.document, row.name.text(), row.form, row.required, row.article, row.certainty)


def _asked(row: Document, award: str, family: str, kind: str, subject: str) -> bool:
    return (
        (not row.awards or award in row.awards)
        and (not row.families or family in row.families)
        and (not row.kinds or kind in row.kinds)
        and (not row.subjects or subject in row.subjects)
    )

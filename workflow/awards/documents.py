"""The papers that a dossier needs, and which of them are missing."""

from collections.abc import Collection
from dataclasses import dataclass

from states import Text
from workflow.awards.law import Certainty, Document
from workflow.awards.rules import RuleSet


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """A paper with its name, its form and the article that asks for it. `required` False: when asked for."""

    document: str
    name: Text
    form: str | None
    required: bool
    article: str
    certainty: Certainty


def documents_for(rules: RuleSet, award: str, kind: str, subject: str, *, claims_initiative: bool = False,
                  state_secret: bool = False) -> tuple[RequiredDocument, ...]:  # fmt: skip
    """One set for one nomination. A state secret takes no paper here: it is a line in the register."""
    family = rules.award(award).family
    if state_secret:
        return ()
    found: dict[str, RequiredDocument] = {}
    for row in rules.documents.values():
        if _asked(row, award, family, kind, subject) and (row.when == "always" or claims_initiative):
            paper = RequiredDocument(row.document, row.name.text(), row.form, row.required, row.article, row.certainty)
            found.setdefault(row.document, paper)
    return tuple(found.values())


def missing_documents(needed: Collection[RequiredDocument], present: Collection[str]) -> tuple[RequiredDocument, ...]:
    return tuple(paper for paper in needed if paper.required and paper.document not in present)


def _asked(row: Document, award: str, family: str, kind: str, subject: str) -> bool:
    return (
        (not row.awards or award in row.awards)
        and (not row.families or family in row.families)
        and (not row.kinds or kind in row.kinds)
        and (not row.subjects or subject in row.subjects)
    )

"""Which papers the rule set of a nomination asks for, and which of them are there."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from workflow.awards.documents import RequiredDocument, documents_for, general_documents
from workflow.awards.rules import RuleSet, UnknownAward

# Every paper that the rules may name, and the kind of file by which it can be there; None: it is no file.
CARRIED_BY: Final = {
    "letter": None,
    "report": "report",
    "short_report": "report",
    "minutes": "minutes",
    "vote_record": "vote_record",
    "certificate": "certificate",
    "confirmation": "confirmation",
}
DIGITAL: Final = frozenset({"report", "short_report"})  # written on the page, or sent as a file


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the dossier, and whether it is there."""

    asked: RequiredDocument
    there: bool

    @property
    def lacking(self) -> bool:
        return self.asked.required and not self.there


@dataclass(frozen=True, slots=True)
class Held:
    """What a nomination has: the letter's number and date, a written report, kinds of file."""

    letter: bool
    report: bool
    files: Collection[str]

    def has(self, document: str) -> bool:
        if document == "letter":
            return self.letter
        return (document in DIGITAL and self.report) or CARRIED_BY.get(document, document) in self.files


def papers_asked(
    rules: RuleSet, *, award: str, kind: str, subject: str, claims_initiative: bool, state_secret: bool
) -> tuple[RequiredDocument, ...]:
    """The papers of one dossier. A state secret has none here: it is on paper and is checked there."""
    if state_secret:
        return ()
    try:
        return documents_for(rules, award, kind, subject, claims_initiative=claims_initiative)
    except UnknownAward:
        return general_documents(rules, kind)


def papers_of(asked: Collection[RequiredDocument], held: Held) -> tuple[Paper, ...]:
    return tuple(Paper(one, held.has(one.document)) for one in asked)

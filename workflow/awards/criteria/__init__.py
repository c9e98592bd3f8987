"""The questions that the law asks of a case: pure functions of its facts."""

from workflow.awards.criteria import collectives, limits, persons, principles, titles
from workflow.awards.criteria.vocabulary import CRITERIA, Asked, Criterion, parameter_faults

__all__ = [
    "CRITERIA",
    "Asked",
    "Criterion",
    "collectives",
    "limits",
    "parameter_faults",
    "persons",
    "principles",
    "titles",
]

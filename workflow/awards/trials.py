"""Trying a rule before it holds: whether its question can be answered at all with the parameters it was given."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Final

from states import Text
from workflow.awards.cases import Case
from workflow.awards.criteria import CRITERIA, Asked
from workflow.awards.law import Rule
from workflow.awards.rules import RuleSet

# Of the second nothing is known; of the first everything, so that each question looks at its parameters.
_ACHIEVEMENT: Final = {"what": "x", "on": "2024-05-01", "awarded_by": None}
_KNOWN: Final[dict[str, Any]] = {
    "candidate": {
        "recruited_on": "2010-01-01", "rating": "good", "rating_points": 80, "under_review": False, "is_head": True,
        "disciplines": [{"kind": "canh_cao", "decided_on": "2024-03-01", "ended_on": "2024-09-01"}],
        "achievement_from": "2024-10-01", "achievement": _ACHIEVEMENT, "grounds": ["movement"], "registered": True,
        "initiatives": [{"scope": scope, "kind": kind} for scope in ("unit", "province", "nation")
                        for kind in ("initiative", "research", "combat")],
        "previous_awards": [{"award": code, "year": year} for code in ("LDTT", "CSTDCS", "CSTDT", "TTLDTT", "TTLDXS")
                            for year in range(2014, 2025)],
        "female": True, "direct_labour": True, "group": "x", "criteria_confirmed": True,
    },
    "unit": {
        "rating": "good", "members": 40, "ldtt": 30, "cstdcs": 4, "cstdcs_place": 4, "district_ldtt": 100,
        "district_cstdcs": 10, "completed": 40, "disciplined": 0, "female": 20, "part_of_larger": True, "small": False,
    },
    "movement": {"groups": ["x"], "subjects": ["person"], "cap_person_percent": 10, "cap_collective_percent": 10,
                 "took_part": 100, "listed": 5, "place": 5},
}  # fmt: skip
_UNKNOWN: Final[dict[str, Any]] = {"candidate": {}, "unit": {}}


def untried(rule: Rule, rules: RuleSet) -> Iterator[Text]:
    """Why the rule cannot be asked, at the first case in which it cannot."""
    for code, award in rules.awards.items():
        if rule.awards and code not in rule.awards:
            continue
        for subject in award.subjects:
            for kind in award.kinds:
                for known in (True, False):
                    try:
                        asked = Asked(_case(code, subject, kind, known=known), award, kind)
                        CRITERIA[rule.criterion](asked, **rule.parameters)
                    # Whatever stops it here would stop every file later.
                    except Exception as error:
                        yield Text(
                            f"không tính được với tham số đã cho ({error})",
                            f"cannot be worked out with these parameters ({error})",
                        )
                        return


@lru_cache(maxsize=512)
def _case(code: str, subject: str, kind: str, *, known: bool) -> Case:
    facts = _KNOWN if known else _UNKNOWN
    return Case.model_validate({
        **facts, "award": code, "complete_on": date(2024, 12, 20), "year": 2024, "kind": kind,
        "candidate": {**facts["candidate"], "subject": subject},
    })  # fmt: skip

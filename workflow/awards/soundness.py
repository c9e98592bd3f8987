"""Whether rule sets are complete: nothing unsure without a setting, no award without an answer, no gap in time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from states import Text
from workflow.awards.bonus import base_salaries
from workflow.awards.criteria import CRITERIA, parameter_faults
from workflow.awards.documents import documents_for
from workflow.awards.law import Cited, Rule
from workflow.awards.rules import RuleSet
from workflow.awards.shelf import Shelf

GENERAL = frozenset(
    {
        "subject_fits",
        "not_under_review",
        "after_discipline",
        "achievement_once",
        "initiative_once",
        "women_first",
        "direct_labour",
        "small_collective",
        "movement_scope",
        "movement_cap",
        "unit_not_dissolved",
        "household_allowed",
        "head_with_unit",
        "registered",
    }
)


def faults_of(sets: Iterable[RuleSet], shelf: Shelf | None = None) -> list[str]:
    """Every fault of these rule sets in a sentence. With the shelf also what no rule refers to."""
    found = sorted(sets, key=lambda rules: rules.valid_from)
    faults = [fault for rules in found for fault in _faults(rules)]
    faults += _gaps(found)
    if shelf is not None:
        used = _references(shelf.folders)
        faults += [
            f"{rules.id}: setting {name} is used nowhere"
            for rules in found
            for name in sorted(rules.settings.keys() - used)
        ]
    if found and base_salaries()[0].begins > found[0].valid_from:
        faults.append("base_salary: begins after the oldest rule set")
    return faults


def _faults(rules: RuleSet) -> Iterator[str]:
    for name, statement in rules.statements():
        yield from (f"{rules.id}: {name}: {fault}" for fault in _uncited(statement, rules))
    for key, rule in rules.criteria.items():
        yield from (f"{rules.id}: criteria.{key}: {fault}" for fault in _criterion(rule, rules))
    for key, row in rules.bonus.rows.items():
        if row.like is not None and row.like not in rules.bonus.rows:
            yield f"{rules.id}: bonus.{key}: is counted from {row.like}, which is not there"
        elif row.multiplier is None and row.like is None and row.setting is None:
            yield f"{rules.id}: bonus.{key}: has neither a multiplier nor a setting"
    for code in rules.awards:
        yield from (f"{rules.id}: {code}: {fault}" for fault in _unanswered(code, rules))
    named = {
        "authority": set(rules.deciders),
        "votes": set(rules.votes) - {"default"},
        "bonus": {row.award for row in rules.bonus.rows.values()},
    }
    for group, codes in named.items():
        strangers = sorted(codes - rules.awards.keys())
        yield from (f"{rules.id}: {group} names {code}, which is no award" for code in strangers)
    for code, decider in rules.deciders.items():
        yield from (
            f"{rules.id}: authority.{code}: the level {level} has no name"
            for level in decider.levels
            if level not in rules.level_names
        )
    yield from _wordless(rules)


def _uncited(statement: Cited, rules: RuleSet) -> Iterator[str]:
    if not statement.article.strip():
        yield "cites nothing"
    if statement.certainty == "U" and statement.setting is None:
        yield "is unsure and has no setting"
    if statement.setting is not None and statement.setting not in rules.settings:
        yield f"there is no setting {statement.setting}"


def _criterion(rule: Rule, rules: RuleSet) -> Iterator[str]:
    if rule.criterion not in CRITERIA:
        yield f"there is no criterion {rule.criterion}"
        return
    yield from parameter_faults(rule.criterion, rule.parameters)
    yield from (f"names {code}, which is no award" for code in rule.awards if code not in rules.awards)


def _unanswered(code: str, rules: RuleSet) -> Iterator[str]:
    """What an officer would ask about an award and not be told."""
    award = rules.awards[code]
    if code not in rules.deciders:
        yield "nobody decides it"
    for subject in award.subjects:
        if not any((row.award, row.subject) == (code, subject) for row in rules.bonus.rows.values()):
            yield f"no bonus for a {subject}"
        for kind in award.kinds:
            if not documents_for(rules, code, kind, subject):
                yield f"no documents for a {subject}, {kind}"
    if not any(rule.criterion not in GENERAL and (code in rule.awards) for rule in rules.criteria.values()):
        yield "no criterion of its own"


def _gaps(sets: list[RuleSet]) -> Iterator[str]:
    for before, after in pairwise(sets):
        # A set without an end holds until the next begins: publishing a new one changes no text before it.
        if before.valid_to is not None and before.valid_to + timedelta(days=1) != after.valid_from:
            yield f"{before.id} ends on {before.valid_to}, {after.id} begins on {after.valid_from}"
    if sets and sets[-1].valid_to is not None:
        yield f"{sets[-1].id} ends on {sets[-1].valid_to} and nothing follows"


def _wordless(rules: RuleSet) -> Iterator[str]:
    sentences: dict[str, Callable[[], Text | None]] = {"title": rules.title.text}
    sentences |= {f"awards.{code}": award.name.text for code, award in rules.awards.items()}
    sentences |= {f"criteria.{key}": rule.told for key, rule in rules.criteria.items()}
    sentences |= {f"votes.{key}": rule.told for key, rule in rules.votes.items()}
    sentences |= {f"service.{key}": limit.told for key, limit in rules.services.items()}
    sentences |= {f"documents.{key}": row.name.text for key, row in rules.documents.items()}
    sentences |= {f"settings.{key}": row.label.text for key, row in rules.settings.items()}
    for name, say in sentences.items():
        try:
            said = say()
        except (KeyError, IndexError, ValueError) as error:
            yield f"{rules.id}: {name}: the sentence asks for {error}, which is not there"
            continue
        if said is not None and not said.complete:
            yield f"{rules.id}: {name}: is not said in both languages"


def _references(value: object) -> frozenset[str]:
    """The settings that some value refers to."""
    if isinstance(value, dict):
        if value.keys() == {"setting"} and isinstance(value["setting"], str):
            return frozenset({value["setting"]})
        return frozenset().union(*(_references(each) for each in value.values()))
    return frozenset()

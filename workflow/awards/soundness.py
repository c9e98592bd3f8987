"""Whether rule sets are complete: nothing unsure without a setting, no award without an answer, no gap in time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from states import Text
from states.definition import LIMITS
from workflow.awards.bonus import base_salaries
from workflow.awards.criteria import CRITERIA, parameter_faults
from workflow.awards.documents import documents_for
from workflow.awards.faults import Fault
from workflow.awards.law import Cited, Rule
from workflow.awards.rules import RuleSet
from workflow.awards.shelf import Shelf
from workflow.awards.trials import untried

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
    faults = [fault for rules in found for fault in faults_within(rules)]
    faults += _gaps(found)
    if shelf is not None:
        used = _references(shelf.folders)
        faults += [
            Fault(rules.id, Text(f"tùy chọn {name} không dùng ở đâu", f"setting {name} is used nowhere"))
            for rules in found
            for name in sorted(rules.settings.keys() - used)
        ]
    if found and base_salaries()[0].begins > found[0].valid_from:
        after = Text("bắt đầu sau bộ quy tắc cũ nhất", "begins after the oldest rule set")
        faults.append(Fault("base_salary", after))
    return [str(fault) for fault in faults]


def faults_within(rules: RuleSet) -> Iterator[Fault]:
    """What one rule set lacks by itself, whatever comes before and after it."""
    for name, statement in rules.statements():
        yield from (Fault(f"{rules.id}: {name}", fault) for fault in _uncited(statement, rules))
    for key, rule in rules.criteria.items():
        wrong = [*_criterion(rule, rules)] or [*untried(rule, rules)]
        yield from (Fault(f"{rules.id}: criteria.{key}", fault) for fault in wrong)
    for key in rules.bonus.rows:
        yield from (Fault(f"{rules.id}: bonus.{key}", fault) for fault in _uncounted(key, rules))
    for code in rules.awards:
        yield from (Fault(f"{rules.id}: {code}", fault) for fault in _unanswered(code, rules))
    yield from _strangers(rules)
    yield from _unable(rules)
    yield from _wordless(rules)


def _uncounted(key: str, rules: RuleSet) -> Iterator[Text]:
    """A row of the bonus that leads to no number."""
    row, seen = rules.bonus.rows[key], {key}
    if row.multiplier is None and row.like is None and row.setting is None:
        yield Text("không có hệ số, cũng không có tùy chọn", "has neither a multiplier nor a setting")
    while row.like is not None:
        if row.like not in rules.bonus.rows:
            yield Text(f"tính theo {row.like}, mà không có", f"is counted from {row.like}, which is not there")
            return
        if row.like in seen:
            yield Text(f"tính theo chính nó, qua {row.like}", f"is counted from itself, by way of {row.like}")
            return
        seen.add(row.like)
        row = rules.bonus.rows[row.like]


def _strangers(rules: RuleSet) -> Iterator[Fault]:
    """Awards and levels that are named and not there."""
    named = {
        "authority": set(rules.deciders),
        "votes": set(rules.votes) - {"default"},
        "bonus": {row.award for row in rules.bonus.rows.values()},
    }
    for group, codes in named.items():
        strangers = sorted(codes - rules.awards.keys())
        yield from (Fault(rules.id, _no_award(code, group)) for code in strangers)
    for code, decider in rules.deciders.items():
        if not decider.levels:
            yield Fault(f"{rules.id}: authority.{code}", Text("chưa nêu cấp nào", "names no level"))
        yield from (
            Fault(f"{rules.id}: authority.{code}", Text(f"cấp {level} chưa có tên", f"the level {level} has no name"))
            for level in decider.levels
            if level not in rules.level_names
        )


def _no_award(code: str, group: str = "") -> Text:
    named = f"{group} names {code}" if group else f"names {code}"
    return Text(f"{group} nêu {code}, không phải danh hiệu, hình thức nào".strip(), f"{named}, which is no award")


def _unable(rules: RuleSet) -> Iterator[Fault]:
    """What every move of a file looks up, and would not find."""
    if "default" not in rules.votes:
        yield Fault(f"{rules.id}: votes", Text("thiếu tỷ lệ chung: default", "the common share is missing: default"))
    for name, setting in rules.settings.items():
        if wrong := setting.fault(setting.default):
            yield Fault(f"{rules.id}: settings.{name}.default", wrong)
    for name in sorted(set(LIMITS) - rules.limits.keys()):
        yield Fault(f"{rules.id}: limits", Text(f"thiếu thời hạn {name}", f"the limit {name} is missing"))
    for family in sorted({award.family for award in rules.awards.values()} - rules.services.keys()):
        yield Fault(f"{rules.id}: services", Text(f"thiếu thời hạn {family}", f"the limit {family} is missing"))
    for kind in sorted({kind for award in rules.awards.values() for kind in award.kinds} - rules.council.keys()):
        said = Text(f"chưa nói loại {kind} có qua Hội đồng không", f"says nothing of the kind {kind}")
        yield Fault(f"{rules.id}: council", said)


def _uncited(statement: Cited, rules: RuleSet) -> Iterator[Text]:
    if not statement.article.strip():
        yield Text("không nêu căn cứ", "cites nothing")
    if statement.certainty == "U" and statement.setting is None:
        yield Text("chưa chắc mà không có tùy chọn", "is unsure and has no setting")
    if statement.setting is not None and statement.setting not in rules.settings:
        yield Text(f"không có tùy chọn {statement.setting}", f"there is no setting {statement.setting}")


def _criterion(rule: Rule, rules: RuleSet) -> Iterator[Text]:
    if rule.criterion not in CRITERIA:
        yield Text(f"không có tiêu chuẩn {rule.criterion}", f"there is no criterion {rule.criterion}")
        return
    yield from parameter_faults(rule.criterion, rule.parameters)
    yield from (_no_award(code) for code in rule.awards if code not in rules.awards)


def _unanswered(code: str, rules: RuleSet) -> Iterator[Text]:
    """What an officer would ask about an award and not be told."""
    award = rules.awards[code]
    if not award.subjects or not award.kinds:
        yield Text("chưa nêu đối tượng hoặc loại khen thưởng", "names no subject or no kind")
    if code not in rules.deciders:
        yield Text("không ai quyết định", "nobody decides it")
    for subject in award.subjects:
        if not any((row.award, row.subject) == (code, subject) for row in rules.bonus.rows.values()):
            yield Text(f"không có tiền thưởng cho {subject}", f"no bonus for a {subject}")
        for kind in award.kinds:
            if not documents_for(rules, code, kind, subject):
                yield Text(f"không có giấy tờ cho {subject}, {kind}", f"no documents for a {subject}, {kind}")
    if not any(rule.criterion not in GENERAL and (code in rule.awards) for rule in rules.criteria.values()):
        yield Text("không có tiêu chuẩn riêng", "no criterion of its own")


def _gaps(sets: list[RuleSet]) -> Iterator[Fault]:
    for before, after in pairwise(sets):
        # A set without an end holds until the next begins: publishing a new one changes no text before it.
        if before.valid_to is not None and before.valid_to + timedelta(days=1) != after.valid_from:
            yield Fault("", Text(
                f"{before.id} hết hiệu lực {before.valid_to}, {after.id} bắt đầu {after.valid_from}",
                f"{before.id} ends on {before.valid_to}, {after.id} begins on {after.valid_from}",
            ))  # fmt: skip
    if sets and sets[-1].valid_to is not None:
        last = sets[-1]
        yield Fault("", Text(
            f"{last.id} hết hiệu lực {last.valid_to} mà không có bộ nào tiếp theo",
            f"{last.id} ends on {last.valid_to} and nothing follows",
        ))  # fmt: skip


def _wordless(rules: RuleSet) -> Iterator[Fault]:
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
            asked = Text(f"câu cần {error}, mà không có", f"the sentence asks for {error}, which is not there")
            yield Fault(f"{rules.id}: {name}", asked)
            continue
        if said is not None and not said.complete:
            yield Fault(f"{rules.id}: {name}", Text("chưa có đủ hai thứ tiếng", "is not said in both languages"))


def _references(value: object) -> frozenset[str]:
    """The settings that some value refers to."""
    if isinstance(value, dict):
        if value.keys() == {"setting"} and isinstance(value["setting"], str):
            return frozenset({value["setting"]})
        return frozenset().union(*(_references(each) for each in value.values()))
    return frozenset()

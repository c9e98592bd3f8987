"""Judging one case by the law of the day on which its dossier was complete. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from states import Text
from workflow.awards.cases import Case, Kind
from workflow.awards.criteria import CRITERIA, Asked
from workflow.awards.findings import THE_APPRAISER, Answer, Finding, Judgement, asked_for, met, unmet
from workflow.awards.law import Award, Rule, Wording
from workflow.awards.rules import Law, RuleSet, UnknownAward, shipped_law

_KNOWN = Rule(
    criterion="award_exists",
    article="",
    certainty="V",
    says=Wording(
        vi="Danh hiệu, hình thức phải có trong quy định của kỳ đó.", en="The law of the period must know the award."
    ),
)
_KIND = Rule(
    criterion="kind_fits",
    article="",
    certainty="K",
    may_override=True,
    says=Wording(
        vi="Loại khen thưởng phải hợp với danh hiệu, hình thức.", en="The kind of proposal must fit the award."
    ),
)


def judge(case: Case, rules: RuleSet | None = None, law: Law | None = None) -> Judgement:
    """Every finding of the case. Without a pinned rule set, the one in force on the complete day holds.

    `law` is what holds where the case lies; without one, what ships. Raises `UnknownAward` for a code that
    no period of it knows.
    """
    known = law or shipped_law()
    held = rules or known.on(case.complete_on)
    award = held.awards.get(case.award)
    if award is None:
        return Judgement(held.id, held.fingerprint, (_not_in_this_period(case.award, held, known),))
    return Judgement(held.id, held.fingerprint, tuple(_findings(case, award, held)))


@cache
def _known(article: str) -> Rule:
    return _KNOWN.model_copy(update={"article": article})


def kind_of(case: Case, award: Award) -> Kind:
    """The kind of proposal; an award that knows only one kind needs no telling."""
    return case.kind or award.kinds[0]


def _findings(case: Case, award: Award, law: RuleSet) -> Iterator[Finding]:
    kind = kind_of(case, award)
    cited = _known(law.title.vi)
    name = award.short.text()
    yield Finding("award_exists", cited, met(case.award, "rule_set", f"có {name.vi}", f"{name.en} is there"))
    if kind not in award.kinds:
        yield Finding("kind_fits", _KIND, unmet(kind, "rule_set", "không xét theo loại này", "not given in this kind"))
    asked = Asked(case, award, kind)
    for key, rule in law.asked_of(case.award, case.candidate.subject, kind):
        if rule.in_force(case.complete_on):
            answer = CRITERIA[rule.criterion](asked, **rule.parameters)
            yield Finding(key, rule, _doubted(answer, rule, law))


def _doubted(answer: Answer, rule: Rule, law: RuleSet) -> Answer:
    """Where the office says so, what an unread law may have changed is confirmed by a person."""
    if law.unread_law != "confirm" or rule.certainty != "U" or answer.outcome != "pass":
        return answer
    doubt = asked_for(answer.source, THE_APPRAISER, answer.reason.vi, answer.reason.en, value=answer.value)
    return replace(doubt, flag=answer.flag)


def _not_in_this_period(code: str, held: RuleSet, law: Law) -> Finding:
    known = next((rules.awards[code] for rules in law.all() if code in rules.awards), None)
    if known is None:
        raise UnknownAward(code)
    name: Text = known.short.text()
    cited = _known(held.title.vi)
    answer = unmet(code, "rule_set", f"kỳ này chưa có {name.vi}", f"this period of the law has no {name.en}")
    return Finding("award_exists", cited, answer)

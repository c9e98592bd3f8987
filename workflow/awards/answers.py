"""Answers of the law as plain values, field by field as `docs/rules.md` lists them."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from states import Text
from workflow.awards.authority import authorities_of
from workflow.awards.bonus import NOT_THERE, TO_BE_SET, bonus_of, multiplier_of
from workflow.awards.cases import Case
from workflow.awards.documents import documents_for
from workflow.awards.findings import SOURCES, Finding
from workflow.awards.judging import judge
from workflow.awards.law import Cited
from workflow.awards.questions import VoteQuestion
from workflow.awards.rules import Law, RuleSet, shipped_law
from workflow.awards.voting import weigh
from workflow.calendars.working_days import Calendar, Skipped

Plain = dict[str, Any]


def judged(case: Case, law: Law | None = None) -> Plain:
    """Every finding of a case. Raises `UnknownAward`."""
    found = judge(case, law=law)
    return {
        "rule_set": found.rule_set, "fingerprint": found.fingerprint, "award": case.award,
        "complete_on": case.complete_on, "year": case.year, "eligible": found.eligible, "confirmed": found.confirmed,
        "flags": list(found.flags), "findings": [_finding(each) for each in found.findings],
    }  # fmt: skip


def _finding(one: Finding) -> Plain:
    return {
        "rule": one.rule, "criterion": one.criterion, "outcome": one.outcome, "hard": one.hard, "value": one.value,
        "source": one.source, **_both("source", SOURCES[one.source]), **_both("reason", one.reason),
        **_both("says", one.says), "article": one.article, "certainty": one.certainty, "setting": one.setting,
        "may_override": one.may_override, **_both("confirmed_by", one.confirmed_by), "flag": one.flag,
    }  # fmt: skip


def voted(question: VoteQuestion, law: Law | None = None) -> Plain:
    """What a count means. Raises `UnknownAward`, and `ValueError` for figures that cannot be."""
    held = (law or shipped_law()).on(question.date)
    held.award(question.award)
    council = question.council
    rule = held.vote_for(question.award, council) if council else held.vote_meant_by_law(question.award)
    ballot = question.ballot()
    found = weigh(ballot, held, rule)
    return {
        "rule_set": held.id, "award": question.award, "date": question.date, "council": question.council,
        "members": ballot.members, "quorum": found.quorum, "quorum_reached": found.quorum_reached,
        "base": found.base, "share": rule.percent, "reach": rule.reach, "needed": found.needed,
        "in_favour": ballot.in_favour, "agreed": found.share, "silent": ballot.silent, "passed": found.passed,
        "ballot": rule.ballot, **_both("sentence", found.sentence), **_cited(rule),
    }  # fmt: skip


def due(complete: date, days: int, *, calendar_days: bool = False, calendar: Calendar | None = None) -> Plain:
    """The last day of a limit, the days on the way that did not count, and the weekend days that did."""
    counted = calendar or Calendar()
    if calendar_days:
        return {"complete": complete, "days": days, "calendar_days": True, "date": complete + timedelta(days=days),
                "skipped": [], "worked": []}  # fmt: skip
    end, skipped = counted.skipped(complete, days)
    return {
        "complete": complete, "days": days, "calendar_days": False, "date": end, "skipped": _days(skipped),
        "worked": _days(counted.worked(complete, end)),
    }  # fmt: skip


def due_for(complete: date, award: str, kind: str, *, calendar: Calendar | None = None,
            law: Law | None = None) -> Plain:  # fmt: skip
    """The day by which an award is answered, by the law of the complete day. Raises `UnknownAward`."""
    rules = (law or shipped_law()).on(complete)
    name, limit = rules.service_for(award, kind)
    found = due(complete, limit.days, calendar_days=limit.calendar, calendar=calendar)
    return {**found, "rule_set": rules.id, "award": award, "kind": kind, "limit": name,
            **_both("says", limit.told()), **_cited(limit)}  # fmt: skip


def bonus(rules: RuleSet, award: str, subject: str, level: str | None, decided_on: date) -> Plain:
    """One bonus with its arithmetic. Raises `UnknownAward`, `NoSuchBonus` and `NoBaseSalary`."""
    found = bonus_of(rules, award, subject, level, decided_on)
    note = TO_BE_SET if found.multiplier is None else None
    if note is None and level is not None and not rules.may_decide(level, award):
        note = NOT_THERE
    return {
        "rule_set": found.rule_set, "award": award, "subject": subject, "level": level, "decided": decided_on,
        "multiplier": _number(found.multiplier), "base_salary": found.base_salary.amount,
        "base_salary_from": found.base_salary.begins, "base_salary_article": found.base_salary.article,
        "amount_unrounded": _number(found.amount_unrounded), "amount": found.amount, "rounding": found.rounding,
        **_both("note", note), "article": found.article, "certainty": found.certainty, "setting": found.setting,
    }  # fmt: skip


def authority(rules: RuleSet, award: str, on: date) -> Plain:
    """Who decides. Raises `UnknownAward`."""
    return {
        "rule_set": rules.id, "award": award, "on": on,
        "authorities": [
            {"level": each.level, **_both("name", each.name), "article": each.article, "certainty": each.certainty}
            for each in authorities_of(rules, award)
        ],
    }  # fmt: skip


def shown(rules: RuleSet, award: str, on: date) -> Plain:
    """Everything the rule set says of an award. Raises `UnknownAward`."""
    known = rules.award(award)
    vote = rules.vote_meant_by_law(award)
    return {
        "rule_set": rules.id, "fingerprint": rules.fingerprint, **_both("title", rules.title.text()),
        "valid_from": rules.valid_from, "valid_to": rules.valid_to, "unverified": rules.unverified, "award": award,
        **_both("name", known.name.text()), "family": known.family, "subjects": list(known.subjects),
        "kinds": list(known.kinds), **_both("artefact", known.artefact.text()),
        "criteria": [
            {"rule": key, "criterion": rule.criterion, **_both("says", rule.told()), "hard": rule.hard,
             "may_override": rule.may_override, "parameters": dict(rule.parameters), "subjects": list(rule.subjects),
             "kinds": list(rule.kinds), **_cited(rule)}
            for key, rule in rules.criteria.items()
            if any(rule.applies(award, subject, kind, on) for subject in known.subjects for kind in known.kinds)
        ],
        "vote": {**_both("says", vote.told()), "share": vote.percent,
                 "reach": vote.reach, "ballot": vote.ballot, "councils": list(vote.councils),
                 "quorum": f"{rules.quorum.numerator}/{rules.quorum.denominator}", **_cited(vote)},
        "authorities": authority(rules, award, on)["authorities"],
        "bonuses": [
            {"subject": row.subject, "level": row.level, **_cited(row),
             "multiplier": _number(multiplier_of(rules, row))}
            for row in rules.bonus.rows.values() if row.award == award
        ],
        "documents": _documents(rules, award, known.subjects, known.kinds),
        "limits": [
            {"kind": kind, "limit": name, "days": limit.days, "calendar_days": limit.calendar, **_cited(limit)}
            for kind in known.kinds for name, limit in [rules.service_for(award, kind)]
        ],
    }  # fmt: skip


def _documents(rules: RuleSet, award: str, subjects: Iterable[str], kinds: Iterable[str]) -> list[Plain]:
    subject = next(iter(subjects))
    return [
        {"kind": kind, "document": paper.document, **_both("name", paper.name), "form": paper.form,
         "required": paper.required, "article": paper.article, "certainty": paper.certainty}
        for kind in kinds for paper in documents_for(rules, award, kind, subject)
    ]  # fmt: skip


def _both(name: str, text: Text | None) -> Plain:
    return {f"{name}_vi": text.vi if text else None, f"{name}_en": text.en if text else None}


def _cited(statement: Cited) -> Plain:
    return {"article": statement.article, "certainty": statement.certainty, "setting": statement.setting}


def _days(skipped: Iterable[Skipped]) -> list[Plain]:
    return [{"day": each.day, **_both("name", each.name)} for each in skipped]


def _number(value: Decimal | None) -> int | float | None:
    """As JSON writes it: 0.15, 540000."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)

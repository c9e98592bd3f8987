"""The law's findings in words: what stands against a file, what a person must confirm, what is met."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from web.context import actor, me, services, today
from web.i18n import _, day, words
from workflow.awards.findings import SOURCES
from workflow.eligibility.queries import Stated, Waived, facts_of
from workflow.eligibility.standing import PENDING, Eligibility, Standing
from workflow.eligibility.vocabulary import FACTS, FactDef
from workflow.kernel.errors import Forbidden, NotFound
from workflow.nominations.judging import Judge
from workflow.nominations.law.acts import WAIVER_ROLES
from workflow.nominations.law.facts import APPRAISERS, capacity_for, facts_asked, in_appraisal
from workflow.nominations.law.queries import eligibility_for
from workflow.nominations.policy import OFFICE_ROLES, UNIT_ROLES
from workflow.nominations.rows import Row


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """A waiver with who asked and who answered."""

    id: int
    reason: str
    asked: str
    answer: str
    tone: str
    waits: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One criterion as a page shows it; tone is bad, wait or good."""

    rule: str
    text: str
    says: str
    article: str
    source: str
    end: str
    tone: str
    confirmed: str
    waiver: WaiverLine | None
    may_confirm: bool
    may_ask: bool


@dataclass(frozen=True, slots=True)
class LawBlock:
    """What the rule set says: the verdict in a word, open points first, the rest folded."""

    verdict: str
    rule_set: str
    failed: tuple[FindingLine, ...]
    open: tuple[FindingLine, ...]
    met: tuple[FindingLine, ...]

    @property
    def ahead(self) -> tuple[FindingLine, ...]:
        return self.failed + self.open


@dataclass(frozen=True, slots=True)
class FactField:
    """A fact as a control, with whose word it is."""

    name: str
    label: str
    help: str
    kind: str
    value: str
    choices: list[tuple[str, str]]
    stated: str
    error: str


def law_block(session: Session, row: Row) -> LawBlock | None:
    """For those who work on the file; a reader who only looks gets none."""
    if not may_read(row):
        return None
    found = eligibility_for(session, [row.id], today()).get(row.id)
    return None if found is None else _block(for_reader(found), row)


def may_read(row: Row) -> bool:
    """Findings may speak of discipline: they are for its unit and the office, not for every reader of the file."""
    return actor().has(*OFFICE_ROLES) or row.unit_id in actor().units_as(UNIT_ROLES)


def for_reader(found: Eligibility) -> Eligibility:
    """What this reader may know of it: whether a matter is pending is for the office alone."""
    if actor().has(*OFFICE_ROLES):
        return found
    apart = {each.finding.rule for each in found.standings if each.finding.criterion == PENDING}
    return replace(
        found, standings=tuple(each for each in found.standings if each.finding.rule not in apart),
        waivers=tuple(each for each in found.waivers if each.rule not in apart),
    )  # fmt: skip


def _block(found: Eligibility, row: Row) -> LawBlock:
    acts = in_appraisal(services().office, row) and actor().has(*APPRAISERS)
    answers = in_appraisal(services().office, row) and actor().has(*WAIVER_ROLES)
    lines = [(each, _line(each, acts=acts, answers=answers)) for each in found.standings]
    return LawBlock(
        verdict(found), found.rule_set,
        tuple(line for each, line in lines if each.outcome == "fail"),
        tuple(line for each, line in lines if each.outcome == "confirm"),
        tuple(line for each, line in lines if each.outcome == "pass"),
    )  # fmt: skip


def _line(each: Standing, *, acts: bool, answers: bool) -> FindingLine:
    finding, answer = each.finding, each.confirmation
    return FindingLine(
        finding.rule, _capital(words(each.reason)), words(finding.says), finding.article,
        words(SOURCES[finding.source]), *_end(each),
        "" if answer is None else _("%(name)s xác nhận %(day)s: %(ground)s", name=answer.by or "",
                                   day=day(answer.at), ground=answer.ground),
        waiver_line(each.waiver, answers=answers) if each.waiver else None,
        acts and finding.outcome == "confirm" and not each.pending, acts and each.may_be_waived,
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _end(each: Standing) -> tuple[str, str]:
    if each.outcome == "pass":
        return (_("đạt"), "good")
    if each.outcome == "confirm":
        return (_("chờ kết luận"), "bad") if each.pending else (_("cần xác nhận"), "wait")
    if each.waived:
        return (_("ngoại lệ"), "wait")
    return (_("không đạt"), "bad") if each.finding.hard else (_("lưu ý"), "wait")


def waiver_line(one: Waived, *, answers: bool = False) -> WaiverLine:
    asked = _("%(name)s đề nghị ngày %(day)s", name=one.asked_by, day=day(one.asked_at))
    if one.answer is None or one.answered_at is None:
        return WaiverLine(one.id, one.reason, asked, _("chờ người thứ hai trả lời"), "wait", True,
                          answers and one.asked_by_id != me())  # fmt: skip
    said = _("%(name)s đồng ý ngày %(day)s: %(why)s") if one.answer == "granted" else _(
        "%(name)s không đồng ý ngày %(day)s: %(why)s")  # fmt: skip
    text = said % {"name": one.answered_by, "day": day(one.answered_at), "why": one.answer_reason}
    return WaiverLine(one.id, one.reason, asked, text, "good" if one.answer == "granted" else "bad", False, False)


def verdict(found: Eligibility) -> str:
    """One phrase for the whole file."""
    stops = sum(each.stops for each in found.standings)
    if stops:
        return _("%(n)s điểm không đạt", n=stops)
    if found.open:
        return _("%(n)s điểm cần xác nhận", n=len(found.open))
    return _("đạt, có ngoại lệ") if found.waived else _("đạt")


def law_notes(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    """What a council or a signer has to know of each file: what is not met, and what was let pass by whom."""
    return {key: notes_of(for_reader(found)) for key, found in eligibility_for(session, ids, today()).items()}


def notes_of(found: Eligibility) -> list[str]:
    """The same of one file, as sentences."""
    notes = [
        _("Không đạt: %(what)s", what=words(each.reason)) for each in found.standings
        if each.outcome == "fail" and each.finding.hard and not each.waived
    ]  # fmt: skip
    for one in found.waivers:
        line = waiver_line(one)
        notes.append(_("Ngoại lệ: %(what)s. %(asked)s: %(reason)s. %(answer)s", what=one.says, asked=line.asked,
                       reason=one.reason, answer=line.answer))  # fmt: skip
    return notes


def open_conditions(judge: Judge, row: Row) -> list[str]:
    """What an appraiser's conclusion would confirm."""
    found = judge.batch.eligibility.get(row.id)
    return [] if found is None else [_capital(words(each.reason)) for each in found.open]


def law_page(session: Session, row: Row, problems: dict[str, str], typed: dict[str, str] | None) -> dict[str, Any]:
    """Everything the page of the law shows of one file."""
    judged = eligibility_for(session, [row.id], today()).get(row.id)
    found = None if judged is None else for_reader(judged)
    stated = facts_of(session, [row.id]).get(row.id, {})
    capacity = _capacity(row)
    asked = facts_asked(row, capacity, today()) if capacity else ()
    fields = [_field(fact, stated.get(fact.name), problems, typed) for fact in asked]
    shown = {fact.name for fact in asked}
    return {
        "law": None if found is None else _block(found, row),
        "waivers": [] if found is None else _waivers(found, row),
        "fields": fields,
        "others": [
            _told(FACTS[name], one)
            for name, one in stated.items()
            if name in FACTS and name not in shown and (actor().has(*OFFICE_ROLES) or not FACTS[name].of_office)
        ],
        "of_unit": capacity == "unit",
        "back": url_for("nominations.show", code=row.code),
        "complete_on": row.complete_on,
    }


def _waivers(found: Eligibility, row: Row) -> list[tuple[str, WaiverLine]]:
    """Everything ever asked for; one that no criterion shows any more is answered here."""
    answers = in_appraisal(services().office, row) and actor().has(*WAIVER_ROLES)
    shown = {each.waiver.id for each in found.standings if each.waiver is not None}
    return [(one.says, waiver_line(one, answers=answers and one.id not in shown)) for one in found.waivers]


def _capacity(row: Row) -> str | None:
    try:
        return capacity_for(services().office, actor(), row)
    except (Forbidden, NotFound):
        return None


def _field(fact: FactDef, stated: Stated | None, problems: dict[str, str], typed: dict[str, str] | None) -> FactField:
    value = typed.get(fact.name, "") if typed is not None else _shown(fact, stated)
    choices = [("", _("Chưa rõ")), *((code, words(text)) for code, text in fact.choices.items())]
    return FactField(
        fact.name, words(fact.label), words(fact.help) if fact.help else "", fact.kind, value, choices,
        _capital(_by(stated)) if stated else "", problems.get(fact.name, ""),
    )  # fmt: skip


def _shown(fact: FactDef, stated: Stated | None) -> str:
    if stated is None or stated.value is None:
        return ""
    if fact.kind == "date":
        return "/".join(reversed(str(stated.value).split("-")))
    return str(stated.value)


def _told(fact: FactDef, stated: Stated) -> dict[str, str]:
    text = words(fact.choices[str(stated.value)]) if fact.kind == "choice" else _shown(fact, stated)
    return {"term": words(fact.label), "value": f"{text} ({_by(stated)})"}


def _by(stated: Stated) -> str:
    name, when = stated.by or "", day(stated.at)
    if stated.capacity == "unit":
        return _("đơn vị khai: %(name)s, %(day)s", name=name, day=when)
    return _("cơ quan thường trực ghi: %(name)s, %(day)s", name=name, day=when)

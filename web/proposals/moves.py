"""What can be done to the whole letter now, judged line by line by the rules that judge the move itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for
from sqlalchemy.orm import Session

from states import Definition, Refusal, TransitionDef
from web.context import actor, services, today
from web.i18n import _, words
from web.nominations.acts import AT_THE_POINTS, Condition, Later
from web.seen import write_seen
from web.triggers import InputField, batch_text, input_fields
from web.wording import refusal_text, roles_text
from workflow.nominations.judging import Judge, Judged
from workflow.nominations.papers import Paper
from workflow.nominations.policy import UNIT_ROLES
from workflow.nominations.proposal_queries import LetterSheet, ListLine
from workflow.nominations.rows import load_rows

# Where what a guard misses is supplied: on the letter itself, or on the page of the line.
ON_THE_LETTER = {"letter_unnumbered": "number"}
NAMED = 20
ON_THE_LINE = {
    "minutes_missing": "files", "papers_lacking": "files", "content_missing": "main",
    "achievement_unnamed": "achievement_on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WholeMove:
    """A button for all lines that stand where its trigger is open."""

    trigger: str
    label: str
    button: str
    effect: str
    look: str
    fields: Sequence[InputField]
    seen: str
    pressed: bool


@dataclass(frozen=True, slots=True)
class LetterPanel:
    """What the reader can do with the whole letter, what is missing for the rest, and what each line lacks."""

    moves: Sequence[WholeMove]
    blocked: Sequence[tuple[str, Sequence[Condition]]]
    later: Sequence[Later]
    papers: Mapping[int, tuple[Paper, ...]]

    @property
    def forward(self) -> WholeMove | None:
        """The act that the letter waits for, as the one primary button."""
        return next((move for move in self.moves if move.look), None)

    @property
    def others(self) -> Sequence[WholeMove]:
        return [move for move in self.moves if move is not self.forward]


@dataclass(slots=True)
class _Group:
    """The lines for which one trigger is open."""

    route: TransitionDef
    definition: Definition
    lines: list[tuple[ListLine, Judged]] = field(default_factory=list)


def letter_panel(session: Session, sheet: LetterSheet, lines: Sequence[ListLine], problems: Mapping[str, str],
                 pressed: str) -> LetterPanel:  # fmt: skip
    """No button is shown that would be refused, and what is missing is named with a link to supply it."""
    rows = load_rows(session, [line.id for line in lines], locked=False)
    judge = Judge(session, services().office, actor(), rows.values(), today())
    moves, blocked, later = [], [], []
    for trigger, group in _grouped(judge, [line for line in lines if not _is_told_elsewhere(sheet, line)]).items():
        label = words(group.definition.trigger(trigger).label)
        conditions = _conditions(sheet, lines, group)
        if _not_mine(group):
            later.append(Later(label, _why(group)))
        elif conditions:
            blocked.append((label, conditions))
        else:
            moves.append(_move(trigger, group, problems if trigger == pressed else {}, pressed))
    papers = {line.id: judge.facts(rows[line.id], {}).papers for line in lines}
    ordered = sorted(moves, key=lambda move: (not move.look, move.look != "seal"))
    return LetterPanel(ordered, blocked, later, papers)


def _grouped(judge: Judge, lines: Sequence[ListLine]) -> dict[str, _Group]:
    """Triggers of the unit by the lines that stand where they are open. Refusals are made one by one, on the file."""
    groups: dict[str, _Group] = {}
    for line in lines:
        row = judge.rows[line.id]
        definition = judge.definition(row)
        for route in judge.routes(row):
            if not UNIT_ROLES & set(route.roles) or definition.state(route.target).outcome == "not_awarded":
                continue
            group = groups.setdefault(route.trigger, _Group(route, definition))
            group.lines.append((line, judge.judge(row, route.trigger, {})))
    return groups


def _is_told_elsewhere(sheet: LetterSheet, line: ListLine) -> bool:
    """Once it is sent, a nominee reads of their own file in public words only; a button would say more."""
    return sheet.submitted_at is not None and line.nominee_id is not None and line.nominee_id == actor().person_id


def _not_mine(group: _Group) -> bool:
    """Nobody in this person's place could do it now: a role or a separation of duties is against it."""
    return any(not judged.moves and judged.capacity is None for _line, judged in group.lines)


def _why(group: _Group) -> str:
    refusals = next(judged.refusals for _line, judged in group.lines if not judged.moves and judged.capacity is None)
    if all(refusal.code == "not_your_role" for refusal in refusals):
        return _("việc của %(who)s", who=roles_text(group.route.roles))
    return " ".join(refusal_text(refusal) for refusal in refusals)


def _conditions(sheet: LetterSheet, lines: Sequence[ListLine], group: _Group) -> list[Condition]:
    """What stands against it, each once, with the place where it is supplied."""
    found: dict[str, Condition] = {}
    for line, judged in group.lines:
        for refusal in judged.refusals:
            condition = _condition(sheet, line, refusal)
            found.setdefault(condition.text, condition)
    signing = group.definition.trigger(group.route.trigger).signing
    here = {line.id for line, _judged in group.lines}
    for line in lines:
        if signing and line.waits_for is not None and line.id not in here:
            text = _("%(name)s (dòng %(n)s) chưa đến bước ký trình.", name=line.name, n=line.position)
            found[text] = Condition(False, text, url_for("nominations.show", code=line.code), _("Mở hồ sơ"))
    return _shortened(sheet, list(found.values()))


def _shortened(sheet: LetterSheet, conditions: list[Condition]) -> list[Condition]:
    """The first few of them: whoever mends these sees the next."""
    rest = len(conditions) - NAMED
    if rest <= 0:
        return conditions
    text = _("Và còn %(n)s chỗ nữa trong danh sách.", n=rest)
    whole = url_for("proposals.show", proposal_id=sheet.id, all=1)
    return [*conditions[:NAMED], Condition(False, text, whole, _("Xem cả danh sách"))]


def _condition(sheet: LetterSheet, line: ListLine, refusal: Refusal) -> Condition:
    text = refusal_text(refusal)
    place = ON_THE_LETTER.get(refusal.code)
    if place is not None:
        return Condition(False, text, f"{url_for('proposals.show', proposal_id=sheet.id)}#{place}", _("Ghi số và ngày"))
    if refusal.code == "no_place_left":  # one sentence for all the names over a cap, so it is shown once
        return Condition(False, text, f"{url_for('proposals.show', proposal_id=sheet.id)}#places", _("Xem chỉ tiêu"))
    named = _("%(name)s (dòng %(n)s): %(what)s", name=line.name, n=line.position, what=text)
    if refusal.code == "law_failed":
        return Condition(False, named, url_for("nominations.law", code=line.code), _("Xem từng điều kiện"))
    if refusal.code in AT_THE_POINTS:
        return Condition(False, named, url_for("nominations.points", code=line.code), _("Mở các điểm bổ sung"))
    place = ON_THE_LINE.get(refusal.code)
    if place is None:
        return Condition(False, named)
    return Condition(
        False, named, f"{url_for('proposals.edit_nomination', nomination_id=line.id)}#{place}", _("Mở để bổ sung")
    )


def _move(trigger: str, group: _Group, problems: Mapping[str, str], pressed: str) -> WholeMove:
    definition = group.definition.trigger(trigger)
    count = len(group.lines)
    target = group.definition.state(group.route.target)
    asks = any(item.required for item in definition.inputs)
    look = "seal" if definition.signing else ("do" if definition.leads_on and not asks else "")
    effect = _("%(n)s đề nghị sang “%(state)s”.", n=count, state=words(target.label))
    seen = write_seen({line.id: line.version for line, _judged in group.lines})
    return WholeMove(trigger, words(definition.label), batch_text(definition, count), effect, look,
                     input_fields(definition, problems), seen, trigger == pressed)  # fmt: skip

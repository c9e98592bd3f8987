"""What can be done to a nomination now by the reader, and what is missing for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from states import GUARDS, Definition, Refusal, TransitionDef
from web.context import actor, services, today
from web.i18n import _, words
from web.wording import refusal_text, roles_text
from workflow.nominations.judging import Judge
from workflow.nominations.policy import may_edit, permit
from workflow.nominations.rows import Row

# Refusals that say what is missing, by the page on which it is supplied.
AT_THE_POINTS = frozenset({"points_unanswered", "points_unsettled", "points_not_accepted"})
AT_THE_CONTENT = frozenset({"papers_lacking", "minutes_missing"})
# Made on the page of the session, where the whole agenda is in view.
ELSEWHERE = frozenset({"record_vote", "open_voting"})


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the act panel."""

    label: str
    effect: str
    button: str
    href: str
    kind: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A guard as a fact that holds, or as what is missing."""

    ok: bool
    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """An act that is not the reader's, or not yet possible, and why."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    acts: Sequence[Act]
    blocked: Sequence[tuple[str, Sequence[Condition]]]
    later: Sequence[Later]


def panel_of(session: Session, row: Row) -> Panel:
    """The panel is judged by the very rules that judge the move: no button is shown that would be refused."""
    judge = Judge(session, services().office, actor(), [row], today())
    definition = judge.definition(row)
    acts, blocked, later = [], [], []
    for route in judge.routes(row):
        if route.roles == ("system",):
            continue
        label = words(definition.trigger(route.trigger).label)
        conditions = _conditions(judge, row, route)
        if not route.moves and not all(condition.ok for condition in conditions):
            continue  # resuming what is not on hold, or holding it twice
        capacity = permit(actor(), row, route, definition, judge.batch)
        if isinstance(capacity, tuple):
            later.append(Later(label, _why(capacity, route)))
            continue
        if all(condition.ok for condition in conditions):
            acts.append(_act(row, route, definition))
        else:
            blocked.append((label, [condition for condition in conditions if not condition.ok]))
    ordered = sorted(acts, key=lambda act: (act.kind == "", not definition.trigger(act.trigger).leads_on))
    return Panel(ordered, blocked, _together(later))


def _together(later: Sequence[Later]) -> list[Later]:
    """Acts that wait for the same people stand in one line."""
    labels: dict[str, list[str]] = {}
    for one in later:
        labels.setdefault(one.text, []).append(one.label)
    return [Later(", ".join(names), text) for text, names in labels.items()]


def _conditions(judge: Judge, row: Row, route: TransitionDef) -> list[Condition]:
    engine = services().office.registry.engine(row.definition_key, row.definition_version)
    checks = engine.checks(route, judge.facts(row, {}))
    return [
        Condition(True, words(GUARDS[code].holds)) if refusal is None
        else Condition(False, refusal_text(refusal), *_place(row, engine.definition, refusal))
        for code, refusal in checks if route.trigger not in ELSEWHERE or code == "not_on_hold"
    ]  # fmt: skip


def _place(row: Row, definition: Definition, refusal: Refusal) -> tuple[str, str]:
    """Where what is missing is supplied, and the words of the way there."""
    if refusal.code in AT_THE_POINTS:
        return url_for("nominations.points", code=row.code), _("Mở các điểm bổ sung")
    if refusal.code in AT_THE_CONTENT and may_edit(actor(), row, definition):
        return url_for("proposals.edit_nomination", nomination_id=row.id) + "#files", _("Mở để bổ sung")
    return "", ""


def _act(row: Row, route: TransitionDef, definition: Definition) -> Act:
    trigger = definition.trigger(route.trigger)
    target = definition.state(route.target)
    effect = (
        _("Hồ sơ sang “%(state)s”.", state=words(target.label)) if route.moves else _("Hồ sơ giữ nguyên bước đang ở.")
    )
    if route.trigger in ELSEWHERE:
        return Act(words(trigger.label), _("Làm trên trang phiên họp, cùng cả chương trình."), _("Mở phiên họp"),
                   url_for("councils.index"), "", route.trigger)  # fmt: skip
    kind = "seal" if trigger.signing else ("do" if trigger.leads_on and _forward(route, definition) else "")
    return Act(words(trigger.label), effect, words(trigger.label),
               url_for("nominations.act", code=row.code, trigger=route.trigger), kind, route.trigger)  # fmt: skip


def _forward(route: TransitionDef, definition: Definition) -> bool:
    """The act that a file usually waits for; returns and refusals are secondary buttons."""
    return (
        definition.state(route.target).outcome not in ("not_awarded", "withdrawn")
        and not definition.trigger(route.trigger).inputs[:1]
    ) or route.trigger in ("refer", "sign_decision", "submit")


def _why(refusals: Sequence[Refusal], route: TransitionDef) -> str:
    if all(refusal.code == "not_your_role" for refusal in refusals):
        return _("việc của %(who)s", who=roles_text(route.roles))
    return " ".join(refusal_text(refusal) for refusal in refusals)

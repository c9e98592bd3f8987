"""What the plan of a movement says: whom it speaks to, and which share of those who took part may be proposed."""

import re
from dataclasses import dataclass
from typing import Final

from workflow.audit.record import Entry, record
from workflow.awards.paper_lists import checked_document
from workflow.awards.quotas import SETTERS
from workflow.kernel.errors import Forbidden, Invalid, Problem
from workflow.kernel.transaction import Tx
from workflow.movements.models import Movement
from workflow.people.authority import Actor

_CODE: Final = re.compile(r"[a-z_]{2,20}")
MOST_GROUPS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMovementCaps:
    """The wish to write down a plan; a share of None: it sets none, no groups: it speaks to everybody."""

    movement_id: int
    person_percent: int | None
    collective_percent: int | None
    document: str
    actor: Actor
    groups: tuple[str, ...] = ()


def set_movement_caps(tx: Tx, command: SetMovementCaps) -> None:
    """They bind what is submitted from now on; the trail keeps those before, each with its paper."""
    if not command.actor.has(*SETTERS):
        raise Forbidden("not_your_role", who=SETTERS)
    problems: dict[str, Problem] = {}
    document = checked_document(command.document, problems)
    shares = {"person_percent": command.person_percent, "collective_percent": command.collective_percent}
    for name, percent in shares.items():
        if percent is not None and not 1 <= percent <= 100:
            problems[name] = Problem("number_out_of_range", {"least": 1, "most": 100})
    movement = tx.session.get(Movement, command.movement_id, with_for_update={"key_share": True})
    if movement is None:
        problems["movement_id"] = Problem("not_a_choice")
    if not all(_CODE.fullmatch(group) for group in command.groups) or len(command.groups) > MOST_GROUPS:
        problems["for_groups"] = Problem("not_a_choice")
    if problems or movement is None:
        raise Invalid(problems)
    movement.for_groups = " ".join(command.groups)
    movement.cap_person_percent, movement.cap_collective_percent = command.person_percent, command.collective_percent
    record(tx, [Entry(
        subject_kind="movement", subject_id=movement.id, action="set_movement_caps",
        actor_id=command.actor.person_id, detail={**shares, "groups": list(command.groups), "document": document},
    )])  # fmt: skip

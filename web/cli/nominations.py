"""Commands that look at nominations. They change nothing: a move is made by a person on a page."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import click
from sqlalchemy.orm import Session

from notifications.health import letter_ids
from states import OVERLAYS, shipped
from web.cli.printing import as_json, say_json, say_table
from web.cli.station import open_parts
from workflow.decisions.bonus_queries import bonus_of_nomination
from workflow.nominations.file_queries import events_of, tasks_of
from workflow.nominations.listing import Listed, listed

SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "history": ("seq", "at", "trigger", "from", "to", "actor", "capacity", "reason"),
    "tasks": ("queue", "state", "due_on", "assignee", "outcome"),
    "mails": ("id", "kind", "state", "to"),
}


@click.group()
def nominations() -> None:
    """Nominations and their history."""


@nominations.command("list")
@click.option("--state", help="As shown: a state of the definition, or on_hold, revocation_review, revoked.")
@click.option("--unit", help="Code of the proposing unit.")
@as_json
def list_(state: str | None, unit: str | None, as_json: bool) -> None:
    """Nominations in the order of their making, the first thousand."""
    _known_state(state)
    with open_parts().services.store.reading() as session:
        found = listed(session, state=state, unit=unit)
    if as_json:
        say_json(found)
        return
    say_table(
        ("CODE", "STATE", "UNIT", "AWARD", "WAITS FOR", "DUE", "NAME"),
        [(one.code, one.state, one.unit, one.award, one.waits_for, one.due_on if one.waits_for else "", one.name)
         for one in found],
    )  # fmt: skip


@nominations.command()
@click.argument("code")
@as_json
def show(code: str, as_json: bool) -> None:
    """One nomination: where it stands, its history, its tasks, its mails."""
    with open_parts().services.store.reading() as session:
        found = listed(session, code=code, most=1)
        if not found:
            raise click.BadParameter(f"there is no nomination “{code}”", param_hint="CODE")
        told = _told(session, found[0])
    if as_json:
        say_json(told)
        return
    one = found[0]
    click.echo(f"{one.code}  {one.name}")
    click.echo(f"{one.state} (machine {one.machine_state}, version {one.version}), {one.award}, {one.unit}")
    for part in ("history", "tasks", "mails"):
        click.echo()
        columns = SHOWN[part]
        say_table([name.upper() for name in columns], [[row[name] for name in columns] for row in told[part]])


def _told(session: Session, one: Listed) -> dict[str, Any]:
    """Everything about a nomination, as JSON tells it."""
    tasks: list[dict[str, Any]] = [dict(each._mapping) for each in tasks_of(session, one.id)]
    history = [
        {
            "seq": each.seq,
            "trigger": each.trigger,
            "from": each.source,
            "to": each.target,
            "actor": each.actor,
            "capacity": each.capacity,
            "on_behalf_of": each.principal,
            "reason": each.reason,
            "at": each.at,
        }
        for each in reversed(events_of(session, "nomination", one.id))
    ]
    mails = [
        {
            "id": each.id,
            "kind": each.kind,
            "to": each.to_address,
            "state": each.state,
            "message_id": each.message_id,
        }
        for each in letter_ids(session, one.id)
    ]
    head = {
        "code": one.code,
        "name": one.name,
        "state": one.state,
        "machine_state": one.machine_state,
        "version": one.version,
        "award": one.award,
        "unit": one.unit,
    }
    return {**head, "history": history, "tasks": tasks, "mails": mails, "bonus": _bonus(session, one.id)}


def _bonus(session: Session, nomination_id: int) -> dict[str, Any] | None:
    """What was granted with the decision, frozen; None before it and for an award of a higher level."""
    found = bonus_of_nomination(session, nomination_id)
    if found is None:
        return None
    told = asdict(found)
    for name in ("multiplier", "unrounded"):  # exactly, as it is kept
        told[name] = None if told[name] is None else f"{told[name]:f}"
    return told


def _known_state(state: str | None) -> None:
    known = {each.code for each in shipped().latest("nomination").definition.states} | OVERLAYS.keys()
    if state is not None and state not in known:
        raise click.BadParameter(
            f"there is no state “{state}”; there are: {', '.join(sorted(known))}", param_hint="--state"
        )

"""Commands about the lifecycles that this version ships. None needs a database."""

import click

from states import Definition, InvalidDefinition, UnknownDefinition, mermaid, shipped, svg
from web.cli.printing import as_json, in_locale, say_json, say_table


@click.group()
def definitions() -> None:
    """The lifecycles: proof, list, words, pictures."""


@definitions.command()
@as_json
def check(as_json: bool) -> None:
    """Prove every shipped definition: reachable, without dead ends, with somebody for each step."""
    try:
        found = [engine.definition for engine in shipped().all()]
    except InvalidDefinition as error:
        say_json({"sound": False, "faults": str(error)}) if as_json else click.echo(str(error))
        raise SystemExit(1) from None
    if as_json:
        say_json({"sound": True, "definitions": [_about(one) for one in found]})
        return
    for one in found:
        click.echo(f"{one.key} {one.version}: sound, {len(one.states)} states, {len(one.transitions)} transitions")


@definitions.command("list")
@as_json
def list_(as_json: bool) -> None:
    """Keys, versions, sizes and fingerprints."""
    found = [_about(engine.definition) for engine in shipped().all()]
    if as_json:
        say_json(found)
    else:
        say_table(tuple(found[0]), [tuple(one.values()) for one in found])


@definitions.command()
@click.argument("key")
@in_locale
@as_json
def show(key: str, locale: str, as_json: bool) -> None:
    """The states and transitions of the newest version of KEY."""
    found = _definition(key)
    if as_json:
        say_json(
            {**_about(found), "states": found.states, "triggers": found.triggers, "transitions": found.transitions}
        )
        return
    click.echo(f"{found.title.to(locale)} ({found.key} {found.version}, {found.fingerprint[:12]})\n")
    say_table(
        ("STATE", "WAITS FOR", "LIMIT", "LABEL"),
        [(one.code, ", ".join(one.waits_for), one.limit, one.label.to(locale)) for one in found.states],
    )
    click.echo()
    say_table(
        ("TRIGGER", "FROM", "TO", "ROLES", "GUARDS"),
        [
            (one.trigger, one.source, one.target, ", ".join(one.roles), ", ".join((*one.when, *one.guards)))
            for one in found.transitions
        ],
    )


@definitions.command()
@click.argument("key")
@click.option("--format", "kind", type=click.Choice(("svg", "mermaid")), default="svg", show_default=True,
              help="What to draw.")  # fmt: skip
@in_locale
def draw(key: str, kind: str, locale: str) -> None:
    """A picture of the newest version of KEY, on the standard output."""
    found = _definition(key)
    click.echo(mermaid(found, locale) if kind == "mermaid" else svg(found, locale), nl=False)


def _about(one: Definition) -> dict[str, object]:
    return {
        "key": one.key, "version": one.version, "states": len(one.states), "triggers": len(one.triggers),
        "transitions": len(one.transitions), "fingerprint": one.fingerprint,
    }  # fmt: skip


def _definition(key: str) -> Definition:
    try:
        return shipped().latest(key).definition
    except UnknownDefinition:
        known = ", ".join(sorted({engine.definition.key for engine in shipped().all()}))
        raise click.BadParameter(f"there is no definition “{key}”; there are: {known}", param_hint="KEY") from None

"""Commands about the trail."""

from pathlib import Path

import click

from web.cli.printing import as_json, say_json
from web.cli.station import open_parts
from workflow.audit.anchors import write_anchor
from workflow.lifecycle.verify import verify as verify_record

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """The trail: verify it, and have a witness outside the database."""


@audit.command()
@click.option("--anchors", type=FILE, help="A witness file written by `thidua audit anchor`.")
@as_json
def verify(anchors: Path | None, as_json: bool) -> None:
    """Check every chain, every move, every state and the published definitions."""
    if anchors is not None and not anchors.exists():
        raise click.BadParameter(f"there is no file {anchors}", param_hint="--anchors")
    services = open_parts().services
    with services.store.reading() as session:
        report = verify_record(session.connection(), services.office.registry, anchors)
    if as_json:
        say_json({"sound": report.sound, "subjects": report.subjects, "entries": report.entries,
                  "events": report.events, "faults": report.faults})  # fmt: skip
    else:
        for fault in report.faults:
            click.echo(f"{fault.subject} #{fault.seq}: {fault.code}")
        read = f"{report.subjects} subjects, {report.entries} entries, {report.events} events"
        click.echo(f"{read}: {'everything fits' if report.sound else f'{len(report.faults)} faults'}")
    raise SystemExit(0 if report.sound else 1)


@audit.command()
@click.argument("file", type=FILE)
@as_json
def anchor(file: Path, as_json: bool) -> None:
    """Append the heads of all chains that grew to FILE; keep a copy of it on another machine."""
    services = open_parts().services
    try:
        with services.store.transaction() as tx:
            written = write_anchor(tx.session.connection(), file, tx.now)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    say_json({"file": str(file), "heads": written}) if as_json else click.echo(f"{written} heads written to {file}")

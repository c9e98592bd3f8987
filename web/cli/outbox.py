"""Commands about the letters."""

import click

from notifications.commands import RetryLetter, retry_letter
from notifications.queries import STATES, outbox_counts, outbox_page
from web.cli.printing import as_json, say_json, say_table
from web.cli.station import CONSOLE, open_parts


@click.group()
def outbox() -> None:
    """Letters: sent, waiting, and those that did not arrive."""


@outbox.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only letters in this state.")
@click.option("--before", type=click.IntRange(min=1), help="Continue below this id.")
@as_json
def list_(state: str | None, before: int | None, as_json: bool) -> None:
    """The newest fifty letters, and how many stand in each state."""
    with open_parts().services.store.reading() as session:
        page = outbox_page(session, state=state, before=before)
        counts = outbox_counts(session, states=STATES)
    if as_json:
        say_json({"counts": counts, "letters": page.rows, "next_before": page.next_before})
        return
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()) + "\n")
    say_table(
        ("ID", "STATE", "TRIES", "TO", "ERROR", "SUBJECT"),
        [(one.id, one.state, one.attempts, one.to_address, one.last_error, one.subject) for one in page.rows],
    )
    if page.next_before:
        click.echo(f"\nMore: --before {page.next_before}")


@outbox.command()
@click.argument("letter_id", metavar="ID", type=int)
@click.option("--address", default="", help="Send it to this address instead.")
@as_json
def retry(letter_id: int, address: str, as_json: bool) -> None:
    """Put a letter that did not arrive back in line."""
    parts = open_parts()
    with parts.services.store.transaction() as tx:
        retry_letter(tx, parts.subscriber, RetryLetter(letter_id=letter_id, actor=CONSOLE, address=address))
    say_json({"id": letter_id, "state": "pending"}) if as_json else click.echo(f"letter {letter_id} is in line again")

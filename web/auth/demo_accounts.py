"""The demonstration's list of accounts: who they are and what waits for each."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from web.auth.models import Account
from web.i18n import pick
from web.presenting import role_name
from workflow.bootstrap import Services
from workflow.people.queries import names_of


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A way into the demonstration."""

    person_id: int
    role: str
    name: str
    post: str
    email: str


def demo_accounts(services: Services) -> list[DemoAccount]:
    """The accounts of the file that the demonstration wrote, one line for each person with all their roles."""
    path = services.settings.data_dir / "accounts.json"
    if not path.exists():
        return []
    listed = json.loads(path.read_text(encoding="utf-8"))
    with services.store.reading() as session:
        ids = {email: person_id for email, person_id in session.execute(select(Account.email, Account.person_id))}
        people = names_of(session, list(ids.values()))
    roles: dict[str, list[str]] = {}
    for entry in listed:
        roles.setdefault(entry["email"], []).append(role_name(entry["role"]))
    found = []
    for email, held in roles.items():
        person = people.get(ids.get(email, 0))
        if person is not None:
            post = pick(person.title_vi, person.title_en)
            found.append(DemoAccount(person.id, ", ".join(dict.fromkeys(held)), person.full_name, post, email))
    return found

"""Commands about people: the first administrator, who then lets in everybody else."""

from typing import Final

import click

from web.auth.accounts import check_password, make_account
from web.auth.passwords import LEAST, hash_password
from web.cli.printing import as_json, say_json
from web.cli.station import CONSOLE, open_parts
from web.site import site_of
from workflow.kernel.clock import office_date
from workflow.kernel.transaction import Tx
from workflow.people.commands import ADMIN, grant_role, write_person, write_unit
from workflow.people.queries import units_on

OFFICE_CODE: Final = "co-quan-thuong-truc"
OFFICE_KIND: Final = "authority"


@click.group()
def people() -> None:
    """People who keep the installation."""


@people.command("create-admin")
@click.argument("email")
@click.argument("name")
@as_json
def create_admin(email: str, name: str, as_json: bool) -> None:
    """Make an administrator who signs in with EMAIL. The password is asked for, never an argument."""
    services = open_parts().services
    password = click.prompt(
        f"Password, {LEAST} characters or more", hide_input=True, confirmation_prompt=True, err=True
    )
    check_password(password)
    hashed = hash_password(password)
    title = {"title_vi": "Quản trị viên", "title_en": "Administrator"}
    with services.store.transaction() as tx:
        unit_id = _office(tx, services.settings.config)
        fields = {"full_name": name, "email": email, "unit_id": unit_id, **title}
        person_id = write_person(tx, CONSOLE, fields)
        grant_role(tx, CONSOLE, person_id=person_id, unit_id=unit_id, role=ADMIN, valid_from=office_date(tx.now),
                   valid_to=None, document="")  # fmt: skip
        make_account(tx, person_id, email, hashed)
    say_json({"person": person_id, "email": email}) if as_json else click.echo(f"{name} can sign in with {email}")


def _office(tx: Tx, config: str) -> int:
    """The deciding office; an empty installation gets one under the name of its configuration."""
    units = units_on(tx.session, office_date(tx.now))
    for unit in units:
        if unit.kind == OFFICE_KIND:
            return int(unit.id)
    site = site_of(config, sample=False)
    fields = {"code": OFFICE_CODE, "name_vi": site.office_name, "kind": OFFICE_KIND, "place": site.place,
              "valid_from": office_date(tx.now)}  # fmt: skip
    return write_unit(tx, CONSOLE, fields)

"""The command that looks at the installation as a whole."""

import click

from web.cli.printing import as_json, in_locale, say_json
from web.cli.station import open_parts
from web.doctor import examine, fit


@click.command()
@click.option("--mail", is_flag=True, help="Also knock at the mail server.")
@in_locale
@as_json
def doctor(mail: bool, locale: str, as_json: bool) -> None:
    """Look whether everything is fit to work: folder, schema, durability, worker, letters, people."""
    findings = examine(open_parts().services, mail=mail)
    if as_json:
        told = [{"code": one.code, "grade": one.grade, "text": one.words(locale)} for one in findings]
        say_json({"fit": fit(findings), "findings": told})
    else:
        for one in findings:
            click.echo(f"{one.grade.upper():<5} {one.code:<13} {one.words(locale)}")
    raise SystemExit(0 if fit(findings) else 1)

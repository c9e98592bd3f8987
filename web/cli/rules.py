"""Commands that ask the law. None needs a database; where there is one, its rule sets and its calendar count."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final

import click

from states import Text
from web.cli.database import of_database
from web.cli.days import office_calendar
from web.cli.printing import as_json, in_locale, say_json, say_table
from workflow.awards import answers
from workflow.awards.bonus import NoBaseSalary, NoSuchBonus
from workflow.awards.cases import Case, subject_code
from workflow.awards.editions import BrokenEdition, law_of
from workflow.awards.findings import OUTCOMES
from workflow.awards.questions import VoteQuestion, WrongQuestion, read_case, read_json, read_vote
from workflow.awards.rules import Law, RuleSet, UnknownAward, compile_shelf, shipped_law
from workflow.awards.shelf import SHELF, read_shelf, recorded_fingerprints
from workflow.awards.soundness import faults_of, faults_within

SUBJECTS: Final = ("person", "collective", "household")
KINDS: Final = ("yearly", "thematic", "sudden")
LEVELS: Final = ("don_vi", "xa", "huyen", "tinh", "bo", "thu_tuong", "chu_tich_nuoc")
_LEVEL_NAMES: Final = {"unit": "don_vi", "commune": "xa", "district": "huyen", "province": "tinh",
                       "prime_minister": "thu_tuong", "president": "chu_tich_nuoc"}  # fmt: skip
DAY: Final = click.DateTime(formats=["%Y-%m-%d"])
_FIRST, _LAST, _MOST_DAYS = date(2000, 1, 1), date(2099, 12, 31), 1000


class Code(click.Choice[str]):
    """A code, or one of the other words for it."""

    def __init__(self, codes: tuple[str, ...], read: Callable[[str], str]) -> None:
        super().__init__(codes)
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(self._read(value) if isinstance(value, str) else value, param, ctx)


award_option = click.option("--award", required=True, help="Code of the award, such as CSTDCS.")
locale_option = in_locale


@contextmanager
def asking() -> Iterator[None]:
    """A question that cannot be answered is a wrong call, told in a sentence."""
    try:
        yield
    except UnknownAward as error:
        known = sorted({code for rules in office_law().all() for code in rules.awards})
        said = f"there is no award “{error.args[0]}” at that time; known: {', '.join(known)}"
        raise click.UsageError(said) from None
    except NoBaseSalary as error:
        raise click.UsageError(f"no base salary is known for {error.args[0]}") from None
    except (NoSuchBonus, WrongQuestion, ValueError) as error:
        raise click.UsageError(str(error)) from None


def office_law() -> Law:
    """The law with what the office published where there is a database that answers, else as it ships."""
    return of_database(law_of, shipped_law(), otherwise="answered by the shipped rule sets")


@click.group()
def rules() -> None:
    """The law of a date: what it asks, who decides, by when, how much."""


@rules.command()
@click.option("--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SHELF,
              help="Folder of rule sets to check instead of the shipped ones.")  # fmt: skip
@as_json
def check(folder: Path, as_json: bool) -> None:
    """Load every rule set and look for what is missing: citations, settings, answers, days, changed texts."""
    about: list[dict[str, Any]] = []
    try:
        shelf = read_shelf(folder)
        found = compile_shelf(shelf)
        faults = faults_of(found, shelf)
        recorded = recorded_fingerprints(folder)
        faults += [f"{each.id}: the text was changed: fingerprint {each.fingerprint}, recorded {recorded[each.id]}"
                   for each in found if recorded.get(each.id, each.fingerprint) != each.fingerprint]  # fmt: skip
        faults += [f"{each.id}: no fingerprint is recorded: {each.fingerprint}"
                   for each in found if recorded and each.id not in recorded]  # fmt: skip
        published = _published() if folder == SHELF else []
        faults += [str(fault) for each in published for fault in faults_within(each)]
        about = [
            {"rule_set": each.id, "valid_from": each.valid_from, "valid_to": each.valid_to, "awards": len(each.awards),
             "criteria": len(each.criteria), "settings": len(each.settings), "fingerprint": each.fingerprint,
             "unsure": sum(one.certainty == "U" for _, one in each.statements())}
            for each in (*found, *published)
        ]  # fmt: skip
    except (ValueError, BrokenEdition) as error:
        faults = [str(error)]
    if as_json:
        say_json({"sound": not faults, "rule_sets": about, "faults": faults})
    else:
        for one in about:
            sizes = ", ".join(f"{one[name]} {name}" for name in ("awards", "criteria", "unsure", "settings"))
            click.echo(f"{one['rule_set']}: from {one['valid_from']}, {sizes}, {one['fingerprint'][:12]}")
        click.echo("\n".join(faults) or "sound")
    raise SystemExit(1 if faults else 0)


def _published() -> list[RuleSet]:
    """What the office published beside the shipped rule sets."""
    shipped = {each.id for each in shipped_law().all()}
    return [each for each in office_law().all() if each.id not in shipped]


@rules.command()
@click.argument("award")
@click.option("--on", "day", type=DAY, required=True, help="The day on which the dossier was complete.")
@locale_option
@as_json
def show(award: str, day: datetime, locale: str, as_json: bool) -> None:
    """Everything the law of a day says of AWARD."""
    with asking():
        on = _within(day)
        told = answers.shown(office_law().on(on), award, on)
    if as_json:
        say_json(told)
        return
    click.echo(f"{told[f'name_{locale}']} ({award}), {told['rule_set']}: {told[f'title_{locale}']}\n")
    names = ("rule", "certainty", "setting", "article", f"says_{locale}")
    rows = [tuple(one[name] for name in names) for one in told["criteria"]]
    say_table(("RULE", "SURE", "SETTING", "ARTICLE", "SAYS"), rows)
    click.echo()
    name, vote = f"name_{locale}", told["vote"]
    share = f"{'>' if vote['reach'] == 'more_than' else '≥'} {vote['share']} %"
    say_table(("ASKED", "ANSWER", "SURE", "ARTICLE"), [
        ("vote", share, vote["certainty"], vote["article"]),
        *(("decides", one[name], one["certainty"], one["article"]) for one in told["authorities"]),
        *((f"bonus {one['subject']} {one['level'] or ''}".strip(), one["multiplier"], one["certainty"], one["article"])
          for one in told["bonuses"]),
        *((f"days {one['kind']}", one["days"], one["certainty"], one["article"]) for one in told["limits"]),
        *((f"paper {one['kind']}", one[name], one["certainty"], one["article"]) for one in told["documents"]),
    ])  # fmt: skip


@rules.command()
@click.argument("case", type=click.File("rb"))
@locale_option
@as_json
def judge(case: IO[bytes], locale: str, as_json: bool) -> None:
    """Judge the nomination in CASE (a JSON file, or - for the standard input), criterion by criterion."""
    with asking():
        asked: Case = read_case(read_json(_text(case)))
        _within(asked.complete_on)
        told = answers.judged(asked, office_law())
    if as_json:
        say_json(told)
        return
    say_table(("OUTCOME", "RULE", "SURE", "ARTICLE", "REASON"), [
        (OUTCOMES[one["outcome"]].to(locale) + ("" if one["hard"] else " *"), one["rule"], one["certainty"],
         one["article"], one[f"reason_{locale}"])
        for one in told["findings"]
    ])  # fmt: skip
    click.echo(f"\n* {_ADVICE.to(locale)}")
    click.echo(f"{told['rule_set']}: {_VERDICTS[told['eligible'], told['confirmed']].to(locale)}")


_ADVICE: Final = Text("lưu ý, không phải điều kiện bắt buộc", "advice, no condition")
_VERDICTS: Final = {
    (True, True): Text("đủ điều kiện", "eligible"),
    (True, False): Text("đủ điều kiện nếu những điểm trên được xác nhận", "eligible if what is listed is confirmed"),
    (False, True): Text("không đủ điều kiện", "not eligible"),
    (False, False): Text("không đủ điều kiện", "not eligible"),
}


@rules.command()
@click.argument("case", type=click.File("rb"))
@locale_option
@as_json
def vote(case: IO[bytes], locale: str, as_json: bool) -> None:
    """Weigh the vote in CASE (a JSON file, or - for the standard input)."""
    with asking():
        asked: VoteQuestion = read_vote(read_json(_text(case)))
        _within(asked.date)
        told = answers.voted(asked, office_law())
    say_json(told) if as_json else click.echo(f"{told[f'sentence_{locale}']}\n{told['article']} ({told['rule_set']})")


@rules.command()
@click.option("--complete", type=DAY, required=True, help="The day on which the dossier was complete.")
@click.option("--days", type=click.IntRange(0, _MOST_DAYS), help="Working days from that day.")
@click.option("--award", help="Code of the award, instead of --days.")
@click.option("--kind", type=click.Choice(KINDS), help="Kind of proposal, with --award.")
@locale_option
@as_json
def deadline(complete: datetime, days: int | None, award: str | None, kind: str | None, locale: str,
             as_json: bool) -> None:  # fmt: skip
    """The last day of a limit, with the days that are skipped."""
    if (days is None) == (award is None) or (kind is not None and award is None):
        raise click.UsageError("give --days N, or --award CODE with --kind KIND")
    with asking():
        begin = _within(complete)
        if award is None:
            told = answers.due(begin, days or 0, calendar=office_calendar())
        else:
            law = office_law()
            known = law.on(begin).award(award).kinds
            if (kind or known[0]) not in known:
                raise WrongQuestion(f"{award} is not given as {kind}; it is given as {', '.join(known)}")
            told = answers.due_for(begin, award, kind or known[0], calendar=office_calendar(), law=law)
    if as_json:
        say_json(told)
        return
    click.echo(f"{told['date']} (+{told['days']})")
    for one in told["skipped"]:
        click.echo(f"  – {one['day']} {one[f'name_{locale}']}")
    for one in told["worked"]:
        click.echo(f"  + {one['day']} {one[f'name_{locale}']}")


@rules.command()
@award_option
@click.option("--subject", type=Code(SUBJECTS, subject_code), required=True, help="Who receives it.")
@click.option("--level", type=Code(LEVELS, lambda word: _LEVEL_NAMES.get(word, word)), help="Level that decides.")
@click.option("--decided", type=DAY, required=True, help="The day of the decision: its base salary counts.")
@click.option("--complete", type=DAY, help="The day on which the dossier was complete, if another.")
@locale_option
@as_json
def bonus(award: str, subject: str, level: str | None, decided: datetime, complete: datetime | None, locale: str,
          as_json: bool) -> None:  # fmt: skip
    """The bonus of an award: multiplier, base salary, amount before and after rounding."""
    with asking():
        held = office_law().on(_within(complete or decided))
        told = answers.bonus(held, award, subject, level, _within(decided))
    if as_json:
        say_json(told)
    elif told["amount"] is None:
        click.echo(f"{told[f'note_{locale}']} ({told['article']}; {told['setting']})")
    else:
        click.echo(f"{told['multiplier']} × {told['base_salary']} = {told['amount_unrounded']} → {told['amount']} đồng"
                   f" ({told['article']}; {told['base_salary_article']})")  # fmt: skip


@rules.command()
@award_option
@click.option("--on", "day", type=DAY, required=True, help="The day.")
@locale_option
@as_json
def authority(award: str, day: datetime, locale: str, as_json: bool) -> None:
    """Who decides an award on a day, at which level."""
    with asking():
        on = _within(day)
        told = answers.authority(office_law().on(on), award, on)
    if as_json:
        say_json(told)
        return
    rows = [(one["level"], one[f"name_{locale}"], one["article"]) for one in told["authorities"]]
    say_table(("LEVEL", "WHO", "ARTICLE"), rows)


def _within(day: date) -> date:
    """Days on which there is a calendar and a law."""
    on = day.date() if isinstance(day, datetime) else day
    if not _FIRST <= on <= _LAST:
        raise WrongQuestion(f"{on}: days from {_FIRST} to {_LAST} can be asked for")
    return on


def _text(file: IO[bytes]) -> str:
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongQuestion("not JSON: the text is not UTF-8") from None

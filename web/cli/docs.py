"""The documents that the code writes about itself: pictures, tables, settings."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from notifications.table import kind_table
from states import ROLES, mermaid, shipped, svg
from web.cli.printing import as_json, say_json
from workflow.kernel.settings import PREFIX, Settings
from workflow.nominations.matrix import as_text, matrix

FOLDER = Path(__file__).resolve().parents[2] / "docs"
MADE = "<!-- Written by `thidua docs build`; change the code, not this page. -->\n\n"


@click.group()
def docs() -> None:
    """The documents that are written from the code."""


@docs.command()
@click.option("--check", is_flag=True, help="Write nothing; say what differs, and exit with 1 if anything does.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=FOLDER, help="Folder of the documents."
)
@as_json
def build(check: bool, out: Path, as_json: bool) -> None:
    """Write docs/states, docs/notifications.md, docs/roles.md and docs/settings.md anew."""
    pages = dict(_pages())
    changed = [name for name, text in pages.items() if _kept(out / name) != text]
    if not check:
        for name in changed:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_text(pages[name], encoding="utf-8")
    if as_json:
        say_json({"pages": sorted(pages), "changed": changed, "written": not check})
    else:
        for name in changed:
            click.echo(f"{'differs' if check else 'written'}: {name}")
        click.echo(f"{len(pages)} pages, {len(changed)} {'differ' if check else 'written'}")
    raise SystemExit(1 if check and changed else 0)


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _pages() -> Iterator[tuple[str, str]]:
    for engine in shipped().all():
        definition = engine.definition
        name = f"states/{definition.key}_v{definition.version}"
        for locale in ("vi", "en"):
            yield f"{name}.{locale}.svg", svg(definition, locale)
            yield f"{name}.{locale}.mmd", mermaid(definition, locale)
    yield "notifications.md", _notifications()
    yield "roles.md", _roles()
    yield "settings.md", _settings()


def _notifications() -> str:
    head = ("Kind", "On", "To", "Required", "Taken back by", "Subject (vi)", "Subject (en)")
    rows = [
        (
            f"`{row.kind}`",
            row.on,
            row.to,
            "yes" if row.required else "no",
            row.superseded_by,
            row.subject_vi,
            row.subject_en,
        )
        for row in kind_table()
    ]
    return f"# Letters\n\n{MADE}{_table(head, rows)}\n"


def _roles() -> str:
    definition = shipped().latest("nomination").definition
    names = _table(("Role", "Tiếng Việt", "English"), [(f"`{code}`", text.vi, text.en) for code, text in ROLES.items()])
    doors = as_text(definition, matrix(definition))
    about = (
        "Each answer is that of the policy that judges real files: `yes`, or the code of the refusal. The relations "
        "are those of the person to the file: of the own unit, of another unit, about oneself, with a letter prepared "
        "by oneself, handled by oneself before. What is not listed is refused (`not_your_role`). Guards on the facts "
        "of a file come on top."
    )
    return f"# Roles\n\n{MADE}{names}\n\n## Who may do what to a nomination\n\n{about}\n\n{doors}\n"


def _settings() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        rows.append((f"`{PREFIX}{name.upper()}`", default, field.description or ""))
    about = "Read once from the environment; a misspelt one stops the start."
    return f"# Settings\n\n{MADE}{about}\n\n{_table(('Variable', 'Default', 'Meaning'), rows)}\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )

"""Which files the architecture tests look at. Each takes the folder, so that a test can bring its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("states", "workflow", "notifications", "web")
_MADE = {"__pycache__", "demo-data", "test-output", "build", "dist", "node_modules"}


def files(root: Path) -> Iterator[Path]:
    """Every file that belongs to the repository, without asking git, which need not be there."""
    for path in sorted(root.iterdir()):
        hidden = path.name.startswith(".") and path.name != ".ci"
        if path.is_dir():
            if not hidden and path.name not in _MADE and not path.name.endswith(".egg-info"):
                yield from files(path)
        elif not path.name.startswith(".env") and not path.name.startswith(".coverage"):
            yield path


def python_files(root: Path, *tops: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and parsed text of each Python file, under these folders or everywhere."""
    for path in files(root):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".py" and (not tops or name.split("/")[0] in tops):
            yield name, ast.parse(path.read_text(encoding="utf-8"), filename=name)


def templates(root: Path, *tops: str) -> Iterator[tuple[str, str]]:
    for top in tops:
        for path in sorted((root / top / "templates").rglob("*.html")):
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def write(root: Path, name: str, text: str) -> Path:
    """Lay a file of a broken sample."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path

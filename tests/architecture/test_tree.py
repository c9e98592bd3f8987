"""The repository speaks of the product only: no address of an index, no path of a machine, no reminder."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.tree import ROOT, files, write

# Written in two parts, so that this file does not find itself.
PLACES = [
    *("/wo" + "rk/", "/ro" + "ot/", "/home" + "/"),
    *("py" + "pi.org", "files.python" + "hosted", "registry." + "npmjs", "deb.deb" + "ian.org"),
]
NOTES = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")


def _texts(root: Path) -> list[tuple[str, str]]:
    found = []
    for path in files(root):
        try:
            found.append((path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # a font or a picture
    return found


def places(root: Path) -> list[str]:
    return [f"{name}: {place}" for name, text in _texts(root) for place in PLACES if _stands_in(place, text)]


def _stands_in(place: str, text: str) -> bool:
    """A path of a machine begins at the root; `web/home/` is a folder of ours."""
    return re.search(r"(?<![\w.])" + re.escape(place) if place.startswith("/") else re.escape(place), text) is not None


def notes(root: Path) -> list[str]:
    return [f"{name}: {note}" for name, text in _texts(root) for note in NOTES.findall(text)]


def test_no_place_of_a_machine_or_an_index_is_named() -> None:
    assert places(ROOT) == []


def test_nothing_is_left_for_later() -> None:
    assert notes(ROOT) == []


def test_a_place_and_a_note_are_found(tmp_path: Path) -> None:
    write(tmp_path, "requirements/a.lock", "--index-url https://" + "py" + "pi.org/simple")
    write(tmp_path, ".ci/run", "cd /wo" + "rk/main")
    write(tmp_path, "web/a.py", "# TO" + "DO later")
    write(tmp_path, ".venv/a.py", "# FIX" + "ME elsewhere")
    assert places(tmp_path) == [".ci/run: /wo" + "rk/", "requirements/a.lock: py" + "pi.org"]
    assert notes(tmp_path) == ["web/a.py: TO" + "DO"]

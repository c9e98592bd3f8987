"""Pages obey the strict policy and the style sheet: no script, no style and no state code in a template,
and no class that one side has and the other has not."""

from __future__ import annotations

import ast
import gzip
import importlib
import importlib.util
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, python_files, templates, write

CSS_BYTES = 10_000
# Words of the drawing that are also codes of states.
TONES = {"unit", "work", "ask", "hold", "council", "seal-open", "seal", "closed"}

_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.S)
_JINJA = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.S)
_LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_EVENTS = r"click|change|input|submit|load|error|focus\w*|blur|key\w+|mouse\w+|touch\w+|pointer\w+|toggle|invalid"
INLINE = (
    ("script", re.compile(r"<script\b[^>]*>\s*[^\s<]", re.I)),
    ("style", re.compile(r"<style\b|(?<![\w-])style\s*=", re.I)),
    ("handler", re.compile(rf"\s(?:on(?:{_EVENTS})|hx-on[\w:-]*)\s*=", re.I)),
    ("address", re.compile(r"=\s*[\"']\s*javascript:", re.I)),
)


def inline_parts(root: Path) -> list[str]:
    """What the policy would block. Mails have no policy, but no reader runs their scripts either."""
    found = []
    for name, text in templates(root, "web", "notifications"):
        bare = _COMMENT.sub("", text)
        for what, pattern in INLINE:
            mail_style = what == "style" and name.startswith("notifications/")
            found += [f"{name}: {what}" for _ in pattern.findall(bare) if not mail_style]
    return found


def state_literals(root: Path, codes: set[str]) -> list[str]:
    found = []
    for name, text in templates(root, "web", "notifications"):
        for expression, statement in _JINJA.findall(_COMMENT.sub("", text)):
            words = {a or b for a, b in _LITERAL.findall(expression or statement)}
            found += [f"{name}: {code}" for code in sorted(words & (codes - TONES))]
    return found


def shipped_codes() -> set[str]:
    """The codes of all states, once there are definitions."""
    if not (ROOT / "states/definitions/__init__.py").exists():
        return set()
    shipped = importlib.import_module("states.definitions").ALL
    return {state.code for definition in shipped for state in definition.states}


@dataclass
class Classes:
    """What templates say of classes: written out, begun here and ended by a value, or mentioned in a text."""

    written: dict[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)

    def uses(self, name: str) -> bool:
        return name in self.written or name in self.mentioned or any(map(name.startswith, self._stems(name)))

    def _stems(self, name: str) -> set[str]:
        """A stem like `t-` stands for all its kin, one like `c` only for c1, c2 …"""
        numbered = name.rstrip("0123456789")
        return {each for each in self.prefixes | self.begun if each.endswith("-") or (each == numbered != name)}

    def mention(self, text: str) -> None:
        for word in re.findall(r"[A-Za-z][\w-]*", text):
            (self.prefixes if word.endswith("-") else self.mentioned).add(word)


def _read_template(name: str, text: str, classes: Classes) -> None:
    bare = _COMMENT.sub("", text)
    for expression, statement in _JINJA.findall(bare):
        for double, single in _LITERAL.findall(expression or statement):
            classes.mention(double or single)
    # A value becomes one mark, a statement a gap: what is left between quotes are plain words.
    marked = _JINJA.sub(lambda match: "\x01" if match.group(1) is not None else " ", bare)
    for attribute in re.findall(r"\sclass=\"([^\"]*)\"", marked):
        for word in attribute.split():
            stem, _, rest = word.partition("\x01")
            if stem and (rest or stem != word):
                classes.begun.add(stem)
            elif stem:
                classes.written.setdefault(stem, name)


def classes_in_templates(root: Path) -> Classes:
    classes = Classes()
    for name, text in templates(root, "web"):
        _read_template(name, text, classes)
    for _, module in python_files(root, "web"):
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                classes.mention(node.value)
    for script in sorted((root / "web/static").glob("*.js")):
        for double, single in _LITERAL.findall(script.read_text(encoding="utf-8")):
            classes.mention(double or single)
    return classes


def classes_in_css(text: str) -> set[str]:
    bare = re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", text, flags=re.S)
    return {
        name
        for selector in re.findall(r"([^{};]+)\{", bare)
        if not selector.strip().startswith("@")
        for name in re.findall(r"\.([A-Za-z_][\w-]*)", selector)
    }


def class_faults(root: Path) -> list[str]:
    static = root / "web/static"
    if not (static / "thidua.css").exists():
        return []
    known = {name for sheet in static.glob("*.css") for name in classes_in_css(sheet.read_text("utf-8"))}
    said = classes_in_templates(root)
    unknown = [f"{where}: class {name} is not in the style sheet" for name, where in said.written.items()]
    return [
        *sorted(line for line in unknown if line.split()[2] not in known),
        *(f"thidua.css: class {name} is used nowhere" for name in sorted(known) if not said.uses(name)),
        *(f"class {stem}… has no kin" for stem in sorted(said.begun) if not any(n.startswith(stem) for n in known)),
    ]


def test_templates_hold_nothing_that_the_policy_blocks() -> None:
    assert inline_parts(ROOT) == []


def test_templates_name_no_state() -> None:
    assert state_literals(ROOT, shipped_codes()) == []


def test_every_class_is_in_the_style_sheet_and_in_use() -> None:
    assert class_faults(ROOT) == []


def test_the_style_sheet_is_light() -> None:
    sheet = ROOT / "web/static/thidua.css"
    if sheet.exists():
        assert len(gzip.compress(sheet.read_bytes(), 9)) <= CSS_BYTES


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<p style='color:red'>", "style"),
        ("<style>p{}</style>", "style"),
        ('<a onclick="go()">', "handler"),
        ('<a hx-on:click="go()">', "handler"),
        ('<a href="javascript:go()">', "address"),
    ],
)
def test_an_inline_part_is_found(tmp_path: Path, text: str, what: str) -> None:
    write(tmp_path, "web/templates/a.html", text)
    assert inline_parts(tmp_path) == [f"web/templates/a.html: {what}"]


def test_what_only_looks_like_an_inline_part_is_not_found(tmp_path: Path) -> None:
    write(tmp_path, "web/templates/a.html", '<script src="/a.js" defer></script>{# style= #}{{ f(only="x") }}')
    write(tmp_path, "notifications/templates/a.html", '<p style="margin:0">')
    assert inline_parts(tmp_path) == []


def test_a_state_in_a_template_is_found(tmp_path: Path) -> None:
    write(tmp_path, "web/templates/a.html", "{% if x == 'draft' or y == \"closed\" %}draft{% endif %}")
    assert state_literals(tmp_path, {"draft", "closed"}) == ["web/templates/a.html: draft"]


def test_an_unknown_and_an_unused_class_are_found(tmp_path: Path) -> None:
    sheet = ".a,.b:hover{x:1.5em}@media (min-width:40.5rem){.t-one{x:url(a.b)}.c2{}.gone{}}.by-script{}"
    write(tmp_path, "web/static/thidua.css", sheet)
    write(tmp_path, "web/static/app.js", "node.classList.add('by-script')")
    page = '<p class="a t-{{ tone }}{% if x == "y" %} b{% endif %} c{{ n }} q-{{ n }} missing">'
    write(tmp_path, "web/templates/a.html", page)
    assert class_faults(tmp_path) == [
        "web/templates/a.html: class missing is not in the style sheet",
        "thidua.css: class gone is used nowhere",
        "class q-… has no kin",
    ]

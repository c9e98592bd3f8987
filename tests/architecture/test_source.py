"""Bounds that keep every file readable, and the two doors that only the kernel may open: commit and clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import PACKAGES, ROOT, files, python_files, write

FILE_LINES, TEST_LINES, FUNCTION_LINES, BRANCHES = 400, 600, 60, 10
MIGRATIONS = "migrations/versions/"  # generated, then never edited: one column after the other
CLOCK = "workflow/kernel/clock.py"
READS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
    "func": {"now", "current_timestamp", "current_date"},
}

Function = ast.FunctionDef | ast.AsyncFunctionDef
_FORKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.match_case)


def long_files(root: Path) -> list[str]:
    found = []
    for path in files(root):
        name = path.relative_to(root).as_posix()
        if path.suffix not in (".py", ".html", ".js") or ".min." in name or name.startswith(MIGRATIONS):
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        bound = TEST_LINES if name.startswith("tests/") else FILE_LINES
        if lines > bound:
            found.append(f"{name}: {lines} lines, {bound} allowed")
    return found


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions inside it, which are counted on their own."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function):
            waiting.extend(ast.iter_child_nodes(node))


def heavy_functions(root: Path) -> list[str]:
    found = []
    for name, module in python_files(root):
        if name.startswith(MIGRATIONS):
            continue
        for node in ast.walk(module):
            if not isinstance(node, Function):
                continue
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            branches = sum(isinstance(each, _FORKS) for each in _own_nodes(node))
            if lines > FUNCTION_LINES:
                found.append(f"{name}:{node.lineno} {node.name}: {lines} lines")
            if branches > BRANCHES:
                found.append(f"{name}:{node.lineno} {node.name}: {branches} branches")
    return found


def commits(root: Path) -> list[str]:
    """Places outside the kernel that end a transaction."""
    return [
        f"{name}:{node.lineno}"
        for name, module in python_files(root, *PACKAGES)
        if not name.startswith("workflow/kernel/")
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def _reads_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "time" and any(each.name in READS["time"] for each in node.names)
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value
    last = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return node.attr in READS.get(last, ())


def clock_reads(root: Path) -> list[str]:
    """Places besides the clock that ask what time it is, of Python or of the database."""
    return sorted(
        f"{name}:{getattr(node, 'lineno', 0)}"
        for name, module in python_files(root, *PACKAGES, "migrations")
        if name != CLOCK
        for node in ast.walk(module)
        if _reads_clock(node)
    )


def test_no_file_is_too_long() -> None:
    assert long_files(ROOT) == []


def test_no_function_is_too_long_or_forks_too_often() -> None:
    assert heavy_functions(ROOT) == []


def test_only_the_kernel_commits() -> None:
    assert commits(ROOT) == []


def test_only_the_clock_reads_the_time() -> None:
    assert clock_reads(ROOT) == []


def test_a_long_file_is_found(tmp_path: Path) -> None:
    write(tmp_path, "web/long.py", "x = 1\n" * (FILE_LINES + 1))
    write(tmp_path, "tests/long.py", "x = 1\n" * (FILE_LINES + 1))
    assert long_files(tmp_path) == ["web/long.py: 401 lines, 400 allowed"]


def test_a_heavy_function_is_found(tmp_path: Path) -> None:
    write(tmp_path, "web/long.py", "def f():\n" + "    x = 1\n" * FUNCTION_LINES)
    write(tmp_path, "web/fork.py", "def g(a):\n" + "    if a:\n        pass\n" * (BRANCHES + 1))
    assert heavy_functions(tmp_path) == ["web/fork.py:1 g: 11 branches", "web/long.py:1 f: 61 lines"]


def test_a_commit_is_found_outside_the_kernel(tmp_path: Path) -> None:
    write(tmp_path, "workflow/kernel/transaction.py", "session.commit()\n")
    write(tmp_path, "web/views.py", "session.commit()\n")
    assert commits(tmp_path) == ["web/views.py:1"]


def test_a_reading_of_the_clock_is_found(tmp_path: Path) -> None:
    write(tmp_path, CLOCK, "import datetime\nnow = datetime.datetime.now()\n")
    write(tmp_path, "web/a.py", "from datetime import date, datetime\nx = datetime.now()\ny = date.today\n")
    write(tmp_path, "web/b.py", "import time\nx = time.time()\ny = time.monotonic()\nz = clock.now()\n")
    write(tmp_path, "web/c.py", "from time import time\n")
    assert clock_reads(tmp_path) == ["web/a.py:2", "web/a.py:3", "web/b.py:2", "web/c.py:1"]

#!/usr/bin/env python3
"""Everything a developer types. Needs Python 3.11 with venv, and nothing else.

    python3 dev.py demo [--port N] [--data DIR] [--config NAME]
                                  a district or commune with people and files, at http://127.0.0.1:8000
    python3 dev.py test           every check and every test, as CI runs them
    python3 dev.py test ARGS      only pytest, with these arguments
    python3 dev.py check          format, lint, types and import contracts
    python3 dev.py fix            format the code and mend what the linter can mend
    python3 dev.py i18n           bring the English catalogue up to date, list what is untranslated
    python3 dev.py docs           write the generated pages of docs/ anew
    python3 dev.py bench [ARGS]   the measurements of bench/
    python3 dev.py lock           resolve the dependencies of pyproject.toml into requirements/*.lock

The first run makes .venv and installs the locked set into it; later runs start at once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMP = VENV / "installed"
LOCKS = ROOT / "requirements"
OUTPUT = ROOT / "test-output"
ENGLISH = ROOT / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"

CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports", "--no-logo"),
)


def stop(sentence: str, code: int = 1) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(code)


def run(*command: str | Path, env: dict[str, str] | None = None, quiet: bool = False) -> int:
    """Run a command in the repository and return its exit code."""
    sys.stdout.flush()
    sink = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **(env or {})}, stderr=sink
    ).returncode


def become(program: str, *arguments: str) -> NoReturn:
    """Turn into a program of the environment, so that signals reach it and nothing is left behind."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(BIN / program, [str(BIN / program), *arguments])


# --- the environment -------------------------------------------------------------------------


def make_venv() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older one must be told so, not shown a traceback
        stop(f"Thi Đua needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if find_spec("ensurepip") is None:
        stop("This Python cannot make a virtual environment. On Debian: apt-get install python3-venv")
    print("Making .venv …")
    if run(sys.executable, "-m", "venv", "--clear", VENV):
        stop("The virtual environment could not be made; the lines above say why.")


def fingerprint(kind: str) -> str:
    """What the environment was made from: this place, this lock, this project file."""
    digest = hashlib.sha256()
    for source in (LOCKS / f"{kind}.lock", ROOT / "pyproject.toml"):
        digest.update(source.read_bytes())
    return f"{VENV}\n{kind} {digest.hexdigest()}\n"


def place_packages(kind: str) -> bool:
    """Install the locked set, each file checked against its hash; uv is quicker, pip will do."""
    lock = LOCKS / f"{kind}.lock"
    python = BIN / "python"
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    project = ("--no-deps", "--no-build-isolation", "-e", ".")
    if not run(*pip, "--require-hashes", "--only-binary=:all:", "-r", LOCKS / "uv.lock", quiet=True):
        uv = (BIN / "uv", "pip", "install", "--quiet", "--python", python)
        env = {"UV_PYTHON_DOWNLOADS": "never"}
        if not run(*uv, "--require-hashes", "-r", lock, env=env) and not run(*uv, *project, env=env):
            return True
        print("uv could not install; trying pip, which takes longer.")
    return not run(*pip, "--require-hashes", "-r", lock) and not run(*pip, *project)


def install(kind: str) -> None:
    """Bring .venv to the locked set of this kind, and do nothing when it is there already."""
    stamp = STAMP.read_text() if STAMP.exists() else ""
    # The dev set holds the whole demo set at the same versions.
    if stamp and stamp in (fingerprint("dev"), fingerprint(kind)):
        return
    started = time.monotonic()
    # A half-made environment, or one carried here from another folder, is begun anew.
    if not (BIN / "python").exists() or not stamp.startswith(f"{VENV}\n"):
        make_venv()
    print(f"Installing the {kind} set …")
    if not place_packages(kind):
        stop("The packages could not be installed; the lines above say why.")
    STAMP.write_text(fingerprint(kind))
    print(f"Installed in {time.monotonic() - started:.0f} s.")


def has_program(name: str) -> bool:
    return shutil.which(name) is not None


SYSTEM: tuple[tuple[str, str, Callable[[], bool]], ...] = (
    ("chromium", "the browser tests", lambda: has_program("chromium")),
    (
        "postgresql",
        "the PostgreSQL tests",
        lambda: has_program("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    ),
    ("redis-server", "the Redis tests", lambda: has_program("redis-server")),
    (
        "fonts-dejavu-core",
        "true letters in the screenshots",
        lambda: any(Path("/usr/share/fonts").rglob("DejaVuSans.ttf")),
    ),
)


def missing_parts() -> list[tuple[str, str]]:
    return [(package, use) for package, use, present in SYSTEM if not present()]


def system_parts() -> None:
    """Install what the tests need from Debian when allowed to; otherwise say what is left out."""
    missing = missing_parts()
    if missing and os.geteuid() == 0 and has_program("apt-get"):
        packages = [package for package, _ in missing]
        print(f"Installing {', '.join(packages)} …")
        apt = ("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300")
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        with open(os.devnull, "w") as nowhere:
            for step in (("update",), ("install", "--no-install-recommends", *packages)):
                subprocess.run([*apt, *step], env={**os.environ, **env}, stdout=nowhere, check=False)
        missing = missing_parts()
    for package, use in missing:
        print(f"Without {package}, {use} are left out. On Debian: apt-get install {package}")


# --- the commands ----------------------------------------------------------------------------


def demo(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, help="kept between runs; demo-data/CONFIG when not given")
    parser.add_argument("--config", help="the administrative set-up to show: district-2023 or commune-2025")
    chosen, further = parser.parse_known_args(arguments)
    install("demo")
    config = ["--config", chosen.config] if chosen.config else []
    data = ["--data", str(chosen.data.resolve())] if chosen.data else []
    become("thidua", "demo", "--port", str(chosen.port), *data, *config, *further)


def run_checks() -> list[tuple[str, bool]]:
    """Every check, also after one has failed."""
    results = []
    for program, *arguments in CHECKS:
        name = " ".join(part for part in (program, *arguments) if part != ".")
        print(f"\n— {name}")
        results.append((name, run(BIN / program, *arguments) == 0))
    return results


def counts_of(report: Path, code: int) -> tuple[int, int, int]:
    """Passed, failed and skipped of one pytest run, from its report; a run without one has failed."""
    if not report.exists():
        return 0, 1, 0
    passed = failed = skipped = 0
    for suite in ET.parse(report).getroot().iter("testsuite"):
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        omitted = int(suite.get("skipped", 0))
        passed += int(suite.get("tests", 0)) - bad - omitted
        failed, skipped = failed + bad, skipped + omitted
    # 5 is pytest's word for "no test was chosen"; any other trouble without a failed test counts as one.
    return passed, failed or int(code not in (0, 5)), skipped


def in_memory() -> dict[str, str]:
    """Where tests keep their databases: in memory when there is room, so that thousands of forced
    writes do not wait for a disk. What must survive a power cut is tested apart from this."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return {"TMPDIR": str(memory)} if roomy and "TMPDIR" not in os.environ else {}


def run_pytest(name: str, *arguments: str) -> tuple[int, int, int]:
    print(f"\n— pytest, {name}")
    OUTPUT.mkdir(exist_ok=True)
    report = OUTPUT / f"{name}.xml"
    report.unlink(missing_ok=True)
    strict = {"REQUIRE_ALL_PARTS": "1"} if os.environ.get("CI", "").lower() in ("1", "true") else {}
    code = run(BIN / "python", "-m", "pytest", "-q", f"--junitxml={report}", *arguments, env={**strict, **in_memory()})
    return counts_of(report, code)


def test(arguments: Sequence[str]) -> int:
    install("dev")
    system_parts()
    if arguments:
        os.environ.update(in_memory())
        become("python", "-m", "pytest", *arguments)
    started = time.monotonic()
    checks = run_checks()
    # Two browsers on two cores take longer than one after the other.
    runs = [
        run_pytest("all-but-browser", "-m", "not browser", "-n", "2", "--dist", "loadfile"),
        run_pytest("browser", "-m", "browser", "-p", "no:xdist"),
    ]
    good = sum(fine for _, fine in checks)
    passed, failed, skipped = (sum(column) for column in zip(*runs, strict=True))
    print(f"\nIn {time.monotonic() - started:.0f} s: {len(checks)} checks, {passed + failed + skipped} tests.")
    for name in (name for name, fine in checks if not fine):
        print(f"Failed check: {name}")
    failed += len(checks) - good
    print(f"{passed + good} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return int(failed > 0 or passed == 0)


def check(_: Sequence[str]) -> int:
    install("dev")
    bad = [name for name, fine in run_checks() if not fine]
    print(f"\nFailed: {', '.join(bad)}" if bad else "\nAll checks passed.")
    return int(bool(bad))


def fix(_: Sequence[str]) -> int:
    install("dev")
    left = run(BIN / "ruff", "check", "--fix", ".")
    return run(BIN / "ruff", "format", ".") or left


def lock(arguments: Sequence[str]) -> int:
    """No address of a package index is written, so that the files serve behind any mirror."""
    install("dev")
    compile_: tuple[str | Path, ...] = (
        *(BIN / "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
        *("--no-header", "--no-emit-index-url", "--python-version", "3.11"),
    )
    sets: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("uv", ("requirements/uv.in",)),
        ("demo", ("pyproject.toml", "requirements/build.in")),
        (
            "server",
            (
                "--extra=postgres",
                "--extra=redis",
                "-c",
                "requirements/demo.lock",
                "pyproject.toml",
                "requirements/build.in",
            ),
        ),
        (
            "dev",
            ("--extra", "dev", "-c", "requirements/demo.lock", "pyproject.toml", "requirements/build.in"),
        ),
    )
    for name, sources in sets:
        options = (*arguments, *sources, "-o", f"requirements/{name}.lock")
        if code := run(*compile_, *options, env={"UV_PYTHON_DOWNLOADS": "never"}):
            return code
    return 0


EMPTY_CATALOGUE = r"""# The English of Thi Đua. The Vietnamese sentence is the key.
msgid ""
msgstr ""
"Language: en\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"Content-Type: text/plain; charset=utf-8\n"
"""

UNTRANSLATED = """
import sys
from babel.messages.pofile import read_po
with open(sys.argv[1], "rb") as file:
    messages = [message for message in read_po(file) if message.id]
left = [m for m in messages if m.fuzzy or not m.string or (m.pluralizable and not all(m.string))]
for message in left:
    print("Untranslated:", message.id if isinstance(message.id, str) else message.id[0])
print(f"{len(left)} untranslated.")
sys.exit(bool(left))
"""


def steady_header() -> None:
    """Dates and tool versions would make every update a change: only what is read stays at the head."""
    _, _, messages = ENGLISH.read_text(encoding="utf-8").partition("\n\n")
    ENGLISH.write_text(f"{EMPTY_CATALOGUE}\n{messages}", encoding="utf-8")


def i18n(_: Sequence[str]) -> int:
    install("dev")
    babel = BIN / "pybabel"
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        where: tuple[str | Path, ...] = ("-o", template, "--add-location=file", "--sort-output", "--no-wrap")
        if code := run(babel, "-q", "extract", "-F", "pyproject.toml", *where, "web", "notifications"):
            return code
        if not ENGLISH.exists():
            ENGLISH.parent.mkdir(parents=True, exist_ok=True)
            ENGLISH.write_text(EMPTY_CATALOGUE, encoding="utf-8")
        step = ("update", "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")
        if code := run(babel, "-q", *step, "-l", "en", "-i", template, "-o", ENGLISH, "--no-wrap"):
            return code
        steady_header()
    return run(BIN / "python", "-c", UNTRANSLATED, ENGLISH)


def docs(arguments: Sequence[str]) -> int:
    install("demo")
    become("thidua", "docs", "build", *arguments)


def bench(arguments: Sequence[str]) -> int:
    install("dev")
    become("python", "-m", "bench", *arguments)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    command.__name__: command for command in (demo, test, check, fix, i18n, docs, bench, lock)
}


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print((__doc__ or "").strip())
        return 0
    command = COMMANDS.get(arguments[0])
    if command is None:
        stop(f"There is no command “{arguments[0]}”. python3 dev.py alone lists them.", code=2)
    try:
        return command(arguments[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

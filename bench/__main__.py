"""Runs one measurement by its name, or all of them one after the other."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench import bulk, law, queue, step, verify

MEASUREMENTS = {"step": step.main, "bulk": bulk.main, "queue": queue.main, "verify": verify.main,
                "law": law.main}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in MEASUREMENTS:
        return MEASUREMENTS[arguments[0]](arguments[1:])
    if arguments and arguments[0] in ("-h", "--help"):
        print(f"python3 dev.py bench [{' | '.join(MEASUREMENTS)}] [--help]")
        return 0
    return max(measure(arguments) for measure in MEASUREMENTS.values())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

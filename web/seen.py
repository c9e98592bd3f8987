"""The rows that a page showed, each in the version it showed: carried through the form as JSON.

Neighbours in one version are one entry, so that thousands stay a few characters: {"17": 3, "20-5019": 0}.
"""

import json
from collections.abc import Mapping

from workflow.kernel.errors import Invalid, Problem

LARGEST = 2**31 - 1


def write_seen(seen: Mapping[int, int]) -> str:
    """What a form carries; `read_seen` is its inverse."""
    runs: list[tuple[int, int, int]] = []
    for key, version in seen.items():
        if runs and runs[-1][1:] == (key - 1, version):
            runs[-1] = (runs[-1][0], key, version)
        else:
            runs.append((key, key, version))
    entries = {str(first) if first == last else f"{first}-{last}": version for first, last, version in runs}
    return json.dumps(entries, separators=(",", ":"))


def read_seen(text: str, *, most: int) -> dict[int, int]:
    """Ids and versions in the order of the page. Raises `Invalid` for what no page of ours has written."""
    try:
        runs = [(*_ends(key), int(value)) for key, value in json.loads(text).items()]
    except (ValueError, AttributeError, TypeError, RecursionError, OverflowError):
        raise Invalid({"row": Problem("choose_rows")}) from None
    numbers = [number for run in runs for number in run]
    if not runs or max(numbers) > LARGEST or min(numbers) < 0 or sum(run[1] - run[0] + 1 for run in runs) > most:
        raise Invalid({"row": Problem("choose_rows")})
    found = {key: version for first, last, version in runs for key in range(first, last + 1)}
    if not found:
        raise Invalid({"row": Problem("choose_rows")})
    return found


def _ends(key: str) -> tuple[int, int]:
    """A row, or a run of them: both ends count, and the first is the smaller."""
    first, dash, last = key.partition("-")
    ends = int(first), int(last) if dash else int(first)
    if ends[0] > ends[1]:
        raise ValueError(key)
    return ends

"""The achievement report on a form: the figures compared as a small table of inputs, the awards of the register."""

from collections.abc import Mapping
from typing import Any, Final

from flask import request

from web.i18n import _, day, pick
from web.presenting import LEVELS
from web.register.presenters import award_lines
from workflow.nominations.report import MOST_FIGURES, Figure, figures_of, written
from workflow.register.queries import HonourRow

ROWS: Final = 2  # of the table, while it is empty; another one comes with each that is filled
CELLS: Final = ("what", "before", "now")
TAKE: Final = "take_awards"  # the button that fills in what the register knows


def typed_parts() -> dict[str, str]:
    """Parts of the report that the form asked for; one that it did not show is left as it was."""
    found = {name: request.form[name] for name in ("duties", "criteria_met", "comparison") if name in request.form}
    if "figure-1-what" in request.form:
        found["comparison"] = written(_typed_figures())
    return found


def _typed_figures() -> list[Figure]:
    return [
        Figure(*(request.form.get(f"figure-{row}-{cell}", "") for cell in CELLS))
        for row in range(1, MOST_FIGURES + 1)
    ]  # fmt: skip


def report_values(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the parts: what was typed when the form comes back, else what is kept."""
    typed = typed_parts() if request.method == "POST" else {}
    shown = {name: typed.get(name, stored.get(name) or "") for name in ("duties", "criteria_met", "comparison")}
    figures = figures_of(shown["comparison"])
    count = min(max(ROWS, len(figures) + 1), MOST_FIGURES)
    return {"report_parts": shown, "figures": [*figures, *[Figure("", "", "")] * (count - len(figures))]}


def given_awards(honours: list[HonourRow]) -> list[dict[str, str]]:
    """What the register holds of the candidate: year, award, number and issuer; what was revoked is left out."""
    return [
        {"year": str(row.year), "award": pick(row.award_vi, row.award_en), "number": row.decision_number,
         "when": day(row.decision_date) if row.decision_date else "",
         "issuer": pick(LEVELS[row.authority].vi, LEVELS[row.authority].en)
         if row.authority in LEVELS else row.authority}
        for row in honours if row.annulled_on is None
    ]  # fmt: skip


def with_awards(typed: str, honours: list[HonourRow]) -> str:
    """What was typed, and below it every line of the register that does not stand there yet."""
    standing = {line.strip() for line in typed.splitlines()}
    added = [line for line in award_lines(honours).splitlines() if line.strip() not in standing]
    return "\n".join([*([typed.strip()] if typed.strip() else []), *added])


def taking() -> bool:
    return request.form.get("after") == TAKE


def said_of(taken: bool) -> str:
    return _("Đã chép từ sổ khen thưởng vào báo cáo.") if taken else _("Đã lưu.")

"""Emulation movements: what each is for, when, and how many nominations were made within it."""

from typing import Final

from flask import Blueprint, render_template, url_for

from states import Text
from web.context import actor, services, today
from web.i18n import _, day, pick, words
from workflow.awards.paper_lists import OF_THE_OFFICE
from workflow.awards.quotas import SETTERS
from workflow.nominations.movement_queries import MovementRow, movements_with_counts

blueprint = Blueprint("movements", __name__, url_prefix="/movements")
LEVELS: Final = {
    "national": Text("Toàn quốc", "Nationwide"),
    "province": Text("Cấp tỉnh", "Province"),
    "district": Text("Cấp huyện", "District"),
    "commune": Text("Cấp xã", "Commune"),
    "unit": Text("Cơ quan, đơn vị", "Unit"),
}
KINDS: Final = {"regular": Text("thường xuyên", "regular"), "thematic": Text("theo chuyên đề", "thematic")}


@blueprint.get("")
def index() -> str:
    with services().store.reading() as session:
        rows = movements_with_counts(session)
    running = [_line(row) for row in rows if row.ends_on is None or row.ends_on >= today()]
    over = [_line(row) for row in rows if row.ends_on is not None and row.ends_on < today()]
    return render_template(
        "movements/index.html",
        running=running,
        over=over,
        quotas_href=url_for("admin.quotas") if actor().has(*SETTERS) else "",
        figures_href=url_for("admin.quotas_figures") if actor().has(*OF_THE_OFFICE) else "",
    )


def shares(row: MovementRow) -> str:
    """What the plan allows of those who took part in each unit."""
    found = (
        _("cá nhân, hộ %(n)s %%", n=row.person_percent) if row.person_percent else "",
        _("tập thể %(n)s %%", n=row.collective_percent) if row.collective_percent else "",
    )
    return ", ".join(share for share in found if share)


def _line(row: MovementRow) -> dict[str, object]:
    until = day(row.ends_on) if row.ends_on else _("chưa định ngày kết thúc")
    level, kind = LEVELS.get(row.level), KINDS.get(row.kind)
    return {
        "name": pick(row.name_vi, row.name_en), "purpose": pick(row.purpose_vi, row.purpose_en),
        "period": f"{day(row.starts_on)} – {until}", "level": words(level) if level else row.level,
        "kind": words(kind) if kind else row.kind, "nominations": row.nominations,
        "shares": shares(row),
    }  # fmt: skip

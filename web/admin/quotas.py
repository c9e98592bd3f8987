"""Places: how many of an award may be proposed, what a movement's plan allows, and what both are counted of."""

from collections.abc import Mapping
from typing import Any, Final

from flask import render_template, request, url_for

from states import Text
from web.admin.doors import Page, act_or_show, all_at_once, blueprint, typed, typed_id
from web.context import actor, services, today
from web.i18n import _, day, pick, words
from web.movements.views import shares
from web.presenting import KIND_CHOICES
from workflow.awards.paper_lists import OF_THE_OFFICE, EnterPaperList, PaperListRow, enter_paper_list, paper_lists
from workflow.awards.queries import awards
from workflow.awards.quotas import QuotaRow, SetQuota, all_quotas, end_quota, set_quota
from workflow.kernel.errors import Problem
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer
from workflow.movements.caps import SetMovementCaps, set_movement_caps
from workflow.movements.participation import EnterParticipation, ParticipationRow, enter_participation, participations
from workflow.nominations.movement_queries import movements_with_counts
from workflow.nominations.words import OCCUPATIONS
from workflow.people.queries import units_on

REACHES: Final[Mapping[str, Text]] = {
    "each_unit": Text("Mỗi đơn vị, tính riêng từng đơn vị", "Every unit, each for itself"),
    "unit": Text("Một đơn vị", "One unit"),
    "office": Text("Mọi đơn vị cộng lại", "All units together"),
}
FORCE: Final[Mapping[str, Text]] = {
    "hard": Text("Chặn ký trình khi vượt", "Stops the signature when it is exceeded"),
    "advisory": Text("Chỉ để tham khảo", "For information only"),
}
FIELD_IDS: Final = {  # two forms of one page have fields of the same names
    "admin.quotas_figures_paper": {"unit_id": "paper-unit"},
    "admin.quotas_figures_movement": {"unit_id": "movement-unit", "document": "movement-document"},
}
NUMBERS: Final = {"year": 2100, "places": 100_000, "percent": 100, "person_percent": 100, "collective_percent": 100,
                  "names": 100_000, "persons": 1_000_000, "collectives": 1_000_000}  # fmt: skip


@blueprint.get("/quotas")
def quotas() -> str:
    return _page({})


@blueprint.post("/quotas")
def quotas_set() -> Page:
    unreadable: dict[str, Problem] = {}
    year, places, percent = (_number(name, unreadable) for name in ("year", "places", "percent"))
    if typed("force") not in FORCE:
        unreadable["force"] = Problem("not_a_choice")

    def effect(tx: Tx) -> Answer:
        command = SetQuota(
            reach=typed("reach"), unit_id=typed_id("unit_id") if typed("reach") == "unit" else None,
            award_code=typed("award_code"), year=year, kind=typed("kind") or None, places=places, percent=percent,
            hard=typed("force") != "advisory", document=typed("document"), actor=actor(),
        )  # fmt: skip
        all_at_once(unreadable, lambda: set_quota(tx, command))
        return Answer(url_for("admin.quotas"), _("Đã đặt chỉ tiêu. Áp dụng từ lần ký trình sau."))

    return act_or_show(effect, _page)


@blueprint.post("/quotas/<int:quota_id>/end")
def quotas_end(quota_id: int) -> Page:
    def effect(tx: Tx) -> Answer:
        end_quota(tx, actor(), quota_id)
        return Answer(url_for("admin.quotas"), _("Đã kết thúc. Hồ sơ đã trình không đổi."))

    return act_or_show(effect, _page)


@blueprint.post("/quotas/movements")
def quotas_movement() -> Page:
    unreadable: dict[str, Problem] = {}
    persons, collectives = (_number(name, unreadable) for name in ("person_percent", "collective_percent"))
    groups = tuple(request.form.getlist("for_groups"))
    if not OCCUPATIONS.keys() >= set(groups):
        unreadable["for_groups"] = Problem("not_a_choice")

    def effect(tx: Tx) -> Answer:
        command = SetMovementCaps(
            movement_id=typed_id("movement_id") or 0, person_percent=persons, collective_percent=collectives,
            document=typed("plan"), actor=actor(), groups=groups,
        )  # fmt: skip
        all_at_once(unreadable, lambda: set_movement_caps(tx, command))
        return Answer(url_for("admin.quotas"), _("Đã ghi tỷ lệ của kế hoạch."))

    def again(problems: Mapping[str, str]) -> str:
        return _page({"plan" if name == "document" else name: said for name, said in problems.items()})

    return act_or_show(effect, again)


@blueprint.get("/quotas/figures")
def quotas_figures() -> str:
    return _figures_page({})


@blueprint.post("/quotas/figures/paper-list")
def quotas_figures_paper() -> Page:
    unreadable: dict[str, Problem] = {}
    year, names = _number("year", unreadable), _number("names", unreadable)
    if year is None or year < 1945:
        unreadable["year"] = Problem("number_out_of_range", {"least": 1945, "most": 2100})

    def effect(tx: Tx) -> Answer:
        command = EnterPaperList(
            unit_id=_unit(tx, unreadable), award_code=typed("award_code"), year=year or 0, names=names,
            document=typed("document"), actor=actor(),
        )  # fmt: skip
        all_at_once(unreadable, lambda: enter_paper_list(tx, command))
        return Answer(url_for("admin.quotas_figures"), _("Đã ghi. Phép tính dùng số mới."))

    return act_or_show(effect, _figures_page)


@blueprint.post("/quotas/figures/participation")
def quotas_figures_movement() -> Page:
    unreadable: dict[str, Problem] = {}
    persons, collectives = _number("persons", unreadable), _number("collectives", unreadable)

    def effect(tx: Tx) -> Answer:
        command = EnterParticipation(
            movement_id=typed_id("movement_id") or 0, unit_id=_unit(tx, unreadable), persons=persons,
            collectives=collectives, document=typed("document"), actor=actor(),
        )  # fmt: skip
        all_at_once(unreadable, lambda: enter_participation(tx, command))
        return Answer(url_for("admin.quotas_figures"), _("Đã ghi. Phép tính dùng số mới."))

    return act_or_show(effect, _figures_page)


def _unit(tx: Tx, unreadable: dict[str, Problem]) -> int:
    chosen = typed_id("unit_id")
    if chosen is None or chosen not in {unit.id for unit in units_on(tx.session, today())}:
        unreadable["unit_id"] = Problem("missing_choice")
    return chosen or 0


def _number(name: str, unreadable: dict[str, Problem]) -> int | None:
    """A whole number, or nothing; anything else is noted as unreadable."""
    text = typed(name)
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 7 and int(text) <= NUMBERS[name]:
        return int(text)
    unreadable[name] = Problem("not_a_number", {"most": NUMBERS[name]})
    return None


def _page(problems: Mapping[str, str]) -> str:
    with services().store.reading() as session:
        found = all_quotas(session)
        movements = movements_with_counts(session)
        units, catalogue = units_on(session, today()), awards(session)
    return render_template(
        "admin/quotas.html",
        rows=[_quota(row) for row in found],
        movements=[{"name": pick(row.name_vi, row.name_en), "shares": shares(row)} for row in movements if shares(row)],
        problems=problems,
        reaches=[(code, words(text)) for code, text in REACHES.items()],
        forces=[(code, words(text)) for code, text in FORCE.items()],
        kinds=[("", _("Mọi loại")), *((code, words(text)) for code, text in KIND_CHOICES.items())],
        units=[("", _("Không chọn")), *((str(unit.id), pick(unit.name_vi, unit.name_en)) for unit in units)],
        awards=[("", _("Chọn")), *((award.code, pick(award.name_vi, award.name_en)) for award in catalogue)],
        plans=[("", _("Chọn")), *((str(row.id), pick(row.name_vi, row.name_en)) for row in movements)],
        groups=[(code, words(text)) for code, text in OCCUPATIONS.items()],
        chosen=request.form.getlist("for_groups"),
        value=lambda name, usual="": request.form.get(name, usual),
        this_year=str(today().year),
        is_admin=actor().has("admin"),
    )


def _figures_page(problems: Mapping[str, str]) -> str:
    ids = FIELD_IDS.get(request.endpoint or "", {})
    with services().store.reading() as session:
        papers, took_part = paper_lists(session), participations(session)
        movements = movements_with_counts(session)
        units, catalogue = units_on(session, today()), awards(session)
    return render_template(
        "admin/quota_figures.html",
        rows=[_paper(row) for row in papers] + [_took_part(row) for row in took_part],
        problems=problems,
        summary=[(ids.get(name, name), said) for name, said in problems.items()],
        units=[("", _("Chọn")), *((str(unit.id), pick(unit.name_vi, unit.name_en)) for unit in units)],
        awards=[("", _("Chọn")), *((award.code, pick(award.name_vi, award.name_en)) for award in catalogue)],
        movements=[("", _("Chọn")), *((str(row.id), pick(row.name_vi, row.name_en)) for row in movements)],
        value=lambda name, usual="": request.form.get(name, usual),
        pressed=request.endpoint or "",
        this_year=str(today().year),
        may_enter=actor().has(*OF_THE_OFFICE),
        is_admin=actor().has("admin"),
        may_set=actor().has("admin", "standing_head"),
    )


def _quota(row: QuotaRow) -> dict[str, Any]:
    reach = pick(row.unit_vi or "", row.unit_en or "") if row.reach == "unit" else words(REACHES[row.reach])
    kind = words(KIND_CHOICES[row.kind]) if row.kind else ""
    measure = (
        _("%(n)s chỗ", n=row.places)
        if row.places is not None
        else _("%(n)s %% số Lao động tiên tiến trong năm", n=row.percent)
    )
    ended = row.ended_at is not None
    force = words(FORCE["hard" if row.hard else "advisory"])
    standing = _("kết thúc %(day)s", day=day(row.ended_at)) if ended else force
    return {
        "id": row.id, "award": pick(row.award_vi, row.award_en), "kind": kind, "year": row.year, "reach": reach,
        "measure": measure, "document": row.document, "standing": standing, "open": not ended,
        "who": _("%(name)s ghi ngày %(day)s", name=row.entered_by, day=day(row.entered_at)),
    }  # fmt: skip


def _paper(row: PaperListRow) -> dict[str, str]:
    what = _("%(award)s trên giấy, năm %(year)s", award=pick(row.award_vi, row.award_en), year=row.year)
    return _figure(pick(row.unit_vi, row.unit_en), what, str(row.names), row)


def _took_part(row: ParticipationRow) -> dict[str, str]:
    number = _("%(persons)s người, %(collectives)s tập thể", persons=row.persons, collectives=row.collectives)
    return _figure(words(row.unit), _("Tham gia phong trào %(name)s", name=words(row.movement)), number, row)


def _figure(unit: str, what: str, number: str, row: PaperListRow | ParticipationRow) -> dict[str, str]:
    who = _("%(name)s ghi ngày %(day)s", name=row.entered_by, day=day(row.entered_at))
    return {"unit": unit, "what": what, "number": number, "document": row.document, "who": who}

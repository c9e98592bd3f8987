"""The first page of administration: how much there is, what is wrong, what to do about it."""

from typing import Any

from flask import render_template, url_for

from notifications.queries import outbox_counts
from web.admin.doors import blueprint
from web.auth.listing import account_total
from web.context import services, today
from web.doctor import GOOD, Finding, examine
from web.i18n import _, locale
from web.mailbox.presenters import OPEN_STATES, state_views
from workflow.people.admin_queries import Totals, totals


@blueprint.get("")
def index() -> str:
    with services().store.reading() as session:
        found = totals(session, today())
        accounts = account_total(session)
        letters = outbox_counts(session, states=OPEN_STATES)
    findings = examine(services())
    return render_template(
        "admin/index.html",
        figures=_figures(found, accounts),
        letters=state_views(letters, "admin.outbox"),
        amiss=[_line(one) for one in findings if one.grade != GOOD],
        fine=[_line(one) for one in findings if one.grade == GOOD],
        places=_places(found),
    )


def _figures(found: Totals, accounts: int) -> list[dict[str, Any]]:
    return [
        {"value": found.units, "label": _("đơn vị"), "href": url_for("admin.units")},
        {"value": found.people, "label": _("người đang làm việc"), "href": url_for("admin.people")},
        {"value": accounts, "label": _("tài khoản đang mở"), "href": url_for("admin.people")},
        {"value": found.delegations, "label": _("ủy quyền hôm nay"), "href": url_for("admin.delegations")},
    ]


def _line(finding: Finding) -> dict[str, Any]:
    return {"ok": finding.grade == GOOD, "text": finding.words(locale()), "href": ""}


def _places(found: Totals) -> list[dict[str, str]]:
    return [
        _place(_("Các đơn vị"), "admin.units", _("tên, ngày thành lập, đơn vị nối tiếp")),
        _place(_("Người dùng"), "admin.people", _("vai, tài khoản; %(n)s người đã thôi", n=found.inactive)),
        _place(_("Ủy quyền"), "admin.delegations", _("ai ký thay ai, trong những ngày nào")),
        _place(_("Lịch làm việc"), "admin.calendar", _("ngày nghỉ, ngày làm bù; sửa khi có quyết định mới")),
        _place(_("Chỉ tiêu, tỷ lệ"), "admin.quotas", _("số được đề nghị mỗi năm, số làm căn cứ")),
        _place(_("Bộ quy tắc"), "admin.rules", _("luật của từng thời kỳ, tùy chọn của cơ quan; hai người ban hành")),
        _place(_("Thư gửi đi"), "admin.outbox", _("thư không tới, gửi lại")),
        _place(_("Nhật ký"), "admin.audit", _("ai đã làm gì, lúc nào")),
        _place(_("Kiểm tra nhật ký"), "admin.audit_verify", _("mọi chuỗi, mọi bước chuyển")),
    ]


def _place(title: str, endpoint: str, about: str) -> dict[str, str]:
    return {"title": title, "href": url_for(endpoint), "sub": about, "end": "", "tone": "meta"}

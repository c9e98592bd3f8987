"""What every template may use."""

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for

from web import i18n
from web.access import reopenable
from web.context import maybe_actor, now, services, site, today
from web.navigation import Item, navigation
from web.presenting import capacity_name
from web.static_files import asset
from workflow.kernel.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Me:
    name: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str


def form_key() -> str:
    """A fresh key for a form: sent twice, it acts once."""
    return secrets.token_urlsafe(18)


def init_jinja(app: Flask) -> None:
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    for name in ("day", "short_day", "moment", "exact_moment", "day_with_weekday", "number", "percent", "file_size",
                 "letter_date", "paragraphs", "words", "pick", "clock_time"):  # fmt: skip
        environment.globals[name] = getattr(i18n, name)
    environment.filters["whole_codes"] = i18n.whole_codes
    environment.filters["money"] = i18n.money
    environment.globals.update(asset=asset, form_key=form_key)
    app.context_processor(_page_values)


def _page_values() -> dict[str, Any]:
    actor = maybe_actor()
    settings = services().settings
    language = i18n.locale()
    return {
        "locale": language,
        "other_locale": "en" if language == "vi" else "vi",
        "site": site(),
        "me": Me(actor.name, capacity_name()) if actor else None,
        "nav": _navigation() if actor else [],
        "clock_text": f"{i18n.weekday(now())} {i18n.moment(now())}",
        "foot_links": [
            Link(i18n._("Tra cứu hồ sơ"), url_for("public.lookup")),
            Link(i18n._("Đang lấy ý kiến"), url_for("public.notices")),
        ],
        "here": reopenable(),
        "today": today(),
        "upload_limit": i18n.file_size(settings.upload_max_bytes),
    }


def _navigation() -> list[Item]:
    """Also the page that says the store is away has a frame; it just leads nowhere."""
    try:
        return navigation()
    except Unavailable:
        return []

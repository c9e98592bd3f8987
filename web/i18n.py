"""Language of the reader: choosing it, translating, and writing dates and numbers in it.

The sentence in the source is the Vietnamese one; English comes from a catalogue that is read at the
start, without a compile step, so that what is installed is what is in the repository.
"""

import gettext as gnu_gettext
import io
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import g, has_request_context, request
from markupsafe import Markup, escape

from states import Text
from workflow.kernel.clock import OFFICE_ZONE

LOCALES: Final = ("vi", "en")
CODE: Final = re.compile(r"\w+-\d{4}-\d{4,}")
COOKIE: Final = "language"
SWAPPED: Final = str.maketrans(",.", ".,")
CATALOGUES: Final = Path(__file__).with_name("translations")
WEEKDAYS: Final = (
    Text("thứ Hai", "Monday"), Text("thứ Ba", "Tuesday"), Text("thứ Tư", "Wednesday"), Text("thứ Năm", "Thursday"),
    Text("thứ Sáu", "Friday"), Text("thứ Bảy", "Saturday"), Text("Chủ nhật", "Sunday"),
)  # fmt: skip


def locale() -> str:
    """The reader's language: their choice, else their own setting, else Vietnamese."""
    if not has_request_context():
        return "vi"
    if "locale" not in g:
        chosen = request.cookies.get(COOKIE, "")
        actor = g.get("actor")
        g.locale = chosen if chosen in LOCALES else (actor.locale if actor else "vi")
    return str(g.locale)


@cache
def _catalogue(language: str) -> gnu_gettext.NullTranslations:
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gnu_gettext.NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gnu_gettext.GNUTranslations(compiled)


def gettext(message: str) -> str:
    return message if locale() == "vi" else _catalogue(locale()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    return many if locale() == "vi" else _catalogue(locale()).ngettext(one, many, n)


def _(message: str, /, **values: Any) -> str:
    """The sentence in the reader's language, its named places filled."""
    sentence = gettext(message)
    return sentence % values if values else sentence


def words(text: Text, **values: object) -> str:
    """A text that carries both languages, in the reader's."""
    return text.to(locale(), **values)


def pick(vi: str, en: str) -> str:
    """One of two columns, by the reader's language."""
    return en if locale() == "en" else vi


def day(value: date | datetime | None) -> str:
    """24/11/2023"""
    return "" if value is None else f"{_local(value):%d/%m/%Y}"


def short_day(value: date | datetime | None) -> str:
    """24/11"""
    return "" if value is None else f"{_local(value):%d/%m}"


def clock_time(value: datetime) -> str:
    """09.12"""
    return f"{_local(value):%H.%M}"


def moment(value: datetime) -> str:
    """24/11/2023 09.12"""
    return f"{day(value)} {clock_time(value)}"


def exact_moment(value: datetime) -> str:
    """09.12.05, thứ Sáu 24/11/2023: the official time on a receipt."""
    return f"{_local(value):%H.%M.%S}, {weekday(value)} {day(value)}"


def weekday(value: date | datetime) -> str:
    return words(WEEKDAYS[_local(value).weekday()])


def day_with_weekday(value: date | None) -> str:
    """thứ Hai 27/11/2023"""
    return "" if value is None else f"{weekday(value)} {day(value)}"


def letter_date(value: date | datetime | None) -> str:
    """ngày 06 tháng 11 năm 2023, as it stands at the head of a letter (Decree 30/2020, Annex I)."""
    if value is None:
        return ""
    local = _local(value)
    if locale() == "en":
        return f"{local.day} {local:%B %Y}"
    month = f"{local.month:02d}" if local.month < 3 else str(local.month)
    return f"ngày {local.day:02d} tháng {month} năm {local.year}"


def number(value: int) -> str:
    """1.080.000 in Vietnamese, 1,080,000 in English."""
    grouped = f"{value:,}"
    return grouped if locale() == "en" else grouped.replace(",", ".")


def fraction(value: Decimal, language: str = "") -> str:
    """0,45 and 1.234,5 in Vietnamese, 0.45 and 1,234.5 in English: exactly, without zeros that say nothing."""
    grouped = f"{value:,f}"
    exact = grouped.rstrip("0").rstrip(".") if "." in grouped else grouped
    return exact if (language or locale()) == "en" else exact.translate(SWAPPED)


def money(value: int | Decimal | None, language: str = "") -> str:
    """1.080.000 đ in Vietnamese, 1,080,000 VND in English, with a space that does not break."""
    if value is None:
        return ""
    language = language or locale()
    return f"{fraction(Decimal(value), language)}\u00a0{'VND' if language == 'en' else 'đ'}"


def percent(part: int, whole: int) -> str:
    """92,31 %, with a space that does not break."""
    share = f"{100 * part / whole:.2f}".rstrip("0").rstrip(".")
    return f"{share if locale() == 'en' else share.replace('.', ',')}\u00a0%"


def file_size(size: int) -> str:
    """214 kB, 1,1 MB"""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0kB"
    amount = f"{size / 1_000_000:.1f}".removesuffix(".0")
    return f"{amount if locale() == 'en' else amount.replace('.', ',')}\u00a0MB"


def paragraphs(text: str) -> Markup:
    """Text of several lines as paragraphs, everything in it escaped."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n")))
                           for block in blocks)  # fmt: skip


def whole_codes(text: str) -> Markup:
    """A sentence in which the code of a file is never broken at the end of a line."""
    return Markup(CODE.sub(r'<span class="num">\g<0></span>', str(escape(text))))


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(OFFICE_ZONE) if isinstance(value, datetime) else value

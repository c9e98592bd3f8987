"""A letter as bytes: in its reader's language, the same however often it is rendered."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from notifications.headers import POLICY
from notifications.kind import CASE_FIELDS, Kind
from notifications.kinds import KINDS
from notifications.links import link, thread_id
from states import Text
from states.text import placeholders_of, shown
from workflow.kernel.clock import OFFICE_ZONE
from workflow.kernel.settings import Settings

MOST_IN_SUBJECT: Final = 240
LABELS: Final[Mapping[str, Text]] = {
    "code": Text("Mã hồ sơ", "File"),
    "name": Text("Đề nghị cho", "For"),
    "award": Text("Hình thức", "Award"),
    "unit": Text("Đơn vị trình", "Submitted by"),
}
GREETING: Final = Text("Kính gửi {to},", "Dear {to},")
LINK_TEXT: Final[Mapping[str, Text]] = {
    "file": Text("Mở hồ sơ", "Open the file"),
    "own": Text("Xem hồ sơ của bạn", "See your file"),
    "session": Text("Mở phiên họp", "Open the session"),
}
FOOTER: Final = Text(
    "Thư gửi tự động. Mở liên kết cần đăng nhập và không thay đổi gì trong hồ sơ.",
    "Sent automatically. The link asks you to sign in and changes nothing in the file.",
)
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Unrenderable(Exception):
    """The letter cannot be written as mail; its address or its values are at fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the outbox keeps of a letter before it has bytes."""

    subject_id: int
    nomination_id: int | None
    kind: str
    to_address: str
    to_name: str
    locale: str
    params: str
    message_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or a list in its place."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The letter before it is mail: what a printed notice shows too."""

    locale: str
    subject: str
    greeting: str
    parts: tuple[Part, ...]
    register: tuple[tuple[str, str], ...]
    address: str
    link_text: str
    footer: str

    @property
    def text(self) -> str:
        """The plain form, lines of their own length: mail programs wrap them."""
        said = [part.text if not part.items else "\n".join(f"– {item}" for item in part.items) for part in self.parts]
        register = "\n".join(f"{label}: {value}" for label, value in self.register)
        blocks = (self.greeting, *said, register, f"{self.link_text}: {self.address}", self.footer)
        return "\n\n".join(block for block in blocks if block) + "\n"

    @property
    def html(self) -> str:
        names = ("locale", "subject", "greeting", "parts", "register", "address", "link_text", "footer")
        return _TEMPLATES.get_template("letter.html").render({name: getattr(self, name) for name in names})


@dataclass(frozen=True, slots=True)
class Renderer:
    """Turns drafts into pages and mail, with the addresses of this installation."""

    mail_from: str
    reply_to: str
    mail_domain: str
    public_url: str

    @classmethod
    def of(cls, settings: Settings) -> "Renderer":
        return cls(settings.mail_from, settings.mail_from, settings.mail_domain, settings.public_url)

    def page(self, draft: Draft) -> Page:
        kind = KINDS[draft.kind]
        values = json.loads(draft.params)
        locale = draft.locale
        return Page(
            locale=locale,
            subject=subject_line(kind, values, locale),
            greeting=GREETING.to(locale, to=one_line(draft.to_name)),
            parts=_parts(kind, values, locale),
            register=tuple((LABELS[name].to(locale), str(values[name])) for name in CASE_FIELDS if name in values),
            address=link(self.public_url, kind.page, values.get("code", draft.subject_id)),
            link_text=LINK_TEXT[kind.page].to(locale),
            footer=FOOTER.to(locale),
        )

    def mail(self, draft: Draft) -> tuple[str, bytes]:
        """The subject line and the exact bytes. Raises `Unrenderable`."""
        try:
            page = self.page(draft)
            return page.subject, self._bytes(draft, page)
        except (ValueError, KeyError, IndexError) as error:
            raise Unrenderable(f"{type(error).__name__}: {error}"[:300]) from error

    def _bytes(self, draft: Draft, page: Page) -> bytes:
        message = EmailMessage(policy=POLICY)
        message["From"] = Address("Thi đua, khen thưởng", addr_spec=checked_address(self.mail_from))
        message["To"] = Address(one_line(draft.to_name), addr_spec=checked_address(draft.to_address))
        message["Reply-To"] = checked_address(self.reply_to)
        message["Subject"] = page.subject
        # The day of the event, not of the attempt: a repeat is the same letter.
        message["Date"] = format_datetime(draft.created_at.astimezone(OFFICE_ZONE))
        message["Message-ID"] = draft.message_id
        code = json.loads(draft.params).get("code")
        if code:
            message["In-Reply-To"] = message["References"] = thread_id(code, self.mail_domain)
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message["Content-Language"] = draft.locale
        message.set_content(page.text, cte="base64")
        message.add_alternative(page.html, subtype="html", cte="base64")
        message.set_boundary("=_" + hashlib.sha256(draft.message_id.encode()).hexdigest()[:32])
        return message.as_bytes()


def one_line(text: str) -> str:
    """Text for a header: no line ends, so that it cannot begin another header."""
    return " ".join(text.split())


def checked_address(address: str) -> str:
    """The address as mail servers take it, a domain of other letters in ASCII. Raises `ValueError`."""
    local, at, domain = address.rpartition("@")
    plain = local.isascii() and local.isprintable() and not set(local) & set(' "(),:;<>@[\\]')
    if not (at and plain and local and domain) or any(mark.isspace() or mark in "<>,;" for mark in domain):
        raise ValueError("bad_address")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def subject_line(kind: Kind, values: Mapping[str, Any], locale: str) -> str:
    line = one_line(kind.subject.to(locale, **values))
    return line if len(line) <= MOST_IN_SUBJECT else line[: MOST_IN_SUBJECT - 1] + "…"


def _parts(kind: Kind, values: Mapping[str, Any], locale: str) -> tuple[Part, ...]:
    paragraphs = kind.body.to(locale).split("\n")
    return tuple(part for paragraph in paragraphs if (part := _part(paragraph, values, locale)) is not None)


def _part(paragraph: str, values: Mapping[str, Any], locale: str) -> Part | None:
    names = placeholders_of(paragraph)
    if any(not values.get(name) for name in names):
        return None
    if len(names) == 1:
        (name,) = names
        if paragraph == f"{{{name}}}" and isinstance(values[name], list):
            return Part("", tuple(values[name]))
    return Part(paragraph.format(**{name: shown(values[name], locale) for name in names}) if names else paragraph)

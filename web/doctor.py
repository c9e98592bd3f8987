"""Whether this installation is fit to work: each finding a grade and a sentence that says what to do."""

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from notifications.health import last_heartbeat
from notifications.queries import outbox_counts
from states import ROLES, ChangedDefinition, Text, UnknownDefinition
from web.schema import current_revision, head_revision
from workflow.awards.editions import BrokenEdition, law_of
from workflow.bootstrap import Services
from workflow.kernel.clock import office_date
from workflow.lifecycle.queries import published_fingerprints
from workflow.nominations.staffing import unstaffed

GOOD, WARN, BAD = "good", "warn", "bad"
SILENT_AFTER: Final = timedelta(minutes=5)
LEAST_KEY: Final = 32
LEAST_DISK: Final = 0.10
LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
# What a commit needs to survive a power cut, and what keeps the tables true.
SQLITE: Final = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1"}
POSTGRES: Final = {"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `good`, `warn` or `bad`, and why."""

    code: str
    grade: str
    text: Text
    values: dict[str, Any] = field(default_factory=dict)

    def words(self, locale: str) -> str:
        return self.text.to(locale, **self.values)


def examine(services: Services, *, mail: bool = False) -> list[Finding]:
    """Look at everything; `mail` also knocks at the mail server. A database that is away ends the look."""
    findings = [*_folder(services), *_key(services), *_address(services)]
    try:
        with services.store.reading() as session:
            findings += _database(services, session)
    except DBAPIError as error:
        sentence = Text("Không dùng được cơ sở dữ liệu: {why}", "The database cannot be used: {why}")
        findings.append(Finding("database", BAD, sentence, {"why": str(error.orig).strip()}))
    return [*findings, *(_mail(services) if mail else ())]


def fit(findings: list[Finding]) -> bool:
    return all(finding.grade != BAD for finding in findings)


def _folder(services: Services) -> Iterator[Finding]:
    folder = services.settings.data_dir.resolve()
    if not os.access(folder, os.W_OK | os.X_OK):
        sentence = Text("Không ghi được vào thư mục dữ liệu {folder}.", "The data folder {folder} cannot be written.")
        yield Finding("data_dir", BAD, sentence, {"folder": str(folder)})
        return
    yield Finding("data_dir", GOOD, Text("Ghi được vào thư mục dữ liệu.", "The data folder can be written."))
    disk = shutil.disk_usage(folder)
    left = round(100 * disk.free / disk.total)
    sentence = Text("Ổ đĩa còn trống {left} %.", "{left} % of the disk is free.")
    yield Finding("disk", GOOD if disk.free >= LEAST_DISK * disk.total else BAD, sentence, {"left": left})


def _key(services: Services) -> Iterator[Finding]:
    length = len(services.settings.signing_key())
    if length < LEAST_KEY:
        sentence = Text(
            "Khóa ký chỉ dài {n} ký tự, cần ít nhất {least}.", "The signing key has {n} characters; it needs {least}."
        )
        yield Finding("secret_key", BAD, sentence, {"n": length, "least": LEAST_KEY})
    else:
        yield Finding("secret_key", GOOD, Text("Khóa ký đủ dài.", "The signing key is long enough."))


def _address(services: Services) -> Iterator[Finding]:
    settings = services.settings
    parts = urlsplit(settings.public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        sentence = Text(
            "Địa chỉ công khai “{url}” không phải địa chỉ web.", "The public address “{url}” is not a web address."
        )
        yield Finding("public_url", BAD, sentence, {"url": settings.public_url})
    elif not settings.demo and (parts.hostname in LOCAL or parts.scheme != "https"):
        sentence = Text(
            "Liên kết trong thư dẫn tới {url}: chỉ dùng được trên máy này hoặc không mã hóa. Đặt THIDUA_PUBLIC_URL.",
            "Links in letters lead to {url}: for this machine only, or not encrypted. Set THIDUA_PUBLIC_URL.",
        )
        yield Finding("public_url", WARN, sentence, {"url": settings.public_url})
    else:
        yield Finding("public_url", GOOD, Text("Liên kết trong thư dẫn tới {url}.", "Links in letters lead to {url}."),
                      {"url": settings.public_url})  # fmt: skip


def _database(services: Services, session: Session) -> Iterator[Finding]:
    connection = session.connection()
    revision, head = current_revision(connection), head_revision()
    if revision != head or not inspect(connection).has_table("job_run"):
        sentence = Text("Cơ sở dữ liệu ở bản {at}, chương trình cần {head}. Chạy thidua db upgrade.",
                        "The database is at {at}, this version needs {head}. Run thidua db upgrade.")  # fmt: skip
        yield Finding("schema", BAD, sentence, {"at": revision or "–", "head": head})
        return
    yield Finding("schema", GOOD, Text("Cấu trúc dữ liệu đúng bản {head}.", "The schema is at {head}."), {"head": head})
    yield from _durability(connection)
    yield from _definitions(services, session)
    yield from _rules(session, office_date(services.clock.now()))
    yield from _worker(services, session)
    yield from _letters(session)
    yield from _staffing(services, session)


def _durability(connection: Connection) -> Iterator[Finding]:
    """A setting that loses acknowledged work on a power cut is a fault, however fast it is."""
    sqlite = connection.dialect.name == "sqlite"
    wrong = {}
    for name, wanted in (SQLITE if sqlite else POSTGRES).items():
        found = connection.execute(text(f"PRAGMA {name}" if sqlite else f"SHOW {name}")).scalar_one()
        if str(found).lower() != wanted:
            wrong[name] = str(found)
    if wrong:
        sentence = Text("Thiết lập cơ sở dữ liệu chưa an toàn: {wrong}.", "Database settings are not safe: {wrong}.")
        yield Finding("durability", BAD, sentence, {"wrong": [f"{name} = {value}" for name, value in wrong.items()]})
    else:
        yield Finding(
            "durability", GOOD, Text("Mọi thay đổi được ghi chắc xuống đĩa.", "Every commit is forced to disk.")
        )


def _definitions(services: Services, session: Session) -> Iterator[Finding]:
    published = published_fingerprints(session)
    try:
        services.office.registry.compare(published)
    except (ChangedDefinition, UnknownDefinition) as error:
        sentence = Text(
            "Quy trình đã công bố khác với chương trình: {what}.",
            "A published definition differs from the code: {what}.",
        )
        yield Finding("definitions", BAD, sentence, {"what": str(error)})
        return
    shipped = {(engine.definition.key, engine.definition.version) for engine in services.office.registry.all()}
    if missing := sorted(shipped - published.keys()):
        sentence = Text(
            "Quy trình chưa công bố: {what}. Chạy thidua db upgrade.",
            "Not published yet: {what}. Run thidua db upgrade.",
        )
        yield Finding("definitions", BAD, sentence, {"what": [f"{key} {version}" for key, version in missing]})
    else:
        yield Finding(
            "definitions",
            GOOD,
            Text("Quy trình đã công bố khớp với chương trình.", "The published definitions equal the code."),
        )


def _rules(session: Session, today: date) -> Iterator[Finding]:
    """A published rule set that is no longer what two people confirmed stops every file that it was pinned to."""
    try:
        law = law_of(session)
    except (BrokenEdition, ValueError) as error:
        sentence = Text(
            "Một bộ quy tắc đã ban hành không còn như khi xác nhận: {what}.",
            "A published rule set is not as it was confirmed: {what}.",
        )
        yield Finding("rules", BAD, sentence, {"what": str(error)})
        return
    sentence = Text("{n} bộ quy tắc; hôm nay áp dụng {id}.", "{n} rule sets; {id} is in force today.")
    yield Finding("rules", GOOD, sentence, {"n": len(law.all()), "id": law.on(today).id})


def _worker(services: Services, session: Session) -> Iterator[Finding]:
    seen, now = last_heartbeat(session), services.clock.now()
    if seen is None:
        sentence = Text(
            "Chưa có tiến trình gửi thư nào chạy. Chạy thidua worker.", "No worker has run yet. Start thidua worker."
        )
        yield Finding("worker", BAD, sentence)
    elif now - seen > SILENT_AFTER:
        sentence = Text("Tiến trình gửi thư im lặng đã {n} phút. Chạy lại thidua worker.",
                        "The worker has been silent for {n} minutes. Start thidua worker again.")  # fmt: skip
        yield Finding("worker", BAD, sentence, {"n": int((now - seen).total_seconds() // 60)})
    else:
        yield Finding("worker", GOOD, Text("Tiến trình gửi thư đang chạy.", "The worker is running."))


def _letters(session: Session) -> Iterator[Finding]:
    counts = outbox_counts(session)
    if counts["dead"]:
        sentence = Text(
            "{n} thư không tới được người nhận. Sửa địa chỉ rồi gửi lại.",
            "{n} letters did not arrive. Correct the address and send again.",
        )
        yield Finding("dead_letters", WARN, sentence, {"n": counts["dead"]})
    else:
        yield Finding("dead_letters", GOOD, Text("Không có thư nào bị trả lại.", "No letter has come back."))
    if counts["held"]:
        sentence = Text("{n} thư chờ địa chỉ hoặc in giấy.", "{n} letters wait for an address or to be printed.")
        yield Finding("held_letters", WARN, sentence, {"n": counts["held"]})


def _staffing(services: Services, session: Session) -> Iterator[Finding]:
    today = office_date(services.clock.now())
    empty = unstaffed(session, services.office.registry, today)
    sentence = Text(
        "{files} hồ sơ của {unit} chờ {roles} mà không ai giữ vai này.",
        "{files} files of {unit} wait for {roles}, which nobody holds.",
    )
    for one in empty:
        names = Text(" / ".join(ROLES[role].vi for role in one.roles), " / ".join(ROLES[role].en for role in one.roles))
        yield Finding(
            "staffing", BAD, sentence, {"files": one.files, "unit": Text(one.unit_vi, one.unit_en), "roles": names}
        )
    if not empty:
        yield Finding(
            "staffing",
            GOOD,
            Text("Bước tiếp theo của mọi hồ sơ đều có người.", "Every waiting file has somebody for its next step."),
        )


def _mail(services: Services) -> Iterator[Finding]:
    settings = services.settings
    if settings.mail_transport == "capture":
        yield Finding("mail", GOOD, Text("Thư được giữ lại, không gửi ra ngoài.", "Letters are kept and not sent."))
        return
    where = f"{settings.mail_server}:{settings.mail_port}"
    try:
        socket.create_connection((settings.mail_server, settings.mail_port), settings.mail_timeout).close()
    except OSError as error:
        sentence = Text("Không nối được máy chủ thư {where}: {why}", "The mail server {where} does not answer: {why}")
        yield Finding("mail", BAD, sentence, {"where": where, "why": str(error)})
    else:
        yield Finding(
            "mail", GOOD, Text("Máy chủ thư {where} trả lời.", "The mail server {where} answers."), {"where": where}
        )

"""What no form of ours would ever send: words, numbers, encodings, structures, addresses and heads of requests."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote, urlencode

from tests.evidence.forms import HIDDEN, Form
from tests.evidence.hostile_files import HOSTILE_FILES

MARK: Final = "qq7"
"""Stands in every hostile word; outside of plain text in an answer it means that something broke out."""
BIG: Final = 1_000_000
LONG_WORD: Final = f"<{MARK}>" + "ạ" * 60_000
WORDS: Final = (
    f"\"><{MARK} onclick='1'>", f"' on{MARK}=1 x='", f" on{MARK}=1 ", f"</textarea><{MARK}>",
    f"</title><{MARK}>", f"<!--<{MARK}>", f"javascript:{MARK}", f"//{MARK}.example/", f"/\\{MARK}.example",
    f"\t//{MARK}.example", f"data:text/html,<{MARK}>", f"{{{{ 7*7 }}}}{{% raw %}}<{MARK}>", f"${{{MARK}}}",
    f"%({MARK})s %s %d %n", f"{{{MARK}}}{{0.__class__}}", f"'; DROP TABLE person; --{MARK}", "\" OR 1=1 --",
    "%", "_", "\\", "\\x00", "\x00", f"a\x00{MARK}", "\r\nBcc: a@b.example\r\n\r\n", f"a\r\nX-{MARK}: 1",
    "=1+1", "+cmd|' /C calc'!A0", "\ud800", "a\udfffb", "\ufffe\uffff", "\ufeff", "\u202eabc\u202c",
    "\u200b\u200d\u2060", "\u00a0", unicodedata.normalize("NFD", "Nguyễn Văn Dũng"), "e" + "\u0301" * 500,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "ﷺ" * 200, "İıſK", "\x1b[31m\x07\x08", "", " ",
    "\n" * 1000, "\t", ".", "..", "../../etc/passwd", "null", "None", "undefined", "true", "[]", "{}",
    LONG_WORD,
)  # fmt: skip
NUMBERS: Final = (
    "-1", "0", "1e400", "10" * 200, "1" + "0" * 400, str(2**31 - 1), str(2**31), str(2**63), str(2**64),
    "-" + str(2**63), "0x10", "1_000", "１２", "٣", "²", "1.5", "1,5", "NaN", "Infinity", "-0", " 7 ", "007",
    "9" * 9, "9" * 10,
)  # fmt: skip
DATES: Final = (
    "31/02/2023", "2023-02-31", "00/00/0000", "0000-00-00", "32/01/2023", "01/13/2023", "29/02/2023",
    "01/01/0001", "31/12/9999", "9999-12-31", "1/1/23", "2023-11-24T00:00", "24-11-2023", "tomorrow",
    "1900-01-01", "24/11/2023\x0b", "२४/११/२०२३", "99999999-01-01",
)  # fmt: skip
JSONS: Final = (
    "{", "[]", "null", "1", '""', "{}", '{"1": null}', '{"1": "1"}', '{"a": 1}', '{"1": 1e999}',
    '{"1": Infinity}', '{"1": NaN}', '{"1": -Infinity}', '{"-1": 1}', '{"1": -1}', '{"1": 9e99}',
    '{"9999999999999999999999": 1}', '{"1": 99999999999999999999}', '{"1": 1.9}', '{"1": true}',
    '{"1": [1]}', '{"1": {"1": 1}}', '{"\\ud800": 1}', '{"1": "\\ud800"}', '{"1\\u0000": 1}', "[" * 100_000,
    '{"1":' * 50_000, '{"１": 1}', '{"1": ' + "1" * 5_000 + "}",
    json.dumps({str(one): 1 for one in range(6_000)}),
    json.dumps({str(one): 0 for one in range(900_000, 901_000)}), '{"1": 1, "1": 2}', '{"0": 0}',
    '{"2147483647": 2147483647}', '{"999999": 1}', "\ufeff{}", '{"1":1}' + " " * 100_000,
)  # fmt: skip
EXTRAS: Final = (
    ("state", "decided"), ("role", "admin"), ("owner_id", "1"), ("is_admin", "1"), ("unit_id", "1"),
    ("person_id", "1"), ("nominee_id", "1"), ("_method", "DELETE"), ("trigger", "sign_decision"),
    ("version", "0"), ("__proto__", "x"), ("", "x"), ("csrf_token", "x"), ("next", f"//{MARK}.example"),
    ("back", f"/\t/{MARK}.example"), ("back", f"javascript:{MARK}"), ("back", "/a\r\nX-A: 1"),
    ("kept_path", f"//{MARK}.example"), ("kept:x", f"\"><{MARK}>"), ("kept_path", f"/\"><{MARK}>"),
    ("after", "letter"), ("scope", "filter"), ("count", "1"), ("signs", "1"), ("row", "x"),
)  # fmt: skip
METHODS: Final = ("PUT", "DELETE", "PATCH", "TRACE", "HEAD", "OPTIONS", "PROPFIND", "POST", "GET", "QQ7")
SEGMENTS: Final = (
    "0", "-1", "999999", "2147483647", "2147483648", "9" * 40, "1e400", "%00", "%0d%0aX-A:1",
    "..%2f..%2fetc%2fpasswd", "%ff%fe", "%ed%a0%80", "%e2%80%ae", f"%22%3E%3C{MARK}%3E", "a" * 3000,
    "%F0%9F%98%80", "1%20", "+1", "１", "%252e%252e", "T%C4%90KT-2023-0001%00", "T%C4%90KT-2023-9999",
    f"%7B%7B{MARK}%7D%7D", ";", "%3Bx=1", "null", "%5C%5C" + MARK,
)  # fmt: skip
QUERIES: Final = (
    "after", "before", "view", "q", "unit", "award", "state", "kind", "year", "subject", "actor", "next",
    "letter", "reason", "due_on", "units", "points", "reason_code", "decision_date", "x", "missing", "n",
    "page",
)  # fmt: skip
CURSORS: Final = (
    "0.2023-11-24.1.50", "0.9999-12-31.2147483648.1", "0.0001-01-01.1.1", "-1.2023-11-24.-1.-1",
    "999999999999.2023-11-24.999999999999.999999999999", "1.2023-02-31.1.1", "...", "1.2.3.4", "a.b.c.d",
)  # fmt: skip
HEADS: Final = (
    ("Cookie", "thidua=garbage; language=\"><" + MARK), ("Cookie", "language=" + "x" * 3000),
    ("Cookie", "thidua=.eJ" + "A" * 500), ("Accept-Language", "xx-\"><" + MARK + ";q=9e999"),
    ("Referer", f"javascript:{MARK}"), ("Referer", f"https://{MARK}.example/\"><"),
    ("X-Forwarded-For", "1.2.3.4, " * 500), ("X-Forwarded-Host", f"{MARK}.example"),
    ("X-Forwarded-Proto", "javascript"), ("X-HTTP-Method-Override", "DELETE"),
    ("Range", "bytes=0-0,1-1,2-2,-1"), ("Range", "bytes=9999999999-"), ("Range", "bytes=a-b"),
    ("If-Modified-Since", "Thu, 99 Foo 99999"), ("If-None-Match", "\"" * 500), ("Accept", "\x01"),
    ("Content-Type", "multipart/form-data"), ("Content-Type", "multipart/form-data; boundary=" + "b" * 500),
    ("Content-Type", "application/x-www-form-urlencoded; charset=utf-16"), ("X-Requested-With", "autosave"),
    ("Authorization", "Basic //8="), ("Expect", "100-continue"), ("User-Agent", f"<{MARK}>"),
    ("Origin", "null"), ("Sec-Fetch-Site", "x" * 200), ("Origin", "http://[::1"),
    ("Origin", "http://a:b:c"),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One request as bytes; `what` names the mutation."""

    what: str
    method: str
    path: str
    body: bytes = b""
    content_type: str = ""
    heads: tuple[tuple[str, str], ...] = ()
    query: str = ""


@dataclass
class Draft:
    """A form about to be sent wrongly."""

    form: Form
    fields: list[tuple[str, str]]
    files: list[tuple[str, str, bytes]] = field(default_factory=list)

    def visible(self) -> list[int]:
        """Places of the fields that somebody may type in or a page carries; not the tokens."""
        return [place for place, (name, _) in enumerate(self.fields) if name not in HIDDEN]


def _word(rng: random.Random, name: str) -> str:
    if name in ("seen", "carried"):
        return rng.choice(JSONS) if rng.random() < 0.8 else rng.choice(WORDS)
    pools = (WORDS, WORDS, NUMBERS, DATES, JSONS[:12])
    return rng.choice(rng.choice(pools))


def _one(draft: Draft, rng: random.Random) -> None:
    for place in rng.sample(draft.visible(), min(1, len(draft.visible()))):
        name = draft.fields[place][0]
        draft.fields[place] = (name, _word(rng, name))


def _all(draft: Draft, rng: random.Random) -> None:
    """Everything at once, but for what says which act it is: else the rest would never be read."""
    for place in draft.visible():
        name = draft.fields[place][0]
        if name not in ("trigger", "act", "version", "seen", "kind") or rng.random() < 0.2:
            draft.fields[place] = (name, _word(rng, name))


def _carried(draft: Draft, rng: random.Random) -> None:
    places = [
        place
        for place in draft.visible()
        if draft.fields[place][0] in ("seen", "version", "row", "trigger", "act", "kind", "scope")
    ]
    for place in rng.sample(places, min(1, len(places))):
        name = draft.fields[place][0]
        draft.fields[place] = (name, rng.choice(JSONS if name == "seen" else NUMBERS + WORDS))


def _missing(draft: Draft, rng: random.Random) -> None:
    for place in rng.sample(draft.visible(), min(1, len(draft.visible()))):
        del draft.fields[place]


def _nothing(draft: Draft, _rng: random.Random) -> None:
    draft.fields = [pair for pair in draft.fields if pair[0] in HIDDEN]


def _extra(draft: Draft, rng: random.Random) -> None:
    draft.fields += rng.sample(EXTRAS, 3)


def _twice(draft: Draft, rng: random.Random) -> None:
    for place in rng.sample(draft.visible(), min(2, len(draft.visible()))):
        name = draft.fields[place][0]
        draft.fields.insert(0 if rng.random() < 0.5 else len(draft.fields), (name, _word(rng, name)))


def _many(draft: Draft, rng: random.Random) -> None:
    draft.fields += [(f"field{number}", "x") for number in range(rng.choice((200, 1_500)))]


def _long(draft: Draft, rng: random.Random) -> None:
    for place in rng.sample(draft.visible(), min(1, len(draft.visible()))):
        draft.fields[place] = (draft.fields[place][0], rng.choice(("a", "ậ", "<", "\n", "0", "[")) * BIG)


def _key(draft: Draft, rng: random.Random) -> None:
    wrong = rng.choice(("", "k" * 65, "k" * 5_000, "\x00", f"<{MARK}>", "ạ" * 64, "\u202e", " "))
    draft.fields = [(name, wrong if name == "idempotency_key" else value) for name, value in draft.fields]


def _file(draft: Draft, rng: random.Random) -> None:
    name, file_name, content = (draft.form.files or ["file"])[0], *rng.choice(HOSTILE_FILES)
    draft.files.append((name, file_name, content))
    if rng.random() < 0.2:
        draft.files.append((name, *rng.choice(HOSTILE_FILES)))


def _text_as_file(draft: Draft, rng: random.Random) -> None:
    """A text field sent as a file, and a file field as text."""
    for place in rng.sample(draft.visible(), min(1, len(draft.visible()))):
        name, value = draft.fields.pop(place)
        draft.files.append((name, f"{MARK}.txt", value.encode("utf-8", "surrogatepass")))
    draft.fields += [(name, "not a file") for name in draft.form.files]


def _token(draft: Draft, rng: random.Random) -> None:
    wrong = rng.choice(("", "x", f"<{MARK}>", "I" * 5_000))
    draft.fields = [(name, wrong if name == "csrf_token" else value) for name, value in draft.fields]


def _honest(_draft: Draft, _rng: random.Random) -> None:
    """Sent as it is: so that the pages behind it are reached as well."""


MUTATIONS: Final[tuple[tuple[Callable[[Draft, random.Random], None], int], ...]] = (
    (_one, 8), (_all, 5), (_carried, 4), (_missing, 3), (_nothing, 1), (_extra, 3), (_twice, 2), (_many, 1),
    (_long, 1), (_key, 1), (_file, 4), (_text_as_file, 1), (_token, 1), (_honest, 4),
)  # fmt: skip
PARTS: Final = "multipart/form-data; boundary=x"
FIELD: Final = b'Content-Disposition: form-data; name="'
BODIES: Final = (
    ("application/json", b'{"trigger": "receive", "version": 0}'), ("application/json", b"[" * 200_000),
    ("text/plain", b"trigger=receive"), ("application/xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    ("multipart/form-data", b"--x\r\n\r\n"),
    (PARTS, b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end"),
    (PARTS, b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"),
    (PARTS, b"--x\r\n" + FIELD + b"file\"; filename*=utf-8''%ED%A0%80.pdf\r\n\r\n%PDF\r\n--x--\r\n"),
    (PARTS, b"--x\r\nContent-Type: text/plain; charset=utf-16\r\n" + FIELD + b"a\"\r\n\r\n\xff\0\r\n--x--"),
    ("application/x-www-form-urlencoded", b"trigger=%ff%fe&version=%00&a=%ED%A0%80"),
    ("application/x-www-form-urlencoded", b"&&&=&=&%=%&%zz"),
    ("application/x-www-form-urlencoded", b"\xff\xfe\x00\x01" * 5_000), ("", b"trigger=receive"),
    ("application/x-www-form-urlencoded", b"a=" + b"1" * 4_500_000),
    ("application/octet-stream", b"\x00" * 100_000),
)  # fmt: skip


def wrong_form(form: Form, token: str, key: str, rng: random.Random) -> Case:
    """The form with one thing, or everything, wrong with it."""
    hidden = {"csrf_token": token, "idempotency_key": key}
    draft = Draft(form, [(name, hidden.get(name, value)) for name, value in form.fields])
    mutation = rng.choices([one for one, _ in MUTATIONS], [weight for _, weight in MUTATIONS])[0]
    mutation(draft, rng)
    path, _, query = form.action.partition("?")
    case = Case(mutation.__name__.strip("_"), form.method.upper(), path or "/", query=query)
    if form.method == "get":
        return replace(case, query=_encoded(draft.fields).decode("ascii"))
    if rng.random() < 0.04:
        content_type, body = rng.choice(BODIES)
        return replace(case, what="body", body=body, content_type=content_type, heads=(("X-CSRFToken", token),))
    if draft.files or form.multipart:
        return replace(case, body=_multipart(draft), content_type="multipart/form-data; boundary=the-boundary")
    return replace(case, body=_encoded(draft.fields), content_type="application/x-www-form-urlencoded")


def wrong_request(rule: str, address: str, token: str, rng: random.Random) -> Case:
    """An address, a question, a method or a head that nobody would send."""
    what = rng.choice(("segment", "query", "method", "head", "blind"))
    if what == "segment":
        parts = address.split("/")
        parts[rng.randrange(1, len(parts))] = rng.choice(SEGMENTS)
        return Case(what, rng.choice(("GET", "GET", "POST", "HEAD")), "/".join(parts), heads=(("X-CSRFToken", token),))
    if what == "query":
        pairs = [(rng.choice(QUERIES), _word(rng, "")) for _ in range(rng.choice((1, 2, 5)))]
        if rng.random() < 0.3:
            pairs.append((rng.choice(("after", "before")), rng.choice(CURSORS + NUMBERS)))
        return Case(what, "GET", address, query=_encoded(pairs).decode("ascii")[:8_000])
    if what == "method":
        return Case(what, rng.choice(METHODS), address, heads=(("X-CSRFToken", token),))
    if what == "head":
        return Case(what, rng.choice(("GET", "GET", "POST")), address, heads=(rng.choice(HEADS),))
    fields = [("csrf_token", token), ("idempotency_key", f"blind-{rng.random()}"), *rng.sample(EXTRAS, 5)]
    fields += [
        (name, _word(rng, name))
        for name in rng.sample(("seen", "row", "answer", "code", "email", "password", "person", "kind"), 3)
    ]
    return Case(what, "POST", address, body=_encoded(fields), content_type="application/x-www-form-urlencoded")


def _encoded(pairs: list[tuple[str, str]]) -> bytes:
    return urlencode([(_bytes(name), _bytes(value)) for name, value in pairs]).encode("ascii")


def _multipart(draft: Draft) -> bytes:
    parts = []
    for name, value in draft.fields:
        parts.append(b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (_quoted(name), _bytes(value)))
    for name, file_name, content in draft.files:
        disposition = b'Content-Disposition: form-data; name="%s"; filename="%s"' % (_quoted(name), _quoted(file_name))
        parts.append(disposition + b"\r\nContent-Type: application/octet-stream\r\n\r\n" + content)
    return b"".join(b"--the-boundary\r\n" + part + b"\r\n" for part in parts) + b"--the-boundary--\r\n"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _quoted(text: str) -> bytes:
    return _bytes(text).replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")


def readable(case: Case) -> str:
    """The case in one line, to be tried again by hand."""
    body = case.body if len(case.body) < 700 else case.body[:700] + b"..."
    address = f"{quote(case.path, safe='/%')}?{case.query[:200]}"
    return f"{case.what}: {case.method} {address} {case.content_type} {body!r} {case.heads}"
